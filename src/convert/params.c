#include "convert/params.h"

#include "visit/events.h"

/* Both were written by postback_parse() or params_merge(), so they parse. */
static struct uri_query parse(struct arena *arena, struct str text)
{
    struct uri_query query = {NULL, 0};
    struct uri_fault fault;
    if (text.ptr == NULL || uri_parse_query(arena, text, &query, &fault) != OK)
        query.count = 0;
    return query;
}

static void write_pair(struct buf *buf, const char *name, struct str value)
{
    if (value.ptr == NULL)
        return;
    buf_format(buf, "%s%s=", buf->len > 0 ? "&" : "", name);
    uri_write_encoded(buf, value);
}

struct str params_merge(struct arena *arena, struct str stored, struct str brought)
{
    if (brought.ptr == NULL)
        return stored;
    struct uri_query old = parse(arena, stored);
    struct uri_query new = parse(arena, brought);
    struct str events = events_merge(arena, stored, brought);
    struct buf buf = buf_in_arena(arena, stored.len + brought.len + events.len + 1);
    for (unsigned i = 1; i <= MACRO_PARAMS_MAX; i++) {
        char name[16];
        snprintf(name, sizeof(name), "param%u", i);
        struct str value = uri_value(&new, str_from_c(name));
        write_pair(&buf, name, value.ptr != NULL ? value : uri_value(&old, str_from_c(name)));
    }
    if (events.ptr != NULL)
        buf_format(&buf, "%s%.*s", buf.len > 0 ? "&" : "", STR_FMT(events));
    return buf_is_full(&buf) || arena_is_full(arena) ? stored : buf_str(&buf);
}

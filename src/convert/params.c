#include "convert/params.h"

#include "base/money.h"

/* Both were written by postback_parse() or params_merge(), so they parse. */
static struct uri_query parse(struct arena *arena, struct str text)
{
    struct uri_query query = {NULL, 0};
    struct uri_fault fault;
    if (text.ptr == NULL || uri_parse_query(arena, text, &query, &fault) != OK)
        query.count = 0;
    return query;
}

static int64_t number_of(struct str value)
{
    int64_t micros = 0;
    return value.ptr != NULL && money_parse_loose(value, &micros) == OK ? micros : 0;
}

static void write_pair(struct buf *buf, const char *name, struct str value)
{
    if (value.ptr == NULL)
        return;
    buf_format(buf, "%s%s=", buf->len > 0 ? "&" : "", name);
    uri_write_encoded(buf, value);
}

static void merge_event(struct arena *arena, struct buf *buf, unsigned number,
                        const struct uri_query *stored, const struct uri_query *brought)
{
    char name[16];
    char add_name[16];
    snprintf(name, sizeof(name), "event%u", number);
    snprintf(add_name, sizeof(add_name), "add_event%u", number);
    struct str set = uri_value(brought, str_from_c(name));
    struct str value = set.ptr != NULL ? set : uri_value(stored, str_from_c(name));
    struct str added = uri_value(brought, str_from_c(add_name));
    if (added.ptr != NULL)
        value = money_text(arena, number_of(value) + number_of(added));
    write_pair(buf, name, value);
}

struct str params_merge(struct arena *arena, struct str stored, struct str brought)
{
    if (brought.ptr == NULL)
        return stored;
    struct uri_query old = parse(arena, stored);
    struct uri_query new = parse(arena, brought);
    struct buf buf =
        buf_in_arena(arena, stored.len + brought.len + 2 * MONEY_TEXT_MAX * POSTBACK_EVENTS_MAX);
    for (unsigned i = 1; i <= MACRO_PARAMS_MAX; i++) {
        char name[16];
        snprintf(name, sizeof(name), "param%u", i);
        struct str value = uri_value(&new, str_from_c(name));
        write_pair(&buf, name, value.ptr != NULL ? value : uri_value(&old, str_from_c(name)));
    }
    for (unsigned i = 1; i <= POSTBACK_EVENTS_MAX; i++)
        merge_event(arena, &buf, i, &old, &new);
    return buf_is_full(&buf) || arena_is_full(arena) ? stored : buf_str(&buf);
}

#include "visit/events.h"

#include "base/money.h"

#define NAME_BYTES 16

bool events_is_number(struct str value)
{
    int64_t micros;
    return money_parse_loose(value, &micros) == OK;
}

static int64_t number_of(struct str value)
{
    int64_t micros = 0;
    return value.ptr != NULL && money_parse_loose(value, &micros) == OK ? micros : 0;
}

/* Both are within what an amount may be, so their sum is no overflow. */
static int64_t sum_of(int64_t a, int64_t b)
{
    int64_t sum = a + b;
    if (sum > MONEY_MICROS_MAX)
        return MONEY_MICROS_MAX;
    return sum < -MONEY_MICROS_MAX ? -MONEY_MICROS_MAX : sum;
}

/* A query that is none has no events: what is stored was written by us. */
static struct uri_query parse(struct arena *arena, struct str text)
{
    struct uri_query query = {NULL, 0};
    struct uri_fault fault;
    if (text.ptr == NULL || uri_parse_query(arena, text, &query, &fault) != OK)
        query.count = 0;
    return query;
}

static void merge_event(struct buf *buf, unsigned number, const struct uri_query *stored,
                        const struct uri_query *brought)
{
    char name[NAME_BYTES], add_name[NAME_BYTES];
    (void)snprintf(name, sizeof(name), "event%u", number);
    (void)snprintf(add_name, sizeof(add_name), "add_event%u", number);
    struct str set = uri_value(brought, str_from_c(name));
    struct str value = set.ptr != NULL ? set : uri_value(stored, str_from_c(name));
    struct str added = uri_value(brought, str_from_c(add_name));
    if (value.ptr == NULL && added.ptr == NULL)
        return;
    buf_format(buf, "%s%s=", buf->len > 0 ? "&" : "", name);
    money_write(buf, sum_of(number_of(value), number_of(added)));
}

struct str events_merge(struct arena *arena, struct str stored, struct str brought)
{
    struct uri_query old = parse(arena, stored);
    struct uri_query new = parse(arena, brought);
    struct buf buf = buf_in_arena(arena, EVENTS_MAX * (NAME_BYTES + MONEY_TEXT_MAX));
    for (unsigned i = 1; i <= EVENTS_MAX; i++)
        merge_event(&buf, i, &old, &new);
    return buf.len > 0 && !buf_is_full(&buf) ? buf_str(&buf) : STR_NONE;
}

static void read_event(struct buf *buf, const struct uri_query *query, const char *name)
{
    struct str value = uri_value(query, str_from_c(name));
    if (value.ptr == NULL || !events_is_number(value))
        return;
    buf_format(buf, "%s%s=", buf->len > 0 ? "&" : "", name);
    uri_write_encoded(buf, value);
}

struct str events_read(struct arena *arena, const struct uri_query *query)
{
    struct buf buf = buf_in_arena(arena, 2 * EVENTS_MAX * (NAME_BYTES + 3 * MONEY_TEXT_MAX));
    for (unsigned i = 1; i <= EVENTS_MAX; i++) {
        char name[NAME_BYTES];
        (void)snprintf(name, sizeof(name), "event%u", i);
        read_event(&buf, query, name);
        (void)snprintf(name, sizeof(name), "add_event%u", i);
        read_event(&buf, query, name);
    }
    return buf.len > 0 && !buf_is_full(&buf) ? buf_str(&buf) : STR_NONE;
}

void events_fill(const struct macro_template *compiled, struct str events, struct arena *arena,
                 struct macro_values *values)
{
    struct uri_query query = parse(arena, events);
    for (size_t i = 0; i < query.count; i++) {
        int name = macro_find(query.params[i].name);
        if (name >= MACRO_EVENT1 && name < MACRO_EVENT1 + EVENTS_MAX &&
            macro_has(compiled, (enum macro_name)name))
            values->values[name] = query.params[i].value;
    }
}

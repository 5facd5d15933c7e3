/* question_seek - filters on what the facts do not have: address, user agent, referrer, external
 * id, transaction id. The ledger is looked through page by page, newest first. */
#include "api/question.h"

#include "api/rows.h"
#include "base/clock.h"

#define ARENA_BYTES (16u * 1024 * 1024)

/* One filter on its way. */
struct seek {
    const struct filter *filter;
    struct net_range *ranges; /* of ip */
    enum ledger_table table;
    uint64_t from_id, to_id;
    uint64_t *ids; /* of visits, on the heap */
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

static bool is_named(const struct filter *filter, const char *name)
{
    return strcmp(filter->dimension->name, name) == 0;
}

/* Where visits stand that may count. By the conversion's date they may be older than the span, and
 * their conversions always younger than they are. */
static struct seek seek_of(const struct question *question, const struct filter *filter,
                           struct arena *arena)
{
    struct seek seek = {.filter = filter, .table = LEDGER_PERSONAL, .to_id = INT64_MAX};
    bool is_txid = is_named(filter, "txid");

    if (question->time == TIME_VISIT && question->span.from_ms > 0)
        seek.from_id = id_from_ms(question->span.from_ms);
    if (!is_txid)
        seek.to_id = question->span.to_ms > 0 ? id_from_ms(question->span.to_ms) : 1;
    if (is_txid)
        seek.table = LEDGER_CONVERSION;
    if (is_named(filter, "external_id"))
        seek.table = LEDGER_VISIT;
    if (is_named(filter, "ip"))
        seek.ranges = ARENA_ARRAY(arena, struct net_range, filter->count);
    for (size_t i = 0; seek.ranges != NULL && i < filter->count; i++)
        CHECK(net_parse_range(filter->values[i], &seek.ranges[i]) == OK);
    return seek;
}

static bool holds_nocase(struct str text, struct str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (str_is_equal_nocase(str_slice(text, i, i + part.len), part))
            return true;
    return false;
}

static bool is_in_ranges(const struct seek *seek, struct str text)
{
    struct net_address address;

    if (text.len == 0 || net_parse_address(text, &address) != OK)
        return false;
    for (size_t i = 0; i < seek->filter->count; i++)
        if (net_is_in_range(&address, &seek->ranges[i]))
            return true;
    return false;
}

static bool is_wanted(const struct seek *seek, struct str text)
{
    const struct filter *filter = seek->filter;

    if (seek->ranges != NULL)
        return is_in_ranges(seek, text);
    for (size_t i = 0; i < filter->count; i++)
        if (filter->op == FILTER_CONTAINS ? holds_nocase(text, filter->values[i])
                                          : str_is_equal(text, filter->values[i]))
            return true;
    return false;
}

/* The text that the filter is about, and the visit that it belongs to. */
static struct str text_of(const struct seek *seek, const void *row, uint64_t *visit_id)
{
    const struct personal *personal = row;

    if (seek->table == LEDGER_CONVERSION) {
        *visit_id = ((const struct conversion *)row)->visit_id;
        return ((const struct conversion *)row)->txid;
    }
    if (seek->table == LEDGER_VISIT) {
        *visit_id = ((const struct visit *)row)->id;
        return ((const struct visit *)row)->external_id;
    }
    *visit_id = personal->id;
    return is_named(seek->filter, "ip")           ? personal->address
           : is_named(seek->filter, "user_agent") ? personal->user_agent
                                                  : personal->referrer;
}

static enum err take_page(struct seek *seek, const char *page, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t visit_id;
        struct str text = text_of(seek, page + i * table_of(seek->table)->row_bytes, &visit_id);
        if (!is_wanted(seek, text))
            continue;
        if (seek->count == QUESTION_MATCHES_MAX)
            return ERR_FULL;
        seek->ids[seek->count++] = visit_id;
    }
    return OK;
}

/* ERR_FULL: too many; ERR_TIMEOUT: not looked through in time. */
static enum err look_through(struct rows *rows, struct seek *seek, int64_t deadline_mono_ms)
{
    struct reader_query query = {.before_id = seek->to_id,
                                 .from_id = seek->from_id,
                                 .workspaces = rows->workspaces,
                                 .limit = READER_PAGE_MAX};
    uint64_t next = 1;

    while (next != 0) {
        size_t count = 0;
        arena_reset(rows->arena);
        char *page =
            arena_alloc_raw(rows->arena, READER_PAGE_MAX * table_of(seek->table)->row_bytes);
        if (page == NULL || !rows_open(rows))
            return page == NULL ? ERR_FULL : rows->err;
        enum err err =
            ledger_reader_page(rows->reader, seek->table, &query, rows->arena, page, &count, &next);
        if (err == OK)
            err = take_page(seek, page, count);
        if (err == OK && clock_mono_ms() > deadline_mono_ms)
            err = ERR_TIMEOUT;
        if (err != OK)
            return err;
        query.before_id = next;
    }
    qsort(seek->ids, seek->count, sizeof(*seek->ids), by_number);
    return OK;
}

/* Those of the question so far that the filter leaves. */
static void intersect(struct question *question, uint64_t *visits, const struct seek *seek)
{
    size_t kept = 0;
    bool is_first = question->visits == NULL;
    const uint64_t *from = is_first ? seek->ids : visits;
    size_t count = is_first ? seek->count : question->visit_count;

    for (size_t i = 0; i < count; i++)
        if ((kept == 0 || visits[kept - 1] != from[i]) &&
            (is_first ||
             bsearch(&from[i], seek->ids, seek->count, sizeof(*from), by_number) != NULL))
            visits[kept++] = from[i];
    question->visits = visits;
    question->visit_count = kept;
}

static void refuse(struct call *call, enum err err)
{
    if (err == ERR_FULL)
        call_refuse(call, 422, "filter",
                    "The filter leaves more than %d visits: narrow the range with from and to.",
                    QUESTION_MATCHES_MAX);
    else if (err == ERR_TIMEOUT)
        call_refuse(call, 422, "filter",
                    "The filter looks through too many visits: narrow the range with from and to.");
    else
        call_refuse_read(call, err);
}

void question_seek(struct call *call, struct question *question)
{
    int64_t deadline_mono_ms = clock_mono_ms() + QUESTION_SEEK_MS_MAX;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct rows rows;
    uint64_t *visits = NULL;

    rows_init(&rows, call->api, arena, &call->scope);
    for (size_t i = 0; i < question->filter_count && !call->is_answered; i++) {
        const struct filter *filter = &question->filters[i];
        if (filter->dimension == NULL || filter->dimension->kind != DIMENSION_LEDGER)
            continue;
        struct seek seek = seek_of(question, filter, call->arena);
        seek.ids = heap_make(QUESTION_MATCHES_MAX, sizeof(*seek.ids));
        if (visits == NULL)
            visits = ARENA_ARRAY(call->arena, uint64_t, QUESTION_MATCHES_MAX);
        enum err err = visits == NULL ? ERR_FULL : look_through(&rows, &seek, deadline_mono_ms);
        if (err == OK)
            intersect(question, visits, &seek);
        else
            refuse(call, err);
        free(seek.ids);
    }
    rows_fini(&rows);
    arena_free(arena);
}

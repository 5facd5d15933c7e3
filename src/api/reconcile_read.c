/* reconcile_read - the question, and both sides page by page: the source's conversions of the span,
 * then the calls that the network counted within it. */
#include "api/reconcile_lines.h"

#include "base/clock.h"
#include "base/num.h"

#define PAGE_ROWS     500
#define SCRATCH_BYTES (16 * 1024 * 1024)
#define DAY_MS        (INT64_C(24) * 3600 * 1000)
#define ENTRIES_BEGIN 256

/* ------------------------------------------------------------------ the question */

static void read_source(struct reconcile *reconcile)
{
    struct call *call = reconcile->call;

    reconcile->source_id = call_number(call, "source");
    if (reconcile->source_id == 0)
        call_refuse(call, 400, "source", "Name a traffic source: source=ID.");
    if (call->is_answered)
        return;
    const json_t *source =
        names_find_number(&reconcile->rows.names, ENTITY_SOURCE, reconcile->source_id);
    if (source == NULL) {
        call_refuse(call, 404, "source", "There is no source of that id.");
        return;
    }
    reconcile->source = json_incref((json_t *)(uintptr_t)source);
    reconcile->workspace_id = (uint64_t)json_integer_value(json_object_get(source, "workspace_id"));
}

/* The network's account is the source's workspace: its statistics have days of that clock. */
static void read_network_zone(struct reconcile *reconcile)
{
    struct call *call = reconcile->call;
    struct str name = call_param(call, "network_tz");
    const json_t *workspace =
        names_find_number(&reconcile->rows.names, ENTITY_WORKSPACE, reconcile->workspace_id);
    const char *own = json_string_value(json_object_get(workspace, "time_zone"));

    if (name.ptr == NULL)
        name = own != NULL ? arena_copy(call->arena, str_from_c(own)) : STR("UTC");
    reconcile->network_tz = name;
    if (zone_make(name, &reconcile->network_zone) != OK)
        call_refuse(call, 400, "network_tz",
                    "network_tz must be a time zone like Europe/Paris, or UTC.");
}

/* The same time on another clock. */
static int64_t on_clock(const struct reconcile *reconcile, const struct zone *zone, int64_t wall_ms)
{
    return zone_wall_ms(zone, wall_ms + zone_offset_ms(reconcile->asked.zone, wall_ms));
}

struct span_ms reconcile_span_on(const struct reconcile *reconcile, const struct zone *zone)
{
    return (struct span_ms){on_clock(reconcile, zone, reconcile->span.from_ms),
                            on_clock(reconcile, zone, reconcile->span.to_ms)};
}

static void set_spans(struct reconcile *reconcile)
{
    struct call *call = reconcile->call;
    const struct zone *zone = reconcile->asked.zone;
    struct span_ms span = reconcile->asked.question.span;

    if (call_param(call, "from").ptr == NULL)
        span.from_ms = zone_day_start_ms(zone, zone_day(zone, span.to_ms - 1) - RECONCILE_DAYS + 1);
    if (span.to_ms - span.from_ms > (RECONCILE_DAYS_MAX + 1) * DAY_MS)
        call_refuse(call, 400, "from", "A reconciliation holds at most %d days.",
                    RECONCILE_DAYS_MAX);
    reconcile->span = span;
    reconcile->network_span = reconcile_span_on(reconcile, reconcile->network_zone);
}

void reconcile_open(struct reconcile *reconcile, struct call *call)
{
    *reconcile = (struct reconcile){.call = call};
    reconcile->scratch = arena_make(SCRATCH_BYTES);
    reconcile->page = arena_make(SCRATCH_BYTES);
    reconcile->seen = reconcile_seen_make();
    reconcile->deadline_mono_ms = clock_mono_ms() + RECONCILE_MS_MAX;
    rows_init(&reconcile->rows, call->api, reconcile->scratch, &call->scope);
    if (!question_read(call, FACT_TABLE, &reconcile->asked))
        return;
    read_source(reconcile);
    if (!call->is_answered)
        read_network_zone(reconcile);
    if (!call->is_answered)
        set_spans(reconcile);
    if (!call->is_answered)
        reconcile->setup = reconcile_setup_make(call, reconcile->source_id, reconcile->source);
    if (!call->is_answered)
        reconcile_statements_open(reconcile);
}

void reconcile_close(struct reconcile *reconcile)
{
    rows_fini(&reconcile->rows);
    question_end(&reconcile->asked);
    zone_free(TAKE(reconcile->network_zone));
    json_decref((json_t *)(uintptr_t)reconcile->source);
    reconcile_seen_free(reconcile->seen);
    reconcile_statements_free(reconcile->statements);
    free(reconcile->entries);
    arena_free(reconcile->scratch);
    arena_free(reconcile->page);
}

/* ------------------------------------------------------------------ both sides */

void reconcile_append(struct reconcile *reconcile, const struct reconcile_entry *entry)
{
    if (reconcile->count == RECONCILE_ENTRIES_MAX) {
        call_refuse(reconcile->call, 422, "from",
                    "There are more than %d entries to compare: narrow the span.",
                    RECONCILE_ENTRIES_MAX);
        return;
    }
    if (reconcile->count == reconcile->cap) {
        reconcile->cap = reconcile->cap == 0 ? ENTRIES_BEGIN : 2 * reconcile->cap;
        reconcile->entries = heap_grow(reconcile->entries, reconcile->cap * sizeof(*entry));
    }
    reconcile->entries[reconcile->count++] = *entry;
}

/* Whether to go on: neither refused, nor out of time, nor unreadable. */
static bool goes_on(struct reconcile *reconcile)
{
    struct call *call = reconcile->call;

    if (reconcile->rows.err == ERR_TIMEOUT && clock_mono_ms() < reconcile->deadline_mono_ms)
        return false; /* it is read again */
    if (reconcile->rows.err != OK)
        call_refuse_read(call, reconcile->rows.err);
    else if (clock_mono_ms() > reconcile->deadline_mono_ms)
        call_refuse(call, 503, "from", "The comparison took too long: narrow the span.");
    else if (http_exchange_is_gone(call->exchange))
        call_refuse(call, 503, "", "Nobody waits for this answer any more.");
    return !call->is_answered;
}

static void *read_page(struct reconcile *reconcile, enum ledger_table table,
                       struct reader_query *query, size_t *count)
{
    struct rows *rows = &reconcile->rows;

    *count = 0;
    arena_reset(reconcile->page);
    if (!rows_open(rows))
        return NULL;
    void *found = arena_alloc_raw(reconcile->page, PAGE_ROWS * table_of(table)->row_bytes);
    rows->err = found == NULL ? ERR_FULL
                              : ledger_reader_page(rows->reader, table, query, reconcile->page,
                                                   found, count, &query->before_id);
    return rows->err == OK ? found : NULL;
}

static struct reader_query query_of(const struct reconcile *reconcile, struct span_ms span)
{
    return (struct reader_query){.before_id = id_from_ms(span.to_ms),
                                 .from_id = id_from_ms(span.from_ms),
                                 .workspaces = reconcile->rows.workspaces,
                                 .limit = PAGE_ROWS};
}

static void read_conversions(struct reconcile *reconcile, struct span_ms span,
                             void (*take)(struct reconcile *reconcile,
                                          const struct conversion *conversion))
{
    struct reader_query query = query_of(reconcile, span);
    size_t count;

    query.filters[query.filter_count++] =
        (struct reader_filter){.column = "source_id", .number = reconcile->source_id};
    do {
        const struct conversion *found = read_page(reconcile, LEDGER_CONVERSION, &query, &count);
        for (size_t i = 0; i < count && goes_on(reconcile); i++) {
            arena_reset(reconcile->scratch);
            take(reconcile, &found[i]);
        }
    } while (goes_on(reconcile) && query.before_id != 0);
}

static void read_calls(struct reconcile *reconcile)
{
    struct reader_query query = query_of(reconcile, reconcile->network_span);
    size_t count;

    query.filters[query.filter_count++] =
        (struct reader_filter){.column = "outcome", .text = STR("stored")};
    query.filters[query.filter_count++] =
        (struct reader_filter){.column = "workspace_id", .number = reconcile->workspace_id};
    do {
        const struct goal_call *found = read_page(reconcile, LEDGER_GOAL_CALL, &query, &count);
        for (size_t i = 0; i < count && goes_on(reconcile); i++) {
            arena_reset(reconcile->scratch);
            if (!reconcile_seen_has(reconcile->seen, found[i].id))
                reconcile_match_call(reconcile, &found[i]);
        }
    } while (goes_on(reconcile) && query.before_id != 0);
}

bool reconcile_may_retry(struct reconcile *reconcile)
{
    bool may_retry =
        reconcile->rows.err == ERR_TIMEOUT && clock_mono_ms() < reconcile->deadline_mono_ms;

    if (may_retry)
        reconcile->rows.err = OK;
    return may_retry;
}

static bool is_well(const struct reconcile *reconcile)
{
    return reconcile->rows.err == OK && !reconcile->call->is_answered;
}

/* Conversions before and behind the span, of which the network may have counted some within it. */
static void read_around(struct reconcile *reconcile)
{
    struct span_ms span = reconcile->span;
    int64_t begin_ms = span.from_ms - RECONCILE_AROUND_DAYS * DAY_MS;
    struct span_ms before = {begin_ms > 0 ? begin_ms : 0, span.from_ms};
    struct span_ms behind = {span.to_ms, span.to_ms + RECONCILE_AROUND_DAYS * DAY_MS};

    if (before.from_ms < before.to_ms)
        read_conversions(reconcile, before, reconcile_statements_take_outside);
    if (is_well(reconcile))
        read_conversions(reconcile, behind, reconcile_statements_take_outside);
}

static void read_sides(struct reconcile *reconcile)
{
    reconcile->count = 0;
    reconcile_seen_free(reconcile->seen);
    reconcile->seen = reconcile_seen_make();
    reconcile_statements_reset(reconcile);
    read_conversions(reconcile, reconcile->span, reconcile_match);
    if (is_well(reconcile))
        read_calls(reconcile);
    if (is_well(reconcile) && reconcile_statements_wait(reconcile))
        read_around(reconcile);
    if (is_well(reconcile))
        reconcile_statements_end(reconcile);
}

void reconcile_read(struct reconcile *reconcile)
{
    do
        read_sides(reconcile);
    while (reconcile_may_retry(reconcile));
    (void)goes_on(reconcile); /* refuses with what is left of an error */
    if (reconcile->count > 0)
        qsort(reconcile->entries, reconcile->count, sizeof(*reconcile->entries), reconcile_order);
}

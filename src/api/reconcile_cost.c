/* reconcile_cost - what the clicks of a source brought as their cost beside what the network's API
 * told of them (docs/cost-sync.md), by day and campaign. The days are those of the network's clock,
 * as cost_sync names it, so that a day's sum is what the network's own screen shows. */
#include "api/reconcile.h"

#include "api/json_out.h"
#include "model/sync.h"

#define ROWS_MAX 20000

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field cause_fields[] = {
    {"cause", SHAPE_WORD, 0, "See docs/reconciliation.md.", "amount no_own no_visits untold", NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape cause_shape = SHAPE("reconcile_cost_cause", cause_fields);

#define COMPARED_FIELDS                                                                            \
    {"own", SHAPE_MONEY, 0, "What the clicks brought themselves.", NULL, NULL},                    \
        {"network", SHAPE_MONEY, 0, "What the network's API told.", NULL, NULL},                   \
        {"gap", SHAPE_MONEY, 0, "network - own", NULL, NULL},                                      \
        {"causes", SHAPE_OBJECTS, 0, "They make up the gap.", NULL, &cause_shape},                 \
    {                                                                                              \
        "counted", SHAPE_MONEY, 0, "What reports count by now, whoever told it.", NULL, NULL       \
    }
static const struct shape_field row_fields[] = {
    {"day", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, "null: no visit came with what the network names.", NULL, NULL},
    COMPARED_FIELDS,
    {"sync_run", SHAPE_NUMBER, SHAPE_NULL,
     "The run that the network told it to; null: it was not asked about this day.", NULL, NULL},
};
static const struct shape row_shape = SHAPE("reconcile_cost_row", row_fields);
static const struct shape_field total_fields[] = {COMPARED_FIELDS};
static const struct shape total_shape = SHAPE("reconcile_cost_totals", total_fields);

static const struct shape_field costs_fields[] = {
    {"tz", SHAPE_TEXT, 0, "The network's clock, whose days they are.", NULL, NULL},
    {"rows", SHAPE_OBJECTS, 0, "By day and campaign.", NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0, NULL, NULL, &total_shape},
};
const struct shape reconcile_costs_shape = SHAPE("reconcile_costs", costs_fields);

/* --- Rows -------------------------------------------------------------------- */

enum cost_cause { AMOUNT, NO_OWN, NO_VISITS, UNTOLD, COST_CAUSE_COUNT };
static const char *const cause_words[] = {
    [AMOUNT] = "amount", [NO_OWN] = "no_own", [NO_VISITS] = "no_visits", [UNTOLD] = "untold"};

struct cost_row {
    int64_t day;
    uint64_t campaign_id, run_id;
    int64_t own_micros, counted_micros, network_micros;
};

struct costs {
    struct reconcile *reconcile;
    struct zone *zone;
    struct str tz;
    struct cost_row *rows;
    size_t count, cap;
};

static enum err append(struct costs *costs, struct cost_row row)
{
    if (costs->count == ROWS_MAX)
        return ERR_FULL;
    if (costs->count == costs->cap) {
        costs->cap = costs->cap == 0 ? 64 : 2 * costs->cap;
        costs->rows = heap_grow(costs->rows, costs->cap * sizeof(row));
    }
    costs->rows[costs->count++] = row;
    return OK;
}

static int by_day(const void *left, const void *right)
{
    const struct cost_row *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->campaign_id > b->campaign_id) - (a->campaign_id < b->campaign_id);
}

/* Both sides' rows of a day and campaign become one; each knows the run that told its day. */
static void merge(struct costs *costs)
{
    size_t kept = 0;

    if (costs->count > 0)
        qsort(costs->rows, costs->count, sizeof(*costs->rows), by_day);
    for (size_t i = 0; i < costs->count; i++) {
        const struct cost_row row = costs->rows[i];
        struct cost_row *last = kept > 0 ? &costs->rows[kept - 1] : NULL;
        bool is_same_day = last != NULL && last->day == row.day;
        if (is_same_day && last->campaign_id == row.campaign_id) {
            last->own_micros += row.own_micros;
            last->counted_micros += row.counted_micros;
            last->network_micros += row.network_micros;
            last->run_id = last->run_id != 0 ? last->run_id : row.run_id;
            continue;
        }
        uint64_t run_id = row.run_id == 0 && is_same_day ? last->run_id : row.run_id;
        costs->rows[kept] = row;
        costs->rows[kept++].run_id = run_id;
    }
    costs->count = kept;
}

/* --- The two sides ----------------------------------------------------------- */

static enum err take_counted(void *context, const struct report_row *found)
{
    return append(context, (struct cost_row){.day = found->keys[0].number,
                                             .campaign_id = (uint64_t)found->keys[1].number,
                                             .own_micros = found->sums.at[SUM_own_cost],
                                             .counted_micros = found->sums.at[SUM_cost]});
}

static void ask_counted(struct costs *costs)
{
    struct reconcile *reconcile = costs->reconcile;
    struct ask ask;
    struct report_row totals;
    uint64_t row_count;
    const struct metric *metrics[] = {metric_find(FACT_TABLE, STR("own_cost")),
                                      metric_find(FACT_TABLE, STR("cost"))};

    ask_open(&ask, reconcile->call, FACT_TABLE);
    if (!ask.call->is_answered) {
        reconcile_fill_question(reconcile, ask.question, "campaign",
                                reconcile_span_on(reconcile, costs->zone), costs->zone, metrics,
                                ARRAY_LEN(metrics));
        ask.question->bots = BOTS_OUT;
        (void)ask_run(&ask, take_counted, costs, &totals, NULL, &row_count); /* or is refused */
    }
    ask_close(&ask);
}

static struct str day_text(struct arena *arena, int64_t day)
{
    json_t *text = reconcile_day_json(day);
    struct str copy = arena_copy(arena, str_from_c(json_string_value(text)));
    json_decref(text);
    return copy;
}

static void read_told(struct costs *costs)
{
    struct reconcile *reconcile = costs->reconcile;
    struct arena *arena = reconcile->call->arena;
    struct span_ms span = reconcile_span_on(reconcile, costs->zone);
    int64_t day = zone_day(costs->zone, span.from_ms);
    int64_t last_day = zone_day(costs->zone, span.to_ms - 1);
    struct sync_told *told = NULL;
    size_t count = 0;

    enum err err = catalog_list_sync_told(reconcile->call->api->options.catalog,
                                          reconcile->source_id, costs->tz, day_text(arena, day),
                                          day_text(arena, last_day), arena, &told, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        while (day < last_day && !str_is_equal(day_text(arena, day), told[i].day))
            day++; /* they come by day */
        err = append(costs, (struct cost_row){.day = day,
                                              .campaign_id = told[i].campaign_id,
                                              .run_id = told[i].run_id,
                                              .network_micros = told[i].micros});
    }
    if (err == ERR_FULL)
        call_refuse(reconcile->call, 422, "from", "There are too many costs: narrow the span.");
    else if (err != OK)
        call_refuse_read(reconcile->call, err);
}

/* --- As JSON ----------------------------------------------------------------- */

static void divide(const struct cost_row *row, int64_t causes[COST_CAUSE_COUNT])
{
    enum cost_cause cause = row->run_id == 0        ? UNTOLD
                            : row->campaign_id == 0 ? NO_VISITS
                            : row->own_micros == 0  ? NO_OWN
                                                    : AMOUNT;
    causes[cause] += row->network_micros - row->own_micros;
}

static void put_row(json_t *object, const struct cost_row *row,
                    const int64_t causes[COST_CAUSE_COUNT])
{
    json_t *list = json_array();

    for (size_t i = 0; i < COST_CAUSE_COUNT; i++) {
        if (causes[i] == 0)
            continue;
        json_t *cause = json_object();
        json_out_put(cause, "cause", json_string(cause_words[i]));
        json_out_put(cause, "cost", json_out_money(causes[i]));
        json_out_append(list, cause);
    }
    json_out_put(object, "own", json_out_money(row->own_micros));
    json_out_put(object, "network", json_out_money(row->network_micros));
    json_out_put(object, "gap", json_out_money(row->network_micros - row->own_micros));
    json_out_put(object, "causes", list);
    json_out_put(object, "counted", json_out_money(row->counted_micros));
}

static json_t *row_json(struct reconcile *reconcile, const struct cost_row *row)
{
    json_t *object = json_object();
    int64_t causes[COST_CAUSE_COUNT] = {0};

    json_out_put(object, "day", reconcile_day_json(row->day));
    json_out_put(object, "campaign",
                 row->campaign_id != 0
                     ? names_of_number(&reconcile->rows.names, ENTITY_CAMPAIGN, row->campaign_id)
                     : json_null());
    divide(row, causes);
    put_row(object, row, causes);
    json_out_put(object, "sync_run", row->run_id != 0 ? json_out_number(row->run_id) : json_null());
    return object;
}

static json_t *answer_of(const struct costs *costs)
{
    json_t *answer = json_object(), *list = json_array(), *totals = json_object();
    struct cost_row total = {0};
    int64_t causes[COST_CAUSE_COUNT] = {0};

    for (size_t i = 0; i < costs->count; i++) {
        const struct cost_row *row = &costs->rows[i];
        bool is_empty =
            row->own_micros == 0 && row->counted_micros == 0 && row->network_micros == 0;
        if (!is_empty)
            json_out_append(list, row_json(costs->reconcile, row));
        divide(row, causes);
        total.own_micros += row->own_micros;
        total.counted_micros += row->counted_micros;
        total.network_micros += row->network_micros;
    }
    put_row(totals, &total, causes);
    json_out_put(answer, "tz", json_out_text(costs->tz));
    json_out_put(answer, "rows", list);
    json_out_put(answer, "totals", totals);
    return answer;
}

json_t *reconcile_costs(struct reconcile *reconcile)
{
    const json_t *sync = json_object_get(reconcile->source, "cost_sync");
    struct costs costs = {.reconcile = reconcile, .tz = json_text_at(sync, "time_zone")};

    if (!json_is_object(sync))
        return json_null();
    if (zone_make(costs.tz, &costs.zone) != OK) {
        call_refuse_read(reconcile->call, ERR_IO); /* it was judged when it was saved */
        return NULL;
    }
    ask_counted(&costs);
    if (!reconcile->call->is_answered)
        read_told(&costs);
    if (!reconcile->call->is_answered)
        merge(&costs);
    json_t *answer = reconcile->call->is_answered ? NULL : answer_of(&costs);
    zone_free(costs.zone);
    free(costs.rows);
    return answer;
}

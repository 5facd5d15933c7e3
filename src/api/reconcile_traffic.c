/* reconcile_traffic - clicks and cost of both sides by day and campaign, from the facts: the
 * tracker's visits, and the ad clicks of the variations that lead to the source's campaigns. */
#include "api/reconcile.h"

#include "api/json_out.h"

#define ROWS_MAX 10000

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field sums_fields[] = {
    {"clicks", SHAPE_NUMBER, 0, "The tracker's are its visits.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape sums_shape = SHAPE("reconcile_traffic_sums", sums_fields);

static const struct shape_field cause_fields[] = {
    {"cause", SHAPE_WORD, 0, NULL, "bot lost only_tracker amount", NULL},
    {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape cause_shape = SHAPE("reconcile_traffic_cause", cause_fields);

#define COMPARED_FIELDS                                                                            \
    {"tracker", SHAPE_OBJECT, 0, NULL, NULL, &sums_shape},                                         \
        {"network", SHAPE_OBJECT, 0, NULL, NULL, &sums_shape},                                     \
        {"gap", SHAPE_OBJECT, 0, "network - tracker", NULL, &sums_shape},                          \
    {                                                                                              \
        "causes", SHAPE_OBJECTS, 0, "They make up the gap.", NULL, &cause_shape                    \
    }
static const struct shape_field row_fields[] = {
    {"day", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    COMPARED_FIELDS,
};
static const struct shape row_shape = SHAPE("reconcile_traffic_row", row_fields);
static const struct shape_field total_fields[] = {COMPARED_FIELDS};
static const struct shape total_shape = SHAPE("reconcile_traffic_totals", total_fields);

static const struct shape_field traffic_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, "By day and campaign.", NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0, NULL, NULL, &total_shape},
};
const struct shape reconcile_traffic_shape = SHAPE("reconcile_traffic", traffic_fields);

/* --- Rows -------------------------------------------------------------------- */

enum side { TRACKER, TRACKER_BOTS, NETWORK, NETWORK_BOTS, SIDE_COUNT };

struct traffic_row {
    int64_t day;
    uint64_t campaign_id;
    struct reconcile_sums sides[SIDE_COUNT];
};

struct traffic {
    struct reconcile *reconcile;
    enum side side;
    struct traffic_row *rows;
    size_t count, cap;
};

static void add(struct reconcile_sums *to, struct reconcile_sums of)
{
    to->count += of.count;
    to->micros += of.micros;
}

static struct traffic_row *row_at(struct traffic *traffic, int64_t day, uint64_t campaign_id)
{
    for (size_t i = traffic->count; i > 0; i--)
        if (traffic->rows[i - 1].day == day && traffic->rows[i - 1].campaign_id == campaign_id)
            return &traffic->rows[i - 1];
    if (traffic->count == traffic->cap) {
        traffic->cap = traffic->cap == 0 ? 64 : 2 * traffic->cap;
        traffic->rows = heap_grow(traffic->rows, traffic->cap * sizeof(*traffic->rows));
    }
    struct traffic_row *row = &traffic->rows[traffic->count++];
    *row = (struct traffic_row){.day = day, .campaign_id = campaign_id};
    return row;
}

static enum err take_row(void *context, const struct report_row *found)
{
    struct traffic *traffic = context;
    bool is_network = traffic->side >= NETWORK;
    uint64_t id = (uint64_t)found->keys[1].number;
    struct reconcile_sums sums = {
        found->sums.at[is_network ? (size_t)AD_SUM_sent : (size_t)SUM_visits],
        found->sums.at[is_network ? (size_t)AD_SUM_cost : (size_t)SUM_cost]};

    if (is_network)
        id = reconcile_setup_campaign(traffic->reconcile->setup, id);
    if (is_network && id == 0)
        return OK; /* an ad of another source, or of none */
    if (traffic->count == ROWS_MAX)
        return ERR_FULL;
    add(&row_at(traffic, found->keys[0].number, id)->sides[traffic->side], sums);
    return OK;
}

/* --- Asking ------------------------------------------------------------------ */

static const struct dimension *dimension_of(enum fact_table_id table, const char *name)
{
    const struct dimension *dimension = dimension_find(table, str_from_c(name));
    CHECK(dimension != NULL);
    return dimension;
}

void reconcile_fill_question(const struct reconcile *reconcile, struct question *question,
                             const char *dimension, struct span_ms span, const struct zone *zone,
                             const struct metric *const *metrics, size_t metric_count)
{
    struct arena *arena = reconcile->call->arena;

    question->metrics = metrics;
    question->metric_count = metric_count;
    question->time = TIME_VISIT;
    question->span = span;
    question->zone = zone;
    question->groups[0] = dimension_of(question->table, "day");
    question->groups[1] = dimension_of(question->table, dimension);
    question->group_count = 2;
    question->sorts[0] = (struct sort){.dimension = question->groups[0]};
    question->sort_count = 1;
    if (question->table == AD_FACT_TABLE)
        return;
    struct str *id = ARENA_NEW(arena, struct str);
    CHECK(id != NULL);
    *id = arena_format(arena, "%" PRIu64, reconcile->source_id);
    question->filters[question->filter_count++] = (struct filter){
        .dimension = dimension_of(FACT_TABLE, "source"), .op = FILTER_IN, .values = id, .count = 1};
}

static void fill_question(const struct traffic *traffic, struct question *question,
                          const struct metric *metrics[2])
{
    const struct reconcile *reconcile = traffic->reconcile;
    bool is_network = question->table == AD_FACT_TABLE;

    metrics[0] = metric_find(question->table, is_network ? STR("sent") : STR("visits"));
    metrics[1] = metric_find(question->table, STR("cost"));
    reconcile_fill_question(reconcile, question, is_network ? "variation" : "campaign",
                            is_network ? reconcile->network_span : reconcile->span,
                            is_network ? reconcile->network_zone : reconcile->asked.zone, metrics,
                            2);
}

/* Those that count, then the bots. */
static void ask_side(struct traffic *traffic, enum fact_table_id table, int64_t *behind_ms)
{
    struct ask ask;
    const struct metric *metrics[2];
    struct report_row totals;
    uint64_t row_count;

    ask_open(&ask, traffic->reconcile->call, table);
    if (!ask.call->is_answered) {
        fill_question(traffic, ask.question, metrics);
        *behind_ms = ask.behind_ms > *behind_ms ? ask.behind_ms : *behind_ms;
        traffic->side = table == AD_FACT_TABLE ? NETWORK : TRACKER;
        ask.question->bots = BOTS_OUT;
        if (ask_run(&ask, take_row, traffic, &totals, NULL, &row_count)) {
            traffic->side++;
            ask.question->bots = BOTS_ONLY;
            (void)ask_run(&ask, take_row, traffic, &totals, NULL, &row_count); /* or is refused */
        }
    }
    ask_close(&ask);
}

/* --- As JSON ----------------------------------------------------------------- */

enum traffic_cause { BOT, LOST, ONLY_TRACKER, AMOUNT, TRAFFIC_CAUSE_COUNT };
static const char *const cause_words[] = {
    [BOT] = "bot", [LOST] = "lost", [ONLY_TRACKER] = "only_tracker", [AMOUNT] = "amount"};

/* What one side takes for bots and the other does not; what went missing between them, or came past
 * the ads; and what is left of the cost. */
static void divide(const struct traffic_row *row, struct reconcile_sums causes[TRAFFIC_CAUSE_COUNT])
{
    const struct reconcile_sums *sides = row->sides;
    struct reconcile_sums bot = {sides[TRACKER_BOTS].count - sides[NETWORK_BOTS].count,
                                 sides[TRACKER_BOTS].micros - sides[NETWORK_BOTS].micros};
    struct reconcile_sums rest = {sides[NETWORK].count - sides[TRACKER].count - bot.count,
                                  sides[NETWORK].micros - sides[TRACKER].micros - bot.micros};
    enum traffic_cause cause = rest.count > 0 ? LOST : rest.count < 0 ? ONLY_TRACKER : AMOUNT;

    add(&causes[BOT], bot);
    add(&causes[cause], rest);
}

static json_t *causes_json(const struct reconcile_sums causes[TRAFFIC_CAUSE_COUNT])
{
    json_t *list = json_array();

    for (size_t i = 0; i < TRAFFIC_CAUSE_COUNT; i++) {
        if (causes[i].count == 0 && causes[i].micros == 0)
            continue;
        json_t *object = reconcile_sums_json(causes[i], "clicks", "cost");
        json_out_put(object, "cause", json_string(cause_words[i]));
        json_out_append(list, object);
    }
    return list;
}

static void put_row(json_t *object, const struct traffic_row *row,
                    const struct reconcile_sums causes[TRAFFIC_CAUSE_COUNT])
{
    const struct reconcile_sums *tracker = &row->sides[TRACKER], *network = &row->sides[NETWORK];
    struct reconcile_sums gap = {network->count - tracker->count,
                                 network->micros - tracker->micros};

    json_out_put(object, "tracker", reconcile_sums_json(*tracker, "clicks", "cost"));
    json_out_put(object, "network", reconcile_sums_json(*network, "clicks", "cost"));
    json_out_put(object, "gap", reconcile_sums_json(gap, "clicks", "cost"));
    json_out_put(object, "causes", causes_json(causes));
}

static int by_day(const void *left, const void *right)
{
    const struct traffic_row *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->campaign_id < b->campaign_id ? -1 : a->campaign_id > b->campaign_id;
}

static json_t *row_json(struct traffic *traffic, const struct traffic_row *row)
{
    struct reconcile_sums causes[TRAFFIC_CAUSE_COUNT] = {{0}};
    json_t *object = json_object();

    json_out_put(object, "day", reconcile_day_json(row->day));
    json_out_put(
        object, "campaign",
        names_of_number(&traffic->reconcile->rows.names, ENTITY_CAMPAIGN, row->campaign_id));
    divide(row, causes);
    put_row(object, row, causes);
    return object;
}

/* The totals' causes are the sums of the rows'. */
static json_t *answer_of(struct traffic *traffic)
{
    struct traffic_row total = {0};
    struct reconcile_sums causes[TRAFFIC_CAUSE_COUNT] = {{0}};
    json_t *answer = json_object(), *list = json_array(), *totals = json_object();

    if (traffic->count > 0)
        qsort(traffic->rows, traffic->count, sizeof(*traffic->rows), by_day);
    for (size_t i = 0; i < traffic->count; i++) {
        json_out_append(list, row_json(traffic, &traffic->rows[i]));
        divide(&traffic->rows[i], causes);
        for (size_t side = 0; side < SIDE_COUNT; side++)
            add(&total.sides[side], traffic->rows[i].sides[side]);
    }
    put_row(totals, &total, causes);
    json_out_put(answer, "rows", list);
    json_out_put(answer, "totals", totals);
    return answer;
}

json_t *reconcile_traffic(struct reconcile *reconcile, int64_t *behind_ms)
{
    struct traffic traffic = {.reconcile = reconcile};

    *behind_ms = 0;
    ask_side(&traffic, FACT_TABLE, behind_ms);
    if (!reconcile->call->is_answered)
        ask_side(&traffic, AD_FACT_TABLE, behind_ms);
    json_t *answer = reconcile->call->is_answered ? NULL : answer_of(&traffic);
    free(traffic.rows);
    return answer;
}

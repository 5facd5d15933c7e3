#include "api/bidder_round.h"

#include "base/num.h"
#include "facts/projector.h"
#include "model/snapshot.h"

#define METRICS        5
#define GATHERINGS_MAX 24 /* of dimension and period: rules and the automatic optimisation */

/* The figures of a dimension's values in a period, the costliest first. */
struct gathering {
    enum bidder_dimension dimension;
    int64_t days;
    struct span_ms span;
    struct bidder_value {
        struct str text;
        struct bidder_figures figures;
    } * values;
    size_t count;
};

struct working {
    struct bidder_round *round;
    const struct snapshot *snapshot;
    const struct adcampaign *adcampaign;
    const struct bidder *set; /* what it has set by now */
    struct facts *facts;
    struct gathering gatherings[GATHERINGS_MAX];
    size_t gathering_count;
};

/* ------------------------------------------------------------------ figures */

struct reading {
    struct working *working;
    struct gathering *gathering;
};

static struct bidder_figures figures_of(const struct bidder_body *asked,
                                        const struct report_row *row)
{
    struct bidder_figures figures = {
        .impressions = row->sums.at[AD_SUM_impressions],
        .clicks = row->sums.at[AD_SUM_clicks],
        .cost_micros = row->sums.at[AD_SUM_cost],
        .conversions = row->sums.at[AD_SUM_conversions],
        .value_micros = row->sums.at[AD_SUM_value],
    };
    if (asked->goal_id.ptr != NULL) {
        figures.conversions = row->goals[0].conversions;
        figures.value_micros = row->goals[0].value;
    }
    return figures;
}

/* What nobody knows is no value that could be blocked. */
static enum err take_row(void *context, const struct report_row *row)
{
    const struct reading *reading = context;
    struct bidder_round *round = reading->working->round;
    struct gathering *gathering = reading->gathering;
    const struct report_key *key = &row->keys[0];
    if (key->is_empty || gathering->count == BIDDER_LOOK_MAX)
        return OK;
    struct str text = key->text.len > 0 ? arena_copy(round->arena, key->text)
                                        : arena_format(round->arena, "%" PRId64, key->number);
    if (text.ptr == NULL)
        return ERR_FULL;
    gathering->values[gathering->count++] =
        (struct bidder_value){text, figures_of(round->bidder->body, row)};
    return OK;
}

static enum err ask(struct working *working, struct gathering *gathering)
{
    static const char *const names[METRICS] = {"impressions", "clicks", "cost", "conversions",
                                               "value"};
    struct bidder_round *round = working->round;
    const struct bidder_body *asked = round->bidder->body;
    const struct metric *metrics[METRICS];
    struct str adcampaign = arena_format(round->arena, "%" PRIu64, asked->adcampaign_id);
    struct reading reading = {working, gathering};
    struct report_row totals;
    struct report_goal total_goals[2];
    uint64_t row_count = 0;
    const struct dimension *dimension =
        dimension_find(AD_FACT_TABLE, str_from_c(bidder_dimension_text(gathering->dimension)));

    CHECK(dimension != NULL); /* tests/loop/bidder.test.ts asks each of them */
    for (size_t i = 0; i < METRICS; i++)
        metrics[i] = metric_find(AD_FACT_TABLE, str_from_c(names[i]));
    struct question question = {
        .table = AD_FACT_TABLE,
        .workspaces = &round->bidder->workspace_id,
        .workspace_count = 1,
        .span = gathering->span,
        .zone = snapshot_workspace(working->snapshot, round->bidder->workspace_id)->zone,
        .time = TIME_VISIT,
        .rate = RATE_SAME,
        .metrics = metrics,
        .metric_count = METRICS,
        .groups = {dimension},
        .group_count = 1,
        .filters = {{.dimension = dimension_find(AD_FACT_TABLE, STR("adcampaign")),
                     .op = FILTER_IN,
                     .values = &adcampaign,
                     .count = 1}},
        .filter_count = 1,
        .sorts = {{.metric = metrics[2], .is_descending = true}},
        .sort_count = 1,
        .limit = BIDDER_LOOK_MAX + 1, /* one may be what nobody knows */
        .goals = &asked->goal_id,
        .goal_count = asked->goal_id.ptr != NULL ? 1 : 0,
    };
    return report_run(working->facts, round->client, &question, take_row, &reading, &totals,
                      total_goals, &row_count);
}

static enum err gather(struct working *working, enum bidder_dimension dimension, int64_t days,
                       const struct gathering **found)
{
    struct bidder_round *round = working->round;
    const struct zone *zone =
        snapshot_workspace(working->snapshot, round->bidder->workspace_id)->zone;
    int64_t today = zone_day(zone, round->now_ms);

    for (size_t i = 0; i < working->gathering_count; i++)
        if (working->gatherings[i].dimension == dimension && working->gatherings[i].days == days) {
            *found = &working->gatherings[i];
            return OK;
        }
    CHECK(working->gathering_count < GATHERINGS_MAX); /* the schema allows fewer rules */
    struct gathering *gathering = &working->gatherings[working->gathering_count];
    *gathering = (struct gathering){
        .dimension = dimension,
        .days = days,
        .span = {zone_day_start_ms(zone, today - days + 1), zone_day_start_ms(zone, today + 1)},
        .values = ARENA_ARRAY(round->arena, struct bidder_value, BIDDER_LOOK_MAX),
    };
    enum err err = gathering->values != NULL ? ask(working, gathering) : ERR_FULL;
    if (err == OK) {
        working->gathering_count++;
        *found = gathering;
    }
    return err;
}

/* ------------------------------------------------------------------ decisions */

static bool is_decided(const struct bidder_round *round, enum bidder_dimension dimension,
                       struct str value)
{
    for (size_t i = 0; i < round->count; i++)
        if (round->decisions[i].dimension == dimension &&
            str_is_equal(round->decisions[i].value, value))
            return true;
    return false;
}

/* The rule as it was, for the history. */
static struct str rule_text(struct arena *arena, const struct bidder_rule_body *rule)
{
    if (rule == NULL)
        return STR_NONE;
    json_auto_t *document = schema_write(&bidder_rule_schema, rule);
    char *text = json_dumps(document, JSON_COMPACT);
    CHECK(text != NULL);
    struct str copy = arena_copy(arena, str_from_c(text));
    free(text);
    return copy;
}

static void add(struct working *working, const struct gathering *gathering,
                const struct bidder_rule_body *rule, const struct bidder_value *value,
                const struct bid_answer *answer)
{
    struct bidder_round *round = working->round;
    round->decisions[round->count++] = (struct bidder_decision){
        .bidder_id = round->bidder->id,
        .at_ms = round->now_ms,
        .actor = round->actor,
        .dimension = gathering->dimension,
        .value = value->text,
        .is_block = answer->action == BID_BLOCK,
        .reason = str_from_c(bid_reason_text(answer->reason)),
        .rule = rule_text(round->arena, rule),
        .before_micros = answer->action == BID_PRICE ? answer->before_micros : -1,
        .after_micros = answer->action == BID_PRICE ? answer->after_micros : -1,
        .from_ms = gathering->span.from_ms,
        .to_ms = gathering->span.to_ms,
        .figures = value->figures,
    };
}

/* Whether its lists have room for one more of each kind that this look may add. */
static bool has_room(const struct bidder_round *round)
{
    const struct bidder_body *asked = round->bidder->body;
    size_t used = asked->blocked.count > asked->zone_prices.count ? asked->blocked.count
                                                                  : asked->zone_prices.count;
    return round->count < BIDDER_DECISIONS_MAX && used + round->count < BIDDER_VALUES_MAX;
}

static void judge(struct working *working, const struct gathering *gathering,
                  const struct bidder_rule_body *rule, const struct bidder_value *value)
{
    struct bidder_round *round = working->round;
    struct bid_case c = {
        .asked = round->bidder->body,
        .rule = rule,
        .pricing = working->adcampaign->pricing,
        .price_micros = working->adcampaign->price_micros,
        .is_held = bidder_holds(working->set, gathering->dimension, value->text),
        .is_blocked = bidder_has_blocked(working->set, gathering->dimension, value->text),
        .set_micros = -1,
        .figures = value->figures,
    };
    uint64_t zone_id = 0;
    if (rule == NULL && num_parse_u64(value->text, UINT32_MAX, &zone_id) == OK)
        (void)bidder_find_price(working->set, zone_id, &c.set_micros); /* else it stays */
    struct bid_answer answer = bid_decide(&c);
    if (answer.action != BID_KEEP && is_decided(round, gathering->dimension, value->text))
        answer = (struct bid_answer){.action = BID_KEEP, .reason = BID_BLOCKED};
    if (answer.action == BID_KEEP)
        round->kept[answer.reason]++;
    else if (has_room(round))
        add(working, gathering, rule, value, &answer);
}

static enum err look(struct working *working, enum bidder_dimension dimension, int64_t days,
                     const struct bidder_rule_body *rule)
{
    const struct gathering *gathering = NULL;
    enum err err = gather(working, dimension, days, &gathering);
    if (err != OK)
        return err;
    working->round->looked += (int64_t)gathering->count;
    for (size_t i = 0; i < gathering->count; i++)
        judge(working, gathering, rule, &gathering->values[i]);
    return arena_is_full(working->round->arena) ? ERR_FULL : OK;
}

/* Rules first: what they block needs no price. */
static enum err look_all(struct working *working)
{
    const struct bidder_body *asked = working->round->bidder->body;
    enum err err = OK;
    for (size_t i = 0; err == OK && i < asked->rules.count; i++) {
        const struct bidder_rule_body *rule = LIST_AT(asked->rules, struct bidder_rule_body, i);
        err = look(working, (enum bidder_dimension)rule->dimension,
                   rule->period_days > 0 ? rule->period_days : asked->period_days, rule);
    }
    if (err == OK && asked->is_automatic)
        err = look(working, BIDDER_ZONE, asked->period_days, NULL);
    return err;
}

/* ------------------------------------------------------------------ the round */

/* Without its goal every zone would seem to convert nothing. Absent: it may decide. */
static struct str reason_against(const struct working *working)
{
    const struct bidder_body *asked = working->round->bidder->body;
    const struct goal *goal =
        asked->goal_id.ptr != NULL ? snapshot_find_goal(working->snapshot, asked->goal_id) : NULL;
    if (working->adcampaign == NULL || working->adcampaign->status == STATUS_ARCHIVED)
        return STR("adcampaign_archived");
    if (asked->goal_id.ptr != NULL && (goal == NULL || goal->status == STATUS_ARCHIVED))
        return STR("goal_archived");
    return STR_NONE;
}

static enum err work(struct working *working)
{
    struct bidder_round *round = working->round;
    struct projector *projector = round->api->options.projector;
    struct projector_state state = {0};

    working->adcampaign =
        snapshot_find_adcampaign(working->snapshot, round->bidder->body->adcampaign_id);
    working->set = bidder_make(round->arena, round->bidder->body);
    round->decisions = ARENA_ARRAY(round->arena, struct bidder_decision, BIDDER_DECISIONS_MAX);
    if (working->set == NULL || round->decisions == NULL)
        return ERR_FULL;
    round->outcome = reason_against(working);
    if (round->outcome.ptr != NULL)
        return OK;
    working->facts = projector != NULL ? projector_hold(projector) : NULL;
    if (working->facts == NULL)
        return ERR_CLOSED;
    state = projector_state(projector);
    round->behind_ms = state.behind_ms;
    bool is_old = state.is_rebuilding || state.behind_ms > BIDDER_BEHIND_MS_MAX;
    enum err err = is_old ? ERR_CLOSED : look_all(working);
    projector_release(projector, working->facts);
    round->outcome = STR("done");
    return err;
}

enum err bidder_round_run(struct bidder_round *round)
{
    struct snapshot *snapshot = NULL;
    struct working *working = heap_make(1, sizeof(*working));

    enum err err = snapshots_hold(round->api->snapshots, &snapshot);
    working->round = round;
    working->snapshot = snapshot;
    if (err == OK)
        err = work(working);
    if (err == OK)
        err = arena_is_full(round->arena) ? ERR_FULL : OK;
    snapshot_drop(snapshot);
    free(working);
    return err;
}

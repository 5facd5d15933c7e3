#include "api/counts.h"

#include "api/delivery.h"

#include "api/json_out.h"

/* ------------------------------------------------------------------ campaigns */

static const struct shape_field campaign_fields[] = {
    {"visits", SHAPE_NUMBER, 0, "Without bots.", NULL, NULL},
    {"bot_visits", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unique_visits", SHAPE_NUMBER, 0, "The first of each visitor within the campaign's window.",
     NULL, NULL},
    {"clicks", SHAPE_NUMBER, 0, "Of landers to offers, without bots.", NULL, NULL},
    {"unique_clicks", SHAPE_NUMBER, 0, "The first of each visit.", NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "Of all statuses.", NULL, NULL},
    {"unique_conversions", SHAPE_NUMBER, 0, "The first of each visit.", NULL, NULL},
    {"other_conversions", SHAPE_NUMBER, 0, "Of types that do not count.", NULL, NULL},
    {"leads", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"sales", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"rebills", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"rejected", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unmapped", SHAPE_NUMBER, 0, "With a status word that nothing maps.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"cost_missing", SHAPE_NUMBER, 0, "Visits whose source sent no usable cost.", NULL, NULL},
    {"cost_origin", SHAPE_WORD, 0,
     "Where the cost of the visits comes from: the campaign's own terms, or what was told "
     "afterwards.",
     "setup manual api csv mixed", NULL},
    {"no_rate", SHAPE_NUMBER, 0, "Visits and conversions that count 0 until their rate is known.",
     NULL, NULL},
    {"revenue", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"profit", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape campaign_shape = SHAPE("campaign_counts", campaign_fields);

/* spec/tracker.md §4, "Cost origin marker". */
static const char *origin_of(const struct campaign_total *total)
{
    int64_t told = total->manual_cost_visits + total->api_cost_visits + total->csv_cost_visits;

    if (told == 0)
        return "setup";
    if (told != total->visits)
        return "mixed";
    return told == total->manual_cost_visits ? "manual"
           : told == total->api_cost_visits  ? "api"
           : told == total->csv_cost_visits  ? "csv"
                                             : "mixed";
}

static json_t *campaign_counts(struct ledger_reader *reader, const struct snapshot *snapshot,
                               const json_t *document, enum err *err)
{
    (void)snapshot;
    struct campaign_total total = {
        .campaign_id = (uint64_t)json_integer_value(json_object_get(document, "id"))};
    json_t *counts = json_object();

    *err = ledger_reader_sum(reader, LEDGER_CAMPAIGN_TOTAL, 1, &total);
    json_out_put(counts, "visits", json_integer(total.visits));
    json_out_put(counts, "bot_visits", json_integer(total.bot_visits));
    json_out_put(counts, "unique_visits", json_integer(total.unique_visits));
    json_out_put(counts, "clicks", json_integer(total.clicks));
    json_out_put(counts, "unique_clicks", json_integer(total.unique_clicks));
    json_out_put(counts, "conversions", json_integer(total.conversions));
    json_out_put(counts, "unique_conversions", json_integer(total.unique_conversions));
    json_out_put(counts, "other_conversions", json_integer(total.other_conversions));
    json_out_put(counts, "leads", json_integer(total.leads));
    json_out_put(counts, "sales", json_integer(total.sales));
    json_out_put(counts, "rebills", json_integer(total.rebills));
    json_out_put(counts, "rejected", json_integer(total.rejected));
    json_out_put(counts, "unmapped", json_integer(total.unmapped));
    json_out_put(counts, "cost", json_out_money(total.cost_micros));
    json_out_put(counts, "cost_missing", json_integer(total.cost_missing));
    json_out_put(counts, "cost_origin", json_string(origin_of(&total)));
    json_out_put(counts, "no_rate", json_integer(total.no_rate));
    json_out_put(counts, "revenue", json_out_money(total.revenue_micros));
    json_out_put(counts, "profit", json_out_money(total.revenue_micros - total.cost_micros));
    return counts;
}

/* ------------------------------------------------------------------ the ad network's side */

static const struct shape_field variation_fields[] = {
    {"impressions", SHAPE_NUMBER, 0, "Without bots, as clicks.", NULL, NULL},
    {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"bot_clicks", SHAPE_NUMBER, 0, "Bots that were sent on, by popunders too.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape variation_shape = SHAPE("variation_counts", variation_fields);

static const struct shape_field goal_fields[] = {
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape goal_shape = SHAPE("goal_counts", goal_fields);

static json_t *variation_counts(struct ledger_reader *reader, const struct snapshot *snapshot,
                                const json_t *document, enum err *err)
{
    (void)snapshot;
    struct variation_total total = {
        .variation_id = (uint64_t)json_integer_value(json_object_get(document, "id"))};
    json_t *counts = json_object();

    *err = ledger_reader_sum(reader, LEDGER_VARIATION_TOTAL, 1, &total);
    json_out_put(counts, "impressions", json_integer(total.impressions));
    json_out_put(counts, "clicks", json_integer(total.clicks));
    json_out_put(counts, "bot_clicks", json_integer(total.bot_clicks));
    json_out_put(counts, "cost", json_out_money(total.cost_micros));
    return counts;
}

static json_t *goal_counts(struct ledger_reader *reader, const struct snapshot *snapshot,
                           const json_t *document, enum err *err)
{
    (void)snapshot;
    struct goal_total total = {.goal_id =
                                   str_from_c(json_string_value(json_object_get(document, "id")))};
    json_t *counts = json_object();

    *err = ledger_reader_sum(reader, LEDGER_GOAL_TOTAL, 1, &total);
    json_out_put(counts, "conversions", json_integer(total.conversions));
    json_out_put(counts, "value", json_out_money(total.value_micros));
    return counts;
}

/* ------------------------------------------------------------------ which has what */

static const struct {
    json_t *(*count)(struct ledger_reader *reader, const struct snapshot *snapshot,
                     const json_t *document, enum err *err);
    const struct shape *shape;
} counts_by_entity[ENTITY_COUNT] = {
    [ENTITY_CAMPAIGN] = {campaign_counts, &campaign_shape},
    [ENTITY_ADCAMPAIGN] = {delivery_counts, &delivery_shape},
    [ENTITY_VARIATION] = {variation_counts, &variation_shape},
    [ENTITY_GOAL] = {goal_counts, &goal_shape},
};

const struct shape *counts_shape(enum entity entity)
{
    return counts_by_entity[entity].shape;
}

void counts_put(struct call *call, json_t *const *documents, size_t count)
{
    struct ledger_reader *reader = NULL;
    struct snapshot *snapshot = NULL;

    if (counts_shape(call->entity) == NULL || count == 0)
        return;
    enum err err = readers_take(call->api->readers, &reader);
    if (call->entity == ENTITY_ADCAMPAIGN && snapshots_hold(call->api->snapshots, &snapshot) != OK)
        snapshot = NULL; /* logged: its state is not known then */
    for (size_t i = 0; i < count; i++) {
        json_t *found =
            err == OK ? counts_by_entity[call->entity].count(reader, snapshot, documents[i], &err)
                      : json_null();
        if (err != OK) {
            json_decref(found);
            found = json_null();
        }
        json_out_put(documents[i], "counts", found);
    }
    snapshot_drop(snapshot);
    readers_give_back(call->api->readers, reader, err);
}

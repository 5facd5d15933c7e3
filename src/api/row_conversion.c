/* row_conversion - a conversion as the API shows it: as it is now, with its visit. */
#include "api/rows.h"

#include "api/forwards.h"
#include "api/json_out.h"

#define CLICKS_OF_ONE 32 /* of a visit, looked through for the one that counts */

static void put_amounts(struct rows *rows, json_t *row, const struct conversion *conversion,
                        int64_t visit_micros)
{
    json_out_put(row, "payout", json_out_money(conversion->payout_amount_micros));
    json_out_put(row, "currency", json_out_text(conversion->payout_currency));
    json_out_put(row, "payout_missing", json_boolean(conversion->payout_missing != 0));
    rows_put_rate(rows, row, "rate",
                  (struct rate){conversion->payout_rate_num, conversion->payout_rate_den,
                                conversion->payout_rate_date});
    json_out_put(row, "currency_assumed", json_boolean(conversion->payout_currency_assumed != 0));
    json_out_put(row, "no_rate", json_boolean(conversion->no_rate != 0));
    json_out_put(row, "revenue", json_out_money(conversion->revenue_micros));
    json_out_put(row, "cost", json_out_money(visit_micros + conversion->cost_micros));
    json_out_put(row, "cost_booked", json_out_money(conversion->cost_micros));
}

static const struct shape_field conversion_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"cid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"txid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status_raw", SHAPE_TEXT, SHAPE_NULL, "The network's own word.", NULL, NULL},
    {"type", SHAPE_TEXT, SHAPE_NULL, "One of the workspace's own types.", NULL, NULL},
    {"is_counted", SHAPE_BOOL, 0, "False: one of the campaign's other conversions.", NULL, NULL},
    {"is_unique", SHAPE_BOOL, 0, "The first of its click.", NULL, NULL},
    {"is_upsell", SHAPE_BOOL, 0, "A further one of its click.", NULL, NULL},
    {"channel", SHAPE_TEXT, SHAPE_NULL, "That it was first registered by.", NULL, NULL},
    {"payout", SHAPE_MONEY, 0, "As the network said, in currency.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"payout_missing", SHAPE_BOOL, 0, "None came, and the offer has none.", NULL, NULL},
    {"rate", SHAPE_TEXT, SHAPE_NULL, "To the workspace's currency.", NULL, NULL},
    {"rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication.", NULL, NULL},
    {"currency_assumed", SHAPE_BOOL, 0, "Nobody named one that is known.", NULL, NULL},
    {"no_rate", SHAPE_BOOL, 0, "No rate was known: an amount counts 0.", NULL, NULL},
    {"revenue", SHAPE_MONEY, 0, "In the workspace's currency.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "Of its visit, as it is now, and its own.", NULL, NULL},
    {"cost_booked", SHAPE_MONEY, 0, "Its own, of CPA and RevShare: what reports sum.", NULL, NULL},
    {"visited_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"clicked_at", SHAPE_TIME, SHAPE_NULL,
     "When the visitor clicked on the lander; null: there was none, or no click.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, "Its first postback.", NULL, NULL},
    {"updated_at", SHAPE_TIME, 0, "Its last change.", NULL, NULL},
    {"registered_at", SHAPE_TIME, SHAPE_NULL,
     "One of them, as the workspace's registration_time says.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"offer", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"network", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"external_id", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"lander", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"flow", SHAPE_NAMED, 0, "Whose rules and paths were taken; null: the campaign's.", NULL, NULL},
    {"domain", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"rule", SHAPE_NUMBER, SHAPE_NULL, "Which rule took the visit, from 1; 0: none.", NULL, NULL},
    {"path", SHAPE_NUMBER, SHAPE_NULL, "Which path of the campaign; null once the visit is pruned.",
     NULL, NULL},
    {"tokens", SHAPE_MAP, 0, "The source's values by parameter.", NULL, NULL},
    {"events", SHAPE_MAP, 0, "Of the visit: by its lander, or by an update.", NULL, NULL},
    {"params", SHAPE_MAP, 0, "param1 to param10 and the events.", NULL, NULL},
    {"conversion_id", SHAPE_TEXT, SHAPE_NULL, "The sender's own id.", NULL, NULL},
    {"forward", SHAPE_OBJECT, SHAPE_NULL,
     "What became of telling the source; null: nothing decided.", NULL, &forward_summary_shape},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test: in no figure.", NULL, NULL},
    {"is_reversed", SHAPE_BOOL, 0,
     "A source was told of it, it is rejected now, and the source does not know.", NULL, NULL},
    {"forwards", SHAPE_OBJECTS, SHAPE_OPTIONAL,
     "Of a single conversion: every decision to tell its destinations, newest first.", NULL,
     &forward_shape},
};
const struct shape conversion_shape = SHAPE("conversion", conversion_fields);

/* What kind of conversion it is beside its status. */
static void put_kind(json_t *row, const struct conversion *conversion)
{
    json_out_put(row, "type",
                 json_out_text(conversion->type.len > 0 ? conversion->type : STR_NONE));
    json_out_put(row, "is_counted", json_boolean(conversion->is_counted != 0));
    json_out_put(row, "is_unique", json_boolean(conversion->is_first != 0));
    json_out_put(row, "is_upsell", json_boolean(conversion->is_first == 0));
    json_out_put(row, "channel", json_out_text(conversion->channel));
}

/* Whether the workspace registers conversions at their first postback, not at their visit. */
static bool is_registered_at_postback(struct rows *rows, uint64_t workspace_id)
{
    struct catalog *catalog = rows->api->options.catalog;
    json_t *settings = NULL;

    if (rows->registration.workspace_id == workspace_id)
        return rows->registration.is_at_postback;
    if (catalog_get_settings(catalog, workspace_id, &settings) != OK)
        return false;
    const char *word = json_string_value(json_object_get(settings, "registration_time"));
    rows->registration.workspace_id = workspace_id;
    rows->registration.is_at_postback = word != NULL && strcmp(word, "postback") == 0;
    json_decref(settings);
    return rows->registration.is_at_postback;
}

/* The last click on the way to the offer before it was registered: what it belongs to. */
static json_t *clicked_at_json(struct rows *rows, const struct conversion *conversion,
                               const struct visit *visit)
{
    size_t count = 0;

    if (visit->lander_id == 0)
        return json_null();
    const struct click *clicks =
        rows_select(rows, LEDGER_CLICK, "visit_id", conversion->visit_id, CLICKS_OF_ONE, &count);
    for (size_t i = 0; i < count; i++)
        if (clicks[i].id < conversion->id)
            return json_out_time_of(clicks[i].id);
    return json_null();
}

json_t *rows_conversion_json(struct rows *rows, const struct conversion *conversion)
{
    bool is_at_postback = is_registered_at_postback(rows, conversion->workspace_id);
    struct visit visit = {.id = conversion->visit_id};
    struct str txid = conversion->txid.len > 0 ? conversion->txid : STR_NONE;
    struct names *names = &rows->names;
    json_t *row = json_object();
    int64_t visit_micros = 0;

    if (rows_find(rows, LEDGER_VISIT, &visit)) /* pruned: its cost is unknown */
        visit_micros = rows_cost_of(rows, &visit).micros;
    json_out_put(row, "id", json_out_id(conversion->id));
    json_out_put(row, "cid", rows_cid_json(rows, conversion->visit_id));
    json_out_put(row, "txid", json_out_text(txid));
    json_out_put(row, "status", json_out_text(conversion->status));
    json_out_put(row, "status_raw", json_out_text(conversion->status_raw));
    put_kind(row, conversion);
    put_amounts(rows, row, conversion, visit_micros);
    json_out_put(row, "visited_at", json_out_time_of(conversion->visit_id));
    json_out_put(row, "clicked_at", clicked_at_json(rows, conversion, &visit));
    json_out_put(row, "created_at", json_out_time_of(conversion->id));
    json_out_put(row, "updated_at", json_out_time_of(conversion->change_id));
    json_out_put(row, "registered_at",
                 json_out_time_of(is_at_postback ? conversion->id : conversion->visit_id));
    json_out_put(row, "campaign", names_of_number(names, ENTITY_CAMPAIGN, conversion->campaign_id));
    json_out_put(row, "offer", names_of_number(names, ENTITY_OFFER, conversion->offer_id));
    json_out_put(row, "source", names_of_number(names, ENTITY_SOURCE, conversion->source_id));
    json_out_put(row, "network", names_of_number(names, ENTITY_NETWORK, conversion->network_id));
    json_out_put(row, "external_id", json_out_text(visit.external_id));
    json_out_put(row, "is_bot", json_boolean(conversion->is_bot != 0));
    json_out_put(row, "lander", names_of_number(names, ENTITY_LANDER, visit.lander_id));
    json_out_put(row, "flow", names_of_number(names, ENTITY_FLOW, visit.flow_id));
    json_out_put(row, "domain", names_of_number(names, ENTITY_DOMAIN, visit.domain_id));
    json_out_put(row, "rule", visit.path != 0 ? json_out_number(visit.rule) : json_null());
    json_out_put(row, "path", visit.path != 0 ? json_out_number(visit.path) : json_null());
    rows_put_updated(rows, row, &visit);
    json_out_put(row, "params", rows_params_json(rows, conversion->params));
    json_out_put(row, "conversion_id", json_out_text(conversion->reference));
    json_out_put(row, "forward", forwards_summary(rows, conversion));
    json_out_put(row, "is_test", json_boolean(conversion->is_test != 0));
    json_out_put(row, "is_reversed", json_boolean(forwards_are_reversed(rows, conversion)));
    return row;
}

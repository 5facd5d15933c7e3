/* spent - what campaigns have cost so far, as the statistics count it: one question to the facts
 * for all of a list. */
#include "api/v2/v2.h"

#include "base/clock.h"

#define DAY_MS INT64_C(86400000)

static enum err put_one(void *campaigns, const struct report_row *row)
{
    char id[24];
    (void)snprintf(id, sizeof(id), "%" PRId64, row->keys[0].number);
    json_t *campaign = json_object_get(campaigns, id);

    if (campaign != NULL)
        json_out_put(campaign, "total_budget_spent", v2_cents(row->sums.at[AD_SUM_cost]));
    return OK;
}

/* A campaign without a row has cost nothing. */
static void put_zeros(json_t *campaigns)
{
    const char *id;
    json_t *campaign;

    json_object_foreach(campaigns, id, campaign)
    {
        if (json_is_null(json_object_get(campaign, "total_budget_spent")))
            json_out_put(campaign, "total_budget_spent", json_integer(0));
    }
}

static enum err ask(struct call *call, struct facts *facts, const struct zone *zone,
                    json_t *campaigns)
{
    const struct metric *cost = metric_find(AD_FACT_TABLE, STR("cost"));
    const struct report_client client = {0};
    const struct question question = {.table = AD_FACT_TABLE,
                                      .workspaces = &call->scope.home,
                                      .workspace_count = 1,
                                      .span = {0, clock_wall_ms() + DAY_MS},
                                      .zone = zone,
                                      .time = TIME_CONVERSION,
                                      .rate = RATE_SAME,
                                      .metrics = &cost,
                                      .metric_count = 1,
                                      .groups = {dimension_find(AD_FACT_TABLE, STR("adcampaign"))},
                                      .group_count = 1};
    struct report_row totals;
    uint64_t row_count;

    return report_run(facts, &client, &question, put_one, campaigns, &totals, NULL, &row_count);
}

void v2_put_spent(struct call *call, json_t *campaigns)
{
    struct projector *projector = call->api->options.projector;
    struct facts *facts = projector != NULL ? projector_hold(projector) : NULL;
    struct zone *zone = NULL;

    if (facts == NULL)
        return;
    if (zone_make(STR("UTC"), &zone) == OK && ask(call, facts, zone, campaigns) == OK)
        put_zeros(campaigns);
    zone_free(zone);
    projector_release(projector, facts);
}

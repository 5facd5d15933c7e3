#include "api/delivery.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "ledger/reader.h"
#include "network/budget.h"
#include "network/pricing.h"

static const struct shape_field delivery_fields[] = {
    {"state", SHAPE_WORD, SHAPE_NULL, "Whether it delivers, and if not, why; null: not known.",
     "delivering archived paused scheduled ended total_budget daily_budget total_clicks "
     "daily_clicks total_impressions daily_impressions",
     NULL},
    {"impressions", SHAPE_NUMBER, 0, "In all, without bots, as clicks and cost.", NULL, NULL},
    {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"spent", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"left", SHAPE_MONEY, SHAPE_NULL, "Of total_budget.", NULL, NULL},
    {"impressions_today", SHAPE_NUMBER, 0, "On this day of its time zone.", NULL, NULL},
    {"clicks_today", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"spent_today", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"left_today", SHAPE_MONEY, SHAPE_NULL, "Of daily_budget.", NULL, NULL},
};
const struct shape delivery_shape = SHAPE("adcampaign_counts", delivery_fields);

static struct ad_amount amount_of(const struct adcampaign_day *day)
{
    return (struct ad_amount){day->impressions, day->clicks, day->cost_micros};
}

static enum err read_today(struct ledger_reader *reader, const struct adcampaign *adcampaign,
                           int64_t now_ms, struct ad_amount *today)
{
    struct arena *arena = arena_make(4096);
    struct adcampaign_day row = {.adcampaign_id = adcampaign->id,
                                 .day = zone_day(adcampaign->zone, now_ms),
                                 .workspace_id = adcampaign->workspace_id};
    enum err err = ledger_reader_find(reader, LEDGER_ADCAMPAIGN_DAY, arena, &row);
    arena_free(arena);
    if (err == OK)
        *today = amount_of(&row);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Whether one more event at its own price would be delivered. */
static enum budget_stop stop_of(const struct adcampaign *adcampaign, int64_t now_ms,
                                const struct ad_amount *total, const struct ad_amount *today)
{
    struct ad_amount event = pricing_arrival(adcampaign->pricing, STR(PRICING_POPUNDER), false);
    if (!pricing_cost(adcampaign, 0, STR_NONE, &event, &event.micros))
        event.micros = 0;
    return budget_check(adcampaign, now_ms, total, today, &event);
}

static json_t *left_of(int64_t limit, int64_t spent)
{
    if (limit == AD_AMOUNT_ANY)
        return json_null();
    return json_out_money(limit > spent ? limit - spent : 0);
}

json_t *delivery_counts(struct ledger_reader *reader, const struct snapshot *snapshot,
                        const json_t *document, enum err *err)
{
    struct adcampaign_day sum = {.adcampaign_id =
                                     (uint64_t)json_integer_value(json_object_get(document, "id"))};
    const struct adcampaign *adcampaign =
        snapshot != NULL ? snapshot_find_adcampaign(snapshot, sum.adcampaign_id) : NULL;
    struct ad_amount today = {0};
    int64_t now_ms = clock_wall_ms();
    json_t *counts = json_object();

    *err = ledger_reader_sum(reader, LEDGER_ADCAMPAIGN_DAY, 1, &sum);
    if (*err == OK && adcampaign != NULL)
        *err = read_today(reader, adcampaign, now_ms, &today);
    struct ad_amount total = amount_of(&sum);
    json_out_put(counts, "state",
                 adcampaign != NULL
                     ? json_string(budget_stop_code(stop_of(adcampaign, now_ms, &total, &today)))
                     : json_null());
    json_out_put(counts, "impressions", json_integer(total.impressions));
    json_out_put(counts, "clicks", json_integer(total.clicks));
    json_out_put(counts, "spent", json_out_money(total.micros));
    json_out_put(counts, "left",
                 adcampaign != NULL ? left_of(adcampaign->total.micros, total.micros)
                                    : json_null());
    json_out_put(counts, "impressions_today", json_integer(today.impressions));
    json_out_put(counts, "clicks_today", json_integer(today.clicks));
    json_out_put(counts, "spent_today", json_out_money(today.micros));
    json_out_put(counts, "left_today",
                 adcampaign != NULL ? left_of(adcampaign->daily.micros, today.micros)
                                    : json_null());
    return counts;
}

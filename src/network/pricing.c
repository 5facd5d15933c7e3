#include "network/pricing.h"

#include "base/money.h"
#include "model/bidder.h"
#include "visit/cost.h"

bool pricing_is_by_view(enum ad_pricing pricing)
{
    return pricing == AD_PRICING_CPM || pricing == AD_PRICING_SMART_CPM ||
           pricing == AD_PRICING_CPV;
}

int64_t pricing_events(enum ad_pricing pricing)
{
    return pricing == AD_PRICING_CPM || pricing == AD_PRICING_SMART_CPM ? 1000 : 1;
}

struct ad_amount pricing_arrival(enum ad_pricing pricing, struct str format, bool is_seen)
{
    bool is_pop = pricing != AD_PRICING_CPC && str_is_equal(format, STR(PRICING_POPUNDER));
    return (struct ad_amount){.impressions = is_pop || (pricing_is_by_view(pricing) && !is_seen),
                              .clicks = !is_pop};
}

int64_t pricing_at(const struct adcampaign *adcampaign, uint64_t zone_id)
{
    int64_t price_micros = adcampaign->price_micros;
    (void)bidder_find_price(adcampaign->bidder, zone_id, &price_micros); /* else it stays */
    return price_micros;
}

static bool is_paid(enum ad_pricing pricing, const struct ad_amount *event)
{
    if (pricing == AD_PRICING_CPC)
        return event->clicks > 0;
    return pricing_is_by_view(pricing) && event->impressions > 0;
}

bool pricing_cost(const struct adcampaign *adcampaign, uint64_t zone_id, struct str sent,
                  const struct ad_amount *event, int64_t *micros)
{
    enum ad_pricing pricing = adcampaign->pricing;
    int64_t own_micros = 0, sent_micros = 0;
    if (money_scale(pricing_at(adcampaign, zone_id), 1, pricing_events(pricing), &own_micros) != OK)
        return false;
    if (sent.len > 0 &&
        (money_parse_strict(sent, &sent_micros) != OK || sent_micros > VISIT_COST_MICROS_MAX))
        return false;
    bool is_own = sent.len == 0 || (pricing == AD_PRICING_SMART_CPM && sent_micros > own_micros);
    *micros = !is_paid(pricing, event) ? 0 : is_own ? own_micros : sent_micros;
    return true;
}

int64_t pricing_conversion(const struct adcampaign *adcampaign, uint64_t zone_id,
                           struct str goal_id, int64_t cpa_micros)
{
    bool is_paid_for =
        adcampaign->pricing == AD_PRICING_CPA &&
        (adcampaign->goal_id.ptr == NULL || str_is_equal(adcampaign->goal_id, goal_id));
    if (!is_paid_for)
        return 0;
    return cpa_micros >= 0 ? cpa_micros : pricing_at(adcampaign, zone_id);
}

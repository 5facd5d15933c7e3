/* pricing - what an event of an ad campaign counts as, and costs (spec/network.md §3.1, §3.2, §5).
 * Pure. */
#pragma once
#include "base/str.h"
#include "model/snapshot.h"

/* A popunder: it is an impression, and nobody clicks it. Other formats are clicked. */
#define PRICING_POPUNDER "popunder"

/* Whether what is seen is paid for: CPM, Smart CPM, CPV. */
bool pricing_is_by_view(enum ad_pricing pricing);
/* How many events its price is of: 1000 for CPM and Smart CPM, else 1. */
int64_t pricing_events(enum ad_pricing pricing);

/* The ad campaign's price at that zone: what its bidder has set, else its own. */
int64_t pricing_at(const struct adcampaign *adcampaign, uint64_t zone_id);

/* A visitor who comes from an ad of that format. Of CPC it is a click, whatever the format; else a
 * popunder is an impression. A click whose ad's impression nobody has counted, and which is paid by
 * view, counts as that impression too: is_seen says that it was counted, and charged. micros: 0. */
struct ad_amount pricing_arrival(enum ad_pricing pricing, struct str format, bool is_seen);

/* What the event costs: what was sent, where the caller knows it better (of an auction), else what
 * the bidder has set for the zone, else the ad campaign's price; of Smart CPM no more than that,
 * whatever was sent. Nothing for CPA, nor for an event that is not what is paid for. False: what
 * was sent is no amount in range. */
bool pricing_cost(const struct adcampaign *adcampaign, uint64_t zone_id, struct str sent,
                  const struct ad_amount *event, int64_t *micros);
/* What a conversion of that goal costs; 0 unless the ad campaign pays for it. cpa_micros: what its
 * call named and was believed, negative: nothing. */
int64_t pricing_conversion(const struct adcampaign *adcampaign, uint64_t zone_id,
                           struct str goal_id, int64_t cpa_micros);

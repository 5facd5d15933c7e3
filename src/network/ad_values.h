/* ad_values - what an ad click says to the tokens of its variation's URL (spec/network.md §3.1).
 * Pure. */
#pragma once
#include "base/uri.h"
#include "model/snapshot.h"

struct ad_values_case {
    uint64_t variation_id;
    const struct adcampaign *adcampaign;
    const struct uri_query *query; /* of /go/ID: what the ad's page says */
    int64_t cost_micros;
    struct str currency;
};

/* Fills all but {conversions_tracking}, which needs the click's id; strings are in the arena. */
void ad_values_fill(const struct ad_values_case *c, struct arena *arena,
                    struct ad_token_values *values);

/* The price of this event: what was sent as cost where the caller knows it better, else what the
 * bidder has set for the zone, else the ad campaign's; a thousandth for CPM (spec/network.md §3.2).
 * False: it is no amount in range. */
bool ad_values_cost(const struct adcampaign *adcampaign, uint64_t zone_id, struct str sent,
                    int64_t *micros);

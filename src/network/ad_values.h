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

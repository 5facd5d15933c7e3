/* ad_values - what an ad click says to the tokens of its variation's URL (spec/network.md §3.1).
 * Pure. */
#pragma once
#include "base/uri.h"
#include "network/caller.h"
#include "model/snapshot.h"

struct ad_values_case {
    uint64_t variation_id;
    const struct adcampaign *adcampaign;
    const struct uri_query *query; /* of /go/ID: what the ad's page says */
    const struct ad_zone *zone;    /* which knows its place better; NULL: as the query says */
    const struct caller *caller;   /* for what the page does not say; NULL: nobody */
    struct str referrer;           /* as the browser says; the page may say another */
    int64_t event_micros;          /* what the event that is paid for costs */
    struct str currency;
    int64_t at_ms;
    const struct zone *time_zone; /* of {day} */
};

/* Fills all but {conversions_tracking}, which needs the click's id; strings are in the arena. */
void ad_values_fill(const struct ad_values_case *c, struct arena *arena,
                    struct ad_token_values *values);

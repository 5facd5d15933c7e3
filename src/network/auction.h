/* auction - which ad a zone shows, and at what price (spec/network.md §5). Among the ad campaigns
 * that have a variation of the zone's format, are for this visitor and this place, and deliver, the
 * one that pays most for a thousand impressions wins; equal ones win equally often. Of its
 * variations that fit one is drawn by weight.
 *
 * Pure: no clock, no I/O, no dice of its own; the same case with the same draw gives the same ad.
 */
#pragma once
#include "model/bidder.h"
#include "visit/match.h"

struct auction_case {
    const struct ad_zone *zone;
    const struct ad_list *ads;         /* of the zone's workspace and format */
    const struct visit_input *input;   /* with the zone and its site */
    const struct bidder_click *caller; /* the same visitor, as bidders look at it */
    uint64_t draw;
    /* Whether the ad campaign delivers now: status, times, budgets, caps. NULL: all do. */
    bool (*delivers)(void *context, const struct adcampaign *adcampaign);
    void *context;
};

struct auction_result {
    const struct variation *variation;
    int64_t
        price_micros; /* of the events that pricing names: of a thousand for CPM and Smart CPM */
};

/* Smart CPM pays this much of a thousand more than the next one would, and never more than its
 * price: what one impression costs is a micro-unit more. */
#define AUCTION_STEP_MICROS 1000

/* What a thousand impressions of the zone are worth to it, by its price there; negative: it does
 * not bid for this zone. A popunder is never clicked, so CPC does not bid for one; CPA pays for
 * conversions only, which is worth 0 here. */
int64_t auction_worth(const struct adcampaign *adcampaign, const struct ad_zone *zone);

/* ERR_NOT_FOUND: no ad fits. */
MUST_USE enum err auction_run(const struct auction_case *c, struct auction_result *result);

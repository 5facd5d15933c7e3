/* refusals - what was asked of the ad network and not delivered, by what was asked, its cause, the
 * ad campaign and the zone: entries say how many, so that what is missing can be explained.
 *
 * Happy path: whoever refuses calls refusals_note(), which counts in memory; a thread of its own
 * writes the first refusal of its kind within a second, and then what came since once in
 * REFUSALS_EVERY_MS (docs/decisions/0059). What the disk refuses is kept for the next time. A crash
 * loses what was not written. At most REFUSALS_MAX kinds at once; what is past them is counted as
 * unlogged. Any thread. */
#pragma once
#include "visit/edge.h"

#define REFUSALS_MAX      4096
#define REFUSALS_EVERY_MS 60000

#define REFUSAL_ZONE       "zone"
#define REFUSAL_CLICK      "click"
#define REFUSAL_IMPRESSION "impression"

/* Causes besides those of budget_stop_code(). */
#define REFUSAL_NO_AD       "no_ad"
#define REFUSAL_BLOCKED     "blocked"     /* by a bidder */
#define REFUSAL_UNAVAILABLE "unavailable" /* not on disk in time */

struct refusal_kind {
    uint64_t workspace_id, adcampaign_id, zone_id; /* 0: none */
    const char *asked, *cause;                     /* static */
};

struct refusals;

/* The ledger is open; edge is lent until refusals_close(). */
struct refusals *refusals_open(struct edge *edge);
/* Writes what is left. Before the ledger closes. Accepts NULL. */
void refusals_close(struct refusals *refusals);

void refusals_note(struct refusals *refusals, const struct refusal_kind *kind, int64_t at_ms);

/* spread - what each visit costs once costs were told afterwards: an update's total is spread over
 * its visits, by largest remainder in the order of ids, and of several that cover a visit the last
 * one counts (spec/tracker.md §4, "Manual update"). Pure; who reads visits in the order of ids asks
 * for one after the other. */
#pragma once
#include "base/arena.h"
#include "ledger/row.h"

/* The value of the slot (from 1) in a visit's tokens, percent-encoded; "" when there is none. */
struct str spread_token(struct str tokens, uint64_t slot);
/* Whether the update is spread over that visit of its campaign, which is no bot's. */
bool spread_covers(const struct cost_update *update, uint64_t visit_id, struct str tokens);
/* The visit's part of the update's cost. All parts together are the cost, to the last micro-unit.
 */
int64_t spread_share(const struct cost_update *update, uint64_t visit_id);
/* How many visits, the first by id, bear one micro-unit more than the others. */
int64_t spread_extra(int64_t cost_micros, int64_t visits);

/* Whether the visit's own cost counts 0 because no rate was known. */
static inline bool spread_waits(const struct visit *visit)
{
    return visit->cost_amount_micros != 0 && visit->cost_rate_den == 0;
}

/* What these entries add to their campaign's totals. */
struct campaign_total spread_update_total(const struct cost_update *update);
struct campaign_total spread_correction_total(const struct cost_correction *correction);

/* Updates of one campaign over visits that come by rising id. */
struct spread {
    const struct cost_update *updates; /* by from_id */
    size_t count;
    size_t next;    /* the first whose range has not begun */
    size_t *active; /* those whose range has, the last update first */
    size_t active_count;
};

/* updates: the ones in force, ordered by from_id, lent. ERR_FULL: the arena. */
MUST_USE enum err spread_init(struct spread *spread, const struct cost_update *updates,
                              size_t count, struct arena *arena);
/* The last update before the one of that id (UINT64_MAX: the last at all) that covers the visit, or
 * NULL. Visit ids must not fall. */
const struct cost_update *spread_find(struct spread *spread, uint64_t visit_id, struct str tokens,
                                      uint64_t before_id);

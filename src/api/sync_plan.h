/* sync_plan - what a day's costs change: the visits of the source by the keys that they came with,
 * what runs before told of them, and the updates that make the difference. Writes nothing. */
#pragma once
#include "api/sync_day.h"
#include "ledger/reader_costs.h"

#define SYNC_CELLS_MAX 100000 /* keys of a day, each for itself in each of our campaigns */

struct sync_unmatched {
    const struct sync_row *row;
    int64_t cost_micros; /* all of it, or the part of the campaigns that are held */
    bool is_held;        /* somebody else told the cost of its visits; else there is no visit */
};

/* In the day's arena. */
struct sync_plan {
    struct cost_update *updates; /* by campaign; to be reckoned */
    uint64_t *seen_ids;          /* of the campaign of each */
    size_t update_count;
    int64_t unchanged; /* keys in a campaign that stand as they should */
    struct sync_unmatched *unmatched;
    size_t unmatched_count;
    struct sync_told *told; /* campaign by campaign, the first of keys without a visit */
    size_t told_count;
    const struct cost_update **outdated; /* of runs by another grain or clock: to be taken back */
    size_t outdated_count;
};

/* common: what all updates of the day share, its range and slots among them. ERR_NOT_FOUND: there
 * are no rows though runs before applied some; ERR_FULL: too many; ERR_RANGE, ERR_IO, ERR_TIMEOUT.
 */
MUST_USE enum err sync_plan_make(const struct sync_day *day, struct ledger_reader *reader,
                                 const struct cost_update *common, struct sync_plan *plan);

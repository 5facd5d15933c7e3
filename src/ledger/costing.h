/* costing - reckons what a cost update changes: how many visits it is spread over, and by how much
 * they change their campaign's cost. It reads the visits page by page beside the writer; whoever
 * writes the result makes sure that nothing came between (seen_id). verify repeats it as of each
 * update. */
#pragma once
#include "ledger/reader_costs.h"

/* The last entry that changed what earlier visits of the campaign cost; 0: none. ERR_IO,
 * ERR_TIMEOUT.
 */
MUST_USE enum err costing_seen_id(struct ledger_reader *reader, uint64_t campaign_id,
                                  uint64_t *seen_id);

/* Fills visits, extra_until_id and changed_... of an update (action "set") of which campaign_id,
 * from_id, to_id, filter, cost_micros and method are given, as of the entry as_of_id.
 * deadline_mono_ms: when to give up (0: never). ERR_NOT_FOUND: it covers no visit; ERR_FULL: too
 * many updates in its range; ERR_RANGE: an amount beyond reckoning; ERR_TIMEOUT, ERR_IO. */
MUST_USE enum err costing_set(struct ledger_reader *reader, uint64_t as_of_id,
                              int64_t deadline_mono_ms, struct cost_update *update);
/* Fills visits (for how many it was the last) and changed_... of an undo of that update. The same
 * errors but ERR_NOT_FOUND. */
MUST_USE enum err costing_undo(struct ledger_reader *reader, uint64_t as_of_id,
                               int64_t deadline_mono_ms, const struct cost_update *undone,
                               struct cost_update *undo);

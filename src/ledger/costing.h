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
/* The same for several updates of one campaign, range and pair of slots, whose values differ, so
 * that no visit is covered by two: they are reckoned together. One that covers no visit gets visits
 * 0, and no error. ERR_FULL, ERR_RANGE, ERR_TIMEOUT, ERR_IO. */
MUST_USE enum err costing_set_many(struct ledger_reader *reader, uint64_t as_of_id,
                                   int64_t deadline_mono_ms, struct cost_update *updates,
                                   size_t count);
/* Fills visits (for how many it was the last) and changed_... of an undo of that update. The same
 * errors but ERR_NOT_FOUND. */
MUST_USE enum err costing_undo(struct ledger_reader *reader, uint64_t as_of_id,
                               int64_t deadline_mono_ms, const struct cost_update *undone,
                               struct cost_update *undo);

/* A visit whose cost an update changes. */
struct costing_change {
    uint64_t visit_id;
    int64_t own_micros;               /* what its campaign's terms made of it */
    const struct cost_update *before; /* whose share it bore; NULL: its own */
    const struct cost_update *after;
};
/* What the visit costs with that update's share; NULL: its own. */
int64_t costing_micros(const struct costing_change *change, const struct cost_update *update);
/* Adds sign to the count of that update's method; NULL: to none. */
void costing_count_method(const struct cost_update *update, int64_t sign, int64_t *manual,
                          int64_t *api, int64_t *csv);

typedef enum err costing_change_fn(void *context, const struct costing_change *change);
/* Tells each visit that an update of the ledger changed, by rising id, and what it cost before and
 * after. undone: of an undo, the update that it takes back; else NULL. on_change may stop it by an
 * error, which is returned. ERR_FULL, ERR_TIMEOUT, ERR_IO. */
MUST_USE enum err costing_tell(struct ledger_reader *reader, const struct cost_update *update,
                               const struct cost_update *undone, costing_change_fn *on_change,
                               void *context);

/* cost_update - costs told afterwards, as the edge writes them (spec/tracker.md §4). The desk
 * reckons what an update changes (ledger/costing.h); it is written only if nothing that changes
 * what these visits cost came in between, else refused with 409 on "seen_id", and the desk reckons
 * anew. */
#pragma once
#include "visit/operation.h"

#define COST_UPDATE_KIND  "cost.update"
#define COST_UPDATE_IDS   1
#define COST_UPDATES_KIND "cost.updates" /* many of them, all or none */
#define COST_UPDATES_MAX  1000

/* The arguments of that operation, as a new reference: the update's columns, which the desk has
 * filled, and seen_id. */
json_t *cost_update_args(const struct cost_update *update, uint64_t seen_id);
/* The arguments of COST_UPDATES_KIND, as a new reference: "common" has the columns that are alike
 * in all of them, each of "updates" the others and its campaign's seen_id (seen_ids[i]). count: 1
 * to COST_UPDATES_MAX, none of them an undo. */
json_t *cost_updates_args(const struct cost_update *updates, const uint64_t *seen_ids,
                          size_t count);
/* operation_kind.decide. */
enum err cost_update_decide(struct operation *operation, struct ledger_tx *tx);
enum err cost_updates_decide(struct operation *operation, struct ledger_tx *tx);

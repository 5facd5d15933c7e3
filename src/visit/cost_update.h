/* cost_update - costs told afterwards, as the edge writes them (spec/tracker.md §4). The desk
 * reckons what an update changes (ledger/costing.h); it is written only if nothing that changes
 * what these visits cost came in between, else refused with 409 on "seen_id", and the desk reckons
 * anew. */
#pragma once
#include "visit/operation.h"

#define COST_UPDATE_KIND "cost.update"
#define COST_UPDATE_IDS  1

/* The arguments of that operation, as a new reference: the update's columns, which the desk has
 * filled, and seen_id. */
json_t *cost_update_args(const struct cost_update *update, uint64_t seen_id);
/* operation_kind.decide. */
enum err cost_update_decide(struct operation *operation, struct ledger_tx *tx);

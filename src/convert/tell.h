/* tell - tells the destinations of a conversion: its source's postback and its campaign's own, each
 * with a decision, a reason and a row in the outbox of its own (spec/tracker.md §1.1, §3.6). On the
 * ledger's thread, inside the open batch. */
#pragma once
#include "convert/forward.h"
#include "visit/edge.h"

#define TELL_DESTINATIONS 2 /* and ids used at most */

struct tell {
    const struct edge *edge;
    const struct snapshot *snapshot;
    const struct visit *visit;
    const struct conversion *conversion; /* it has its id */
    enum conversion_status status;
    bool is_first_of_visit;
    bool is_disabled; /* by whoever brought it */
};

/* Decides for each destination, and appends what was decided. A campaign without a postback of its
 * own has one destination. ERR_IO. */
MUST_USE enum err tell_all(struct ledger_tx *tx, const struct tell *tell);

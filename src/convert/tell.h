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
    bool is_disabled;      /* by whoever brought it */
    bool is_resend;        /* a person asks for it */
    bool is_forced;        /* ... though it may count twice */
    struct str *pixel_url; /* set to where the browser that is here is sent on the source's behalf;
                              NULL: there is none */
};

/* One destination, and what was decided. */
struct telling {
    const struct destination *destination; /* NULL: its source is gone */
    struct str word;                       /* of the ledger: source, campaign */
    uint64_t lane;
    struct outbox earlier; /* the last forward of this conversion and status; id 0: none */
    struct forward_verdict verdict;
    uint64_t forward_id; /* once it is written */
};

/* Decides for each destination. A campaign without a postback of its own has one destination.
 * ERR_IO. */
MUST_USE enum err tell_decide(struct ledger_tx *tx, const struct tell *tell,
                              struct telling tellings[TELL_DESTINATIONS], size_t *count);
/* Appends what was decided, one id each. A forward that goes out again carries the Idempotency-Key
 * of the earlier one, unless that one was counted. ERR_IO. */
MUST_USE enum err tell_write(struct ledger_tx *tx, const struct tell *tell,
                             struct telling *tellings, size_t count);
/* Both. */
MUST_USE enum err tell_all(struct ledger_tx *tx, const struct tell *tell);

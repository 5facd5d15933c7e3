/* register - one registration of a conversion on the ledger's thread: decide, and append the log's
 * row, the change and the forward in the open batch (spec/tracker.md §3.6). */
#pragma once
#include "convert/match.h"
#include "convert/tell.h"

#define REGISTER_IDS_MAX                                                                           \
    (2 + TELL_DESTINATIONS) /* the log's row, the conversion's change, forwards */

/* A change of a conversion that was decided. */
struct register_change {
    const struct edge *edge;
    const struct snapshot *snapshot;
    uint64_t postback_id; /* the log's row; 0: nobody called */
    const struct visit *visit;
    const struct conversion *before;    /* NULL: it is new */
    struct conversion_verdict *verdict; /* its conversion gets its ids */
    bool is_forward_disabled;
    struct str *pixel_url; /* as struct tell's */
};

/* Appends the change and its effect on state and totals: one id. ERR_IO. */
MUST_USE enum err register_append_change(struct ledger_tx *tx,
                                         const struct register_change *change);
/* struct register_book's find on the ledger's thread; context is the struct ledger_tx. */
enum err register_find_in_batch(void *context, enum ledger_lookup lookup, void *row);
/* Appends the change, its effect on state and totals, and what its destinations are told of it: one
 * id and TELL_DESTINATIONS more. ERR_IO. */
MUST_USE enum err register_append(struct ledger_tx *tx, const struct register_change *change);
/* Appends the log's row and its personal fields. ERR_IO. */
MUST_USE enum err register_log(struct ledger_tx *tx, struct registration *registration);
/* Decides and appends everything; uses REGISTER_IDS_MAX ids at most. ERR_IO. */
MUST_USE enum err register_decide(struct ledger_tx *tx, const struct edge *edge,
                                  struct registration *registration);

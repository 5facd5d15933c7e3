/* update - what is told of a visit afterwards: its events and its tokens, by the lander's click or
 * by whoever has the key (spec/tracker.md §1.4, §1.9). Each is an entry that says what they are
 * after it; the state is the last one's. On the ledger's thread. */
#pragma once
#include "ledger/ledger.h"
#include "visit/events.h"

/* The tokens by slot, percent-encoded and joined by '&' as a visit has them, with those that a
 * query brings ("token3=x&token12=y") in their places. In the arena; absent when that is full. */
struct str update_tokens(struct arena *arena, struct str tokens, struct str brought);

/* Lays what the row brings (events and tokens as queries; absent: nothing) over what the visit has:
 * the row then says what they are after it. ERR_IO. */
MUST_USE enum err update_merge(struct ledger_tx *tx, const struct visit *visit,
                               struct visit_update *row, bool *is_changed);
/* Appends a row that was merged, and makes it the visit's state. ERR_IO. */
MUST_USE enum err update_append(struct ledger_tx *tx, const struct visit_update *row);
/* Both, as the write of a ledger_part whose row is a struct visit_update. A visit that is not there
 * is left alone. ERR_IO. */
MUST_USE enum err update_write_part(struct ledger_tx *tx, void *row);
/* What of the visit was updated since: lays it over the row, and gives its events. ERR_IO. */
MUST_USE enum err update_find(struct ledger_tx *tx, struct visit *visit, struct str *events);

/* resend - what a person does with outgoing postbacks: sends one again as it was, decides a
 * conversion's anew, or drops one that waits (spec/tracker.md §3.6). Operations, on the ledger's
 * thread. What may be counted twice goes out only when it is forced. */
#pragma once
#include "visit/operation.h"

/* {"forward_id","force"}: the same URL again, under the same Idempotency-Key unless the receiver
 * counted it. Answers {"forward_id"}. 404, 409. */
MUST_USE enum err resend_forward(struct operation *operation, struct ledger_tx *tx);
#define RESEND_FORWARD_IDS 2 /* the earlier one's end, the new one */

/* {"forward_id"}: it waits no longer. 404, 409. */
MUST_USE enum err resend_drop(struct operation *operation, struct ledger_tx *tx);
#define RESEND_DROP_IDS 1

/* {"conversion_id","force"}: each destination decided by the catalogue as it is now. Answers
 * {"forwards":[{"destination","forward_id","decision","reason"}]}; 409 when none is to be told.
 * 404. */
MUST_USE enum err resend_conversion(struct operation *operation, struct ledger_tx *tx);
#define RESEND_CONVERSION_IDS 4 /* two destinations, and the ends of their earlier ones */

/* manual - conversions that a person or a file brings, as an operation of the desk: each row is
 * registered like a postback, by someone who is signed in (spec/tracker.md §1.9). On the ledger's
 * thread; at most MANUAL_ROWS_MAX rows an operation, so that clicks do not wait for a file. */
#pragma once
#include "convert/register.h"
#include "visit/operation.h"

#define MANUAL_ROWS_MAX 100
#define MANUAL_IDS_MAX  (MANUAL_ROWS_MAX * REGISTER_IDS_MAX)
_Static_assert(MANUAL_IDS_MAX <= OPERATION_IDS_MAX, "a job's ids are enough for all rows");

/* The duplicate mode of that word (NULL: none); false: it is none. */
bool manual_find_mode(const char *word, enum duplicate_mode *mode);

/* args {"rows":["cid=...&payout=..."],"channel":"manual"|"csv","forward":bool,"mode":word|null}.
 * Answers {"rows":[[outcome, reason, conversion id as text or null]]}; refuses, and writes nothing,
 * when a row is no postback with a click id of ours. The kind "conversion.add". ERR_IO. */
MUST_USE enum err manual_decide(struct operation *operation, struct ledger_tx *tx);

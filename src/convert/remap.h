/* remap - conversions whose word had no meaning, or another one, are given one afterwards: each by
 * an entry of its own, with its effect on totals and what its source is told (spec/tracker.md §1.8,
 * §3.2). On the ledger's thread, as an operation of the desk. */
#pragma once
#include "convert/register.h"
#include "visit/operation.h"

#define REMAP_ROWS_MAX 100
#define REMAP_IDS_MAX  (REMAP_ROWS_MAX * (1 + TELL_DESTINATIONS))
_Static_assert(REMAP_IDS_MAX <= OPERATION_IDS_MAX, "a job's ids are enough for all rows");

/* Whether a conversion is one of that word, in any case; is_all: also one that has a meaning. */
bool remap_fits(const struct conversion *conversion, struct str word, bool is_all);

/* args {"ids":["..."],"word":text,"status":word|null,"type":name|null,"all":bool,"forward":bool}.
 * Without status and type the lists say what the word means. Answers {"changed":n}: what no longer
 * fits, or means the same already, is left as it is, so that asking again does nothing. The kind
 * "conversion.remap". ERR_IO. */
MUST_USE enum err remap_decide(struct operation *operation, struct ledger_tx *tx);

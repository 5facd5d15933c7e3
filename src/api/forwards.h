/* forwards - what became of telling a conversion's destinations: each decision with its reason in
 * words, what to mend, and every attempt. Owner: a call. */
#pragma once
#include "api/rows.h"
#include "api/reasons.h"

/* The latest decision about a conversion's source (or its campaign's postback, where the source has
 * none), and what became of it; null when nothing was decided. */
json_t *forwards_summary(struct rows *rows, const struct conversion *conversion);
extern const struct shape forward_summary_shape;

/* All decisions about a conversion, newest first, with their attempts. */
json_t *forwards_all(struct rows *rows, uint64_t conversion_id);
extern const struct shape forward_shape;

/* Whether its destinations were told of a conversion that is rejected now, and not of the
 * rejection (spec/tracker.md §5). */
bool forwards_are_reversed(struct rows *rows, const struct conversion *conversion);

/* Where a decision stands, and why, in words. */
struct forward_fate {
    struct str state;
    struct str reason, text, mend;
    const struct answer *last; /* the latest attempt that ended; NULL: none */
};
void forwards_explain(struct rows *rows, const struct forward *forward, struct forward_fate *fate);

/* Puts "reason", "reason_text" and "mend" of a decision or an attempt. */
void forwards_put_reason(struct rows *rows, json_t *row, enum reason_of of, struct str code,
                         const struct forward *forward);

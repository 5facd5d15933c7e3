/* row - the row of a visit, from what was asked and what was chosen. Pure: no clock, no I/O. */
#pragma once
#include "visit/choose.h"
#include "visit/cost.h"
#include "visit/direct.h"
#include "visit/unique.h"

struct visit_row_case {
    const struct snapshot *snapshot;
    const struct campaign *campaign;
    const struct domain *domain; /* that the visitor came by; NULL: none of the catalogue's */
    const struct visit_choice *choice;
    const struct visit_input *input;
    enum visit_via via;
    const struct unique *unique;
    uint64_t draw;
    uint64_t signals;
    bool is_test;
};

/* Fills all but the id and the hash of the personal row; strings are in the arena or the
 * catalogue's. Returns what the visit costs. */
struct visit_cost visit_fill_row(const struct visit_row_case *c, struct arena *arena,
                                 struct visit *visit);

/* The values of the source's tokens by slot, percent-encoded, joined by '&'; absent: it has none.
 * query_bytes: of the query as received. */
struct str visit_join_tokens(struct arena *arena, const struct source *source,
                             const struct uri_query *query, size_t query_bytes);

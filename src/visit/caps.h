/* caps - which offers have had their conversions of the day, as a loop knows it: read from the
 * ledger's totals, at most CAPS_AGE_MS old, so that a cap is overshot by what comes in meanwhile.
 * Nothing is kept over a restart, for nothing needs to be. Owner: a loop. At most CAPS_MAX offers
 * are remembered; others are looked up each time. */
#pragma once
#include "visit/choose.h"
#include "visit/edge.h"

#define CAPS_AGE_MS 250

/* What visit_choose() asks, for this moment. The asker is lent and must outlive its use. */
struct caps_asker {
    struct edge_loop *loop;
    int64_t at_ms;
};
struct visit_caps caps_of(struct caps_asker *asker);

/* choose - what becomes of a click: which path and offer, and what it costs. Pure: no clock, no
 * I/O, no dice of its own, so that a click can be replayed. */
#pragma once
#include "model/snapshot.h"

struct visit_choice {
    size_t path; /* index */
    const struct offer *offer;
};

/* Draws a path by weight, then an offer by weight; paused and archived offers leave the draw, a
 * path without offers left leaves it too (spec/tracker.md §1.6). ERR_NOT_FOUND: nothing is left. */
MUST_USE enum err visit_choose(const struct campaign *campaign, uint64_t draw,
                               struct visit_choice *choice);

#define VISIT_COST_MICROS_MAX                                                                      \
    (INT64_C(10000) * 1000000) /* of one click: sums stay far from overflow */

struct visit_cost {
    int64_t amount_micros;   /* in currency */
    const char *currency;    /* of the source; lent by the snapshot */
    int64_t rate_micros;     /* to the workspace's; 0: none known */
    int64_t micros;          /* in the workspace's currency */
    int64_t cpa_micros;      /* of a conversion, in the workspace's currency */
    int64_t revshare_micros; /* of a conversion's revenue; 100 % is 100,000,000 */
    bool is_missing;         /* the model is auto, and the source sent no usable amount */
};

/* The cost of one visit, and the terms of its conversions, which later changes of the campaign
 * leave as they are (spec/tracker.md §4). sent: the value of the source's cost parameter, or
 * absent. */
struct visit_cost visit_cost(const struct campaign *campaign, const struct workspace *workspace,
                             struct str sent);

/* The rate between two currencies in micros: 1,000,000 for the same, 0 while none is known; never 1
 * by default (DESIGN.md promise 5). */
int64_t visit_rate_micros(const char *from, const char *to);

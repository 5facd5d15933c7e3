/* cost - what a click costs, and the terms of its conversions, which later changes of the campaign
 * leave as they are (spec/tracker.md §4). Pure: no clock, no I/O. */
#pragma once
#include "model/snapshot.h"

#define VISIT_COST_MICROS_MAX                                                                      \
    (INT64_C(10000) * 1000000) /* of one click: sums stay far from overflow */
#define VISIT_CONVERTED_MICROS_MAX                                                                 \
    (INT64_C(100000000) * 1000000) /* in the workspace's currency                                  \
                                    */

struct visit_cost_case {
    const struct campaign *campaign;
    const struct workspace *workspace;
    const struct rates *rates;
    struct str sent;          /* the value of the source's cost parameter, or absent */
    struct str sent_currency; /* of its currency parameter, or absent */
    int64_t at_ms;            /* now: whose rate counts */
};

struct visit_cost {
    int64_t amount_micros;    /* in its currency, the source's loss of traffic included */
    struct str currency;      /* lent by the snapshot, or by the case */
    bool is_currency_assumed; /* what was sent as currency is none: the workspace's stands for it */
    struct rate rate;         /* to the workspace's; frozen with the visit */
    int64_t micros;           /* in the workspace's currency */
    int64_t cpa_micros;       /* of a conversion, in this currency */
    int64_t revshare_micros;  /* of a conversion's revenue; 100 % is 100,000,000 */
    bool is_missing;          /* the model is auto, and the source sent no usable amount */
};

/* The cost of one visit. */
struct visit_cost visit_cost(const struct visit_cost_case *c);

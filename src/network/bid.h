/* bid - what a bidder decides about one value of a dimension, from its figures (spec/network.md
 * §5). Pure: the same figures give the same decision. */
#pragma once
#include "model/bidder_log.h"
#include "model/snapshot.h"

enum bid_action { BID_KEEP, BID_BLOCK, BID_PRICE };

#define BID_REASONS(X)                                                                             \
    X(HELD, "held")                   /* kept: a person holds it */                                \
    X(BLOCKED, "blocked")             /* kept: it is blocked already */                            \
    X(NO_RULE, "no_rule")             /* kept: the rule's conditions do not hold */                \
    X(TESTING, "testing")             /* kept: it has not cost its test budget yet */              \
    X(NO_WORTH, "no_worth")           /* kept: conversions, but none of them has a value */        \
    X(SAME_PRICE, "same_price")       /* kept: its price is right within 5 % */                    \
    X(RULE, "rule")                   /* blocked: all of the rule's conditions hold */             \
    X(NO_CONVERSION, "no_conversion") /* blocked: its test budget is spent */                      \
    X(WORTH, "worth")                 /* priced: what an event of it is worth */                   \
    X(WORTH_MIN, "worth_min")         /* priced: less than the lowest price */                     \
    X(WORTH_MAX, "worth_max")         /* priced: more than the highest price */

enum bid_reason {
#define X(name, text) BID_##name,
    BID_REASONS(X)
#undef X
        BID_REASON_COUNT
};
/* Its code in the API. Static. */
const char *bid_reason_text(enum bid_reason reason);

struct bid_case {
    const struct bidder_body *asked;
    const struct bidder_rule_body *rule; /* NULL: the automatic optimisation of a zone */
    enum ad_pricing pricing;
    int64_t price_micros; /* the ad campaign's own */
    /* How the value stands: */
    bool is_held, is_blocked;
    int64_t set_micros; /* the price that was set for this zone; -1: none */
    struct bidder_figures figures;
};

struct bid_answer {
    enum bid_action action;
    enum bid_reason reason;
    int64_t before_micros, after_micros; /* of BID_PRICE: prices; before -1: the ad campaign's */
};

struct bid_answer bid_decide(const struct bid_case *c);

/* A metric of figures as rules compare it, in micros; of a cost per conversion without conversions
 * INT64_MAX. False: it is blank. */
bool bid_reckon(enum bidder_metric which, const struct bidder_figures *figures, int64_t *micros);

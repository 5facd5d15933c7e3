/* goal_call - a call of tag.php on the ledger's thread: counted, or logged as it was refused
 * (spec/network.md §2.3). */
#pragma once
#include "ledger/ledger.h"
#include "network/budgets.h"
#include "network/goal.h"

/* The owner fills all but answer, which goal_check() may have filled. */
struct goal_request {
    const struct goal *goal; /* NULL when unknown */
    struct goal_call log;    /* its id, version, outcome and reason are given here */
    struct personal personal;
    struct goal_answer answer;
    bool has_cpa;          /* its sender named a price, which was believed */
    bool is_value_missing; /* a dynamic goal was told no value: 0 is stored, and said (§2.3) */
    uint64_t catalog_version;
    const struct adcampaign *adcampaign; /* of the tag; NULL: there is none any more */
    struct budgets *budgets;             /* that its charge is held in */
    struct budget_hold hold;             /* given here: to be given back if this is not committed */
};

/* Appends the call as its answer says, with its personal fields: one id. ERR_IO. */
MUST_USE enum err goal_call_log(struct ledger_tx *tx, struct goal_request *request);
/* Decides a call that goal_check() let through, appends, counts and charges it: one id. A
 * conversion of a bot's click is counted, and not charged. ERR_IO. */
MUST_USE enum err goal_call_decide(struct ledger_tx *tx, struct goal_request *request);

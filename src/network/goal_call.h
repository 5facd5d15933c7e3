/* goal_call - a call of tag.php on the ledger's thread: counted, or logged as it was refused
 * (spec/network.md §2.3). */
#pragma once
#include "ledger/ledger.h"
#include "network/goal.h"

/* The owner fills all but answer, which goal_check() may have filled. */
struct goal_request {
    const struct goal *goal; /* NULL when unknown */
    struct goal_call log;    /* its id, version, outcome and reason are given here */
    struct personal personal;
    struct goal_answer answer;
    bool is_value_missing; /* a dynamic goal was told no value: 0 is stored, and said (§2.3) */
    uint64_t catalog_version;
};

/* Appends the call as its answer says, with its personal fields: one id. ERR_IO. */
MUST_USE enum err goal_call_log(struct ledger_tx *tx, struct goal_request *request);
/* Decides a call that goal_check() let through, appends and counts it: one id. ERR_IO. */
MUST_USE enum err goal_call_decide(struct ledger_tx *tx, struct goal_request *request);

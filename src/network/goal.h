/* goal - what a call of tag.php does to a goal (spec/network.md §2.3, §2.4). Pure. */
#pragma once
#include "ledger/row.h"
#include "model/snapshot.h"
#include "network/tag.h"

#define GOAL_LEGACY_MS      (INT64_C(24) * 3600 * 1000) /* the 24-hour rule */
#define GOAL_CPA_MICROS_MAX (100 * INT64_C(1000000))    /* 0 to 100 inclusive */

struct goal_answer {
    struct str body;     /* exact (§2.2) */
    const char *outcome; /* stored, duplicate, repeated, refused */
    const char *reason;
    int64_t cpa_micros; /* of goal_check(): the price named, believed; 0 without one */
};

/* Tests 1 to 8 and the amount. goal: NULL when unknown. *value_micros: what is stored. Returns
 * false with *answer when refused. */
struct goal_call_input {
    struct str goal_text;  /* the parameter, or absent */
    struct str tag_text;   /* the parameter, or the browser's cookie; absent: neither */
    bool is_pixel;         /* it was not a parameter */
    struct str value_text; /* absent: not sent */
    struct str cpa_text;   /* the price of the conversion; absent: not sent */
    struct str skey_text;  /* the sender's secret key */
    struct str skey;       /* the account's */
    const struct goal *goal;
    enum err tag_result; /* of tag_open() */
    const struct tag *tag;
};
bool goal_check(const struct goal_call_input *input, int64_t *value_micros,
                struct goal_answer *answer);

/* Tests 9 to 11, with what the ledger knows. state: NULL when the goal was never counted for this
 * ad click; is_repeated: this very call (its Idempotency-Key) was stored before, and is answered as
 * it was then. */
void goal_decide(const struct goal *goal, uint64_t ad_click_id, const struct goal_state *state,
                 bool is_repeated, int64_t now_ms, struct goal_answer *answer);

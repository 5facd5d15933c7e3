/* conversion_test - what the files of the conversion test share: one test on its way, its steps.
 * Owner: the call's thread, which it holds for TEST_WAIT_MS and a few requests at most. */
#pragma once
#include "api/forwards.h"
#include "api/page.h"
#include "fetch/fetch.h"

#define TEST_WAIT_MS 10000 /* for the first attempt of each forward, together */

/* What a test is asked for. */
struct test_input {
    struct str payout, status, txid; /* absent: the sender says nothing of it */
    const json_t *tokens;            /* values by parameter of the campaign URL; NULL: samples */
    bool is_forwarded;
};

struct conversion_test {
    struct call *call;
    struct page page;
    struct fetcher *fetcher;
    struct test_input input;
    struct str campaign_key;
    struct str campaign_url; /* as users copy it */
    struct str host;         /* of that, port included */
    json_t *steps;
    bool is_sample; /* the source's click id is none of its own */
    bool is_failed; /* the last step: nothing more is played, but for the other forwards */

    struct str location; /* where the last answer led */
    struct str cid;
    struct visit visit;
    uint64_t conversion_id;
};

/* Of one step. mend: what to change; absent: it is well. */
struct test_step {
    const char *name;
    struct str url;
    unsigned status; /* 0: none */
    int64_t ms;
    struct str answer;
    struct str mend;
};
void test_add_step(struct conversion_test *test, const struct test_step *step);

/* Plays visit, lander's click and postback over the tracking listener. */
void test_play_visit(struct conversion_test *test);
void test_play_postback(struct conversion_test *test);
/* Looks at what came of it, and waits for the forwards. */
void test_look_at_conversion(struct conversion_test *test);

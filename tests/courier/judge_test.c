/* Tests of courier/judge (spec/tracker.md §3.6, DESIGN.md §6 "Forwards"). */
#include "courier/judge.h"
#include "../base/check.h"

#define NOW_MS   INT64_C(1795485600000)
#define SECOND   INT64_C(1000)
#define MINUTE   (60 * SECOND)
#define HOUR     (60 * MINUTE)
#define NO_SHIFT 512 /* of the jitter */

static const struct courier_schedule schedule = {
    {10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR}, 6};

struct desk {
    struct destination destination;
    struct outbox outbox;
    struct fetch_result result;
    int64_t now_ms;
    unsigned jitter;
};

static const struct pattern *compile(const char *text)
{
    struct pattern *pattern = NULL;
    char reason[128];

    assert_int_equal(pattern_compile(str_from_c(text), &pattern, reason, sizeof(reason)), OK);
    return pattern;
}

/* A first attempt towards a source that answers like ExoClick. */
static int desk_make(void **state)
{
    struct desk *desk = heap_make(1, sizeof(*desk));

    desk->destination = (struct destination){.success_match = compile("^OK"),
                                             .duplicate_match = compile("already been notified")};
    desk->outbox = (struct outbox){
        .attempts = 1, .first_attempt_ms = NOW_MS, .dedup_ms = 24 * HOUR, .state = STR("sending")};
    desk->result = (struct fetch_result){.reach = FETCH_ANSWERED, .status = 200, .body = STR("OK")};
    desk->now_ms = NOW_MS;
    desk->jitter = NO_SHIFT;
    *state = desk;
    return 0;
}

static void drop_pattern(const struct pattern *pattern)
{
    pattern_free((struct pattern *)(uintptr_t)pattern);
}

static int desk_drop(void **state)
{
    struct desk *desk = *state;

    drop_pattern(desk->destination.success_match);
    drop_pattern(desk->destination.duplicate_match);
    drop_pattern(desk->destination.failure_match);
    free(desk);
    return 0;
}

static struct delivery_verdict judge(const struct desk *desk)
{
    return delivery_judge(&desk->destination, &desk->outbox, &desk->result, &schedule, desk->now_ms,
                          desk->jitter);
}

static struct delivery_verdict judge_answer(struct desk *desk, unsigned status, const char *body)
{
    desk->result =
        (struct fetch_result){.reach = FETCH_ANSWERED, .status = status, .body = str_from_c(body)};
    return judge(desk);
}

static struct delivery_verdict judge_reach(struct desk *desk, enum fetch_reach reach)
{
    desk->result = (struct fetch_result){.reach = reach, .error = STR("no answer")};
    return judge(desk);
}

static void assert_final(struct delivery_verdict verdict, const char *outcome, const char *reason)
{
    assert_string_equal(verdict.outcome, outcome);
    assert_string_equal(verdict.reason, reason);
    assert_int_equal(verdict.next_ms, 0);
}

static void assert_retrying(struct delivery_verdict verdict, const char *reason, int64_t next_ms)
{
    assert_string_equal(verdict.outcome, "retrying");
    assert_string_equal(verdict.reason, reason);
    assert_int_equal(verdict.next_ms, next_ms);
}

/* ------------------------------------------------------------------ answers */

/* spec: 1.1-ok, 3.6-success-matcher */
static void a_body_that_matches_success_is_delivered(void **state)
{
    assert_final(judge(*state), "delivered", "");
    assert_final(judge_answer(*state, 204, "OK, stored"), "delivered", "");
}

/* spec: 1.1-error-already-notified, 3.9-10 */
static void vector_10_an_already_notified_click_is_a_duplicate_and_not_retried(void **state)
{
    assert_final(
        judge_answer(*state, 200, "ERROR: This conversion has already been notified and saved."),
        "duplicate", "one_per_click");
}

static void a_duplicate_after_an_uncertain_attempt_is_our_own_retry(void **state)
{
    struct desk *desk = *state;

    desk->outbox.attempts = 2;
    desk->outbox.uncertain = 1;
    assert_final(judge_answer(desk, 200, "has already been notified"), "duplicate", "own_retry");
}

/* spec: 1.1-error-tag, 1.1-error-goal, 1.1-error-price-or-key */
static void an_unexpected_body_is_refused_whatever_the_status_says(void **state)
{
    static const char *const bodies[] = {"",
                                         "ERROR: Tag is invalid!",
                                         "ERROR: No tag data.",
                                         "ERROR: Goal ID is invalid.",
                                         "NOT OK",
                                         "ok"};

    for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
        assert_final(judge_answer(*state, 200, bodies[i]), "refused", "unexpected_body");
}

/* spec/network.md §2.6: RichAds and EvaDav answer 200 also when they refuse. */
static void a_body_that_matches_failure_is_refused_though_the_status_is_good(void **state)
{
    struct desk *desk = *state;

    drop_pattern(TAKE(desk->destination.success_match));
    desk->destination.failure_match = compile("Required url parameters|^ERROR");
    assert_final(judge_answer(desk, 200, "Required url parameters are not present"), "refused",
                 "failure_body");
    assert_final(judge_answer(desk, 200, "ERROR: This conversion has already been notified"),
                 "duplicate", "one_per_click");
    assert_final(judge_answer(desk, 200, "thank you"), "delivered", "");
    desk->destination.success_match = compile("not present");
    assert_final(judge_answer(desk, 200, "Required url parameters are not present"), "refused",
                 "failure_body");
}

static void without_a_success_pattern_any_2xx_is_delivered(void **state)
{
    struct desk *desk = *state;

    drop_pattern(TAKE(desk->destination.success_match));
    assert_final(judge_answer(desk, 200, "whatever"), "delivered", "");
    assert_final(judge_answer(desk, 200, "has already been notified"), "duplicate",
                 "one_per_click");
}

static void a_destination_that_is_gone_takes_any_2xx(void **state)
{
    struct desk *desk = *state;
    struct delivery_verdict verdict =
        delivery_judge(NULL, &desk->outbox, &desk->result, &schedule, NOW_MS, NO_SHIFT);

    assert_final(verdict, "delivered", "");
    desk->result.status = 404;
    verdict = delivery_judge(NULL, &desk->outbox, &desk->result, &schedule, NOW_MS, NO_SHIFT);
    assert_final(verdict, "refused", "status");
}

static void client_errors_and_redirects_that_were_not_followed_are_refused(void **state)
{
    static const unsigned statuses[] = {100, 301, 302, 400, 401, 403, 404, 410, 418, 422};

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        assert_final(judge_answer(*state, statuses[i], "OK"), "refused", "status");
}

/* spec: 1.1-transport-error, 3.6-retry */
static void overload_and_server_errors_are_tried_again(void **state)
{
    static const unsigned statuses[] = {408, 429, 500, 502, 503, 504};

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        struct delivery_verdict verdict = judge_answer(*state, statuses[i], "OK");
        assert_retrying(verdict, "status", NOW_MS + 10 * SECOND);
        assert_false(verdict.is_uncertain);
    }
}

/* ------------------------------------------------------------------ schedule */

/* spec: 3.6-retry */
static void retries_follow_the_schedule_in_order_and_then_give_up(void **state)
{
    struct desk *desk = *state;

    for (size_t i = 0; i < schedule.count; i++) {
        desk->outbox.attempts = i + 1;
        assert_retrying(judge_answer(desk, 503, ""), "status", desk->now_ms + schedule.waits_ms[i]);
        desk->now_ms += schedule.waits_ms[i];
    }
    desk->outbox.attempts = schedule.count + 1;
    assert_final(judge_answer(desk, 503, ""), "failed", "gave_up");
    desk->outbox.attempts = schedule.count + 100;
    assert_final(judge_answer(desk, 503, ""), "failed", "gave_up");
}

static void without_a_schedule_the_first_failure_is_the_last(void **state)
{
    struct desk *desk = *state;
    const struct courier_schedule none = {{0}, 0};

    desk->result.status = 500;
    assert_final(
        delivery_judge(&desk->destination, &desk->outbox, &desk->result, &none, NOW_MS, NO_SHIFT),
        "failed", "gave_up");
}

static void jitter_moves_a_wait_by_at_most_a_tenth_either_way(void **state)
{
    struct desk *desk = *state;
    int64_t earliest = INT64_MAX, latest = 0, before = 0;

    for (size_t i = 0; i < schedule.count; i++) {
        desk->outbox.attempts = i + 1;
        for (desk->jitter = 0; desk->jitter < 1024; desk->jitter++) {
            int64_t wait_ms = judge_answer(desk, 500, "").next_ms - NOW_MS;
            assert_in_range(wait_ms, schedule.waits_ms[i] * 9 / 10, schedule.waits_ms[i] * 11 / 10);
            assert_true(desk->jitter == 0 || wait_ms >= before);
            before = wait_ms;
            earliest = i == 3 && wait_ms < earliest ? wait_ms : earliest;
            latest = i == 3 && wait_ms > latest ? wait_ms : latest;
        }
    }
    assert_int_equal(earliest, 54 * MINUTE);
    assert_true(latest > 65 * MINUTE);
}

/* ------------------------------------------------------------------ no answer */

static void what_was_never_sent_is_tried_again_with_an_easy_mind(void **state)
{
    struct desk *desk = *state;
    struct delivery_verdict verdict;

    desk->outbox.dedup_ms = 0;
    verdict = judge_reach(desk, FETCH_NOT_SENT);
    assert_retrying(verdict, "not_sent", NOW_MS + 10 * SECOND);
    assert_false(verdict.is_uncertain);
}

static void an_address_that_the_guard_refuses_is_refused_for_good(void **state)
{
    struct desk *desk = *state;

    desk->result = (struct fetch_result){.reach = FETCH_NOT_SENT, .refused = true};
    assert_final(judge(desk), "refused", "address_refused");
}

static void an_uncertain_attempt_is_repeated_while_the_receiver_would_notice(void **state)
{
    struct desk *desk = *state;
    struct delivery_verdict verdict = judge_reach(desk, FETCH_UNCERTAIN);

    assert_retrying(verdict, "uncertain", NOW_MS + 10 * SECOND);
    assert_true(verdict.is_uncertain);
    desk->now_ms = NOW_MS + 24 * HOUR - 10 * SECOND - 1;
    assert_retrying(judge(desk), "uncertain", NOW_MS + 24 * HOUR - 1);
    desk->now_ms++;
    verdict = judge(desk);
    assert_final(verdict, "failed", "uncertain");
    assert_true(verdict.is_uncertain);
}

static void a_receiver_that_never_notices_gets_no_uncertain_repeat(void **state)
{
    struct desk *desk = *state;

    desk->outbox.dedup_ms = 0;
    assert_final(judge_reach(desk, FETCH_UNCERTAIN), "failed", "uncertain");
}

static void an_earlier_uncertain_attempt_limits_later_retries_too(void **state)
{
    struct desk *desk = *state;

    desk->outbox.attempts = 5;
    desk->outbox.uncertain = 1;
    desk->now_ms = NOW_MS + 17 * HOUR;
    assert_retrying(judge_answer(desk, 503, ""), "status", NOW_MS + 23 * HOUR);
    desk->now_ms = NOW_MS + 18 * HOUR;
    assert_final(judge_answer(desk, 503, ""), "failed", "uncertain");
    assert_final(judge_reach(desk, FETCH_NOT_SENT), "failed", "uncertain");
    assert_final(judge_answer(desk, 200, "OK"), "delivered", "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_make, desk_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_body_that_matches_success_is_delivered),
        TEST(vector_10_an_already_notified_click_is_a_duplicate_and_not_retried),
        TEST(a_duplicate_after_an_uncertain_attempt_is_our_own_retry),
        TEST(an_unexpected_body_is_refused_whatever_the_status_says),
        TEST(a_body_that_matches_failure_is_refused_though_the_status_is_good),
        TEST(without_a_success_pattern_any_2xx_is_delivered),
        TEST(a_destination_that_is_gone_takes_any_2xx),
        TEST(client_errors_and_redirects_that_were_not_followed_are_refused),
        TEST(overload_and_server_errors_are_tried_again),
        TEST(retries_follow_the_schedule_in_order_and_then_give_up),
        TEST(without_a_schedule_the_first_failure_is_the_last),
        TEST(jitter_moves_a_wait_by_at_most_a_tenth_either_way),
        TEST(what_was_never_sent_is_tried_again_with_an_easy_mind),
        TEST(an_address_that_the_guard_refuses_is_refused_for_good),
        TEST(an_uncertain_attempt_is_repeated_while_the_receiver_would_notice),
        TEST(a_receiver_that_never_notices_gets_no_uncertain_repeat),
        TEST(an_earlier_uncertain_attempt_limits_later_retries_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

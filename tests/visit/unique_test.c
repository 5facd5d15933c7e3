/* Tests of visit/unique: the verdict (spec/tracker.md §3.8). */
#include "visit/unique.h"
#include "../base/check.h"

#define NOW_MS    INT64_C(1795485600123)
#define WINDOW_MS (INT64_C(24) * 3600 * 1000)
#define INSIDE    (NOW_MS - WINDOW_MS + 1)
#define OUTSIDE   (NOW_MS - WINDOW_MS)

static bool is_unique(int64_t cookie_ms, int64_t address_ms)
{
    return unique_decide(unique_seen(NOW_MS, WINDOW_MS, cookie_ms, address_ms));
}

static void a_visitor_nobody_knows_is_unique(void **state)
{
    (void)state;
    assert_true(is_unique(0, 0));
    assert_int_equal(unique_seen(NOW_MS, WINDOW_MS, 0, 0), 0);
}

/* spec: 3.8-cookie */
static void a_click_in_the_cookie_decides_by_its_age(void **state)
{
    (void)state;
    assert_false(is_unique(INSIDE, 0));
    assert_false(is_unique(INSIDE, INSIDE));
    assert_true(is_unique(OUTSIDE, 0));
    assert_true(is_unique(OUTSIDE, INSIDE)); /* another one behind the same address */
}

/* spec: 3.8-address-and-agent */
static void without_a_cookie_address_and_agent_decide(void **state)
{
    (void)state;
    assert_false(is_unique(0, INSIDE));
    assert_true(is_unique(0, OUTSIDE));
}

static void both_signals_are_kept(void **state)
{
    (void)state;
    assert_int_equal(unique_seen(NOW_MS, WINDOW_MS, INSIDE, INSIDE),
                     VISIT_SEEN_COOKIE | VISIT_SEEN_ADDRESS);
    assert_int_equal(unique_seen(NOW_MS, WINDOW_MS, OUTSIDE, INSIDE),
                     VISIT_SEEN_COOKIE_OLD | VISIT_SEEN_ADDRESS);
    assert_int_equal(unique_seen(NOW_MS, WINDOW_MS, INSIDE, OUTSIDE), VISIT_SEEN_COOKIE);
}

static void a_clock_that_went_back_makes_nobody_unique_again(void **state)
{
    (void)state;
    assert_false(is_unique(NOW_MS + 1000, 0));
    assert_false(is_unique(0, NOW_MS + 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visitor_nobody_knows_is_unique),
        cmocka_unit_test(a_click_in_the_cookie_decides_by_its_age),
        cmocka_unit_test(without_a_cookie_address_and_agent_decide),
        cmocka_unit_test(both_signals_are_kept),
        cmocka_unit_test(a_clock_that_went_back_makes_nobody_unique_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

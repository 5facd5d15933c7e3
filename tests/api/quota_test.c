/* The quota of /v2: so many requests a window for each caller, whoever else asks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/v2/quota.h"

static void a_window_holds_so_many_and_the_next_begins_anew(void **state)
{
    struct quotas *quotas = quotas_make(2);
    (void)state;
    struct quota first = quota_take(quotas, STR("key 1"), 1000);
    assert_false(first.is_over);
    assert_int_equal(first.limit, 2);
    assert_int_equal(first.remaining, 1);
    assert_int_equal(first.reset_s, 60);
    assert_int_equal(quota_take(quotas, STR("key 1"), 31001).reset_s, 30);
    struct quota over = quota_take(quotas, STR("key 1"), 60999);
    assert_true(over.is_over);
    assert_int_equal(over.remaining, 0);
    assert_int_equal(over.reset_s, 1);
    struct quota anew = quota_take(quotas, STR("key 1"), 61000);
    assert_false(anew.is_over);
    assert_int_equal(anew.remaining, 1);
    quotas_free(quotas);
}

static void one_caller_takes_nothing_from_another(void **state)
{
    struct quotas *quotas = quotas_make(1);
    (void)state;
    assert_false(quota_take(quotas, STR("key 1"), 0).is_over);
    assert_true(quota_take(quotas, STR("key 1"), 0).is_over);
    assert_false(quota_take(quotas, STR("key 2"), 0).is_over);
    assert_false(quota_take(quotas, STR("192.0.2.1"), 0).is_over);
    quotas_free(quotas);
}

static void a_crowd_pushes_out_the_oldest_and_stays_bounded(void **state)
{
    struct quotas *quotas = quotas_make(1);
    char name[32];
    (void)state;
    for (int i = 0; i < 20 * QUOTA_SETS * QUOTA_WAYS; i++) {
        int len = snprintf(name, sizeof(name), "key %d", i);
        assert_false(quota_take(quotas, (struct str){name, (size_t)len}, i).is_over);
    }
    quotas_free(quotas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_holds_so_many_and_the_next_begins_anew),
        cmocka_unit_test(one_caller_takes_nothing_from_another),
        cmocka_unit_test(a_crowd_pushes_out_the_oldest_and_stays_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

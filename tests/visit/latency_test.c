/* Tests of visit/latency: into which bucket an answer's time goes. */
#include "../base/check.h"

#include "visit/latency.h"

static void a_time_counts_in_the_first_bucket_that_holds_it(void **state)
{
    struct latency latency = {.sum_us = 0};
    struct latency_total total = {.sum_us = 0};
    (void)state;
    latency_add(&latency, 0);
    latency_add(&latency, 250);     /* bounds are inclusive */
    latency_add(&latency, 251);     /* the next */
    latency_add(&latency, 1000000); /* the last bound */
    latency_add(&latency, 1000001); /* above all */
    latency_add(&latency, -5);      /* no time is negative */
    latency_read(&latency, &total);
    assert_int_equal(total.counts[0], 3);
    assert_int_equal(total.counts[1], 1);
    assert_int_equal(total.counts[LATENCY_BOUNDS - 1], 1);
    assert_int_equal(total.counts[LATENCY_BOUNDS], 1);
    assert_int_equal(total.sum_us, 2000502);
}

static void totals_of_several_loops_add_up(void **state)
{
    struct latency first = {.sum_us = 0}, second = {.sum_us = 0};
    struct latency_total total = {.sum_us = 0};
    (void)state;
    latency_add(&first, 600);
    latency_add(&second, 700);
    latency_read(&first, &total);
    latency_read(&second, &total);
    assert_int_equal(total.counts[2], 2);
    assert_int_equal(total.sum_us, 1300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_counts_in_the_first_bucket_that_holds_it),
        cmocka_unit_test(totals_of_several_loops_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

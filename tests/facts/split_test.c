/* Tests of facts/split.c. The worked example of docs/statistics.md is reckoned again here. */
#include <math.h>
#include "../base/check.h"
#include "facts/split.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_make(64 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_near(double actual, double expected, double tolerance)
{
    if (fabs(actual - expected) <= tolerance)
        return;
    fail_msg("%.12g is not %.12g", actual, expected);
}

static void test_wilsons_interval_is_that_of_the_textbook(void **state)
{
    /* Newcombe (1998), table I, method 3 (score without continuity correction), as printed. */
    static const struct {
        uint64_t successes, trials;
        double low, high;
    } printed[] = {{81, 263, 0.2553, 0.3662},
                   {15, 148, 0.0624, 0.1605},
                   {0, 20, 0.0000, 0.1611},
                   {1, 29, 0.0061, 0.1718}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(printed); i++) {
        struct split_interval interval = split_wilson(printed[i].trials, printed[i].successes);
        assert_true(interval.is_known);
        assert_near(interval.low, printed[i].low, 0.00005);
        assert_near(interval.high, printed[i].high, 0.00005);
    }
    assert_false(split_wilson(0, 0).is_known);
    assert_false(split_wilson(3, 4).is_known);
    assert_true(split_wilson(5, 5).high == 1);
}

static void test_the_sample_for_two_rates_is_that_of_the_textbook(void **state)
{
    (void)state;
    /* R, help(power.prop.test): p1 = 0.50, p2 = 0.75, power 0.90 gives n = 76.7. */
    assert_near(split_sample_rates(0.50, 0.75, SPLIT_Z_CONFIDENCE, 1.2815515655446), 76.7, 0.05);
    assert_near(split_sample_rates(0.75, 0.50, SPLIT_Z_CONFIDENCE, 1.2815515655446), 76.7, 0.05);
    assert_true(isinf(split_sample_rates(0.1, 0.1, SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER)));
}

static void test_the_sample_for_two_means_is_that_of_the_textbook(void **state)
{
    (void)state;
    /* The rule of thumb 16 / d^2 (Lehr 1992) is 2 (1.96 + 0.84)^2 = 15.7, at a difference of d
     * standard deviations. */
    assert_near(split_sample_means(0.5, 1, 1, SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER), 62.79, 0.005);
    assert_true(isinf(split_sample_means(0, 1, 1, SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER)));
}

static struct split_figures paid(uint64_t trials, uint64_t converted, int64_t micros_each)
{
    return (struct split_figures){.trials = trials,
                                  .converted = converted,
                                  .revenue = (int64_t)converted * micros_each,
                                  .squares = (double)converted * (double)micros_each *
                                             (double)micros_each};
}

static void test_what_trials_earned_has_the_normal_interval(void **state)
{
    (void)state;
    /* 1000 visits, 20 of them earned 5: the mean is 0.1, the variance 490/999, its error 0.0221470,
     * so that 95 % lie within 0.0434073 of it. */
    struct split_figures figures = paid(1000, 20, 5000000);
    struct split_interval interval = split_earned(&figures);
    assert_true(interval.is_known);
    assert_near(interval.low, 56592, 1);
    assert_near(interval.high, 143408, 1);
    assert_true(interval.low == floor(interval.low) && interval.high == ceil(interval.high));
    figures = paid(1000, 9, 5000000); /* too few */
    assert_false(split_earned(&figures).is_known);
    figures = paid(99, 20, 5000000);
    assert_false(split_earned(&figures).is_known);
    figures = paid(200, 200, 5000000); /* nothing varies */
    assert_false(split_earned(&figures).is_known);
    figures = paid(0, 0, 0);
    assert_false(split_earned(&figures).is_known);
}

static void judge(const struct split_figures *figures, size_t count, struct split_arm *arms,
                  struct split_verdicts *verdicts)
{
    assert_int_equal(split_judge(arena, figures, count, arms, verdicts), OK);
}

static void test_the_worked_example_of_the_documents(void **state)
{
    struct split_figures figures[] = {paid(5000, 100, 5000000), paid(5000, 130, 4500000)};
    struct split_arm arms[2];
    struct split_verdicts verdicts;
    (void)state;
    judge(figures, 2, arms, &verdicts);
    assert_near(arms[0].rate.interval.low, 0.016472, 5e-7);
    assert_near(arms[0].rate.interval.high, 0.024265, 5e-7);
    assert_near(arms[1].rate.interval.low, 0.021940, 5e-7);
    assert_near(arms[1].rate.interval.high, 0.030788, 5e-7);
    assert_near(arms[1].rate.chance, 0.9772, 0.00005);
    assert_near(arms[0].rate.chance, 0.0228, 0.00005);
    assert_int_equal(arms[0].rate.needed, 4798);
    assert_int_equal(arms[1].rate.needed, 4798);
    assert_int_equal(arms[0].rate.word, SPLIT_TRAILS);
    assert_int_equal(arms[1].rate.word, SPLIT_LEADS);
    assert_int_equal(verdicts.rate.word, SPLIT_LEADS);
    assert_int_equal(verdicts.rate.arm, 1);

    assert_true(arms[0].earned.interval.low == 80595 && arms[0].earned.interval.high == 119405);
    assert_true(arms[1].earned.interval.low == 97148 && arms[1].earned.interval.high == 136852);
    assert_near(arms[1].earned.chance, 0.8850, 0.00005);
    assert_int_equal(arms[0].earned.needed, 22241);
    assert_int_equal(arms[1].earned.word, SPLIT_UNDECIDED);
    assert_int_equal(verdicts.earned.word, SPLIT_UNDECIDED);
    assert_int_equal(verdicts.earned.arm, 1);
}

static void test_little_is_said_of_little(void **state)
{
    struct split_arm arms[3];
    struct split_verdicts verdicts;
    (void)state;
    /* Nothing at all, and one arm only. */
    judge(NULL, 0, arms, &verdicts);
    assert_int_equal(verdicts.rate.word, SPLIT_ALONE);
    struct split_figures one[] = {paid(5000, 100, 1000000), paid(0, 0, 0)};
    judge(one, 2, arms, &verdicts);
    assert_int_equal(verdicts.rate.word, SPLIT_ALONE);
    assert_int_equal(verdicts.earned.word, SPLIT_ALONE);
    assert_int_equal(arms[0].rate.word, SPLIT_ALONE);
    assert_true(arms[0].rate.interval.is_known && arms[0].earned.interval.is_known);
    assert_false(arms[0].rate.has_chance || arms[0].rate.has_needed);
    assert_false(arms[1].rate.interval.is_known || arms[1].rate.has_chance);

    /* Nine in ninety against none: nobody leads yet, whatever the probability says. */
    struct split_figures few[] = {paid(90, 9, 1000000), paid(99, 0, 0)};
    judge(few, 2, arms, &verdicts);
    assert_true(arms[0].rate.has_chance && arms[0].rate.chance > SPLIT_CERTAIN);
    assert_int_equal(arms[0].rate.word, SPLIT_TOO_EARLY);
    assert_int_equal(verdicts.rate.word, SPLIT_TOO_EARLY);
    assert_false(arms[0].earned.has_chance);

    /* A third arm that has just begun keeps nobody from being judged, but is not judged itself. */
    struct split_figures third[] = {paid(5000, 100, 1000000), paid(5000, 160, 1000000),
                                    paid(40, 0, 0)};
    judge(third, 3, arms, &verdicts);
    assert_int_equal(arms[2].rate.word, SPLIT_TOO_EARLY);
    assert_int_equal(arms[0].rate.word, SPLIT_TRAILS);
    assert_true(arms[2].rate.has_chance);
    assert_near(arms[0].rate.chance + arms[1].rate.chance + arms[2].rate.chance, 1, 1e-6);
    assert_int_equal(verdicts.earned.word, SPLIT_LEADS); /* of the two that are known */
    assert_int_equal(verdicts.earned.arm, 1);
    assert_int_equal(arms[2].earned.word, SPLIT_TOO_EARLY);
    assert_false(arms[2].earned.has_chance);
}

static void test_equal_arms_need_no_end_of_trials(void **state)
{
    struct split_figures equal[] = {paid(1000, 20, 1000000), paid(1000, 20, 1000000)};
    struct split_arm arms[2];
    struct split_verdicts verdicts;
    (void)state;
    judge(equal, 2, arms, &verdicts);
    assert_near(arms[0].rate.chance, 0.5, 1e-8);
    assert_near(arms[0].earned.chance, 0.5, 1e-8);
    assert_false(arms[0].rate.has_needed || arms[0].earned.has_needed);
    assert_int_equal(verdicts.rate.word, SPLIT_UNDECIDED);
    assert_int_equal(arms[0].rate.word, SPLIT_UNDECIDED);
}

static void test_the_leader_is_compared_with_the_second_and_the_others_with_it(void **state)
{
    struct split_figures figures[] = {paid(10000, 200, 1000000), paid(10000, 300, 1000000),
                                      paid(10000, 290, 1000000)};
    struct split_arm arms[3];
    struct split_verdicts verdicts;
    (void)state;
    judge(figures, 3, arms, &verdicts);
    assert_int_equal(arms[1].rate.needed, arms[2].rate.needed);
    assert_int_equal(
        (int64_t)(arms[1].rate.needed + 10000),
        (int64_t)ceil(split_sample_rates(0.03, 0.029, SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER)));
    assert_true(arms[0].rate.has_needed);
    assert_int_equal(arms[0].rate.needed, 0); /* 10,000 are more than enough for 2 % and 3 % */
    assert_int_equal(arms[0].rate.word, SPLIT_TRAILS);
    assert_int_equal(verdicts.rate.word, SPLIT_UNDECIDED);
    assert_int_equal(verdicts.rate.arm, 1);
}

static void test_more_conversions_than_trials_are_no_rate(void **state)
{
    /* By conversion date they may be of visits before the range. */
    struct split_figures figures[] = {paid(200, 201, 1000000), paid(200, 20, 1000000),
                                      paid(200, 40, 1000000)};
    struct split_arm arms[3];
    struct split_verdicts verdicts;
    (void)state;
    judge(figures, 3, arms, &verdicts);
    assert_false(arms[0].rate.interval.is_known || arms[0].rate.has_chance);
    assert_int_equal(arms[0].rate.word, SPLIT_TOO_EARLY);
    assert_int_equal(verdicts.rate.word, SPLIT_LEADS);
    assert_int_equal(verdicts.rate.arm, 2);
}

static void test_words_have_texts(void **state)
{
    (void)state;
    assert_string_equal(split_word_text(SPLIT_TOO_EARLY), "too_early");
    assert_string_equal(split_word_text(SPLIT_LEADS), "leads");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilsons_interval_is_that_of_the_textbook),
        cmocka_unit_test(test_the_sample_for_two_rates_is_that_of_the_textbook),
        cmocka_unit_test(test_the_sample_for_two_means_is_that_of_the_textbook),
        cmocka_unit_test(test_what_trials_earned_has_the_normal_interval),
        cmocka_unit_test(test_the_worked_example_of_the_documents),
        cmocka_unit_test(test_little_is_said_of_little),
        cmocka_unit_test(test_equal_arms_need_no_end_of_trials),
        cmocka_unit_test(test_the_leader_is_compared_with_the_second_and_the_others_with_it),
        cmocka_unit_test(test_more_conversions_than_trials_are_no_rate),
        cmocka_unit_test(test_words_have_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Tests of facts/belief.c against published values, closed forms, and what must hold of any. */
#include <math.h>
#include "../base/check.h"
#include "facts/belief.h"

#define EXACT 1e-9

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

/* I_x(a, b). */
static double incomplete_beta(uint64_t a, uint64_t b, double x)
{
    struct belief belief = belief_of_rate(a + b - 2, a - 1);
    double chance;
    belief_cdf(&belief, &x, 1, &chance);
    return chance;
}

static void test_the_incomplete_beta_function_is_a_binomial_sum(void **state)
{
    (void)state;
    /* DLMF 8.17.5: I_x(m, n-m+1) = sum over j from m to n of C(n, j) x^j (1-x)^(n-j) */
    assert_near(incomplete_beta(1, 1, 0.3), 0.3, EXACT);
    assert_near(incomplete_beta(2, 3, 0.5), 11.0 / 16, EXACT);
    assert_near(incomplete_beta(3, 3, 0.5), 0.5, EXACT);
    assert_near(incomplete_beta(1, 20, 0.1), 1 - pow(0.9, 20), EXACT);
    assert_near(incomplete_beta(20, 1, 0.9), pow(0.9, 20), EXACT);
    double sum = 0, term = pow(0.97, 1000); /* j = 0 */
    for (int j = 0; j < 40; j++) {
        sum += term;
        term *= (1000.0 - j) / (j + 1) * 0.03 / 0.97;
    }
    assert_near(incomplete_beta(40, 961, 0.03), 1 - sum, EXACT);
}

static void test_the_incomplete_beta_function_gives_the_tables_of_f(void **state)
{
    /* The 95 % points of the F distribution with d1 and d2 degrees of freedom, as printed in its
     * tables: I_{d1 F / (d1 F + d2)}(d1 / 2, d2 / 2) = 0.95. */
    static const struct {
        uint64_t d1, d2;
        double f;
    } table[] = {{2, 10, 4.1028},  {4, 20, 2.8661},  {10, 10, 2.9782},
                 {10, 30, 2.1646}, {20, 60, 1.7480}, {120, 120, 1.3519}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        double d1 = (double)table[i].d1, d2 = (double)table[i].d2;
        assert_near(incomplete_beta(table[i].d1 / 2, table[i].d2 / 2,
                                    d1 * table[i].f / (d1 * table[i].f + d2)),
                    0.95, 1e-5);
    }
}

static void test_the_incomplete_beta_function_holds_for_hundred_millions(void **state)
{
    (void)state;
    /* Symmetric: half lies below the middle; and far from it nothing, or all. */
    assert_near(incomplete_beta(50000001, 50000001, 0.5), 0.5, 1e-6);
    assert_near(incomplete_beta(50000001, 50000001, 0.4), 0, EXACT);
    assert_near(incomplete_beta(50000001, 50000001, 0.6), 1, 1e-6);
    assert_near(incomplete_beta(1, 100000001, 1e-8), 1 - exp(-1), 1e-6);
}

static void test_a_normal_belief_is_the_normal_distribution(void **state)
{
    struct belief belief = belief_of_mean(10, 2);
    double x[] = {10 - 2 * 1.959963984540054, 10, 10 + 2 * 1.644853626951473}, chances[3];
    (void)state;
    belief_cdf(&belief, x, 3, chances);
    assert_near(chances[0], 0.025, EXACT);
    assert_near(chances[1], 0.5, EXACT);
    assert_near(chances[2], 0.95, EXACT);
}

static double log_beta(double a, double b)
{
    int sign;
    return lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
}

/* That B's rate is above A's, in closed form (E. Miller, Formulas for Bayesian A/B testing). */
static double closed_form(struct belief a, struct belief b)
{
    double sum = 0;
    for (double i = 0; i < b.a; i++)
        sum += exp(log_beta(a.a + i, b.b + a.b) - log(b.b + i) - log_beta(1 + i, b.b) -
                   log_beta(a.a, a.b));
    return sum;
}

static void test_the_better_of_two_rates_agrees_with_the_closed_form(void **state)
{
    static const uint64_t pairs[][4] = {{1, 0, 1, 1},       {0, 0, 1, 1},
                                        {10, 0, 10, 0},     {20, 1, 25, 4},
                                        {100, 3, 1000, 40}, {5000, 100, 5000, 130},
                                        {263, 81, 148, 15}, {1000000, 20000, 1000000, 20300}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct belief two[] = {belief_of_rate(pairs[i][0], pairs[i][1]),
                               belief_of_rate(pairs[i][2], pairs[i][3])};
        double chances[2];
        assert_int_equal(belief_best(arena, two, 2, chances), OK);
        assert_near(chances[1], closed_form(two[0], two[1]), 1e-7);
        assert_near(chances[0] + chances[1], 1, 1e-8);
    }
}

static void test_small_cases_are_fractions(void **state)
{
    (void)state;
    double chances[3];
    /* Beta(1, 2) and Beta(2, 1): the integral of 2x (1 - (1-x)^2) is 5/6. */
    struct belief two[] = {belief_of_rate(1, 0), belief_of_rate(1, 1)};
    assert_int_equal(belief_best(arena, two, 2, chances), OK);
    assert_near(chances[1], 5.0 / 6, EXACT);
    /* Uniform twice and Beta(2, 1): the integral of 2x x^2 is 1/2, the others share the rest. */
    struct belief three[] = {belief_of_rate(0, 0), belief_of_rate(1, 1), belief_of_rate(0, 0)};
    assert_int_equal(belief_best(arena, three, 3, chances), OK);
    assert_near(chances[1], 0.5, EXACT);
    assert_near(chances[0], 0.25, EXACT);
    assert_near(chances[2], 0.25, EXACT);
}

static void test_the_better_of_two_means_is_a_normal_difference(void **state)
{
    /* N(3, 3^2) over N(1, 4^2): the difference is N(2, 5^2). */
    struct belief two[] = {belief_of_mean(1, 4), belief_of_mean(3, 3)};
    double chances[2];
    (void)state;
    assert_int_equal(belief_best(arena, two, 2, chances), OK);
    assert_near(chances[1], erfc(-2.0 / 5 / M_SQRT2) / 2, 1e-8);
    /* One is known a million times better than the other. */
    struct belief sharp[] = {belief_of_mean(1, 1), belief_of_mean(1 + 1e-6, 1e-6)};
    assert_int_equal(belief_best(arena, sharp, 2, chances), OK);
    assert_near(chances[1], 0.5, 1e-6);
}

static void test_many_beliefs_share_one_whole(void **state)
{
    struct dice dice = dice_make("beliefs");
    struct belief beliefs[BELIEFS_MAX];
    double chances[BELIEFS_MAX];
    (void)state;
    for (int round = 0; round < 20; round++) {
        size_t count = 2 + dice_roll(&dice, round == 0 ? 1 : 30);
        if (round == 1)
            count = BELIEFS_MAX;
        double sum = 0;
        for (size_t i = 0; i < count; i++) {
            uint64_t trials = dice_roll(&dice, UINT64_C(1) << dice_roll(&dice, 26));
            uint64_t most = trials >> dice_roll(&dice, 8);
            beliefs[i] = belief_of_rate(trials, dice_roll(&dice, most + 1));
        }
        assert_int_equal(belief_best(arena, beliefs, count, chances), OK);
        for (size_t i = 0; i < count; i++) {
            assert_true(chances[i] >= 0 && chances[i] <= 1);
            sum += chances[i];
        }
        assert_near(sum, 1, 1e-6);
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_incomplete_beta_function_is_a_binomial_sum),
        cmocka_unit_test(test_the_incomplete_beta_function_gives_the_tables_of_f),
        cmocka_unit_test(test_the_incomplete_beta_function_holds_for_hundred_millions),
        cmocka_unit_test(test_a_normal_belief_is_the_normal_distribution),
        cmocka_unit_test(test_the_better_of_two_rates_agrees_with_the_closed_form),
        cmocka_unit_test(test_small_cases_are_fractions),
        cmocka_unit_test(test_the_better_of_two_means_is_a_normal_difference),
        cmocka_unit_test(test_many_beliefs_share_one_whole),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

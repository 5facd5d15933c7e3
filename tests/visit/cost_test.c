/* Tests of visit/choose: what a visit costs (spec/tracker.md §4). */
#include "../base/check.h"
#include "base/money.h"
#include "visit/choose.h"

struct till {
    struct source source;
    struct campaign campaign;
    struct workspace workspace;
};

static int till_make(void **state)
{
    struct till *till = heap_make(1, sizeof(*till));

    till->source = (struct source){.currency = "USD"};
    till->campaign = (struct campaign){.source = &till->source, .cost_model = COST_AUTO};
    till->workspace = (struct workspace){.id = 1, .currency = "USD"};
    *state = till;
    return 0;
}

static int till_drop(void **state)
{
    free(*state);
    return 0;
}

static struct visit_cost cost_of(const struct till *till, const char *sent)
{
    return visit_cost(&till->campaign, &till->workspace, str_from_c(sent));
}

static void an_auto_cost_is_what_the_source_sent(void **state)
{
    static const struct {
        const char *sent;
        int64_t micros;
    } cases[] = {{"0.0004", 400},
                 {"1,50", 1500000},
                 {"1.5", 1500000},
                 {"$2", 2000000},
                 {"4e-4", 400},
                 {"0", 0},
                 {"1 234.5", 1234500000},
                 {"0.0000004", 0},
                 {"\xE2\x82\xAC"
                  "3",
                  3000000}};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct visit_cost cost = cost_of(*state, cases[i].sent);
        assert_false(cost.is_missing);
        assert_int_equal(cost.amount_micros, cases[i].micros);
        assert_int_equal(cost.micros, cases[i].micros);
        assert_int_equal(cost.rate_micros, MONEY_MICROS);
        assert_string_equal(cost.currency, "USD");
    }
}

static void an_amount_that_is_none_costs_0_and_is_told_as_missing(void **state)
{
    static const char *const bad[] = {NULL,     "",        "-1",      "-0.0004",       "NaN",
                                      "inf",    "abc",     "{cost}",  "{actual_cost}", "%cost%",
                                      "[cost]", "${cost}", "REPLACE", "1e99",          "1.2.3"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct visit_cost cost = cost_of(*state, bad[i]);
        assert_true(cost.is_missing);
        assert_int_equal(cost.amount_micros, 0);
        assert_int_equal(cost.micros, 0);
    }
}

static void vector_14_ten_thousand_small_costs_add_up_exactly(void **state)
{
    int64_t sum = 0;

    for (int i = 0; i < 10000; i++)
        sum += cost_of(*state, "0.0004").micros;
    assert_int_equal(sum, 4 * MONEY_MICROS);
}

static void a_source_that_sends_a_price_per_mille_is_divided(void **state)
{
    struct till *till = *state;

    till->source.cost_unit = COST_PER_MILLE;
    assert_int_equal(cost_of(till, "1.5").micros, 1500);
    assert_int_equal(cost_of(till, "0.0005").micros, 0); /* half to even */
    assert_int_equal(cost_of(till, "0.0015").micros, 2);
}

static void a_click_price_is_fixed_per_visit(void **state)
{
    struct till *till = *state;

    till->campaign.cost_model = COST_CPC;
    till->campaign.cost_micros = 50000;
    till->source.cost_unit = COST_PER_MILLE; /* of what the source sends, not of ours */
    assert_int_equal(cost_of(till, "9").micros, 50000);
    assert_false(cost_of(till, NULL).is_missing);
}

static void a_price_per_mille_is_a_thousandth_per_visit(void **state)
{
    struct till *till = *state;

    till->campaign.cost_model = COST_CPM;
    till->campaign.cost_micros = 2500000;
    assert_int_equal(cost_of(till, "9").micros, 2500);
}

static void costs_of_conversions_and_none_are_no_cost_of_the_visit(void **state)
{
    static const enum cost_model models[] = {COST_CPA, COST_REVSHARE, COST_NONE};
    struct till *till = *state;

    till->campaign.cost_micros = 30 * MONEY_MICROS;
    for (size_t i = 0; i < ARRAY_LEN(models); i++) {
        till->campaign.cost_model = models[i];
        struct visit_cost cost = cost_of(till, "9");
        assert_int_equal(cost.amount_micros, 0);
        assert_int_equal(cost.micros, 0);
        assert_false(cost.is_missing);
    }
}

static void a_currency_without_a_rate_keeps_its_amount_and_counts_0(void **state)
{
    struct till *till = *state;
    struct visit_cost cost;

    memcpy(till->source.currency, "EUR", 4);
    cost = cost_of(till, "1.5");
    assert_int_equal(cost.amount_micros, 1500000);
    assert_string_equal(cost.currency, "EUR");
    assert_int_equal(cost.rate_micros, 0);
    assert_int_equal(cost.micros, 0);
    assert_false(cost.is_missing);
}

static void a_rate_is_1_for_the_same_currency_and_unknown_for_others(void **state)
{
    (void)state;
    assert_int_equal(visit_rate_micros("USD", "USD"), MONEY_MICROS);
    assert_int_equal(visit_rate_micros("USD", "EUR"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, till_make, till_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_auto_cost_is_what_the_source_sent),
        TEST(an_amount_that_is_none_costs_0_and_is_told_as_missing),
        TEST(vector_14_ten_thousand_small_costs_add_up_exactly),
        TEST(a_source_that_sends_a_price_per_mille_is_divided),
        TEST(a_click_price_is_fixed_per_visit),
        TEST(a_price_per_mille_is_a_thousandth_per_visit),
        TEST(costs_of_conversions_and_none_are_no_cost_of_the_visit),
        TEST(a_currency_without_a_rate_keeps_its_amount_and_counts_0),
        cmocka_unit_test(a_rate_is_1_for_the_same_currency_and_unknown_for_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

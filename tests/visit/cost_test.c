/* Tests of visit/choose: what a visit costs (spec/tracker.md §4). */
#include "../model/rates.h"
#include "base/money.h"
#include "visit/cost.h"

struct till {
    struct source source;
    struct campaign campaign;
    struct workspace workspace;
    const struct rates *rates; /* NULL: none are known */
    struct arena *arena;
    void *folder;
};

static int till_make(void **state)
{
    struct till *till = heap_make(1, sizeof(*till));

    till->source = (struct source){.currency = "USD", .cost_currency = "USD"};
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

#define AT_MS INT64_C(1795485600000) /* 2026-11-24 */

static struct visit_cost cost_in(const struct till *till, const char *sent, const char *currency)
{
    return visit_cost(&(struct visit_cost_case){.campaign = &till->campaign,
                                                .workspace = &till->workspace,
                                                .rates = till->rates,
                                                .sent = str_from_c(sent),
                                                .sent_currency = str_from_c(currency),
                                                .at_ms = AT_MS});
}

static struct visit_cost cost_of(const struct till *till, const char *sent)
{
    return cost_in(till, sent, NULL);
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
        assert_true(cost.rate.num == 1 && cost.rate.den == 1 && cost.rate.date == 0);
        assert_str(cost.currency, "USD");
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

/* spec: 1.5-cost-type-value */
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

/* spec: 1.5-cost-type-value */
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

    memcpy(till->source.cost_currency, "EUR", 4);
    struct visit_cost cost = cost_of(till, "1.5");
    assert_int_equal(cost.amount_micros, 1500000);
    assert_str(cost.currency, "EUR");
    assert_false(rate_is_known(cost.rate));
    assert_int_equal(cost.micros, 0);
    assert_false(cost.is_missing);
}

static int till_make_rich(void **state)
{
    static const struct test_rate list[] = {{"2026-11-23", "USD", "1.0823"},
                                            {"2026-11-23", "IDR", "17123.45"},
                                            {"2026-11-23", "BTC", "0.00001"}};
    int status = till_make(state);
    struct till *till = *state;

    till->arena = arena_make(16 * 1024 * 1024);
    if (folder_make(&till->folder) != 0)
        return -1;
    till->rates = test_rates(till->folder, till->arena, list, ARRAY_LEN(list));
    return status;
}

static int till_drop_rich(void **state)
{
    struct till *till = *state;
    int status = folder_drop(&till->folder);
    arena_free(till->arena);
    return till_drop(state) + status;
}

static void a_cost_in_another_currency_takes_the_rate_of_its_day(void **state)
{
    struct till *till = *state;

    memcpy(till->source.cost_currency, "EUR", 4);
    struct visit_cost cost = cost_of(till, "1.5");
    assert_int_equal(cost.amount_micros, 1500000);
    assert_int_equal(cost.micros, 1623450);
    assert_int_equal(cost.rate.num, 10823);
    assert_int_equal(cost.rate.den, 10000);
    assert_int_equal(cost.rate.date, 20261123);
    memcpy(till->source.cost_currency, "IDR", 4);
    assert_int_equal(cost_of(till, "1000").micros, 63206); /* 0.0632057... */
}

static void the_source_may_send_its_currency_with_each_cost(void **state)
{
    struct till *till = *state;

    till->source.cost_currency_param = STR("cur");
    assert_str(cost_in(till, "1", "eur").currency, "EUR");
    assert_int_equal(cost_in(till, "1", "EUR").micros, 1082300);
    assert_str(cost_in(till, "1", "BTC").currency, "BTC");
    assert_str(cost_in(till, "1", "{cur}").currency, "USD");
    assert_str(cost_in(till, "1", NULL).currency, "USD");
    assert_false(cost_in(till, "1", NULL).is_currency_assumed);
}

static void a_currency_that_is_none_is_taken_for_the_workspaces_and_told(void **state)
{
    static const char *const none[] = {"ZZZ", "dollars", "U$D", "1"};
    struct till *till = *state;

    till->source.cost_currency_param = STR("cur");
    memcpy(till->source.cost_currency, "EUR", 4);
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        struct visit_cost cost = cost_in(till, "2", none[i]);
        assert_str(cost.currency, "USD");
        assert_true(cost.is_currency_assumed);
        assert_int_equal(cost.micros, 2 * MONEY_MICROS);
    }
}

static void a_price_of_a_conversion_stays_in_its_currency_until_then(void **state)
{
    struct till *till = *state;

    memcpy(till->source.currency, "EUR", 4);
    till->campaign.cost_model = COST_CPA;
    till->campaign.cost_micros = 2500000;
    struct visit_cost cost = cost_of(till, "9");
    assert_int_equal(cost.cpa_micros, 2500000);
    assert_str(cost.currency, "EUR");
    assert_int_equal(cost.rate.num, 10823);
    assert_int_equal(cost.micros, 0);
}

/* effective CPC = original / (1 - loss/100), spec/tracker.md §1.1 */
static void lost_traffic_makes_what_arrives_dearer(void **state)
{
    struct till *till = *state;

    till->source.traffic_loss_micros = 20 * MONEY_MICROS;
    assert_int_equal(cost_of(till, "0.04").micros, 50000);
    till->source.cost_unit = COST_PER_MILLE;
    assert_int_equal(cost_of(till, "4").micros, 5000);
    till->source.traffic_loss_micros = 12500000;
    till->campaign.cost_model = COST_CPC;
    till->campaign.cost_micros = 70000;
    assert_int_equal(cost_of(till, NULL).micros, 80000);
    till->source.traffic_loss_micros = 30 * MONEY_MICROS;
    till->campaign.cost_micros = 10;
    assert_int_equal(cost_of(till, NULL).micros, 14); /* 14.2857... */
    till->source.traffic_loss_micros = 60 * MONEY_MICROS;
    till->campaign.cost_micros = 1;
    assert_int_equal(cost_of(till, NULL).micros, 2); /* 2.5, half to even */
    till->campaign.cost_model = COST_CPA;            /* a conversion that came is not lost */
    assert_int_equal(cost_of(till, NULL).cpa_micros, 1);
}

static void an_amount_that_no_click_costs_is_missing(void **state)
{
    struct till *till = *state;

    memcpy(till->source.cost_currency, "BTC", 4);
    assert_int_equal(cost_of(till, "900").micros, INT64_C(97407000000000));
    assert_true(cost_of(till, "9000").is_missing);
    assert_int_equal(cost_of(till, "9000").micros, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, till_make, till_drop)
#define RICH(name) cmocka_unit_test_setup_teardown(name, till_make_rich, till_drop_rich)

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
        RICH(a_cost_in_another_currency_takes_the_rate_of_its_day),
        RICH(the_source_may_send_its_currency_with_each_cost),
        RICH(a_currency_that_is_none_is_taken_for_the_workspaces_and_told),
        RICH(a_price_of_a_conversion_stays_in_its_currency_until_then),
        TEST(lost_traffic_makes_what_arrives_dearer),
        RICH(an_amount_that_no_click_costs_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

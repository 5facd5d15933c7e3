/* Tests of facts/metric: every formula over numbers that can be checked by hand. */
#include "../base/check.h"
#include "facts/metric.h"

/* 200 visits (150 unique, 80 direct), 60 clicks (50 unique), 12 conversions: 4 leads, 5 sales, 1
 * rebill, 1 rejected, 1 unmapped; cost 30, revenue 20 on hold and 70 confirmed. */
static const struct sums sums = {.at = {[SUM_visits] = 200,
                                        [SUM_unique_visits] = 150,
                                        [SUM_direct_visits] = 80,
                                        [SUM_clicks] = 60,
                                        [SUM_unique_clicks] = 50,
                                        [SUM_conversions] = 12,
                                        [SUM_unique_conversions] = 11,
                                        [SUM_other_conversions] = 2,
                                        [SUM_leads] = 4,
                                        [SUM_sales] = 5,
                                        [SUM_rebills] = 1,
                                        [SUM_rejected] = 1,
                                        [SUM_unmapped] = 1,
                                        [SUM_cost] = 30000000,
                                        [SUM_own_cost] = 28000000,
                                        [SUM_cost_missing] = 3,
                                        [SUM_no_rate] = 2,
                                        [SUM_revenue_hold] = 20000000,
                                        [SUM_revenue_confirmed] = 70000000,
                                        [SUM_event1] = 1500000}};

/* Percentages in ten-thousandths, money in millionths. */
static const struct {
    const char *name;
    int64_t value;
} expected[] = {
    {"visits", 200},
    {"unique_visits", 150},
    {"clicks", 60},
    {"unique_clicks", 50},
    {"ctr", 300000},
    {"uctr", 333333},
    {"conversions", 12},
    {"unique_conversions", 11},
    {"other_conversions", 2},
    {"leads", 4},
    {"sales", 5},
    {"rebills", 1},
    {"rejected", 1},
    {"unmapped", 1},
    {"cr", 200000},
    {"cr_hold", 66667},
    {"cr_confirmed", 100000},
    {"cv", 60000},
    {"approve", 500000},
    {"revenue", 90000000},
    {"revenue_hold", 20000000},
    {"revenue_confirmed", 70000000},
    {"cost", 30000000},
    {"own_cost", 28000000},
    {"profit", 60000000},
    {"roi", 2000000},
    {"roi_confirmed", 1333333},
    {"roas", 3000000},
    {"cpv", 150000},
    {"cpc", 500000},
    {"ecpm", 150000000},
    {"cpa", 2500000},
    {"cpa_confirmed", 6000000},
    {"epv", 450000},
    {"epc", 1500000},
    {"epc_confirmed", 1166667},
    {"uepc", 1800000},
    {"ap", 7500000},
    {"cost_missing", 3},
    {"no_rate", 2},
    {"event1", 1500000},
};

static struct metric_value reckon(const char *name, const struct sums *of, struct rate rate,
                                  bool is_smart)
{
    const struct metric *metric = metric_find(FACT_TABLE, str_from_c(name));
    struct metric_value value;
    assert_non_null(metric);
    assert_int_equal(metric_reckon(metric, of, rate, is_smart, &value), OK);
    return value;
}

/* spec: 1.12-visits-unique-visits, 1.12-clicks-unique-clicks, 1.12-lp-ctr-ctr */
/* spec: 1.12-conversions, 1.12-leads-sales-rebills-rejected, 1.12-cr */
/* spec: 1.12-cr-hold-cr-confirmed, 1.12-revenue-hold-confirmed, 1.12-cost */
/* spec: 1.12-profit, 1.12-cpv, 1.12-cpc */
/* spec: 1.12-ecpm-cpm, 1.12-cpa, 1.12-epc */
static void every_formula_of_the_tracker_is_what_a_hand_reckons(void **state)
{
    size_t count;
    const struct metric *all = metric_all(FACT_TABLE, &count);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
        struct metric_value value = reckon(expected[i].name, &sums, RATE_SAME, false);
        if (value.is_blank || value.value != expected[i].value)
            fail_msg("%s is %" PRId64 ", not %" PRId64, expected[i].name, value.value,
                     expected[i].value);
    }
    for (size_t i = 0; i < count; i++) { /* none is left out but the other events */
        bool is_met = strncmp(all[i].name, "event", 5) == 0;
        for (size_t j = 0; j < ARRAY_LEN(expected); j++)
            is_met = is_met || strcmp(all[i].name, expected[j].name) == 0;
        if (!is_met)
            fail_msg("%s is not tested", all[i].name);
    }
}

static void what_is_divided_by_zero_is_blank_and_sums_are_zero(void **state)
{
    static const struct sums none;
    size_t count;
    const struct metric *all = metric_all(FACT_TABLE, &count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct metric_value value = reckon(all[i].name, &none, RATE_SAME, false);
        assert_int_equal(value.is_blank, all[i].denominator.count > 0);
        assert_int_equal(value.value, 0);
    }
}

static void halves_go_to_the_even_neighbour(void **state)
{
    struct sums of = {.at = {[SUM_cost] = 5, [SUM_visits] = 2}};
    (void)state;
    assert_int_equal(reckon("cpv", &of, RATE_SAME, false).value, 2); /* 2.5 */
    of.at[SUM_cost] = 7;
    assert_int_equal(reckon("cpv", &of, RATE_SAME, false).value, 4); /* 3.5 */
    of.at[SUM_cost] = -5;
    assert_int_equal(reckon("cpv", &of, RATE_SAME, false).value, -2);
}

static void smart_clicks_are_visits_where_there_is_no_lander(void **state)
{
    struct sums direct = {.at = {[SUM_visits] = 80,
                                 [SUM_direct_visits] = 80,
                                 [SUM_conversions] = 4,
                                 [SUM_cost] = 8000000}};
    (void)state;
    assert_true(reckon("cr", &direct, RATE_SAME, false).is_blank);
    assert_int_equal(reckon("cr", &direct, RATE_SAME, true).value, 50000);
    assert_int_equal(reckon("cpc", &direct, RATE_SAME, true).value, 100000);
    assert_int_equal(reckon("cr", &sums, RATE_SAME, true).value, 85714); /* 12 of 140 */
}

static void amounts_are_converted_once_and_ratios_need_no_rate(void **state)
{
    struct rate third = {.num = 1, .den = 3, .date = 20261124};
    (void)state;
    assert_int_equal(reckon("revenue", &sums, third, false).value, 30000000);
    assert_int_equal(reckon("revenue_confirmed", &sums, third, false).value, 23333333);
    assert_int_equal(reckon("profit", &sums, third, false).value,
                     reckon("revenue", &sums, third, false).value -
                         reckon("cost", &sums, third, false).value);
    assert_int_equal(reckon("roi", &sums, third, false).value, 2000000);
    assert_int_equal(reckon("epc", &sums, third, false).value, 500000);
    assert_int_equal(reckon("visits", &sums, third, false).value, 200);
}

static void what_no_number_holds_is_refused(void **state)
{
    struct sums of = {.at = {[SUM_cost] = INT64_MAX,
                             [SUM_visits] = 1,
                             [SUM_revenue_hold] = INT64_MAX,
                             [SUM_revenue_confirmed] = INT64_MAX}};
    struct metric_value value;
    (void)state;
    assert_int_equal(
        metric_reckon(metric_find(FACT_TABLE, STR("ecpm")), &of, RATE_SAME, false, &value),
        ERR_RANGE);
    assert_int_equal(
        metric_reckon(metric_find(FACT_TABLE, STR("revenue")), &of, RATE_SAME, false, &value),
        ERR_RANGE);
}

static void the_networks_rate_of_conversion_falls_back_to_impressions(void **state)
{
    struct sums of = {.at = {[AD_SUM_impressions] = 400, [AD_SUM_conversions] = 3}};
    const struct metric *cvr = metric_find(AD_FACT_TABLE, STR("cvr"));
    struct metric_value value;
    (void)state;
    assert_int_equal(metric_reckon(cvr, &of, RATE_SAME, false, &value), OK);
    assert_int_equal(value.value, 7500); /* 0.75 % */
    of.at[AD_SUM_clicks] = 10;
    assert_int_equal(metric_reckon(cvr, &of, RATE_SAME, false, &value), OK);
    assert_int_equal(value.value, 300000);
    assert_null(metric_find(AD_FACT_TABLE, STR("visits")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_formula_of_the_tracker_is_what_a_hand_reckons),
        cmocka_unit_test(what_is_divided_by_zero_is_blank_and_sums_are_zero),
        cmocka_unit_test(halves_go_to_the_even_neighbour),
        cmocka_unit_test(smart_clicks_are_visits_where_there_is_no_lander),
        cmocka_unit_test(amounts_are_converted_once_and_ratios_need_no_rate),
        cmocka_unit_test(what_no_number_holds_is_refused),
        cmocka_unit_test(the_networks_rate_of_conversion_falls_back_to_impressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

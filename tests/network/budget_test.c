/* Tests of network/budget, budgets and pricing: what an ad campaign may deliver and what it costs,
 * to the last event and the last unit (spec/network.md §3.1, §5). */
#include "network/budgets.h"
#include "../base/folder.h"

#include <pthread.h>
#include <sched.h>
#include "base/money.h"
#include "ledger/ledger.h"
#include "network/cappings.h"
#include "network/pricing.h"

#define ANY  AD_AMOUNT_ANY
#define CENT (MONEY_MICROS / 100)
#define NOON INT64_C(1795521600000) /* 2026-11-24T12:00:00Z */
#define HOUR INT64_C(3600000)

static struct zone *zone_of(const char *name)
{
    struct zone *zone = NULL;
    assert_int_equal(zone_make(str_from_c(name), &zone), OK);
    return zone;
}

static struct adcampaign campaign_of(const struct zone *zone)
{
    return (struct adcampaign){.id = 7,
                               .workspace_id = 1,
                               .pricing = AD_PRICING_CPC,
                               .price_micros = 7 * CENT,
                               .starts_ms = INT64_MIN,
                               .ends_ms = INT64_MAX,
                               .zone = zone,
                               .total = {ANY, ANY, ANY},
                               .daily = {ANY, ANY, ANY}};
}

/* ------------------------------------------------------------------ the check */

struct check_row {
    const char *what;
    struct ad_amount total_limit, daily_limit, total, today, asked;
    enum budget_stop stop;
};

/* clang-format off */
static const struct check_row check_rows[] = {
    {"without limits it delivers", {ANY, ANY, ANY}, {ANY, ANY, ANY},
     {9, 9, 9 * CENT}, {9, 9, 9 * CENT}, {0, 1, 7 * CENT}, BUDGET_NONE},
    {"the last unit of a budget is spent", {ANY, ANY, 70 * CENT}, {ANY, ANY, ANY},
     {0, 9, 63 * CENT}, {0, 9, 63 * CENT}, {0, 1, 7 * CENT}, BUDGET_NONE},
    {"a budget is not passed by a unit", {ANY, ANY, 70 * CENT - 1}, {ANY, ANY, ANY},
     {0, 9, 63 * CENT}, {0, 9, 63 * CENT}, {0, 1, 7 * CENT}, BUDGET_TOTAL_BUDGET},
    {"a spent budget delivers nothing, not even what is free", {ANY, ANY, 70 * CENT}, {ANY, ANY, ANY},
     {0, 10, 70 * CENT}, {0, 0, 0}, {0, 0, 0}, BUDGET_TOTAL_BUDGET},
    {"the day's budget is held against the day", {ANY, ANY, ANY}, {ANY, ANY, 14 * CENT},
     {0, 99, 99 * CENT}, {0, 1, 7 * CENT}, {0, 1, 7 * CENT}, BUDGET_NONE},
    {"and stops it", {ANY, ANY, ANY}, {ANY, ANY, 14 * CENT},
     {0, 2, 14 * CENT}, {0, 2, 14 * CENT}, {0, 1, 7 * CENT}, BUDGET_DAILY_BUDGET},
    {"the last click of a cap is delivered", {ANY, 10, ANY}, {ANY, ANY, ANY},
     {0, 9, 0}, {0, 9, 0}, {0, 1, 0}, BUDGET_NONE},
    {"and none behind it", {ANY, 10, ANY}, {ANY, ANY, ANY},
     {0, 10, 0}, {0, 10, 0}, {0, 1, 0}, BUDGET_TOTAL_CLICKS},
    {"clicks of a day", {ANY, ANY, ANY}, {ANY, 3, ANY},
     {0, 3, 0}, {0, 3, 0}, {0, 1, 0}, BUDGET_DAILY_CLICKS},
    {"impressions in all", {10, ANY, ANY}, {ANY, ANY, ANY},
     {10, 0, 0}, {10, 0, 0}, {1, 0, 0}, BUDGET_TOTAL_IMPRESSIONS},
    {"impressions of a day", {ANY, ANY, ANY}, {3, ANY, ANY},
     {3, 0, 0}, {3, 0, 0}, {1, 0, 0}, BUDGET_DAILY_IMPRESSIONS},
    {"a charge that passed the budget stops it", {ANY, ANY, 70 * CENT}, {ANY, ANY, ANY},
     {0, 10, 90 * CENT}, {0, 0, 0}, {0, 1, 0}, BUDGET_TOTAL_BUDGET},
};
/* clang-format on */

static void a_limit_is_reached_exactly_and_never_passed(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(check_rows); i++) {
        const struct check_row *row = &check_rows[i];
        struct adcampaign adcampaign = campaign_of(NULL);
        adcampaign.total = row->total_limit;
        adcampaign.daily = row->daily_limit;
        print_message("%s\n", row->what);
        assert_string_equal(budget_stop_code(budget_check(&adcampaign, NOON, &row->total,
                                                          &row->today, &row->asked)),
                            budget_stop_code(row->stop));
    }
}

static void a_click_on_an_ad_that_was_paid_is_stopped_by_what_it_takes_of_alone(void **state)
{
    const struct ad_amount spent = {10, 2, 70 * CENT}, click = {0, 1, 0}, none = {0};
    struct adcampaign adcampaign = campaign_of(NULL);
    (void)state;
    adcampaign.total = (struct ad_amount){10, 3, 70 * CENT};
    assert_int_equal(budget_check(&adcampaign, NOON, &spent, &spent, &click), BUDGET_TOTAL_BUDGET);
    assert_int_equal(budget_check_shown(&adcampaign, NOON, &spent, &spent, &click), BUDGET_NONE);
    assert_int_equal(budget_check_shown(&adcampaign, NOON, &spent, &spent, &none), BUDGET_NONE);
    adcampaign.total.clicks = 2;
    assert_int_equal(budget_check_shown(&adcampaign, NOON, &spent, &spent, &click),
                     BUDGET_TOTAL_CLICKS);
    adcampaign.status = STATUS_PAUSED;
    assert_int_equal(budget_check_shown(&adcampaign, NOON, &spent, &spent, &none), BUDGET_PAUSED);
}

static enum budget_stop stop_at(const struct adcampaign *adcampaign, int64_t at_ms)
{
    static const struct ad_amount nothing;
    return budget_check(adcampaign, at_ms, &nothing, &nothing, &nothing);
}

static void it_delivers_from_its_start_to_before_its_end_while_it_runs(void **state)
{
    struct adcampaign adcampaign = campaign_of(NULL);
    (void)state;
    adcampaign.starts_ms = NOON;
    adcampaign.ends_ms = NOON + HOUR;
    assert_int_equal(stop_at(&adcampaign, NOON - 1), BUDGET_SCHEDULED);
    assert_int_equal(stop_at(&adcampaign, NOON), BUDGET_NONE);
    assert_int_equal(stop_at(&adcampaign, NOON + HOUR - 1), BUDGET_NONE);
    assert_int_equal(stop_at(&adcampaign, NOON + HOUR), BUDGET_ENDED);
    adcampaign.status = STATUS_PAUSED;
    assert_int_equal(stop_at(&adcampaign, NOON), BUDGET_PAUSED);
    adcampaign.status = STATUS_ARCHIVED;
    assert_int_equal(stop_at(&adcampaign, NOON), BUDGET_ARCHIVED);
}

/* ------------------------------------------------------------------ the table */

#define CLIENTS 8
#define ASKED   2000

struct crowd {
    struct budgets *budgets;
    const struct adcampaign *adcampaign;
    unsigned held;
};

static void *ask_often(void *context)
{
    struct crowd *crowd = context;
    const struct ad_amount click = {0, 1, 7 * CENT};
    for (int i = 0; i < ASKED; i++) {
        struct budget_hold hold;
        if (budgets_reserve(crowd->budgets, crowd->adcampaign, &click, NOON, &hold) != BUDGET_NONE)
            continue;
        if (i % 3 == 0)
            budgets_give_back(crowd->budgets, &hold);
        else
            crowd->held++;
    }
    return NULL;
}

static struct budgets *open_empty(const char *dir)
{
    struct ledger *ledger = NULL;
    struct budgets *budgets = NULL;
    assert_int_equal(ledger_open(dir, &(struct ledger_options){0}, &ledger), OK);
    ledger_close(ledger);
    assert_int_equal(budgets_open(dir, &budgets), OK);
    return budgets;
}

static void many_at_once_hold_exactly_what_there_is(void **state)
{
    struct zone *zone = zone_of("UTC");
    struct adcampaign adcampaign = campaign_of(zone);
    struct budgets *budgets = open_empty(*state);
    struct crowd crowds[CLIENTS];
    pthread_t threads[CLIENTS];
    unsigned held = 0;
    adcampaign.total.micros = 1000 * 7 * CENT + 3;
    for (size_t i = 0; i < CLIENTS; i++) {
        crowds[i] = (struct crowd){budgets, &adcampaign, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &crowds[i]), 0);
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        held += crowds[i].held;
    }
    assert_int_equal(held, 1000);
    budgets_close(budgets);
    zone_free(zone);
}

static void a_day_begins_at_midnight_of_its_zone_and_never_again(void **state)
{
    struct zone *zone = zone_of("America/New_York");
    struct adcampaign adcampaign = campaign_of(zone);
    struct budgets *budgets = open_empty(*state);
    const struct ad_amount click = {0, 1, 0};
    const int64_t midnight = NOON + 17 * HOUR; /* 05:00 UTC */
    struct budget_hold first, hold;
    adcampaign.daily.clicks = 1;
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, midnight - 1, &first),
                     BUDGET_NONE);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, midnight - 1, &hold),
                     BUDGET_DAILY_CLICKS);
    assert_int_equal(hold.adcampaign_id, 0);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, midnight, &hold), BUDGET_NONE);
    assert_int_equal(hold.day, first.day + 1);
    /* The clock went back: the new day goes on. */
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, midnight - 1, &hold),
                     BUDGET_DAILY_CLICKS);
    /* What is given back of yesterday is nothing of today. */
    budgets_give_back(budgets, &first);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, midnight, &hold),
                     BUDGET_DAILY_CLICKS);
    budgets_close(budgets);
    zone_free(zone);
}

static void a_charge_counts_whatever_the_limits_and_stops_the_rest(void **state)
{
    struct zone *zone = zone_of("UTC");
    struct adcampaign adcampaign = campaign_of(zone);
    struct budgets *budgets = open_empty(*state);
    const struct ad_amount sale = {0, 0, 50 * CENT}, arrival = {0, 1, 0};
    struct budget_hold charged, hold;
    adcampaign.total.micros = 60 * CENT;
    budgets_charge(budgets, &adcampaign, &sale, NOON, &charged);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &arrival, NOON, &hold), BUDGET_NONE);
    budgets_charge(budgets, &adcampaign, &sale, NOON, &charged);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &arrival, NOON, &hold),
                     BUDGET_TOTAL_BUDGET);
    budgets_give_back(budgets, &charged);
    assert_int_equal(budgets_reserve(budgets, &adcampaign, &arrival, NOON, &hold), BUDGET_NONE);
    budgets_close(budgets);
    zone_free(zone);
}

#define MANY 2500 /* more than a page of them is read at a time */

static enum err write_days(struct ledger_job *job, struct ledger_tx *tx)
{
    enum err err = OK;
    (void)job;
    for (uint64_t id = 1; id <= MANY && err == OK; id++)
        for (int64_t day = 20780; day <= 20781 && err == OK; day++) { /* 2026-11-23, 24 */
            struct adcampaign_day row = {id, day, 1, 0, day - 20779, (int64_t)id};
            err = ledger_add(tx, LEDGER_ADCAMPAIGN_DAY, &row);
        }
    return err;
}

static void note_done(struct ledger_job *job, enum err result)
{
    (void)job;
    assert_int_equal(result, OK);
}

static void ignore_wake(void *context)
{
    (void)context;
}

static void what_was_spent_before_the_start_is_spent(void **state)
{
    struct zone *zone = zone_of("UTC");
    struct adcampaign adcampaign = campaign_of(zone);
    struct ledger *ledger = NULL;
    struct budgets *budgets = NULL;
    struct ledger_job job = {.decide = write_days, .done = note_done, .id_count = 1};
    const struct ad_amount click = {0, 1, 0};
    struct budget_hold hold;
    assert_int_equal(ledger_open(*state, &(struct ledger_options){0}, &ledger), OK);
    struct ledger_port *port = ledger_port_open(ledger, ignore_wake, NULL);
    ledger_port_add(port, &job);
    ledger_port_flush(port);
    while (!ledger_port_collect(port))
        (void)sched_yield();
    ledger_port_close(port);
    ledger_close(ledger);
    assert_int_equal(budgets_open(*state, &budgets), OK);
    for (uint64_t id = 1; id <= MANY; id++) {
        adcampaign.id = id;
        /* A click on the day before, two on the last: one more is what these leave. */
        adcampaign.total = (struct ad_amount){ANY, 4, (int64_t)(2 * id + 1)};
        adcampaign.daily.clicks = 3;
        assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, NOON, &hold), BUDGET_NONE);
        assert_int_equal(hold.day, 20781);
        assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, NOON, &hold),
                         BUDGET_TOTAL_CLICKS);
        adcampaign.total.clicks = ANY;
        assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, NOON, &hold),
                         BUDGET_DAILY_CLICKS);
        adcampaign.total.micros = (int64_t)(2 * id);
        assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, NOON, &hold),
                         BUDGET_TOTAL_BUDGET);
    }
    budgets_close(budgets);
    zone_free(zone);
}

static void many_ad_campaigns_are_kept_apart(void **state)
{
    struct zone *zone = zone_of("UTC");
    struct adcampaign adcampaign = campaign_of(zone);
    struct budgets *budgets = open_empty(*state);
    const struct ad_amount click = {0, 1, 0};
    struct budget_hold hold;
    adcampaign.total.clicks = 1;
    for (int round = 0; round < 2; round++)
        for (uint64_t id = 1; id <= 5000; id++) {
            adcampaign.id = id;
            assert_int_equal(budgets_reserve(budgets, &adcampaign, &click, NOON, &hold),
                             round == 0 ? BUDGET_NONE : BUDGET_TOTAL_CLICKS);
        }
    budgets_close(budgets);
    zone_free(zone);
}

/* ------------------------------------------------------------------ the price */

struct price_row {
    const char *what;
    enum ad_pricing pricing;
    int64_t price_micros;
    const char *format;
    bool is_seen;
    const char *sent;
    struct ad_amount arrival;
    int64_t cost_micros;
};

/* clang-format off */
static const struct price_row price_rows[] = {
    {"a click is paid by click", AD_PRICING_CPC, 7 * CENT, "300x250", false, "", {0, 1, 0}, 7 * CENT},
    {"whatever its format", AD_PRICING_CPC, 7 * CENT, "popunder", false, "", {0, 1, 0}, 7 * CENT},
    {"who knows the cost better says it", AD_PRICING_CPC, 7 * CENT, "", false, "0.01", {0, 1, 0}, CENT},
    {"a popunder is an impression, at a thousandth", AD_PRICING_CPM, 5 * MONEY_MICROS, "popunder", false, "", {1, 0, 0}, 5000},
    {"of a view the whole price", AD_PRICING_CPV, CENT, "popunder", false, "", {1, 0, 0}, CENT},
    {"a click whose view nobody counted is one", AD_PRICING_CPM, 5 * MONEY_MICROS, "300x250", false, "", {1, 1, 0}, 5000},
    {"where the view was counted the click is free", AD_PRICING_CPM, 5 * MONEY_MICROS, "300x250", true, "", {0, 1, 0}, 0},
    {"and stays so", AD_PRICING_CPM, 5 * MONEY_MICROS, "300x250", true, "0.01", {0, 1, 0}, 0},
    {"of Smart CPM the price is a ceiling", AD_PRICING_SMART_CPM, 5 * MONEY_MICROS, "popunder", false, "0.005001", {1, 0, 0}, 5000},
    {"below which the auction's price holds", AD_PRICING_SMART_CPM, 5 * MONEY_MICROS, "popunder", false, "0.002001", {1, 0, 0}, 2001},
    {"without an auction it is the price", AD_PRICING_SMART_CPM, 5 * MONEY_MICROS, "popunder", false, "", {1, 0, 0}, 5000},
    {"who pays by conversion pays nothing before", AD_PRICING_CPA, 5 * MONEY_MICROS, "", false, "1", {0, 1, 0}, 0},
    {"a popunder neither", AD_PRICING_CPA, 5 * MONEY_MICROS, "popunder", false, "", {1, 0, 0}, 0},
    {"a thousandth is rounded half to even", AD_PRICING_CPM, 2500, "popunder", false, "", {1, 0, 0}, 2},
};
/* clang-format on */

static void an_arrival_counts_and_costs_as_it_is_priced(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(price_rows); i++) {
        const struct price_row *row = &price_rows[i];
        struct adcampaign adcampaign = campaign_of(NULL);
        int64_t micros = -1;
        adcampaign.pricing = row->pricing;
        adcampaign.price_micros = row->price_micros;
        struct ad_amount arrival =
            pricing_arrival(row->pricing, str_from_c(row->format), row->is_seen);
        print_message("%s\n", row->what);
        assert_int_equal(arrival.impressions, row->arrival.impressions);
        assert_int_equal(arrival.clicks, row->arrival.clicks);
        assert_true(pricing_cost(&adcampaign, 0, str_from_c(row->sent), &arrival, &micros));
        assert_int_equal(micros, row->cost_micros);
    }
}

static void a_cost_that_is_no_amount_is_refused_by_every_pricing(void **state)
{
    static const enum ad_pricing all[] = {AD_PRICING_CPC, AD_PRICING_CPM, AD_PRICING_CPA,
                                          AD_PRICING_SMART_CPM, AD_PRICING_CPV};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct adcampaign adcampaign = campaign_of(NULL);
        int64_t micros;
        adcampaign.pricing = all[i];
        struct ad_amount arrival = pricing_arrival(all[i], STR(""), false);
        assert_false(pricing_cost(&adcampaign, 0, STR("x"), &arrival, &micros));
        assert_false(pricing_cost(&adcampaign, 0, STR("-1"), &arrival, &micros));
        assert_false(pricing_cost(&adcampaign, 0, STR("10000.000001"), &arrival, &micros));
    }
}

static void a_conversion_is_paid_for_where_it_is_what_is_bought(void **state)
{
    struct adcampaign adcampaign = campaign_of(NULL);
    (void)state;
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("a"), 5), 0);
    adcampaign.pricing = AD_PRICING_CPA;
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("a"), -1), 7 * CENT);
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("a"), 5), 5);
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("a"), 0), 0);
    adcampaign.goal_id = STR("b");
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("a"), 5), 0);
    assert_int_equal(pricing_conversion(&adcampaign, 0, STR("b"), 5), 5);
}

/* ------------------------------------------------------------------ cappings */

static void a_visitor_gets_it_so_often_within_the_hours_of_the_first_time(void **state)
{
    const struct ad_capping capping = {2, 3 * HOUR};
    struct cappings *cappings = cappings_make(1);
    (void)state;
    assert_true(cappings_take(cappings, &capping, 5, NOON));
    assert_true(cappings_take(cappings, &capping, 5, NOON + 2 * HOUR));
    assert_false(cappings_take(cappings, &capping, 5, NOON + 3 * HOUR - 1));
    assert_true(cappings_take(cappings, &capping, 6, NOON + 2 * HOUR));
    cappings_give_back(cappings, 5);
    assert_true(cappings_take(cappings, &capping, 5, NOON + 2 * HOUR));
    assert_false(cappings_take(cappings, &capping, 5, NOON + 2 * HOUR));
    assert_true(cappings_take(cappings, &capping, 5, NOON + 3 * HOUR));
    for (int i = 0; i < 9; i++) {
        assert_true(cappings_take(cappings, &capping, 0, NOON)); /* nobody */
        assert_true(cappings_take(cappings, &(struct ad_capping){0}, 6, NOON));
    }
    cappings_close(cappings);
}

static void the_hours_of_a_capping_begin_with_what_was_delivered(void **state)
{
    const struct ad_capping capping = {1, 3 * HOUR};
    struct cappings *cappings = cappings_make(1);
    (void)state;
    assert_true(cappings_take(cappings, &capping, 5, NOON)); /* its budget was spent: no ad */
    cappings_give_back(cappings, 5);
    assert_true(cappings_take(cappings, &capping, 5, NOON + HOUR));
    assert_false(cappings_take(cappings, &capping, 5, NOON + 3 * HOUR));
    assert_true(cappings_take(cappings, &capping, 5, NOON + 4 * HOUR));
    cappings_close(cappings);
}

static void to_look_counts_nothing_and_pushes_nobody_out(void **state)
{
    const struct ad_capping capping = {1, 3 * HOUR};
    struct cappings *cappings = cappings_make(1);
    (void)state;
    for (uint64_t i = 1; i <= CAPPINGS_SET; i++)
        assert_true(cappings_take(cappings, &capping, i * CAPPINGS_SHARDS, NOON));
    for (uint64_t i = 1; i <= 2 * CAPPINGS_SET; i++)
        assert_int_equal(cappings_look(cappings, &capping, i * CAPPINGS_SHARDS, NOON + HOUR),
                         i > CAPPINGS_SET);
    for (uint64_t i = 1; i <= CAPPINGS_SET; i++)
        assert_false(cappings_take(cappings, &capping, i * CAPPINGS_SHARDS, NOON + HOUR));
    assert_true(cappings_look(cappings, &capping, CAPPINGS_SHARDS, NOON + 3 * HOUR));
    assert_true(cappings_look(cappings, &(struct ad_capping){0}, CAPPINGS_SHARDS, NOON));
    assert_true(cappings_look(cappings, &capping, 0, NOON)); /* nobody */
    cappings_close(cappings);
}

static void a_full_set_pushes_out_whose_hours_began_longest_ago(void **state)
{
    const struct ad_capping capping = {1, 1000 * HOUR};
    struct cappings *cappings = cappings_make(1);
    (void)state;
    for (uint64_t i = 1; i <= CAPPINGS_SET + 1; i++)
        assert_true(cappings_take(cappings, &capping, i * CAPPINGS_SHARDS, NOON + (int64_t)i));
    assert_false(cappings_take(cappings, &capping, 2 * CAPPINGS_SHARDS, NOON + 100));
    assert_true(cappings_take(cappings, &capping, CAPPINGS_SHARDS, NOON + 100));
    cappings_close(cappings);
}

/* ------------------------------------------------------------------ landing pages */

static void landing_pages_are_drawn_by_their_shares(void **state)
{
    const struct landing_page pages[] = {{NULL, 3}, {NULL, 0}, {NULL, 1}};
    const struct variation variation = {.pages = pages, .page_count = 3, .share_sum = 4};
    unsigned drawn[3] = {0};
    (void)state;
    for (uint64_t draw = 0; draw < 400; draw++)
        drawn[variation_draw(&variation, draw) - pages]++;
    assert_int_equal(drawn[0], 300);
    assert_int_equal(drawn[1], 0);
    assert_int_equal(drawn[2], 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_reached_exactly_and_never_passed),
        cmocka_unit_test(a_click_on_an_ad_that_was_paid_is_stopped_by_what_it_takes_of_alone),
        cmocka_unit_test(it_delivers_from_its_start_to_before_its_end_while_it_runs),
        TEST(many_at_once_hold_exactly_what_there_is),
        TEST(a_day_begins_at_midnight_of_its_zone_and_never_again),
        TEST(a_charge_counts_whatever_the_limits_and_stops_the_rest),
        TEST(what_was_spent_before_the_start_is_spent),
        TEST(many_ad_campaigns_are_kept_apart),
        cmocka_unit_test(an_arrival_counts_and_costs_as_it_is_priced),
        cmocka_unit_test(a_cost_that_is_no_amount_is_refused_by_every_pricing),
        cmocka_unit_test(a_conversion_is_paid_for_where_it_is_what_is_bought),
        cmocka_unit_test(a_visitor_gets_it_so_often_within_the_hours_of_the_first_time),
        cmocka_unit_test(the_hours_of_a_capping_begin_with_what_was_delivered),
        cmocka_unit_test(to_look_counts_nothing_and_pushes_nobody_out),
        cmocka_unit_test(a_full_set_pushes_out_whose_hours_began_longest_ago),
        cmocka_unit_test(landing_pages_are_drawn_by_their_shares),
    };
    return cmocka_run_group_tests_name("budget", tests, NULL, NULL);
}

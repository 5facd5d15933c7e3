/* Tests of network/bid: what a bidder decides from figures, a row for each case (spec/network.md
 * §5). */
#include "network/bid.h"
#include "../base/check.h"

#include "base/money.h"

#define CENT (MONEY_MICROS / 100)
#define UNIT MONEY_MICROS
#define NONE SCHEMA_MONEY_NONE

/* What stands in every case until its row says otherwise: clicks at 0.10, tested with 5. */
static struct bidder_worth_body goal_worth = {BIDDER_WORTH_GOAL, 0};
static struct bidder_worth_body target_worth = {BIDDER_WORTH_TARGET, 4 * UNIT};

static struct bidder_body asked_of(struct bidder_worth_body *worth, int64_t max_micros)
{
    return (struct bidder_body){.is_automatic = true,
                                .worth = worth,
                                .test_budget_micros = 5 * UNIT,
                                .price_min_micros = CENT,
                                .price_max_micros = max_micros};
}

struct zone_row {
    const char *what;
    struct bidder_worth_body *worth;
    int64_t price_max_micros;
    enum ad_pricing pricing;
    bool is_held, is_blocked;
    int64_t set_micros;
    struct bidder_figures figures; /* impressions, clicks, cost, conversions, value */
    enum bid_action action;
    enum bid_reason reason;
    int64_t after_micros;
};

/* clang-format off */
static const struct zone_row zone_rows[] = {
    {"a zone that cost less than its test budget is left alone",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 49, 4990000, 0, 0}, BID_KEEP, BID_TESTING, 0},
    {"without a conversion its test budget blocks it, to the last unit",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 50, 5 * UNIT, 0, 0}, BID_BLOCK, BID_NO_CONVERSION, 0},
    {"the price becomes what a click brought",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 2, 6 * UNIT}, BID_PRICE, BID_WORTH, 6 * CENT},
    {"what a click brought does not depend on what it cost: a second look changes nothing",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, 6 * CENT, {0, 100, 10 * UNIT, 2, 6 * UNIT}, BID_KEEP, BID_SAME_PRICE, 0},
    {"a move of 5 % is none",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 2, 9500000}, BID_KEEP, BID_SAME_PRICE, 0},
    {"a move of more is one",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 2, 9490000}, BID_PRICE, BID_WORTH, 94900},
    {"the ad campaign's price is the highest where none is said",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, 6 * CENT, {0, 100, 10 * UNIT, 9, 90 * UNIT}, BID_PRICE, BID_WORTH_MAX, 10 * CENT},
    {"the highest price that is said holds",
     &goal_worth, 15 * CENT, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 9, 90 * UNIT}, BID_PRICE, BID_WORTH_MAX, 15 * CENT},
    {"below the highest it is as it comes, above the campaign's too",
     &goal_worth, UNIT, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 9, 90 * UNIT}, BID_PRICE, BID_WORTH, 90 * CENT},
    {"the lowest price holds",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 1000, 100 * UNIT, 1, UNIT}, BID_PRICE, BID_WORTH_MIN, CENT},
    {"a target says what a conversion is worth, whatever its goal says",
     &target_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 2, 0}, BID_PRICE, BID_WORTH, 8 * CENT},
    {"conversions of goals without a value give no price",
     &goal_worth, NONE, AD_PRICING_CPC, false, false, -1, {0, 100, 10 * UNIT, 2, 0}, BID_KEEP, BID_NO_WORTH, 0},
    {"a price for a thousand is reckoned by what was seen",
     &goal_worth, UNIT, AD_PRICING_CPM, false, false, -1, {10000, 20, 10 * UNIT, 1, 5 * UNIT}, BID_PRICE, BID_WORTH, 50 * CENT},
    {"of Smart CPM as well: it is a ceiling of the same",
     &goal_worth, UNIT, AD_PRICING_SMART_CPM, false, false, -1, {10000, 0, 10 * UNIT, 1, 5 * UNIT}, BID_PRICE, BID_WORTH, 50 * CENT},
    {"where impressions were not counted, by clicks",
     &goal_worth, 10 * UNIT, AD_PRICING_CPM, false, false, -1, {0, 10000, 10 * UNIT, 1, 5 * UNIT}, BID_PRICE, BID_WORTH, 50 * CENT},
    {"a conversion's price is what a conversion brought",
     &goal_worth, 10 * UNIT, AD_PRICING_CPA, false, false, -1, {0, 100, 10 * UNIT, 2, 6 * UNIT}, BID_PRICE, BID_WORTH, 3 * UNIT},
    {"a view's price is not a thousand's",
     &goal_worth, UNIT, AD_PRICING_CPV, false, false, -1, {100, 3, 10 * UNIT, 1, 5 * UNIT}, BID_PRICE, BID_WORTH, 5 * CENT},
    {"what a person holds is left alone",
     &goal_worth, NONE, AD_PRICING_CPC, true, false, -1, {0, 50, 5 * UNIT, 0, 0}, BID_KEEP, BID_HELD, 0},
    {"what is blocked is not blocked again",
     &goal_worth, NONE, AD_PRICING_CPC, false, true, -1, {0, 50, 5 * UNIT, 0, 0}, BID_KEEP, BID_BLOCKED, 0},
};
/* clang-format on */

/* spec: n5-bidder-automatic */
static void a_zone_is_tested_then_blocked_or_priced(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(zone_rows); i++) {
        const struct zone_row *row = &zone_rows[i];
        struct bidder_body asked = asked_of(row->worth, row->price_max_micros);
        struct bid_answer answer = bid_decide(&(struct bid_case){.asked = &asked,
                                                                 .pricing = row->pricing,
                                                                 .price_micros = 10 * CENT,
                                                                 .is_held = row->is_held,
                                                                 .is_blocked = row->is_blocked,
                                                                 .set_micros = row->set_micros,
                                                                 .figures = row->figures});
        print_message("%s\n", row->what);
        assert_int_equal(answer.action, row->action);
        assert_string_equal(bid_reason_text(answer.reason), bid_reason_text(row->reason));
        if (row->action != BID_PRICE)
            continue;
        assert_int_equal(answer.after_micros, row->after_micros);
        assert_int_equal(answer.before_micros, row->set_micros);
    }
}

struct rule_row {
    const char *what;
    size_t count;
    struct bidder_condition_body conditions[2];
    struct bidder_figures figures;
    bool is_blocked;
};

/* clang-format off */
static const struct rule_row rule_rows[] = {
    {"one condition that holds is enough", 1, {{BIDDER_COST, BIDDER_GREATER, 10 * UNIT}},
     {0, 9, 10000001, 0, 0}, true},
    {"greater is not equal", 1, {{BIDDER_COST, BIDDER_GREATER, 10 * UNIT}},
     {0, 9, 10 * UNIT, 0, 0}, false},
    {"greater or equal is", 1, {{BIDDER_COST, BIDDER_GREATER_OR_EQUAL, 10 * UNIT}},
     {0, 9, 10 * UNIT, 0, 0}, true},
    {"less is not equal", 1, {{BIDDER_CLICKS, BIDDER_LESS, 9 * UNIT}}, {0, 9, 0, 0, 0}, false},
    {"less or equal is", 1, {{BIDDER_CLICKS, BIDDER_LESS_OR_EQUAL, 9 * UNIT}}, {0, 9, 0, 0, 0}, true},
    {"all conditions must hold", 2,
     {{BIDDER_COST, BIDDER_GREATER, 10 * UNIT}, {BIDDER_CONVERSIONS, BIDDER_LESS, UNIT}},
     {0, 9, 11 * UNIT, 1, 0}, false},
    {"and do", 2, {{BIDDER_COST, BIDDER_GREATER, 10 * UNIT}, {BIDDER_CONVERSIONS, BIDDER_LESS, UNIT}},
     {0, 9, 11 * UNIT, 0, 0}, true},
    {"a percentage is compared as it is written", 1, {{BIDDER_ROI, BIDDER_LESS, -50 * UNIT}},
     {0, 9, 10 * UNIT, 1, 4990000}, true},
    {"to its last place", 1, {{BIDDER_ROI, BIDDER_LESS, -50 * UNIT}},
     {0, 9, 10 * UNIT, 1, 5 * UNIT}, false},
    {"a cost per conversion is the quotient", 1, {{BIDDER_ECPA, BIDDER_GREATER, 5 * UNIT}},
     {0, 9, 11 * UNIT, 2, 0}, true},
    {"without conversions it is higher than any", 1, {{BIDDER_ECPA, BIDDER_GREATER, 5 * UNIT}},
     {0, 9, 1, 0, 0}, true},
    {"without a cost as well there is none", 1, {{BIDDER_ECPA, BIDDER_GREATER, 5 * UNIT}},
     {0, 9, 0, 0, 0}, false},
    {"what is divided by nothing neither holds", 1, {{BIDDER_CTR, BIDDER_LESS, UNIT}},
     {0, 9, 0, 0, 0}, false},
    {"nor exceeds", 1, {{BIDDER_ROI, BIDDER_GREATER, UNIT}}, {0, 9, 0, 0, 0}, false},
    {"a loss is a profit below nothing", 1, {{BIDDER_PROFIT, BIDDER_LESS, -5 * UNIT}},
     {0, 9, 10 * UNIT, 1, 4 * UNIT}, true},
    {"a rate of conversion counts clicks", 1, {{BIDDER_CVR, BIDDER_LESS, UNIT}},
     {1000, 200, 0, 1, 0}, true},
};
/* clang-format on */

static struct bid_answer decide_rule(const struct rule_row *row, bool is_held, bool is_blocked)
{
    struct bidder_body asked = asked_of(&goal_worth, NONE);
    struct bidder_condition_body conditions[2];
    memcpy(conditions, row->conditions, sizeof(conditions));
    const struct bidder_rule_body rule = {.dimension = BIDDER_COUNTRY,
                                          .conditions = {conditions, row->count}};
    return bid_decide(&(struct bid_case){.asked = &asked,
                                         .rule = &rule,
                                         .pricing = AD_PRICING_CPC,
                                         .is_held = is_held,
                                         .is_blocked = is_blocked,
                                         .set_micros = -1,
                                         .figures = row->figures});
}

static void a_rule_blocks_what_all_its_conditions_hold_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rule_rows); i++) {
        struct bid_answer answer = decide_rule(&rule_rows[i], false, false);
        print_message("%s\n", rule_rows[i].what);
        assert_int_equal(answer.action, rule_rows[i].is_blocked ? BID_BLOCK : BID_KEEP);
        assert_int_equal(answer.reason, rule_rows[i].is_blocked ? BID_RULE : BID_NO_RULE);
    }
}

static void a_rule_leaves_alone_what_is_held_or_blocked(void **state)
{
    (void)state;
    assert_int_equal(decide_rule(&rule_rows[0], true, false).reason, BID_HELD);
    assert_int_equal(decide_rule(&rule_rows[0], false, true).reason, BID_BLOCKED);
    assert_int_equal(decide_rule(&rule_rows[0], false, true).action, BID_KEEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zone_is_tested_then_blocked_or_priced),
        cmocka_unit_test(a_rule_blocks_what_all_its_conditions_hold_for),
        cmocka_unit_test(a_rule_leaves_alone_what_is_held_or_blocked),
    };
    return cmocka_run_group_tests_name("bid", tests, NULL, NULL);
}

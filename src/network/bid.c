#include "network/bid.h"

#include "base/money.h"
#include "facts/metric.h"
#include "network/pricing.h"

#define SAME_PRICE_PARTS 20 /* a price that moves by less than one of these parts stays */

static const char *const reasons[] = {
#define X(name, text) text,
    BID_REASONS(X)
#undef X
};

const char *bid_reason_text(enum bid_reason reason)
{
    CHECK(reason < BID_REASON_COUNT);
    return reasons[reason];
}

/* ------------------------------------------------------------------ rules */

static struct sums sums_of(const struct bidder_figures *figures)
{
    struct sums sums = {0};
    sums.at[AD_SUM_impressions] = figures->impressions;
    sums.at[AD_SUM_clicks] = figures->clicks;
    sums.at[AD_SUM_cost] = figures->cost_micros;
    sums.at[AD_SUM_conversions] = figures->conversions;
    sums.at[AD_SUM_value] = figures->value_micros;
    return sums;
}

/* Micros of each unit of a metric. */
static int64_t unit_micros(enum metric_unit unit)
{
    switch (unit) {
    case METRIC_COUNT:
        return MONEY_MICROS;
    case METRIC_PERCENT:
        return 100; /* of ten-thousandths of a percent */
    case METRIC_MONEY:
    case METRIC_NUMBER:
        break;
    }
    return 1;
}

/* False: it is blank. Money that brought no conversion costs more for one than any amount. */
bool bid_reckon(enum bidder_metric which, const struct bidder_figures *figures, int64_t *micros)
{
    const struct sums sums = sums_of(figures);
    const struct metric *metric = metric_find(AD_FACT_TABLE, str_from_c(bidder_metric_text(which)));
    struct metric_value value;
    CHECK(metric != NULL);
    if (metric_reckon(metric, &sums, RATE_SAME, false, &value) != OK)
        return false;
    if (value.is_blank && which == BIDDER_ECPA && figures->cost_micros > 0) {
        *micros = INT64_MAX;
        return true;
    }
    return !value.is_blank &&
           !__builtin_mul_overflow(value.value, unit_micros(metric->unit), micros);
}

static bool compare(enum bidder_op op, int64_t left, int64_t right)
{
    switch (op) {
    case BIDDER_GREATER:
        return left > right;
    case BIDDER_GREATER_OR_EQUAL:
        return left >= right;
    case BIDDER_LESS:
        return left < right;
    case BIDDER_LESS_OR_EQUAL:
        return left <= right;
    case BIDDER_OP_COUNT:
        break;
    }
    check_failed("a comparison of the table", __FILE__, __LINE__);
}

static bool rule_holds(const struct bidder_rule_body *rule, const struct bidder_figures *figures)
{
    for (size_t i = 0; i < rule->conditions.count; i++) {
        const struct bidder_condition_body *condition =
            LIST_AT(rule->conditions, struct bidder_condition_body, i);
        int64_t micros;
        if (!bid_reckon((enum bidder_metric)condition->metric, figures, &micros) ||
            !compare((enum bidder_op)condition->op, micros, condition->micros))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------ prices */

/* What is paid for: clicks, conversions, or what is seen where that is counted. */
static int64_t paid_events(const struct bid_case *c)
{
    if (c->pricing == AD_PRICING_CPA)
        return c->figures.conversions;
    bool is_by_view = pricing_is_by_view(c->pricing) && c->figures.impressions > 0;
    return is_by_view ? c->figures.impressions : c->figures.clicks;
}

/* What the conversions are worth. ERR_RANGE. */
static enum err worth_of(const struct bid_case *c, int64_t *micros)
{
    const struct bidder_worth_body *worth = c->asked->worth;
    *micros = c->figures.value_micros;
    return worth->from == BIDDER_WORTH_GOAL
               ? OK
               : money_scale(worth->amount_micros, c->figures.conversions, 1, micros);
}

static struct bid_answer keep(enum bid_reason reason)
{
    return (struct bid_answer){.action = BID_KEEP, .reason = reason};
}

/* The price at which its events cost what they brought. */
static struct bid_answer decide_price(const struct bid_case *c, int64_t worth_micros)
{
    int64_t min = c->asked->price_min_micros;
    int64_t max = c->asked->price_max_micros != SCHEMA_MONEY_NONE ? c->asked->price_max_micros
                                                                  : c->price_micros;
    int64_t now = c->set_micros >= 0 ? c->set_micros : c->price_micros;
    int64_t events = paid_events(c), price = now;
    struct bid_answer answer = {
        .action = BID_PRICE, .reason = BID_WORTH, .before_micros = c->set_micros};

    if (events <= 0 || money_scale(worth_micros, pricing_events(c->pricing), events, &price) != OK)
        return keep(BID_SAME_PRICE);
    if (price < min) {
        answer.reason = BID_WORTH_MIN;
        price = min;
    }
    if (price > max) {
        answer.reason = BID_WORTH_MAX;
        price = max;
    }
    int64_t moved = price > now ? price - now : now - price;
    if (moved <= now / SAME_PRICE_PARTS)
        return keep(BID_SAME_PRICE);
    answer.after_micros = price;
    return answer;
}

static struct bid_answer decide_zone(const struct bid_case *c)
{
    int64_t worth_micros = 0;
    const struct bidder_figures *figures = &c->figures;
    if (figures->cost_micros < c->asked->test_budget_micros || figures->cost_micros <= 0)
        return keep(BID_TESTING);
    if (figures->conversions <= 0)
        return (struct bid_answer){.action = BID_BLOCK, .reason = BID_NO_CONVERSION};
    if (worth_of(c, &worth_micros) != OK || worth_micros <= 0)
        return keep(BID_NO_WORTH);
    return decide_price(c, worth_micros);
}

struct bid_answer bid_decide(const struct bid_case *c)
{
    if (c->is_held)
        return keep(BID_HELD);
    if (c->is_blocked)
        return keep(BID_BLOCKED);
    if (c->rule == NULL)
        return decide_zone(c);
    if (!rule_holds(c->rule, &c->figures))
        return keep(BID_NO_RULE);
    return (struct bid_answer){.action = BID_BLOCK, .reason = BID_RULE};
}

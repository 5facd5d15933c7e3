#include "facts/metric.h"

/* --- The sums -------------------------------------------------------------- */

#define NAME_OF(type, name) #name,
static const char *const tracker_sums[] = {FACT_MEASURES(NAME_OF)};
static const char *const network_sums[] = {AD_FACT_MEASURES(NAME_OF)};

const char *metric_sum_column(enum fact_table_id table, size_t sum)
{
    CHECK(sum < metric_sum_count(table));
    return table == FACT_TABLE ? tracker_sums[sum] : network_sums[sum];
}

size_t metric_sum_count(enum fact_table_id table)
{
    return table == FACT_TABLE ? ARRAY_LEN(tracker_sums) : ARRAY_LEN(network_sums);
}

/* --- The formulas ---------------------------------------------------------- */

/* clang-format off */
#define PLUS(sum)  {1, SUM_##sum}
#define MINUS(sum) {-1, SUM_##sum}
#define AD_PLUS(sum)  {1, AD_SUM_##sum}
#define AD_MINUS(sum) {-1, AD_SUM_##sum}
#define OF(count, ...) {count, {__VA_ARGS__}}
#define NOTHING {0, {{0, 0}}}
#define REVENUE PLUS(revenue_hold), PLUS(revenue_confirmed)

#define COUNT(name, help) {#name, METRIC_COUNT, help, OF(1, PLUS(name)), NOTHING, 1, false, false, 0},
#define AMOUNT(name, help, ...) {name, METRIC_MONEY, help, __VA_ARGS__, NOTHING, 1, false, true, 0},
#define PERCENT(name, help, numerator, ...) {name, METRIC_PERCENT, help, numerator, __VA_ARGS__, 100, false, false, 0},
#define PERCENT_OF_CLICKS(name, help, numerator) {name, METRIC_PERCENT, help, numerator, OF(1, PLUS(clicks)), 100, true, false, 0},
#define EACH(name, help, scale, numerator, ...) {name, METRIC_MONEY, help, numerator, __VA_ARGS__, scale, false, true, 0},
#define PER_CLICK(name, help, numerator) {name, METRIC_MONEY, help, numerator, OF(1, PLUS(clicks)), 1, true, true, 0},
#define EVENT(type, name) {#name, METRIC_NUMBER, "The sum of that event.", OF(1, PLUS(name)), NOTHING, 1, false, false, 0},

static const struct metric tracker[] = {
    COUNT(visits, "Visits.")
    COUNT(unique_visits, "Visits that were their visitor's first at the campaign.")
    COUNT(clicks, "Clicks from landers to offers.")
    COUNT(unique_clicks, "Visits with such a click.")
    PERCENT("ctr", "clicks / visits x 100", OF(1, PLUS(clicks)), OF(1, PLUS(visits)))
    PERCENT("uctr", "unique_clicks / unique_visits x 100", OF(1, PLUS(unique_clicks)), OF(1, PLUS(unique_visits)))
    COUNT(conversions, "Conversions of any status that count.")
    COUNT(unique_conversions, "The first of each visit.")
    COUNT(other_conversions, "Conversions of types that do not count.")
    COUNT(leads, "Of status lead.")
    COUNT(sales, "Of status sale.")
    COUNT(rebills, "Of status rebill.")
    COUNT(rejected, "Of status rejected.")
    COUNT(unmapped, "Whose word has no meaning yet.")
    PERCENT_OF_CLICKS("cr", "conversions / clicks x 100", OF(1, PLUS(conversions)))
    PERCENT_OF_CLICKS("cr_hold", "leads / clicks x 100", OF(1, PLUS(leads)))
    PERCENT_OF_CLICKS("cr_confirmed", "(sales + rebills) / clicks x 100", OF(2, PLUS(sales), PLUS(rebills)))
    PERCENT("cv", "conversions / visits x 100", OF(1, PLUS(conversions)), OF(1, PLUS(visits)))
    PERCENT("approve", "sales / (leads + sales + rejected) x 100", OF(1, PLUS(sales)), OF(3, PLUS(leads), PLUS(sales), PLUS(rejected)))
    AMOUNT("revenue", "revenue_hold + revenue_confirmed", OF(2, REVENUE))
    AMOUNT("revenue_hold", "What leads brought.", OF(1, PLUS(revenue_hold)))
    AMOUNT("revenue_confirmed", "What sales and rebills brought.", OF(1, PLUS(revenue_confirmed)))
    AMOUNT("cost", "What visits and conversions cost.", OF(1, PLUS(cost)))
    AMOUNT("own_cost", "What visits and conversions brought themselves, whatever was told of their cost afterwards.", OF(1, PLUS(own_cost)))
    AMOUNT("profit", "revenue - cost", OF(3, REVENUE, MINUS(cost)))
    PERCENT("roi", "(revenue - cost) / cost x 100", OF(3, REVENUE, MINUS(cost)), OF(1, PLUS(cost)))
    PERCENT("roi_confirmed", "(revenue_confirmed - cost) / cost x 100", OF(2, PLUS(revenue_confirmed), MINUS(cost)), OF(1, PLUS(cost)))
    PERCENT("roas", "revenue / cost x 100", OF(2, REVENUE), OF(1, PLUS(cost)))
    EACH("cpv", "cost / visits", 1, OF(1, PLUS(cost)), OF(1, PLUS(visits)))
    PER_CLICK("cpc", "cost / clicks", OF(1, PLUS(cost)))
    EACH("ecpm", "cost / visits x 1000", 1000, OF(1, PLUS(cost)), OF(1, PLUS(visits)))
    EACH("cpa", "cost / conversions", 1, OF(1, PLUS(cost)), OF(1, PLUS(conversions)))
    EACH("cpa_confirmed", "cost / sales", 1, OF(1, PLUS(cost)), OF(1, PLUS(sales)))
    EACH("epv", "revenue / visits", 1, OF(2, REVENUE), OF(1, PLUS(visits)))
    PER_CLICK("epc", "revenue / clicks", OF(2, REVENUE))
    PER_CLICK("epc_confirmed", "revenue_confirmed / clicks", OF(1, PLUS(revenue_confirmed)))
    EACH("uepc", "revenue / unique_clicks", 1, OF(2, REVENUE), OF(1, PLUS(unique_clicks)))
    EACH("ap", "revenue / conversions", 1, OF(2, REVENUE), OF(1, PLUS(conversions)))
    COUNT(cost_missing, "Visits whose source sent no usable cost.")
    COUNT(no_rate, "Visits and conversions that wait for an exchange rate.")
    FACT_THIRTY(EVENT, I64, event)
};

#define AD_COUNT(name, help) {#name, METRIC_COUNT, help, OF(1, AD_PLUS(name)), NOTHING, 1, false, false, 0},

static const struct metric network[] = {
    AD_COUNT(impressions, "Impressions.")
    AD_COUNT(clicks, "Clicks.")
    AD_COUNT(sent, "Visitors sent on: clicks, and popunders, which count as impressions.")
    PERCENT("ctr", "clicks / impressions x 100", OF(1, AD_PLUS(clicks)), OF(1, AD_PLUS(impressions)))
    AMOUNT("cost", "What clicks, impressions and conversions cost their advertiser.", OF(1, AD_PLUS(cost)))
    EACH("ecpm", "cost / impressions x 1000", 1000, OF(1, AD_PLUS(cost)), OF(1, AD_PLUS(impressions)))
    EACH("ecpc", "cost / clicks", 1, OF(1, AD_PLUS(cost)), OF(1, AD_PLUS(clicks)))
    AD_COUNT(conversions, "Conversions of all goals.")
    AMOUNT("value", "The values of all goals' conversions.", OF(1, AD_PLUS(value)))
    {"cvr", METRIC_PERCENT, "conversions / clicks x 100; without clicks, of impressions",
     OF(1, AD_PLUS(conversions)), OF(1, AD_PLUS(clicks)), 100, false, false, 1 + AD_SUM_impressions},
    EACH("ecpa", "cost / conversions", 1, OF(1, AD_PLUS(cost)), OF(1, AD_PLUS(conversions)))
    AMOUNT("revenue", "The same as value.", OF(1, AD_PLUS(value)))
    AMOUNT("profit", "value - cost", OF(2, AD_PLUS(value), AD_MINUS(cost)))
    PERCENT("roi", "(value - cost) / cost x 100", OF(2, AD_PLUS(value), AD_MINUS(cost)), OF(1, AD_PLUS(cost)))
    PERCENT("roas", "value / cost x 100", OF(1, AD_PLUS(value)), OF(1, AD_PLUS(cost)))
};
/* clang-format on */

const struct metric *metric_all(enum fact_table_id table, size_t *count)
{
    *count = table == FACT_TABLE ? ARRAY_LEN(tracker) : ARRAY_LEN(network);
    return table == FACT_TABLE ? tracker : network;
}

const struct metric *metric_find(enum fact_table_id table, struct str name)
{
    size_t count;
    const struct metric *all = metric_all(table, &count);
    for (size_t i = 0; i < count; i++)
        if (str_is_equal(name, str_from_c(all[i].name)))
            return &all[i];
    return NULL;
}

struct metric_terms metric_divisor(const struct metric *metric, bool is_smart)
{
    struct metric_terms divisor = metric->denominator;
    if (is_smart && metric->is_per_click) {
        divisor.at[divisor.count].sign = 1;
        divisor.at[divisor.count].sum = SUM_direct_visits;
        divisor.count++;
    }
    return divisor;
}

static void mark(const struct metric_terms *terms, bool marks[METRIC_SUMS_MAX])
{
    for (size_t i = 0; i < terms->count; i++)
        marks[terms->at[i].sum] = true;
}

void metric_mark_sums(const struct metric *metric, bool is_smart, bool marks[METRIC_SUMS_MAX])
{
    struct metric_terms divisor = metric_divisor(metric, is_smart);
    mark(&metric->numerator, marks);
    mark(&divisor, marks);
    if (metric->instead_of != 0)
        marks[metric->instead_of - 1] = true;
}

/* --- Reckoning ------------------------------------------------------------- */

__extension__ typedef __int128 wide;

static wide add_terms(const struct metric_terms *terms, const struct sums *sums)
{
    wide sum = 0;
    for (size_t i = 0; i < terms->count; i++)
        sum += (wide)terms->at[i].sign * sums->at[terms->at[i].sum];
    return sum;
}

/* numerator / denominator, half to even. ERR_RANGE. */
static enum err divide(wide numerator, wide denominator, int64_t *result)
{
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    wide quotient = numerator / denominator;
    wide rest = numerator % denominator;
    wide twice = 2 * (rest < 0 ? -rest : rest);
    if (twice > denominator || (twice == denominator && (quotient & 1) != 0))
        quotient += numerator < 0 ? -1 : 1;
    if (quotient > INT64_MAX || quotient < INT64_MIN)
        return ERR_RANGE;
    *result = (int64_t)quotient;
    return OK;
}

/* An amount: each term is converted by itself, so that what is printed adds up. */
static enum err convert_terms(const struct metric_terms *terms, const struct sums *sums,
                              struct rate rate, int64_t *result)
{
    wide sum = 0;
    for (size_t i = 0; i < terms->count; i++) {
        int64_t converted;
        enum err err = rate_convert(rate, sums->at[terms->at[i].sum], &converted);
        if (err != OK)
            return err;
        sum += terms->at[i].sign * (wide)converted;
    }
    return divide(sum, 1, result);
}

enum err metric_reckon(const struct metric *metric, const struct sums *sums, struct rate rate,
                       bool is_smart, struct metric_value *value)
{
    struct metric_value reckoned = {0};
    struct metric_terms divisor = metric_divisor(metric, is_smart);
    wide numerator = add_terms(&metric->numerator, sums);
    wide denominator = add_terms(&divisor, sums);
    enum err err = OK;

    if (divisor.count == 0) {
        err = metric->is_amount ? convert_terms(&metric->numerator, sums, rate, &reckoned.value)
                                : divide(numerator, 1, &reckoned.value);
        *value = reckoned;
        return err;
    }
    if (denominator == 0 && metric->instead_of != 0)
        denominator = sums->at[metric->instead_of - 1];
    reckoned.is_blank = denominator == 0;
    if (!reckoned.is_blank) {
        wide scale = metric->scale * (metric->unit == METRIC_PERCENT ? 10000 : 1);
        bool is_over = __builtin_mul_overflow(numerator, scale, &numerator);
        if (metric->is_amount) {
            is_over = __builtin_mul_overflow(numerator, (wide)rate.num, &numerator) || is_over;
            is_over = __builtin_mul_overflow(denominator, (wide)rate.den, &denominator) || is_over;
        }
        if (is_over || numerator > ((wide)1 << 125) || numerator < -((wide)1 << 125))
            return ERR_RANGE;
        err = divide(numerator, denominator, &reckoned.value);
    }
    *value = reckoned;
    return err;
}

bool metric_number(const struct metric *metric, const struct sums *sums, bool is_smart,
                   double *number)
{
    struct metric_terms divisor = metric_divisor(metric, is_smart);
    wide denominator = add_terms(&divisor, sums);
    double numerator = (double)add_terms(&metric->numerator, sums);

    if (divisor.count == 0) {
        *number = numerator;
        return true;
    }
    if (denominator == 0 && metric->instead_of != 0)
        denominator = sums->at[metric->instead_of - 1];
    if (denominator == 0)
        return false;
    *number = numerator * (double)metric->scale / (double)denominator;
    return true;
}

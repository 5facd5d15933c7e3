/* metric - the columns of a report and their formulas (spec/tracker.md §1.12, spec/network.md
 * §4.1). A base metric is a sum of the facts; a formula is a quotient of sums of them, so that a
 * total's is reckoned from the totals. All exact: integers in, integers out, rounded half to even
 * once. Division by zero is blank. Constant and pure; any thread. */
#pragma once
#include "base/rate.h"
#include "facts/fact.h"

/* The sums of one group: the measures of a table in the order of its columns, enum fact_sum or enum
 * ad_fact_sum; amounts in the workspace's currency. */
#define METRIC_SUMS_MAX 64
struct sums {
    int64_t at[METRIC_SUMS_MAX];
};

#define SUM_OF(type, name) SUM_##name,
enum fact_sum { FACT_MEASURES(SUM_OF) FACT_SUM_COUNT };
#undef SUM_OF
#define SUM_OF(type, name) AD_SUM_##name,
enum ad_fact_sum { AD_FACT_MEASURES(SUM_OF) AD_FACT_SUM_COUNT };
#undef SUM_OF
_Static_assert(FACT_SUM_COUNT <= METRIC_SUMS_MAX, "a place for every measure");

/* The measure behind a sum: its column's name. Static. */
const char *metric_sum_column(enum fact_table_id table, size_t sum);
size_t metric_sum_count(enum fact_table_id table);

enum metric_unit {
    METRIC_COUNT,   /* an integer */
    METRIC_MONEY,   /* micro-units */
    METRIC_PERCENT, /* in ten-thousandths of a percent */
    METRIC_NUMBER,  /* a sum of events, in millionths */
};

#define METRIC_TERMS_MAX 4

/* numerator * scale / denominator, each a sum of signed terms; without a denominator the numerator.
 */
struct metric {
    const char *name;
    enum metric_unit unit;
    const char *help; /* the formula in words, for the documents */
    struct metric_terms {
        size_t count;
        struct {
            int sign;
            unsigned sum;
        } at[METRIC_TERMS_MAX];
    } numerator, denominator;
    int64_t scale;
    bool is_per_click;   /* the denominator is clicks: what is_smart changes */
    bool is_amount;      /* of money: converted to the currency of display */
    unsigned instead_of; /* 1 + the sum that divides where the denominator is 0; 0: nothing does */
};

/* The metric of that name of a table, or NULL. */
const struct metric *metric_find(enum fact_table_id table, struct str name);
/* All of a table, in the order of the documents. Static. */
const struct metric *metric_all(enum fact_table_id table, size_t *count);
/* The terms that divide these sums: with is_smart, clicks are clicks of visits with a lander and
 * the visits of those without one. */
struct metric_terms metric_divisor(const struct metric *metric, bool is_smart);
/* Marks the sums that the metric is reckoned from. */
void metric_mark_sums(const struct metric *metric, bool is_smart, bool marks[METRIC_SUMS_MAX]);

struct metric_value {
    bool is_blank; /* divided by zero */
    int64_t value; /* in the metric's unit */
};
/* rate: to the currency of display (num = den = 1: the workspace's own); amounts are converted
 * after they were summed, a quotient of amounts needs no rate. ERR_RANGE: beyond an int64_t. */
MUST_USE enum err metric_reckon(const struct metric *metric, const struct sums *sums,
                                struct rate rate, bool is_smart, struct metric_value *value);
/* The same in the workspace's currency, not rounded: what the store compares and sorts by. False:
 * it is blank. */
MUST_USE bool metric_number(const struct metric *metric, const struct sums *sums, bool is_smart,
                            double *number);

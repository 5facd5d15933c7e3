/* metric - the columns of a report and their formulas (spec/tracker.md §1.12, spec/network.md
 * §4.1). A base metric is a sum of the facts; a formula is a quotient of sums of them, so that a
 * total's is reckoned from the totals. All exact: integers in, integers out, rounded half to even
 * once. Division by zero is blank. Constant and pure; any thread. */
#pragma once
#include "base/rate.h"
#include "facts/fact.h"

/* The sums of one group. */
#define METRIC_SUMS_MAX 64
struct sums {
    int64_t at[METRIC_SUMS_MAX]; /* by enum sum; amounts in the workspace's currency */
};

enum metric_unit {
    METRIC_COUNT,   /* an integer */
    METRIC_MONEY,   /* micro-units */
    METRIC_PERCENT, /* in millionths of a percent */
    METRIC_NUMBER,  /* a sum of events, in millionths */
};

struct metric; /* name, unit, terms, help: metric_internal of the .c */

const struct metric *metric_find(enum fact_table_id table, struct str name);
/* All of a table, in the order of the documents. */
const struct metric *const *metric_all(enum fact_table_id table, size_t *count);
const char *metric_name(const struct metric *metric);
const char *metric_help(const struct metric *metric);
enum metric_unit metric_unit(const struct metric *metric);

struct metric_value {
    bool is_blank; /* divided by zero */
    int64_t value; /* in the metric's unit */
};
/* rate: to the currency of display (num = den = 1: the workspace's own); amounts are converted
 * after they were summed. is_smart: clicks, where they divide, are clicks of visits with a lander
 * and the visits of those without. ERR_RANGE: beyond an int64_t. */
MUST_USE enum err metric_reckon(const struct metric *metric, const struct sums *sums,
                                struct rate rate, bool is_smart, struct metric_value *value);

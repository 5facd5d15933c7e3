/* question - what is asked of the facts: a plain value, made by whoever reads a request, checked
 * here. No text of it ever becomes SQL. */
#pragma once
#include "base/arena.h"
#include "base/zone.h"
#include "facts/dimension.h"
#include "facts/metric.h"

#define QUESTION_GROUPS_MAX   8
#define QUESTION_FILTERS_MAX  32
#define QUESTION_VALUES_MAX   1000 /* of one filter */
#define QUESTION_SORTS_MAX    2
#define QUESTION_GOALS_MAX    64
#define QUESTION_ENTITIES_MAX 100000

enum filter_op {
    FILTER_IN, /* is one of the values (one: is) */
    FILTER_NOT_IN,
    FILTER_CONTAINS, /* holds one of the values, case ignored */
    FILTER_NOT_CONTAINS,
    FILTER_GREATER, /* numbers and metrics */
    FILTER_GREATER_OR_EQUAL,
    FILTER_LESS,
    FILTER_LESS_OR_EQUAL,
    FILTER_EMPTY, /* "" or 0: nobody knows, or there is none; a metric: blank */
    FILTER_NOT_EMPTY,
};

/* Of a dimension (rows that count) or of a metric (groups that are shown). */
struct filter {
    const struct dimension *dimension;
    const struct metric *metric; /* when dimension is NULL */
    enum filter_op op;
    const struct str *values; /* as text; for numbers decimal, money and percent as printed */
    size_t count;
};

/* Reads one filter as it stands in a request: "country:FR,DE", "country:!FR", "city:~par",
 * "cost:>5", "visits:>=100", "isp:empty", "isp:!empty". A comma or backslash in a value is written
 * "\,", "\\"; a value that would read as an operator begins with "\". *message: what was expected,
 * in the arena. ERR_INVALID, ERR_NOT_FOUND: no dimension or metric of that name; ERR_FULL. */
MUST_USE enum err filter_parse(enum fact_table_id table, struct str text, struct arena *arena,
                               struct filter *filter, struct str *message);
/* The filter that keeps what this value of a dimension is: what drills into a group. text: of
 * DIMENSION_TEXT, DIMENSION_TAG and goals; else the number, as a report's key has it. In the arena.
 */
struct filter filter_of_key(struct arena *arena, const struct dimension *dimension, bool is_empty,
                            int64_t number, struct str text);
/* A number of a dimension as the API tells it: "2026-11-24", "2026-W48", "true", "17". In the
 * arena.
 */
struct str dimension_number_text(struct arena *arena, const struct dimension *dimension,
                                 int64_t number);
/* The text that reads as this filter: what drills into a row. In the arena. */
struct str filter_text(struct arena *arena, const struct filter *filter);

/* A value of a metric's filter as what report_sql_metric() and metric_number() give: in micro-units
 * what is told in them, amounts in the workspace's currency, from which rate leads to that of
 * display. */
double filter_threshold(const struct metric *metric, struct str value, struct rate rate);
/* Whether a filter of a metric leaves a group of these sums, as a report decides it. */
bool filter_takes_sums(const struct filter *filter, const struct sums *sums, struct rate rate,
                       bool is_smart);

enum question_time { TIME_VISIT, TIME_CONVERSION };
enum question_bots {
    BOTS_OUT,
    BOTS_IN,
    BOTS_ONLY,
    BOTS_BOTH, /* out, and beside that with them: not together with a compared span */
};

struct span_ms {
    int64_t from_ms, to_ms; /* from on, before to */
};

struct sort {
    const struct dimension *dimension; /* an entity sorts by its name */
    const struct metric *metric;       /* when dimension is NULL */
    struct str goal;                   /* whose metric: one of the question's; absent: the row's */
    bool is_descending;                /* blanks are last either way */
};

/* A number of the catalogue's with what goes by it, lent. */
struct question_name {
    uint64_t id;
    struct str name;
};

struct question {
    enum fact_table_id table;
    const uint64_t *workspaces; /* whose rows count */
    size_t workspace_count;
    struct span_ms span;
    struct span_ms compared; /* to_ms 0: with nothing */
    const struct zone *zone;
    enum question_time time; /* of the network's side: TIME_VISIT is the ad click's */
    enum question_bots bots;
    bool has_tests;
    bool is_smart; /* metric_reckon() */
    struct rate rate;
    const struct metric *const *metrics; /* which sums are wanted; the others stay 0 */
    size_t metric_count;
    const struct dimension *groups[QUESTION_GROUPS_MAX];
    size_t group_count; /* 0: the totals only */
    struct filter filters[QUESTION_FILTERS_MAX];
    size_t filter_count;
    struct sort sorts[QUESTION_SORTS_MAX];
    size_t sort_count;
    uint64_t offset;
    uint64_t limit; /* 0: all of them */
    /* Of the first grouping, when it is an entity: names for sorting; and is_complete: exactly
     * these are told, those without a row as zeros. */
    const struct question_name *names;
    size_t name_count;
    bool is_complete;
    /* For DIMENSION_TAG: pairs of a campaign's id and one of its tags. */
    const struct question_name *tags;
    size_t tag_count;
    /* Of the network's side: the goals, in their order, whose columns stand in each row. */
    const struct str *goals;
    size_t goal_count;
    /* What filters of DIMENSION_LEDGER left over: only these visits. NULL: all. */
    const uint64_t *visits;
    size_t visit_count;
};

/* Whether each row has sums beside its own: of the compared span, or with bots. */
static inline bool question_has_beside(const struct question *question)
{
    return question->compared.to_ms != 0 || question->bots == BOTS_BOTH;
}

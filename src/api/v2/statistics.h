/* statistics - one request for figures on its way: what is asked (statistics.c reads it from a body
 * or a query), its rows (rows.c), and its form as CSV (csv_fields.c). The figures are those of
 * adreport, asked of the same engine. Owner: a call. */
#pragma once
#include "api/adgoals.h"
#include "api/v2/fields.h"
#include "api/v2/v2.h"

#define V2_GROUPS_MAX 4
#define V2_SORTS_MAX  2
#define V2_CSV_MAX    128

struct v2_statistics {
    struct ask ask;
    struct adgoals goals;
    const struct v2_group *groups[V2_GROUPS_MAX]; /* in the order of the question's */
    size_t group_count;
    bool only_counts, has_totals, is_detailed, is_csv;
    bool is_flat;                  /* the ids of groups stand in the row itself, too */
    bool figures[ASK_METRICS_MAX]; /* which of v2_figures() are told */
    bool has_goals;
    struct v2_page page;
    struct str zone_name;
    struct str from, to;        /* dates; absent: from the first one, to today */
    struct str csv[V2_CSV_MAX]; /* the columns */
    size_t csv_count;
    json_t *rows;
    struct report_row totals;
    struct report_goal total_goals[2 * ADGOALS_MAX];
};

/* Answers the question of such a body. is_flat: it was made of a query, whose parameters refusals
 * then name. */
void v2_answer_statistics(struct call *call, const json_t *body, bool is_flat);
/* The figures of a row, and its goals; ERR_RANGE. */
MUST_USE enum err v2_put_figures(struct v2_statistics *statistics, json_t *row,
                                 const struct report_row *found);
/* Appends a row; the context is the statistics. */
MUST_USE enum err v2_take_row(void *context, const struct report_row *found);

/* Reads output_csv_fields; NULL: the groups, the counters and the goals. After the goals are known.
 */
void v2_read_csv_fields(struct v2_statistics *statistics, const json_t *fields);
/* "g3" as its place among the goals, from 0; -1: it is none. */
ptrdiff_t v2_goal_column(const struct adgoals *goals, struct str name);
/* The same row as flat columns. */
MUST_USE enum err v2_take_csv_row(void *context, const struct report_row *found);
void v2_answer_csv(struct v2_statistics *statistics);
/* A column count of one line. */
void v2_answer_csv_count(struct v2_statistics *statistics);
/* A group's value as JSON: its object in "group_by". */
json_t *v2_key(struct v2_statistics *statistics, size_t group, const struct report_key *key);
/* The one value of it, or its name. */
json_t *v2_key_value(struct v2_statistics *statistics, size_t group, bool is_name,
                     const struct report_key *key);
/* The number of one figure; blank is null. ERR_RANGE. */
MUST_USE enum err v2_figure_value(const struct question *question, const char *metric,
                                  const struct sums *sums, json_t **value);

/* report_sql - a question as one statement: constant pieces, and a '?' for everything that came
 * from outside. No other room includes it.
 *
 *   WITH grouped AS (SELECT keys g0.., sums n0.. of a row, then t0.. of what stands beside it,
 * goals FROM fact WHERE ... GROUP BY keys HAVING anything counts), shown AS (grouped, or the named
 * entities with what grouped has of them; filters of metrics) the page of shown, sorted, and behind
 * it one row of totals.
 *
 * A local time is integer arithmetic: an id's milliseconds and the zone's offset then, whose few
 * transitions within the spans are bound values. */
#pragma once
#include "base/buf.h"
#include "facts/question.h"
#include "facts/statement.h"

#define REPORT_SQL_BYTES   (512 * 1024)
#define REPORT_VALUES_MAX  40000
#define REPORT_OFFSETS_MAX 1024 /* a zone of base/zone has no more */

/* A statement being written: after an overflow it is full, and stays so. */
struct report_sql {
    const struct question *question;
    struct facts_told told;
    struct arena *arena;
    struct buf text;
    struct value *values;
    size_t value_count;
    bool is_full;
    /* The zone over the spans: before ids_[i] the offset is offsets_ms[i], after the last the next.
     */
    struct {
        uint64_t before_id;
        int64_t offset_ms;
    } offsets[REPORT_OFFSETS_MAX];
    size_t offset_count;
    /* Where the parts of a row stand. */
    bool wants[METRIC_SUMS_MAX];
    size_t sum_columns[METRIC_SUMS_MAX]; /* of a wanted sum, its place among the sums */
    size_t sum_count;
    const struct str *metric_goal; /* whose conversions a metric is written of; NULL: the row's */
};

/* told: facts_told() of the question's table. ERR_FULL: the arena, or more values than a statement
 * may have. */
MUST_USE enum err report_sql_init(struct report_sql *sql, const struct question *question,
                                  struct facts_told told, struct arena *arena);
void report_sql_write(struct report_sql *sql, const char *text);
void report_sql_format(struct report_sql *sql, const char *format, ...) PRINTF_LIKE(2, 3);
/* Writes "?" and binds the value. */
void report_sql_u64(struct report_sql *sql, uint64_t value);
void report_sql_text(struct report_sql *sql, struct str value);
void report_sql_double(struct report_sql *sql, double value);
void report_sql_u64s(struct report_sql *sql, const uint64_t *values, size_t count);
void report_sql_texts(struct report_sql *sql, const struct str *values, size_t count);
/* The statement with its NUL, or NULL when it is full. */
const char *report_sql_text_of(struct report_sql *sql);

/* The whole report. Its columns: is_total, row_count, the keys, the wanted sums, two for each goal
 * (conversions, value), then sums and goals of what stands beside, when there is something. */
void report_sql_report(struct report_sql *sql);
/* "WHERE ..." over the rows that count: workspaces, spans, bots, tests, filters of dimensions. */
void report_sql_where(struct report_sql *sql);
/* The smallest id of that time; times beyond what ids tell are the first or the last of them. */
uint64_t report_sql_id_at(int64_t wall_ms);
/* The id whose time counts: an expression. */
const char *report_sql_time_id(const struct question *question);
/* The value of a dimension: an expression. */
void report_sql_dimension(struct report_sql *sql, const struct dimension *dimension);
/* " AND ...": a filter of a dimension. */
void report_sql_filter(struct report_sql *sql, const struct filter *filter);
/* A filter of a metric over the columns n0.. of a group. */
void report_sql_metric_filter(struct report_sql *sql, const struct filter *filter);
/* A metric over the columns n0.. of a group, with sql->metric_goal over that goal's own: a DOUBLE,
 * NULL where it is blank; sums and amounts as they are. What compares equal here is told equal: a
 * DOUBLE holds every quotient that is exact, and differs from the others by less than what is told
 * of them. */
void report_sql_metric(struct report_sql *sql, const struct metric *metric);

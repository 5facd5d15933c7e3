/* Filters as conditions: of dimensions on rows, of metrics on groups. */
#include "facts/report_signals.h"
#include "facts/report_sql.h"

#include "base/clock.h"
#include "base/num.h"

static void write_join(struct report_sql *sql, size_t i, const char *word)
{
    if (i > 0)
        report_sql_write(sql, word);
}

/* --- Dimensions ------------------------------------------------------------ */

/* The day of a date, counted from 1970. */
static int64_t day_of(struct str date)
{
    int64_t wall_ms = 0;
    CHECK(clock_parse(date, &wall_ms) == OK); /* filter_parse() looked */
    return rate_day(wall_ms);
}

static int64_t number_of(const struct dimension *dimension, struct str value)
{
    uint64_t number = 0;
    switch (dimension->kind) {
    case DIMENSION_BOOL:
        return str_is_equal(value, STR("true")) ? 1 : 0;
    case DIMENSION_DAY:
        return day_of(value);
    case DIMENSION_MONTH: {
        uint64_t month = 0;
        CHECK(num_parse_u64(str_slice(value, 0, 4), 9999, &number) == OK &&
              num_parse_u64(str_slice(value, 5, 7), 12, &month) == OK);
        return (int64_t)(number * 12 + month - 1);
    }
    case DIMENSION_WEEK: { /* the Monday of the week with January 4th, and whole weeks on */
        char fourth_text[] = "0000-01-04";
        memcpy(fourth_text, value.ptr, 4);
        int64_t fourth = day_of(str_from_c(fourth_text));
        CHECK(num_parse_u64(str_slice(value, 6, 8), 53, &number) == OK);
        return fourth - (fourth + 3) % 7 + 7 * ((int64_t)number - 1);
    }
    case DIMENSION_ENTITY:
    case DIMENSION_NUMBER:
    case DIMENSION_YEAR:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
    case DIMENSION_SIGNAL:
    case DIMENSION_LEDGER:
        break;
    }
    CHECK(num_parse_u64(value, INT64_MAX, &number) == OK);
    return (int64_t)number;
}

static bool is_text_column(const struct question *question, const struct dimension *dimension)
{
    const struct fact_column *column =
        dimension->column != NULL
            ? fact_find_column(fact_table_of(question->table), str_from_c(dimension->column))
            : NULL;
    return column != NULL && column->type == FACT_TYPE_TEXT;
}

static const char *comparison(enum filter_op op)
{
    return op == FILTER_GREATER            ? " > "
           : op == FILTER_GREATER_OR_EQUAL ? " >= "
           : op == FILTER_LESS             ? " < "
                                           : " <= ";
}

/* What is told as "unknown" is "" in the table. */
static struct str stored_text(const struct dimension *dimension, struct str value)
{
    return dimension->unknown != NULL && str_is_equal(value, str_from_c(dimension->unknown))
               ? STR("")
               : value;
}

static void write_list(struct report_sql *sql, const struct filter *filter, bool is_text)
{
    report_sql_dimension(sql, filter->dimension);
    report_sql_write(sql, filter->op == FILTER_IN ? " IN (" : " NOT IN (");
    for (size_t i = 0; i < filter->count; i++) {
        write_join(sql, i, ", ");
        if (is_text)
            report_sql_text(sql, stored_text(filter->dimension, filter->values[i]));
        else
            report_sql_u64(sql, (uint64_t)number_of(filter->dimension, filter->values[i]));
    }
    report_sql_write(sql, ")");
}

static void write_contains(struct report_sql *sql, const struct filter *filter)
{
    report_sql_write(sql, filter->op == FILTER_NOT_CONTAINS ? "NOT (" : "(");
    for (size_t i = 0; i < filter->count; i++) {
        write_join(sql, i, " OR ");
        report_sql_write(sql, "contains(lower(");
        report_sql_dimension(sql, filter->dimension);
        report_sql_write(sql, "), lower(");
        report_sql_text(sql, filter->values[i]);
        report_sql_write(sql, "))");
    }
    report_sql_write(sql, ")");
}

static bool has_tag(const struct filter *filter, struct str tag)
{
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_NOT_EMPTY)
        return true;
    for (size_t i = 0; i < filter->count; i++)
        if (str_is_equal(filter->values[i], tag))
            return true;
    return false;
}

/* Which campaigns have the tag is the catalogue's to say. */
static void write_tags_filter(struct report_sql *sql, const struct filter *filter)
{
    const struct question *question = sql->question;
    bool is_inverse = filter->op == FILTER_NOT_IN || filter->op == FILTER_EMPTY;
    size_t count = 0;
    report_sql_write(sql, is_inverse ? "campaign_id NOT IN (" : "campaign_id IN (");
    for (size_t i = 0; i < question->tag_count; i++) {
        if (!has_tag(filter, question->tags[i].name))
            continue;
        write_join(sql, count++, ", ");
        report_sql_u64(sql, question->tags[i].id);
    }
    report_sql_write(sql, count == 0 ? "0)" : ")");
}

void report_sql_filter(struct report_sql *sql, const struct filter *filter)
{
    bool is_text = is_text_column(sql->question, filter->dimension);
    report_sql_write(sql, " AND ");
    if (filter->dimension->kind == DIMENSION_TAG) {
        write_tags_filter(sql, filter);
        return;
    }
    if (filter->dimension->kind == DIMENSION_SIGNAL) {
        report_signals_filter(sql, filter);
        return;
    }
    switch (filter->op) {
    case FILTER_IN:
    case FILTER_NOT_IN:
        write_list(sql, filter, is_text);
        break;
    case FILTER_CONTAINS:
    case FILTER_NOT_CONTAINS:
        write_contains(sql, filter);
        break;
    case FILTER_GREATER:
    case FILTER_GREATER_OR_EQUAL:
    case FILTER_LESS:
    case FILTER_LESS_OR_EQUAL:
        report_sql_dimension(sql, filter->dimension);
        report_sql_write(sql, comparison(filter->op));
        report_sql_u64(sql, (uint64_t)number_of(filter->dimension, filter->values[0]));
        break;
    case FILTER_EMPTY:
    case FILTER_NOT_EMPTY:
        report_sql_dimension(sql, filter->dimension);
        report_sql_write(sql, filter->op == FILTER_EMPTY ? " = " : " <> ");
        report_sql_write(sql, is_text ? "''" : "0");
        break;
    }
}

/* --- Metrics --------------------------------------------------------------- */

/* The column of a sum; a goal has conversions and a value of its own, all else is the row's. */
static void write_column(struct report_sql *sql, size_t sum)
{
    const struct question *question = sql->question;
    bool is_value = sum == AD_SUM_value;
    size_t goal = 0;
    if (sql->metric_goal == NULL || (sum != AD_SUM_conversions && !is_value)) {
        if (sql->wants[sum])
            report_sql_format(sql, "n%zu", sql->sum_columns[sum]);
        else
            report_sql_write(sql, "0::BIGINT"); /* no row tells it */
        return;
    }
    while (goal < question->goal_count && !str_is_equal(question->goals[goal], *sql->metric_goal))
        goal++;
    CHECK(goal < question->goal_count); /* whoever asked chose among them */
    report_sql_format(sql, "a%zu", 2 * goal + is_value);
}

static void write_terms(struct report_sql *sql, const struct metric_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        report_sql_write(sql, terms->at[i].sign < 0 ? " - " : i > 0 ? " + " : "");
        write_column(sql, terms->at[i].sum);
    }
}

void report_sql_metric(struct report_sql *sql, const struct metric *metric)
{
    struct metric_terms divisor = metric_divisor(metric, sql->question->is_smart);
    report_sql_write(sql, "(");
    write_terms(sql, &metric->numerator);
    report_sql_write(sql, ")");
    if (divisor.count == 0)
        return;
    report_sql_format(sql, "::DOUBLE * %" PRId64 " / nullif(", metric->scale);
    if (metric->instead_of != 0) {
        report_sql_write(sql, "CASE WHEN ");
        write_terms(sql, &divisor);
        report_sql_write(sql, " <> 0 THEN ");
        write_terms(sql, &divisor);
        report_sql_write(sql, " ELSE ");
        write_column(sql, metric->instead_of - 1);
        report_sql_write(sql, " END");
    } else {
        write_terms(sql, &divisor);
    }
    report_sql_write(sql, ", 0)");
}

static void write_threshold(struct report_sql *sql, const struct metric *metric, struct str value)
{
    report_sql_double(sql, filter_threshold(metric, value, sql->question->rate));
}

void report_sql_metric_filter(struct report_sql *sql, const struct filter *filter)
{
    const struct metric *metric = filter->metric;
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_NOT_EMPTY) {
        report_sql_metric(sql, metric);
        report_sql_write(sql, filter->op == FILTER_EMPTY ? " IS NULL" : " IS NOT NULL");
        return;
    }
    if (filter->op == FILTER_IN || filter->op == FILTER_NOT_IN) {
        report_sql_metric(sql, metric);
        report_sql_write(sql, filter->op == FILTER_IN ? " IN (" : " NOT IN (");
        for (size_t i = 0; i < filter->count; i++) {
            write_join(sql, i, ", ");
            write_threshold(sql, metric, filter->values[i]);
        }
        report_sql_write(sql, ")");
        return;
    }
    report_sql_metric(sql, metric);
    report_sql_write(sql, comparison(filter->op));
    write_threshold(sql, metric, filter->values[0]);
}

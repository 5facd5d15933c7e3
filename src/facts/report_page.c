/* The report's statement: its groups, what is shown of them, the page and the totals. */
#include "facts/report_signals.h"

static bool has_group_of(const struct question *question, enum dimension_kind kind)
{
    for (size_t i = 0; i < question->group_count; i++)
        if (question->groups[i]->kind == kind)
            return true;
    return false;
}

/* Whether a row may count in several groups. */
static bool has_shared_rows(const struct question *question)
{
    return has_group_of(question, DIMENSION_TAG) || has_group_of(question, DIMENSION_SIGNAL);
}

/* --- Sums ------------------------------------------------------------------ */

/* A row's own sums, and those beside them. */
enum side { SIDE_OWN, SIDE_BESIDE };

/* Which of the rows the sums of a side are made of. */
static void write_side(struct report_sql *sql, enum side side)
{
    const struct question *question = sql->question;
    struct span_ms span = side == SIDE_OWN ? question->span : question->compared;
    if (question->bots == BOTS_BOTH && side == SIDE_OWN)
        report_sql_write(sql, " AND is_bot = 0");
    if (question->compared.to_ms == 0)
        return;
    const char *id = report_sql_time_id(question);
    report_sql_format(sql, " AND %s >= ", id);
    report_sql_u64(sql, report_sql_id_at(span.from_ms));
    report_sql_format(sql, " AND %s < ", id);
    report_sql_u64(sql, report_sql_id_at(span.to_ms));
}

static void write_sum(struct report_sql *sql, const char *column, enum side side,
                      const struct str *goal, char prefix, size_t number)
{
    bool is_of_some = question_has_beside(sql->question) || goal != NULL;
    report_sql_format(sql, ", coalesce(sum(%s)", column);
    if (is_of_some) {
        report_sql_write(sql, " FILTER (WHERE true");
        write_side(sql, side);
    }
    if (goal != NULL) {
        report_sql_write(sql, " AND goal_id = ");
        report_sql_text(sql, *goal);
    }
    report_sql_write(sql, is_of_some ? ")" : "");
    report_sql_format(sql, ", 0)::BIGINT AS %c%zu", prefix, number);
}

/* Most rows are visits, and tell few measures: what none of them tells is summed over the others.
 */
enum half { HALF_ALL_ROWS, HALF_OTHERS };

static bool is_of_half(const struct report_sql *sql, size_t sum, enum half half)
{
    bool is_told_by_visits = (sql->told.by_visits >> sum & 1) != 0;
    return is_told_by_visits == (half == HALF_ALL_ROWS);
}

static void write_sums_of(struct report_sql *sql, enum half half, enum side side)
{
    const struct question *question = sql->question;
    char prefix = side == SIDE_OWN ? 'n' : 't', goal_prefix = side == SIDE_OWN ? 'a' : 'b';
    for (size_t i = 0; i < metric_sum_count(question->table); i++)
        if (sql->wants[i] && is_of_half(sql, i, half))
            write_sum(sql, metric_sum_column(question->table, i), side, NULL, prefix,
                      sql->sum_columns[i]);
    for (size_t i = 0; i < question->goal_count; i++) {
        if (is_of_half(sql, AD_SUM_conversions, half))
            write_sum(sql, "conversions", side, &question->goals[i], goal_prefix, 2 * i);
        if (is_of_half(sql, AD_SUM_value, half))
            write_sum(sql, "value", side, &question->goals[i], goal_prefix, 2 * i + 1);
    }
}

static bool has_half(const struct report_sql *sql, enum half half)
{
    for (size_t i = 0; i < metric_sum_count(sql->question->table); i++)
        if (sql->wants[i] && is_of_half(sql, i, half))
            return true;
    return sql->question->goal_count > 0 &&
           (is_of_half(sql, AD_SUM_conversions, half) || is_of_half(sql, AD_SUM_value, half));
}

static void write_sums(struct report_sql *sql, enum half half)
{
    write_sums_of(sql, half, SIDE_OWN);
    if (question_has_beside(sql->question))
        write_sums_of(sql, half, SIDE_BESIDE);
}

enum each { EACH_AS_IT_IS, EACH_OR_ZERO, EACH_ADDED_UP };

/* All columns of sums in their order. */
static void write_each(struct report_sql *sql, enum each how)
{
    const struct question *question = sql->question;
    const struct {
        char prefix;
        size_t count;
    } groups[] = {{'n', sql->sum_count},
                  {'a', 2 * question->goal_count},
                  {'t', question_has_beside(question) ? sql->sum_count : 0},
                  {'b', question_has_beside(question) ? 2 * question->goal_count : 0}};
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        for (size_t j = 0; j < groups[i].count; j++) {
            char name[24];
            (void)snprintf(name, sizeof(name), "%c%zu", groups[i].prefix, j);
            if (how == EACH_AS_IT_IS)
                report_sql_format(sql, ", %s", name);
            else if (how == EACH_OR_ZERO)
                report_sql_format(sql, ", coalesce(%s, 0) AS %s", name, name);
            else
                report_sql_format(sql, ", coalesce(sum(%s), 0)::BIGINT", name);
        }
}

/* Anything that counts, on either side. */
static void write_presence(struct report_sql *sql)
{
    if (sql->sum_count == 0)
        report_sql_write(sql, "false"); /* no row tells anything */
    for (size_t i = 0; i < sql->sum_count; i++) {
        report_sql_format(sql, "%sn%zu <> 0", i == 0 ? "" : " OR ", i);
        if (question_has_beside(sql->question))
            report_sql_format(sql, " OR t%zu <> 0", i);
    }
}

/* --- The groups ------------------------------------------------------------ */

static void write_keys(struct report_sql *sql)
{
    const struct question *question = sql->question;
    for (size_t i = 0; i < question->group_count; i++) {
        report_sql_write(sql, ", ");
        report_sql_dimension(sql, question->groups[i]);
        report_sql_format(sql, " AS g%zu", i);
    }
}

/* The sums of a half by the keys, or over all rows. */
static void write_half(struct report_sql *sql, enum half half, bool is_by_keys)
{
    const struct question *question = sql->question;
    report_sql_write(sql, "(SELECT 0 AS zero");
    if (is_by_keys)
        write_keys(sql);
    write_sums(sql, half);
    report_sql_format(sql, " FROM %s", fact_table_of(question->table)->name);
    if (is_by_keys && has_group_of(question, DIMENSION_TAG))
        report_sql_write(sql, " LEFT JOIN tags ON tags.id = campaign_id");
    if (is_by_keys && has_group_of(question, DIMENSION_SIGNAL))
        report_sql_write(sql, " LEFT JOIN signals ON signals.reason = bot_reason");
    report_sql_where(sql);
    if (half == HALF_OTHERS)
        report_sql_write(sql, " AND kind <> 1");
    report_sql_write(sql, is_by_keys ? " GROUP BY ALL)" : ")");
}
_Static_assert(FACT_VISIT == 1 && AD_FACT_CLICK == 1, "the SQL's kinds");

/* Both halves, beside one another. */
static void write_halves(struct report_sql *sql, bool is_by_keys)
{
    const struct question *question = sql->question;
    write_half(sql, HALF_ALL_ROWS, is_by_keys);
    if (!has_half(sql, HALF_OTHERS))
        return;
    report_sql_write(sql, " LEFT JOIN ");
    write_half(sql, HALF_OTHERS, is_by_keys);
    report_sql_write(sql, " USING (zero");
    for (size_t i = 0; is_by_keys && i < question->group_count; i++)
        report_sql_format(sql, ", g%zu", i);
    report_sql_write(sql, ")");
}

static void write_grouped(struct report_sql *sql)
{
    report_sql_write(sql, "grouped AS (SELECT zero");
    for (size_t i = 0; i < sql->question->group_count; i++)
        report_sql_format(sql, ", g%zu", i);
    write_each(sql, EACH_OR_ZERO);
    report_sql_write(sql, " FROM ");
    write_halves(sql, true);
    report_sql_write(sql, " WHERE ");
    write_presence(sql);
    report_sql_write(sql, ")");
}

static void write_pairs(struct report_sql *sql, const char *table, const char *column,
                        const struct question_name *names, size_t count)
{
    uint64_t *ids = ARENA_ARRAY(sql->arena, uint64_t, count + 1);
    struct str *texts = ARENA_ARRAY(sql->arena, struct str, count + 1);
    if (ids == NULL || texts == NULL)
        return; /* the arena is full: so is the statement */
    for (size_t i = 0; i < count; i++) {
        ids[i] = names[i].id;
        texts[i] = names[i].name.ptr != NULL ? names[i].name : STR("");
    }
    report_sql_format(sql, "%s AS (SELECT unnest(", table);
    report_sql_u64s(sql, ids, count);
    report_sql_write(sql, ") AS id, unnest(");
    report_sql_texts(sql, texts, count);
    report_sql_format(sql, ") AS %s), ", column);
}

static void write_conditions(struct report_sql *sql)
{
    const struct question *question = sql->question;
    report_sql_write(sql, " WHERE true");
    for (size_t i = 0; i < question->filter_count; i++) {
        if (question->filters[i].metric == NULL)
            continue;
        report_sql_write(sql, " AND ");
        report_sql_metric_filter(sql, &question->filters[i]);
    }
}

/* The groups, or all named entities with what there is of them; then what filters of metrics leave.
 */
static void write_shown(struct report_sql *sql)
{
    const struct question *question = sql->question;
    report_sql_write(sql, ", shown AS MATERIALIZED (SELECT * FROM (SELECT ");
    if (question->is_complete) {
        report_sql_write(sql, "id AS g0, name");
        write_each(sql, EACH_OR_ZERO);
        report_sql_write(sql, " FROM names LEFT JOIN grouped ON g0 = id)");
    } else if (question->name_count > 0) {
        report_sql_write(sql, "grouped.*, name FROM grouped LEFT JOIN names ON id = g0)");
    } else {
        report_sql_write(sql, "*, NULL AS name FROM grouped)");
    }
    write_conditions(sql);
    report_sql_write(sql, ")");
}

/* --- The answer ------------------------------------------------------------ */

static size_t group_of(const struct question *question, const struct dimension *dimension)
{
    size_t i = 0;
    while (i < question->group_count && question->groups[i] != dimension)
        i++;
    return i;
}

static void write_sort(struct report_sql *sql, const struct sort *sort)
{
    const struct question *question = sql->question;
    const char *way = sort->is_descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ";
    if (sort->dimension == NULL) {
        sql->metric_goal = sort->goal.ptr != NULL ? &sort->goal : NULL;
        report_sql_metric(sql, sort->metric);
        sql->metric_goal = NULL;
    } else {
        size_t group = group_of(question, sort->dimension);
        bool is_text =
            sort->dimension->kind == DIMENSION_TEXT || sort->dimension->kind == DIMENSION_SIGNAL;
        if (group == question->group_count)
            return;                                 /* not grouped by: nothing to sort */
        if (group == 0 && question->name_count > 0) /* and those without a name by their numbers */
            report_sql_format(sql, "nullif(lower(name), '')%sg0", way);
        else if (is_text)
            report_sql_format(sql, "nullif(g%zu, '')", group);
        else
            report_sql_format(sql, "g%zu", group);
    }
    report_sql_write(sql, way);
}

static void write_page(struct report_sql *sql)
{
    const struct question *question = sql->question;
    report_sql_write(sql, " (SELECT 0 AS is_total, 0::BIGINT AS row_count");
    for (size_t i = 0; i < question->group_count; i++)
        report_sql_format(sql, ", g%zu", i);
    write_each(sql, EACH_AS_IT_IS);
    report_sql_write(sql, " FROM shown ORDER BY ");
    for (size_t i = 0; i < question->sort_count; i++)
        write_sort(sql, &question->sorts[i]);
    for (size_t i = 0; i < question->group_count; i++)
        report_sql_format(sql, "g%zu, ", i);
    report_sql_write(sql, "is_total LIMIT ");
    report_sql_u64(sql, question->group_count == 0 ? 0
                        : question->limit > 0      ? question->limit
                                                   : (uint64_t)INT64_MAX);
    report_sql_write(sql, " OFFSET ");
    report_sql_u64(sql, question->offset);
    report_sql_write(sql, ")");
}

/* Of what is shown; where groups count a row more than once, of the rows themselves. */
static void write_totals(struct report_sql *sql)
{
    const struct question *question = sql->question;
    bool is_of_rows = has_shared_rows(question);
    report_sql_write(sql, " UNION ALL (SELECT 1, (SELECT count(*) FROM shown)");
    for (size_t i = 0; i < question->group_count; i++)
        report_sql_write(sql, ", NULL");
    write_each(sql, is_of_rows ? EACH_OR_ZERO : EACH_ADDED_UP);
    if (is_of_rows) {
        report_sql_write(sql, " FROM ");
        write_halves(sql, false);
        report_sql_write(sql, ")");
    } else {
        report_sql_write(sql, " FROM shown)");
    }
}

void report_sql_report(struct report_sql *sql)
{
    const struct question *question = sql->question;
    report_sql_write(sql, "WITH ");
    if (has_group_of(question, DIMENSION_SIGNAL))
        report_signals_pairs(sql);
    if (has_group_of(question, DIMENSION_TAG))
        write_pairs(sql, "tags", "tag", question->tags, question->tag_count);
    if (question->is_complete || question->name_count > 0)
        write_pairs(sql, "names", "name", question->names, question->name_count);
    write_grouped(sql);
    write_shown(sql);
    write_page(sql);
    write_totals(sql);
}

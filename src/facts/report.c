#include "facts/report.h"

#include "facts/report_sql.h"

#define ARENA_BYTES (64 * 1024 * 1024)

/* What reads the rows of a statement. */
struct reading {
    const struct report_sql *sql;
    enum err (*on_row)(void *context, const struct report_row *row);
    void *context;
    struct report_row *row; /* whose goals are goals and compared_goals */
    struct report_goal *goals, *compared_goals;
    struct report_row *totals;
    uint64_t *row_count;
};

static bool is_text_key(const struct question *question, const struct dimension *dimension)
{
    const struct fact_column *column =
        dimension->column != NULL
            ? fact_find_column(fact_table_of(question->table), str_from_c(dimension->column))
            : NULL;
    return dimension->kind == DIMENSION_TAG || (column != NULL && column->type == FACT_TYPE_TEXT);
}

/* Days since 1970 of a month's first, from its number since year 0. */
static int64_t day_of_month(int64_t month)
{
    int64_t day = (month - 1970 * 12) * 30; /* at most some weeks too early or late; then exact */
    struct zone_time time = zone_time_of(day * RATE_DAY_MS);
    while ((int64_t)time.year * 12 + time.month - 1 < month || time.day != 1) {
        int64_t months = (int64_t)time.year * 12 + time.month - 1;
        day += months < month ? 1 : 1 - time.day;
        time = zone_time_of(day * RATE_DAY_MS);
    }
    return day;
}

static void read_keys(struct reading *reading, const struct statement_row *cells, size_t *column)
{
    const struct question *question = reading->sql->question;
    for (size_t i = 0; i < question->group_count; i++, (*column)++) {
        const struct dimension *dimension = question->groups[i];
        struct report_key *key = &reading->row->keys[i];
        *key = (struct report_key){0};
        if (is_text_key(question, dimension)) {
            key->text = statement_text(cells, *column);
            key->is_empty = key->text.len == 0;
            continue;
        }
        key->number = statement_i64(cells, *column);
        key->is_empty = key->number == 0;
        if (dimension->kind == DIMENSION_MONTH)
            key->number = day_of_month(key->number);
    }
}

static void read_sums(struct reading *reading, const struct statement_row *cells, size_t *column,
                      struct sums *sums, struct report_goal *goals)
{
    const struct report_sql *sql = reading->sql;
    *sums = (struct sums){0};
    for (size_t i = 0; i < METRIC_SUMS_MAX; i++)
        if (sql->wants[i])
            sums->at[i] = statement_i64(cells, *column + sql->sum_columns[i]);
    *column += sql->sum_count;
    for (size_t i = 0; i < sql->question->goal_count; i++) {
        goals[i].conversions = statement_i64(cells, (*column)++);
        goals[i].value = statement_i64(cells, (*column)++);
    }
}

static enum err read_row(void *context, const struct statement_row *cells)
{
    struct reading *reading = context;
    size_t column = 2;
    bool is_total = statement_i64(cells, 0) != 0;
    read_keys(reading, cells, &column);
    read_sums(reading, cells, &column, &reading->row->sums, reading->goals);
    if (reading->sql->question->compared.to_ms != 0)
        read_sums(reading, cells, &column, &reading->row->compared, reading->compared_goals);
    if (!is_total)
        return reading->on_row != NULL ? reading->on_row(reading->context, reading->row) : OK;
    *reading->row_count = statement_u64(cells, 1);
    *reading->totals = *reading->row;
    return OK;
}

static struct statement_client client_of(const struct report_client *client)
{
    struct statement_client of = {0};
    if (client != NULL)
        of = (struct statement_client){client->is_gone, client->context, client->is_export};
    return of;
}

/* The totals' goals stay where the caller finds them. */
static enum err run(struct facts *facts, const struct report_client *client, struct report_sql *sql,
                    struct reading *reading)
{
    struct statement_client of = client_of(client);
    report_sql_report(sql);
    const char *text = report_sql_text_of(sql);
    if (text == NULL)
        return ERR_FULL;
    return statement_run(facts, &of, text, sql->values, sql->value_count, read_row, reading);
}

enum err report_run(struct facts *facts, const struct report_client *client,
                    const struct question *question,
                    enum err (*on_row)(void *context, const struct report_row *row), void *context,
                    struct report_row *totals, struct report_goal *total_goals, uint64_t *row_count)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct report_goal goals[2 * QUESTION_GOALS_MAX] = {0};
    struct report_row row = {.goals = goals, .compared_goals = goals + question->goal_count};
    struct report_row found = {0};
    struct report_sql *sql = ARENA_NEW(arena, struct report_sql);
    uint64_t rows = 0;
    struct reading reading = {.sql = sql,
                              .on_row = on_row,
                              .context = context,
                              .row = &row,
                              .goals = goals,
                              .compared_goals = goals + question->goal_count,
                              .totals = &found,
                              .row_count = &rows};
    CHECK(question->goal_count <= QUESTION_GOALS_MAX);
    enum err err = sql != NULL
                       ? report_sql_init(sql, question, facts_told(facts, question->table), arena)
                       : ERR_FULL;
    if (err == OK)
        err = run(facts, client, sql, &reading);
    if (err == OK) {
        *totals = found;
        *row_count = rows;
        if (question->goal_count > 0) /* the row of totals was the last one */
            memcpy(total_goals, goals, 2 * question->goal_count * sizeof(*goals));
        totals->goals = total_goals;
        totals->compared_goals =
            question->goal_count > 0 ? total_goals + question->goal_count : NULL;
    }
    arena_free(arena);
    return err;
}

/* --- The entries behind ---------------------------------------------------- */

struct ids {
    uint64_t *ids;
    size_t max, count;
};

static enum err take_id(void *context, const struct statement_row *row)
{
    struct ids *ids = context;
    if (ids->count < ids->max)
        ids->ids[ids->count++] = statement_u64(row, 0);
    return OK;
}

/* Of each kind its id, its kind's number, and what is 0 where the entry counts no more. */
struct entries {
    const char *id, *kind, *sum;
};

static const struct entries *entries_of(enum fact_table_id table, enum report_entries which)
{
    static const struct entries of_tracker[] = {
        [REPORT_VISITS] = {"visit_id", "1", "sum(visits)"},
        [REPORT_CLICKS] = {"click_id", "2", "sum(clicks)"},
        [REPORT_CONVERSIONS] = {"conversion_id", "3", "sum(conversions + other_conversions)"},
    };
    static const struct entries of_network[] = {
        [REPORT_CLICKS] = {"entry_id", "1", "sum(clicks)"},
        [REPORT_CONVERSIONS] = {"entry_id", "2", "sum(conversions)"},
    };
    CHECK(table == FACT_TABLE || which != REPORT_VISITS);
    return table == FACT_TABLE ? &of_tracker[which] : &of_network[which];
}

static void write_entries(struct report_sql *sql, const struct entries *of, uint64_t before_id,
                          size_t max)
{
    report_sql_format(sql, "SELECT %s AS id FROM %s", of->id,
                      fact_table_of(sql->question->table)->name);
    report_sql_where(sql);
    report_sql_format(sql, " AND kind = %s", of->kind);
    if (before_id != 0) {
        report_sql_format(sql, " AND %s < ", of->id);
        report_sql_u64(sql, before_id);
    }
    report_sql_format(sql, " GROUP BY id HAVING %s <> 0 ORDER BY id DESC LIMIT ", of->sum);
    report_sql_u64(sql, max);
}

enum err report_entries(struct facts *facts, const struct report_client *client,
                        const struct question *question, enum report_entries which,
                        uint64_t before_id, uint64_t *ids, size_t max, size_t *count)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct statement_client of = client_of(client);
    struct report_sql *sql = ARENA_NEW(arena, struct report_sql);
    struct ids taken = {ids, max, 0};
    enum err err = sql != NULL
                       ? report_sql_init(sql, question, facts_told(facts, question->table), arena)
                       : ERR_FULL;
    if (err == OK) {
        write_entries(sql, entries_of(question->table, which), before_id, max);
        const char *text = report_sql_text_of(sql);
        err = text != NULL
                  ? statement_run(facts, &of, text, sql->values, sql->value_count, take_id, &taken)
                  : ERR_FULL;
    }
    arena_free(arena);
    if (err == OK)
        *count = taken.count;
    return err;
}

#include "facts/report.h"

#include "facts/report_sql.h"

#define ARENA_BYTES (64 * 1024 * 1024)

#define TRIES_MAX (2 * METRIC_SUMS_MAX) /* each needs a measure that was never told before */

/* What reads the rows of a statement. */
struct reading {
    struct facts *facts;
    const struct report_sql *sql;
    bool is_begun;
    bool is_stale; /* the rows tell measures that the statement does not ask for */
    enum err (*on_row)(void *context, const struct report_row *row);
    void *context;
    struct report_row *row; /* whose goals are goals and beside_goals */
    struct report_goal *goals, *beside_goals;
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

/* What the rows tell was known before they could be seen: when that is still what the statement was
 * written for, now that it has begun, it leaves nothing out. */
static bool is_outdated(const struct reading *reading)
{
    struct facts_told asked = reading->sql->told;
    struct facts_told told = facts_told(reading->facts, reading->sql->question->table);
    return told.by_visits != asked.by_visits || told.by_others != asked.by_others;
}

static enum err read_row(void *context, const struct statement_row *cells)
{
    struct reading *reading = context;
    size_t column = 2;
    if (!reading->is_begun && is_outdated(reading)) {
        reading->is_stale = true;
        return ERR_CLOSED;
    }
    reading->is_begun = true;
    bool is_total = statement_i64(cells, 0) != 0;
    read_keys(reading, cells, &column);
    read_sums(reading, cells, &column, &reading->row->sums, reading->goals);
    if (question_has_beside(reading->sql->question))
        read_sums(reading, cells, &column, &reading->row->beside, reading->beside_goals);
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

static enum err run_once(const struct report_client *client, const struct question *question,
                         struct reading *reading)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct statement_client of = client_of(client);
    struct report_sql *sql = ARENA_NEW(arena, struct report_sql);
    struct facts_told told = facts_told(reading->facts, question->table);
    enum err err = sql != NULL ? report_sql_init(sql, question, told, arena) : ERR_FULL;
    if (err == OK) {
        report_sql_report(sql);
        const char *text = report_sql_text_of(sql);
        reading->sql = sql;
        reading->is_stale = false;
        err = text != NULL ? statement_run(reading->facts, &of, text, sql->values, sql->value_count,
                                           read_row, reading)
                           : ERR_FULL;
    }
    arena_free(arena);
    return err;
}

/* Anew when measures were told between writing the statement and its beginning. */
static enum err run(const struct report_client *client, const struct question *question,
                    struct reading *reading)
{
    for (unsigned i = 0; i < TRIES_MAX; i++) {
        enum err err = run_once(client, question, reading);
        if (!reading->is_stale)
            return err;
    }
    return ERR_BUSY;
}

enum err report_run(struct facts *facts, const struct report_client *client,
                    const struct question *question,
                    enum err (*on_row)(void *context, const struct report_row *row), void *context,
                    struct report_row *totals, struct report_goal *total_goals, uint64_t *row_count)
{
    struct report_goal goals[2 * QUESTION_GOALS_MAX] = {0};
    struct report_row row = {.goals = goals, .beside_goals = goals + question->goal_count};
    struct report_row found = {0};
    uint64_t rows = 0;
    struct reading reading = {.facts = facts,
                              .on_row = on_row,
                              .context = context,
                              .row = &row,
                              .goals = goals,
                              .beside_goals = goals + question->goal_count,
                              .totals = &found,
                              .row_count = &rows};
    CHECK(question->goal_count <= QUESTION_GOALS_MAX);
    CHECK(question->compared.to_ms == 0 || question->bots != BOTS_BOTH);
    enum err err = run(client, question, &reading);
    if (err != OK)
        return err;
    *totals = found;
    *row_count = rows;
    if (question->goal_count > 0) /* the row of totals was the last one */
        memcpy(total_goals, goals, 2 * question->goal_count * sizeof(*goals));
    totals->goals = total_goals;
    totals->beside_goals = question->goal_count > 0 ? total_goals + question->goal_count : NULL;
    return OK;
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
        [REPORT_CLICKS] = {"entry_id", "1", "sum(sent)"},
        [REPORT_CONVERSIONS] = {"entry_id", "2", "sum(conversions)"},
        [REPORT_IMPRESSIONS] = {"entry_id", "3", "sum(impressions)"},
    };
    CHECK(which != (table == FACT_TABLE ? REPORT_IMPRESSIONS : REPORT_VISITS));
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

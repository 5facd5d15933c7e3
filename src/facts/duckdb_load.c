/* Loads: rows are written into chunks of the store's own columns and appended chunk by chunk, all
 * in one transaction with the position. A chunk begins as zeros, which are also its empty texts, so
 * that only what a row has is written. */
#include "facts/duckdb.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/id.h"
#include "facts/metric.h"
#include "facts/spans.h"

#define SQL_BYTES_MAX 32768
#define COLUMNS_MAX   256
#define TEXT_LEN_MAX  4096                      /* of one value; longer ones are cut */
#define SPAN_GAP_MS   (INT64_C(10) * 60 * 1000) /* visits further apart are looked for one by one */

/* A table being appended to. */
struct appending {
    duckdb_appender appender; /* NULL: nothing was added yet */
    duckdb_data_chunk chunk;
    size_t column_count;
    size_t widths[COLUMNS_MAX];
    void *data[COLUMNS_MAX]; /* the chunk's columns */
    duckdb_vector vectors[COLUMNS_MAX];
    idx_t rows; /* in the chunk */
    idx_t rows_max;
};

/* Visits some of whose dimensions become others, gathered in a table of their own. */
struct moving {
    struct appending stage;
    uint64_t *visits; /* on the heap */
    size_t count, cap;
};

/* What moves visits: a row of the stage has visit, entry, and the new values. */
struct move {
    const char *stage;
    bool (*is_moved)(const struct fact_column *column);
    const char *only; /* which of the visit's rows; "" all */
};

struct facts_load {
    struct facts *facts;
    struct appending tables[FACT_TABLE_COUNT];
    struct appending costs;
    struct moving tokens, verdicts;
    uint64_t first_cost_visit, last_cost_visit; /* of the entry at hand */
    uint64_t rows;
    uint64_t told[FACT_TABLE_COUNT][2]; /* measures, as facts_told() has them */
    bool is_failed;
};

/* --- Chunks --------------------------------------------------------------- */

static void chunk_begin(struct appending *appending)
{
    duckdb_data_chunk_reset(appending->chunk);
    for (size_t i = 0; i < appending->column_count; i++) {
        appending->vectors[i] = duckdb_data_chunk_get_vector(appending->chunk, i);
        appending->data[i] = duckdb_vector_get_data(appending->vectors[i]);
        memset(appending->data[i], 0, appending->widths[i] * appending->rows_max);
    }
    appending->rows = 0;
}

static enum err append_begin(struct facts *facts, struct appending *appending, const char *table)
{
    duckdb_logical_type types[COLUMNS_MAX];
    if (duckdb_appender_create(facts->loading, NULL, table, &appending->appender) != DuckDBSuccess)
        return ERR_IO;
    appending->column_count = (size_t)duckdb_appender_column_count(appending->appender);
    CHECK(appending->column_count <= COLUMNS_MAX);
    for (size_t i = 0; i < appending->column_count; i++) {
        types[i] = duckdb_appender_column_type(appending->appender, i);
        duckdb_type type = duckdb_get_type_id(types[i]);
        appending->widths[i] = type == DUCKDB_TYPE_UTINYINT   ? sizeof(uint8_t)
                               : type == DUCKDB_TYPE_UINTEGER ? sizeof(uint32_t)
                               : type == DUCKDB_TYPE_VARCHAR  ? sizeof(duckdb_string_t)
                                                              : sizeof(uint64_t);
    }
    appending->chunk = duckdb_create_data_chunk(types, appending->column_count);
    for (size_t i = 0; i < appending->column_count; i++)
        duckdb_destroy_logical_type(&types[i]);
    appending->rows_max = duckdb_vector_size();
    chunk_begin(appending);
    return OK;
}

static enum err append_chunk(struct appending *appending)
{
    if (appending->rows == 0)
        return OK;
    duckdb_data_chunk_set_size(appending->chunk, appending->rows);
    duckdb_state state = duckdb_append_data_chunk(appending->appender, appending->chunk);
    chunk_begin(appending);
    return state == DuckDBSuccess ? OK : ERR_IO;
}

/* Brings all that was added into the table, where statements of the load see it. */
static enum err append_flush(struct appending *appending)
{
    if (appending->appender == NULL)
        return OK;
    enum err err = append_chunk(appending);
    if (duckdb_appender_flush(appending->appender) != DuckDBSuccess)
        err = ERR_IO;
    return err;
}

static enum err append_end(struct appending *appending)
{
    if (appending->appender == NULL)
        return OK;
    enum err err = append_flush(appending);
    if (duckdb_appender_destroy(&appending->appender) != DuckDBSuccess)
        err = ERR_IO;
    duckdb_destroy_data_chunk(&appending->chunk);
    *appending = (struct appending){0};
    return err;
}

static enum err append_row(struct appending *appending)
{
    appending->rows++;
    return appending->rows < appending->rows_max ? OK : append_chunk(appending);
}

static void put_u64(struct appending *appending, size_t column, uint64_t value)
{
    idx_t row = appending->rows;
    switch (appending->widths[column]) {
    case sizeof(uint8_t):
        ((uint8_t *)appending->data[column])[row] =
            (uint8_t)(value <= UINT8_MAX ? value : UINT8_MAX);
        break;
    case sizeof(uint32_t):
        ((uint32_t *)appending->data[column])[row] =
            (uint32_t)(value <= UINT32_MAX ? value : UINT32_MAX);
        break;
    default:
        ((uint64_t *)appending->data[column])[row] = value;
    }
}

static void put_text(struct appending *appending, size_t column, struct str text)
{
    char clean[STR_UTF8_BYTES(TEXT_LEN_MAX)];
    if (text.len == 0)
        return;
    text = str_cut(text, TEXT_LEN_MAX);
    if (!str_is_utf8(text))
        text = str_make_utf8(text, clean);
    duckdb_vector_assign_string_element_len(appending->vectors[column], appending->rows, text.ptr,
                                            text.len);
}

/* --- The load ------------------------------------------------------------- */

enum err facts_load_begin(struct facts *facts, struct facts_load **begun)
{
    CHECK(!facts->is_loading);
    enum err err = store_run(facts->loading, "BEGIN");
    if (err != OK)
        return err;
    facts->is_loading = true;
    struct facts_load *load = heap_make(1, sizeof(*load));
    load->facts = facts;
    *begun = load;
    return OK;
}

static enum err note(struct facts_load *load, enum err err)
{
    if (err != OK)
        load->is_failed = true;
    return err == OK ? OK : ERR_IO;
}

static bool is_of_visit(enum fact_table_id id, const void *row)
{
    return id == FACT_TABLE ? ((const struct fact *)row)->kind == FACT_VISIT
                            : ((const struct ad_fact *)row)->kind == AD_FACT_CLICK;
}

enum err facts_load_add(struct facts_load *load, enum fact_table_id id, const void *row)
{
    const struct fact_table *table = fact_table_of(id);
    size_t first_measure = table->column_count - metric_sum_count(id);
    uint64_t told = 0;
    struct appending *appending = &load->tables[id];
    if (load->is_failed)
        return ERR_IO;
    if (appending->appender == NULL) {
        enum err err = append_begin(load->facts, appending, table->name);
        if (err != OK)
            return note(load, err);
    }
    for (size_t i = 0; i < table->column_count; i++) {
        const struct fact_column *column = &table->columns[i];
        const void *field = (const char *)row + column->offset;
        if (column->type == FACT_TYPE_TEXT) {
            put_text(appending, i, *(const struct str *)field);
        } else if (*(const uint64_t *)field != 0) {
            put_u64(appending, i, *(const uint64_t *)field);
            told |= column->is_measure ? UINT64_C(1) << (i - first_measure) : 0;
        }
    }
    load->told[id][is_of_visit(id, row) ? 0 : 1] |= told;
    load->rows++;
    return note(load, append_row(appending));
}

/* --- What changes for visits that are there ------------------------------- */

/* Runs a statement with numbers for its '?'. */
static enum err run_with(duckdb_connection connection, const char *sql, const uint64_t *numbers,
                         size_t count, uint64_t *changed)
{
    duckdb_prepared_statement statement = NULL;
    duckdb_result result;
    enum err err = OK;
    if (duckdb_prepare(connection, sql, &statement) != DuckDBSuccess)
        err = ERR_IO;
    for (size_t i = 0; i < count && err == OK; i++)
        if (duckdb_bind_uint64(statement, i + 1, numbers[i]) != DuckDBSuccess)
            err = ERR_IO;
    if (err == OK) {
        if (duckdb_execute_prepared(statement, &result) != DuckDBSuccess) {
            err = store_fail(&result);
        } else {
            *changed = duckdb_rows_changed(&result);
            duckdb_destroy_result(&result);
        }
    }
    duckdb_destroy_prepare(&statement);
    return err;
}

/* Adds to the facts what the statement makes of them, by way of stage_fact: a statement that reads
 * the rows of its own load and adds to them breaks the store (DuckDB 1.4.4: "BlockManager::
 * ConvertToPersistent ... multiple readers active") when they are more than it keeps together. */
static enum err tell_anew(duckdb_connection connection, const char *sql, const uint64_t *numbers,
                          size_t count, uint64_t *changed)
{
    enum err err = run_with(connection, sql, numbers, count, changed);
    if (err == OK)
        err = store_run(connection, "INSERT INTO fact FROM stage_fact");
    return err == OK ? store_run(connection, "DELETE FROM stage_fact") : err;
}

static bool is_of_cost(const char *name)
{
    static const char *const names[] = {
        "cost",   "manual_cost_visits", "api_cost_visits", "csv_cost_visits", "cost_missing",
        "no_rate"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* A cost row for each row that told the visit: those that were taken back again, by a change of
 * tokens, have the visit's sign and cancel out. */
static void write_costs_sql(struct buf *sql)
{
    const struct fact_table *table = fact_table_of(FACT_TABLE);
    buf_write_c(sql, "INSERT INTO stage_fact SELECT ?1, visit_id, 0, 0, ");
    buf_write_u64(sql, FACT_COST);
    for (size_t i = FACT_KEYS; i < table->column_count; i++) {
        const struct fact_column *column = &table->columns[i];
        if (!column->is_measure)
            buf_format(sql, ", fact.%s", column->name);
        else if (is_of_cost(column->name))
            buf_format(sql, ", fact.visits * stage_cost.%s", column->name);
        else
            buf_write_c(sql, ", 0");
    }
    buf_format(sql,
               " FROM fact JOIN stage_cost USING (visit_id) WHERE kind = %d AND visit_id >= ?2 "
               "AND visit_id <= ?3",
               FACT_VISIT);
}

enum err facts_load_costs_begin(struct facts_load *load)
{
    if (load->is_failed)
        return ERR_IO;
    enum err err = append_begin(load->facts, &load->costs, "stage_cost");
    load->first_cost_visit = 0;
    return note(load, err);
}

enum err facts_load_cost(struct facts_load *load, const struct facts_cost *cost)
{
    struct appending *costs = &load->costs;
    if (load->is_failed)
        return ERR_IO;
    if (load->first_cost_visit == 0)
        load->first_cost_visit = cost->visit_id;
    CHECK(cost->visit_id >= load->first_cost_visit);
    load->last_cost_visit = cost->visit_id;
    const struct {
        unsigned sum;
        int64_t delta;
    } deltas[] = {{SUM_cost, cost->cost},
                  {SUM_manual_cost_visits, cost->manual_cost_visits},
                  {SUM_api_cost_visits, cost->api_cost_visits},
                  {SUM_csv_cost_visits, cost->csv_cost_visits},
                  {SUM_cost_missing, cost->cost_missing},
                  {SUM_no_rate, cost->no_rate}};
    put_u64(costs, 0, cost->visit_id);
    for (size_t i = 0; i < ARRAY_LEN(deltas); i++) {
        put_u64(costs, 1 + i, (uint64_t)deltas[i].delta);
        load->told[FACT_TABLE][1] |= deltas[i].delta != 0 ? UINT64_C(1) << deltas[i].sum : 0;
    }
    return note(load, append_row(costs));
}

enum err facts_load_costs_end(struct facts_load *load, uint64_t entry_id)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory) - 1);
    uint64_t changed = 0;
    duckdb_connection connection = load->facts->loading;
    if (load->is_failed)
        return ERR_IO;
    write_costs_sql(&sql);
    CHECK(!buf_is_full(&sql));
    sql.ptr[sql.len] = '\0';
    enum err err = append_end(&load->costs);
    if (err == OK)
        err = append_flush(&load->tables[FACT_TABLE]);
    if (err == OK && load->first_cost_visit != 0)
        err = tell_anew(connection, sql.ptr,
                        (const uint64_t[]){entry_id, load->first_cost_visit, load->last_cost_visit},
                        3, &changed);
    if (err == OK)
        err = store_run(connection, "DELETE FROM stage_cost");
    load->rows += changed;
    return note(load, err);
}

/* Begins the row of a visit that moves. */
static enum err move_begin(struct facts_load *load, struct moving *moving, const char *stage,
                           uint64_t entry_id, uint64_t visit_id)
{
    if (load->is_failed)
        return ERR_IO;
    if (moving->stage.appender == NULL) {
        enum err err = append_begin(load->facts, &moving->stage, stage);
        if (err != OK)
            return note(load, err);
    }
    put_u64(&moving->stage, 0, visit_id);
    put_u64(&moving->stage, 1, entry_id);
    if (moving->count == moving->cap) {
        moving->cap = moving->cap == 0 ? 256 : 2 * moving->cap;
        moving->visits = heap_grow(moving->visits, moving->cap * sizeof(*moving->visits));
    }
    moving->visits[moving->count++] = visit_id;
    return OK;
}

enum err facts_load_retoken(struct facts_load *load, uint64_t entry_id, uint64_t visit_id,
                            const struct str *tokens, size_t count)
{
    enum err err = move_begin(load, &load->tokens, "stage_token", entry_id, visit_id);
    if (err != OK)
        return err;
    CHECK(count <= MACRO_TOKENS_MAX);
    for (size_t i = 0; i < count; i++)
        put_text(&load->tokens.stage, 2 + i, tokens[i]);
    return note(load, append_row(&load->tokens.stage));
}

enum err facts_load_judge(struct facts_load *load, uint64_t entry_id, uint64_t visit_id,
                          bool is_bot, struct str bot_reason)
{
    enum err err = move_begin(load, &load->verdicts, "stage_verdict", entry_id, visit_id);
    if (err != OK)
        return err;
    put_u64(&load->verdicts.stage, 2, is_bot);
    put_text(&load->verdicts.stage, 3, bot_reason);
    return note(load, append_row(&load->verdicts.stage));
}

static bool is_token(const struct fact_column *column)
{
    return column->type == FACT_TYPE_TEXT && strncmp(column->name, "token", 5) == 0;
}

static bool is_of_verdict(const struct fact_column *column)
{
    return strcmp(column->name, "is_bot") == 0 || strcmp(column->name, "bot_reason") == 0;
}

static const struct move retoken = {"stage_token", is_token, ""};
/* Clicks and conversions are told anew by themselves: they have verdicts of their own. */
static const struct move rejudge = {"stage_verdict", is_of_verdict, " AND kind IN (?3, ?4, ?5)"};

/* What these rows of the staged visits come to, by their dimensions: told once more with a minus,
 * or with the new values. */
static void write_move_half(struct buf *sql, const struct move *move, bool is_new)
{
    const struct fact_table *table = fact_table_of(FACT_TABLE);
    buf_format(sql, "SELECT %s.entry_id, moved.visit_id, conversion_id, click_id, kind",
               move->stage);
    for (size_t i = FACT_KEYS; i < table->column_count; i++) {
        const struct fact_column *column = &table->columns[i];
        if (move->is_moved(column))
            buf_format(sql, ", %s.%s", is_new ? move->stage : "moved", column->name);
        else
            buf_format(sql, ", %s%s", column->is_measure && !is_new ? "-" : "", column->name);
    }
    buf_format(sql, " FROM moved JOIN %s ON moved.visit_id = %s.visit_id", move->stage,
               move->stage);
}

static void write_move_sql(struct buf *sql, const struct move *move)
{
    const struct fact_table *table = fact_table_of(FACT_TABLE);
    const char *separator = " HAVING ";
    buf_write_c(sql, "INSERT INTO stage_fact WITH moved AS MATERIALIZED (SELECT visit_id, "
                     "conversion_id, click_id, "
                     "kind");
    for (size_t i = FACT_KEYS; i < table->column_count; i++) {
        const struct fact_column *column = &table->columns[i];
        buf_format(sql, column->is_measure ? ", sum(%s)::BIGINT AS %s" : ", %s", column->name,
                   column->name);
    }
    buf_format(sql,
               " FROM fact WHERE visit_id >= ?1 AND visit_id <= ?2%s AND visit_id IN (SELECT "
               "visit_id FROM %s) GROUP BY ALL",
               move->only, move->stage);
    for (size_t i = FACT_KEYS; i < table->column_count; i++) {
        if (!table->columns[i].is_measure)
            continue;
        buf_format(sql, "%ssum(fact.%s) <> 0", separator, table->columns[i].name);
        separator = " OR ";
    }
    buf_write_c(sql, ") ");
    write_move_half(sql, move, false);
    buf_write_c(sql, " UNION ALL ");
    write_move_half(sql, move, true);
}

static enum err move_all(struct facts_load *load, struct moving *moving, const struct move *move)
{
    char *memory = heap_make(1, SQL_BYTES_MAX);
    struct buf sql = buf_from_memory(memory, SQL_BYTES_MAX - 1);
    duckdb_connection connection = load->facts->loading;
    struct id_span spans[SPANS_MAX];
    size_t span_count = spans_of_ids(moving->visits, moving->count, id_from_ms(SPAN_GAP_MS), spans);
    write_move_sql(&sql, move);
    CHECK(!buf_is_full(&sql));
    sql.ptr[sql.len] = '\0';
    enum err err = append_end(&moving->stage);
    if (err == OK)
        err = append_flush(&load->tables[FACT_TABLE]);
    for (size_t i = 0; i < span_count && err == OK; i++) {
        const uint64_t numbers[] = {spans[i].first, spans[i].last, FACT_VISIT, FACT_COST,
                                    FACT_EVENT};
        uint64_t changed = 0;
        err = tell_anew(connection, memory, numbers, move->only[0] == '\0' ? 2 : 5, &changed);
        load->rows += changed;
    }
    (void)snprintf(memory, SQL_BYTES_MAX, "DELETE FROM %s", move->stage);
    if (err == OK)
        err = store_run(connection, memory);
    free(memory);
    return err;
}

/* --- The end -------------------------------------------------------------- */

static enum err write_position(struct facts_load *load, const struct facts_position *position)
{
    char sql[320];
    struct buf buf = buf_from_memory(sql, sizeof(sql) - 1);
    buf_format(&buf, "DELETE FROM position WHERE node = %" PRIu64, position->node);
    buf_format(&buf, "; INSERT INTO position VALUES(%" PRIu64 ", %" PRIu64 ", from_hex('",
               position->node, position->id);
    buf_write_hex(&buf, position->hash, sizeof(position->hash));
    buf_write_c(&buf, "'));");
    CHECK(!buf_is_full(&buf));
    sql[buf.len] = '\0';
    return store_run(load->facts->loading, sql);
}

/* Before the rows can be seen, so that no statement leaves out a measure that they tell. */
static enum err write_told(struct facts_load *load)
{
    struct facts *facts = load->facts;
    enum err err = OK;
    for (size_t i = 0; i < FACT_TABLE_COUNT && err == OK; i++) {
        char sql[160];
        for (size_t j = 0; j < 2; j++)
            facts->told[i][j] |= load->told[i][j];
        if (facts->told[i][0] == facts->told_kept[i][0] &&
            facts->told[i][1] == facts->told_kept[i][1])
            continue;
        (void)snprintf(sql, sizeof(sql),
                       "UPDATE told SET by_visits = %" PRIu64 ", by_others = %" PRIu64
                       " WHERE fact_table = %zu",
                       (uint64_t)facts->told[i][0], (uint64_t)facts->told[i][1], i);
        err = store_run(facts->loading, sql);
    }
    return err;
}

static void note_told(struct facts *facts)
{
    for (size_t i = 0; i < FACT_TABLE_COUNT; i++)
        for (size_t j = 0; j < 2; j++)
            facts->told_kept[i][j] = facts->told[i][j];
}

/* Also of a load that failed: what was not appended goes with its appender. */
static void free_load(struct facts_load *load)
{
    struct appending *all[] = {&load->tables[FACT_TABLE], &load->tables[AD_FACT_TABLE],
                               &load->costs, &load->tokens.stage, &load->verdicts.stage};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        if (all[i]->appender != NULL)
            (void)duckdb_appender_destroy(&all[i]->appender);
        duckdb_destroy_data_chunk(&all[i]->chunk);
    }
    load->facts->is_loading = false;
    free(load->tokens.visits);
    free(load->verdicts.visits);
    free(load);
}

void facts_load_abort(struct facts_load *load)
{
    if (load == NULL)
        return;
    duckdb_connection connection = load->facts->loading;
    free_load(load);
    enum err err = store_run(connection, "ROLLBACK");
    (void)err; /* logged; there is nothing else to be done about it */
}

enum err facts_load_commit(struct facts_load *load, const struct facts_position *position)
{
    enum err err = load->is_failed ? ERR_IO : OK;
    if (err == OK && load->tokens.count > 0)
        err = move_all(load, &load->tokens, &retoken);
    if (err == OK && load->verdicts.count > 0)
        err = move_all(load, &load->verdicts, &rejudge);
    for (size_t i = 0; i < FACT_TABLE_COUNT && err == OK; i++)
        err = append_end(&load->tables[i]);
    if (err == OK)
        err = write_position(load, position);
    if (err == OK)
        err = write_told(load);
    if (err == OK)
        err = store_run(load->facts->loading, "COMMIT");
    if (err != OK) {
        facts_load_abort(load);
        return ERR_IO;
    }
    note_told(load->facts);
    load->facts->rows += load->rows;
    free_load(load);
    return OK;
}

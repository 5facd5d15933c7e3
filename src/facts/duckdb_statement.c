/* Statements: let in by a gate, watched by a thread that stops those whose time is over or whose
 * client has left. */
#include "facts/duckdb.h"

#include "base/clock.h"
#include "base/log.h"

#define WATCH_MS 50

struct statement_row {
    duckdb_vector *vectors;
    void **data;
    uint64_t **validities;
    const duckdb_type *types;
    idx_t row;
};

/* --- The gate and the watcher --------------------------------------------- */

unsigned facts_running(const struct facts *facts)
{
    return facts->gates[0].running + facts->gates[1].running;
}

/* Whether it is over: its client has left, or its time. */
static enum err judge(const struct running *slot)
{
    const struct statement_client *client = slot->client;
    if (client != NULL && client->is_gone != NULL && client->is_gone(client->context))
        return ERR_CLOSED;
    return clock_mono_ms() > slot->deadline_mono_ms ? ERR_TIMEOUT : OK;
}

/* One that is to stop is told so until it has: the store forgets it when a statement begins. */
static void look_at(struct facts *facts, struct running *slot)
{
    if (!slot->is_used)
        return;
    if (slot->stopped == OK) {
        slot->stopped = judge(slot);
        facts->cancelled += slot->stopped == ERR_CLOSED;
        facts->late += slot->stopped == ERR_TIMEOUT;
    }
    if (slot->stopped != OK)
        duckdb_interrupt(slot->connection);
}

static void *watch(void *context)
{
    struct facts *facts = context;
    pthread_mutex_lock(&facts->lock);
    while (!facts->is_ending) {
        int64_t wake_ns = clock_mono_ms() * 1000000 + WATCH_MS * 1000000LL;
        struct timespec wake = {.tv_sec = wake_ns / 1000000000, .tv_nsec = wake_ns % 1000000000};
        if (facts_running(facts) == 0)
            pthread_cond_wait(&facts->changed, &facts->lock);
        else
            (void)pthread_cond_clockwait(&facts->changed, &facts->lock, CLOCK_MONOTONIC, &wake);
        for (size_t i = 0; i < GATE_COUNT; i++)
            for (size_t j = 0; j < GATE_STATEMENTS_MAX; j++)
                look_at(facts, &facts->gates[i].slots[j]);
    }
    pthread_mutex_unlock(&facts->lock);
    return NULL;
}

void facts_watch_start(struct facts *facts)
{
    CHECK(pthread_mutex_init(&facts->lock, NULL) == 0);
    CHECK(pthread_cond_init(&facts->changed, NULL) == 0);
    CHECK(pthread_create(&facts->watcher, NULL, watch, facts) == 0);
    facts_workers_start(facts);
}

void facts_watch_end(struct facts *facts)
{
    pthread_mutex_lock(&facts->lock);
    CHECK(facts_running(facts) == 0);
    facts->is_ending = true;
    pthread_cond_broadcast(&facts->changed);
    pthread_mutex_unlock(&facts->lock);
    (void)pthread_join(facts->watcher, NULL);
    facts_workers_end(facts);
    pthread_cond_destroy(&facts->changed);
    pthread_mutex_destroy(&facts->lock);
}

static bool is_gone(const struct statement_client *client)
{
    return client != NULL && client->is_gone != NULL && client->is_gone(client->context);
}

/* Waits for the ticket's turn and a free place. A waiting one whose client leaves keeps its turn,
 * for it is over as soon as it comes. */
static enum err enter(struct facts *facts, struct gate *gate, const struct statement_client *client,
                      int64_t ms, duckdb_connection connection, struct running **taken)
{
    pthread_mutex_lock(&facts->lock);
    if (gate->running >= gate->running_max &&
        gate->next_ticket - gate->now_serving >= gate->waiting_max) {
        facts->refused++;
        pthread_mutex_unlock(&facts->lock);
        return ERR_BUSY;
    }
    uint64_t ticket = gate->next_ticket++;
    while (ticket != gate->now_serving || gate->running >= gate->running_max)
        pthread_cond_wait(&facts->changed, &facts->lock);
    gate->now_serving++;
    enum err err = is_gone(client) ? ERR_CLOSED : OK;
    if (err == OK) {
        struct running *slot = gate->slots;
        while (slot->is_used)
            slot++;
        gate->running++;
        *slot = (struct running){.is_used = true,
                                 .connection = connection,
                                 .client = client,
                                 .deadline_mono_ms = clock_mono_ms() + ms};
        *taken = slot;
        facts->statements++;
    }
    pthread_cond_broadcast(&facts->changed);
    pthread_mutex_unlock(&facts->lock);
    return err;
}

/* What stopped it, if anything did. */
static enum err leave(struct facts *facts, struct gate *gate, struct running *slot)
{
    pthread_mutex_lock(&facts->lock);
    enum err stopped = slot->stopped;
    slot->is_used = false;
    gate->running--;
    if (facts_running(facts) == 0)
        facts_workers_rest(facts);
    pthread_cond_broadcast(&facts->changed);
    pthread_mutex_unlock(&facts->lock);
    return stopped;
}

/* --- Values --------------------------------------------------------------- */

/* To the store a text that is no UTF-8 is a fault of the program: U+FFFD stands for it, which the
 * facts have where such bytes came. */
static struct str text_of(struct str text)
{
    if (text.len == 0)
        return STR("");
    return str_is_utf8(text) ? text : STR("\xef\xbf\xbd");
}

static duckdb_value make_list(const struct value *value)
{
    bool is_text = value->type == VALUE_TEXTS;
    duckdb_value *items = heap_make(value->count + 1, sizeof(*items));
    for (size_t i = 0; i < value->count; i++) {
        struct str text = is_text ? text_of(value->texts[i]) : STR_NONE;
        items[i] = is_text ? duckdb_create_varchar_length(text.ptr, text.len)
                           : duckdb_create_uint64(value->u64s[i]);
    }
    duckdb_logical_type type =
        duckdb_create_logical_type(is_text ? DUCKDB_TYPE_VARCHAR : DUCKDB_TYPE_UBIGINT);
    duckdb_value list = duckdb_create_list_value(type, items, value->count);
    duckdb_destroy_logical_type(&type);
    for (size_t i = 0; i < value->count; i++)
        duckdb_destroy_value(&items[i]);
    free(items);
    return list;
}

static enum err bind(duckdb_prepared_statement statement, idx_t index, const struct value *value)
{
    duckdb_state state = DuckDBError;
    switch (value->type) {
    case VALUE_NULL:
        state = duckdb_bind_null(statement, index);
        break;
    case VALUE_U64:
        state = duckdb_bind_uint64(statement, index, value->u64);
        break;
    case VALUE_I64:
        state = duckdb_bind_int64(statement, index, value->i64);
        break;
    case VALUE_DOUBLE:
        state = duckdb_bind_double(statement, index, value->real);
        break;
    case VALUE_TEXT: {
        struct str text = text_of(value->text);
        state = duckdb_bind_varchar_length(statement, index, text.ptr, text.len);
        break;
    }
    case VALUE_U64S:
    case VALUE_TEXTS: {
        duckdb_value list = make_list(value);
        state = list != NULL ? duckdb_bind_value(statement, index, list) : DuckDBError;
        duckdb_destroy_value(&list);
        break;
    }
    }
    return state == DuckDBSuccess ? OK : ERR_IO;
}

static enum err prepare(duckdb_connection connection, const char *sql, const struct value *values,
                        size_t count, duckdb_prepared_statement *statement)
{
    if (duckdb_prepare(connection, sql, statement) != DuckDBSuccess) {
        const char *words = duckdb_prepare_error(*statement);
        log_error("facts", "the store does not take a statement: %s",
                  words != NULL ? words : "nothing");
        return ERR_IO;
    }
    for (size_t i = 0; i < count; i++) {
        if (bind(*statement, i + 1, &values[i]) != OK) {
            log_error("facts", "the store does not take value %zu of a statement", i + 1);
            return ERR_IO;
        }
    }
    return OK;
}

/* --- Rows ----------------------------------------------------------------- */

bool statement_is_null(const struct statement_row *row, size_t column)
{
    return row->validities[column] != NULL &&
           !duckdb_validity_row_is_valid(row->validities[column], row->row);
}

int64_t statement_i64(const struct statement_row *row, size_t column)
{
    const void *data = row->data[column];
    if (statement_is_null(row, column))
        return 0;
    switch ((int)row->types[column]) {
    case DUCKDB_TYPE_BOOLEAN:
        return ((const bool *)data)[row->row];
    case DUCKDB_TYPE_UTINYINT:
        return ((const uint8_t *)data)[row->row];
    case DUCKDB_TYPE_INTEGER:
        return ((const int32_t *)data)[row->row];
    case DUCKDB_TYPE_UINTEGER:
        return ((const uint32_t *)data)[row->row];
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UBIGINT:
        return ((const int64_t *)data)[row->row];
    default:
        check_failed("a column of whole numbers", __FILE__, __LINE__);
    }
}

uint64_t statement_u64(const struct statement_row *row, size_t column)
{
    return (uint64_t)statement_i64(row, column);
}

double statement_double(const struct statement_row *row, size_t column)
{
    CHECK(row->types[column] == DUCKDB_TYPE_DOUBLE);
    return statement_is_null(row, column) ? 0 : ((const double *)row->data[column])[row->row];
}

struct str statement_text(const struct statement_row *row, size_t column)
{
    CHECK(row->types[column] == DUCKDB_TYPE_VARCHAR || row->types[column] == DUCKDB_TYPE_BLOB);
    if (statement_is_null(row, column))
        return STR_NONE;
    duckdb_string_t *text = (duckdb_string_t *)row->data[column] + row->row;
    return (struct str){duckdb_string_t_data(text), duckdb_string_t_length(*text)};
}

struct columns {
    size_t count;
    duckdb_type types[STATEMENT_COLUMNS_MAX];
    duckdb_vector vectors[STATEMENT_COLUMNS_MAX];
    void *data[STATEMENT_COLUMNS_MAX];
    uint64_t *validities[STATEMENT_COLUMNS_MAX];
};

static enum err hand_out_chunk(struct columns *columns, duckdb_data_chunk chunk,
                               enum err (*on_row)(void *, const struct statement_row *),
                               void *context)
{
    struct statement_row row = {columns->vectors, columns->data, columns->validities,
                                columns->types, 0};
    idx_t rows = duckdb_data_chunk_get_size(chunk);
    for (size_t i = 0; i < columns->count; i++) {
        columns->vectors[i] = duckdb_data_chunk_get_vector(chunk, i);
        columns->data[i] = duckdb_vector_get_data(columns->vectors[i]);
        columns->validities[i] = duckdb_vector_get_validity(columns->vectors[i]);
    }
    enum err err = OK;
    for (row.row = 0; row.row < rows && err == OK; row.row++)
        err = on_row(context, &row);
    return err;
}

static enum err hand_out(duckdb_result *result,
                         enum err (*on_row)(void *, const struct statement_row *), void *context)
{
    struct columns *columns = heap_make(1, sizeof(*columns));
    columns->count = (size_t)duckdb_column_count(result);
    CHECK(columns->count <= STATEMENT_COLUMNS_MAX);
    for (size_t i = 0; i < columns->count; i++)
        columns->types[i] = duckdb_column_type(result, i);
    enum err err = OK;
    while (err == OK) {
        duckdb_data_chunk chunk = duckdb_fetch_chunk(*result);
        if (chunk == NULL)
            break;
        err = hand_out_chunk(columns, chunk, on_row, context);
        duckdb_destroy_data_chunk(&chunk);
    }
    free(columns);
    return err;
}

/* --- Running -------------------------------------------------------------- */

static enum err execute(duckdb_connection connection, const char *sql, const struct value *values,
                        size_t value_count,
                        enum err (*on_row)(void *, const struct statement_row *), void *context)
{
    duckdb_prepared_statement statement = NULL;
    duckdb_result result;
    enum err err = prepare(connection, sql, values, value_count, &statement);
    if (err == OK) {
        if (duckdb_execute_prepared_streaming(statement, &result) != DuckDBSuccess) {
            err = store_fail(&result);
        } else {
            err = hand_out(&result, on_row, context);
            if (err == OK && duckdb_result_error(&result) != NULL)
                err = store_fail(&result);
            else
                duckdb_destroy_result(&result);
        }
    }
    duckdb_destroy_prepare(&statement);
    return err;
}

enum err statement_run(struct facts *facts, const struct statement_client *client, const char *sql,
                       const struct value *values, size_t value_count,
                       enum err (*on_row)(void *context, const struct statement_row *row),
                       void *context)
{
    bool is_export = client != NULL && client->is_export;
    struct gate *gate = &facts->gates[is_export ? 1 : 0];
    int64_t ms = is_export ? facts->options.export_ms : facts->options.statement_ms;
    duckdb_connection connection;
    struct running *slot = NULL;
    if (duckdb_connect(facts->database, &connection) != DuckDBSuccess)
        return ERR_IO;
    enum err err = enter(facts, gate, client, ms, connection, &slot);
    if (err == OK) {
        err = execute(connection, sql, values, value_count, on_row, context);
        enum err stopped = leave(facts, gate, slot);
        if (err != OK && stopped != OK)
            err = stopped;
    }
    duckdb_disconnect(&connection);
    return err;
}

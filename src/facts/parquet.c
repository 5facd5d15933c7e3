/* The rows are those of a table function of a store in memory, which asks for them while it writes
 * the file. */
#include "facts/parquet.h"

#include <duckdb.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/log.h"

#define MEMORY         "192MiB"
#define ROW_GROUP      "20480" /* rows that are held before they are written */
#define DECIMAL_DIGITS 18
#define TEXT_LEN_MAX   (1024 * 1024) /* of one value; longer ones are cut */
#define FUNCTION       "pulled"

struct parquet {
    const struct parquet_column *columns;
    size_t count;
    enum err (*next)(void *context, struct parquet_row *row, bool *is_end);
    void *context;
    bool is_end;
    enum err err; /* of next() */
};

struct parquet_row {
    duckdb_vector vectors[PARQUET_COLUMNS_MAX];
    void *data[PARQUET_COLUMNS_MAX];
    uint64_t *validities[PARQUET_COLUMNS_MAX];
    const struct parquet_column *columns;
    size_t count;
    idx_t row;
};

/* --- Values --------------------------------------------------------------- */

static void *cell(struct parquet_row *row, size_t column, enum parquet_type type)
{
    CHECK(column < row->count && row->columns[column].type == type);
    duckdb_validity_set_row_valid(row->validities[column], row->row);
    return row->data[column];
}

void parquet_put_text(struct parquet_row *row, size_t column, struct str text)
{
    char *memory = NULL;

    if (text.ptr == NULL)
        return;
    (void)cell(row, column, PARQUET_TEXT);
    text = str_cut(text, TEXT_LEN_MAX);
    if (!str_is_utf8(text)) {
        memory = heap_make(1, STR_UTF8_BYTES(text.len));
        text = str_make_utf8(text, memory);
    }
    duckdb_vector_assign_string_element_len(row->vectors[column], row->row, text.ptr, text.len);
    free(memory);
}

void parquet_put_number(struct parquet_row *row, size_t column, int64_t number)
{
    ((int64_t *)cell(row, column, PARQUET_NUMBER))[row->row] = number;
}

void parquet_put_bool(struct parquet_row *row, size_t column, bool is_true)
{
    ((bool *)cell(row, column, PARQUET_BOOL))[row->row] = is_true;
}

void parquet_put_money(struct parquet_row *row, size_t column, int64_t micros)
{
    ((int64_t *)cell(row, column, PARQUET_MONEY))[row->row] = micros;
}

void parquet_put_time(struct parquet_row *row, size_t column, int64_t wall_ms)
{
    ((int64_t *)cell(row, column, PARQUET_TIME))[row->row] = wall_ms * 1000;
}

/* --- The table function --------------------------------------------------- */

static duckdb_logical_type type_of(enum parquet_type type)
{
    switch (type) {
    case PARQUET_NUMBER:
        return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case PARQUET_BOOL:
        return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case PARQUET_MONEY:
        return duckdb_create_decimal_type(DECIMAL_DIGITS, 6);
    case PARQUET_TIME:
        return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP_TZ);
    case PARQUET_TEXT:
        break;
    }
    return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
}

static void on_bind(duckdb_bind_info info)
{
    const struct parquet *parquet = duckdb_bind_get_extra_info(info);

    for (size_t i = 0; i < parquet->count; i++) {
        duckdb_logical_type type = type_of(parquet->columns[i].type);
        duckdb_bind_add_result_column(info, parquet->columns[i].name, type);
        duckdb_destroy_logical_type(&type);
    }
}

static void on_init(duckdb_init_info info)
{
    duckdb_init_set_max_threads(info, 1);
}

/* Nulls everywhere, until something is put there. */
static void begin_chunk(struct parquet_row *row, const struct parquet *parquet,
                        duckdb_data_chunk chunk)
{
    row->columns = parquet->columns;
    row->count = parquet->count;
    row->row = 0;
    for (size_t i = 0; i < parquet->count; i++) {
        row->vectors[i] = duckdb_data_chunk_get_vector(chunk, i);
        row->data[i] = duckdb_vector_get_data(row->vectors[i]);
        duckdb_vector_ensure_validity_writable(row->vectors[i]);
        row->validities[i] = duckdb_vector_get_validity(row->vectors[i]);
        memset(row->validities[i], 0, duckdb_vector_size() / 8);
    }
}

static void on_chunk(duckdb_function_info info, duckdb_data_chunk chunk)
{
    struct parquet *parquet = duckdb_function_get_extra_info(info);
    struct parquet_row row;

    begin_chunk(&row, parquet, chunk);
    while (!parquet->is_end && parquet->err == OK && row.row < duckdb_vector_size()) {
        parquet->err = parquet->next(parquet->context, &row, &parquet->is_end);
        if (parquet->err == OK && !parquet->is_end)
            row.row++;
    }
    duckdb_data_chunk_set_size(chunk, row.row);
    if (parquet->err != OK)
        duckdb_function_set_error(info, "stopped");
}

static enum err register_function(duckdb_connection connection, struct parquet *parquet)
{
    duckdb_table_function function = duckdb_create_table_function();

    duckdb_table_function_set_name(function, FUNCTION);
    duckdb_table_function_set_extra_info(function, parquet, NULL);
    duckdb_table_function_set_bind(function, on_bind);
    duckdb_table_function_set_init(function, on_init);
    duckdb_table_function_set_function(function, on_chunk);
    duckdb_state state = duckdb_register_table_function(connection, function);
    duckdb_destroy_table_function(&function);
    return state == DuckDBSuccess ? OK : ERR_IO;
}

/* --- Writing -------------------------------------------------------------- */

static enum err open_memory(duckdb_database *database, duckdb_connection *connection)
{
    duckdb_config config;

    CHECK(duckdb_create_config(&config) == DuckDBSuccess);
    CHECK(duckdb_set_config(config, "threads", "1") == DuckDBSuccess);
    CHECK(duckdb_set_config(config, "memory_limit", MEMORY) == DuckDBSuccess);
    CHECK(duckdb_set_config(config, "autoinstall_known_extensions", "false") == DuckDBSuccess);
    CHECK(duckdb_set_config(config, "autoload_known_extensions", "false") == DuckDBSuccess);
    bool is_open = duckdb_open_ext(NULL, database, config, NULL) == DuckDBSuccess &&
                   duckdb_connect(*database, connection) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    return is_open ? OK : ERR_IO;
}

/* The file by its descriptor: no path stands in the statement. */
static enum err copy(duckdb_connection connection, const struct parquet *parquet, int fd)
{
    char sql[160];
    duckdb_result result;
    enum err err = OK;

    (void)snprintf(sql, sizeof(sql),
                   "COPY (SELECT * FROM " FUNCTION "()) TO '/proc/self/fd/%d' (FORMAT parquet, "
                   "ROW_GROUP_SIZE " ROW_GROUP ", USE_TMP_FILE false)",
                   fd);
    if (duckdb_query(connection, sql, &result) != DuckDBSuccess)
        err = duckdb_result_error_type(&result) == DUCKDB_ERROR_OUT_OF_MEMORY ? ERR_FULL : ERR_IO;
    if (err == ERR_IO && parquet->err == OK)
        log_error("facts", "no Parquet file was written: %s", duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return parquet->err != OK ? parquet->err : err;
}

enum err parquet_write(int fd, const struct parquet_column *columns, size_t count,
                       enum err (*next)(void *context, struct parquet_row *row, bool *is_end),
                       void *context)
{
    struct parquet parquet = {.columns = columns, .count = count, .next = next, .context = context};
    duckdb_database database = NULL;
    duckdb_connection connection = NULL;

    CHECK(count >= 1 && count <= PARQUET_COLUMNS_MAX);
    enum err err = open_memory(&database, &connection);
    if (err == OK)
        err = register_function(connection, &parquet);
    if (err == OK)
        err = copy(connection, &parquet, fd);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    return err;
}

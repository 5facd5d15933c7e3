#include "ledger/reader.h"

#include <stdlib.h>
#include <sys/stat.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "ledger/reader_own.h"
#include "ledger/sqlite.h"

#define SQL_BYTES_MAX   4096
#define PATH_BYTES_MAX  1024
#define PROGRESS_STEPS  1000
#define FIRST_PLACE     4 /* of the filters' values, behind range and limit */
#define BUSY_TIMEOUT_MS 5000

static int on_progress(void *context)
{
    const struct ledger_reader *reader = context;
    return clock_mono_ms() > reader->deadline_mono_ms;
}

/* False: the file is there, and its writer has not made the tables yet. */
static bool has_tables(sqlite3 *db)
{
    return sqlite3_table_column_metadata(db, NULL, "batch", NULL, NULL, NULL, NULL, NULL, NULL) !=
           SQLITE_ERROR;
}

enum err ledger_reader_open(const char *dir, struct ledger_reader **opened)
{
    char path[PATH_BYTES_MAX];
    snprintf(path, sizeof(path), "%s/" LEDGER_FILE, dir);
    struct ledger_reader *reader = heap_make(1, sizeof(*reader));
    reader->ms_max = READER_MS_MAX;
    /* Read-write, because a reader of a write-ahead log takes its place in the shared index;
     * query_only keeps it from more. */
    int rc = sqlite3_open_v2(path, &reader->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_busy_timeout(reader->db, BUSY_TIMEOUT_MS);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(
            reader->db, "PRAGMA query_only=1; PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=0",
            NULL, NULL, NULL);
    if (rc != SQLITE_OK || !has_tables(reader->db)) {
        ledger_reader_close(reader);
        return rc == SQLITE_OK || rc == SQLITE_CANTOPEN ? ERR_NOT_FOUND : ERR_IO;
    }
    /* Closing must not checkpoint either: only the writer moves pages. */
    sqlite3_db_config(reader->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_progress_handler(reader->db, PROGRESS_STEPS, on_progress, reader);
    *opened = reader;
    return OK;
}

void ledger_reader_close(struct ledger_reader *reader)
{
    if (reader == NULL)
        return;
    (void)sqlite3_close(reader->db);
    free(reader);
}

uint64_t ledger_file_bytes(const char *dir)
{
    char path[PATH_BYTES_MAX];
    struct stat file;
    snprintf(path, sizeof(path), "%s/" LEDGER_FILE, dir);
    return stat(path, &file) == 0 ? (uint64_t)file.st_size : 0;
}

enum err reader_fail(struct ledger_reader *reader, int rc)
{
    if (rc == SQLITE_INTERRUPT)
        return ERR_TIMEOUT;
    log_error("ledger", "reading failed: %s", sqlite3_errmsg(reader->db));
    return ERR_IO;
}

enum err reader_prepare(struct ledger_reader *reader, const char *sql, size_t len,
                        sqlite3_stmt **statement)
{
    reader->deadline_mono_ms = clock_mono_ms() + reader->ms_max;
    int rc = sqlite3_prepare_v2(reader->db, sql, (int)len, statement, NULL);
    return rc == SQLITE_OK ? OK : reader_fail(reader, rc);
}

static enum err prepare(struct ledger_reader *reader, struct buf *sql, sqlite3_stmt **statement)
{
    CHECK(!buf_is_full(sql));
    return reader_prepare(reader, sql->ptr, sql->len, statement);
}

enum err ledger_reader_find(struct ledger_reader *reader, enum ledger_table table,
                            struct arena *arena, void *row)
{
    const struct table *t = table_of(table);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    buf_write_c(&sql, "SELECT ");
    sqlite_write_columns_now(&sql, t);
    buf_format(&sql, " FROM %s WHERE ", t->name);
    for (size_t i = 0; i < t->key_count; i++)
        buf_format(&sql, "%s%s=?", i == 0 ? "" : " AND ", t->columns[i].name);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < t->key_count && rc == SQLITE_OK; i++)
        rc = sqlite_bind_column(statement, (int)i + 1, &t->columns[i], row);
    rc = rc == SQLITE_OK ? sqlite3_step(statement) : rc;
    if (rc == SQLITE_ROW)
        err = sqlite_read_row(statement, t, arena, row);
    else
        err = rc == SQLITE_DONE ? ERR_NOT_FOUND : reader_fail(reader, rc);
    sqlite3_finalize(statement);
    return err;
}

void reader_write_filters(struct buf *sql, const struct table *table,
                          const struct reader_query *query, int place)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct reader_filter *filter = &query->filters[i];
        const struct column *column = table_find_column(table, str_from_c(filter->column));
        CHECK(column != NULL && column->type != COLUMN_WORD); /* whose stored value is a number */
        buf_format(sql, " AND %s%s?%d", filter->column, filter->is_not ? " IS NOT " : " IS ",
                   place + (int)i);
    }
    if (query->workspaces != NULL)
        buf_format(sql, " AND workspace_id IN (SELECT value FROM json_each(?%d))",
                   place + (int)query->filter_count);
}

/* As the index of waiting rows says it, or SQLite does not take that way in. */
static const char *only_waiting(const struct reader_query *query)
{
    return query->is_waiting ? " AND state IN ('due','sending','held')" : "";
}

/* By id alone: no other index saves the sorting, and the reading of what is not shown. */
static void write_page(struct buf *sql, const struct table *table, const struct reader_query *query)
{
    buf_write_c(sql, "SELECT ");
    sqlite_write_columns_now(sql, table);
    buf_format(sql, " FROM %s%s WHERE id<?1 AND id>=?2%s", table->name,
               query->is_waiting ? "" : " NOT INDEXED", only_waiting(query));
    reader_write_filters(sql, table, query, FIRST_PLACE);
    buf_write_c(sql, " ORDER BY id DESC LIMIT ?3");
}

void reader_bind_filters(sqlite3_stmt *statement, const struct table *table,
                         const struct reader_query *query, int place)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct reader_filter *filter = &query->filters[i];
        const struct column *column = table_find_column(table, str_from_c(filter->column));
        int index = place + (int)i;
        if (filter->text.ptr == NULL)
            sqlite3_bind_int64(statement, index, (sqlite3_int64)filter->number);
        else if (column->type == COLUMN_BLOB) /* a text never equals a blob */
            sqlite3_bind_blob(statement, index, filter->text.ptr, (int)filter->text.len,
                              SQLITE_STATIC);
        else
            sqlite3_bind_text(statement, index, filter->text.ptr, (int)filter->text.len,
                              SQLITE_STATIC);
    }
    if (query->workspaces != NULL)
        sqlite3_bind_text(statement, place + (int)query->filter_count, query->workspaces, -1,
                          SQLITE_STATIC);
}

/* Binds ?1 to ?3 and the filters, and reads all rows. */
static enum err read_rows(struct ledger_reader *reader, sqlite3_stmt *statement,
                          const struct table *table, const struct reader_query *query,
                          struct arena *arena, void *rows, size_t *count)
{
    sqlite3_bind_int64(statement, 1,
                       query->before_id != 0 ? (sqlite3_int64)query->before_id : INT64_MAX);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)query->from_id);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)query->limit);
    reader_bind_filters(statement, table, query, FIRST_PLACE);
    size_t found = 0;
    enum err err = OK;
    int rc = SQLITE_DONE;
    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        err = sqlite_read_row(statement, table, arena, (char *)rows + found++ * table->row_bytes);
    if (err == OK && rc != SQLITE_DONE)
        err = reader_fail(reader, rc);
    if (err == OK)
        *count = found;
    return err;
}

/* One past the newest id: what is committed later stays out of all statements of a page. */
static enum err find_newest(struct ledger_reader *reader, const struct table *table,
                            uint64_t *before_id)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    buf_format(&sql, "SELECT coalesce(max(id), 0) FROM %s", table->name);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        *before_id = (uint64_t)sqlite3_column_int64(statement, 0) + 1;
    else
        err = reader_fail(reader, rc);
    sqlite3_finalize(statement);
    return err;
}

/* The last id of the newest scan_max rows of the range; 0: there are fewer. */
static enum err scan_end(struct ledger_reader *reader, const struct table *table,
                         const struct reader_query *query, size_t scan_max, uint64_t *end)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    buf_format(&sql,
               "SELECT id FROM %s WHERE id<?1 AND id>=?2%s ORDER BY id DESC LIMIT 1 OFFSET %zu",
               table->name, only_waiting(query), scan_max - 1);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)query->before_id);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)query->from_id);
    int rc = sqlite3_step(statement);
    *end = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
    err = rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : reader_fail(reader, rc);
    sqlite3_finalize(statement);
    return err;
}

static bool is_filtered(const struct reader_query *query)
{
    return query->filter_count > 0 || query->workspaces != NULL;
}

/* A page of a query whose before_id is given, out of the newest scan_max rows. */
static enum err read_page(struct ledger_reader *reader, const struct table *table,
                          struct reader_query query, size_t scan_max, struct arena *arena,
                          void *rows, size_t *count, uint64_t *next_before_id)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    uint64_t end = 0;
    enum err err = OK;
    /* Without filters each row that is read is shown: the limit bounds them. */
    if (is_filtered(&query))
        err = scan_end(reader, table, &query, scan_max, &end);
    query.limit = query.limit < scan_max ? query.limit : scan_max;
    query.from_id = query.from_id > end ? query.from_id : end;
    write_page(&sql, table, &query);
    sqlite3_stmt *statement = NULL;
    if (err == OK)
        err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    size_t found = 0;
    err = read_rows(reader, statement, table, &query, arena, rows, &found);
    sqlite3_finalize(statement);
    if (err != OK)
        return err;
    *count = found;
    *next_before_id =
        found == query.limit
            ? row_get_u64((char *)rows + (found - 1) * table->row_bytes, &table->columns[0])
            : end;
    return OK;
}

enum err ledger_reader_page(struct ledger_reader *reader, enum ledger_table table,
                            const struct reader_query *query, struct arena *arena, void *rows,
                            size_t *count, uint64_t *next_before_id)
{
    const struct table *t = table_of(table);
    CHECK(query->limit >= 1 && query->limit <= READER_PAGE_MAX &&
          query->filter_count <= READER_FILTERS_MAX);
    struct reader_query pinned = *query;
    enum err err = OK;
    if (pinned.before_id == 0)
        err = find_newest(reader, t, &pinned.before_id);
    if (err != OK)
        return err;
    /* What takes too long is read in smaller pieces: a short page goes on where it stopped. */
    size_t scan_max = READER_SCAN_MAX;
    do {
        err = read_page(reader, t, pinned, scan_max, arena, rows, count, next_before_id);
        scan_max /= 10;
    } while (err == ERR_TIMEOUT && scan_max >= READER_SCAN_MIN);
    return err;
}

enum err ledger_reader_select(struct ledger_reader *reader, enum ledger_table table,
                              const struct reader_query *query, struct arena *arena, void *rows,
                              size_t *count)
{
    const struct table *t = table_of(table);
    CHECK(query->limit >= 1 && query->limit <= READER_PAGE_MAX && query->filter_count >= 1 &&
          query->filter_count <= READER_FILTERS_MAX);
    const char *first = t->columns[0].name;
    bool has_ids = strcmp(first, "id") == 0;
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    buf_write_c(&sql, "SELECT ");
    sqlite_write_columns_now(&sql, t);
    /* The plus keeps the range from being taken for a better way in than the filters' index. */
    buf_format(&sql, " FROM %s WHERE %s", t->name, has_ids ? "+id<?1 AND +id>=?2" : "1");
    reader_write_filters(&sql, t, query, FIRST_PLACE);
    buf_format(&sql, " ORDER BY %s DESC LIMIT ?3", first);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    err = read_rows(reader, statement, t, query, arena, rows, count);
    sqlite3_finalize(statement);
    return err;
}

enum err ledger_reader_numbers(struct ledger_reader *reader, enum ledger_table table,
                               const char *column, uint64_t before_id, uint64_t from_id,
                               struct reader_number *numbers, size_t max, size_t *count)
{
    const struct table *t = table_of(table);
    const struct column *asked = table_find_column(t, str_from_c(column));
    CHECK(asked != NULL && column_is_number(asked) && max <= READER_SCAN_MAX);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    buf_format(&sql, "SELECT id, %s FROM %s WHERE id<?1 AND id>=?2 ORDER BY id DESC LIMIT ?3",
               column, t->name);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)before_id);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)from_id);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)max);
    size_t found = 0;
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        numbers[found].id = (uint64_t)sqlite3_column_int64(statement, 0);
        numbers[found++].number = (uint64_t)sqlite3_column_int64(statement, 1);
    }
    if (rc == SQLITE_DONE)
        *count = found;
    else
        err = reader_fail(reader, rc);
    sqlite3_finalize(statement);
    return err;
}

enum err ledger_reader_sum(struct ledger_reader *reader, enum ledger_table table, size_t key_count,
                           void *row)
{
    const struct table *t = table_of(table);
    CHECK(t->class == TABLE_TOTAL && key_count >= 1 && key_count <= t->key_count);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    for (size_t i = t->key_count; i < t->column_count; i++)
        buf_format(&sql, "%s coalesce(sum(%s), 0)", i == t->key_count ? "SELECT" : ",",
                   t->columns[i].name);
    buf_format(&sql, " FROM %s WHERE 1", t->name);
    for (size_t i = 0; i < key_count; i++)
        buf_format(&sql, " AND %s=?", t->columns[i].name);
    sqlite3_stmt *statement = NULL;
    enum err err = prepare(reader, &sql, &statement);
    if (err != OK)
        return err;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < key_count && rc == SQLITE_OK; i++)
        rc = sqlite_bind_column(statement, (int)i + 1, &t->columns[i], row);
    rc = rc == SQLITE_OK ? sqlite3_step(statement) : rc;
    if (rc != SQLITE_ROW)
        err = reader_fail(reader, rc);
    for (size_t i = t->key_count; err == OK && i < t->column_count; i++)
        *row_u64(row, &t->columns[i]) =
            (uint64_t)sqlite3_column_int64(statement, (int)(i - t->key_count));
    sqlite3_finalize(statement);
    return err;
}

#include "ledger/proof.h"

#include <stdarg.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"

#define SQL_BYTES_MAX   4096
#define BUSY_TIMEOUT_MS 5000

enum err proof_open(struct proof *proof, const char *dir)
{
    char path[1024];
    int len = snprintf(path, sizeof(path), "%s/" LEDGER_FILE, dir);
    if (len < 0 || (size_t)len >= sizeof(path))
        return ERR_NOT_FOUND;
    /* Read-write, because a reader of a write-ahead log takes its place in the shared index. */
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(path, &proof->db, flags, NULL);
    if (rc != SQLITE_OK) {
        proof_close(proof);
        return rc == SQLITE_CANTOPEN ? ERR_NOT_FOUND : ERR_IO;
    }
    sqlite3_busy_timeout(proof->db, BUSY_TIMEOUT_MS);
    /* Only the writer moves pages. */
    sqlite3_db_config(proof->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    rc = sqlite3_exec(proof->db, "PRAGMA query_only=1; PRAGMA cache_size=-8192", NULL, NULL, NULL);
    enum err err = rc == SQLITE_OK ? sqlite_check_schema(proof->db) : proof_fail(proof);
    if (err != OK)
        proof_close(proof);
    return err;
}

void proof_close(struct proof *proof)
{
    CHECK(sqlite3_close(TAKE(proof->db)) == SQLITE_OK);
}

enum err proof_fail(const struct proof *proof)
{
    log_error("ledger", "verify cannot read: %s", sqlite3_errmsg(proof->db));
    return ERR_IO;
}

enum err proof_prepare(struct proof *proof, const char *sql, sqlite3_stmt **statement)
{
    int rc = sqlite3_prepare_v3(proof->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return rc == SQLITE_OK ? OK : proof_fail(proof);
}

enum err proof_begin(struct proof *proof)
{
    proof->rows = 0;
    proof->began_mono_ms = clock_mono_ms();
    int rc = sqlite3_exec(proof->db, "BEGIN", NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : proof_fail(proof);
}

enum err proof_end(struct proof *proof)
{
    int rc = sqlite3_exec(proof->db, "COMMIT", NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : proof_fail(proof);
}

bool proof_has_time(const struct proof *proof)
{
    return proof->rows < PROOF_ROWS_MAX && clock_mono_ms() - proof->began_mono_ms < PROOF_MS_MAX;
}

/* --- Faults --------------------------------------------------------------- */

void proof_tell(struct proof *proof, const char *format, ...)
{
    char sentence[PROOF_FAULT_BYTES];
    if (proof->report->faults++ >= VERIFY_FAULTS_MAX)
        return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(sentence, sizeof(sentence), format, args); /* a long one is cut */
    va_end(args);
    for (char *c = sentence; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    }
    proof->on_fault(proof->context, sentence);
}

static void write_value(struct buf *buf, const struct column *column, const void *row)
{
    if (column_is_number(column)) {
        buf_format(buf, "%" PRId64, (int64_t)row_get_u64(row, column));
        return;
    }
    struct str s = row_get_str(row, column);
    if (s.ptr == NULL)
        buf_write_c(buf, "absent");
    else if (column->type == COLUMN_BLOB)
        buf_format(buf, "%zu bytes", s.len);
    else
        buf_format(buf, "\"%.*s\"", STR_FMT(str_slice(s, 0, PROOF_TEXT_LEN_MAX)));
}

const char *proof_name(const struct table *table, const void *row, char name[PROOF_NAME_BYTES])
{
    struct buf buf = buf_from_memory(name, PROOF_NAME_BYTES - 1);
    buf_write_c(&buf, table->name);
    for (size_t i = 0; i < table->key_count; i++) {
        const struct column *column = &table->columns[i];
        buf_write_char(&buf, ' ');
        if (column_is_number(column))
            buf_format(&buf, "%" PRId64, (int64_t)row_get_u64(row, column));
        else
            buf_write(&buf, str_slice(row_get_str(row, column), 0, PROOF_TEXT_LEN_MAX));
    }
    name[buf.len] = '\0';
    return name;
}

static bool is_same(const struct column *column, const void *a, const void *b)
{
    if (column_is_number(column))
        return row_get_u64(a, column) == row_get_u64(b, column);
    struct str x = row_get_str(a, column);
    struct str y = row_get_str(b, column);
    return (x.ptr == NULL) == (y.ptr == NULL) && str_is_equal(x, y);
}

void proof_compare(struct proof *proof, const struct table *table, const void *row,
                   const void *expected, size_t first, const char *says)
{
    for (size_t i = first; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (is_same(column, row, expected))
            continue;
        char name[PROOF_NAME_BYTES];
        char is[PROOF_TEXT_LEN_MAX + 8];
        char should[PROOF_TEXT_LEN_MAX + 8];
        struct buf is_buf = buf_from_memory(is, sizeof(is));
        struct buf should_buf = buf_from_memory(should, sizeof(should));
        write_value(&is_buf, column, row);
        write_value(&should_buf, column, expected);
        proof_tell(proof, "%s: %s is %.*s, %s %.*s", proof_name(table, row, name), column->name,
                   STR_FMT(buf_str(&is_buf)), says, STR_FMT(buf_str(&should_buf)));
    }
}

/* --- Cursors -------------------------------------------------------------- */

enum err cursor_open(struct cursor *cursor, struct proof *proof, enum ledger_table table,
                     const char *rest)
{
    char sql[SQL_BYTES_MAX];
    struct buf buf = buf_from_memory(sql, sizeof(sql));
    cursor->table = table_of(table);
    cursor->row = heap_make(1, LEDGER_ROW_BYTES_MAX);
    cursor->has_row = false;
    buf_write_c(&buf, "SELECT ");
    sqlite_write_columns(&buf, cursor->table);
    buf_format(&buf, " FROM %s %s", cursor->table->name, rest);
    buf_write_char(&buf, '\0');
    CHECK(!buf_is_full(&buf));
    return proof_prepare(proof, sql, &cursor->statement);
}

void cursor_close(struct cursor *cursor)
{
    sqlite3_finalize(TAKE(cursor->statement));
    free(TAKE(cursor->row));
}

void cursor_reset(struct cursor *cursor)
{
    sqlite3_reset(cursor->statement);
    cursor->has_row = false;
}

void cursor_bind(struct cursor *cursor, int index, uint64_t number)
{
    CHECK(sqlite3_bind_int64(cursor->statement, index, (sqlite3_int64)number) == SQLITE_OK);
}

void cursor_bind_text(struct cursor *cursor, int index, struct str text)
{
    int len = (int)text.len; /* SQLite's own limit is below */
    CHECK(sqlite3_bind_text(cursor->statement, index, text.ptr, len, SQLITE_STATIC) == SQLITE_OK);
}

static void read_row(struct cursor *cursor)
{
    for (size_t i = 0; i < cursor->table->column_count; i++) {
        const struct column *column = &cursor->table->columns[i];
        int place = (int)i;
        if (column_is_number(column)) {
            *row_u64(cursor->row, column) =
                (uint64_t)sqlite3_column_int64(cursor->statement, place);
            continue;
        }
        struct str s = STR_NONE;
        if (sqlite3_column_type(cursor->statement, place) != SQLITE_NULL) {
            const void *bytes = sqlite3_column_blob(cursor->statement, place);
            s.ptr = bytes != NULL ? bytes : "";
            s.len = (size_t)sqlite3_column_bytes(cursor->statement, place);
        }
        memcpy((char *)cursor->row + column->offset, &s, sizeof(s));
    }
}

static enum err step(struct cursor *cursor, struct proof *proof)
{
    int rc = sqlite3_step(cursor->statement);
    proof->rows++;
    cursor->has_row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : proof_fail(proof);
}

/* The number of the first column whose value is of another type; column_count without one. Before
 * read_row(), which converts. */
static size_t find_wrong_type(const struct cursor *cursor)
{
    static const int right[] = {SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB,
                                SQLITE_TEXT};
    size_t i = 0;
    for (; i < cursor->table->column_count; i++) {
        const struct column *column = &cursor->table->columns[i];
        int type = sqlite3_column_type(cursor->statement, (int)i);
        if (type != right[column->type] && (column_is_number(column) || type != SQLITE_NULL))
            break;
    }
    return i;
}

enum err cursor_next(struct cursor *cursor, struct proof *proof)
{
    enum err err = step(cursor, proof);
    if (!cursor->has_row)
        return err;
    size_t wrong = find_wrong_type(cursor);
    read_row(cursor);
    if (wrong < cursor->table->column_count) {
        char name[PROOF_NAME_BYTES];
        proof_tell(proof, "%s: %s holds a value of another type",
                   proof_name(cursor->table, cursor->row, name),
                   cursor->table->columns[wrong].name);
    }
    return OK;
}

enum err cursor_find(struct cursor *cursor, struct proof *proof)
{
    enum err err = step(cursor, proof);
    if (cursor->has_row)
        read_row(cursor);
    return err;
}

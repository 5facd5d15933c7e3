#include "base/buf.h"
#include "ledger/reader.h"
#include "ledger/reader_own.h"
#include "ledger/sqlite.h"

#define SQL_BYTES_MAX    4096
#define NUMBER_BYTES_MAX 20 /* of an id in the list, its comma too */
#define FIRST_PLACE      2  /* of the filters' values; ?1 is the list */

static void write_sql(struct buf *sql, const struct table *table, const char *column,
                      const struct reader_query *query)
{
    buf_write_c(sql, "SELECT ");
    sqlite_write_columns_now(sql, table);
    buf_format(sql, " FROM %s WHERE %s IN (SELECT value FROM json_each(?1))", table->name, column);
    reader_write_filters(sql, table, query, FIRST_PLACE);
    buf_format(sql, " ORDER BY %s DESC", column);
}

/* As a JSON array, for json_each() to unpack. */
static struct str list_of(struct arena *arena, const uint64_t *numbers, size_t count)
{
    struct buf buf = buf_in_arena(arena, count * NUMBER_BYTES_MAX + 2);

    buf_write_char(&buf, '[');
    for (size_t i = 0; i < count; i++) {
        CHECK(numbers[i] <= INT64_MAX);
        buf_write_c(&buf, i > 0 ? "," : "");
        buf_write_u64(&buf, numbers[i]);
    }
    buf_write_char(&buf, ']');
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

static enum err read_all(struct ledger_reader *reader, sqlite3_stmt *statement,
                         const struct table *table, struct arena *arena, char *rows, size_t max,
                         size_t *count)
{
    enum err err = OK;
    size_t found = 0;
    int rc = SQLITE_DONE;

    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        CHECK(found < max); /* the column is unique */
        err = sqlite_read_row(statement, table, arena, rows + found++ * table->row_bytes);
    }
    if (err == OK && rc != SQLITE_DONE)
        err = reader_fail(reader, rc);
    if (err == OK)
        *count = found;
    return err;
}

enum err ledger_reader_rows(struct ledger_reader *reader, enum ledger_table table,
                            const char *column, const uint64_t *numbers, size_t number_count,
                            const struct reader_query *query, struct arena *arena, void *rows,
                            size_t *count)
{
    const struct table *t = table_of(table);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    struct str list = list_of(arena, numbers, number_count);
    sqlite3_stmt *statement = NULL;

    CHECK(table_find_column(t, str_from_c(column)) != NULL && number_count <= READER_PAGE_MAX);
    if (list.ptr == NULL)
        return ERR_FULL;
    write_sql(&sql, t, column, query);
    CHECK(!buf_is_full(&sql));
    enum err err = reader_prepare(reader, sql.ptr, sql.len, &statement);
    if (err != OK)
        return err;
    CHECK(sqlite3_bind_text(statement, 1, list.ptr, (int)list.len, SQLITE_STATIC) == SQLITE_OK);
    reader_bind_filters(statement, t, query, FIRST_PLACE);
    err = read_all(reader, statement, t, arena, rows, number_count, count);
    (void)sqlite3_finalize(statement); /* its error was told by the step */
    return err;
}

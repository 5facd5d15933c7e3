/* sqlite - what the ledger's SQLite files share between the writer's store, the readers and verify.
 */
#pragma once
#include <sqlite3.h>
#include "base/arena.h"
#include "ledger/row.h"

#define LEDGER_FILE           "ledger.db"
#define LEDGER_SCHEMA_VERSION 1

/* Binds a column's value; the string must live until the statement is reset. */
MUST_USE int sqlite_bind_column(sqlite3_stmt *statement, int index, const struct column *column,
                                const void *row);
/* Reads the columns of the current result row, in the table's order, into row; strings are copied
 * into the arena. ERR_FULL. */
MUST_USE enum err sqlite_read_row(sqlite3_stmt *statement, const struct table *table,
                                  struct arena *arena, void *row);
/* Holds the tables of an open file against row.h. ERR_NOT_FOUND: they are not made yet;
 * ERR_INVALID: another version made them, which is logged with what to do; ERR_IO. */
MUST_USE enum err sqlite_check_schema(sqlite3 *db);
/* "id, workspace_id, ..." of a table, into buf. */
struct buf;
void sqlite_write_columns(struct buf *buf, const struct table *table);
/* The same, of a visit with its last verdict: how everybody sees it but who follows the entries. */
void sqlite_write_columns_now(struct buf *buf, const struct table *table);

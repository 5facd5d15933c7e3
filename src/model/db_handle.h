/* db_handle - how the files that share the catalogue's SQL reach SQLite. No other room includes it.
 */
#pragma once
#include <sqlite3.h>
#include "model/db.h"

static inline void db_statement_cleanup(sqlite3_stmt **statement)
{
    (void)sqlite3_finalize(*statement); /* its error was told by the step; accepts NULL */
}
/* A statement of this scope, for db_prepare(). */
#define DB_STATEMENT(name) sqlite3_stmt *name CLEANUP(db_statement_cleanup) = NULL
/* ERR_IO. */
MUST_USE enum err db_prepare(struct db *db, const char *sql, sqlite3_stmt **statement);
/* Removes all but the newest `keep` rows, by id, of those whose column `owner` is owner_id. table
 * and owner are names of the code's own. ERR_IO. */
MUST_USE enum err db_keep_newest(struct db *db, const char *table, const char *owner,
                                 uint64_t owner_id, unsigned keep);
/* Logs SQLite's own words. Always ERR_IO. */
MUST_USE enum err db_fail(const struct db *db, const char *doing);

/* The columns of an entity, as db_visit_all() reads them. */
#define DB_ROW_COLUMNS                                                                             \
    "id, workspace_id, status, name, key, body, position, created_at_ms, updated_at_ms, version,"  \
    " entity"
/* Steps through all rows of a statement that selects DB_ROW_COLUMNS. ERR_IO, or what visit gave. */
MUST_USE enum err db_visit_all(struct db *db, sqlite3_stmt *statement, db_visit *visit,
                               void *context);

static inline void db_bind_i64(sqlite3_stmt *statement, int place, int64_t value)
{
    CHECK(sqlite3_bind_int64(statement, place, value) == SQLITE_OK);
}

/* Lends the text until the statement is finalized; absent: SQL's NULL. */
static inline void db_bind_str(sqlite3_stmt *statement, int place, struct str s)
{
    CHECK(sqlite3_bind_text64(statement, place, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8) ==
          SQLITE_OK);
}
/* Lends it until the next step. */
static inline struct str db_column_str(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text == NULL
               ? STR_NONE
               : (struct str){(const char *)text, (size_t)sqlite3_column_bytes(statement, column)};
}

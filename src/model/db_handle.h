/* db_handle - how the files that share the catalogue's SQL reach SQLite. No other room includes it.
 */
#pragma once
#include <sqlite3.h>
#include "model/db.h"

/* A statement of the caller's, to be finalized before the transaction ends. ERR_IO. */
MUST_USE enum err db_prepare(struct db *db, const char *sql, sqlite3_stmt **statement);
/* Logs SQLite's own words. Always ERR_IO. */
MUST_USE enum err db_fail(const struct db *db, const char *doing);

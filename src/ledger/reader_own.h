/* reader_own - how the files of the reader share its connection. No other room includes it. */
#pragma once
#include <sqlite3.h>
#include "ledger/reader.h"

struct ledger_reader {
    sqlite3 *db;
    int64_t ms_max; /* of a statement */
    int64_t deadline_mono_ms;
};

/* Prepares a statement, to be finalized by the caller, and gives it READER_MS_MAX. ERR_IO. */
MUST_USE enum err reader_prepare(struct ledger_reader *reader, const char *sql, size_t len,
                                 sqlite3_stmt **statement);
/* Logs SQLite's words and gives ERR_IO; ERR_TIMEOUT when the time was up. */
MUST_USE enum err reader_fail(struct ledger_reader *reader, int rc);

/* The query's filters and workspaces as " AND ..." whose values stand at that place and behind it,
 * and these values. The texts must live until the statement is reset. */
struct buf;
void reader_write_filters(struct buf *sql, const struct table *table,
                          const struct reader_query *query, int place);
void reader_bind_filters(sqlite3_stmt *statement, const struct table *table,
                         const struct reader_query *query, int place);

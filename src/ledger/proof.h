/* proof - what verify's files share: a connection of its own, short read transactions, cursors over
 * tables, and faults told as sentences. One thread. No transaction is kept beyond PROOF_MS_MAX or
 * PROOF_ROWS_MAX by those who ask proof_has_time() before each row. */
#pragma once
#include "ledger/sqlite.h"
#include "ledger/verify.h"

#define PROOF_ROWS_MAX     10000
#define PROOF_MS_MAX       200 /* leaves room below READER_MS_MAX for the last row's lookups */
#define PROOF_NAME_BYTES   160
#define PROOF_FAULT_BYTES  512
#define PROOF_TEXT_LEN_MAX 64 /* of a stored text told in a fault */

struct proof {
    sqlite3 *db;
    struct verify_report *report;
    void (*on_fault)(void *context, const char *sentence);
    void *context;
    size_t rows; /* read in this transaction */
    int64_t began_mono_ms;
};

/* Opens DIR/ledger.db for reading into *proof, whose report and on_fault the caller has set.
 * ERR_IO; ERR_NOT_FOUND: there is no ledger; ERR_INVALID: of another version. */
MUST_USE enum err proof_open(struct proof *proof, const char *dir);
void proof_close(struct proof *proof); /* all cursors and statements must be gone */
/* Begins a read transaction: all that is read until proof_end() is of one moment. ERR_IO. */
MUST_USE enum err proof_begin(struct proof *proof);
/* Ends it; statements must have been reset. ERR_IO. */
MUST_USE enum err proof_end(struct proof *proof);
/* Whether the transaction may read one more row. */
bool proof_has_time(const struct proof *proof);
/* Logs SQLite's own words. Always ERR_IO. */
MUST_USE enum err proof_fail(const struct proof *proof);
MUST_USE enum err proof_prepare(struct proof *proof, const char *sql, sqlite3_stmt **statement);

/* Counts a fault and tells it, the first VERIFY_FAULTS_MAX of them. Control bytes become '?'. */
void proof_tell(struct proof *proof, const char *format, ...) PRINTF_LIKE(2, 3);
/* "visit 123", "goal_state 0af3... 77": table and key of a row. Lends name. */
const char *proof_name(const struct table *table, const void *row, char name[PROOF_NAME_BYTES]);
/* Tells each column from the first-th on in which row is not what is expected. says: who expects
 * it, as in "its entries say". */
void proof_compare(struct proof *proof, const struct table *table, const void *row,
                   const void *expected, size_t first, const char *says);

/* A statement over one table with the row it stands on. The row's strings are SQLite's: they live
 * until the next step or reset. */
struct cursor {
    sqlite3_stmt *statement;
    const struct table *table;
    void *row; /* owned; of LEDGER_ROW_BYTES_MAX */
    bool has_row;
};

/* Prepares SELECT all columns FROM table, then what follows: "WHERE id=?1". ERR_IO. */
MUST_USE enum err cursor_open(struct cursor *cursor, struct proof *proof, enum ledger_table table,
                              const char *rest);
void cursor_close(struct cursor *cursor); /* accepts a zeroed one */
/* Goes back before the first row, for new values to be bound. */
void cursor_reset(struct cursor *cursor);
void cursor_bind(struct cursor *cursor, int index, uint64_t number);
void cursor_bind_text(struct cursor *cursor, int index, struct str text); /* borrows until reset */
/* Steps to the next row, has_row tells whether there is one. A value of another type than its
 * column's is a fault: readers would take it for another value than the chain does. ERR_IO. */
MUST_USE enum err cursor_next(struct cursor *cursor, struct proof *proof);
/* The first row for what is bound, in has_row and row; cursor_reset() when done with it. ERR_IO. */
MUST_USE enum err cursor_find(struct cursor *cursor, struct proof *proof);

/* The first column of a table whose key is an id. */
static inline uint64_t cursor_id(const struct cursor *cursor)
{
    return row_get_u64(cursor->row, &cursor->table->columns[0]);
}

#include "ledger/reader_goal_calls.h"

#include "base/buf.h"
#include "ledger/reader_own.h"
#include "ledger/sqlite.h"

#define SQL_BYTES_MAX 2048

/* As the index goal_call_key has it, word for word. */
static enum err prepare(struct ledger_reader *reader, sqlite3_stmt **statement)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));

    buf_write_c(&sql, "SELECT ");
    sqlite_write_columns(&sql, table_of(LEDGER_GOAL_CALL));
    buf_write_c(&sql, " FROM goal_call WHERE goal_id=?1 AND ad_click_id=?2 AND outcome='stored'"
                      " ORDER BY id LIMIT ?3");
    CHECK(!buf_is_full(&sql));
    return reader_prepare(reader, sql.ptr, sql.len, statement);
}

enum err ledger_reader_stored_calls(struct ledger_reader *reader, struct str goal_id,
                                    uint64_t ad_click_id, struct arena *arena,
                                    struct goal_call *calls, size_t max, size_t *count)
{
    sqlite3_stmt *statement = NULL;
    size_t found = 0;
    int rc = SQLITE_DONE;
    enum err err = prepare(reader, &statement);

    if (err != OK)
        return err;
    sqlite3_bind_text(statement, 1, goal_id.ptr, (int)goal_id.len, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)ad_click_id);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)max);
    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        err = sqlite_read_row(statement, table_of(LEDGER_GOAL_CALL), arena, &calls[found++]);
    if (err == OK && rc != SQLITE_DONE)
        err = reader_fail(reader, rc);
    if (err == OK)
        *count = found;
    (void)sqlite3_finalize(statement); /* its error was told by the step */
    return err;
}

#include "model/db_bot_run.h"

#include "model/db_handle.h"

enum err db_add_bot_run(struct db *db, struct catalog_bot_run *run)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "INSERT INTO bot_run(workspace_id, state, document) VALUES(?1, ?2, ?3) RETURNING id",
        &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)run->workspace_id);
    db_bind_str(sql, 2, run->state);
    db_bind_str(sql, 3, run->document);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return db_fail(db, "add a run over the bots");
    run->id = (uint64_t)sqlite3_column_int64(sql, 0);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "add a run over the bots");
}

enum err db_write_bot_run(struct db *db, const struct catalog_bot_run *run)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db,
                   "UPDATE bot_run SET document = ?2, state = CASE WHEN state = 'cancelling' AND ?3"
                   " = 'running' THEN state ELSE ?3 END WHERE id = ?1",
                   &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)run->id);
    db_bind_str(sql, 2, run->document);
    db_bind_str(sql, 3, run->state);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write a run over the bots");
}

enum err db_cancel_bot_run(struct db *db, uint64_t id, bool *is_so)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "UPDATE bot_run SET state = 'cancelling' WHERE id = ?1 AND " DB_BOT_RUN_ACTIVE, &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)id);
    if (sqlite3_step(sql) != SQLITE_DONE)
        return db_fail(db, "cancel a run over the bots");
    *is_so = sqlite3_changes(sqlite3_db_handle(sql)) > 0;
    return OK;
}

static enum err read_rows(struct db *db, sqlite3_stmt *sql, struct arena *arena,
                          struct catalog_bot_run *runs, size_t max, size_t *count)
{
    size_t found = 0;
    int rc = SQLITE_DONE;
    while (found < max && (rc = sqlite3_step(sql)) == SQLITE_ROW)
        runs[found++] = (struct catalog_bot_run){
            .id = (uint64_t)sqlite3_column_int64(sql, 0),
            .workspace_id = (uint64_t)sqlite3_column_int64(sql, 1),
            .state = arena_copy(arena, db_column_str(sql, 2)),
            .document = arena_copy(arena, db_column_str(sql, 3)),
        };
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read the runs over the bots");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_find_bot_run(struct db *db, uint64_t id, struct arena *arena,
                         struct catalog_bot_run *run, bool *is_there)
{
    DB_STATEMENT(sql);
    size_t count = 0;
    enum err err = db_prepare(db,
                              "SELECT id, workspace_id, state, document FROM bot_run WHERE id = ?1"
                              " OR (?1 = 0 AND " DB_BOT_RUN_ACTIVE ") ORDER BY id LIMIT 1",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)id);
    err = read_rows(db, sql, arena, run, 1, &count);
    *is_there = count > 0;
    return err;
}

enum err db_list_bot_runs(struct db *db, uint64_t workspace_id, struct arena *arena,
                          struct catalog_bot_run *runs, size_t max, size_t *count)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "SELECT id, workspace_id, state, document FROM bot_run WHERE"
                              " workspace_id = ?1 ORDER BY id DESC LIMIT ?2",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)workspace_id);
    db_bind_i64(sql, 2, (int64_t)max);
    return read_rows(db, sql, arena, runs, max, count);
}

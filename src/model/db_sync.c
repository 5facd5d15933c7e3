#include "model/db_sync.h"

#include "model/db_handle.h"

#define COLUMNS                                                                                    \
    "id, source_id, workspace_id, started_ms, ended_ms, actor, outcome, error, message, from_day," \
    " to_day, currency, requests, rows, applied, unchanged, unmatched, cost_micros,"               \
    " unmatched_micros, changed_micros"

static struct str text_or_empty(struct str s)
{
    return s.ptr != NULL ? s : STR("");
}

/* All but the id, from ?2 on. */
static void bind_run(sqlite3_stmt *sql, const struct sync_run *run)
{
    const struct str texts[] = {run->actor,    run->outcome, run->error,   run->message,
                                run->from_day, run->to_day,  run->currency};
    const int64_t numbers[] = {run->requests,         run->rows,          run->applied,
                               run->unchanged,        run->unmatched,     run->cost_micros,
                               run->unmatched_micros, run->changed_micros};

    db_bind_i64(sql, 2, (int64_t)run->source_id);
    db_bind_i64(sql, 3, (int64_t)run->workspace_id);
    db_bind_i64(sql, 4, run->started_ms);
    db_bind_i64(sql, 5, run->ended_ms);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        db_bind_str(sql, 6 + (int)i, text_or_empty(texts[i]));
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        db_bind_i64(sql, 13 + (int)i, numbers[i]);
    db_bind_str(sql, 21, run->detail);
}

static enum err write_run(struct db *db, const char *statement, const struct sync_run *run,
                          uint64_t *id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, statement, &sql);
    if (err != OK)
        return err;
    if (id == NULL)
        db_bind_i64(sql, 1, (int64_t)run->id);
    bind_run(sql, run);
    int rc = sqlite3_step(sql);
    if (id != NULL && rc == SQLITE_ROW) {
        *id = (uint64_t)sqlite3_column_int64(sql, 0);
        rc = sqlite3_step(sql);
    }
    return rc == SQLITE_DONE ? OK : db_fail(db, "write a run of a cost sync");
}

enum err db_begin_sync(struct db *db, struct sync_run *run)
{
    DB_STATEMENT(sql);
    enum err err = write_run(db,
                             "INSERT INTO cost_sync_run(" COLUMNS ", detail) VALUES(NULL, ?2, ?3,"
                             " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
                             " ?18, ?19, ?20, ?21) RETURNING id",
                             run, &run->id);
    if (err == OK)
        err = db_prepare(db,
                         "DELETE FROM cost_sync_run WHERE source_id = ?1 AND id <= (SELECT id FROM"
                         " cost_sync_run WHERE source_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                         &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)run->source_id);
    db_bind_i64(sql, 2, SYNC_RUNS_MAX);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "remove old runs of a cost sync");
}

enum err db_end_sync(struct db *db, const struct sync_run *run)
{
    return write_run(db,
                     "UPDATE cost_sync_run SET source_id = ?2, workspace_id = ?3, started_ms = ?4,"
                     " ended_ms = ?5, actor = ?6, outcome = ?7, error = ?8, message = ?9, from_day"
                     " = ?10, to_day = ?11, currency = ?12, requests = ?13, rows = ?14, applied ="
                     " ?15, unchanged = ?16, unmatched = ?17, cost_micros = ?18, unmatched_micros ="
                     " ?19, changed_micros = ?20, detail = ?21 WHERE id = ?1",
                     run, NULL);
}

enum err db_interrupt_syncs(struct db *db, int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "UPDATE cost_sync_run SET outcome = 'interrupted', error ="
                              " 'interrupted', ended_ms = ?1 WHERE outcome = 'running'",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, now_ms);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "end runs of cost syncs");
}

static struct sync_run read_row(sqlite3_stmt *sql, struct arena *arena)
{
    struct sync_run run = {
        .id = (uint64_t)sqlite3_column_int64(sql, 0),
        .source_id = (uint64_t)sqlite3_column_int64(sql, 1),
        .workspace_id = (uint64_t)sqlite3_column_int64(sql, 2),
        .started_ms = sqlite3_column_int64(sql, 3),
        .ended_ms = sqlite3_column_int64(sql, 4),
        .requests = sqlite3_column_int64(sql, 12),
        .rows = sqlite3_column_int64(sql, 13),
        .applied = sqlite3_column_int64(sql, 14),
        .unchanged = sqlite3_column_int64(sql, 15),
        .unmatched = sqlite3_column_int64(sql, 16),
        .cost_micros = sqlite3_column_int64(sql, 17),
        .unmatched_micros = sqlite3_column_int64(sql, 18),
        .changed_micros = sqlite3_column_int64(sql, 19),
    };
    struct str *texts[] = {&run.actor,    &run.outcome, &run.error,   &run.message,
                           &run.from_day, &run.to_day,  &run.currency};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        *texts[i] = arena_copy(arena, db_column_str(sql, 5 + (int)i));
    run.detail = arena_copy(arena, db_column_str(sql, 20));
    return run;
}

enum err db_list_syncs(struct db *db, uint64_t source_id, uint64_t before_id, uint64_t run_id,
                       size_t limit, struct arena *arena, struct sync_run *rows, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(db,
                              "SELECT " COLUMNS ", CASE WHEN ?3 <> 0 THEN detail END FROM"
                              " cost_sync_run WHERE source_id = ?1 AND (?2 = 0 OR id < ?2) AND (?3"
                              " = 0 OR id = ?3) ORDER BY id DESC LIMIT ?4",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)source_id);
    db_bind_i64(sql, 2, (int64_t)before_id);
    db_bind_i64(sql, 3, (int64_t)run_id);
    db_bind_i64(sql, 4, (int64_t)limit);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < limit)
        rows[found++] = read_row(sql, arena);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read runs of a cost sync");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

#define SYNCED                                                                                     \
    " FROM entity WHERE entity = 'sources' AND status = 'active' AND body ->>"                     \
    " '$.cost_sync.enabled' = 1"

enum err db_list_due_syncs(struct db *db, int64_t now_ms, uint64_t *ids, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(db,
                              "SELECT id" SYNCED " AND body ->> '$.cost_sync.api_token' IS NOT NULL"
                              " AND coalesce((SELECT max(started_ms) FROM cost_sync_run WHERE"
                              " source_id = entity.id), 0) + (body ->>"
                              " '$.cost_sync.interval_minutes') * 60000 <= ?1 ORDER BY id LIMIT ?2",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, now_ms);
    db_bind_i64(sql, 2, SYNC_DUE_MAX);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < SYNC_DUE_MAX)
        ids[found++] = (uint64_t)sqlite3_column_int64(sql, 0);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "find the cost syncs whose time has come");
    *count = found;
    return OK;
}

enum err db_list_sync_states(struct db *db, struct arena *arena, struct sync_state *rows,
                             size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(
        db,
        "WITH ended AS (SELECT * FROM cost_sync_run WHERE ended_ms > 0), state AS (SELECT id,"
        " workspace_id, updated_at_ms, body ->> '$.cost_sync.interval_minutes' AS every,"
        " (SELECT max(id) FROM ended WHERE source_id = entity.id) AS last_id,"
        " coalesce((SELECT max(id) FROM ended WHERE source_id = entity.id AND outcome = 'done'), 0)"
        " AS done_id" SYNCED ") SELECT state.id, state.workspace_id, updated_at_ms, every,"
        " coalesce(last.ended_ms, 0), coalesce(good.ended_ms, 0), (SELECT count(*) FROM ended WHERE"
        " source_id = state.id AND id > done_id), coalesce(last.outcome, ''), coalesce(last.error,"
        " '') FROM state LEFT JOIN ended AS last ON last.id = last_id LEFT JOIN ended AS good ON"
        " good.id = done_id ORDER BY state.id LIMIT ?1",
        &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, SYNC_DUE_MAX);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < SYNC_DUE_MAX)
        rows[found++] = (struct sync_state){
            .source_id = (uint64_t)sqlite3_column_int64(sql, 0),
            .workspace_id = (uint64_t)sqlite3_column_int64(sql, 1),
            .since_ms = sqlite3_column_int64(sql, 2),
            .interval_minutes = sqlite3_column_int64(sql, 3),
            .last_ms = sqlite3_column_int64(sql, 4),
            .done_ms = sqlite3_column_int64(sql, 5),
            .failures = sqlite3_column_int64(sql, 6),
            .outcome = arena_copy(arena, db_column_str(sql, 7)),
            .error = arena_copy(arena, db_column_str(sql, 8)),
        };
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read how cost syncs stand");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

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
    enum err err = write_run(db,
                             "INSERT INTO cost_sync_run(" COLUMNS ", detail) VALUES(NULL, ?2, ?3,"
                             " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
                             " ?18, ?19, ?20, ?21) RETURNING id",
                             run, &run->id);
    return err == OK
               ? db_keep_newest(db, "cost_sync_run", "source_id", run->source_id, SYNC_RUNS_MAX)
               : err;
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

/* ------------------------------------------------------------------ what was told */

enum err db_put_sync_told(struct db *db, uint64_t source_id, struct str day, struct str time_zone,
                          uint64_t run_id, const struct sync_told *rows, size_t count)
{
    DB_STATEMENT(remove);
    DB_STATEMENT(add);
    enum err err =
        db_prepare(db, "DELETE FROM cost_sync_told WHERE source_id = ?1 AND day = ?2", &remove);
    if (err == OK)
        err = db_prepare(db,
                         "INSERT INTO cost_sync_told(source_id, day, campaign_id, time_zone,"
                         " run_id, told_micros) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                         &add);
    if (err != OK)
        return err;
    db_bind_i64(remove, 1, (int64_t)source_id);
    db_bind_str(remove, 2, day);
    if (sqlite3_step(remove) != SQLITE_DONE)
        return db_fail(db, "write what a cost sync was told");
    for (size_t i = 0; i < count; i++) {
        db_bind_i64(add, 1, (int64_t)source_id);
        db_bind_str(add, 2, day);
        db_bind_i64(add, 3, (int64_t)rows[i].campaign_id);
        db_bind_str(add, 4, time_zone);
        db_bind_i64(add, 5, (int64_t)run_id);
        db_bind_i64(add, 6, rows[i].micros);
        if (sqlite3_step(add) != SQLITE_DONE || sqlite3_reset(add) != SQLITE_OK)
            return db_fail(db, "write what a cost sync was told");
    }
    return OK;
}

static enum err read_told(struct db *db, sqlite3_stmt *sql, struct arena *arena,
                          struct sync_told *rows, size_t room, size_t *count)
{
    size_t found = 0;
    int rc;

    while ((rc = sqlite3_step(sql)) == SQLITE_ROW) {
        if (found == room)
            return ERR_FULL;
        rows[found++] = (struct sync_told){.day = arena_copy(arena, db_column_str(sql, 0)),
                                           .campaign_id = (uint64_t)sqlite3_column_int64(sql, 1),
                                           .run_id = (uint64_t)sqlite3_column_int64(sql, 2),
                                           .micros = sqlite3_column_int64(sql, 3)};
    }
    if (rc != SQLITE_DONE)
        return db_fail(db, "read what cost syncs were told");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_list_sync_told(struct db *db, uint64_t source_id, struct str time_zone,
                           struct str from_day, struct str to_day, struct arena *arena,
                           struct sync_told **rows, size_t *count)
{
    DB_STATEMENT(size);
    DB_STATEMENT(sql);
    sqlite3_stmt *const *const both[] = {&size, &sql};
    size_t room = 0;
#define OF_DAYS                                                                                    \
    " FROM cost_sync_told WHERE source_id = ?1 AND day >= ?2 AND day <= ?3 AND time_zone = ?4"
    enum err err = db_prepare(db, "SELECT count(*)" OF_DAYS, &size);
    if (err == OK)
        err = db_prepare(
            db, "SELECT day, campaign_id, run_id, told_micros" OF_DAYS " ORDER BY day, campaign_id",
            &sql);
    if (err != OK)
        return err;
    for (size_t i = 0; i < ARRAY_LEN(both); i++) {
        db_bind_i64(*both[i], 1, (int64_t)source_id);
        db_bind_str(*both[i], 2, from_day);
        db_bind_str(*both[i], 3, to_day);
        db_bind_str(*both[i], 4, time_zone);
    }
    if (sqlite3_step(size) != SQLITE_ROW)
        return db_fail(db, "count what cost syncs were told");
    room = (size_t)sqlite3_column_int64(size, 0);
    struct sync_told *found =
        room <= SYNC_TOLD_MAX ? ARENA_ARRAY(arena, struct sync_told, room + 1) : NULL;
    if (found == NULL)
        return ERR_FULL;
    err = read_told(db, sql, arena, found, room, count);
    if (err == OK)
        *rows = found;
    return err;
}

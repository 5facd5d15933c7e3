#include "model/db_bidder.h"

#include "model/db_handle.h"

#define COLUMNS                                                                                    \
    "id, bidder_id, at_ms, actor, dimension, value, is_block, reason, rule, before_micros,"        \
    " after_micros, from_ms, to_ms, impressions, clicks, cost_micros, conversions, value_micros,"  \
    " undone_ms, undone_by"

static void bind_figures(sqlite3_stmt *sql, int at, const struct bidder_figures *figures)
{
    db_bind_i64(sql, at, figures->impressions);
    db_bind_i64(sql, at + 1, figures->clicks);
    db_bind_i64(sql, at + 2, figures->cost_micros);
    db_bind_i64(sql, at + 3, figures->conversions);
    db_bind_i64(sql, at + 4, figures->value_micros);
}

enum err db_add_bid(struct db *db, struct bidder_decision *decision)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "INSERT INTO bidder_decision(" COLUMNS ") VALUES(NULL, ?1, ?2, ?3,"
                              " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 0,"
                              " '') RETURNING id",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)decision->bidder_id);
    db_bind_i64(sql, 2, decision->at_ms);
    db_bind_str(sql, 3, decision->actor);
    db_bind_str(sql, 4, str_from_c(bidder_dimension_text(decision->dimension)));
    db_bind_str(sql, 5, decision->value);
    db_bind_i64(sql, 6, decision->is_block ? 1 : 0);
    db_bind_str(sql, 7, decision->reason);
    db_bind_str(sql, 8, decision->rule);
    db_bind_i64(sql, 9, decision->before_micros);
    db_bind_i64(sql, 10, decision->after_micros);
    db_bind_i64(sql, 11, decision->from_ms);
    db_bind_i64(sql, 12, decision->to_ms);
    bind_figures(sql, 13, &decision->figures);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return db_fail(db, "write a bidder's decision");
    decision->id = (uint64_t)sqlite3_column_int64(sql, 0);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write a bidder's decision");
}

enum err db_end_bids(struct db *db, uint64_t bidder_id)
{
    return db_keep_newest(db, "bidder_decision", "bidder_id", bidder_id, BIDDER_KEPT_MAX);
}

enum err db_undo_bid(struct db *db, const struct bidder_decision *decision)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "UPDATE bidder_decision SET undone_ms = ?2, undone_by = ?3 WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)decision->id);
    db_bind_i64(sql, 2, decision->undone_ms);
    db_bind_str(sql, 3, decision->undone_by);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "undo a bidder's decision");
}

static struct bidder_decision read_row(sqlite3_stmt *sql, struct arena *arena)
{
    int dimension = bidder_dimension_find(db_column_str(sql, 4));
    CHECK(dimension >= 0); /* written by db_add_bid() */
    return (struct bidder_decision){
        .id = (uint64_t)sqlite3_column_int64(sql, 0),
        .bidder_id = (uint64_t)sqlite3_column_int64(sql, 1),
        .at_ms = sqlite3_column_int64(sql, 2),
        .actor = arena_copy(arena, db_column_str(sql, 3)),
        .dimension = (enum bidder_dimension)dimension,
        .value = arena_copy(arena, db_column_str(sql, 5)),
        .is_block = sqlite3_column_int64(sql, 6) != 0,
        .reason = arena_copy(arena, db_column_str(sql, 7)),
        .rule = arena_copy(arena, db_column_str(sql, 8)),
        .before_micros = sqlite3_column_int64(sql, 9),
        .after_micros = sqlite3_column_int64(sql, 10),
        .from_ms = sqlite3_column_int64(sql, 11),
        .to_ms = sqlite3_column_int64(sql, 12),
        .figures = {.impressions = sqlite3_column_int64(sql, 13),
                    .clicks = sqlite3_column_int64(sql, 14),
                    .cost_micros = sqlite3_column_int64(sql, 15),
                    .conversions = sqlite3_column_int64(sql, 16),
                    .value_micros = sqlite3_column_int64(sql, 17)},
        .undone_ms = sqlite3_column_int64(sql, 18),
        .undone_by = arena_copy(arena, db_column_str(sql, 19)),
    };
}

enum err db_list_bids(struct db *db, uint64_t bidder_id, uint64_t before_id, size_t limit,
                      struct arena *arena, struct bidder_decision *rows, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(db,
                              "SELECT " COLUMNS " FROM bidder_decision WHERE bidder_id = ?1"
                              " AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)bidder_id);
    db_bind_i64(sql, 2, (int64_t)before_id);
    db_bind_i64(sql, 3, (int64_t)limit);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < limit)
        rows[found++] = read_row(sql, arena);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read a bidder's decisions");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_find_bid(struct db *db, uint64_t bidder_id, uint64_t id, struct arena *arena,
                     struct bidder_decision *decision)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "SELECT " COLUMNS " FROM bidder_decision WHERE bidder_id = ?1 AND id = ?2", &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)bidder_id);
    db_bind_i64(sql, 2, (int64_t)id);
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    if (rc != SQLITE_ROW)
        return db_fail(db, "find a bidder's decision");
    *decision = read_row(sql, arena);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_put_bid_run(struct db *db, const struct bidder_run *run)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "INSERT OR REPLACE INTO bidder_run(bidder_id, at_ms, actor, outcome,"
                              " looked, decided) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)run->bidder_id);
    db_bind_i64(sql, 2, run->at_ms);
    db_bind_str(sql, 3, run->actor);
    db_bind_str(sql, 4, run->outcome);
    db_bind_i64(sql, 5, run->looked);
    db_bind_i64(sql, 6, run->decided);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write a bidder's run");
}

enum err db_find_bid_run(struct db *db, uint64_t bidder_id, struct arena *arena,
                         struct bidder_run *run)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "SELECT at_ms, actor, outcome, looked, decided FROM bidder_run WHERE bidder_id = ?1",
        &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)bidder_id);
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    if (rc != SQLITE_ROW)
        return db_fail(db, "find a bidder's run");
    *run = (struct bidder_run){
        .bidder_id = bidder_id,
        .at_ms = sqlite3_column_int64(sql, 0),
        .actor = arena_copy(arena, db_column_str(sql, 1)),
        .outcome = arena_copy(arena, db_column_str(sql, 2)),
        .looked = sqlite3_column_int64(sql, 3),
        .decided = sqlite3_column_int64(sql, 4),
    };
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_list_due_bidders(struct db *db, int64_t now_ms, uint64_t *ids, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(db,
                              "SELECT entity.id FROM entity LEFT JOIN bidder_run AS run ON"
                              " run.bidder_id = entity.id WHERE entity = 'bidders' AND status ="
                              " 'active' AND body ->> '$.every_hours' > 0 AND coalesce(run.at_ms,"
                              " 0) + (body ->> '$.every_hours') * 3600000 <= ?1 ORDER BY entity.id"
                              " LIMIT ?2",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, now_ms);
    db_bind_i64(sql, 2, BIDDER_DUE_MAX);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < BIDDER_DUE_MAX)
        ids[found++] = (uint64_t)sqlite3_column_int64(sql, 0);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "find the bidders whose time has come");
    *count = found;
    return OK;
}

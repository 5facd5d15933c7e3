#include "model/db_statement.h"

#include "model/db_handle.h"

#define COLUMNS                                                                                    \
    "id, workspace_id, source_id, name, from_day, to_day, tz, currency, has_campaigns, has_goals," \
    " has_ids, lines, conversions, amount_micros, value_micros, actor, at_ms, deleted_ms,"         \
    " deleted_by"
#define LINE_COLUMNS                                                                               \
    "statement_id, line, day, campaign, campaign_id, goal, external_id, txid, conversions,"        \
    " amount_micros, value_micros"

enum err db_add_statement(struct db *db, struct statement *statement)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "INSERT INTO statement(" COLUMNS ") VALUES(NULL, ?1, ?2, ?3, ?4, ?5,"
                              " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 0, '')"
                              " RETURNING id",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)statement->workspace_id);
    db_bind_i64(sql, 2, (int64_t)statement->source_id);
    db_bind_str(sql, 3, statement->name);
    db_bind_i64(sql, 4, statement->from_day);
    db_bind_i64(sql, 5, statement->to_day);
    db_bind_str(sql, 6, statement->tz);
    db_bind_str(sql, 7, statement->currency);
    db_bind_i64(sql, 8, statement->has_campaigns);
    db_bind_i64(sql, 9, statement->has_goals);
    db_bind_i64(sql, 10, statement->has_ids);
    db_bind_i64(sql, 11, statement->lines);
    db_bind_i64(sql, 12, statement->conversions);
    db_bind_i64(sql, 13, statement->amount_micros);
    db_bind_i64(sql, 14, statement->value_micros);
    db_bind_str(sql, 15, statement->actor);
    db_bind_i64(sql, 16, statement->at_ms);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return db_fail(db, "write a statement");
    statement->id = (uint64_t)sqlite3_column_int64(sql, 0);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write a statement");
}

enum err db_add_statement_lines(struct db *db, uint64_t id, const struct statement_line *lines,
                                size_t count)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "INSERT INTO statement_line(" LINE_COLUMNS ") VALUES(?1, ?2, ?3, ?4,"
                              " ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                              &sql);
    for (size_t i = 0; i < count && err == OK; i++) {
        const struct statement_line *line = &lines[i];
        db_bind_i64(sql, 1, (int64_t)id);
        db_bind_i64(sql, 2, line->line);
        db_bind_i64(sql, 3, line->day);
        db_bind_str(sql, 4, line->campaign);
        db_bind_i64(sql, 5, (int64_t)line->campaign_id);
        db_bind_str(sql, 6, line->goal);
        db_bind_str(sql, 7, line->external_id);
        db_bind_str(sql, 8, line->txid);
        db_bind_i64(sql, 9, line->conversions);
        db_bind_i64(sql, 10, line->amount_micros);
        db_bind_i64(sql, 11, line->value_micros);
        if (sqlite3_step(sql) != SQLITE_DONE)
            err = db_fail(db, "write a statement's line");
        (void)sqlite3_reset(sql); /* its error was told by the step */
    }
    return err;
}

static enum err run(struct db *db, const char *text, uint64_t number)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, text, &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)number);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "make room for a statement");
}

enum err db_trim_statements(struct db *db, uint64_t source_id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "SELECT count(*), min(id) FILTER (WHERE deleted_ms > 0) FROM"
                              " statement WHERE source_id = ?1",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)source_id);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return db_fail(db, "count the statements");
    if (sqlite3_column_int64(sql, 0) < STATEMENTS_MAX)
        return OK;
    uint64_t id = (uint64_t)sqlite3_column_int64(sql, 1);
    if (id == 0)
        return ERR_FULL;
    err = run(db, "DELETE FROM statement_line WHERE statement_id = ?1", id);
    return err == OK ? run(db, "DELETE FROM statement WHERE id = ?1", id) : err;
}

static struct statement read_row(sqlite3_stmt *sql, struct arena *arena)
{
    return (struct statement){
        .id = (uint64_t)sqlite3_column_int64(sql, 0),
        .workspace_id = (uint64_t)sqlite3_column_int64(sql, 1),
        .source_id = (uint64_t)sqlite3_column_int64(sql, 2),
        .name = arena_copy(arena, db_column_str(sql, 3)),
        .from_day = sqlite3_column_int64(sql, 4),
        .to_day = sqlite3_column_int64(sql, 5),
        .tz = arena_copy(arena, db_column_str(sql, 6)),
        .currency = arena_copy(arena, db_column_str(sql, 7)),
        .has_campaigns = sqlite3_column_int64(sql, 8) != 0,
        .has_goals = sqlite3_column_int64(sql, 9) != 0,
        .has_ids = sqlite3_column_int64(sql, 10) != 0,
        .lines = sqlite3_column_int64(sql, 11),
        .conversions = sqlite3_column_int64(sql, 12),
        .amount_micros = sqlite3_column_int64(sql, 13),
        .value_micros = sqlite3_column_int64(sql, 14),
        .actor = arena_copy(arena, db_column_str(sql, 15)),
        .at_ms = sqlite3_column_int64(sql, 16),
        .deleted_ms = sqlite3_column_int64(sql, 17),
        .deleted_by = arena_copy(arena, db_column_str(sql, 18)),
    };
}

enum err db_list_statements(struct db *db, uint64_t source_id, struct arena *arena,
                            struct statement *statements, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(
        db, "SELECT " COLUMNS " FROM statement WHERE source_id = ?1 ORDER BY id DESC", &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)source_id);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < STATEMENTS_MAX)
        statements[found++] = read_row(sql, arena);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read the statements");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_find_statement(struct db *db, uint64_t id, struct arena *arena,
                           struct statement *statement)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "SELECT " COLUMNS " FROM statement WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)id);
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    if (rc != SQLITE_ROW)
        return db_fail(db, "find a statement");
    *statement = read_row(sql, arena);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

static struct statement_line read_line(sqlite3_stmt *sql, struct arena *arena)
{
    return (struct statement_line){
        .statement_id = (uint64_t)sqlite3_column_int64(sql, 0),
        .line = sqlite3_column_int64(sql, 1),
        .day = sqlite3_column_int64(sql, 2),
        .campaign = arena_copy(arena, db_column_str(sql, 3)),
        .campaign_id = (uint64_t)sqlite3_column_int64(sql, 4),
        .goal = arena_copy(arena, db_column_str(sql, 5)),
        .external_id = arena_copy(arena, db_column_str(sql, 6)),
        .txid = arena_copy(arena, db_column_str(sql, 7)),
        .conversions = sqlite3_column_int64(sql, 8),
        .amount_micros = sqlite3_column_int64(sql, 9),
        .value_micros = sqlite3_column_int64(sql, 10),
    };
}

enum err db_list_statement_lines(struct db *db, uint64_t id, int64_t from_day, int64_t to_day,
                                 int64_t after_line, size_t max, struct arena *arena,
                                 struct statement_line *lines, size_t *count)
{
    DB_STATEMENT(sql);
    int rc;
    size_t found = 0;
    enum err err = db_prepare(db,
                              "SELECT " LINE_COLUMNS " FROM statement_line WHERE statement_id = ?1"
                              " AND line > ?2 AND day BETWEEN ?3 AND ?4 ORDER BY line LIMIT ?5",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)id);
    db_bind_i64(sql, 2, after_line);
    db_bind_i64(sql, 3, from_day);
    db_bind_i64(sql, 4, to_day);
    db_bind_i64(sql, 5, (int64_t)max);
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < max)
        lines[found++] = read_line(sql, arena);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read a statement's lines");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_delete_statement(struct db *db, uint64_t id, int64_t deleted_ms, struct str actor)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "UPDATE statement SET deleted_ms = ?2, deleted_by = ?3 WHERE id = ?1"
                              " RETURNING id",
                              &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)id);
    db_bind_i64(sql, 2, deleted_ms);
    db_bind_str(sql, 3, actor);
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_ROW)
        rc = sqlite3_step(sql) == SQLITE_DONE ? SQLITE_ROW : SQLITE_ERROR;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "delete a statement");
    return rc == SQLITE_ROW ? OK : ERR_NOT_FOUND;
}

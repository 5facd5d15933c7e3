#include "model/db_health.h"

#include "model/db_handle.h"

static enum err read_all(struct db *db, sqlite3_stmt *sql, struct arena *arena,
                         struct catalog_health *rows, size_t *count)
{
    int rc;
    size_t found = 0;
    while ((rc = sqlite3_step(sql)) == SQLITE_ROW && found < CATALOG_HEALTH_MAX)
        rows[found++] = (struct catalog_health){
            .workspace_id = (uint64_t)sqlite3_column_int64(sql, 0),
            .key = arena_copy(arena, db_column_str(sql, 1)),
            .sentence = arena_copy(arena, db_column_str(sql, 2)),
            .since_ms = sqlite3_column_int64(sql, 3),
            .told_ms = sqlite3_column_int64(sql, 4),
            .gone_ms = sqlite3_column_int64(sql, 5),
        };
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read what was found wrong");
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err db_list_health(struct db *db, struct arena *arena, struct catalog_health **rows,
                        size_t *count)
{
    DB_STATEMENT(sql);
    struct catalog_health *list = ARENA_ARRAY(arena, struct catalog_health, CATALOG_HEALTH_MAX);
    if (list == NULL)
        return ERR_FULL;
    enum err err = db_prepare(db,
                              "SELECT workspace_id, key, sentence, since_ms, told_ms, gone_ms FROM"
                              " health ORDER BY workspace_id, key",
                              &sql);
    if (err == OK)
        err = read_all(db, sql, arena, list, count);
    if (err == OK)
        *rows = list;
    return err;
}

static void bind_key(sqlite3_stmt *sql, const struct catalog_health *row)
{
    db_bind_i64(sql, 1, (int64_t)row->workspace_id);
    db_bind_str(sql, 2, row->key);
}

enum err db_put_health(struct db *db, const struct catalog_health *row)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "INSERT OR REPLACE INTO health(workspace_id, key, sentence, since_ms,"
                              " told_ms, gone_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                              &sql);
    if (err != OK)
        return err;
    bind_key(sql, row);
    db_bind_str(sql, 3, row->sentence);
    db_bind_i64(sql, 4, row->since_ms);
    db_bind_i64(sql, 5, row->told_ms);
    db_bind_i64(sql, 6, row->gone_ms);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write what was found wrong");
}

enum err db_remove_health(struct db *db, const struct catalog_health *row)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "DELETE FROM health WHERE workspace_id = ?1 AND key = ?2", &sql);
    if (err != OK)
        return err;
    bind_key(sql, row);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "remove what was found wrong");
}

enum err db_forget_health(struct db *db, uint64_t workspace_id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "DELETE FROM health WHERE workspace_id = ?1", &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)workspace_id);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "forget what was found wrong");
}

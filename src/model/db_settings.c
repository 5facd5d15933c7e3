#include "model/db.h"

#include "model/db_handle.h"

enum err db_find_settings(struct db *db, uint64_t workspace_id, struct arena *arena,
                          struct str *body)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "SELECT body FROM settings WHERE workspace_id = ?1", &sql);
    if (err != OK)
        return err;
    CHECK(sqlite3_bind_int64(sql, 1, (sqlite3_int64)workspace_id) == SQLITE_OK);
    int rc = sqlite3_step(sql);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read the settings");
    struct str found = rc == SQLITE_ROW ? arena_copy(arena, db_column_str(sql, 0)) : STR_NONE;
    if (arena_is_full(arena))
        return ERR_FULL;
    *body = found;
    return OK;
}

enum err db_put_settings(struct db *db, uint64_t workspace_id, struct str body)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db, "INSERT OR REPLACE INTO settings(workspace_id, body) VALUES(?1, ?2)", &sql);
    if (err != OK)
        return err;
    CHECK(sqlite3_bind_int64(sql, 1, (sqlite3_int64)workspace_id) == SQLITE_OK);
    db_bind_str(sql, 2, body);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write the settings");
}

/* db_keep - rows of which only the newest are kept. */
#include "model/db_handle.h"

enum err db_keep_newest(struct db *db, const char *table, const char *owner, uint64_t owner_id,
                        unsigned keep)
{
    DB_STATEMENT(sql);
    char text[256];
    int len = snprintf(text, sizeof(text),
                       "DELETE FROM %s WHERE %s = ?1 AND id <= (SELECT id FROM %s WHERE %s = ?1"
                       " ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                       table, owner, table, owner);
    CHECK(len > 0 && (size_t)len < sizeof(text));
    enum err err = db_prepare(db, text, &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)owner_id);
    db_bind_i64(sql, 2, keep);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "remove what is no longer kept");
}

#include "model/db_account.h"

#include "model/db_handle.h"

static void bind_i64(sqlite3_stmt *sql, int place, int64_t value)
{
    CHECK(sqlite3_bind_int64(sql, place, value) == SQLITE_OK);
}

static void bind_u64(sqlite3_stmt *sql, int place, uint64_t value)
{
    bind_i64(sql, place, (int64_t)value);
}

static void bind_hash(sqlite3_stmt *sql, int place, const uint8_t hash[DB_HASH_BYTES])
{
    CHECK(sqlite3_bind_blob(sql, place, hash, DB_HASH_BYTES, SQLITE_STATIC) == SQLITE_OK);
}

/* Runs a write to its end. */
static enum err run(struct db *db, sqlite3_stmt *sql, const char *doing)
{
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, doing);
}

/* Runs a delete whose rows are counted: ERR_NOT_FOUND when there were none. */
static enum err run_counted(struct db *db, sqlite3_stmt *sql, const char *doing)
{
    enum err err = run(db, sql, doing);
    return err == OK && sqlite3_changes(sqlite3_db_handle(sql)) == 0 ? ERR_NOT_FOUND : err;
}

/* Steps to the only row. ERR_NOT_FOUND: none. */
static enum err read_one(struct db *db, sqlite3_stmt *sql, const char *doing)
{
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    return rc == SQLITE_ROW ? OK : db_fail(db, doing);
}

/* ------------------------------------------------------------------ keys */

enum err db_put_key(struct db *db, uint64_t id, const uint8_t hash[DB_HASH_BYTES], int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "INSERT INTO api_key(id, workspace_id, hash, created_at_ms) VALUES(?1, 0, ?2, ?3)",
        &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_hash(sql, 2, hash);
    bind_i64(sql, 3, now_ms);
    return run(db, sql, "write a key");
}

enum err db_find_key(struct db *db, const uint8_t hash[DB_HASH_BYTES], uint64_t *id,
                     int64_t *used_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "SELECT id, used_at_ms FROM api_key WHERE hash = ?1", &sql);
    if (err != OK)
        return err;
    bind_hash(sql, 1, hash);
    err = read_one(db, sql, "read a key");
    if (err == OK) {
        *id = (uint64_t)sqlite3_column_int64(sql, 0);
        *used_ms = sqlite3_column_int64(sql, 1);
    }
    return err;
}

enum err db_get_key_use(struct db *db, uint64_t id, int64_t *used_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "SELECT used_at_ms FROM api_key WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    err = read_one(db, sql, "read a key");
    *used_ms = err == OK ? sqlite3_column_int64(sql, 0) : 0;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err db_note_key_use(struct db *db, uint64_t id, int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "UPDATE api_key SET used_at_ms = ?2 WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_i64(sql, 2, now_ms);
    return run(db, sql, "note a key's use");
}

/* ------------------------------------------------------------------ users */

enum err db_find_email(struct db *db, struct str email, uint64_t other_than, uint64_t *id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "SELECT id FROM entity WHERE entity = 'users' AND id <> ?2"
                              " AND status <> 'archived' AND body ->> '$.email' = ?1"
                              " COLLATE NOCASE LIMIT 1",
                              &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 1, email);
    bind_u64(sql, 2, other_than);
    err = read_one(db, sql, "look for a user");
    if (err == OK)
        *id = (uint64_t)sqlite3_column_int64(sql, 0);
    return err;
}

enum err db_has_owner(struct db *db, uint64_t other_than, bool has_password)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db,
                   "SELECT 1 FROM entity WHERE entity = 'users' AND id <> ?1 AND status = 'active'"
                   " AND body ->> '$.role' = 'owner'"
                   " AND (NOT ?2 OR id IN (SELECT user_id FROM password)) LIMIT 1",
                   &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, other_than);
    bind_i64(sql, 2, has_password);
    return read_one(db, sql, "look for an owner");
}

enum err db_put_password(struct db *db, uint64_t user_id, const char *hash, int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "INSERT OR REPLACE INTO password(user_id, hash, changed_at_ms) VALUES(?1, ?2, ?3)",
        &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    db_bind_str(sql, 2, str_from_c(hash));
    bind_i64(sql, 3, now_ms);
    return run(db, sql, "write a password");
}

enum err db_get_password(struct db *db, uint64_t user_id, char hash[ACCOUNT_PASSWORD_MAX])
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "SELECT hash FROM password WHERE user_id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    err = read_one(db, sql, "read a password");
    if (err == OK)
        (void)snprintf(hash, ACCOUNT_PASSWORD_MAX, "%.*s", STR_FMT(db_column_str(sql, 0)));
    else
        hash[0] = '\0';
    return err == ERR_NOT_FOUND ? OK : err;
}

/* ------------------------------------------------------------------ links */

enum err db_put_link(struct db *db, const uint8_t hash[DB_HASH_BYTES], uint64_t user_id,
                     int64_t expires_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_drop_links(db, user_id);
    if (err == OK || err == ERR_NOT_FOUND)
        err = db_prepare(db, "INSERT INTO link(hash, user_id, expires_at_ms) VALUES(?1, ?2, ?3)",
                         &sql);
    if (err != OK)
        return err;
    bind_hash(sql, 1, hash);
    bind_u64(sql, 2, user_id);
    bind_i64(sql, 3, expires_ms);
    return run(db, sql, "write a link");
}

enum err db_find_link(struct db *db, const uint8_t hash[DB_HASH_BYTES], int64_t now_ms,
                      uint64_t *user_id)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db, "SELECT user_id FROM link WHERE hash = ?1 AND expires_at_ms > ?2", &sql);
    if (err != OK)
        return err;
    bind_hash(sql, 1, hash);
    bind_i64(sql, 2, now_ms);
    err = read_one(db, sql, "read a link");
    if (err == OK)
        *user_id = (uint64_t)sqlite3_column_int64(sql, 0);
    return err;
}

enum err db_get_link_end(struct db *db, uint64_t user_id, int64_t now_ms, int64_t *expires_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "SELECT max(expires_at_ms) FROM link WHERE user_id = ?1 AND expires_at_ms > ?2", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    bind_i64(sql, 2, now_ms);
    err = read_one(db, sql, "read a link");
    if (err == OK)
        *expires_ms = sqlite3_column_int64(sql, 0);
    return err;
}

enum err db_drop_links(struct db *db, uint64_t user_id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "DELETE FROM link WHERE user_id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    return run_counted(db, sql, "end a link");
}

/* ------------------------------------------------------------------ sessions */

/* What is over, and all but the newest of a user. */
static enum err prune(struct db *db, const struct db_session *session)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db,
        "DELETE FROM session WHERE seen_at_ms <= ?1 OR created_at_ms <= ?2 OR (user_id = ?3 AND"
        " id NOT IN (SELECT id FROM session WHERE user_id = ?3 ORDER BY seen_at_ms DESC LIMIT ?4))",
        &sql);
    if (err != OK)
        return err;
    bind_i64(sql, 1, session->seen_ms - ACCOUNT_SESSION_IDLE_MS);
    bind_i64(sql, 2, session->seen_ms - ACCOUNT_SESSION_MS);
    bind_u64(sql, 3, session->user_id);
    bind_i64(sql, 4, ACCOUNT_SESSIONS_MAX - 1);
    return run(db, sql, "end old sessions");
}

enum err db_insert_session(struct db *db, const struct db_session *session,
                           const uint8_t hash[DB_HASH_BYTES], uint64_t *id)
{
    DB_STATEMENT(sql);
    enum err err = prune(db, session);
    if (err == OK)
        err = db_prepare(db,
                         "INSERT INTO session(user_id, hash, created_at_ms, rotated_at_ms,"
                         " confirmed_at_ms, seen_at_ms, address, user_agent)"
                         " VALUES(?1, ?2, ?3, ?3, ?3, ?3, ?4, ?5)"
                         " RETURNING id",
                         &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, session->user_id);
    bind_hash(sql, 2, hash);
    bind_i64(sql, 3, session->seen_ms);
    db_bind_str(sql, 4, session->address);
    db_bind_str(sql, 5, session->user_agent);
    err = read_one(db, sql, "write a session");
    if (err == OK)
        *id = (uint64_t)sqlite3_column_int64(sql, 0);
    return err;
}

enum err db_find_session(struct db *db, const uint8_t hash[DB_HASH_BYTES],
                         struct db_session *session)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db,
                              "SELECT id, user_id, created_at_ms, rotated_at_ms, seen_at_ms,"
                              " hash <> ?1, confirmed_at_ms FROM session"
                              " WHERE hash = ?1 OR old_hash = ?1 LIMIT 1",
                              &sql);
    if (err != OK)
        return err;
    bind_hash(sql, 1, hash);
    err = read_one(db, sql, "read a session");
    if (err == OK)
        *session = (struct db_session){
            .id = (uint64_t)sqlite3_column_int64(sql, 0),
            .user_id = (uint64_t)sqlite3_column_int64(sql, 1),
            .created_ms = sqlite3_column_int64(sql, 2),
            .rotated_ms = sqlite3_column_int64(sql, 3),
            .seen_ms = sqlite3_column_int64(sql, 4),
            .is_old = sqlite3_column_int(sql, 5) != 0,
            .confirmed_ms = sqlite3_column_int64(sql, 6),
        };
    return err;
}

enum err db_note_session(struct db *db, uint64_t id, int64_t seen_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "UPDATE session SET seen_at_ms = ?2 WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_i64(sql, 2, seen_ms);
    return run(db, sql, "note a session");
}

enum err db_rotate_session(struct db *db, uint64_t id, const uint8_t hash[DB_HASH_BYTES],
                           bool keeps_old, int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db,
                   "UPDATE session SET old_hash = CASE WHEN ?4 THEN old_hash ELSE hash END,"
                   " hash = ?2, rotated_at_ms = ?3, confirmed_at_ms = NULL,"
                   " seen_at_ms = ?3 WHERE id = ?1",
                   &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_hash(sql, 2, hash);
    bind_i64(sql, 3, now_ms);
    bind_i64(sql, 4, keeps_old);
    return run(db, sql, "change a session's token");
}

enum err db_confirm_session(struct db *db, uint64_t id, int64_t now_ms)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "UPDATE session SET confirmed_at_ms = ?2, seen_at_ms = ?2 WHERE id = ?1", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_i64(sql, 2, now_ms);
    return run(db, sql, "note a session's new token");
}

enum err db_end_session(struct db *db, uint64_t id, uint64_t *user_id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(
        db, "DELETE FROM session WHERE id = ?1 AND ?2 IN (0, user_id) RETURNING user_id", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, id);
    bind_u64(sql, 2, *user_id);
    err = read_one(db, sql, "end a session");
    if (err == OK)
        *user_id = (uint64_t)sqlite3_column_int64(sql, 0);
    return err;
}

enum err db_end_sessions(struct db *db, uint64_t user_id, uint64_t but_id)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, "DELETE FROM session WHERE user_id = ?1 AND id <> ?2", &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    bind_u64(sql, 2, but_id);
    return run(db, sql, "end sessions");
}

enum err db_list_sessions(struct db *db, uint64_t user_id, int64_t now_ms, db_session_visit *visit,
                          void *context)
{
    DB_STATEMENT(sql);
    enum err err =
        db_prepare(db,
                   "SELECT id, user_id, created_at_ms, rotated_at_ms, seen_at_ms, address,"
                   " user_agent FROM session WHERE ?1 IN (0, user_id) AND seen_at_ms > ?2"
                   " AND created_at_ms > ?3 ORDER BY id DESC LIMIT 1000",
                   &sql);
    if (err != OK)
        return err;
    bind_u64(sql, 1, user_id);
    bind_i64(sql, 2, now_ms - ACCOUNT_SESSION_IDLE_MS);
    bind_i64(sql, 3, now_ms - ACCOUNT_SESSION_MS);
    int rc = SQLITE_DONE;
    while (err == OK && (rc = sqlite3_step(sql)) == SQLITE_ROW)
        err = visit(context, &(struct db_session){
                                 .id = (uint64_t)sqlite3_column_int64(sql, 0),
                                 .user_id = (uint64_t)sqlite3_column_int64(sql, 1),
                                 .created_ms = sqlite3_column_int64(sql, 2),
                                 .rotated_ms = sqlite3_column_int64(sql, 3),
                                 .seen_ms = sqlite3_column_int64(sql, 4),
                                 .address = db_column_str(sql, 5),
                                 .user_agent = db_column_str(sql, 6),
                             });
    return err == OK && rc != SQLITE_DONE ? db_fail(db, "read sessions") : err;
}

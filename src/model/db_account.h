/* db_account - the tables of DIR/catalog.db with what lets people and programs in: hashes of
 * passwords, links, sessions and keys. Owner as in db.h; every failure of the file is ERR_IO. */
#pragma once
#include "model/account.h"
#include "model/db.h"

/* Their SQL, made with the other tables. */
#define DB_ACCOUNT_SQL                                                                             \
    "CREATE TABLE api_key(id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL,"                  \
    " hash BLOB NOT NULL UNIQUE, created_at_ms INTEGER NOT NULL, used_at_ms INTEGER);"             \
    "CREATE TABLE password(user_id INTEGER PRIMARY KEY, hash TEXT NOT NULL,"                       \
    " changed_at_ms INTEGER NOT NULL);"                                                            \
    "CREATE TABLE link(hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL,"                           \
    " expires_at_ms INTEGER NOT NULL) WITHOUT ROWID;"                                              \
    "CREATE TABLE session(id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL,"         \
    " hash BLOB NOT NULL UNIQUE, old_hash BLOB, created_at_ms INTEGER NOT NULL,"                   \
    " rotated_at_ms INTEGER NOT NULL, confirmed_at_ms INTEGER,"                                    \
    " seen_at_ms INTEGER NOT NULL, address TEXT,"                                                  \
    " user_agent TEXT);"                                                                           \
    "CREATE INDEX session_by_old_hash ON session(old_hash) WHERE old_hash IS NOT NULL;"            \
    "CREATE INDEX session_by_user ON session(user_id, seen_at_ms);"

/* --- Keys --- */
MUST_USE enum err db_put_key(struct db *db, uint64_t id, const uint8_t hash[DB_HASH_BYTES],
                             int64_t now_ms);
/* ERR_NOT_FOUND. */
MUST_USE enum err db_find_key(struct db *db, const uint8_t hash[DB_HASH_BYTES], uint64_t *id,
                              int64_t *used_ms);
MUST_USE enum err db_get_key_use(struct db *db, uint64_t id, int64_t *used_ms);
/* A failure may be let pass: the use is not noted. */
enum err db_note_key_use(struct db *db, uint64_t id, int64_t now_ms);

/* --- Users --- */
/* The id of the user of that address who is not archived, other than one. ERR_NOT_FOUND. */
MUST_USE enum err db_find_email(struct db *db, struct str email, uint64_t other_than, uint64_t *id);
/* Whether there is an active owner besides that user; has_password: one who can sign in.
 * ERR_NOT_FOUND. */
MUST_USE enum err db_has_owner(struct db *db, uint64_t other_than, bool has_password);
MUST_USE enum err db_put_password(struct db *db, uint64_t user_id, const char *hash,
                                  int64_t now_ms);
/* "" : none is set. */
MUST_USE enum err db_get_password(struct db *db, uint64_t user_id, char hash[ACCOUNT_PASSWORD_MAX]);

/* --- Links --- */
/* Takes the place of the user's earlier ones. */
MUST_USE enum err db_put_link(struct db *db, const uint8_t hash[DB_HASH_BYTES], uint64_t user_id,
                              int64_t expires_ms);
MUST_USE enum err db_find_link(struct db *db, const uint8_t hash[DB_HASH_BYTES], int64_t now_ms,
                               uint64_t *user_id);
/* When the user's link ends, 0 without one. */
MUST_USE enum err db_get_link_end(struct db *db, uint64_t user_id, int64_t now_ms,
                                  int64_t *expires_ms);
/* ERR_NOT_FOUND: there was none. */
MUST_USE enum err db_drop_links(struct db *db, uint64_t user_id);

/* --- Sessions --- */
struct db_session {
    uint64_t id, user_id;
    int64_t created_ms, rotated_ms, seen_ms;
    int64_t confirmed_ms;           /* when the current token was used first; 0: not yet */
    struct str address, user_agent; /* lent until the visit returns; absent from finds */
    bool is_old;                    /* found by the token before the last change */
};
/* Ends the user's oldest ones past ACCOUNT_SESSIONS_MAX, and all that are over. */
MUST_USE enum err db_insert_session(struct db *db, const struct db_session *session,
                                    const uint8_t hash[DB_HASH_BYTES], uint64_t *id);
MUST_USE enum err db_find_session(struct db *db, const uint8_t hash[DB_HASH_BYTES],
                                  struct db_session *session);
/* A failure may be let pass, as above. */
enum err db_note_session(struct db *db, uint64_t id, int64_t seen_ms);
/* Gives it another token. keeps_old: the one before the current stays the old one, for the current
 * never arrived; else the current becomes the old one. */
MUST_USE enum err db_rotate_session(struct db *db, uint64_t id, const uint8_t hash[DB_HASH_BYTES],
                                    bool keeps_old, int64_t now_ms);
MUST_USE enum err db_confirm_session(struct db *db, uint64_t id, int64_t now_ms);
/* *user_id 0: of any user; whose it was. ERR_NOT_FOUND. */
MUST_USE enum err db_end_session(struct db *db, uint64_t id, uint64_t *user_id);
MUST_USE enum err db_end_sessions(struct db *db, uint64_t user_id, uint64_t but_id);
typedef enum err db_session_visit(void *context, const struct db_session *session);
MUST_USE enum err db_list_sessions(struct db *db, uint64_t user_id, int64_t now_ms,
                                   db_session_visit *visit, void *context);

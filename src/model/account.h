/* account - who may come in: users and their passwords, one-time links, sessions, keys. Only hashes
 * of secrets are kept; every call says the time. Any thread; the catalogue's lock is held for the
 * length of a call, never while a password is hashed. Roles and workspaces are entities of the
 * catalogue (user.c, key.c), so their changes stand in its history; secrets stand in tables beside
 * it and never do (DESIGN.md §8 Sessions, spec/tracker.md §1.10).
 *
 * Happy path: account_make_link() for a user, or for nobody yet; the bearer of its token sets a
 * password by account_take_link(); account_open_session() after the password was right; each
 * request then account_find_session(). */
#pragma once
#include "model/catalog.h"

enum user_role { ROLE_OWNER, ROLE_MANAGER, ROLE_BUYER, ROLE_READER, ROLE_COUNT };
/* "owner", "manager", "buyer", "read-only". */
const char *user_role_text(enum user_role role);

#define ACCOUNT_TOKEN_MAX       64  /* text of any token, its NUL included */
#define ACCOUNT_PASSWORD_MAX    128 /* of a stored hash, its NUL included */
#define ACCOUNT_NAME_MAX        256
#define ACCOUNT_SCOPES_MAX      64
#define ACCOUNT_SCOPE_TEXT_MAX  40
#define ACCOUNT_SESSIONS_MAX    32 /* of one user; a further one ends the oldest */
#define ACCOUNT_LINK_MS         ((int64_t)48 * 3600 * 1000)
#define ACCOUNT_SESSION_IDLE_MS ((int64_t)24 * 3600 * 1000)
#define ACCOUNT_SESSION_MS      ((int64_t)30 * 24 * 3600 * 1000)
#define ACCOUNT_ROTATE_MS       ((int64_t)3600 * 1000) /* a session's token lives so long */
#define ACCOUNT_OVERLAP_MS      ((int64_t)60 * 1000)   /* the one before it is still taken */
#define ACCOUNT_SEEN_MS         ((int64_t)60 * 1000)   /* how exactly the last use is noted */

struct account_user {
    uint64_t id;
    enum user_role role;
    char name[ACCOUNT_NAME_MAX];
    char email[ACCOUNT_NAME_MAX];
    struct scope scope; /* without an actor */
};

/* --- Users and their passwords ---------------------------------------------------------------- */

/* The active user of that address (any case of ASCII) and their password's hash, "" while none is
 * set. ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err account_find_user(struct catalog *catalog, struct str email,
                                    struct account_user *user, char hash[ACCOUNT_PASSWORD_MAX]);
MUST_USE enum err account_get_user(struct catalog *catalog, uint64_t id, struct account_user *user,
                                   char hash[ACCOUNT_PASSWORD_MAX]);
/* Sets a password's hash and ends the user's sessions but keep_session (0: all); *version is the
 * catalogue's after it. ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err account_set_password(struct catalog *catalog, uint64_t user_id, const char *hash,
                                       uint64_t keep_session, const char *actor, int64_t now_ms);
/* ERR_NOT_FOUND: there is no active owner with a password. */
MUST_USE enum err account_has_owner(struct catalog *catalog);

/* --- One-time links --------------------------------------------------------------------------- */

/* Makes a link for a user, ending the ones before it; user_id 0: for the first owner. The token is
 * shown this once. ERR_NOT_FOUND: no such active user; ERR_CONFLICT: a first owner is there. */
MUST_USE enum err account_make_link(struct catalog *catalog, uint64_t user_id, const char *actor,
                                    int64_t now_ms, char token[ACCOUNT_TOKEN_MAX],
                                    int64_t *expires_ms);
/* Ends the user's links. ERR_NOT_FOUND: there was none. */
MUST_USE enum err account_drop_links(struct catalog *catalog, uint64_t user_id, const char *actor,
                                     int64_t now_ms);
/* Whose link it is (0: the first owner's), without using it up. ERR_NOT_FOUND: no such link, or it
 * is over. */
MUST_USE enum err account_find_link(struct catalog *catalog, struct str token, int64_t now_ms,
                                    uint64_t *user_id);
/* Whether a link for the first owner is open. ERR_NOT_FOUND: none. */
MUST_USE enum err account_has_setup_link(struct catalog *catalog, int64_t now_ms);
/* Uses a user's link up: sets the password, ends the user's sessions. ERR_NOT_FOUND: as above. */
MUST_USE enum err account_take_link(struct catalog *catalog, struct str token, const char *hash,
                                    int64_t now_ms, uint64_t *user_id);
/* Uses the first owner's link up: makes the owner of that name and address with that password.
 * ERR_INVALID (fault), ERR_CONFLICT: there is an owner; ERR_NOT_FOUND. */
MUST_USE enum err account_take_setup(struct catalog *catalog, struct str token, struct str name,
                                     struct str email, const char *hash, int64_t now_ms,
                                     uint64_t *user_id, struct model_fault *fault);

/* --- Sessions --------------------------------------------------------------------------------- */

struct account_session {
    uint64_t id;
    struct account_user user;
    char token[ACCOUNT_TOKEN_MAX]; /* a new one to be handed out; "" : the old one stays */
};

MUST_USE enum err account_open_session(struct catalog *catalog, uint64_t user_id,
                                       struct str address, struct str user_agent, int64_t now_ms,
                                       struct account_session *session);
/* The session of a token that is neither idle nor too old, whose user is active; notes that it was
 * seen, and changes its token once in ACCOUNT_ROTATE_MS. ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err account_find_session(struct catalog *catalog, struct str token, int64_t now_ms,
                                       struct account_session *session);
/* Ends one; user_id 0: whoever's it is. ERR_NOT_FOUND. */
MUST_USE enum err account_end_session(struct catalog *catalog, uint64_t id, uint64_t user_id,
                                      const char *actor, int64_t now_ms);
/* Ends all of a user. */
MUST_USE enum err account_end_sessions(struct catalog *catalog, uint64_t user_id, const char *actor,
                                       int64_t now_ms);
/* All that live, newest first, of a user or (0) of all, as a new array of {"id","user_id",
 * "address","user_agent","created_at","seen_at"}. */
MUST_USE enum err account_list_sessions(struct catalog *catalog, uint64_t user_id, int64_t now_ms,
                                        json_t **rows);

/* --- Keys ------------------------------------------------------------------------------------- */

struct account_key {
    uint64_t id;
    char scopes[ACCOUNT_SCOPES_MAX][ACCOUNT_SCOPE_TEXT_MAX]; /* "write", "offers:read" */
    size_t scope_count;
    struct scope scope; /* without an actor */
};

/* Gives a key that was made as an entity its text, which is shown this once. ERR_IO. */
MUST_USE enum err account_issue_key(struct catalog *catalog, uint64_t id, int64_t now_ms,
                                    char text[CATALOG_KEY_TEXT_MAX]);
/* The key of a text that is not revoked and not over; notes its use. ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err account_find_key(struct catalog *catalog, struct str text, int64_t now_ms,
                                   struct account_key *key);

/* The same of its id, for who was shown its text before. */
MUST_USE enum err account_get_key(struct catalog *catalog, uint64_t id, int64_t now_ms,
                                  struct account_key *key);

/* What GET adds to a user's or a key's document: "has_password", "invited_until"; "last_used_at".
 */
MUST_USE enum err account_put_state(struct catalog *catalog, enum entity entity, json_t *document,
                                    int64_t now_ms);

#include "model/account.h"

#include <sodium.h>
#include "base/clock.h"
#include "base/log.h"
#include "model/body.h"
#include "model/call.h"
#include "model/db_account.h"
#include "model/fault.h"
#include "model/kind.h"

/* 43 base62 characters are 256 bits, 40 are 238: a plain hash keeps them as well as a slow one. */
#define KEY_PREFIX     "rbk_"
#define KEY_RANDOM     40
#define SESSION_PREFIX "rbs_"
#define LINK_PREFIX    "rbl_"
#define TOKEN_RANDOM   43

_Static_assert(sizeof(SESSION_PREFIX) + TOKEN_RANDOM <= ACCOUNT_TOKEN_MAX &&
                   sizeof(KEY_PREFIX) + KEY_RANDOM <= CATALOG_KEY_TEXT_MAX,
               "a token has room");

static void make_token(const char *prefix, size_t random, char text[ACCOUNT_TOKEN_MAX],
                       uint8_t hash[DB_HASH_BYTES])
{
    size_t len = strlen(prefix);
    memcpy(text, prefix, len);
    call_random_base62(text + len, random);
    text[len + random] = '\0';
    CHECK(crypto_generichash(hash, DB_HASH_BYTES, (const unsigned char *)text, len + random, NULL,
                             0) == 0);
}

/* False: no token of that kind. */
static bool hash_token(struct str text, const char *prefix, size_t random,
                       uint8_t hash[DB_HASH_BYTES])
{
    struct str begin = str_from_c(prefix);
    if (text.len != begin.len + random || !str_has_prefix(text, begin))
        return false;
    CHECK(crypto_generichash(hash, DB_HASH_BYTES, (const unsigned char *)text.ptr, text.len, NULL,
                             0) == 0);
    return true;
}

/* Notes what happened to a user's account, without any secret; user_id 0: before the first owner.
 */
static enum err note(struct call *call, uint64_t user_id, const char *actor, const char *what,
                     int64_t now_ms)
{
    struct db_row row = {.version = 1};
    json_auto_t *event = json_pack("{s:s}", "event", what);
    enum err err = user_id != 0 ? db_find(call->db, ENTITY_USER, user_id, call->arena, &row) : OK;
    CHECK(event != NULL);
    return err == OK ? call_note_event(call, ENTITY_USER, &row, actor, now_ms, event) : err;
}

/* ------------------------------------------------------------------ where somebody is in */

struct places {
    struct call *call;
    const struct list *named; /* struct place_body */
    bool is_all;
    struct scope *scope;
};

static bool is_named(const struct list *places, uint64_t id)
{
    for (size_t i = 0; i < places->count; i++)
        if (LIST_AT(*places, struct place_body, i)->id == id)
            return true;
    return false;
}

static enum err add_place(void *context, const struct db_row *row)
{
    const struct places *places = context;
    struct model_fault fault;
    const void *read;
    enum err err = kind_read_body(ENTITY_WORKSPACE, row->body, places->call->arena, &fault, &read);
    if (err != OK)
        return ERR_IO;
    const struct workspace_body *body = read;
    bool is_in = places->is_all || is_named(places->named, row->id);
    bool is_public = body->visibility == 0;
    if (body->demo != WORKSPACE_OWN && body->demo != WORKSPACE_DEMO_LOADED) {
        workspace_set_remove(&places->scope->reads, row->id);
        workspace_set_remove(&places->scope->writes, row->id);
        return OK;
    }
    if (is_in || is_public)
        workspace_set_add(&places->scope->reads, row->id);
    if (is_in)
        workspace_set_add(&places->scope->writes, row->id);
    if (is_in && places->scope->home == 0 && row->status != STATUS_ARCHIVED)
        places->scope->home = row->id;
    return OK;
}

/* The first of a user's list is where new entities go, if it takes any. */
static void prefer_first(const struct list *named, struct scope *scope)
{
    if (named->count > 0 && scope->home != 0)
        for (size_t i = named->count; i-- > 0;)
            if (workspace_set_has(&scope->writes, LIST_AT(*named, struct place_body, i)->id))
                scope->home = LIST_AT(*named, struct place_body, i)->id;
}

/* Public workspaces are read by every user of the account; is_all: all is read and written, what
 * belongs to the account too. */
static enum err fill_scope(struct call *call, const struct list *named, bool is_all,
                           struct scope *scope)
{
    struct places places = {call, named, is_all, scope};
    *scope = is_all ? scope_of_all(NULL) : (struct scope){0};
    scope->home = 0;
    enum err err = db_scan(call->db, ENTITY_WORKSPACE, add_place, &places);
    if (err == OK)
        prefer_first(named, scope);
    return err;
}

/* ------------------------------------------------------------------ users */

static enum err read_user(struct call *call, uint64_t id, struct account_user *user)
{
    struct db_row row;
    struct model_fault fault;
    const void *read;
    enum err err = db_find(call->db, ENTITY_USER, id, call->arena, &row);
    if (err == OK && row.status != STATUS_ACTIVE)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = kind_read_body(ENTITY_USER, row.body, call->arena, &fault, &read) == OK ? OK : ERR_IO;
    if (err != OK)
        return err;
    const struct user_body *body = read;
    user->id = id;
    user->role = (enum user_role)body->role;
    (void)snprintf(user->name, sizeof user->name, "%.*s", STR_FMT(body->name));
    (void)snprintf(user->email, sizeof user->email, "%.*s", STR_FMT(body->email));
    fault_make_printable(user->name); /* a long name may be cut */
    return fill_scope(call, &body->workspaces, user->role == ROLE_OWNER, &user->scope);
}

enum err account_get_user(struct catalog *catalog, uint64_t id, struct account_user *user,
                          char hash[ACCOUNT_PASSWORD_MAX])
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = read_user(&call, id, user);
    return err == OK ? db_get_password(call.db, id, hash) : err;
}

enum err account_find_user(struct catalog *catalog, struct str email, struct account_user *user,
                           char hash[ACCOUNT_PASSWORD_MAX])
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    uint64_t id = 0;
    enum err err = db_find_email(call.db, email, 0, &id);
    if (err == OK)
        err = read_user(&call, id, user);
    return err == OK ? db_get_password(call.db, id, hash) : err;
}

enum err account_set_password(struct catalog *catalog, uint64_t user_id, const char *hash,
                              uint64_t keep_session, const char *actor, int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct account_user user;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = read_user(&call, user_id, &user);
    if (err == OK)
        err = db_put_password(call.db, user_id, hash, now_ms);
    if (err == OK)
        err = db_end_sessions(call.db, user_id, keep_session);
    if (err == OK)
        err = note(&call, user_id, actor, "password changed", now_ms);
    return err == OK ? db_commit(call.db) : err;
}

enum err account_has_owner(struct catalog *catalog)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_has_owner(call.db, 0, true);
}

/* ------------------------------------------------------------------ links */

enum err account_make_link(struct catalog *catalog, uint64_t user_id, const char *actor,
                           int64_t now_ms, char token[ACCOUNT_TOKEN_MAX], int64_t *expires_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct account_user user;
    uint8_t hash[DB_HASH_BYTES];
    enum err err = db_begin_write(call.db);
    if (err == OK && user_id != 0)
        err = read_user(&call, user_id, &user);
    if (err == OK && user_id == 0) {
        err = db_has_owner(call.db, 0, true);
        err = err == OK ? ERR_CONFLICT : err == ERR_NOT_FOUND ? OK : err;
    }
    if (err != OK)
        return err;
    make_token(LINK_PREFIX, TOKEN_RANDOM, token, hash);
    err = db_put_link(call.db, hash, user_id, now_ms + ACCOUNT_LINK_MS);
    if (err == OK)
        err = note(&call, user_id, actor, "link made", now_ms);
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        *expires_ms = now_ms + ACCOUNT_LINK_MS;
    return err;
}

enum err account_has_setup_link(struct catalog *catalog, int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    int64_t expires_ms = 0;
    enum err err = db_get_link_end(call.db, 0, now_ms, &expires_ms);
    return err == OK && expires_ms == 0 ? ERR_NOT_FOUND : err;
}

enum err account_drop_links(struct catalog *catalog, uint64_t user_id, const char *actor,
                            int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_drop_links(call.db, user_id);
    if (err == OK)
        err = note(&call, user_id, actor, "link ended", now_ms);
    return err == OK ? db_commit(call.db) : err;
}

static enum err find_link(struct call *call, struct str token, int64_t now_ms, uint64_t *user_id)
{
    uint8_t hash[DB_HASH_BYTES];
    return hash_token(token, LINK_PREFIX, TOKEN_RANDOM, hash)
               ? db_find_link(call->db, hash, now_ms, user_id)
               : ERR_NOT_FOUND;
}

enum err account_find_link(struct catalog *catalog, struct str token, int64_t now_ms,
                           uint64_t *user_id)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return find_link(&call, token, now_ms, user_id);
}

enum err account_take_link(struct catalog *catalog, struct str token, const char *hash,
                           int64_t now_ms, uint64_t *user_id)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct account_user user;
    char actor[32];
    uint64_t id = 0;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_link(&call, token, now_ms, &id);
    if (err == OK)
        err = id != 0 ? read_user(&call, id, &user) : ERR_NOT_FOUND;
    if (err == OK)
        err = db_drop_links(call.db, id);
    if (err == OK)
        err = db_put_password(call.db, id, hash, now_ms);
    if (err == OK)
        err = db_end_sessions(call.db, id, 0);
    (void)snprintf(actor, sizeof actor, "user %" PRIu64, id);
    if (err == OK)
        err = note(&call, id, actor, "password set by link", now_ms);
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        *user_id = id;
    return err;
}

/* The link is used up by whoever is first; only then the owner is made, so that two at once make
 * one. A crash between leaves nothing but the need of another link. */
static enum err use_setup(struct catalog *catalog, struct str token, int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    uint64_t id = 0;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_link(&call, token, now_ms, &id);
    if (err == OK && id != 0)
        err = ERR_NOT_FOUND;
    if (err != OK)
        return err;
    err = db_has_owner(call.db, 0, true);
    if (err != ERR_NOT_FOUND)
        return err == OK ? ERR_CONFLICT : err;
    err = db_drop_links(call.db, 0);
    return err == OK ? db_commit(call.db) : err;
}

/* Whether such an owner could be made, before the link is used up for them. */
static enum err try_owner(struct catalog *catalog, const json_t *input, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    const struct schema *schema = kind_of(ENTITY_USER)->schema;
    json_auto_t *warnings = json_array();
    struct check check = {.db = call.db,
                          .arena = call.arena,
                          .fault = fault,
                          .warnings = warnings,
                          .is_active = true,
                          .currency = ""};
    void *body = arena_alloc(call.arena, schema->bytes);
    enum err err = schema_read(schema, input, call.arena, body, fault);
    return err == OK ? kind_of(ENTITY_USER)->check(&check, body) : err;
}

enum err account_take_setup(struct catalog *catalog, struct str token, struct str name,
                            struct str email, const char *hash, int64_t now_ms, uint64_t *user_id,
                            struct model_fault *fault)
{
    const struct scope scope = scope_of_all("setup");
    json_auto_t *input =
        json_pack("{s:s%, s:s%, s:s}", "name", name.ptr != NULL ? name.ptr : "", name.len, "email",
                  email.ptr != NULL ? email.ptr : "", email.len, "role", "owner");
    json_auto_t *document = NULL;
    json_auto_t *warnings = NULL;
    uint64_t version;
    memset(fault, 0, sizeof *fault);
    if (input == NULL)
        return fault_refuse(fault, "name", "expected UTF-8");
    enum err err = try_owner(catalog, input, fault);
    if (err == OK)
        err = use_setup(catalog, token, now_ms);
    if (err == OK)
        err = catalog_create(catalog, ENTITY_USER, input, &scope, &document, &warnings, &version,
                             fault);
    if (err != OK)
        return err;
    *user_id = (uint64_t)json_integer_value(json_object_get(document, "id"));
    return account_set_password(catalog, *user_id, hash, 0, "setup", now_ms);
}

/* ------------------------------------------------------------------ keys */

enum err account_issue_key(struct catalog *catalog, uint64_t id, int64_t now_ms,
                           char text[CATALOG_KEY_TEXT_MAX])
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    char made[ACCOUNT_TOKEN_MAX];
    uint8_t hash[DB_HASH_BYTES];
    make_token(KEY_PREFIX, KEY_RANDOM, made, hash);
    enum err err = db_put_key(call.db, id, hash, now_ms);
    if (err == OK)
        (void)snprintf(text, CATALOG_KEY_TEXT_MAX, "%s", made);
    sodium_memzero(made, sizeof made);
    return err;
}

static enum err read_key(struct call *call, uint64_t id, int64_t now_ms, struct account_key *key)
{
    struct db_row row;
    struct model_fault fault;
    const void *read;
    int64_t end_ms = INT64_MAX;
    enum err err = db_find(call->db, ENTITY_KEY, id, call->arena, &row);
    if (err == OK && row.status != STATUS_ACTIVE)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = kind_read_body(ENTITY_KEY, row.body, call->arena, &fault, &read) == OK ? OK : ERR_IO;
    if (err != OK)
        return err;
    const struct key_body *body = read;
    if (body->expires_at.ptr != NULL && clock_parse(body->expires_at, &end_ms) != OK)
        return ERR_IO;
    if (now_ms >= end_ms)
        return ERR_NOT_FOUND;
    key->id = id;
    key->scope_count = body->scopes.count;
    for (size_t i = 0; i < body->scopes.count; i++)
        (void)snprintf(key->scopes[i], sizeof key->scopes[i], "%.*s",
                       STR_FMT(*LIST_AT(body->scopes, struct str, i)));
    return fill_scope(call, &body->workspaces, body->workspaces.count == 0, &key->scope);
}

enum err account_find_key(struct catalog *catalog, struct str text, int64_t now_ms,
                          struct account_key *key)
{
    uint8_t hash[DB_HASH_BYTES];
    uint64_t id = 0;
    int64_t used_ms = 0;
    if (!hash_token(text, KEY_PREFIX, KEY_RANDOM, hash))
        return ERR_NOT_FOUND;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_find_key(call.db, hash, &id, &used_ms);
    if (err == OK)
        err = read_key(&call, id, now_ms, key);
    if (err == OK && now_ms - used_ms > ACCOUNT_SEEN_MS)
        (void)db_note_key_use(call.db, id, now_ms); /* a disk that is full must not lock out */
    return err;
}

enum err account_get_key(struct catalog *catalog, uint64_t id, int64_t now_ms,
                         struct account_key *key)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    int64_t used_ms = 0;
    enum err err = db_get_key_use(call.db, id, &used_ms);
    if (err == OK)
        err = read_key(&call, id, now_ms, key);
    if (err == OK && now_ms - used_ms > ACCOUNT_SEEN_MS)
        (void)db_note_key_use(call.db, id, now_ms); /* as above */
    return err;
}

/* ------------------------------------------------------------------ states */

static void put_time(json_t *document, const char *name, int64_t at_ms)
{
    char text[CLOCK_TEXT_MAX];
    struct str s = at_ms != 0 ? clock_format(at_ms, text) : STR_NONE;
    json_t *value = s.ptr != NULL ? json_stringn(s.ptr, s.len) : json_null();
    CHECK(value != NULL && json_object_set_new(document, name, value) == 0);
}

enum err account_put_state(struct catalog *catalog, enum entity entity, json_t *document,
                           int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    uint64_t id = (uint64_t)json_integer_value(json_object_get(document, "id"));
    char hash[ACCOUNT_PASSWORD_MAX];
    int64_t at_ms = 0;
    if (entity == ENTITY_KEY) {
        enum err read = db_get_key_use(call.db, id, &at_ms);
        put_time(document, "last_used_at", at_ms);
        return read;
    }
    enum err err = db_get_password(call.db, id, hash);
    if (err == OK)
        err = db_get_link_end(call.db, id, now_ms, &at_ms);
    if (err != OK)
        return err;
    put_time(document, "invited_until", at_ms);
    CHECK(json_object_set_new(document, "has_password", json_boolean(hash[0] != '\0')) == 0);
    return OK;
}

/* ------------------------------------------------------------------ sessions */

enum err account_open_session(struct catalog *catalog, uint64_t user_id, struct str address,
                              struct str user_agent, int64_t now_ms,
                              struct account_session *session)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    const struct db_session row = {
        .user_id = user_id, .seen_ms = now_ms, .address = address, .user_agent = user_agent};
    uint8_t hash[DB_HASH_BYTES];
    make_token(SESSION_PREFIX, TOKEN_RANDOM, session->token, hash);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = read_user(&call, user_id, &session->user);
    if (err == OK)
        err = db_insert_session(call.db, &row, hash, &session->id);
    return err == OK ? db_commit(call.db) : err;
}

static bool is_over(const struct db_session *row, int64_t now_ms)
{
    return now_ms - row->seen_ms >= ACCOUNT_SESSION_IDLE_MS ||
           now_ms - row->created_ms >= ACCOUNT_SESSION_MS ||
           (row->is_old && row->confirmed_ms != 0 &&
            now_ms - row->confirmed_ms >= ACCOUNT_OVERLAP_MS);
}

/* Whether the answer brings another token: the current one is an hour old, or it was handed out a
 * while ago and the browser still sends the one before, so it never arrived. Requests that come at
 * once bring one change, for the old token is still good. */
static bool is_to_rotate(const struct db_session *row, int64_t now_ms)
{
    return row->is_old ? row->confirmed_ms == 0 && now_ms - row->rotated_ms >= ACCOUNT_OVERLAP_MS
                       : row->confirmed_ms != 0 && now_ms - row->rotated_ms >= ACCOUNT_ROTATE_MS;
}

/* What is noted of a use. */
static enum err note_use(struct call *call, const struct db_session *row, int64_t now_ms,
                         char token[ACCOUNT_TOKEN_MAX])
{
    uint8_t hash[DB_HASH_BYTES];
    if (is_to_rotate(row, now_ms)) {
        make_token(SESSION_PREFIX, TOKEN_RANDOM, token, hash);
        return db_rotate_session(call->db, row->id, hash, row->is_old, now_ms);
    }
    if (!row->is_old && row->confirmed_ms == 0)
        return db_confirm_session(call->db, row->id, now_ms);
    if (now_ms - row->seen_ms > ACCOUNT_SEEN_MS)
        (void)db_note_session(call->db, row->id, now_ms); /* a full disk must not lock out */
    return OK;
}

enum err account_find_session(struct catalog *catalog, struct str token, int64_t now_ms,
                              struct account_session *session)
{
    uint8_t hash[DB_HASH_BYTES];
    struct db_session row;
    if (!hash_token(token, SESSION_PREFIX, TOKEN_RANDOM, hash))
        return ERR_NOT_FOUND;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    session->token[0] = '\0';
    enum err err = db_find_session(call.db, hash, &row);
    if (err == OK && is_over(&row, now_ms))
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = read_user(&call, row.user_id, &session->user);
    if (err != OK)
        return err;
    session->id = row.id;
    return note_use(&call, &row, now_ms, session->token);
}

enum err account_end_session(struct catalog *catalog, uint64_t id, uint64_t user_id,
                             const char *actor, int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_end_session(call.db, id, &user_id);
    if (err == OK)
        err = note(&call, user_id, actor, "session ended", now_ms);
    return err == OK ? db_commit(call.db) : err;
}

enum err account_end_sessions(struct catalog *catalog, uint64_t user_id, const char *actor,
                              int64_t now_ms)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_end_sessions(call.db, user_id, 0);
    if (err == OK)
        err = note(&call, user_id, actor, "sessions ended", now_ms);
    return err == OK ? db_commit(call.db) : err;
}

static enum err add_session(void *context, const struct db_session *row)
{
    json_t *object =
        json_pack("{s:I, s:I}", "id", (json_int_t)row->id, "user_id", (json_int_t)row->user_id);
    const struct str texts[] = {row->address, row->user_agent};
    static const char *const names[] = {"address", "user_agent"};
    CHECK(object != NULL);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        json_t *text = texts[i].ptr != NULL ? json_stringn(texts[i].ptr, texts[i].len) : NULL;
        CHECK(json_object_set_new(object, names[i], text != NULL ? text : json_null()) == 0);
    }
    put_time(object, "created_at", row->created_ms);
    put_time(object, "seen_at", row->seen_ms);
    CHECK(json_array_append_new(context, object) == 0);
    return OK;
}

enum err account_list_sessions(struct catalog *catalog, uint64_t user_id, int64_t now_ms,
                               json_t **rows)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *list = json_array();
    enum err err = db_list_sessions(call.db, user_id, now_ms, add_session, list);
    if (err == OK)
        *rows = json_incref(list);
    return err;
}

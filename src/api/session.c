/* session - signing in and out, passwords, one-time links. Every failure to sign in says the same
 * and takes as long, whether there is such a user or not; tries are counted by address and by
 * account. */
#include "api/caller.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"

#define USER_AGENT_KEPT 256
#define SETUP_PATH      "/setup#"

/* ------------------------------------------------------------------ shapes */

static const struct shape_field sign_in_fields[] = {
    {"email", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"password", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
const struct shape sign_in_shape =
    SHAPE_OF_BODY("sign_in", sign_in_fields,
                  "{\"email\":\"olga@example.com\",\"password\":\"correct horse battery\"}");

static const struct shape_field user_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"email", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"role", SHAPE_WORD, 0, NULL, "owner manager buyer read-only", NULL},
};
const struct shape session_user_shape = SHAPE("session_user", user_fields);

static const struct shape_field workspace_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"may_write", SHAPE_BOOL, 0, "False: it is public, and read only.", NULL, NULL},
};
static const struct shape workspace_shape = SHAPE("session_workspace", workspace_fields);

static const struct shape_field session_fields[] = {
    {"session_id", SHAPE_NUMBER, SHAPE_NULL, "Null for a key.", NULL, NULL},
    {"key_id", SHAPE_NUMBER, SHAPE_NULL, "Null for a user.", NULL, NULL},
    {"user", SHAPE_OBJECT, SHAPE_NULL, "Null for a key.", NULL, &session_user_shape},
    {"workspaces", SHAPE_OBJECTS, 0, NULL, NULL, &workspace_shape},
    {"home", SHAPE_NUMBER, SHAPE_NULL, "The workspace that new entities go to.", NULL, NULL},
    {"rights", SHAPE_MAP, 0, "none, read or write, by area.", NULL, NULL},
};
const struct shape session_shape = SHAPE("session", session_fields);

static const struct shape_field row_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"user_id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, "Where they signed in from.", NULL, NULL},
    {"user_agent", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"seen_at", SHAPE_TIME, 0, "The last use, to a minute.", NULL, NULL},
    {"is_current", SHAPE_BOOL, 0, "The one that asks.", NULL, NULL},
};
const struct shape session_row_shape = SHAPE("session_row", row_fields);

static const struct shape_field ended_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
};
const struct shape session_ended_shape = SHAPE("session_ended", ended_fields);

static const struct shape_field password_fields[] = {
    {"password", SHAPE_TEXT, 0, "The one that holds now.", NULL, NULL},
    {"new_password", SHAPE_TEXT, 0, "10 characters at least.", NULL, NULL},
};
const struct shape password_shape = SHAPE_OF_BODY(
    "password", password_fields,
    "{\"password\":\"correct horse battery\",\"new_password\":\"staple battery horse\"}");

static const struct shape_field accept_fields[] = {
    {"token", SHAPE_TEXT, 0, "What stands behind the # of the link.", NULL, NULL},
    {"password", SHAPE_TEXT, 0, "10 characters at least.", NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_OPTIONAL, "Of the first owner.", NULL, NULL},
    {"email", SHAPE_TEXT, SHAPE_OPTIONAL, "Of the first owner.", NULL, NULL},
};
const struct shape invitation_accept_shape =
    SHAPE_OF_BODY("invitation_accept", accept_fields,
                  "{\"token\":\"rbl_\",\"password\":\"correct horse battery\"}");

static const struct shape_field accepted_fields[] = {
    {"user_id", SHAPE_NUMBER, 0, "Who may sign in now.", NULL, NULL},
    {"email", SHAPE_TEXT, 0, "What they sign in with.", NULL, NULL},
};
const struct shape invitation_accepted_shape = SHAPE("invitation_accepted", accepted_fields);

const struct shape invitation_new_shape = {"invitation_new", NULL, 0, "{}", NULL};

static const struct shape_field invitation_fields[] = {
    {"url", SHAPE_TEXT, 0, "Shown this once; it works once.", NULL, NULL},
    {"expires_at", SHAPE_TIME, 0, NULL, NULL, NULL},
};
const struct shape invitation_shape = SHAPE("invitation", invitation_fields);

/* ------------------------------------------------------------------ reading */

struct str call_take_text(struct call *call, const char *name, bool is_required)
{
    const json_t *value = json_object_get(call->body, name);

    if (json_is_string(value))
        return (struct str){json_string_value(value), json_string_length(value)};
    if (value != NULL || is_required)
        call_refuse(call, 422, name, "%s: expected a text.", name);
    return STR_NONE;
}

/* Refuses fields that the body's shape does not have. */
static void check_fields(struct call *call)
{
    const struct shape *shape = call->route->takes;
    const char *name;
    json_t *value;

    json_object_foreach(call->body, name, value)
    {
        size_t i = 0;
        while (i < shape->count && strcmp(shape->fields[i].name, name) != 0)
            i++;
        if (i == shape->count)
            call_refuse(call, 422, name, "%s: unknown field.", name);
    }
}

void session_refuse_wait(struct call *call, int64_t wait_ms)
{
    call->more_headers =
        arena_format(call->reply_arena, "Retry-After: %" PRId64 "\r\n", (wait_ms + 999) / 1000);
    call_refuse(call, 429, "", "Too many tries: wait %" PRId64 " s.", (wait_ms + 999) / 1000);
}

void session_refuse_busy(struct call *call, enum err err)
{
    if (err == ERR_BUSY || err == ERR_FULL)
        call->more_headers = STR("Retry-After: 1\r\n");
    call_refuse(call, 503, "", "%s",
                err == ERR_BUSY || err == ERR_FULL
                    ? say_text("Too many are signing in: try again.")
                    : say_text("The catalogue could not be read or written."));
}

/* ------------------------------------------------------------------ who am I */

static json_t *workspaces_json(struct call *call)
{
    const struct catalog_query query = {.status = STR("all"), .limit = WORKSPACES_MAX};
    json_t *list = json_array();
    json_t *rows = NULL;
    json_t *row;
    struct str next;
    size_t i;

    if (catalog_list(call->api->options.catalog, ENTITY_WORKSPACE, &query, &call->scope,
                     call->arena, &rows, &next) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return list;
    }
    json_array_foreach(rows, i, row)
    {
        json_t *one = json_object();
        uint64_t id = (uint64_t)json_integer_value(json_object_get(row, "id"));
        json_out_put(one, "id", json_out_number(id));
        json_out_put(one, "name", json_incref(json_object_get(row, "name")));
        json_out_put(one, "may_write", json_boolean(workspace_set_has(&call->scope.writes, id)));
        json_out_append(list, one);
    }
    json_decref(rows);
    return list;
}

json_t *session_user_json(const struct account_user *user)
{
    if (user == NULL)
        return json_null();
    json_t *object = json_object();
    json_out_put(object, "id", json_out_number(user->id));
    json_out_put(object, "name", json_out_text(str_from_c(user->name)));
    json_out_put(object, "email", json_out_text(str_from_c(user->email)));
    json_out_put(object, "role", json_string(user_role_text(user->role)));
    return object;
}

static void answer_session(struct call *call)
{
    json_t *answer = json_object();
    json_t *rights = json_object();

    for (int area = AREA_OWN + 1; area < AREA_COUNT; area++)
        json_out_put(rights, area_text((enum area)area),
                     json_string(access_level_text(call->rights.of[area])));
    json_out_put(answer, "session_id",
                 call->session_id != 0 ? json_out_number(call->session_id) : json_null());
    json_out_put(answer, "key_id", call->key_id != 0 ? json_out_number(call->key_id) : json_null());
    json_out_put(answer, "user", session_user_json(call->user));
    json_out_put(answer, "workspaces", workspaces_json(call));
    json_out_put(answer, "home",
                 call->scope.home != 0 ? json_out_number(call->scope.home) : json_null());
    json_out_put(answer, "rights", rights);
    if (call->is_answered)
        json_decref(answer);
    else
        call_answer(call, 200, answer);
}

void session_get(struct call *call)
{
    answer_session(call);
}

/* ------------------------------------------------------------------ in and out */

enum err session_verify(struct call *call, struct str email, struct str password,
                        struct account_user *user)
{
    char hash[ACCOUNT_PASSWORD_MAX] = "";
    enum err err = account_find_user(call->api->options.catalog, email, user, hash);

    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    return passwords_verify(call->api->passwords, password, err == OK ? hash : "");
}

/* A browser that was signed in gets another session, not one more. */
static void end_earlier(struct call *call)
{
    struct account_session *earlier = ARENA_NEW(call->arena, struct account_session);
    struct str token = caller_find_cookie(call);

    CHECK(earlier != NULL);
    if (token.ptr != NULL &&
        account_find_session(call->api->options.catalog, token, clock_wall_ms(), earlier) == OK)
        (void)!account_end_session(call->api->options.catalog, earlier->id, 0, "sign-in",
                                   clock_wall_ms()); /* it ends by itself */
}

static void open_session(struct call *call, uint64_t user_id, const struct net_address *address)
{
    struct account_session *session = ARENA_NEW(call->arena, struct account_session);
    struct str agent =
        str_slice(http_header_find(call->request, STR("User-Agent")), 0, USER_AGENT_KEPT);

    CHECK(session != NULL);
    enum err err =
        account_open_session(call->api->options.catalog, user_id, net_text(call->arena, address),
                             agent, clock_wall_ms(), session);
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    call->user = &session->user;
    call->session_id = session->id;
    call->rights = access_of_role(session->user.role);
    call->scope = session->user.scope;
    caller_set_cookie(call, session->token);
    answer_session(call);
}

void session_open(struct call *call)
{
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    struct net_address address = caller_address(call);
    struct str email = str_trim(call_take_text(call, "email", true));
    struct str password = call_take_text(call, "password", true);

    CHECK(user != NULL);
    check_fields(call);
    if (http_header_find(call->request, STR("Origin")).ptr != NULL && !call->is_answered)
        caller_check_origin(call); /* nobody is signed in by another site */
    if (call->is_answered)
        return;
    int64_t wait_ms = guess_take(call->api->guesses, &address, email, clock_mono_ms());
    if (wait_ms > 0) {
        session_refuse_wait(call, wait_ms);
        return;
    }
    enum err err = session_verify(call, email, password, user);
    if (err == ERR_FORBIDDEN) {
        call_refuse(call, 401, "", "The address or the password is wrong.");
        return;
    }
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    guess_was_right(call->api->guesses, &address, email, clock_mono_ms());
    end_earlier(call);
    open_session(call, user->id, &address);
}

void session_close(struct call *call)
{
    if (call->session_id == 0) {
        call_refuse(call, 403, "", "A key has no session.");
        return;
    }
    enum err err = account_end_session(call->api->options.catalog, call->session_id, call->user->id,
                                       call->actor, clock_wall_ms());
    if (err != OK && err != ERR_NOT_FOUND) {
        session_refuse_busy(call, err);
        return;
    }
    caller_set_cookie(call, "");
    json_t *answer = json_object();
    json_out_put(answer, "id", json_out_number(call->session_id));
    call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ all sessions */

/* Whose sessions the call is about: its own, or 0 for all, which owners may see and end. */
static uint64_t whose(const struct call *call)
{
    bool is_owner =
        call->rights.of[AREA_USERS] == LEVEL_WRITE && workspace_set_has(&call->scope.writes, 0);

    return is_owner || call->user == NULL ? 0 : call->user->id;
}

static bool may_see(struct call *call)
{
    if (call->user == NULL && call->rights.of[AREA_USERS] < access_needed(call->request->method))
        call_refuse(call, 403, "", "The key's scopes do not let you see sessions.");
    else if (call->user == NULL && !workspace_set_has(&call->scope.reads, 0))
        call_refuse(call, 403, "", "Sessions are the account's: this key is for some workspaces.");
    return !call->is_answered;
}

void sessions_list(struct call *call)
{
    json_t *rows = NULL;
    json_t *row;
    size_t i;

    if (!may_see(call))
        return;
    enum err err =
        account_list_sessions(call->api->options.catalog, whose(call), clock_wall_ms(), &rows);
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    json_array_foreach(rows, i, row) json_out_put(
        row, "is_current",
        json_boolean((uint64_t)json_integer_value(json_object_get(row, "id")) == call->session_id));
    call_answer_rows(call, rows, STR_NONE);
}

void sessions_end(struct call *call)
{
    uint64_t id = 0;

    if (!may_see(call))
        return;
    enum err err = num_parse_u64(call->id, INT64_MAX, &id) == OK
                       ? account_end_session(call->api->options.catalog, id, whose(call),
                                             call->actor, clock_wall_ms())
                       : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND) {
        call_refuse(call, 404, "id", "There is no session of that id.");
        return;
    }
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "id", json_out_number(id));
    call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ passwords */

/* The hash of a new password, or a refusal. */
static bool hash_new(struct call *call, const char *field, struct str password, struct str email,
                     char hash[ACCOUNT_PASSWORD_MAX])
{
    const char *expected = password_judge(password, email);

    if (expected != NULL) {
        call_refuse(call, 422, field, "%s: %s.", field, expected);
        return false;
    }
    enum err err = passwords_hash(call->api->passwords, password, hash);
    if (err != OK)
        session_refuse_busy(call, err);
    return err == OK;
}

void password_change(struct call *call)
{
    struct net_address address = caller_address(call);
    struct str password = call_take_text(call, "password", true);
    struct str wanted = call_take_text(call, "new_password", true);
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    char hash[ACCOUNT_PASSWORD_MAX];

    CHECK(user != NULL);
    check_fields(call);
    if (!call->is_answered && call->user == NULL)
        call_refuse(call, 403, "", "A key has no password.");
    if (call->is_answered)
        return;
    struct str email = str_from_c(call->user->email);
    int64_t wait_ms = guess_take(call->api->guesses, &address, email, clock_mono_ms());
    if (wait_ms > 0) {
        session_refuse_wait(call, wait_ms);
        return;
    }
    enum err err = session_verify(call, email, password, user);
    if (err == ERR_FORBIDDEN)
        call_refuse(call, 403, "password", "The password is wrong.");
    else if (err != OK)
        session_refuse_busy(call, err);
    if (call->is_answered || !hash_new(call, "new_password", wanted, email, hash))
        return;
    guess_was_right(call->api->guesses, &address, email, clock_mono_ms());
    err = account_set_password(call->api->options.catalog, call->user->id, hash, call->session_id,
                               call->actor, clock_wall_ms());
    if (err != OK)
        session_refuse_busy(call, err);
    else
        answer_session(call);
}

/* ------------------------------------------------------------------ one-time links */

static void answer_link(struct call *call, const char *token, int64_t expires_ms)
{
    json_t *answer = json_object();

    json_out_put(
        answer, "url",
        json_sprintf("%.*s" SETUP_PATH "%s", STR_FMT(call->api->options.dashboard_url), token));
    json_out_put(answer, "expires_at", json_out_time(expires_ms));
    call_answer(call, 201, answer);
}

static uint64_t invited(struct call *call)
{
    uint64_t id = 0;

    if (num_parse_u64(call->id, INT64_MAX, &id) != OK || id == 0 ||
        !workspace_set_has(&call->scope.writes, 0))
        call_refuse(call, 404, "id", "There is no active user of that id.");
    return id;
}

void invitation_make(struct call *call)
{
    char token[ACCOUNT_TOKEN_MAX];
    int64_t expires_ms = 0;
    uint64_t id = invited(call);

    check_fields(call);
    if (call->is_answered)
        return;
    enum err err = account_make_link(call->api->options.catalog, id, call->actor, clock_wall_ms(),
                                     token, &expires_ms);
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "id", "There is no active user of that id.");
    else if (err != OK)
        session_refuse_busy(call, err);
    else
        answer_link(call, token, expires_ms);
}

void invitation_revoke(struct call *call)
{
    uint64_t id = invited(call);

    if (call->is_answered)
        return;
    enum err err = account_drop_links(call->api->options.catalog, id, call->actor, clock_wall_ms());
    if (err == ERR_NOT_FOUND) {
        call_refuse(call, 404, "id", "There is no open invitation of that user.");
        return;
    }
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "id", json_out_number(id));
    call_answer(call, 200, answer);
}

/* Whose link it is is known before the slow hash: guesses cost their sender, not us. */
static void answer_accepted(struct call *call, uint64_t user_id)
{
    struct account_user user;
    char hash[ACCOUNT_PASSWORD_MAX];
    enum err err = account_get_user(call->api->options.catalog, user_id, &user, hash);

    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "user_id", json_out_number(user_id));
    json_out_put(answer, "email", json_string(user.email));
    call_answer(call, 200, answer);
}

/* Whether the holder of a link only looks whose it is, as a page does before it asks for more: that
 * is no try, and leaves the slow hash alone. Answered then. */
static bool is_look(struct call *call, uint64_t user_id, struct str name, struct str password)
{
    if (user_id == 0 && name.ptr == NULL)
        call_refuse(call, 422, "name", "name: the first owner's is needed.");
    else if (password.len == 0)
        call_refuse(call, 422, "password", "password: expected %d characters at least.",
                    PASSWORD_CHARS_MIN);
    return call->is_answered;
}

void invitation_accept(struct call *call)
{
    struct catalog *catalog = call->api->options.catalog;
    struct net_address address = caller_address(call);
    struct str token = call_take_text(call, "token", true);
    struct str password = call_take_text(call, "password", true);
    struct str name = call_take_text(call, "name", false);
    struct str email = str_trim(call_take_text(call, "email", false));
    struct model_fault fault = {0};
    char hash[ACCOUNT_PASSWORD_MAX];
    uint64_t user_id = 0;

    check_fields(call);
    if (call->is_answered)
        return;
    enum err err = account_find_link(catalog, token, clock_wall_ms(), &user_id);
    if (err == OK && is_look(call, user_id, name, password))
        return;
    int64_t wait_ms = guess_take(call->api->guesses, &address, STR_NONE, clock_mono_ms());
    if (wait_ms > 0) {
        session_refuse_wait(call, wait_ms);
        return;
    }
    if (err == OK && !hash_new(call, "password", password, email, hash))
        return;
    if (err == OK)
        err = user_id != 0 ? account_take_link(catalog, token, hash, clock_wall_ms(), &user_id)
                           : account_take_setup(catalog, token, name, email, hash, clock_wall_ms(),
                                                &user_id, &fault);
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "token", "The link is not known, was used, or is over.");
    else if (err == ERR_CONFLICT && fault.message[0] == '\0')
        call_refuse(call, 409, "token", "There is an owner already.");
    else if (err == ERR_INVALID || err == ERR_CONFLICT)
        call_refuse_model(call, err, &fault);
    else if (err != OK)
        session_refuse_busy(call, err);
    if (!call->is_answered)
        answer_accepted(call, user_id);
}

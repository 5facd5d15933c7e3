/* login - POST /v2/login: an API key's text (api_token), or a user's address and password, for a
 * bearer. Failures say the same and take as long, whoever there is; tries are counted.
 * POST /v2/login/refresh: a user's bearer, mostly one whose time is over, and what was given with
 * it for a new one. */
#include "api/v2/v2.h"

#include "api/caller.h"
#include "api/v2/bearer.h"
#include "base/clock.h"
#include "base/say.h"

static const struct shape_field login_fields[] = {
    {"api_token", SHAPE_TEXT, SHAPE_OPTIONAL, "An API key, as it was shown once.", NULL, NULL},
    {"username", SHAPE_TEXT, SHAPE_OPTIONAL, "Or a user's address", NULL, NULL},
    {"password", SHAPE_TEXT, SHAPE_OPTIONAL, "and password.", NULL, NULL},
};
const struct shape v2_login_shape =
    SHAPE_OF_BODY("v2_login", login_fields, "{\"api_token\":\"rbk_\"}");

static enum err find_key(struct call *call, struct str text, struct bearer *bearer)
{
    struct account_key *key = ARENA_NEW(call->arena, struct account_key);

    CHECK(key != NULL);
    enum err err = account_find_key(call->api->options.catalog, text, clock_wall_ms(), key);
    bearer->kind = BEARER_OF_KEY;
    bearer->id = key->id;
    return err == ERR_NOT_FOUND ? ERR_FORBIDDEN : err;
}

static enum err find_user(struct call *call, struct str username, struct str password,
                          struct bearer *bearer)
{
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    char hash[ACCOUNT_PASSWORD_MAX] = "";

    CHECK(user != NULL);
    enum err err = session_verify(call, username, password, user);
    if (err != OK)
        return err;
    err = account_get_user(call->api->options.catalog, user->id, user, hash);
    bearer->kind = BEARER_OF_USER;
    bearer->id = user->id;
    bearer_mark(call->api->options.keys, str_from_c(hash), bearer->mark);
    return err;
}

/* A token of that kind for who the bearer is of. */
static json_t *token_json(struct call *call, const struct bearer *bearer, enum bearer_kind kind)
{
    char text[BEARER_TEXT_MAX];
    struct bearer made = *bearer;

    made.kind = kind;
    made.expires_ms = clock_wall_ms() + bearer_life_ms(kind);
    bearer_write(call->api->options.keys, &made, text);
    return json_string(text);
}

/* refresh: what a user fetches the next one with; NULL: none. Takes it. */
static void answer_bearer(struct call *call, const struct bearer *bearer, json_t *refresh)
{
    json_t *answer = json_object();

    json_out_put(answer, "token", token_json(call, bearer, bearer->kind));
    json_out_put(answer, "type", json_string("Bearer"));
    json_out_put(answer, "expires_in", json_integer(BEARER_LIFE_S));
    if (refresh != NULL)
        json_out_put(answer, "refresh_token", refresh);
    call_answer(call, 200, answer);
}

/* What was sent instead of an api_token must be whole. */
static void check_body(struct call *call, struct str token, struct str username,
                       struct str password)
{
    call_check_fields(call, &v2_login_shape);
    if (token.ptr != NULL && (username.ptr != NULL || password.ptr != NULL))
        call_refuse(call, 422, "api_token",
                    "api_token: expected either it, or username and password.");
    else if (token.ptr == NULL && (username.ptr == NULL || password.ptr == NULL))
        call_refuse(call, 422, token.ptr == NULL && username.ptr != NULL ? "password" : "api_token",
                    "Expected api_token, or username and password.");
}

void v2_login(struct call *call)
{
    struct net_address address = caller_address(call);
    struct str token = call_take_text(call, "api_token", false);
    struct str username = str_trim(call_take_text(call, "username", false));
    struct str password = call_take_text(call, "password", false);
    struct bearer bearer = {0};

    check_body(call, token, username, password);
    if (call->is_answered)
        return;
    struct str account = token.ptr != NULL ? STR_NONE : username;
    int64_t wait_ms = guess_take(call->api->guesses, &address, account, clock_mono_ms());
    if (wait_ms > 0) {
        session_refuse_wait(call, wait_ms);
        return;
    }
    enum err err = token.ptr != NULL ? find_key(call, str_trim(token), &bearer)
                                     : find_user(call, username, password, &bearer);
    if (err == ERR_FORBIDDEN) {
        call_refuse(call, 401, "",
                    token.ptr != NULL ? SAY("The api_token is not known, or was revoked.")
                                      : SAY("The username or the password is wrong."));
        return;
    }
    if (err != OK) {
        session_refuse_busy(call, err);
        return;
    }
    guess_was_right(call->api->guesses, &address, account, clock_mono_ms());
    answer_bearer(call, &bearer,
                  bearer.kind == BEARER_OF_USER ? token_json(call, &bearer, BEARER_REFRESH) : NULL);
}

/* ------------------------------------------------------------------ once more */

static const struct shape_field refresh_fields[] = {
    {"refresh_token", SHAPE_TEXT, 0, "What a user's login gave.", NULL, NULL},
};
const struct shape v2_refresh_shape =
    SHAPE_OF_BODY("v2_refresh", refresh_fields, "{\"refresh_token\":\"rbr_\"}");

/* The bearer, however old, and the refresh token are of the same user and password. ERR_FORGED,
 * ERR_STALE. */
static enum err read_pair(struct call *call, struct str token, struct bearer *bearer)
{
    const struct keys *keys = call->api->options.keys;
    struct bearer refresh;

    enum err err = bearer_parse(keys, v2_bearer_of(call), 0, bearer);
    if (err == OK)
        err = bearer_parse(keys, token, clock_wall_ms(), &refresh);
    if (err != OK)
        return err;
    bool is_pair = bearer->kind == BEARER_OF_USER && refresh.kind == BEARER_REFRESH &&
                   bearer->id == refresh.id &&
                   memcmp(bearer->mark, refresh.mark, BEARER_MARK_LEN) == 0;
    return is_pair ? OK : ERR_FORGED;
}

void v2_login_refresh(struct call *call)
{
    struct str token = str_trim(call_take_text(call, "refresh_token", true));
    struct bearer bearer;

    call_check_fields(call, &v2_refresh_shape);
    if (call->is_answered)
        return;
    enum err err = read_pair(call, token, &bearer);
    if (err == OK)
        err = v2_find_user(call, &bearer);
    if (err == ERR_FORGED)
        v2_refuse_nobody(call,
                         SAY("The bearer and the refresh_token are not what one login gave."));
    else if (err == ERR_STALE)
        v2_refuse_nobody(call, SAY("The refresh_token's thirty days are over: log in again."));
    else if (err == ERR_NOT_FOUND)
        v2_refuse_nobody(call, SAY("What the token was given for was revoked or changed: log in "
                                   "again."));
    else if (err != OK)
        session_refuse_busy(call, err);
    else
        answer_bearer(call, &bearer, json_out_text(token));
}

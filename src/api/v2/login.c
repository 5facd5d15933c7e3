/* login - POST /v2/login: an API key's text (api_token), or a user's address and password, for a
 * bearer. Failures say the same and take as long, whoever there is; tries are counted. */
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
    bearer->is_user = true;
    bearer->id = user->id;
    bearer_mark(call->api->options.keys, str_from_c(hash), bearer->mark);
    return err;
}

static void answer_bearer(struct call *call, struct bearer *bearer)
{
    char text[BEARER_TEXT_MAX];
    json_t *answer = json_object();

    bearer->expires_ms = clock_wall_ms() + (int64_t)BEARER_LIFE_S * 1000;
    bearer_write(call->api->options.keys, bearer, text);
    json_out_put(answer, "token", json_string(text));
    json_out_put(answer, "type", json_string("Bearer"));
    json_out_put(answer, "expires_in", json_integer(BEARER_LIFE_S));
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
    struct str account = token.ptr != NULL ? STR("") : username;
    int64_t wait_ms = guess_take(call->api->guesses, &address,
                                 token.ptr != NULL ? STR_NONE : account, clock_mono_ms());
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
    answer_bearer(call, &bearer);
}

#include "api/v2/v2.h"

#include "api/caller.h"
#include "api/v2/bearer.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"

#define PAGE_PARAMS "limit offset orderBy "
#define STATISTICS_PARAMS                                                                          \
    "limit offset orderBy date-from date-to date_from date_to campaignid variationid siteid "      \
    "zoneid categoryid "                                                                           \
    "country include additional_group_by detailed timezone"

static const struct route routes[] = {
    {HTTP_METHOD_GET, "/v2/docs/swagger.json", "", v2_document, "This document", NULL, GIVES_ONE,
     NULL, AREA_OPEN},
    {HTTP_METHOD_POST, "/v2/login", "", v2_login, "Gives a bearer for twelve hours",
     &v2_login_shape, GIVES_ONE, NULL, AREA_OPEN},
    {HTTP_METHOD_POST, "/v2/login/refresh", "", v2_login_refresh,
     "Gives a user a new bearer for an old one", &v2_refresh_shape, GIVES_ONE, NULL, AREA_OPEN},
    {HTTP_METHOD_GET, "/v2/user", "", v2_user, "The account", NULL, GIVES_ONE, NULL, AREA_REPORTS},
    {HTTP_METHOD_GET, "/v2/goals", PAGE_PARAMS, v2_goals_list, "The goals", NULL, GIVES_ONE, NULL,
     AREA_GOALS},
    {HTTP_METHOD_POST, "/v2/goals", "", v2_goals_create, "Makes a goal", &v2_goal_body_shape,
     GIVES_NEW, NULL, AREA_GOALS},
    {HTTP_METHOD_PUT, "/v2/goals/:id", "", v2_goals_update, "Changes a goal", &v2_goal_body_shape,
     GIVES_ONE, NULL, AREA_GOALS},
    {HTTP_METHOD_DELETE, "/v2/goals/:id", "", v2_goals_archive, "Archives a goal", NULL, GIVES_ONE,
     NULL, AREA_GOALS},
    {HTTP_METHOD_GET, "/v2/campaigns",
     PAGE_PARAMS "status custom_search campaign_deleted output_fields", v2_campaigns_list,
     "The campaigns, by id", NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_POST, "/v2/campaigns", "", v2_campaigns_create, "Makes a campaign",
     &v2_campaign_body_shape, GIVES_NEW, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/play", "", v2_campaigns_play, "Starts campaigns",
     &v2_ids_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/pause", "", v2_campaigns_pause, "Pauses campaigns",
     &v2_ids_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/copy", "", v2_campaigns_copy,
     "Copies campaigns with their variations", &v2_ids_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/delete", "", v2_campaigns_archive, "Archives campaigns",
     &v2_ids_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_GET, "/v2/campaigns/:id", "detailed", v2_campaigns_get, "One campaign", NULL,
     GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id", "", v2_campaigns_update, "Changes a campaign",
     &v2_campaign_body_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_GET, "/v2/campaigns/:id/variation", "limit offset include_deleted",
     v2_variations_list, "A campaign's variations", NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_POST, "/v2/campaigns/:id/variation", "", v2_variations_create, "Makes a variation",
     &v2_variation_body_shape, GIVES_NEW, NULL, AREA_ADS},
    {HTTP_METHOD_GET, "/v2/campaigns/:id/variation/:sub", "", v2_variations_get, "One variation",
     NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id/variation/:sub", "", v2_variations_update,
     "Changes a variation", &v2_variation_body_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_GET, "/v2/campaigns/:id/variations", "limit offset include_deleted",
     v2_variations_result, "The same as a result", NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id/variation/:sub/play", "", v2_variations_play,
     "Starts a variation", NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id/variation/:sub/pause", "", v2_variations_pause,
     "Pauses a variation", NULL, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_POST, "/v2/campaigns/:id/targeted/:type", "", v2_targeted_add,
     "Adds to a targeted list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id/targeted/:type", "", v2_targeted_set,
     "Replaces a targeted list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_DELETE, "/v2/campaigns/:id/targeted/:type", "", v2_targeted_remove,
     "Takes from a targeted list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_POST, "/v2/campaigns/:id/blocked/:type", "", v2_blocked_add,
     "Adds to a blocked list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_PUT, "/v2/campaigns/:id/blocked/:type", "", v2_blocked_set,
     "Replaces a blocked list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_DELETE, "/v2/campaigns/:id/blocked/:type", "", v2_blocked_remove,
     "Takes from a blocked list", &v2_lists_shape, GIVES_ONE, NULL, AREA_ADS},
    {HTTP_METHOD_POST, "/v2/statistics/a/global", "", v2_statistics_global,
     "Figures by up to four dimensions", &v2_statistics_shape, GIVES_ONE, NULL, AREA_REPORTS},
    {HTTP_METHOD_GET, "/v2/statistics/a/:id", STATISTICS_PARAMS, v2_statistics_by,
     "Figures by one dimension", NULL, GIVES_ONE, NULL, AREA_REPORTS},
    {HTTP_METHOD_GET, "/v2/statistics/advertiser/:id", STATISTICS_PARAMS, v2_statistics_by,
     "The same under its former name", NULL, GIVES_ONE, NULL, AREA_REPORTS},
};

const struct route *v2_routes(size_t *count)
{
    *count = ARRAY_LEN(routes);
    return routes;
}

/* ------------------------------------------------------------------ who */

struct str v2_bearer_of(const struct call *call)
{
    struct str header = http_header_find(call->request, STR("Authorization"));
    struct str scheme = STR("Bearer ");

    return str_is_equal_nocase(str_slice(header, 0, scheme.len), scheme)
               ? str_trim(str_slice(header, scheme.len, header.len))
               : STR_NONE;
}

static enum err find_key(struct call *call, uint64_t id)
{
    struct account_key *key = ARENA_NEW(call->arena, struct account_key);

    CHECK(key != NULL);
    enum err err = account_get_key(call->api->options.catalog, id, clock_wall_ms(), key);
    if (err != OK)
        return err;
    call->key_id = id;
    call->rights = access_of_key(key);
    call->scope = key->scope;
    (void)snprintf(call->actor, sizeof(call->actor), "key %" PRIu64, id);
    return OK;
}

enum err v2_find_user(struct call *call, const struct bearer *bearer)
{
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    char hash[ACCOUNT_PASSWORD_MAX] = "";
    uint8_t mark[BEARER_MARK_LEN];

    CHECK(user != NULL);
    enum err err = account_get_user(call->api->options.catalog, bearer->id, user, hash);
    bearer_mark(call->api->options.keys, str_from_c(hash), mark);
    if (err == OK && memcmp(mark, bearer->mark, sizeof(mark)) != 0)
        err = ERR_NOT_FOUND; /* the password changed since */
    if (err != OK)
        return err;
    call->user = user;
    call->rights = access_of_role(user->role);
    call->scope = user->scope;
    (void)snprintf(call->actor, sizeof(call->actor), "user %" PRIu64, user->id);
    return OK;
}

/* The account is one workspace: the first of whoever asks. */
static void narrow(struct call *call)
{
    uint64_t id = call->scope.home;

    call->scope.actor = call->actor;
    workspace_set_keep(&call->scope.reads, id);
    workspace_set_keep(&call->scope.writes, id);
    if (id == 0)
        call_refuse(call, 403, "", "You are in no workspace.");
}

void v2_refuse_nobody(struct call *call, const char *message)
{
    call->more_headers = STR("WWW-Authenticate: Bearer\r\n");
    call_refuse(call, 401, "", "%s", say_text(message));
}

void v2_find_caller(struct call *call)
{
    struct str text = v2_bearer_of(call);
    struct bearer bearer;

    enum err err = bearer_parse(call->api->options.keys, text, clock_wall_ms(), &bearer);
    if (err == OK && bearer.kind == BEARER_REFRESH)
        err = ERR_FORGED; /* it opens nothing by itself */
    if (err == ERR_STALE) {
        v2_refuse_nobody(call, SAY("The token's twelve hours are over: log in again."));
        return;
    }
    if (err != OK) {
        v2_refuse_nobody(call, text.ptr != NULL
                                   ? SAY("This is no token of ours: POST /v2/login gives one.")
                                   : SAY("Log in at /v2/login, then send Authorization: Bearer "
                                         "TOKEN."));
        return;
    }
    err = bearer.kind == BEARER_OF_USER ? v2_find_user(call, &bearer) : find_key(call, bearer.id);
    if (err == ERR_NOT_FOUND)
        v2_refuse_nobody(call, SAY("What the token was given for was revoked or changed: log in "
                                   "again."));
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    else
        narrow(call);
}

/* Statistics are read, though they are asked for by POST. */
static void check_rights(struct call *call, const struct route *route)
{
    bool is_read = route->area == AREA_REPORTS || access_needed(route->method) == LEVEL_READ;

    if (call->is_answered || route->area == AREA_OPEN)
        return;
    if (!access_may(&call->rights, route->area, is_read ? LEVEL_READ : LEVEL_WRITE))
        call_refuse(call, 403, "",
                    is_read ? "The token's scopes do not let you read %s."
                            : "The token's scopes do not let you change %s.",
                    area_text(route->area));
    else if (!is_read && !workspace_set_has(&call->scope.writes, call->scope.home))
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    call->scope.home);
}

/* ------------------------------------------------------------------ how often */

static struct str caller_name(struct call *call)
{
    struct net_address address = caller_address(call);

    return call->actor[0] != '\0' ? str_from_c(call->actor) : net_text(call->arena, &address);
}

/* Who is nobody is counted by address. */
static void take_quota(struct call *call)
{
    struct quota quota = quota_take(call->api->quotas, caller_name(call), clock_mono_ms());

    call->last_headers = arena_format(call->reply_arena,
                                      "x-rate-limit-limit: %u\r\nx-rate-limit-remaining: %u\r\n"
                                      "x-rate-limit-reset: %u\r\n",
                                      quota.limit, quota.remaining, quota.reset_s);
    if (!quota.is_over || (call->is_answered && call->reply->status == 429))
        return;
    call->is_answered = false; /* whatever else was wrong with it */
    call->more_headers = arena_format(call->reply_arena, "Retry-After: %u\r\n", quota.reset_s);
    call_refuse(call, 429, "", "Too many requests: at most %u a minute. Wait %u s.", quota.limit,
                quota.reset_s);
}

/* ------------------------------------------------------------------ one request */

static void refuse_address(struct call *call, struct str allow)
{
    if (allow.len == 0) {
        call_refuse(call, 404, "", "There is nothing at this address.");
        return;
    }
    call->more_headers = arena_format(call->arena, "Allow: %.*s\r\n", STR_FMT(allow));
    call_refuse(call, 405, "", "This address takes %.*s.", STR_FMT(allow));
}

static void read(struct call *call, const struct route *route)
{
    check_rights(call, route);
    if (!call->is_answered)
        route_read_query(call, route);
    if (!call->is_answered)
        route_read_body(call, route);
    bool takes_list = route->takes == &v2_ids_shape || route->takes == &v2_lists_shape;
    if (!call->is_answered && json_is_array(call->body) && !takes_list)
        call_refuse(call, 422, "", "The body must be a JSON object.");
}

static void answer(struct call *call)
{
    struct buf allow = buf_in_arena(call->arena, 128);
    const struct route *route = route_find(call, routes, ARRAY_LEN(routes), &allow);

    call->route = route;
    call->rights = access_of_nobody();
    if (route == NULL || route_needs_key(route))
        v2_find_caller(call);
    take_quota(call);
    if (call->is_answered)
        return;
    if (route == NULL) {
        refuse_address(call, buf_str(&allow));
        return;
    }
    read(call, route);
    if (!call->is_answered)
        route->answer(call);
}

static void work(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct call call = {.api = context, .is_v2 = true};

    call_serve(exchange, &call, reply, answer);
}

void v2_handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    (void)loop_context; /* nothing of the loop's is needed */
    http_work(exchange, work, context);
}

/* ------------------------------------------------------------------ answers */

void v2_answer_page(struct call *call, json_t *result, const struct v2_page *page)
{
    json_t *answer = json_object(), *metadata = json_object();

    json_out_put(metadata, "limit", json_out_number(page->limit));
    json_out_put(metadata, "offset", json_out_number(page->offset));
    json_out_put(metadata, "count", json_out_number(page->count));
    json_out_put(answer, "result", result);
    json_out_put(answer, "request_metadata", metadata);
    call_answer(call, 200, answer);
}

void v2_answer_done(struct call *call, const char *message, json_t *result)
{
    json_t *answer = json_object();

    json_out_put(answer, "message", json_string(say_text(message)));
    if (result != NULL)
        json_out_put(answer, "result", result);
    call_answer(call, call->route->gives == GIVES_NEW ? 201 : 200, answer);
}

static uint64_t number_param(struct call *call, const char *name, uint64_t min, uint64_t max,
                             uint64_t otherwise)
{
    struct str text = call_param(call, name);
    uint64_t number = otherwise;

    if (text.ptr != NULL && (num_parse_u64(text, max, &number) != OK || number < min))
        call_refuse(call, 400, name, "%s must be a number from %" PRIu64 " to %" PRIu64 ".", name,
                    min, max);
    return number;
}

void v2_read_page(struct call *call, struct v2_page *page)
{
    *page = (struct v2_page){.limit = number_param(call, "limit", 1, V2_ROWS_MAX, V2_ROWS_DEFAULT),
                             .offset = number_param(call, "offset", 0, INT32_MAX, 0)};
}

bool v2_flag(struct call *call, const char *name)
{
    struct str word = call_word(call, name, "true false 1 0");

    return str_is_equal(word, STR("true")) || str_is_equal(word, STR("1"));
}

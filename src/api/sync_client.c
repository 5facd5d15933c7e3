#include "api/sync_client.h"

#include <sodium.h>
#include <time.h>
#include "api/json_out.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "fetch/fetch.h"

#define REQUEST_MS       30000
#define CONNECT_MS       10000
#define BODY_BYTES_MAX   ((size_t)4 * 1024 * 1024)
#define ARENA_BYTES      ((size_t)32 * 1024 * 1024)
#define TRIES_MAX        4
#define WAIT_S_MAX       120 /* longer ones are left to the next run */
#define WAIT_S_DEFAULT   5   /* a 429 that does not say */
#define BEARER_MS_MAX    (INT64_C(11) * 3600 * 1000)
#define BEARER_MS_MARGIN (INT64_C(600) * 1000) /* before its end a new one is taken */
#define BEARER_S_DEFAULT 3600                  /* an answer that does not say */
#define HASH_BYTES       16

/* ------------------------------------------------------------------ bearers */

struct bearer {
    uint64_t source_id;       /* 0: none */
    uint8_t hash[HASH_BYTES]; /* of address and token: another one is another login */
    int64_t until_mono_ms;
    char text[SYNC_BEARER_BYTES_MAX + 1];
};

struct sync_bearers {
    pthread_mutex_t lock;
    struct bearer list[SYNC_BEARERS_MAX];
};

struct sync_bearers *sync_bearers_make(void)
{
    struct sync_bearers *bearers = heap_make(1, sizeof(*bearers));
    CHECK(pthread_mutex_init(&bearers->lock, NULL) == 0);
    return bearers;
}

void sync_bearers_free(struct sync_bearers *bearers)
{
    if (bearers == NULL)
        return;
    CHECK(pthread_mutex_destroy(&bearers->lock) == 0);
    sodium_memzero(bearers, sizeof(*bearers));
    free(bearers);
}

static bool find_bearer(struct sync_bearers *bearers, uint64_t source_id, const uint8_t *hash,
                        char text[SYNC_BEARER_BYTES_MAX + 1])
{
    bool is_found = false;

    CHECK(pthread_mutex_lock(&bearers->lock) == 0);
    for (size_t i = 0; i < SYNC_BEARERS_MAX && !is_found; i++) {
        const struct bearer *each = &bearers->list[i];
        is_found = each->source_id == source_id && memcmp(each->hash, hash, HASH_BYTES) == 0 &&
                   clock_mono_ms() < each->until_mono_ms;
        if (is_found)
            memcpy(text, each->text, sizeof(each->text));
    }
    CHECK(pthread_mutex_unlock(&bearers->lock) == 0);
    return is_found;
}

/* In the source's own place, else a free one, else the one that ends first. */
static void keep_bearer(struct sync_bearers *bearers, const struct bearer *bearer)
{
    struct bearer *place = NULL;

    CHECK(pthread_mutex_lock(&bearers->lock) == 0);
    for (size_t i = 0; i < SYNC_BEARERS_MAX; i++) {
        struct bearer *each = &bearers->list[i];
        if (each->source_id == bearer->source_id) {
            place = each;
            break;
        }
        if (place == NULL || each->until_mono_ms < place->until_mono_ms)
            place = each; /* a free one ends at 0 */
    }
    *place = *bearer;
    CHECK(pthread_mutex_unlock(&bearers->lock) == 0);
}

/* ------------------------------------------------------------------ the client */

struct sync_client {
    struct api *api;
    const struct sync_source *source;
    const struct sync_limit *limit;
    struct fetcher *fetcher;
    struct arena *arena; /* of one request */
    uint8_t hash[HASH_BYTES];
    char bearer[SYNC_BEARER_BYTES_MAX + 1]; /* "": not logged in */
    int64_t not_before_mono_ms;             /* the network asked to wait */
    int64_t requests;
};

static struct fetch_policy policy_of(const struct api_options *options)
{
    struct fetch_policy policy = {.timeout_ms = REQUEST_MS,
                                  .connect_timeout_ms = CONNECT_MS,
                                  .redirects_max = 0,
                                  .transfers_max = 1,
                                  .body_bytes_max = BODY_BYTES_MAX};
    CHECK(options->allow_private_count <= FETCH_ALLOW_MAX);
    for (size_t i = 0; i < options->allow_private_count; i++)
        policy.allow_private[i] = options->allow_private[i];
    policy.allow_private_count = options->allow_private_count;
    return policy;
}

static void hash_of(const struct sync_body *sync, uint8_t hash[HASH_BYTES])
{
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, NULL, 0, HASH_BYTES); /* all of them answer 0 always */
    (void)crypto_generichash_update(&state, (const uint8_t *)sync->url.ptr, sync->url.len);
    (void)crypto_generichash_update(&state, (const uint8_t *)"", 1); /* a NUL between */
    (void)crypto_generichash_update(&state, (const uint8_t *)sync->api_token.ptr,
                                    sync->api_token.len);
    (void)crypto_generichash_final(&state, hash, HASH_BYTES);
}

struct sync_client *sync_client_open(struct api *api, const struct sync_source *source,
                                     const struct sync_limit *limit, struct sync_fault *fault)
{
    struct fetch_policy policy = policy_of(&api->options);
    struct fetcher *fetcher = NULL;

    if (source->sync == NULL) {
        (void)sync_fail(fault, SYNC_NO_SETTING, "%s", "");
        return NULL;
    }
    if (source->sync->api_token.ptr == NULL) {
        (void)sync_fail(fault, SYNC_NO_TOKEN, "%s", "");
        return NULL;
    }
    if (fetcher_open(&policy, &fetcher) != OK) {
        (void)sync_fail(fault, SYNC_UNREACHABLE, "%s", "");
        return NULL;
    }
    struct sync_client *client = heap_make(1, sizeof(*client));
    client->api = api;
    client->source = source;
    client->limit = limit;
    client->fetcher = fetcher;
    client->arena = arena_make(ARENA_BYTES);
    hash_of(source->sync, client->hash);
    return client;
}

void sync_client_close(struct sync_client *client)
{
    if (client == NULL)
        return;
    fetcher_close(client->fetcher);
    arena_free(client->arena);
    sodium_memzero(client->bearer, sizeof(client->bearer));
    free(client);
}

int64_t sync_client_requests(const struct sync_client *client)
{
    return client->requests;
}

bool sync_is_over(const struct sync_limit *limit)
{
    return clock_mono_ms() >= limit->deadline_mono_ms ||
           (limit->is_ending != NULL && limit->is_ending(limit->context));
}

/* ------------------------------------------------------------------ waiting */

/* False: the time is up first. */
static bool wait_until(const struct sync_client *client, int64_t mono_ms)
{
    const struct timespec moment = {.tv_nsec = 50 * 1000 * 1000};

    if (mono_ms >= client->limit->deadline_mono_ms)
        return false;
    while (clock_mono_ms() < mono_ms) {
        if (sync_is_over(client->limit))
            return false;
        (void)nanosleep(&moment, NULL); /* waking early is no matter */
    }
    return !sync_is_over(client->limit);
}

static int64_t seconds_of(struct str text, int64_t otherwise)
{
    uint64_t seconds = 0;
    return text.ptr != NULL && num_parse_u64(str_trim(text), 86400, &seconds) == OK
               ? (int64_t)seconds
               : otherwise;
}

/* Retry-After: seconds, or a date. */
static int64_t retry_seconds(const struct fetch_result *result)
{
    int64_t wall_ms = 0, now_ms = clock_wall_ms();
    if (result->retry_after.ptr != NULL &&
        fetch_parse_date(str_trim(result->retry_after), &wall_ms) == OK && wall_ms > now_ms)
        return (wall_ms - now_ms + 999) / 1000;
    return seconds_of(result->retry_after, seconds_of(result->rate_reset, WAIT_S_DEFAULT));
}

/* Notes what an answer says about when to ask again. */
static void take_limits(struct sync_client *client, const struct fetch_result *result)
{
    int64_t seconds = 0;

    if (result->status == 429)
        seconds = retry_seconds(result);
    else if (result->rate_remaining.ptr != NULL &&
             str_is_equal(str_trim(result->rate_remaining), STR("0")))
        seconds = seconds_of(result->rate_reset, 0);
    if (seconds > 0)
        client->not_before_mono_ms = clock_mono_ms() + seconds * 1000;
}

/* ------------------------------------------------------------------ one request */

/* What the network says of an error, for people. */
static struct str message_of(const json_t *answer, const struct fetch_result *result)
{
    const char *message = json_string_value(json_object_get(answer, "message"));
    return message != NULL ? str_from_c(message)
           : answer == NULL && result->body.len == 0
               ? STR("no answer's body")
               : str_slice(result->body, 0, SYNC_DETAIL_BYTES / 2);
}

static struct str write_body(struct arena *arena, const json_t *body)
{
    size_t len = json_dumpb(body, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc_raw(arena, len + 1);
    CHECK(text != NULL && json_dumpb(body, text, len, JSON_COMPACT) == len);
    return (struct str){text, len};
}

static bool send_one(struct sync_client *client, const char *method, struct str path,
                     const json_t *body, struct fetch_result *result, struct sync_fault *fault)
{
    struct arena *arena = client->arena;
    struct str headers[3] = {STR("Accept: application/json")};
    const struct sync_body *sync = client->source->sync;
    struct fetch_request request = {
        .url = arena_format(arena, "%.*s%.*s", STR_FMT(sync->url), STR_FMT(path)),
        .method = str_from_c(method),
        .headers = headers,
        .header_count = 1};

    if (!wait_until(client, client->not_before_mono_ms))
        return sync_fail(fault,
                         client->not_before_mono_ms > clock_mono_ms() ? SYNC_RATE_LIMITED
                                                                      : SYNC_TIMED_OUT,
                         "%s", "");
    if (body != NULL) {
        request.body = write_body(arena, body);
        headers[request.header_count++] = STR("Content-Type: application/json");
    }
    if (client->bearer[0] != '\0')
        headers[request.header_count++] =
            arena_format(arena, "Authorization: Bearer %s", client->bearer);
    int64_t left_ms = client->limit->deadline_mono_ms - clock_mono_ms();
    request.timeout_ms = left_ms < REQUEST_MS ? left_ms : REQUEST_MS;
    client->requests++;
    if (fetch_once(client->fetcher, arena, &request, result) != OK)
        return sync_fail(fault, SYNC_UNREACHABLE, "%.*s", STR_FMT(path));
    take_limits(client, result);
    return true;
}

/* Whether it may go better the next time: not what the network refuses. */
static bool is_passing(const struct fetch_result *result)
{
    return (result->reach != FETCH_ANSWERED && !result->refused) || result->status == 429 ||
           result->status >= 500;
}

static bool fail_by_status(const struct fetch_result *result, const json_t *answer,
                           struct sync_fault *fault)
{
    struct str message = message_of(answer, result);
    enum sync_fault_code code = result->status == 401   ? SYNC_LOGIN_REFUSED
                                : result->status == 403 ? SYNC_FORBIDDEN
                                : result->status == 429 ? SYNC_RATE_LIMITED
                                : result->status >= 500 ? SYNC_SERVER_FAILED
                                : result->status >= 400 ? SYNC_REFUSED
                                                        : SYNC_BAD_ANSWER;
    return sync_fail(fault, code, "%u: %.*s", result->status, STR_FMT(message));
}

/* The answer of a request that was read, or why there is none. */
static bool read_answer(struct sync_client *client, const struct fetch_result *result,
                        json_t **answer, struct sync_fault *fault)
{
    if (result->refused)
        return sync_fail(fault, SYNC_GUARDED, "%.*s", STR_FMT(result->error));
    if (result->reach != FETCH_ANSWERED)
        return sync_fail(fault, SYNC_UNREACHABLE, "%.*s", STR_FMT(result->error));
    if (result->is_cut)
        return sync_fail(fault, SYNC_TOO_LARGE, "%s", "");
    struct str quoted = sync_quote_numbers(client->arena, result->body);
    json_t *json = quoted.ptr != NULL ? json_loadb(quoted.ptr, quoted.len, 0, NULL) : NULL;
    if (result->status / 100 != 2) {
        (void)fail_by_status(result, json, fault);
        json_decref(json);
        return false;
    }
    if (!json_is_object(json)) {
        json_decref(json);
        return sync_fail(fault, SYNC_BAD_ANSWER, "%.*s",
                         STR_FMT(str_slice(result->body, 0, SYNC_DETAIL_BYTES / 2)));
    }
    *answer = json;
    return true;
}

/* Asks until it is answered for good. */
static bool ask(struct sync_client *client, const char *method, struct str path, const json_t *body,
                json_t **answer, unsigned *status, struct sync_fault *fault)
{
    for (unsigned i = 1;; i++) {
        struct fetch_result result = {0};
        arena_reset(client->arena);
        if (!send_one(client, method, path, body, &result, fault))
            return false;
        *status = result.status;
        if (i == TRIES_MAX || !is_passing(&result))
            return read_answer(client, &result, answer, fault);
        int64_t now_ms = clock_mono_ms();
        if (result.status != 429)
            client->not_before_mono_ms = now_ms + 250 * (INT64_C(1) << i);
        if (client->not_before_mono_ms - now_ms > WAIT_S_MAX * 1000 ||
            client->not_before_mono_ms >= client->limit->deadline_mono_ms)
            return read_answer(client, &result, answer, fault);
    }
}

/* ------------------------------------------------------------------ logging in */

static bool log_in(struct sync_client *client, struct sync_fault *fault)
{
    const struct sync_body *sync = client->source->sync;
    json_auto_t *body = json_pack("{s:s%}", "api_token", sync->api_token.ptr, sync->api_token.len);
    json_auto_t *answer = NULL;
    unsigned status = 0;
    struct bearer bearer = {.source_id = client->source->id};

    CHECK(body != NULL);
    client->bearer[0] = '\0';
    if (!ask(client, "POST", STR("/login"), body, &answer, &status, fault)) {
        /* Whatever it is refused with: it is about the token. */
        if (fault->code == SYNC_FORBIDDEN || fault->code == SYNC_REFUSED)
            fault->code = SYNC_LOGIN_REFUSED;
        return false;
    }
    struct str token = json_text_at(answer, "token");
    if (token.len == 0 || token.len > SYNC_BEARER_BYTES_MAX || str_has_control(token))
        return sync_fail(fault, SYNC_BAD_ANSWER, "/login: token");
    int64_t ms = 1000 * seconds_of(json_text_at(answer, "expires_in"), BEARER_S_DEFAULT);
    if (ms > BEARER_MS_MAX)
        ms = BEARER_MS_MAX;
    memcpy(client->bearer, token.ptr, token.len);
    client->bearer[token.len] = '\0';
    memcpy(bearer.text, client->bearer, sizeof(bearer.text));
    memcpy(bearer.hash, client->hash, HASH_BYTES);
    bearer.until_mono_ms = clock_mono_ms() + ms - BEARER_MS_MARGIN;
    keep_bearer(client->api->bearers, &bearer);
    sodium_memzero(&bearer, sizeof(bearer));
    return true;
}

bool sync_client_ask(struct sync_client *client, const char *method, struct str path,
                     const json_t *body, json_t **answer, struct sync_fault *fault)
{
    unsigned status = 0;
    bool is_new = false;

    *answer = NULL;
    if (client->bearer[0] == '\0' &&
        !find_bearer(client->api->bearers, client->source->id, client->hash, client->bearer)) {
        if (!log_in(client, fault))
            return false;
        is_new = true;
    }
    if (ask(client, method, path, body, answer, &status, fault))
        return true;
    if (status != 401 || is_new)
        return false;
    /* The network forgot the bearer before its time. */
    return log_in(client, fault) && ask(client, method, path, body, answer, &status, fault);
}

struct str sync_currency_of(struct arena *arena, const json_t *user)
{
    const json_t *result = json_object_get(user, "result");
    struct str named = json_text_at(result != NULL ? result : user, "currency");
    char code[4] = "";

    return named.ptr != NULL && money_parse_currency(named, code) == OK
               ? arena_copy(arena, str_from_c(code))
               : STR_NONE;
}

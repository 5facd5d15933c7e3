#include "api/health_webhook.h"

#include <sodium.h>
#include "fetch/fetch.h"

#define ARENA_BYTES (FETCH_BODY_BYTES_MAX + FETCH_ANSWER_HEADER_BYTES_MAX + 65536)

void webhook_sign(struct str secret, int64_t time_s, struct str body,
                  char signature[WEBHOOK_SIGNATURE_BYTES])
{
    crypto_auth_hmacsha256_state state;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char time[32];
    int len = snprintf(time, sizeof(time), "%" PRId64 ".", time_s);

    _Static_assert(WEBHOOK_SIGNATURE_BYTES >= 3 + 2 * crypto_auth_hmacsha256_BYTES + 1,
                   "a signature's text");
    (void)crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.ptr, secret.len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)time,
                                        (unsigned long long)len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.ptr, body.len);
    (void)crypto_auth_hmacsha256_final(&state, mac); /* all of them answer 0 always */
    memcpy(signature, "v1=", 3);
    (void)sodium_bin2hex(signature + 3, WEBHOOK_SIGNATURE_BYTES - 3, mac, sizeof(mac));
}

static struct fetch_policy policy_of(const struct api_options *options)
{
    struct fetch_policy policy = {.timeout_ms = WEBHOOK_MS,
                                  .connect_timeout_ms = WEBHOOK_MS,
                                  .redirects_max = 0,
                                  .transfers_max = 1};
    CHECK(options->allow_private_count <= FETCH_ALLOW_MAX);
    for (size_t i = 0; i < options->allow_private_count; i++)
        policy.allow_private[i] = options->allow_private[i];
    policy.allow_private_count = options->allow_private_count;
    return policy;
}

enum err webhook_send(const struct api_options *options, struct str url, struct str secret,
                      struct str body, int64_t now_ms, struct webhook_answer *answer)
{
    struct fetch_policy policy = policy_of(options);
    struct arena *arena = arena_make(ARENA_BYTES);
    char signature[WEBHOOK_SIGNATURE_BYTES];
    struct fetcher *fetcher = NULL;
    struct fetch_result result = {0};
    struct str headers[4] = {
        STR("Content-Type: application/json"), STR("User-Agent: Rebond/" REBOND_VERSION),
        arena_format(arena, "X-Rebond-Timestamp: %" PRId64, now_ms / 1000), STR_NONE};
    struct fetch_request request = {
        .url = url, .method = STR("POST"), .body = body, .headers = headers, .header_count = 3};
    if (secret.ptr != NULL) {
        webhook_sign(secret, now_ms / 1000, body, signature);
        headers[request.header_count++] = arena_format(arena, "X-Rebond-Signature: %s", signature);
    }
    enum err err = fetcher_open(&policy, &fetcher);
    if (err == OK)
        err = fetch_once(fetcher, arena, &request, &result);
    if (err == OK) {
        *answer = (struct webhook_answer){.status = result.status,
                                          .is_taken = result.reach == FETCH_ANSWERED &&
                                                      result.status / 100 == 2};
        (void)snprintf(answer->error, sizeof(answer->error), "%.*s", STR_FMT(result.error));
    }
    if (fetcher != NULL)
        fetcher_close(fetcher);
    arena_free(arena);
    return err;
}

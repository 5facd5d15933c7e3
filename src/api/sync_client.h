/* sync_client - a client of an ad network's API, version 2 (spec/network.md §4.3): logs in with the
 * source's API token, keeps the bearer below the 12 hours that it lasts, logs in anew when it is
 * refused, and asks as often as the network lets it. Every request goes through the guard.
 *
 * Happy path: sync_client_open(), sync_client_ask() for each request, sync_client_close(). A
 * request that failed at the network (5xx, 429, no answer) is asked again, at most TRIES_MAX times
 * in all: all that is asked here may be repeated. Owner: the thread that opened it. */
#pragma once
#include "api/internal.h"
#include "api/sync_fault.h"
#include "model/sync.h"

#define SYNC_BEARER_BYTES_MAX 4096
#define SYNC_BEARERS_MAX      256

/* The bearers of all sources. Any thread. */
struct sync_bearers;
struct sync_bearers *sync_bearers_make(void);
void sync_bearers_free(struct sync_bearers *bearers); /* accepts NULL */

/* How long to go on. */
struct sync_limit {
    int64_t deadline_mono_ms;
    bool (*is_ending)(void *context); /* NULL: nobody ends it */
    void *context;
};
bool sync_is_over(const struct sync_limit *limit);

struct sync_client;
/* NULL with the fault: the source lacks a setting, or there is no memory for it. source and limit
 * are lent. */
struct sync_client *sync_client_open(struct api *api, const struct sync_source *source,
                                     const struct sync_limit *limit, struct sync_fault *fault);
void sync_client_close(struct sync_client *client); /* accepts NULL */

/* Asks, logged in. body: NULL: none. *answer: a new reference, in which every number stands as a
 * string, so that no digit is lost. False: *fault. */
bool sync_client_ask(struct sync_client *client, const char *method, struct str path,
                     const json_t *body, json_t **answer, struct sync_fault *fault);
/* The account's currency in an answer to GET /user, in the arena; absent: it does not say. */
struct str sync_currency_of(struct arena *arena, const json_t *user);
/* How many requests left so far, logins among them. */
int64_t sync_client_requests(const struct sync_client *client);

/* The JSON with every number put into quotes, in the arena; absent: it does not fit. What is no
 * JSON stays none. */
struct str sync_quote_numbers(struct arena *arena, struct str json);
/* An amount as the API writes it, quoted: a decimal, with an exponent or not, rounded half to even
 * to micro-units; null counts 0. divisor: 1 of currency units, 100 of cents. ERR_INVALID,
 * ERR_RANGE: below 0 or beyond MONEY_MICROS_MAX. */
MUST_USE enum err sync_read_amount(const json_t *value, int64_t divisor, int64_t *micros);

/* bearer - what a login to /v2 gives, for twelve hours: who it is, until when, and a MAC under the
 * installation's keys, so that it needs no place on disk, survives a restart, and a forged one is
 * refused without a look at the catalogue. Whether its key or user still stands is looked up with
 * each request. A user's login also gives what a new bearer is fetched with for thirty days. Pure;
 * any thread. */
#pragma once
#include "base/keys.h"
#include "base/str.h"

#define BEARER_LIFE_S         43200 /* spec/network.md §4.3 */
#define BEARER_REFRESH_LIFE_S (30 * 86400)
#define BEARER_TEXT_MAX       80 /* its NUL included */
#define BEARER_MARK_LEN       8

enum bearer_kind {
    BEARER_OF_KEY,
    BEARER_OF_USER,
    BEARER_REFRESH, /* of a user; opens nothing by itself */
};

struct bearer {
    enum bearer_kind kind;
    uint64_t id;        /* of the key or the user */
    int64_t expires_ms; /* wall time */
    /* Of what must not have changed since: bearer_mark() of a user's password hash. */
    uint8_t mark[BEARER_MARK_LEN];
};

/* Fills mark from a secret: "" of who has none. */
void bearer_mark(const struct keys *keys, struct str secret, uint8_t mark[BEARER_MARK_LEN]);
/* How long one of that kind lives. */
int64_t bearer_life_ms(enum bearer_kind kind);
/* expires_ms: a life of its kind after it is made. */
void bearer_write(const struct keys *keys, const struct bearer *bearer, char text[BEARER_TEXT_MAX]);
/* Of any kind: what the caller does not take it refuses. now_ms 0: however old it is. ERR_FORGED:
 * it is not one of ours; ERR_STALE: its time is over. */
MUST_USE enum err bearer_parse(const struct keys *keys, struct str text, int64_t now_ms,
                               struct bearer *bearer);

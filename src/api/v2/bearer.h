/* bearer - what a login to /v2 gives, for twelve hours: who it is, until when, and a MAC under the
 * installation's keys, so that it needs no place on disk, survives a restart, and a forged one is
 * refused without a look at the catalogue. Whether its key or user still stands is looked up with
 * each request. Pure; any thread. */
#pragma once
#include "base/keys.h"
#include "base/str.h"

#define BEARER_LIFE_S   43200 /* spec/network.md §4.3 */
#define BEARER_TEXT_MAX 80    /* its NUL included */
#define BEARER_MARK_LEN 8

struct bearer {
    bool is_user; /* else of an API key */
    uint64_t id;
    int64_t expires_ms; /* wall time */
    /* Of what must not have changed since: bearer_mark() of a user's password hash. */
    uint8_t mark[BEARER_MARK_LEN];
};

/* Fills mark from a secret: "" of who has none. */
void bearer_mark(const struct keys *keys, struct str secret, uint8_t mark[BEARER_MARK_LEN]);
void bearer_write(const struct keys *keys, const struct bearer *bearer, char text[BEARER_TEXT_MAX]);
/* ERR_FORGED: it is not one of ours; ERR_STALE: its time is over. */
MUST_USE enum err bearer_parse(const struct keys *keys, struct str text, int64_t now_ms,
                               struct bearer *bearer);

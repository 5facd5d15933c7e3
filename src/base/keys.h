/* keys - the secrets in DIR/keys (0600): what signs click ids and seals tags. Immutable once
 * opened; any thread. */
#pragma once
#include "base/base.h"

#define KEYS_BYTES 32
#define KEYS_MAX   64 /* per purpose */

enum keys_purpose { KEYS_CLICK, KEYS_TAG };

struct key {
    uint8_t number;  /* 1 to 255, names the key on the wire of a tag */
    int64_t from_ms; /* in force from this wall time until the next one's */
    uint8_t bytes[KEYS_BYTES];
};

struct keys;

/* Opens DIR/keys, or makes it with one fresh key per purpose, synced to disk before it returns.
 * ERR_IO, ERR_INVALID (logged with the line that is wrong). Free with keys_free(). */
MUST_USE enum err keys_open(const char *dir, struct keys **keys);
void keys_free(struct keys *keys); /* accepts NULL; wipes the memory */

/* The key in force at that time: exactly one. The oldest one also serves all times before it. */
const struct key *keys_at(const struct keys *keys, enum keys_purpose purpose, int64_t wall_ms);
/* The key of that number, or NULL. */
const struct key *keys_by_number(const struct keys *keys, enum keys_purpose purpose,
                                 uint8_t number);

/* seal - bytes that strangers carry and bring back, and that are believed without a look at the
 * disk: base64url of version (1), key number (1), nonce (24), XChaCha20-Poly1305 of the bytes, auth
 * tag (16); version and key number are authenticated with it (DESIGN.md §4). What is sealed as one
 * version is opened as no other. */
#pragma once
#include "base/keys.h"
#include "base/str.h"

#define SEAL_PLAIN_MAX 64
#define SEAL_EXTRA     (1 + 1 + 24 + 16)
/* Characters of so many bytes: 4 for 3, without padding. */
#define SEAL_TEXT_LEN(plain) (((SEAL_EXTRA + (plain)) * 4 + 2) / 3)

/* Seals len bytes with the key in force at that time and a fresh nonce: SEAL_TEXT_LEN(len)
 * characters, no NUL. */
void seal_write(const struct keys *keys, uint8_t version, int64_t at_ms, const uint8_t *plain,
                size_t len, char *out);
/* Fills len bytes. ERR_INVALID: not of this form. ERR_FORGED: not sealed by us, or altered. */
MUST_USE enum err seal_open(const struct keys *keys, uint8_t version, struct str text,
                            uint8_t *plain, size_t len);

/* Big-endian fields, one after the other. */
struct seal_cursor {
    uint8_t *at;
};
void seal_put(struct seal_cursor *cursor, uint64_t value, size_t bytes);
uint64_t seal_take(struct seal_cursor *cursor, size_t bytes);

/* hop - the second page of a double meta refresh: /hop?t=TOKEN on the tracking domain itself. The
 * token is sealed, so that the address names no URL, leads nowhere but to what we sealed, and only
 * for HOP_LIFE_MS: base64url of time (8) and nonce (24), XChaCha20-Poly1305 of the URL with the
 * time as additional data, and the auth tag (16). The key is derived from the click key that was in
 * force at that time. Nothing is stored. */
#pragma once
#include "base/buf.h"
#include "base/keys.h"

#define HOP_PATH        "/hop"
#define HOP_NONCE_BYTES 24
#define HOP_URL_MAX     6000 /* of the target: its token still fits a request */
#define HOP_LIFE_MS     (INT64_C(5) * 60 * 1000)

/* The address of the hop to url (at most HOP_URL_MAX bytes), "/hop?t=...", in the arena; absent
 * when the arena is full. */
struct str hop_seal(struct arena *arena, const struct keys *keys, int64_t now_ms,
                    const uint8_t nonce[HOP_NONCE_BYTES], struct str url);
/* The URL that a token leads to, in the arena. ERR_INVALID: no token; ERR_FORGED: not ours;
 * ERR_TIMEOUT: sealed more than HOP_LIFE_MS ago; ERR_FULL. */
MUST_USE enum err hop_open(struct arena *arena, const struct keys *keys, int64_t now_ms,
                           struct str token, struct str *url);

#include "visit/hop.h"

#include <sodium.h>

#define TIME_BYTES 8
#define MAC_BYTES  16
#define HEAD_BYTES (TIME_BYTES + HOP_NONCE_BYTES)
#define SEALED_MAX (HEAD_BYTES + HOP_URL_MAX + MAC_BYTES)
#define TOKEN_MAX  ((SEALED_MAX * 4 + 2) / 3)

_Static_assert(HOP_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(MAC_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "auth tag");
_Static_assert(KEYS_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

static void derive(const struct keys *keys, int64_t at_ms, uint8_t derived[KEYS_BYTES])
{
    static const char purpose[] = "hop";
    const struct key *key = keys_at(keys, KEYS_CLICK, at_ms);
    CHECK(crypto_generichash(derived, KEYS_BYTES, (const uint8_t *)purpose, sizeof(purpose) - 1,
                             key->bytes, KEYS_BYTES) == 0);
}

static void put_time(uint8_t bytes[TIME_BYTES], int64_t at_ms)
{
    for (size_t i = 0; i < TIME_BYTES; i++)
        bytes[i] = (uint8_t)((uint64_t)at_ms >> (8 * (TIME_BYTES - 1 - i)));
}

static int64_t get_time(const uint8_t bytes[TIME_BYTES])
{
    uint64_t at_ms = 0;
    for (size_t i = 0; i < TIME_BYTES; i++)
        at_ms = at_ms << 8 | bytes[i];
    return at_ms > INT64_MAX ? 0 : (int64_t)at_ms;
}

struct str hop_seal(struct arena *arena, const struct keys *keys, int64_t now_ms,
                    const uint8_t nonce[HOP_NONCE_BYTES], struct str url)
{
    CHECK(url.len <= HOP_URL_MAX);
    uint8_t sealed[SEALED_MAX];
    char token[TOKEN_MAX + 1];
    uint8_t key[KEYS_BYTES];
    put_time(sealed, now_ms);
    memcpy(sealed + TIME_BYTES, nonce, HOP_NONCE_BYTES);
    derive(keys, now_ms, key);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + HEAD_BYTES, NULL,
                                                     (const uint8_t *)url.ptr, url.len, sealed,
                                                     TIME_BYTES, NULL, nonce, key) == 0);
    CHECK(sodium_bin2base64(token, sizeof(token), sealed, HEAD_BYTES + url.len + MAC_BYTES,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != NULL);
    return arena_format(arena, HOP_PATH "?t=%s", token);
}

enum err hop_open(struct arena *arena, const struct keys *keys, int64_t now_ms, struct str token,
                  struct str *url)
{
    uint8_t sealed[SEALED_MAX];
    uint8_t plain[HOP_URL_MAX];
    uint8_t key[KEYS_BYTES];
    size_t len;
    const char *end;
    if (token.len > TOKEN_MAX ||
        sodium_base642bin(sealed, sizeof(sealed), token.ptr, token.len, NULL, &len, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != token.ptr + token.len || len <= HEAD_BYTES + MAC_BYTES)
        return ERR_INVALID;
    int64_t at_ms = get_time(sealed);
    derive(keys, at_ms, key);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed + HEAD_BYTES,
                                                   len - HEAD_BYTES, sealed, TIME_BYTES,
                                                   sealed + TIME_BYTES, key) != 0)
        return ERR_FORGED;
    if (now_ms - at_ms > HOP_LIFE_MS || at_ms - now_ms > HOP_LIFE_MS)
        return ERR_TIMEOUT;
    struct str opened =
        arena_copy(arena, (struct str){(const char *)plain, len - HEAD_BYTES - MAC_BYTES});
    if (opened.ptr == NULL)
        return ERR_FULL;
    *url = opened;
    return OK;
}

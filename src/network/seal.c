#include "network/seal.h"

#include <sodium.h>

#define HEAD_BYTES  2
#define NONCE_BYTES 24
#define MAC_BYTES   16
#define SEALED_MAX  (SEAL_EXTRA + SEAL_PLAIN_MAX)

_Static_assert(HEAD_BYTES + NONCE_BYTES + MAC_BYTES == SEAL_EXTRA, "what is added");
_Static_assert(NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(MAC_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "auth tag");
_Static_assert(KEYS_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

void seal_put(struct seal_cursor *cursor, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        cursor->at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    cursor->at += bytes;
}

uint64_t seal_take(struct seal_cursor *cursor, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | cursor->at[i];
    cursor->at += bytes;
    return value;
}

void seal_write(const struct keys *keys, uint8_t version, int64_t at_ms, const uint8_t *plain,
                size_t len, char *out)
{
    const struct key *key = keys_at(keys, KEYS_TAG, at_ms);
    uint8_t sealed[SEALED_MAX] = {version, key->number};
    char text[SEAL_TEXT_LEN(SEAL_PLAIN_MAX) + 1];
    CHECK(len <= SEAL_PLAIN_MAX);
    randombytes_buf(sealed + HEAD_BYTES, NONCE_BYTES);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + HEAD_BYTES + NONCE_BYTES, NULL, plain,
                                                     len, sealed, HEAD_BYTES, NULL,
                                                     sealed + HEAD_BYTES, key->bytes) == 0);
    CHECK(sodium_bin2base64(text, sizeof(text), sealed, SEAL_EXTRA + len,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != NULL);
    memcpy(out, text, SEAL_TEXT_LEN(len));
}

/* The decoder below takes some bytes above 0x7f for letters: it is only given what we write. */
static bool is_base64url(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_alnum && c != '-' && c != '_')
            return false;
    }
    return true;
}

enum err seal_open(const struct keys *keys, uint8_t version, struct str text, uint8_t *plain,
                   size_t len)
{
    uint8_t sealed[SEALED_MAX];
    size_t sealed_len = 0;
    CHECK(len <= SEAL_PLAIN_MAX);
    if (text.len != SEAL_TEXT_LEN(len) || !is_base64url(text) ||
        sodium_base642bin(sealed, sizeof(sealed), text.ptr, text.len, NULL, &sealed_len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        sealed_len != SEAL_EXTRA + len || sealed[0] != version)
        return ERR_INVALID;
    const struct key *key = keys_by_number(keys, KEYS_TAG, sealed[1]);
    if (key == NULL)
        return ERR_FORGED;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               plain, NULL, NULL, sealed + HEAD_BYTES + NONCE_BYTES, len + MAC_BYTES, sealed,
               HEAD_BYTES, sealed + HEAD_BYTES, key->bytes) == 0
               ? OK
               : ERR_FORGED;
}

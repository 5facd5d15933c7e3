#include "network/tag.h"

#include <sodium.h>
#include "base/id.h"

#define VERSION      1
#define HEAD_BYTES   2
#define NONCE_BYTES  24
#define PLAIN_BYTES  42
#define MAC_BYTES    16
#define SEALED_BYTES (HEAD_BYTES + NONCE_BYTES + PLAIN_BYTES + MAC_BYTES)

_Static_assert(NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(MAC_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "auth tag");
_Static_assert(KEYS_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
/* Without padding: 4 characters for 3 bytes. */
_Static_assert((SEALED_BYTES * 4 + 2) / 3 == 112, "length of the text");

/* Big-endian fields, one after the other. */
struct cursor {
    uint8_t *at;
};

static void put(struct cursor *cursor, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        cursor->at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    cursor->at += bytes;
}

static uint64_t take(struct cursor *cursor, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | cursor->at[i];
    cursor->at += bytes;
    return value;
}

/* Three letters in 15 bits: 1 is A, 0 ends. */
static uint16_t pack_country(const char country[4])
{
    uint16_t packed = 0;
    bool has_ended = false;
    for (size_t i = 0; i < 3; i++) {
        has_ended = has_ended || country[i] < 'A' || country[i] > 'Z';
        packed = (uint16_t)(packed << 5 | (has_ended ? 0 : country[i] - 'A' + 1));
    }
    return packed;
}

static void unpack_country(uint16_t packed, char country[4])
{
    memset(country, 0, 4);
    for (size_t i = 0; i < 3; i++) {
        unsigned letter = packed >> (5 * (2 - i)) & 31;
        if (letter == 0 || letter > 26)
            return;
        country[i] = (char)('A' + letter - 1);
    }
}

static void write_fields(const struct tag *tag, uint8_t plain[PLAIN_BYTES])
{
    struct cursor cursor = {plain};
    put(&cursor, tag->ad_click_id, 8);
    put(&cursor, tag->workspace_id, 4);
    put(&cursor, tag->adcampaign_id, 4);
    put(&cursor, tag->variation_id, 4);
    put(&cursor, tag->site_id, 4);
    put(&cursor, tag->zone_id, 4);
    put(&cursor, tag->category_id, 2);
    put(&cursor, pack_country(tag->country), 2);
    put(&cursor, tag->format, 2);
    put(&cursor, (uint64_t)tag->cost_micros, 8);
    CHECK(cursor.at == plain + PLAIN_BYTES);
}

static void read_fields(uint8_t plain[PLAIN_BYTES], struct tag *tag)
{
    struct cursor cursor = {plain};
    tag->ad_click_id = take(&cursor, 8);
    tag->workspace_id = (uint32_t)take(&cursor, 4);
    tag->adcampaign_id = (uint32_t)take(&cursor, 4);
    tag->variation_id = (uint32_t)take(&cursor, 4);
    tag->site_id = (uint32_t)take(&cursor, 4);
    tag->zone_id = (uint32_t)take(&cursor, 4);
    tag->category_id = (uint16_t)take(&cursor, 2);
    unpack_country((uint16_t)take(&cursor, 2), tag->country);
    tag->format = (uint16_t)take(&cursor, 2);
    tag->cost_micros = (int64_t)take(&cursor, 8);
}

void tag_seal(const struct keys *keys, const struct tag *tag, char out[TAG_TEXT_LEN])
{
    const struct key *key = keys_at(keys, KEYS_TAG, id_time_ms(tag->ad_click_id));
    uint8_t plain[PLAIN_BYTES];
    uint8_t sealed[SEALED_BYTES] = {VERSION, key->number};
    write_fields(tag, plain);
    randombytes_buf(sealed + HEAD_BYTES, NONCE_BYTES);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + HEAD_BYTES + NONCE_BYTES, NULL, plain,
                                                     PLAIN_BYTES, sealed, HEAD_BYTES, NULL,
                                                     sealed + HEAD_BYTES, key->bytes) == 0);
    char text[TAG_TEXT_LEN + 1];
    CHECK(sodium_bin2base64(text, sizeof(text), sealed, sizeof(sealed),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != NULL);
    memcpy(out, text, TAG_TEXT_LEN);
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

enum err tag_open(const struct keys *keys, struct str text, struct tag *tag)
{
    uint8_t sealed[SEALED_BYTES];
    uint8_t plain[PLAIN_BYTES];
    size_t len = 0;
    if (text.len != TAG_TEXT_LEN || !is_base64url(text) ||
        sodium_base642bin(sealed, sizeof(sealed), text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != SEALED_BYTES || sealed[0] != VERSION)
        return ERR_INVALID;
    const struct key *key = keys_by_number(keys, KEYS_TAG, sealed[1]);
    if (key == NULL)
        return ERR_FORGED;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, sealed + HEAD_BYTES + NONCE_BYTES, PLAIN_BYTES + MAC_BYTES, sealed,
            HEAD_BYTES, sealed + HEAD_BYTES, key->bytes) != 0)
        return ERR_FORGED;
    read_fields(plain, tag);
    return OK;
}

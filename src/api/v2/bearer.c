#include "api/v2/bearer.h"

#include <sodium.h>

#define PREFIX         "rbb_"
#define REFRESH_PREFIX "rbr_"
#define MAC_BYTES      16
#define BODY_BYTES     (1 + 8 + 8 + BEARER_MARK_LEN)
#define ALL_BYTES      (BODY_BYTES + MAC_BYTES)
#define BASE64_FORM    sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(sizeof(PREFIX) + sodium_base64_ENCODED_LEN(ALL_BYTES, BASE64_FORM) <=
                   BEARER_TEXT_MAX,
               "a bearer has room");
_Static_assert(sizeof(PREFIX) == sizeof(REFRESH_PREFIX), "both are as long");

int64_t bearer_life_ms(enum bearer_kind kind)
{
    return (kind == BEARER_REFRESH ? BEARER_REFRESH_LIFE_S : BEARER_LIFE_S) * INT64_C(1000);
}

/* Under the key that was in force when it was given out, so that exactly one can match. */
static void make_mac(const struct keys *keys, int64_t made_ms, const uint8_t body[BODY_BYTES],
                     uint8_t mac[MAC_BYTES])
{
    static const uint8_t purpose[] = "v2 bearer";
    const struct key *key = keys_at(keys, KEYS_TAG, made_ms);
    crypto_generichash_state state;

    CHECK(crypto_generichash_init(&state, key->bytes, KEYS_BYTES, MAC_BYTES) == 0);
    CHECK(crypto_generichash_update(&state, purpose, sizeof(purpose)) == 0);
    CHECK(crypto_generichash_update(&state, body, BODY_BYTES) == 0);
    CHECK(crypto_generichash_final(&state, mac, MAC_BYTES) == 0);
}

void bearer_mark(const struct keys *keys, struct str secret, uint8_t mark[BEARER_MARK_LEN])
{
    uint8_t hash[crypto_generichash_BYTES];
    const struct key *oldest = keys_at(keys, KEYS_TAG, 0);

    CHECK(crypto_generichash(hash, sizeof(hash), (const unsigned char *)secret.ptr, secret.len,
                             oldest->bytes, KEYS_BYTES) == 0);
    memcpy(mark, hash, BEARER_MARK_LEN);
}

static void put_u64(uint8_t *bytes, uint64_t number)
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
}

static uint64_t get_u64(const uint8_t *bytes)
{
    uint64_t number = 0;

    for (size_t i = 0; i < 8; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

void bearer_write(const struct keys *keys, const struct bearer *bearer, char text[BEARER_TEXT_MAX])
{
    uint8_t all[ALL_BYTES] = {(uint8_t)bearer->kind};
    size_t begin = sizeof(PREFIX) - 1;

    put_u64(all + 1, bearer->id);
    put_u64(all + 9, (uint64_t)bearer->expires_ms);
    memcpy(all + 17, bearer->mark, BEARER_MARK_LEN);
    make_mac(keys, bearer->expires_ms - bearer_life_ms(bearer->kind), all, all + BODY_BYTES);
    memcpy(text, bearer->kind == BEARER_REFRESH ? REFRESH_PREFIX : PREFIX, begin);
    CHECK(sodium_bin2base64(text + begin, BEARER_TEXT_MAX - begin, all, sizeof(all), BASE64_FORM) !=
          NULL);
}

enum err bearer_parse(const struct keys *keys, struct str text, int64_t now_ms,
                      struct bearer *bearer)
{
    uint8_t all[ALL_BYTES], mac[MAC_BYTES];
    struct str coded = str_slice(text, sizeof(PREFIX) - 1, text.len);
    const char *end = NULL;
    size_t len = 0;

    bool is_refresh = str_has_prefix(text, STR(REFRESH_PREFIX));
    if ((!is_refresh && !str_has_prefix(text, STR(PREFIX))) ||
        sodium_base642bin(all, sizeof(all), coded.ptr, coded.len, NULL, &len, &end, BASE64_FORM) !=
            0 ||
        len != sizeof(all) || end != coded.ptr + coded.len)
        return ERR_FORGED;
    int64_t expires_ms = (int64_t)get_u64(all + 9);
    if (all[0] > BEARER_REFRESH || (all[0] == BEARER_REFRESH) != is_refresh)
        return ERR_FORGED;
    enum bearer_kind kind = (enum bearer_kind)all[0];
    if (expires_ms < bearer_life_ms(kind))
        return ERR_FORGED;
    make_mac(keys, expires_ms - bearer_life_ms(kind), all, mac);
    if (sodium_memcmp(mac, all + BODY_BYTES, MAC_BYTES) != 0)
        return ERR_FORGED;
    if (now_ms >= expires_ms)
        return ERR_STALE;
    *bearer = (struct bearer){.kind = kind, .id = get_u64(all + 1), .expires_ms = expires_ms};
    memcpy(bearer->mark, all + 17, BEARER_MARK_LEN);
    return OK;
}

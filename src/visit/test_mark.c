#include "visit/test_mark.h"

#include <sodium.h>
#include "base/num.h"

#define MAC_BYTES 16

static void write_mac(const struct keys *keys, struct str subject, int64_t at_ms,
                      uint8_t mac[MAC_BYTES])
{
    static const char purpose[] = "conversion test";
    const struct key *key = keys_at(keys, KEYS_CLICK, at_ms);
    uint8_t derived[KEYS_BYTES];
    crypto_generichash_state state;
    CHECK(crypto_generichash(derived, KEYS_BYTES, (const uint8_t *)purpose, sizeof(purpose) - 1,
                             key->bytes, KEYS_BYTES) == 0);
    CHECK(crypto_generichash_init(&state, derived, KEYS_BYTES, MAC_BYTES) == 0);
    CHECK(crypto_generichash_update(&state, (const uint8_t *)&at_ms, sizeof(at_ms)) == 0);
    CHECK(crypto_generichash_update(&state, (const uint8_t *)subject.ptr, subject.len) == 0);
    CHECK(crypto_generichash_final(&state, mac, MAC_BYTES) == 0);
    sodium_memzero(derived, sizeof(derived));
}

struct str test_mark_make(struct arena *arena, const struct keys *keys, struct str subject,
                          int64_t now_ms)
{
    uint8_t mac[MAC_BYTES];
    char hex[2 * MAC_BYTES + 1];
    write_mac(keys, subject, now_ms, mac);
    CHECK(sodium_bin2hex(hex, sizeof(hex), mac, MAC_BYTES) != NULL);
    return arena_format(arena, "%" PRId64 ".%s", now_ms, hex);
}

bool test_mark_is_valid(const struct keys *keys, struct str subject, struct str value,
                        int64_t now_ms)
{
    uint8_t mac[MAC_BYTES], given[MAC_BYTES];
    int64_t at_ms = 0;
    ptrdiff_t dot = str_find_char(value, '.');
    if (dot <= 0 || num_parse_i64(str_slice(value, 0, (size_t)dot), 1, INT64_MAX, &at_ms) != OK ||
        num_parse_hex(str_slice(value, (size_t)dot + 1, value.len), given, MAC_BYTES) != OK)
        return false;
    if (at_ms > now_ms + TEST_MARK_LIFE_MS || at_ms < now_ms - TEST_MARK_LIFE_MS)
        return false;
    write_mac(keys, subject, at_ms, mac);
    return sodium_memcmp(mac, given, MAC_BYTES) == 0;
}

#include "visit/address.h"

#include <sodium.h>

#define V4_BYTES   3 /* a /24 */
#define V6_BYTES   6 /* a /48 */
#define HASH_BYTES 8

static struct str network_text(struct arena *arena, struct net_address address)
{
    size_t kept = address.family == 4 ? V4_BYTES : V6_BYTES;
    memset(address.bytes + kept, 0, sizeof(address.bytes) - kept);
    return net_text(arena, &address);
}

/* The oldest key, so that a new one does not part what belongs together. */
static struct str hash_text(struct arena *arena, const struct net_address *address,
                            const struct keys *keys)
{
    static const char purpose[] = "address";
    const struct key *key = keys_at(keys, KEYS_CLICK, 0);
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, key->bytes, sizeof(key->bytes), sizeof(hash));
    (void)crypto_generichash_update(&state, (const uint8_t *)purpose, sizeof(purpose));
    (void)crypto_generichash_update(&state, &address->family, sizeof(address->family));
    (void)crypto_generichash_update(&state, address->bytes, address->family == 4 ? 4 : 16);
    (void)crypto_generichash_final(&state, hash, sizeof(hash));
    struct buf text = buf_in_arena(arena, 1 + 2 * HASH_BYTES);
    buf_write_char(&text, '#');
    buf_write_hex(&text, hash, HASH_BYTES);
    return buf_str(&text);
}

struct str address_text(struct arena *arena, const struct net_address *address,
                        enum address_kept kept, const struct keys *keys)
{
    if (address->family == 0)
        return net_text(arena, address);
    switch (kept) {
    case ADDRESS_FULL:
        break;
    case ADDRESS_NETWORK:
        return network_text(arena, *address);
    case ADDRESS_HASH:
        return hash_text(arena, address, keys);
    }
    return net_text(arena, address);
}

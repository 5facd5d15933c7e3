/* frequency - a slot holds a piece of the address's hash, the minute and the count, in one word. */
#include "visitor/frequency.h"

#include <sodium.h>
#include <stdatomic.h>

#define SLOTS     65536u /* 512 KiB */
#define MINUTE_MS 60000

struct frequency {
    unsigned char key[crypto_shorthash_KEYBYTES]; /* strangers choose addresses */
    _Atomic uint64_t slots[SLOTS];
};

struct slot {
    uint32_t tag;
    uint16_t minute, count;
};

static uint64_t pack(struct slot slot)
{
    return (uint64_t)slot.tag << 32 | (uint64_t)slot.minute << 16 | slot.count;
}

static struct slot unpack(uint64_t word)
{
    return (struct slot){(uint32_t)(word >> 32), (uint16_t)(word >> 16), (uint16_t)word};
}

struct frequency *frequency_make(void)
{
    struct frequency *frequency = heap_make(1, sizeof(*frequency));
    CHECK(sodium_init() >= 0);
    crypto_shorthash_keygen(frequency->key);
    return frequency;
}

void frequency_free(struct frequency *frequency)
{
    free(frequency);
}

/* A home or a telephone has the whole /64 of an IPv6 address. */
static uint64_t hash_of(const struct frequency *frequency, const struct net_address *address)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;
    _Static_assert(sizeof(bytes) == sizeof(hash), "a hash is a number");
    (void)crypto_shorthash(bytes, address->bytes, address->family == 4 ? 4 : 8, frequency->key);
    memcpy(&hash, bytes, sizeof(hash));
    return hash;
}

unsigned frequency_count(struct frequency *frequency, const struct net_address *address,
                         int64_t now_ms)
{
    if (address->family == 0)
        return 0;
    uint64_t hash = hash_of(frequency, address);
    _Atomic uint64_t *place = &frequency->slots[hash % SLOTS];
    uint64_t word = atomic_load_explicit(place, memory_order_relaxed);
    struct slot slot = unpack(word);
    struct slot own = {(uint32_t)(hash >> 32), (uint16_t)(now_ms / MINUTE_MS), 1};
    bool is_own = slot.tag == own.tag && slot.minute == own.minute;
    if (is_own)
        own.count = slot.count < UINT16_MAX ? slot.count + 1 : UINT16_MAX;
    else if (slot.minute == own.minute && slot.count > 1)
        own = (struct slot){slot.tag, slot.minute, slot.count - 1}; /* another's: it weakens */
    unsigned count = is_own || own.tag == (uint32_t)(hash >> 32) ? own.count : 1;
    (void)atomic_compare_exchange_strong_explicit(place, &word, pack(own), memory_order_relaxed,
                                                  memory_order_relaxed);
    return count;
}

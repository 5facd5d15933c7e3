/* peers - how many connections each address holds. An open-addressed table, never more than half
 * full, with a secret hash, since strangers choose the keys. Any thread; one lock, held for a few
 * probes. Limit: the listener's connections_max entries. */
#include <pthread.h>
#include <sodium.h>

#include "http/conn.h"

#define IPV6_BYTES_COUNTED 8

struct entry {
    struct net_address address;
    unsigned count; /* 0: free */
};

struct peers {
    pthread_mutex_t lock;
    uint8_t key[crypto_shorthash_KEYBYTES];
    size_t mask;
    size_t used;
    struct entry entries[];
};

struct peers *peers_make(unsigned connections_max)
{
    size_t size = 2;

    CHECK(sodium_init() >= 0);
    while (size < 2 * (size_t)connections_max)
        size *= 2;
    struct peers *peers = heap_make(1, sizeof(*peers) + size * sizeof(struct entry));
    CHECK(pthread_mutex_init(&peers->lock, NULL) == 0);
    randombytes_buf(peers->key, sizeof(peers->key));
    peers->mask = size - 1;
    return peers;
}

void peers_free(struct peers *peers)
{
    if (peers == NULL)
        return;
    CHECK(pthread_mutex_destroy(&peers->lock) == 0);
    free(peers);
}

static struct net_address counted_as(const struct net_address *address)
{
    struct net_address counted = *address;

    if (counted.family == 6)
        memset(counted.bytes + IPV6_BYTES_COUNTED, 0, sizeof(counted.bytes) - IPV6_BYTES_COUNTED);
    return counted;
}

static size_t home(const struct peers *peers, const struct net_address *address)
{
    uint8_t hash[crypto_shorthash_BYTES];
    uint64_t value;

    (void)crypto_shorthash(hash, address->bytes, sizeof(address->bytes), peers->key); /* always 0 */
    memcpy(&value, hash, sizeof(value));
    return (size_t)value & peers->mask;
}

/* The entry of the address, or the free one where it would go. */
static size_t find(const struct peers *peers, const struct net_address *address)
{
    size_t at = home(peers, address);

    while (peers->entries[at].count > 0 && !net_is_equal(&peers->entries[at].address, address))
        at = (at + 1) & peers->mask;
    return at;
}

/* Empties an entry; those behind it that were pushed past it move up. */
static void remove_at(struct peers *peers, size_t hole)
{
    size_t at = hole;

    peers->used--;
    peers->entries[hole].count = 0;
    for (;;) {
        at = (at + 1) & peers->mask;
        if (peers->entries[at].count == 0)
            return;
        size_t wanted = home(peers, &peers->entries[at].address);
        if (((at - wanted) & peers->mask) < ((at - hole) & peers->mask))
            continue;
        peers->entries[hole] = peers->entries[at];
        peers->entries[at].count = 0;
        hole = at;
    }
}

bool peers_enter(struct peers *peers, const struct net_address *address, unsigned most)
{
    struct net_address counted = counted_as(address);

    CHECK(pthread_mutex_lock(&peers->lock) == 0);
    struct entry *entry = &peers->entries[find(peers, &counted)];
    bool is_new = entry->count == 0;
    bool is_taken = entry->count < most && (!is_new || peers->used <= peers->mask / 2);
    if (is_taken) {
        entry->address = counted;
        entry->count++;
        peers->used += is_new;
    }
    CHECK(pthread_mutex_unlock(&peers->lock) == 0);
    return is_taken;
}

void peers_leave(struct peers *peers, const struct net_address *address)
{
    struct net_address counted = counted_as(address);

    CHECK(pthread_mutex_lock(&peers->lock) == 0);
    size_t at = find(peers, &counted);
    CHECK(peers->entries[at].count > 0);
    if (--peers->entries[at].count == 0)
        remove_at(peers, at);
    CHECK(pthread_mutex_unlock(&peers->lock) == 0);
}

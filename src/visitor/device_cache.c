/* device_cache - a table of chains and a list by last use. The hash is keyed: strangers choose what
 * is kept. */
#include "visitor/device_cache.h"

#include <sodium.h>
#include <stdatomic.h>

struct entry {
    uint64_t hash;
    struct entry *chain;         /* the next of the same place */
    struct entry *newer, *older; /* by last use */
    struct device_answer answer;
    size_t bytes;
    size_t agent_len;
    char text[]; /* the user agent, then the answer's texts */
};

struct device_cache {
    unsigned char key[crypto_shorthash_KEYBYTES];
    size_t entries_max, bytes_max, mask;
    struct entry **places;
    struct entry *newest, *oldest;
    _Atomic uint64_t hits, misses, pushed_out, entries, bytes;
};

struct device_cache *device_cache_make(size_t entries_max, size_t bytes_max)
{
    struct device_cache *cache = heap_make(1, sizeof(*cache));
    size_t places = 1;
    CHECK(sodium_init() >= 0 && entries_max > 0);
    crypto_shorthash_keygen(cache->key);
    while (places < entries_max)
        places *= 2;
    cache->entries_max = entries_max;
    cache->bytes_max = bytes_max;
    cache->mask = places - 1;
    cache->places = heap_make(places, sizeof(struct entry *));
    cache->bytes = places * sizeof(struct entry *);
    return cache;
}

void device_cache_free(struct device_cache *cache)
{
    if (cache == NULL)
        return;
    for (struct entry *entry = cache->newest, *older; entry != NULL; entry = older) {
        older = entry->older;
        free(entry);
    }
    free(cache->places);
    free(cache);
}

/* One thread writes: no more than a plain addition that others may read. */
static void count(_Atomic uint64_t *counter, uint64_t more)
{
    uint64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + more, memory_order_relaxed);
}

static uint64_t hash_of(const struct device_cache *cache, struct str agent)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(bytes, (const unsigned char *)(agent.len > 0 ? agent.ptr : ""), agent.len,
                     cache->key);
    memcpy(&hash, bytes, sizeof(hash));
    return hash;
}

/* ------------------------------------------------------------------ by last use */

static void unlink_entry(struct device_cache *cache, struct entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void link_newest(struct device_cache *cache, struct entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

static void push_out_oldest(struct device_cache *cache)
{
    struct entry *entry = cache->oldest;
    struct entry **place = &cache->places[entry->hash & cache->mask];
    while (*place != entry)
        place = &(*place)->chain;
    *place = entry->chain;
    unlink_entry(cache, entry);
    count(&cache->entries, (uint64_t)-1);
    count(&cache->bytes, -(uint64_t)entry->bytes);
    count(&cache->pushed_out, 1);
    free(entry);
}

/* ------------------------------------------------------------------ finding and adding */

const struct device_answer *device_cache_find(struct device_cache *cache, struct str agent)
{
    uint64_t hash = hash_of(cache, agent);
    struct entry *entry = cache->places[hash & cache->mask];
    while (entry != NULL && (entry->hash != hash ||
                             !str_is_equal(agent, (struct str){entry->text, entry->agent_len})))
        entry = entry->chain;
    count(entry != NULL ? &cache->hits : &cache->misses, 1);
    if (entry == NULL)
        return NULL;
    if (entry != cache->newest) {
        unlink_entry(cache, entry);
        link_newest(cache, entry);
    }
    return &entry->answer;
}

static struct str keep(char **at, struct str text)
{
    struct str kept = {*at, text.len};
    if (text.ptr == NULL)
        return STR_NONE;
    memcpy(*at, text.ptr, text.len);
    *at += text.len;
    return kept;
}

static struct entry *entry_make(struct str agent, const struct device_answer *answer)
{
    size_t bytes = sizeof(struct entry) + agent.len + answer->brand.len + answer->model.len +
                   answer->os.len + answer->os_version.len + answer->browser.len +
                   answer->browser_version.len;
    struct entry *entry = heap_make(1, bytes);
    char *at = entry->text;
    entry->bytes = bytes;
    entry->agent_len = keep(&at, agent).len;
    entry->answer = (struct device_answer){
        .device_type = answer->device_type,
        .brand = keep(&at, answer->brand),
        .model = keep(&at, answer->model),
        .os = keep(&at, answer->os),
        .os_version = keep(&at, answer->os_version),
        .browser = keep(&at, answer->browser),
        .browser_version = keep(&at, answer->browser_version),
        .is_crawler = answer->is_crawler,
    };
    return entry;
}

const struct device_answer *device_cache_add(struct device_cache *cache, struct str agent,
                                             const struct device_answer *answer)
{
    struct entry *entry = entry_make(agent, answer);
    while (cache->oldest != NULL &&
           (cache->entries >= cache->entries_max || cache->bytes + entry->bytes > cache->bytes_max))
        push_out_oldest(cache);
    entry->hash = hash_of(cache, agent);
    struct entry **place = &cache->places[entry->hash & cache->mask];
    entry->chain = *place;
    *place = entry;
    link_newest(cache, entry);
    count(&cache->entries, 1);
    count(&cache->bytes, entry->bytes);
    return &entry->answer;
}

struct device_cache_counters device_cache_counters(const struct device_cache *cache)
{
    return (struct device_cache_counters){cache->hits, cache->misses, cache->pushed_out,
                                          cache->entries, cache->bytes};
}

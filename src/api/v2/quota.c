#include "api/v2/quota.h"

#include <pthread.h>
#include <sodium.h>

struct place {
    uint64_t key; /* 0: free */
    int64_t from_ms;
    unsigned count;
};

struct quotas {
    pthread_mutex_t lock;
    unsigned per_window;
    unsigned char hash_key[crypto_shorthash_KEYBYTES];
    struct place places[QUOTA_SETS][QUOTA_WAYS];
};

struct quotas *quotas_make(unsigned per_window)
{
    struct quotas *quotas = heap_make(1, sizeof(*quotas));

    CHECK(sodium_init() >= 0);
    CHECK(pthread_mutex_init(&quotas->lock, NULL) == 0);
    quotas->per_window = per_window;
    randombytes_buf(quotas->hash_key, sizeof(quotas->hash_key));
    return quotas;
}

void quotas_free(struct quotas *quotas)
{
    if (quotas == NULL)
        return;
    CHECK(pthread_mutex_destroy(&quotas->lock) == 0);
    free(quotas);
}

static uint64_t hash(const struct quotas *quotas, struct str caller)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t number;

    _Static_assert(sizeof(out) == sizeof(number), "a hash is a number");
    (void)crypto_shorthash(out, (const unsigned char *)caller.ptr, caller.len, quotas->hash_key);
    memcpy(&number, out, sizeof(number));
    return number != 0 ? number : 1;
}

/* The key's place, or the one whose window is the oldest. */
static struct place *find_or_make(struct quotas *quotas, uint64_t key, int64_t mono_ms)
{
    struct place *set = quotas->places[key % QUOTA_SETS];
    struct place *oldest = &set[0];

    for (size_t i = 0; i < QUOTA_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].key == 0 || (oldest->key != 0 && set[i].from_ms < oldest->from_ms))
            oldest = &set[i];
    }
    *oldest = (struct place){.key = key, .from_ms = mono_ms};
    return oldest;
}

struct quota quota_take(struct quotas *quotas, struct str caller, int64_t mono_ms)
{
    struct quota quota = {.limit = quotas->per_window};

    CHECK(pthread_mutex_lock(&quotas->lock) == 0);
    struct place *place = find_or_make(quotas, hash(quotas, caller), mono_ms);
    if (mono_ms - place->from_ms >= QUOTA_WINDOW_MS) {
        place->from_ms = mono_ms;
        place->count = 0;
    }
    quota.is_over = place->count >= quota.limit;
    if (!quota.is_over)
        place->count++;
    quota.remaining = quota.limit - place->count;
    quota.reset_s = (unsigned)((place->from_ms + QUOTA_WINDOW_MS - mono_ms + 999) / 1000);
    CHECK(pthread_mutex_unlock(&quotas->lock) == 0);
    return quota;
}

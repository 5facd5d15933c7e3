#include "api/guess.h"

#include <pthread.h>
#include <sodium.h>

#define ACCOUNT_BYTES_MAX 256
#define IPV6_PREFIX_BYTES 8

enum kind { KIND_SENDER, KIND_ACCOUNT, KIND_KNOWN, KIND_COUNT };

static const struct {
    int64_t tries, step_ms;
} buckets[KIND_COUNT] = {
    [KIND_SENDER] = {GUESS_SENDER_MAX, GUESS_SENDER_MS},
    [KIND_ACCOUNT] = {GUESS_ACCOUNT_MAX, GUESS_ACCOUNT_MS},
    [KIND_KNOWN] = {GUESS_ACCOUNT_MAX, GUESS_ACCOUNT_MS},
};

struct place {
    uint64_t key;    /* 0: free */
    int64_t full_ms; /* when all tries are there again */
};

struct guesses {
    pthread_mutex_t lock;
    unsigned char hash_key[crypto_shorthash_KEYBYTES];
    /* Apart by kind: many senders push no account out. */
    struct place places[KIND_COUNT][GUESS_SETS][GUESS_WAYS];
};

struct guesses *guesses_make(void)
{
    struct guesses *guesses = heap_make(1, sizeof(*guesses));

    CHECK(sodium_init() >= 0);
    CHECK(pthread_mutex_init(&guesses->lock, NULL) == 0);
    randombytes_buf(guesses->hash_key, sizeof(guesses->hash_key));
    return guesses;
}

void guesses_free(struct guesses *guesses)
{
    if (guesses == NULL)
        return;
    CHECK(pthread_mutex_destroy(&guesses->lock) == 0);
    free(guesses);
}

static uint64_t hash(const struct guesses *guesses, const void *bytes, size_t len)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t number;

    _Static_assert(sizeof(out) == sizeof(number), "a hash is a number");
    (void)crypto_shorthash(out, bytes, len, guesses->hash_key);
    memcpy(&number, out, sizeof(number));
    return number != 0 ? number : 1;
}

static uint64_t key_of_sender(const struct guesses *guesses, const struct net_address *sender)
{
    struct net_address cut = *sender;

    if (cut.family == 6)
        memset(cut.bytes + IPV6_PREFIX_BYTES, 0, sizeof(cut.bytes) - IPV6_PREFIX_BYTES);
    return hash(guesses, &cut, sizeof(cut));
}

static uint64_t key_of_account(const struct guesses *guesses, struct str account)
{
    char folded[ACCOUNT_BYTES_MAX];
    size_t len = account.len < sizeof(folded) ? account.len : sizeof(folded);

    for (size_t i = 0; i < len; i++) {
        char c = account.ptr[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return hash(guesses, folded, len);
}

static struct place *find(struct guesses *guesses, enum kind kind, uint64_t key)
{
    struct place *set = guesses->places[kind][key % GUESS_SETS];

    for (size_t i = 0; i < GUESS_WAYS; i++)
        if (set[i].key == key)
            return &set[i];
    return NULL;
}

/* The key's place, or the one that was full the longest time ago. */
static struct place *find_or_make(struct guesses *guesses, enum kind kind, uint64_t key)
{
    struct place *set = guesses->places[kind][key % GUESS_SETS];
    struct place *found = find(guesses, kind, key);

    if (found != NULL)
        return found;
    found = &set[0];
    for (size_t i = 1; i < GUESS_WAYS; i++)
        if (set[i].key == 0 || (found->key != 0 && set[i].full_ms < found->full_ms))
            found = &set[i];
    *found = (struct place){.key = key};
    return found;
}

static int64_t wait_of(const struct place *place, enum kind kind, int64_t mono_ms)
{
    int64_t allowed_ms = mono_ms + (buckets[kind].tries - 1) * buckets[kind].step_ms;

    return place->full_ms > allowed_ms ? place->full_ms - allowed_ms : 0;
}

static void take(struct place *place, enum kind kind, int64_t mono_ms)
{
    int64_t from_ms = place->full_ms > mono_ms ? place->full_ms : mono_ms;

    place->full_ms = from_ms + buckets[kind].step_ms;
}

/* The account's bucket, or the sender's own there. */
static struct place *account_place(struct guesses *guesses, uint64_t sender, uint64_t account,
                                   enum kind *kind)
{
    struct place *known = find(guesses, KIND_KNOWN, sender ^ account);

    *kind = known != NULL ? KIND_KNOWN : KIND_ACCOUNT;
    return known != NULL ? known : find_or_make(guesses, KIND_ACCOUNT, account);
}

int64_t guess_take(struct guesses *guesses, const struct net_address *sender, struct str account,
                   int64_t mono_ms)
{
    enum kind kind = KIND_ACCOUNT;
    uint64_t sender_key = key_of_sender(guesses, sender);

    CHECK(pthread_mutex_lock(&guesses->lock) == 0);
    struct place *by_sender = find_or_make(guesses, KIND_SENDER, sender_key);
    struct place *by_account =
        account.ptr != NULL
            ? account_place(guesses, sender_key, key_of_account(guesses, account), &kind)
            : NULL;
    int64_t wait_ms = wait_of(by_sender, KIND_SENDER, mono_ms);
    if (by_account != NULL && wait_of(by_account, kind, mono_ms) > wait_ms)
        wait_ms = wait_of(by_account, kind, mono_ms);
    if (wait_ms == 0) {
        take(by_sender, KIND_SENDER, mono_ms);
        if (by_account != NULL)
            take(by_account, kind, mono_ms);
    }
    CHECK(pthread_mutex_unlock(&guesses->lock) == 0);
    return wait_ms;
}

/* Gives the account its try back, and the sender a bucket of their own there. */
static void know(struct guesses *guesses, uint64_t sender, uint64_t account, int64_t mono_ms)
{
    enum kind kind;

    account_place(guesses, sender, account, &kind)->full_ms -= buckets[kind].step_ms;
    struct place *known = find_or_make(guesses, KIND_KNOWN, sender ^ account);
    if (known->full_ms < mono_ms)
        known->full_ms = mono_ms;
}

void guess_was_right(struct guesses *guesses, const struct net_address *sender, struct str account,
                     int64_t mono_ms)
{
    uint64_t sender_key = key_of_sender(guesses, sender);

    CHECK(pthread_mutex_lock(&guesses->lock) == 0);
    find_or_make(guesses, KIND_SENDER, sender_key)->full_ms -= buckets[KIND_SENDER].step_ms;
    if (account.ptr != NULL)
        know(guesses, sender_key, key_of_account(guesses, account), mono_ms);
    CHECK(pthread_mutex_unlock(&guesses->lock) == 0);
}

#include "visit/visitors.h"

#include <pthread.h>
#include <sodium.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "ledger/reader.h"

#define TRIES_MAX 20 /* of a page */

struct place {
    uint64_t number; /* 0: free */
    int64_t at_ms;
};

struct set {
    struct place places[VISITORS_SET];
};

struct visitors {
    uint8_t key[crypto_shorthash_KEYBYTES];
    struct set *sets;
    uint64_t mask; /* sets are a power of two */
    pthread_mutex_t locks[VISITORS_SHARDS];
    _Atomic uint64_t known, pushed_out;

    /* The reading back. */
    pthread_t thread;
    bool has_thread;
    char dir[1024];
    pthread_mutex_t read_lock; /* guards is_read */
    pthread_cond_t read;
    bool is_read;
    _Atomic bool is_ending, is_reading;
};

static void derive(const struct keys *keys, uint8_t key[crypto_shorthash_KEYBYTES])
{
    static const char purpose[] = "visitor";
    /* The oldest: a number stays the same when keys rotate. */
    const struct key *oldest = keys_at(keys, KEYS_CLICK, 0);
    CHECK(crypto_generichash(key, crypto_shorthash_KEYBYTES, (const uint8_t *)purpose,
                             sizeof(purpose) - 1, oldest->bytes, KEYS_BYTES) == 0);
}

struct visitors *visitors_make(const struct keys *keys, size_t places_max)
{
    struct visitors *visitors = heap_make(1, sizeof(*visitors));
    uint64_t sets = VISITORS_SHARDS;
    while (sets * VISITORS_SET < places_max)
        sets *= 2;
    visitors->mask = sets - 1;
    visitors->sets = heap_make(sets, sizeof(struct set)); /* of fresh pages: used once touched */
    derive(keys, visitors->key);
    for (size_t i = 0; i < VISITORS_SHARDS; i++)
        CHECK(pthread_mutex_init(&visitors->locks[i], NULL) == 0);
    return visitors;
}

uint64_t visitors_number(const struct visitors *visitors, uint64_t campaign_id,
                         const struct net_address *address, struct str user_agent)
{
    struct {
        uint64_t campaign_id;
        uint64_t agent;
        uint8_t address[sizeof(address->bytes)];
        uint64_t family;
    } message = {.campaign_id = campaign_id, .family = address->family};
    uint64_t number;
    _Static_assert(sizeof(number) == crypto_shorthash_BYTES, "a hash is a number");
    memcpy(message.address, address->bytes, sizeof(message.address));
    (void)crypto_shorthash((uint8_t *)&message.agent, (const uint8_t *)user_agent.ptr,
                           user_agent.len, visitors->key);
    (void)crypto_shorthash((uint8_t *)&number, (const uint8_t *)&message, sizeof(message),
                           visitors->key);
    number &= INT64_MAX;
    return number != 0 ? number : 1;
}

/* --- The table ------------------------------------------------------------ */

static pthread_mutex_t *lock_set(struct visitors *visitors, uint64_t number, struct set **set)
{
    uint64_t at = number & visitors->mask;
    pthread_mutex_t *lock = &visitors->locks[at % VISITORS_SHARDS];
    *set = &visitors->sets[at];
    pthread_mutex_lock(lock);
    return lock;
}

static struct place *find(struct set *set, uint64_t number)
{
    for (size_t i = 0; i < VISITORS_SET; i++) {
        if (set->places[i].number == number)
            return &set->places[i];
    }
    return NULL;
}

/* A free place, else that of the visitor who was seen longest ago. */
static struct place *find_oldest(struct set *set)
{
    struct place *oldest = &set->places[0];
    for (size_t i = 0; i < VISITORS_SET; i++) {
        if (set->places[i].number == 0)
            return &set->places[i];
        if (set->places[i].at_ms < oldest->at_ms)
            oldest = &set->places[i];
    }
    return oldest;
}

static void settle_in(struct visitors *visitors, struct place *place, uint64_t number,
                      int64_t at_ms)
{
    if (place->number == 0)
        visitors->known++;
    else
        visitors->pushed_out++;
    *place = (struct place){number, at_ms};
}

int64_t visitors_note(struct visitors *visitors, uint64_t number, int64_t at_ms)
{
    struct set *set;
    int64_t before_ms = 0;
    pthread_mutex_t *lock = lock_set(visitors, number, &set);
    struct place *place = find(set, number);
    if (place != NULL) {
        before_ms = place->at_ms;
        if (at_ms > before_ms)
            place->at_ms = at_ms;
    } else {
        settle_in(visitors, find_oldest(set), number, at_ms);
    }
    pthread_mutex_unlock(lock);
    return before_ms;
}

void visitors_take_back(struct visitors *visitors, uint64_t number, int64_t at_ms,
                        int64_t before_ms)
{
    struct set *set;
    pthread_mutex_t *lock = lock_set(visitors, number, &set);
    struct place *place = find(set, number);
    if (place != NULL && place->at_ms == at_ms) {
        *place = before_ms != 0 ? (struct place){number, before_ms} : (struct place){0, 0};
        if (before_ms == 0)
            visitors->known--;
    }
    pthread_mutex_unlock(lock);
}

void visitors_remember(struct visitors *visitors, uint64_t number, int64_t at_ms)
{
    struct set *set;
    pthread_mutex_t *lock = lock_set(visitors, number, &set);
    struct place *place = find(set, number);
    if (place != NULL) {
        if (place->at_ms < at_ms)
            place->at_ms = at_ms;
    } else {
        place = find_oldest(set);
        if (place->number == 0 || place->at_ms < at_ms)
            settle_in(visitors, place, number, at_ms);
    }
    pthread_mutex_unlock(lock);
}

struct visitors_counters visitors_counters(const struct visitors *visitors)
{
    return (struct visitors_counters){visitors->known, visitors->pushed_out, visitors->is_reading};
}

/* --- Reading back --------------------------------------------------------- */

/* The next page, once more and once more while the disk is too slow for a reader's time. */
static enum err read_page(struct visitors *visitors, struct ledger_reader *reader,
                          uint64_t before_id, uint64_t from_id, struct reader_number *numbers,
                          size_t *count)
{
    enum err err = ERR_TIMEOUT;
    for (int i = 0; err == ERR_TIMEOUT && i < TRIES_MAX && !visitors->is_ending; i++)
        err = ledger_reader_numbers(reader, LEDGER_PERSONAL, "visitor", before_id, from_id, numbers,
                                    READER_SCAN_MAX, count);
    return err;
}

static enum err read_back(struct visitors *visitors, struct ledger_reader *reader)
{
    struct reader_number *numbers = heap_make(READER_SCAN_MAX, sizeof(*numbers));
    int64_t now_ms = clock_wall_ms();
    uint64_t from_id = now_ms > VISITORS_READ_MS ? id_from_ms(now_ms - VISITORS_READ_MS) : 0;
    uint64_t before_id = INT64_MAX;
    uint64_t places = (visitors->mask + 1) * VISITORS_SET;
    size_t count = READER_SCAN_MAX;
    enum err err = OK;
    /* A full table has no place for what is older still. */
    while (err == OK && count == READER_SCAN_MAX && visitors->known < places &&
           !visitors->is_ending) {
        err = read_page(visitors, reader, before_id, from_id, numbers, &count);
        for (size_t i = 0; err == OK && i < count; i++) {
            if (numbers[i].number != 0)
                visitors_remember(visitors, numbers[i].number, id_time_ms(numbers[i].id));
        }
        if (err == OK && count > 0)
            before_id = numbers[count - 1].id;
    }
    free(numbers);
    return err;
}

static void *read_main(void *context)
{
    struct visitors *visitors = context;
    struct ledger_reader *reader;
    int64_t started_ms = clock_mono_ms();
    enum err err = ledger_reader_open(visitors->dir, &reader);
    if (err == OK) {
        err = read_back(visitors, reader);
        ledger_reader_close(reader);
    }
    if (err != OK && err != ERR_NOT_FOUND)
        log_error("visitors", "cannot read earlier visitors (%s): some count as unique again",
                  err_text(err));
    else
        log_info("visitors", "%" PRIu64 " known, read in %" PRId64 " ms", visitors->known,
                 clock_mono_ms() - started_ms);
    pthread_mutex_lock(&visitors->read_lock);
    visitors->is_read = true;
    visitors->is_reading = false;
    pthread_cond_signal(&visitors->read);
    pthread_mutex_unlock(&visitors->read_lock);
    return NULL;
}

/* Small ledgers are read by then. */
static void wait_for_reading(struct visitors *visitors)
{
    int64_t until_ms = clock_mono_ms() + VISITORS_WAIT_MS;
    const struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    pthread_mutex_lock(&visitors->read_lock);
    int rc = 0;
    while (!visitors->is_read && rc == 0)
        rc = pthread_cond_timedwait(&visitors->read, &visitors->read_lock, &until);
    pthread_mutex_unlock(&visitors->read_lock);
}

struct visitors *visitors_open(const char *dir, const struct keys *keys, size_t places_max)
{
    struct visitors *visitors = visitors_make(keys, places_max);
    pthread_condattr_t attributes;
    CHECK((size_t)snprintf(visitors->dir, sizeof(visitors->dir), "%s", dir) <
          sizeof(visitors->dir));
    CHECK(pthread_condattr_init(&attributes) == 0);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&visitors->read, &attributes) == 0);
    CHECK(pthread_mutex_init(&visitors->read_lock, NULL) == 0);
    pthread_condattr_destroy(&attributes);
    visitors->is_reading = true;
    visitors->has_thread = true;
    CHECK(pthread_create(&visitors->thread, NULL, read_main, visitors) == 0);
    wait_for_reading(visitors);
    return visitors;
}

void visitors_close(struct visitors *visitors)
{
    if (visitors == NULL)
        return;
    if (visitors->has_thread) {
        visitors->is_ending = true;
        pthread_join(visitors->thread, NULL);
        pthread_cond_destroy(&visitors->read);
        pthread_mutex_destroy(&visitors->read_lock);
    }
    for (size_t i = 0; i < VISITORS_SHARDS; i++)
        pthread_mutex_destroy(&visitors->locks[i]);
    free(visitors->sets);
    free(visitors);
}

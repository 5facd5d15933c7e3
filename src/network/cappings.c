#include "network/cappings.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "ledger/reader_ad_visitors.h"

#define PAGE_ROWS 2000
#define TRIES_MAX 20 /* of a page, while the disk is too slow for a reader's time */
#define KEY_BIT   (UINT64_C(1) << 62)

struct place {
    uint64_t number; /* 0: free */
    int64_t began_ms;
    int64_t count;
};

struct set {
    struct place places[CAPPINGS_SET];
};

struct cappings {
    struct set *sets;
    uint64_t mask; /* sets are a power of two */
    pthread_mutex_t locks[CAPPINGS_SHARDS];
};

struct cappings *cappings_make(size_t places_max)
{
    struct cappings *cappings = heap_make(1, sizeof(*cappings));
    uint64_t sets = CAPPINGS_SHARDS;
    while (sets * CAPPINGS_SET < places_max)
        sets *= 2;
    cappings->mask = sets - 1;
    cappings->sets = heap_make(sets, sizeof(struct set));
    for (size_t i = 0; i < CAPPINGS_SHARDS; i++)
        CHECK(pthread_mutex_init(&cappings->locks[i], NULL) == 0);
    return cappings;
}

void cappings_close(struct cappings *cappings)
{
    if (cappings == NULL)
        return;
    for (size_t i = 0; i < CAPPINGS_SHARDS; i++)
        pthread_mutex_destroy(&cappings->locks[i]);
    free(cappings->sets);
    free(cappings);
}

uint64_t cappings_key(const struct adcampaign *adcampaign)
{
    return adcampaign->id | KEY_BIT;
}

/* --- The table ------------------------------------------------------------ */

static pthread_mutex_t *lock_set(struct cappings *cappings, uint64_t number, struct set **set)
{
    uint64_t at = number & cappings->mask;
    pthread_mutex_t *lock = &cappings->locks[at % CAPPINGS_SHARDS];
    *set = &cappings->sets[at];
    pthread_mutex_lock(lock);
    return lock;
}

static struct place *find(struct set *set, uint64_t number)
{
    for (size_t i = 0; i < CAPPINGS_SET; i++)
        if (set->places[i].number == number)
            return &set->places[i];
    return NULL;
}

/* A free place, else the one whose hours began longest ago. */
static struct place *find_oldest(struct set *set)
{
    struct place *oldest = &set->places[0];
    for (size_t i = 0; i < CAPPINGS_SET; i++) {
        if (set->places[i].number == 0)
            return &set->places[i];
        if (set->places[i].began_ms < oldest->began_ms)
            oldest = &set->places[i];
    }
    return oldest;
}

static bool is_over(const struct place *place, const struct ad_capping *capping, int64_t at_ms)
{
    return at_ms - place->began_ms >= capping->frequency_ms;
}

bool cappings_take(struct cappings *cappings, const struct ad_capping *capping, uint64_t number,
                   int64_t at_ms)
{
    struct set *set;
    if (capping->quantity == 0 || number == 0)
        return true;
    pthread_mutex_t *lock = lock_set(cappings, number, &set);
    struct place *place = find(set, number);
    if (place == NULL) {
        place = find_oldest(set);
        *place = (struct place){number, at_ms, 0};
    } else if (is_over(place, capping, at_ms)) {
        *place = (struct place){number, at_ms, 0};
    }
    bool may_have = place->count < capping->quantity;
    if (may_have)
        place->count++;
    pthread_mutex_unlock(lock);
    return may_have;
}

bool cappings_look(struct cappings *cappings, const struct ad_capping *capping, uint64_t number,
                   int64_t at_ms)
{
    struct set *set;
    if (capping->quantity == 0 || number == 0)
        return true;
    pthread_mutex_t *lock = lock_set(cappings, number, &set);
    const struct place *place = find(set, number);
    bool may_have =
        place == NULL || is_over(place, capping, at_ms) || place->count < capping->quantity;
    pthread_mutex_unlock(lock);
    return may_have;
}

void cappings_give_back(struct cappings *cappings, uint64_t number)
{
    struct set *set;
    if (number == 0)
        return;
    pthread_mutex_t *lock = lock_set(cappings, number, &set);
    struct place *place = find(set, number);
    if (place != NULL && place->count > 0 && --place->count == 0)
        *place = (struct place){0};
    pthread_mutex_unlock(lock);
}

/* --- Opening -------------------------------------------------------------- */

/* Counts what was delivered, whatever the capping was then. */
static void play(struct cappings *cappings, const struct snapshot *snapshot,
                 const struct reader_ad_visitor *visitor)
{
    const struct adcampaign *adcampaign =
        snapshot_find_adcampaign(snapshot, visitor->adcampaign_id);
    if (adcampaign == NULL || adcampaign->capping.quantity == 0)
        return;
    struct ad_capping any = {INT64_MAX, adcampaign->capping.frequency_ms};
    (void)cappings_take(cappings, &any, visitor->visitor, id_time_ms(visitor->id));
}

static enum err read_page(struct ledger_reader *reader, uint64_t after_id,
                          struct reader_ad_visitor *page, size_t *count)
{
    enum err err = ERR_TIMEOUT;
    for (int i = 0; err == ERR_TIMEOUT && i < TRIES_MAX; i++)
        err = ledger_reader_ad_visitors(reader, after_id, page, PAGE_ROWS, count);
    return err;
}

static enum err read_all(struct cappings *cappings, const struct snapshot *snapshot,
                         struct ledger_reader *reader, uint64_t after_id)
{
    struct reader_ad_visitor *page = heap_make(PAGE_ROWS, sizeof(*page));
    size_t count = PAGE_ROWS;
    enum err err = OK;
    while (err == OK && count == PAGE_ROWS) {
        err = read_page(reader, after_id, page, &count);
        for (size_t i = 0; err == OK && i < count; i++)
            play(cappings, snapshot, &page[i]);
        if (err == OK && count > 0)
            after_id = page[count - 1].id;
    }
    free(page);
    return err;
}

struct cappings *cappings_open(const char *dir, const struct snapshot *snapshot)
{
    struct cappings *cappings = cappings_make(CAPPINGS_PLACES);
    int64_t back_ms = snapshot_capping_ms(snapshot);
    int64_t from_ms = clock_wall_ms() - back_ms;
    struct ledger_reader *reader = NULL;
    if (back_ms == 0)
        return cappings; /* nobody asks */
    enum err err = ledger_reader_open(dir, &reader);
    if (err == OK)
        err = read_all(cappings, snapshot, reader, from_ms > 0 ? id_from_ms(from_ms) : 0);
    ledger_reader_close(reader);
    if (err != OK)
        log_error("network", "cannot read who got ad campaigns (%s): visitors count anew",
                  err_text(err));
    return cappings;
}

#include "network/budgets.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/log.h"
#include "ledger/reader_spends.h"

#define SHARDS         64 /* a power of two */
#define SLOTS_AT_FIRST 16
#define PAGE_ROWS      1000
#define TRIES_MAX      20 /* of a page, while the disk is too slow for a reader's time */

struct spend {
    uint64_t adcampaign_id; /* 0: free */
    int64_t day;
    struct ad_amount total, today;
    enum budget_stop stop; /* as it was met last: a change is logged */
};

/* Open addressing, at most half full. */
struct shard {
    pthread_mutex_t lock;
    struct spend *spends;
    size_t cap, count;
};

struct budgets {
    struct shard shards[SHARDS];
};

/* --- The table ------------------------------------------------------------ */

static struct shard *shard_of(struct budgets *budgets, uint64_t id)
{
    return &budgets->shards[id % SHARDS];
}

/* The ad campaign's place, or the free one where it belongs. */
static struct spend *find(const struct shard *shard, uint64_t id)
{
    size_t at = (id / SHARDS) & (shard->cap - 1);
    while (shard->spends[at].adcampaign_id != 0 && shard->spends[at].adcampaign_id != id)
        at = (at + 1) & (shard->cap - 1);
    return &shard->spends[at];
}

static void grow(struct shard *shard)
{
    struct shard grown = *shard;
    grown.cap = 2 * shard->cap;
    grown.spends = heap_make(grown.cap, sizeof(struct spend));
    for (size_t i = 0; i < shard->cap; i++)
        if (shard->spends[i].adcampaign_id != 0)
            *find(&grown, shard->spends[i].adcampaign_id) = shard->spends[i];
    free(shard->spends);
    shard->spends = grown.spends;
    shard->cap = grown.cap;
}

static struct spend *get(struct shard *shard, uint64_t id)
{
    struct spend *spend = find(shard, id);
    if (spend->adcampaign_id != 0)
        return spend;
    if (2 * (shard->count + 1) > shard->cap) {
        grow(shard);
        spend = find(shard, id);
    }
    shard->count++;
    *spend = (struct spend){.adcampaign_id = id, .day = INT64_MIN};
    return spend;
}

/* --- Holding -------------------------------------------------------------- */

/* Unsigned: an altered ledger may hold anything. */
static void add(struct ad_amount *to, const struct ad_amount *amount, int64_t sign)
{
    to->impressions = (int64_t)((uint64_t)to->impressions + (uint64_t)(sign * amount->impressions));
    to->clicks = (int64_t)((uint64_t)to->clicks + (uint64_t)(sign * amount->clicks));
    to->micros = (int64_t)((uint64_t)to->micros + (uint64_t)(sign * amount->micros));
}

static void begin_day(struct spend *spend, const struct adcampaign *adcampaign, int64_t at_ms)
{
    int64_t day = zone_day(adcampaign->zone, at_ms);
    if (day <= spend->day)
        return;
    spend->day = day;
    spend->today = (struct ad_amount){0};
}

static void hold_amount(struct spend *spend, const struct ad_amount *amount,
                        struct budget_hold *hold)
{
    add(&spend->total, amount, 1);
    add(&spend->today, amount, 1);
    *hold = (struct budget_hold){spend->adcampaign_id, spend->day, *amount};
}

static void hold_unless(enum budget_stop stop, struct spend *spend, const struct ad_amount *amount,
                        struct budget_hold *hold)
{
    if (stop == BUDGET_NONE)
        hold_amount(spend, amount, hold);
    else
        *hold = (struct budget_hold){.day = spend->day};
}

static void note_stop(struct spend *spend, enum budget_stop stop)
{
    if (spend->stop == stop)
        return;
    spend->stop = stop;
    log_info("network", "ad campaign state id=%" PRIu64 " state=%s", spend->adcampaign_id,
             budget_stop_code(stop));
}

/* With the shard's lock. Lends *spend until that is given up. */
static enum budget_stop check(struct shard *shard, const struct adcampaign *adcampaign,
                              const struct ad_amount *amount, int64_t at_ms, struct spend **spend)
{
    *spend = get(shard, adcampaign->id);
    begin_day(*spend, adcampaign, at_ms);
    enum budget_stop stop =
        budget_check(adcampaign, at_ms, &(*spend)->total, &(*spend)->today, amount);
    note_stop(*spend, stop);
    return stop;
}

enum budget_stop budgets_look(struct budgets *budgets, const struct adcampaign *adcampaign,
                              const struct ad_amount *amount, int64_t at_ms)
{
    struct shard *shard = shard_of(budgets, adcampaign->id);
    struct spend *spend;
    pthread_mutex_lock(&shard->lock);
    enum budget_stop stop = check(shard, adcampaign, amount, at_ms, &spend);
    pthread_mutex_unlock(&shard->lock);
    return stop;
}

enum budget_stop budgets_reserve(struct budgets *budgets, const struct adcampaign *adcampaign,
                                 const struct ad_amount *amount, int64_t at_ms,
                                 struct budget_hold *hold)
{
    struct shard *shard = shard_of(budgets, adcampaign->id);
    struct spend *spend;
    pthread_mutex_lock(&shard->lock);
    enum budget_stop stop = check(shard, adcampaign, amount, at_ms, &spend);
    hold_unless(stop, spend, amount, hold);
    pthread_mutex_unlock(&shard->lock);
    return stop;
}

enum budget_stop budgets_reserve_shown(struct budgets *budgets, const struct adcampaign *adcampaign,
                                       const struct ad_amount *amount, int64_t at_ms,
                                       struct budget_hold *hold)
{
    struct shard *shard = shard_of(budgets, adcampaign->id);
    pthread_mutex_lock(&shard->lock);
    struct spend *spend = get(shard, adcampaign->id);
    begin_day(spend, adcampaign, at_ms);
    enum budget_stop stop =
        budget_check_shown(adcampaign, at_ms, &spend->total, &spend->today, amount);
    hold_unless(stop, spend, amount, hold);
    pthread_mutex_unlock(&shard->lock);
    return stop;
}

void budgets_charge(struct budgets *budgets, const struct adcampaign *adcampaign,
                    const struct ad_amount *amount, int64_t at_ms, struct budget_hold *hold)
{
    struct shard *shard = shard_of(budgets, adcampaign->id);
    pthread_mutex_lock(&shard->lock);
    struct spend *spend = get(shard, adcampaign->id);
    begin_day(spend, adcampaign, at_ms);
    hold_amount(spend, amount, hold);
    pthread_mutex_unlock(&shard->lock);
}

void budgets_give_back(struct budgets *budgets, const struct budget_hold *hold)
{
    if (hold->adcampaign_id == 0)
        return;
    struct shard *shard = shard_of(budgets, hold->adcampaign_id);
    pthread_mutex_lock(&shard->lock);
    struct spend *spend = get(shard, hold->adcampaign_id);
    add(&spend->total, &hold->amount, -1);
    if (spend->day == hold->day)
        add(&spend->today, &hold->amount, -1);
    pthread_mutex_unlock(&shard->lock);
}

/* --- Opening -------------------------------------------------------------- */

static struct ad_amount amount_of(const struct adcampaign_day *day)
{
    return (struct ad_amount){day->impressions, day->clicks, day->cost_micros};
}

static void take_page(struct budgets *budgets, const struct reader_spend *page, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t id = page[i].total.adcampaign_id;
        struct spend *spend = get(shard_of(budgets, id), id);
        spend->day = page[i].last.day;
        spend->total = amount_of(&page[i].total);
        spend->today = amount_of(&page[i].last);
    }
}

static enum err read_page(struct ledger_reader *reader, uint64_t after_id,
                          struct reader_spend *page, size_t *count)
{
    enum err err = ERR_TIMEOUT;
    for (int i = 0; err == ERR_TIMEOUT && i < TRIES_MAX; i++)
        err = ledger_reader_spends(reader, after_id, page, PAGE_ROWS, count);
    return err;
}

static enum err read_all(struct budgets *budgets, struct ledger_reader *reader)
{
    struct reader_spend *page = heap_make(PAGE_ROWS, sizeof(*page));
    size_t count = PAGE_ROWS;
    uint64_t after_id = 0;
    enum err err = OK;
    while (err == OK && count == PAGE_ROWS) {
        err = read_page(reader, after_id, page, &count);
        if (err != OK || count == 0)
            break;
        take_page(budgets, page, count);
        after_id = page[count - 1].total.adcampaign_id;
    }
    free(page);
    return err;
}

enum err budgets_open(const char *dir, struct budgets **opened)
{
    struct budgets *budgets = heap_make(1, sizeof(*budgets));
    struct ledger_reader *reader = NULL;
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &budgets->shards[i];
        CHECK(pthread_mutex_init(&shard->lock, NULL) == 0);
        shard->cap = SLOTS_AT_FIRST;
        shard->spends = heap_make(shard->cap, sizeof(struct spend));
    }
    enum err err = ledger_reader_open(dir, &reader);
    if (err == OK)
        err = read_all(budgets, reader);
    ledger_reader_close(reader);
    if (err != OK) {
        log_error("network", "cannot read what ad campaigns have spent (%s)", err_text(err));
        budgets_close(budgets);
        return err;
    }
    *opened = budgets;
    return OK;
}

void budgets_close(struct budgets *budgets)
{
    if (budgets == NULL)
        return;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&budgets->shards[i].lock);
        free(budgets->shards[i].spends);
    }
    free(budgets);
}

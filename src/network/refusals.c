#include "network/refusals.h"

#include <pthread.h>
#include "base/clock.h"
#include "base/log.h"

#define SLOTS     (2 * REFUSALS_MAX) /* a power of two, at most half full */
#define LOOK_MS   1000
#define PAGE_ROWS 256

struct slot {
    struct refusal_kind kind; /* asked NULL: free */
    int64_t count;            /* 0: all is written */
    int64_t from_ms, due_ms;  /* wall time of the first that is not written; monotonic */
};

struct refusals {
    struct edge *edge;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t woken;
    bool is_ending;
    size_t kinds;
    struct slot *slots, *spare;
};

struct writing {
    struct ledger_job job; /* first: decide() gets it back */
    struct refusal rows[PAGE_ROWS];
    size_t count;
    enum err result;
};

/* --- The table, with the lock --------------------------------------------- */

static bool is_of(const struct slot *slot, const struct refusal_kind *kind)
{
    return slot->kind.workspace_id == kind->workspace_id &&
           slot->kind.adcampaign_id == kind->adcampaign_id && slot->kind.zone_id == kind->zone_id &&
           strcmp(slot->kind.asked, kind->asked) == 0 && strcmp(slot->kind.cause, kind->cause) == 0;
}

static uint64_t hash_of(const struct refusal_kind *kind)
{
    uint64_t hash = kind->workspace_id;
    const uint64_t parts[] = {kind->adcampaign_id, kind->zone_id, (uint8_t)kind->asked[0],
                              strlen(kind->cause)};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        hash = (hash ^ parts[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash;
}

/* The kind's slot, or the free one where it belongs. */
static struct slot *find(struct slot *slots, const struct refusal_kind *kind)
{
    size_t at = hash_of(kind) & (SLOTS - 1);
    while (slots[at].kind.asked != NULL && !is_of(&slots[at], kind))
        at = (at + 1) & (SLOTS - 1);
    return &slots[at];
}

static void add(struct refusals *refusals, const struct refusal_kind *kind, int64_t from_ms,
                int64_t count)
{
    struct slot *slot = find(refusals->slots, kind);
    if (slot->kind.asked == NULL && refusals->kinds == REFUSALS_MAX) {
        refusals->edge->counters.refusals_unlogged += (uint64_t)count;
        return;
    }
    if (slot->kind.asked == NULL) {
        refusals->kinds++;
        *slot = (struct slot){.kind = *kind};
    }
    if (slot->count == 0 || from_ms < slot->from_ms)
        slot->from_ms = from_ms;
    slot->count += count;
}

void refusals_note(struct refusals *refusals, const struct refusal_kind *kind, int64_t at_ms)
{
    pthread_mutex_lock(&refusals->lock);
    add(refusals, kind, at_ms, 1);
    pthread_mutex_unlock(&refusals->lock);
}

static struct refusal row_of(const struct slot *slot)
{
    return (struct refusal){.workspace_id = slot->kind.workspace_id,
                            .adcampaign_id = slot->kind.adcampaign_id,
                            .zone_id = slot->kind.zone_id,
                            .asked = str_from_c(slot->kind.asked),
                            .cause = str_from_c(slot->kind.cause),
                            .from_ms = slot->from_ms,
                            .count = slot->count};
}

/* Takes what is due, and forgets the kinds that were silent since they were written. */
static void take_due(struct refusals *refusals, int64_t now_mono_ms, struct writing *writing)
{
    struct slot *old = refusals->slots;
    writing->count = 0;
    if (refusals->kinds == 0)
        return;
    refusals->slots = refusals->spare;
    refusals->spare = old;
    refusals->kinds = 0;
    memset(refusals->slots, 0, SLOTS * sizeof(*old));
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot slot = old[i];
        bool is_due = slot.due_ms <= now_mono_ms;
        if (slot.kind.asked == NULL || (is_due && slot.count == 0))
            continue;
        if (is_due && writing->count < PAGE_ROWS) {
            writing->rows[writing->count++] = row_of(&slot);
            slot.count = 0;
            slot.due_ms = now_mono_ms + REFUSALS_EVERY_MS;
        }
        *find(refusals->slots, &slot.kind) = slot;
        refusals->kinds++;
    }
}

/* --- Writing -------------------------------------------------------------- */

static enum err decide(struct ledger_job *job, struct ledger_tx *tx)
{
    struct writing *writing = (struct writing *)job;
    enum err err = OK;
    for (size_t i = 0; err == OK && i < writing->count; i++) {
        writing->rows[i].id = ledger_next_id(tx);
        err = ledger_append(tx, LEDGER_REFUSAL, &writing->rows[i]);
    }
    return err;
}

static void on_done(struct ledger_job *job, enum err err)
{
    ((struct writing *)job)->result = err;
}

/* What could not be written counts on: its kinds are due again in a while. */
static void give_back(struct refusals *refusals, const struct writing *writing)
{
    pthread_mutex_lock(&refusals->lock);
    for (size_t i = 0; i < writing->count; i++) {
        const struct refusal *row = &writing->rows[i];
        struct refusal_kind kind = {row->workspace_id, row->adcampaign_id, row->zone_id,
                                    row->asked.ptr, row->cause.ptr};
        add(refusals, &kind, row->from_ms, row->count);
    }
    pthread_mutex_unlock(&refusals->lock);
}

static void write_due(struct refusals *refusals, int64_t now_mono_ms)
{
    struct writing *writing = heap_make(1, sizeof(*writing));
    do {
        pthread_mutex_lock(&refusals->lock);
        take_due(refusals, now_mono_ms, writing);
        pthread_mutex_unlock(&refusals->lock);
        if (writing->count == 0)
            break;
        writing->job = (struct ledger_job){
            .decide = decide, .done = on_done, .id_count = (unsigned)writing->count};
        ledger_run(refusals->edge->ledger, &writing->job);
        if (writing->result != OK)
            give_back(refusals, writing);
    } while (writing->result == OK && writing->count == PAGE_ROWS);
    free(writing);
}

/* False: it is time to end. */
static bool wait_a_moment(struct refusals *refusals)
{
    int64_t by_ms = clock_mono_ms() + LOOK_MS;
    struct timespec by = {.tv_sec = by_ms / 1000, .tv_nsec = by_ms % 1000 * 1000000};
    pthread_mutex_lock(&refusals->lock);
    while (!refusals->is_ending && clock_mono_ms() < by_ms)
        (void)pthread_cond_clockwait(&refusals->woken, &refusals->lock, CLOCK_MONOTONIC, &by);
    bool is_ending = refusals->is_ending;
    pthread_mutex_unlock(&refusals->lock);
    return !is_ending;
}

static void *write_main(void *context)
{
    while (wait_a_moment(context))
        write_due(context, clock_mono_ms());
    write_due(context, INT64_MAX - REFUSALS_EVERY_MS);
    return NULL;
}

struct refusals *refusals_open(struct edge *edge)
{
    struct refusals *refusals = heap_make(1, sizeof(*refusals));
    refusals->edge = edge;
    refusals->slots = heap_make(SLOTS, sizeof(struct slot));
    refusals->spare = heap_make(SLOTS, sizeof(struct slot));
    CHECK(pthread_mutex_init(&refusals->lock, NULL) == 0);
    CHECK(pthread_cond_init(&refusals->woken, NULL) == 0);
    CHECK(pthread_create(&refusals->thread, NULL, write_main, refusals) == 0);
    return refusals;
}

void refusals_close(struct refusals *refusals)
{
    if (refusals == NULL)
        return;
    pthread_mutex_lock(&refusals->lock);
    refusals->is_ending = true;
    pthread_cond_signal(&refusals->woken);
    pthread_mutex_unlock(&refusals->lock);
    pthread_join(refusals->thread, NULL);
    pthread_cond_destroy(&refusals->woken);
    pthread_mutex_destroy(&refusals->lock);
    free(refusals->slots);
    free(refusals->spare);
    free(refusals);
}

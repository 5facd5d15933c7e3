/* ledger - ports, the queue, and the writer's thread. The storage is behind store.h, a batch's
 * inside in batch.c. */
#include "ledger/ledger.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "ledger/batch.h"
#include "ledger/kept.h"

#define PORTS_MAX       64
#define JOB_ARENA_BYTES (8 * 1024 * 1024)
#define MARK_AHEAD_MS                                                                              \
    1000 /* ids of this long ahead are reserved on disk, so that a clock that goes back over a     \
            restart repeats none */
#define REOPEN_EVERY_MS   100
#define LOG_HEAD_EVERY_MS (INT64_C(24) * 3600 * 1000)
#define IDLE_TIDY_MS      1000

struct ledger_port {
    struct ledger *ledger;
    void (*wake)(void *context);
    void *context;
    struct ledger_job *turn_first, *turn_last; /* added, not flushed; the port's thread */
    size_t turn_count;
    pthread_mutex_t lock; /* guards done_first, done_last */
    struct ledger_job *done_first, *done_last;
    bool is_touched; /* the writer's: has jobs in this batch */
};

struct ledger {
    const struct store_ops *ops;
    struct ledger_options options;
    char dir[1024];
    pthread_t thread;

    pthread_mutex_t lock; /* guards the group below */
    pthread_cond_t wake;
    struct ledger_job *first, *last;
    size_t queued; /* handed over and not finished, the open batch included */
    struct id_source ids;
    bool is_stopping;
    struct ledger_port *ports[PORTS_MAX];
    size_t port_count;

    /* The writer's own. */
    struct ledger_tx tx;
    struct kept *kept;
    uint64_t mark;
    int64_t reopen_at_mono_ms;
    int64_t log_head_at_mono_ms;
    int64_t synced_mono_ms;
    bool has_unsynced;

    _Atomic uint64_t batches, entries, failed_batches, wal_bytes, refused_clicks;
    _Atomic bool is_failing;
};

/* --- Ports ---------------------------------------------------------------- */

struct ledger_port *ledger_port_open(struct ledger *ledger, void (*wake)(void *context),
                                     void *context)
{
    struct ledger_port *port = heap_make(1, sizeof(*port));
    port->ledger = ledger;
    port->wake = wake;
    port->context = context;
    CHECK(pthread_mutex_init(&port->lock, NULL) == 0);
    pthread_mutex_lock(&ledger->lock);
    CHECK(ledger->port_count < PORTS_MAX);
    ledger->ports[ledger->port_count++] = port;
    pthread_mutex_unlock(&ledger->lock);
    return port;
}

void ledger_port_close(struct ledger_port *port)
{
    if (port == NULL)
        return;
    struct ledger *ledger = port->ledger;
    CHECK(port->turn_first == NULL);
    pthread_mutex_lock(&ledger->lock);
    for (size_t i = 0; i < ledger->port_count; i++) {
        if (ledger->ports[i] == port)
            ledger->ports[i] = ledger->ports[--ledger->port_count];
    }
    pthread_mutex_unlock(&ledger->lock);
    pthread_mutex_destroy(&port->lock);
    free(port);
}

void ledger_port_add(struct ledger_port *port, struct ledger_job *job)
{
    CHECK(job->id_count >= 1 && job->id_count <= LEDGER_IDS_MAX);
    job->port = port;
    job->next = NULL;
    job->id = 0;
    if (port->turn_last != NULL)
        port->turn_last->next = job;
    else
        port->turn_first = job;
    port->turn_last = job;
    port->turn_count++;
}

static void port_finish(struct ledger_port *port, struct ledger_job *job, enum err result)
{
    job->result = result;
    job->next = NULL;
    pthread_mutex_lock(&port->lock);
    if (port->done_last != NULL)
        port->done_last->next = job;
    else
        port->done_first = job;
    port->done_last = job;
    pthread_mutex_unlock(&port->lock);
}

/* A full queue: nothing was handed over, the owners hear of it at once. */
static void port_refuse(struct ledger_port *port, struct ledger_job *jobs)
{
    while (jobs != NULL) {
        struct ledger_job *job = jobs;
        jobs = job->next;
        (void)ledger_claim_id(port->ledger, job);
        if (job->keep)
            port->ledger->refused_clicks++;
        port_finish(port, job, ERR_FULL);
    }
    log_error("ledger", "the queue is full (%d jobs): the disk does not keep up", LEDGER_QUEUE_MAX);
    port->wake(port->context);
}

void ledger_port_flush(struct ledger_port *port)
{
    if (port->turn_first == NULL)
        return;
    struct ledger *ledger = port->ledger;
    struct ledger_job *first = TAKE(port->turn_first);
    struct ledger_job *last = TAKE(port->turn_last);
    size_t count = port->turn_count;
    port->turn_count = 0;
    pthread_mutex_lock(&ledger->lock);
    bool fits = count <= LEDGER_QUEUE_MAX - ledger->queued;
    if (fits) {
        if (ledger->last != NULL)
            ledger->last->next = first;
        else
            ledger->first = first;
        ledger->last = last;
        ledger->queued += count;
        pthread_cond_signal(&ledger->wake);
    }
    pthread_mutex_unlock(&ledger->lock);
    if (!fits)
        port_refuse(port, first);
}

bool ledger_port_collect(struct ledger_port *port)
{
    pthread_mutex_lock(&port->lock);
    struct ledger_job *jobs = TAKE(port->done_first);
    port->done_last = NULL;
    pthread_mutex_unlock(&port->lock);
    bool has_any = jobs != NULL;
    while (jobs != NULL) {
        struct ledger_job *job = jobs;
        jobs = job->next;
        job->done(job, job->result);
    }
    return has_any;
}

/* --- Ids ------------------------------------------------------------------ */

/* A block of ids without a gap, so that a job's own ids are id, id + 1 ... Under the lock. */
static uint64_t take_ids(struct ledger *ledger, unsigned count, int64_t now_ms)
{
    const uint64_t sequence_max = (1u << ID_SEQUENCE_BITS) - 1;
    uint64_t id = id_next(&ledger->ids, now_ms);
    if ((id & sequence_max) + count - 1 > sequence_max) {
        ledger->ids.last = id | sequence_max;
        id = id_next(&ledger->ids, now_ms);
    }
    ledger->ids.last = id + count - 1;
    return id;
}

uint64_t ledger_claim_id(struct ledger *ledger, struct ledger_job *job)
{
    pthread_mutex_lock(&ledger->lock);
    if (job->id == 0)
        job->id = take_ids(ledger, job->id_count, clock_wall_ms());
    uint64_t id = job->id;
    pthread_mutex_unlock(&ledger->lock);
    return id;
}

/* Two lists in the order of ids become one. */
static struct ledger_job *merge(struct ledger_job *a, struct ledger_job *b)
{
    struct ledger_job *merged = NULL;
    struct ledger_job **end = &merged;
    while (a != NULL && b != NULL) {
        struct ledger_job **first = a->id < b->id ? &a : &b;
        *end = *first;
        end = &(*first)->next;
        *first = *end;
    }
    *end = a != NULL ? a : b;
    return merged;
}

/* Merge sort: run k holds 2^k jobs, or none. */
static struct ledger_job *sort_by_id(struct ledger_job *jobs)
{
    struct ledger_job *runs[32] = {NULL};
    while (jobs != NULL) {
        struct ledger_job *run = jobs;
        jobs = jobs->next;
        run->next = NULL;
        size_t k = 0;
        for (; runs[k] != NULL; k++)
            run = merge(TAKE(runs[k]), run);
        runs[k] = run;
    }
    struct ledger_job *sorted = NULL;
    for (size_t k = 0; k < ARRAY_LEN(runs); k++)
        sorted = merge(runs[k], sorted);
    return sorted;
}

/* Takes the whole queue, each job with an id. Under the lock. *is_sorted is false when some ids
 * were claimed before: after a disk that hung that may be most of them. */
static struct ledger_job *drain(struct ledger *ledger, bool *is_sorted)
{
    int64_t now_ms = clock_wall_ms();
    struct ledger_job *jobs = TAKE(ledger->first);
    ledger->last = NULL;
    *is_sorted = true;
    for (struct ledger_job *job = jobs; job != NULL; job = job->next) {
        if (job->id != 0)
            *is_sorted = false;
        else
            job->id = take_ids(ledger, job->id_count, now_ms);
    }
    return jobs;
}

/* --- The writer ----------------------------------------------------------- */

static enum err store_reopen(struct ledger *ledger)
{
    struct ledger_tx *tx = &ledger->tx;
    if (tx->store != NULL)
        return OK;
    if (clock_mono_ms() < ledger->reopen_at_mono_ms)
        return ERR_IO;
    ledger->reopen_at_mono_ms = clock_mono_ms() + REOPEN_EVERY_MS;
    enum err err = tx->ops->open(ledger->dir, &tx->store);
    if (err != OK)
        return err;
    err = tx->ops->read_head(tx->store, &tx->link, &ledger->mark);
    if (err != OK) {
        tx->ops->close(TAKE(tx->store));
        return err;
    }
    /* A batch whose commit seemed to fail may be there after all: whole, by its last id. */
    kept_drop_recorded(ledger->kept, tx->link.last_id);
    return OK;
}

static bool are_all_relaxed(const struct ledger *ledger, const struct ledger_job *jobs)
{
    if (!ledger->options.relaxed_clicks ||
        jobs == NULL) /* without jobs the turn is there to sync */
        return false;
    if (clock_mono_ms() - ledger->synced_mono_ms >= ledger->options.relaxed_sync_ms)
        return false;
    for (; jobs != NULL; jobs = jobs->next) {
        if (!jobs->relaxed)
            return false;
    }
    return true;
}

/* The next mark to reserve, or 0 while the old one is far enough ahead. */
static uint64_t next_mark(struct ledger *ledger)
{
    pthread_mutex_lock(&ledger->lock);
    uint64_t last = ledger->ids.last;
    pthread_mutex_unlock(&ledger->lock);
    if (id_time_ms(last) + MARK_AHEAD_MS / 2 < id_time_ms(ledger->mark))
        return 0;
    return id_from_ms(id_time_ms(last) + MARK_AHEAD_MS);
}

static enum err write_batch(struct ledger *ledger, struct ledger_job *jobs)
{
    struct ledger_tx *tx = &ledger->tx;
    bool is_synced = !are_all_relaxed(ledger, jobs);
    enum err err = store_reopen(ledger);
    if (err == OK)
        err = batch_begin(tx, is_synced, clock_wall_ms());
    if (err == OK)
        err = kept_write(ledger->kept, tx);
    for (struct ledger_job *job = jobs; job != NULL && err == OK; job = job->next)
        err = batch_run(tx, job);
    /* Ids that nobody got to see need no mark. */
    uint64_t mark = tx->entries > 0 ? next_mark(ledger) : 0;
    /* A commit to sync behind the relaxed ones. It must change something: SQLite writes no page
     * that stays the same. */
    if (mark == 0 && is_synced && ledger->has_unsynced)
        mark = ledger->mark + 1;
    if (err == OK)
        err = batch_commit(tx, mark);
    if (err != OK)
        return err;
    if (mark != 0)
        ledger->mark = mark;
    if (is_synced)
        ledger->synced_mono_ms = clock_mono_ms();
    ledger->has_unsynced = !is_synced;
    kept_drop_recorded(ledger->kept, UINT64_MAX);
    ledger->batches++;
    ledger->entries += tx->entries;
    return OK;
}

/* After a failure nothing of the handle is trusted: a failed fsync is not tried again on it. */
static void drop_batch(struct ledger *ledger, struct ledger_job *jobs)
{
    struct ledger_tx *tx = &ledger->tx;
    if (tx->store != NULL) {
        tx->ops->rollback(tx->store);
        tx->ops->close(TAKE(tx->store));
    }
    ledger->failed_batches++;
    for (; jobs != NULL; jobs = jobs->next) {
        if (jobs->keep)
            kept_add(ledger->kept, jobs);
    }
}

/* Tells every owner, and wakes each port once. */
static void finish(struct ledger *ledger, struct ledger_job *jobs, enum err result)
{
    size_t count = 0;
    for (; jobs != NULL; count++) {
        struct ledger_job *job = jobs;
        jobs = job->next;
        job->port->is_touched = true;
        port_finish(job->port, job, result);
    }
    pthread_mutex_lock(&ledger->lock);
    ledger->queued -= count;
    for (size_t i = 0; i < ledger->port_count; i++) {
        struct ledger_port *port = ledger->ports[i];
        if (port->is_touched)
            port->wake(port->context);
        port->is_touched = false;
    }
    pthread_mutex_unlock(&ledger->lock);
}

/* The head of the chain, kept where the folder's owner cannot reach it: `rebond verify --head`
 * checks against it. */
static void log_head(struct ledger *ledger)
{
    char hex[2 * STORE_HASH_BYTES + 1];
    if (ledger->tx.link.last_id == 0 || clock_mono_ms() < ledger->log_head_at_mono_ms)
        return;
    ledger->log_head_at_mono_ms = clock_mono_ms() + LOG_HEAD_EVERY_MS;
    CHECK(sodium_bin2hex(hex, sizeof(hex), ledger->tx.link.hash, STORE_HASH_BYTES) != NULL);
    log_info("ledger", "head %s at entry %" PRIu64, hex, ledger->tx.link.last_id);
}

static void turn(struct ledger *ledger, struct ledger_job *jobs)
{
    enum err err = write_batch(ledger, jobs);
    if (err != OK)
        drop_batch(ledger, jobs);
    if (ledger->is_failing && err == OK)
        log_warning("ledger", "writing again, %" PRIu64 " batches failed so far",
                    ledger->failed_batches);
    ledger->is_failing = err != OK;
    finish(ledger, jobs, err == OK ? OK : ERR_IO);
    if (err == OK)
        log_head(ledger);
}

static void tidy(struct ledger *ledger, bool is_idle)
{
    if (ledger->tx.store == NULL)
        return;
    uint64_t wal_bytes = 0;
    /* A failure leaves everything in the log, but the handle is not trusted any more: see
     * drop_batch(). */
    if (ledger->tx.ops->tidy(ledger->tx.store, is_idle, &wal_bytes) == OK)
        ledger->wal_bytes = wal_bytes;
    else
        ledger->tx.ops->close(TAKE(ledger->tx.store));
}

/* How long the writer may sleep: until kept clicks are due again, relaxed batches must be synced,
 * or it is idle enough to tidy. */
static int64_t sleep_ms(struct ledger *ledger)
{
    if (kept_count(ledger->kept) > 0)
        return REOPEN_EVERY_MS;
    if (ledger->has_unsynced)
        return ledger->options.relaxed_sync_ms;
    return IDLE_TIDY_MS;
}

/* Waits for jobs; NULL after the sleep or when stopping. Under the lock. */
static struct ledger_job *wait_for_jobs(struct ledger *ledger, bool *is_sorted)
{
    if (ledger->first == NULL && !ledger->is_stopping) {
        int64_t until_ms = clock_mono_ms() + sleep_ms(ledger);
        struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};
        pthread_cond_timedwait(&ledger->wake, &ledger->lock, &until);
    }
    return drain(ledger, is_sorted);
}

static void *writer_main(void *context)
{
    struct ledger *ledger = context;
    for (;;) {
        bool is_sorted;
        pthread_mutex_lock(&ledger->lock);
        struct ledger_job *jobs = wait_for_jobs(ledger, &is_sorted);
        bool is_stopping = ledger->is_stopping;
        pthread_mutex_unlock(&ledger->lock);
        if (!is_sorted)
            jobs = sort_by_id(jobs);
        bool has_duty = kept_count(ledger->kept) > 0 || ledger->has_unsynced;
        if (is_stopping)
            ledger->reopen_at_mono_ms = 0; /* the last try does not wait */
        if (jobs != NULL || has_duty)
            turn(ledger, jobs);
        if (jobs == NULL && is_stopping)
            return NULL;
        tidy(ledger, jobs == NULL);
    }
}

/* --- Opening -------------------------------------------------------------- */

static void ids_start(struct ledger *ledger)
{
    struct id_source *ids = &ledger->ids;
    ids->node = ledger->options.node;
    ids->last = ledger->tx.link.last_id;
    /* Only a clock that went back needs the mark: otherwise the new milliseconds are past all that
     * was given. */
    if (id_from_ms(clock_wall_ms()) <= ledger->mark && ledger->mark > ids->last)
        ids->last = ledger->mark;
    if (id_time_ms(ids->last) > clock_wall_ms() + MARK_AHEAD_MS)
        log_warning("ledger",
                    "the clock stands %" PRId64 " ms behind the last entry: ids go on from there",
                    id_time_ms(ids->last) - clock_wall_ms());
}

/* Ids may run ahead of the clock from here on. They are reserved before the first is given: a
 * visitor may leave with one that no batch ever records, and no later start may give it again. */
static enum err ids_reserve(struct ledger *ledger)
{
    int64_t now_ms = clock_wall_ms();
    int64_t last_ms = id_time_ms(ledger->ids.last);
    uint64_t mark = id_from_ms((last_ms > now_ms ? last_ms : now_ms) + MARK_AHEAD_MS);
    enum err err = batch_begin(&ledger->tx, true, now_ms);
    if (err == OK)
        err = batch_commit(&ledger->tx, mark);
    if (err == OK)
        ledger->mark = mark;
    return err;
}

static void ledger_free(struct ledger *ledger)
{
    if (ledger->tx.store != NULL)
        ledger->tx.ops->close(ledger->tx.store);
    kept_free(ledger->kept);
    arena_free(ledger->tx.arena);
    arena_free(ledger->tx.total_arena);
    pthread_mutex_destroy(&ledger->lock);
    pthread_cond_destroy(&ledger->wake);
    free(ledger);
}

enum err ledger_open(const char *dir, const struct ledger_options *options, struct ledger **opened)
{
    struct ledger *ledger = heap_make(1, sizeof(*ledger));
    ledger->options = *options;
    ledger->tx.ops = &store_sqlite;
    ledger->tx.arena = arena_make(JOB_ARENA_BYTES);
    ledger->tx.total_arena = arena_make(BATCH_ARENA_BYTES);
    ledger->kept = kept_make();
    CHECK(pthread_mutex_init(&ledger->lock, NULL) == 0);
    pthread_condattr_t attributes;
    CHECK(pthread_condattr_init(&attributes) == 0);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&ledger->wake, &attributes) == 0);
    pthread_condattr_destroy(&attributes);
    enum err err = strlen(dir) < sizeof(ledger->dir) ? OK : ERR_TOO_LONG;
    if (err == OK) {
        memcpy(ledger->dir, dir, strlen(dir) + 1);
        err = store_reopen(ledger);
    }
    if (err == OK) {
        ids_start(ledger);
        err = ids_reserve(ledger);
    }
    if (err != OK) {
        ledger_free(ledger);
        return err;
    }
    log_info("ledger", "open, %" PRIu64 " is the last entry", ledger->tx.link.last_id);
    CHECK(pthread_create(&ledger->thread, NULL, writer_main, ledger) == 0);
    *opened = ledger;
    return OK;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger == NULL)
        return;
    CHECK(ledger->port_count == 0);
    pthread_mutex_lock(&ledger->lock);
    ledger->is_stopping = true;
    pthread_cond_signal(&ledger->wake);
    pthread_mutex_unlock(&ledger->lock);
    pthread_join(ledger->thread, NULL);
    if (kept_count(ledger->kept) > 0)
        log_error("ledger", "closed with %" PRIu64 " clicks that no batch took: they are lost",
                  kept_count(ledger->kept));
    ledger_free(ledger);
}

struct ledger_counters ledger_counters(struct ledger *ledger)
{
    struct ledger_counters counters = {
        .batches = ledger->batches,
        .entries = ledger->entries,
        .failed_batches = ledger->failed_batches,
        .kept = kept_count(ledger->kept),
        .kept_recorded = kept_recorded(ledger->kept),
        .kept_lost = kept_lost(ledger->kept) + ledger->refused_clicks,
        .wal_bytes = ledger->wal_bytes,
        .failing = ledger->is_failing,
    };
    pthread_mutex_lock(&ledger->lock);
    counters.queue = ledger->queued;
    pthread_mutex_unlock(&ledger->lock);
    return counters;
}

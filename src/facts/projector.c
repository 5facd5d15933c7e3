/* projector - one turn of its thread after the other: is the store open, is its position one of
 * this ledger's, is there a window to project. Whatever fails ends the turn, and the next one asks
 * all of it again. */
#include "facts/projector.h"

#include <pthread.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "facts/idler.h"
#include "facts/window.h"

#define LOOK_MS       200 /* between two looks at the ledger when there is no more than a look's */
#define FAIL_MS_MIN   200
#define FAIL_MS_MAX   5000
#define FAILS_TO_OPEN 3 /* in a row; then ledger and store are opened anew */

struct projector {
    struct projector_options options;
    char dir[1024];
    pthread_t thread;
    atomic_bool is_stopping;

    pthread_mutex_t lock; /* guards the group below */
    pthread_cond_t wake;  /* of the thread: ending, a rebuild, the last hold */
    struct facts *facts;  /* NULL: not open, or about to be removed */
    unsigned holds;
    bool is_leaving; /* the store is to be removed: whoever holds it is to let go */
    bool wants_rebuild;
    struct projector_state state; /* behind_ms is reckoned when it is asked for */
    uint64_t oldest_id;   /* that is not in the facts, when it was last looked at; 0: none */
    int64_t well_mono_ms; /* when a turn last did all that it had to */
    bool is_blind;        /* nobody knows what came since then */

    /* The thread's own. */
    struct facts *store;
    struct tail *tail;
    struct window *window;
    struct facts_position position;
    bool is_checked; /* the position is one of this ledger's */
    uint64_t rebuild_until_id;
    uint64_t entries_max; /* of the next window */
    unsigned fails;       /* in a row */
    bool wants_reopen;    /* as soon as nobody holds the store */
    struct idler *idler;  /* loads what is fresh; NULL: nothing gives way */
    uint64_t held_id;     /* with hold_ms: batches up to here are old enough ... */
    uint64_t mark_id;     /* ... and up to here they will be, hold_ms after mark_mono_ms */
    int64_t mark_mono_ms;
};

static void lock(struct projector *projector)
{
    CHECK(pthread_mutex_lock(&projector->lock) == 0);
}

static void unlock(struct projector *projector)
{
    CHECK(pthread_mutex_unlock(&projector->lock) == 0);
}

/* ------------------------------------------------------------------ the store */

static void show_store(struct projector *projector)
{
    lock(projector);
    projector->facts = projector->store;
    projector->state.is_open = true;
    unlock(projector);
}

/* Takes the store back from all who hold it, and closes it. */
static void close_store(struct projector *projector)
{
    lock(projector);
    projector->facts = NULL;
    projector->state.is_open = false;
    projector->is_leaving = true;
    while (projector->holds > 0)
        CHECK(pthread_cond_wait(&projector->wake, &projector->lock) == 0);
    projector->is_leaving = false;
    unlock(projector);
    facts_close(TAKE(projector->store));
    projector->is_checked = false;
}

static enum err remove_files(struct projector *projector)
{
    enum err err = facts_remove(projector->dir);
    lock(projector);
    projector->state.rebuilds += err == OK;
    projector->state.position = 0;
    projector->is_blind = true;
    unlock(projector);
    return err;
}

/* The ledger has everything: what was made by another version, or is damaged, is made anew. */
static enum err open_store(struct projector *projector)
{
    if (projector->store != NULL)
        return OK;
    enum err err = facts_open(&projector->options.facts, &projector->store);
    if (err == ERR_INVALID) {
        log_warning("facts", "the store cannot be used: it is removed and made anew");
        err = remove_files(projector);
        if (err == OK)
            err = facts_open(&projector->options.facts, &projector->store);
    }
    return err;
}

static enum err remove_store(struct projector *projector)
{
    close_store(projector);
    lock(projector);
    projector->wants_rebuild = false;
    projector->state.is_rebuilding = true;
    unlock(projector);
    return remove_files(projector);
}

static bool wants_rebuild(struct projector *projector)
{
    lock(projector);
    bool wants = projector->wants_rebuild;
    unlock(projector);
    return wants;
}

/* ------------------------------------------------------------------ the position */

static enum err is_of_ledger(struct projector *projector, bool *is_of)
{
    const struct facts_position *position = &projector->position;
    struct tail_batch batch;
    enum err err = tail_batch(projector->tail, position->id, &batch);
    if (err != OK)
        return err;
    *is_of = position->id == 0 || (batch.last_id == position->id &&
                                   memcmp(batch.hash, position->hash, sizeof(batch.hash)) == 0);
    return OK;
}

/* Begins where the facts are. From nothing, it is a rebuild until the ledger's present end. */
static enum err begin_at(struct projector *projector)
{
    struct tail_batch head;
    enum err err = tail_head(projector->tail, &head);
    if (err != OK)
        return err;
    bool is_new = projector->position.id == 0;
    projector->rebuild_until_id = is_new ? head.last_id : 0;
    lock(projector);
    projector->state.position = projector->position.id;
    projector->state.is_rebuilding = is_new && head.last_id != 0;
    unlock(projector);
    projector->is_checked = true;
    return OK;
}

/* Reads the position and holds it against the ledger; another ledger's facts are removed. */
static enum err check_position(struct projector *projector)
{
    bool is_of = false;
    if (projector->is_checked)
        return OK;
    enum err err = facts_position(projector->store, projector->options.node, &projector->position);
    if (err == OK)
        err = is_of_ledger(projector, &is_of);
    if (err == OK && !is_of) {
        log_warning("facts", "the facts at entry %" PRIu64 " are not of this ledger: made anew",
                    projector->position.id);
        err = remove_store(projector);
        if (err == OK)
            err = open_store(projector);
        if (err == OK)
            err = facts_position(projector->store, projector->options.node, &projector->position);
    }
    return err == OK ? begin_at(projector) : err;
}

/* All that a window needs. ERR_NOT_FOUND: there is no ledger yet. */
static enum err prepare(struct projector *projector)
{
    enum err err = OK;
    if (wants_rebuild(projector))
        err = remove_store(projector);
    if (err == OK && projector->tail == NULL) {
        err = tail_open(projector->dir, &projector->tail);
        if (err == OK)
            projector->window = window_make(projector->tail, &projector->is_stopping);
    }
    if (err == OK)
        err = open_store(projector);
    if (err == OK)
        err = check_position(projector);
    if (err == OK)
        show_store(projector);
    return err;
}

/* ------------------------------------------------------------------ windows */

/* Up to which batch all are old enough to be on disk. */
static uint64_t find_end(struct projector *projector, uint64_t head_id)
{
    int64_t now_mono_ms = clock_mono_ms();
    if (projector->options.hold_ms == 0)
        return head_id;
    if (projector->mark_id != 0 &&
        now_mono_ms - projector->mark_mono_ms >= projector->options.hold_ms) {
        projector->held_id = projector->mark_id;
        projector->mark_id = 0;
    }
    if (projector->mark_id == 0) {
        projector->mark_id = head_id;
        projector->mark_mono_ms = now_mono_ms;
    }
    return projector->held_id;
}

static enum err find_window(struct projector *projector, struct tail_batch *found)
{
    struct tail_batch head;
    uint64_t position_id = projector->position.id;
    uint64_t oldest_id = 0;
    enum err err = tail_head(projector->tail, &head);
    if (err == OK && head.last_id > position_id)
        err = tail_oldest(projector->tail, position_id, &oldest_id);
    if (err == OK)
        err = tail_window(projector->tail, position_id, find_end(projector, head.last_id),
                          projector->entries_max, found);
    if (err != OK)
        return err;
    lock(projector);
    projector->oldest_id = oldest_id;
    projector->state.ledger_end = head.last_id;
    unlock(projector);
    return OK;
}

static void note_window(struct projector *projector, const struct tail_batch *found)
{
    lock(projector);
    projector->state.position = found->last_id;
    projector->state.entries += found->entries;
    if (projector->state.is_rebuilding && found->last_id >= projector->rebuild_until_id)
        projector->state.is_rebuilding = false;
    /* At the end until the next look says otherwise. */
    if (found->last_id >= projector->state.ledger_end)
        projector->oldest_id = 0;
    unlock(projector);
}

/* A window on its way into the store. What it does takes no lock of the projector's, so that who
 * asks the projector waits for no thread that waits for the processor. */
struct loading {
    struct projector *projector;
    struct facts_load *load;        /* NULL: it is over */
    struct facts_position position; /* its end */
    int64_t fresh_until_ms;         /* wall time */
    bool is_read;                   /* all of it is in the load */
    enum err err;
};

static bool gives_way(const struct loading *loading)
{
    return loading->projector->idler != NULL && clock_wall_ms() < loading->fresh_until_ms &&
           (loading->is_read || window_is_step_short(loading->projector->window));
}

static void load_piece(struct loading *loading)
{
    struct projector *projector = loading->projector;
    if (loading->is_read) {
        loading->err = facts_load_commit(TAKE(loading->load), &loading->position);
        /* Of a commit that failed nobody knows whether it is there: the store is asked. */
        projector->is_checked = loading->err == OK;
        return;
    }
    loading->err = window_step(projector->window, &loading->is_read);
    if (loading->err != OK)
        facts_load_abort(TAKE(loading->load));
}

static void load_pieces(void *context)
{
    struct loading *loading = context;
    while (loading->load != NULL && gives_way(loading))
        load_piece(loading);
}

static enum err project(struct projector *projector, const struct tail_batch *found)
{
    struct loading loading = {.projector = projector,
                              .position = {.node = projector->options.node, .id = found->last_id},
                              .fresh_until_ms =
                                  id_time_ms(projector->oldest_id) + projector->options.fresh_ms};
    memcpy(loading.position.hash, found->hash, sizeof(loading.position.hash));
    enum err err = facts_load_begin(projector->store, &loading.load);
    if (err != OK)
        return err;
    window_begin(projector->window, loading.load, projector->position.id, found->last_id);
    while (loading.load != NULL) {
        if (gives_way(&loading))
            idler_run(projector->idler, load_pieces, &loading,
                      loading.fresh_until_ms - clock_wall_ms());
        else
            load_piece(&loading);
    }
    if (loading.err != OK)
        return loading.err;
    projector->position = loading.position;
    note_window(projector, found);
    return OK;
}

/* ------------------------------------------------------------------ the thread */

/* One window. *is_full: there may be another one at once. */
static enum err turn(struct projector *projector, bool *is_full)
{
    struct tail_batch found = {0};
    *is_full = false;
    enum err err = prepare(projector);
    if (err == OK)
        err = find_window(projector, &found);
    if (err == OK && found.last_id != 0)
        err = project(projector, &found);
    if (err == OK)
        *is_full = found.entries > projector->entries_max / 2;
    return err == ERR_NOT_FOUND ? OK : err; /* without a ledger there is nothing to do */
}

static void close_all(struct projector *projector)
{
    close_store(projector);
    window_free(TAKE(projector->window));
    tail_close(TAKE(projector->tail));
}

/* What failed may have been too much at once: less is tried, and more again once that went well. */
static uint64_t next_entries_max(uint64_t entries_max, bool is_failed)
{
    uint64_t next = is_failed ? entries_max / 2 : 2 * entries_max;
    return next < PROJECTOR_ENTRIES_MIN   ? PROJECTOR_ENTRIES_MIN
           : next > PROJECTOR_ENTRIES_MAX ? PROJECTOR_ENTRIES_MAX
                                          : next;
}

/* Whether nobody holds the store; then it is no longer lent. */
static bool take_back(struct projector *projector)
{
    lock(projector);
    bool is_free = projector->holds == 0;
    if (is_free) {
        projector->facts = NULL;
        projector->state.is_open = false;
    }
    unlock(projector);
    return is_free;
}

static int64_t note_turn(struct projector *projector, enum err err, bool is_full)
{
    bool is_failed = err != OK && err != ERR_CLOSED;
    lock(projector);
    if (err == OK)
        projector->well_mono_ms = clock_mono_ms();
    projector->is_blind = is_failed;
    projector->state.failures += is_failed;
    unlock(projector);
    projector->fails = is_failed ? projector->fails + 1 : 0;
    projector->entries_max = next_entries_max(projector->entries_max, is_failed);
    if (!is_failed)
        return is_full ? 0 : LOOK_MS;
    log_error("facts", "projecting failed behind entry %" PRIu64 ": %s", projector->position.id,
              err_text(err));
    projector->wants_reopen |= projector->fails % FAILS_TO_OPEN == 0;
    /* Reports of what is there go on meanwhile: an export would hold it up for as long as it takes.
     */
    if (projector->wants_reopen && take_back(projector)) {
        close_all(projector);
        projector->wants_reopen = false;
    }
    int64_t wait_ms = FAIL_MS_MIN << (projector->fails < 6 ? projector->fails - 1 : 5);
    return wait_ms < FAIL_MS_MAX ? wait_ms : FAIL_MS_MAX;
}

/* Sleeps unless it is to end or to rebuild. */
static void rest(struct projector *projector, int64_t ms)
{
    int64_t by_mono_ms = clock_mono_ms() + ms;
    struct timespec by = {.tv_sec = by_mono_ms / 1000, .tv_nsec = by_mono_ms % 1000 * 1000000};
    lock(projector);
    if (ms > 0 && !projector->is_stopping && !projector->wants_rebuild)
        (void)pthread_cond_clockwait(&projector->wake, &projector->lock, CLOCK_MONOTONIC, &by);
    unlock(projector);
}

static void *projector_main(void *context)
{
    struct projector *projector = context;
    if (projector->options.fresh_ms > 0)
        projector->idler = idler_make();
    while (!projector->is_stopping) {
        bool is_full;
        enum err err = turn(projector, &is_full);
        rest(projector, note_turn(projector, err, is_full));
    }
    close_all(projector);
    idler_free(TAKE(projector->idler));
    return NULL;
}

enum err projector_open(const struct projector_options *options, struct projector **opened)
{
    if (strlen(options->dir) >= sizeof(((struct projector *)NULL)->dir))
        return ERR_TOO_LONG;
    struct projector *projector = heap_make(1, sizeof(*projector));
    projector->options = *options;
    memcpy(projector->dir, options->dir, strlen(options->dir) + 1);
    projector->options.dir = projector->options.facts.dir = projector->dir;
    projector->well_mono_ms = clock_mono_ms();
    projector->is_blind = true; /* until it has looked */
    projector->entries_max = PROJECTOR_ENTRIES_FIRST;
    CHECK(pthread_mutex_init(&projector->lock, NULL) == 0);
    CHECK(pthread_cond_init(&projector->wake, NULL) == 0);
    CHECK(pthread_create(&projector->thread, NULL, projector_main, projector) == 0);
    *opened = projector;
    return OK;
}

void projector_close(struct projector *projector)
{
    if (projector == NULL)
        return;
    lock(projector);
    projector->is_stopping = true;
    CHECK(pthread_cond_broadcast(&projector->wake) == 0);
    unlock(projector);
    CHECK(pthread_join(projector->thread, NULL) == 0);
    CHECK(pthread_cond_destroy(&projector->wake) == 0);
    CHECK(pthread_mutex_destroy(&projector->lock) == 0);
    free(projector);
}

/* ------------------------------------------------------------------ what others ask */

struct facts *projector_hold(struct projector *projector)
{
    lock(projector);
    struct facts *facts = projector->facts;
    projector->holds += facts != NULL;
    unlock(projector);
    return facts;
}

void projector_release(struct projector *projector, struct facts *facts)
{
    if (facts == NULL)
        return;
    lock(projector);
    CHECK(projector->holds > 0);
    if (--projector->holds == 0)
        CHECK(pthread_cond_broadcast(&projector->wake) == 0);
    unlock(projector);
}

bool projector_is_leaving(struct projector *projector)
{
    lock(projector);
    bool is_leaving = projector->is_leaving;
    unlock(projector);
    return is_leaving;
}

void projector_rebuild(struct projector *projector)
{
    lock(projector);
    projector->wants_rebuild = true;
    projector->state.is_rebuilding = true;
    CHECK(pthread_cond_broadcast(&projector->wake) == 0);
    unlock(projector);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct projector_state projector_state(struct projector *projector)
{
    lock(projector);
    struct projector_state state = projector->state;
    if (projector->oldest_id != 0)
        state.behind_ms = later(clock_wall_ms() - id_time_ms(projector->oldest_id), 1);
    if (projector->is_blind)
        state.behind_ms = later(state.behind_ms, clock_mono_ms() - projector->well_mono_ms);
    unlock(projector);
    return state;
}

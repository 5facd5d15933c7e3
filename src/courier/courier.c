#include "courier/courier.h"

#include <stdlib.h>
#include "base/clock.h"
#include "courier/delivery.h"
#include "courier/recovery.h"

#define TAKE_ARENA_BYTES (32 * 1024 * 1024)
#define OUTCOMES         5
#define OUTCOME_FAILED   4

struct courier_job {
    struct ledger_job job; /* first: decide() and done() get it back */
    struct courier *courier;
};

struct courier {
    struct edge *edge;
    struct courier_options options;
    struct fetcher *fetcher;
    struct ledger_port *port;
    pthread_t thread;
    _Atomic bool is_stopping;
    _Atomic bool has_news; /* something was put into the outbox */
    int64_t stop_by_mono_ms;

    struct courier_job take_job, settle_job;
    bool is_taking, is_settling;
    bool has_strays;  /* a take failed: its rows may be marked all the same */
    bool has_settled; /* there is more room than at the last take */
    int64_t take_at_mono_ms, settle_at_mono_ms;
    struct outbox_take take;                       /* the take job's while it is out */
    struct snapshot *snapshot;                     /* held for the take job */
    struct delivery *sending;                      /* with the fetcher */
    struct delivery *settling;                     /* with the settle job */
    struct delivery *settled_first, **settled_end; /* wait for the next one */
    size_t out;                                    /* taken and not settled */
    _Atomic uint64_t running, outcomes[OUTCOMES];
};

static const char *const outcome_words[OUTCOMES] = {"delivered", "duplicate", "refused",
                                                    "retrying", [OUTCOME_FAILED] = "failed"};

static struct courier *courier_of(struct ledger_job *job)
{
    return ((struct courier_job *)job)->courier;
}

static void submit(struct courier_job *job, struct courier *courier,
                   enum err (*decide)(struct ledger_job *job, struct ledger_tx *tx),
                   void (*done)(struct ledger_job *job, enum err err), size_t id_count)
{
    *job = (struct courier_job){
        .job = {.decide = decide, .done = done, .id_count = (unsigned)id_count},
        .courier = courier,
    };
    ledger_port_add(courier->port, &job->job);
}

/* --- Settle: the answer's entry, and the row's new state ------------------ */

static enum err decide_settle(struct ledger_job *job, struct ledger_tx *tx)
{
    enum err err = OK;
    for (struct delivery *delivery = courier_of(job)->settling; delivery != NULL && err == OK;
         delivery = delivery->next)
        err = outbox_settle(tx, &delivery->settlement);
    return err;
}

static void count_outcome(struct courier *courier, const char *outcome)
{
    for (size_t i = 0; i < OUTCOMES; i++) {
        if (strcmp(outcome, outcome_words[i]) == 0)
            courier->outcomes[i]++;
    }
}

/* Not on disk: offered again, in front of those that came since. */
static void keep_settled(struct courier *courier, struct delivery *deliveries)
{
    struct delivery **end = &deliveries;
    while (*end != NULL)
        end = &(*end)->next;
    *end = courier->settled_first;
    if (courier->settled_first == NULL)
        courier->settled_end = end;
    courier->settled_first = deliveries;
    courier->settle_at_mono_ms = clock_mono_ms() + COURIER_POLL_MS;
}

static void on_settled(struct ledger_job *job, enum err result)
{
    struct courier *courier = courier_of(job);
    courier->is_settling = false;
    struct delivery *deliveries = TAKE(courier->settling);
    if (result != OK) {
        keep_settled(courier, deliveries);
        return;
    }
    courier->has_settled = true;
    while (deliveries != NULL) {
        struct delivery *delivery = deliveries;
        deliveries = delivery->next;
        count_outcome(courier, delivery->settlement.verdict.outcome);
        delivery_free(delivery);
        courier->out--;
    }
}

static void settle(struct courier *courier)
{
    bool is_time = clock_mono_ms() >= courier->settle_at_mono_ms;
    if (courier->is_settling || courier->settled_first == NULL || !is_time)
        return;
    courier->settling = TAKE(courier->settled_first);
    courier->settled_end = &courier->settled_first;
    size_t count = 0;
    for (const struct delivery *delivery = courier->settling; delivery != NULL;
         delivery = delivery->next)
        count++;
    courier->is_settling = true;
    submit(&courier->settle_job, courier, decide_settle, on_settled, count);
}

/* --- Send and judge ------------------------------------------------------- */

static void judge(struct delivery *delivery, const struct fetch_result *result)
{
    struct courier *courier = delivery->courier;
    struct snapshot *snapshot = edge_hold_snapshot(courier->edge);
    delivery_finish(delivery, outbox_destination(snapshot, delivery->settlement.outbox.lane),
                    result, &courier->options.schedule);
    snapshot_drop(snapshot);
    delivery->next = NULL;
    *courier->settled_end = delivery;
    courier->settled_end = &delivery->next;
}

static void on_fetched(void *context, const struct fetch_result *result)
{
    struct delivery *delivery = context;
    delivery->courier->running--;
    delivery_unlink(delivery);
    judge(delivery, result);
}

static void dispatch(struct courier *courier, const struct outbox *row)
{
    struct delivery *delivery = delivery_make(courier, row);
    courier->out++;
    struct str header = arena_format(delivery->arena, "Idempotency-Key: %" PRIu64, row->key_id);
    struct fetch_request request = {.headers = &header, .header_count = 1};
    delivery_fill_request(delivery, &request);
    enum err err = fetcher_start(courier->fetcher, &request, on_fetched, delivery);
    if (err == OK) {
        courier->running++;
        delivery_link(&courier->sending, delivery);
        return;
    }
    judge(delivery, &(struct fetch_result){.reach = FETCH_NOT_SENT,
                                           .refused = err == ERR_INVALID,
                                           .error = str_from_c(err_text(err))});
}

/* --- Take: mark what is due as being sent --------------------------------- */

static enum err decide_take(struct ledger_job *job, struct ledger_tx *tx)
{
    return outbox_take(tx, &courier_of(job)->take);
}

static void on_taken(struct ledger_job *job, enum err result)
{
    struct courier *courier = courier_of(job);
    const struct outbox_take *taken = &courier->take;
    courier->is_taking = false;
    snapshot_drop(TAKE(courier->snapshot));
    courier->take_at_mono_ms = clock_mono_ms() + COURIER_POLL_MS;
    if (result != OK) {
        courier->has_strays = true;
        courier->take.id_after = 0;
        return;
    }
    for (size_t i = 0; i < taken->count; i++)
        dispatch(courier, &taken->rows[i]);
    courier->outcomes[OUTCOME_FAILED] += taken->expired;
    if (taken->has_more && taken->expired > 0) /* they left their places free */
        courier->take_at_mono_ms = 0;
}

static enum err decide_strays(struct ledger_job *job, struct ledger_tx *tx)
{
    return outbox_settle_strays(tx, &courier_of(job)->take);
}

static void on_strays(struct ledger_job *job, enum err result)
{
    struct courier *courier = courier_of(job);
    struct outbox_take *take = &courier->take;
    courier->is_taking = false;
    courier->take_at_mono_ms = result == OK ? 0 : clock_mono_ms() + COURIER_POLL_MS;
    courier->has_strays = result != OK || take->has_more;
    take->id_after = result == OK && take->has_more ? take->id_last : 0;
}

static void hold(struct outbox_take *take, const struct delivery *deliveries)
{
    for (const struct delivery *each = deliveries; each != NULL; each = each->next) {
        CHECK(take->held_count < COURIER_TRANSFERS_MAX);
        const struct outbox *outbox = &each->settlement.outbox;
        take->held[take->held_count++] = (struct outbox_held){outbox->id, outbox->lane};
    }
}

/* A ledger that failed is asked again when its time has come, not whenever there is news. */
static bool is_time_to_take(const struct courier *courier)
{
    if (clock_mono_ms() >= courier->take_at_mono_ms)
        return true;
    bool is_wanted = courier->has_news || (courier->take.has_more && courier->has_settled);
    return is_wanted && !courier->has_strays;
}

static void take(struct courier *courier)
{
    size_t room = COURIER_TRANSFERS_MAX - courier->out;
    if (courier->is_taking || courier->is_stopping || !is_time_to_take(courier) ||
        (room == 0 && !courier->has_strays))
        return;
    courier->take.held_count = 0;
    hold(&courier->take, courier->sending);
    hold(&courier->take, courier->settling);
    hold(&courier->take, courier->settled_first);
    courier->is_taking = true;
    if (courier->has_strays) {
        submit(&courier->take_job, courier, decide_strays, on_strays, COURIER_TRANSFERS_MAX);
        return;
    }
    courier->has_news = false;
    courier->has_settled = false;
    courier->snapshot = edge_hold_snapshot(courier->edge);
    courier->take.snapshot = courier->snapshot;
    courier->take.max = room;
    submit(&courier->take_job, courier, decide_take, on_taken, room);
}

/* --- The thread ----------------------------------------------------------- */

static bool is_finished(const struct courier *courier)
{
    if (!courier->is_stopping || courier->is_taking || courier->is_settling)
        return false;
    return courier->out == 0 || clock_mono_ms() >= courier->stop_by_mono_ms;
}

static void *courier_main(void *context)
{
    struct courier *courier = context;
    recovery_run(&(struct recovery){.port = courier->port,
                                    .fetcher = courier->fetcher,
                                    .take = &courier->take,
                                    .schedule = &courier->options.schedule,
                                    .is_stopping = &courier->is_stopping});
    while (!is_finished(courier)) {
        take(courier);
        settle(courier);
        ledger_port_flush(courier->port);
        fetcher_run(courier->fetcher, COURIER_POLL_MS);
        (void)ledger_port_collect(courier->port);
    }
    return NULL;
}

static void on_wake(void *context)
{
    fetcher_wake(((struct courier *)context)->fetcher);
}

static void on_forward(void *context)
{
    struct courier *courier = context;
    if (!courier->has_news) {
        courier->has_news = true;
        fetcher_wake(courier->fetcher);
    }
}

enum err courier_open(struct edge *edge, const struct courier_options *options,
                      struct courier **opened)
{
    struct courier *courier = heap_make(1, sizeof(*courier));
    courier->edge = edge;
    courier->options = *options;
    courier->options.policy.transfers_max = COURIER_TRANSFERS_MAX;
    courier->settled_end = &courier->settled_first;
    enum err err = fetcher_open(&courier->options.policy, &courier->fetcher);
    if (err != OK) {
        free(courier);
        return err;
    }
    courier->take.arena = arena_make(TAKE_ARENA_BYTES);
    courier->port = ledger_port_open(edge->ledger, on_wake, courier);
    edge->on_forward_context = courier;
    edge->on_forward = on_forward;
    CHECK(pthread_create(&courier->thread, NULL, courier_main, courier) == 0);
    *opened = courier;
    return OK;
}

void courier_close(struct courier *courier, int64_t grace_ms)
{
    if (courier == NULL)
        return;
    courier->stop_by_mono_ms = clock_mono_ms() + grace_ms;
    courier->is_stopping = true;
    fetcher_wake(courier->fetcher);
    pthread_join(courier->thread, NULL);
    ledger_port_close(courier->port); /* before the fetcher, which the port's wake calls */
    delivery_free_all(courier->settled_first);
    fetcher_close(courier->fetcher);
    delivery_free_all(courier->sending);
    arena_free(courier->take.arena);
    free(courier);
}

struct courier_counters courier_counters(const struct courier *courier)
{
    return (struct courier_counters){.running = courier->running,
                                     .delivered = courier->outcomes[0],
                                     .duplicate = courier->outcomes[1],
                                     .refused = courier->outcomes[2],
                                     .retrying = courier->outcomes[3],
                                     .failed = courier->outcomes[OUTCOME_FAILED]};
}

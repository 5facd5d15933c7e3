#include "courier/courier.h"

#include <sodium.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"

#define POLL_MS         250 /* how late a retry may be */
#define JOB_ARENA_BYTES (32 * 1024 * 1024)
#define OUTCOMES        5

/* A row on its way. */
struct delivery {
    struct courier *courier;
    struct delivery *next;   /* of the same state */
    struct delivery **place; /* while it is sent: what points to it */
    struct arena *arena;     /* holds the row's strings and the result's */
    struct outbox outbox;
    struct delivery_verdict verdict;
    struct answer answer;
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

    struct ledger_job take_job, settle_job;
    bool is_taking, is_settling;
    int64_t take_at_mono_ms;
    struct arena *take_arena;
    struct outbox taken[COURIER_TRANSFERS_MAX];
    size_t taken_count, take_max;
    struct delivery *sending;                      /* with the fetcher */
    struct delivery *settling;                     /* with the settle job */
    struct delivery *settled_first, **settled_end; /* wait for the next one */
    size_t out;                                    /* taken and not settled */
    _Atomic uint64_t running, outcomes[OUTCOMES];
};

static const char *const outcome_words[OUTCOMES] = {"delivered", "duplicate", "refused", "retrying",
                                                    "failed"};

/* --- Settle: the answer's entry, and the row's new state ------------------ */

static enum err settle_one(struct ledger_tx *tx, struct delivery *delivery)
{
    struct outbox *outbox = &delivery->outbox;
    bool is_retry = delivery->verdict.next_ms != 0;
    delivery->answer.id = ledger_next_id(tx);
    enum err err = ledger_append(tx, LEDGER_ANSWER, &delivery->answer);
    if (err != OK)
        return err;
    outbox->state = is_retry ? STR("due") : str_from_c(delivery->verdict.outcome);
    outbox->due_ms = is_retry ? delivery->verdict.next_ms : outbox->due_ms;
    outbox->uncertain = outbox->uncertain != 0 || delivery->verdict.is_uncertain;
    return ledger_put(tx, LEDGER_OUTBOX, outbox);
}

static enum err decide_settle(struct ledger_job *job, struct ledger_tx *tx)
{
    struct courier *courier =
        (struct courier *)((char *)job - offsetof(struct courier, settle_job));
    enum err err = OK;
    for (struct delivery *delivery = courier->settling; delivery != NULL && err == OK;
         delivery = delivery->next)
        err = settle_one(tx, delivery);
    return err;
}

static void delivery_free(struct delivery *delivery)
{
    arena_free(delivery->arena);
    free(delivery);
}

static void count_outcome(struct courier *courier, const char *outcome)
{
    for (size_t i = 0; i < OUTCOMES; i++) {
        if (strcmp(outcome, outcome_words[i]) == 0)
            courier->outcomes[i]++;
    }
}

static void on_settled(struct ledger_job *job, enum err result)
{
    struct courier *courier =
        (struct courier *)((char *)job - offsetof(struct courier, settle_job));
    courier->is_settling = false;
    struct delivery *deliveries = TAKE(courier->settling);
    if (result != OK) {
        /* Not on disk: offered again, in front of those that came since. */
        struct delivery **end = &deliveries;
        while (*end != NULL)
            end = &(*end)->next;
        *end = courier->settled_first;
        if (courier->settled_first == NULL)
            courier->settled_end = end;
        courier->settled_first = deliveries;
        return;
    }
    while (deliveries != NULL) {
        struct delivery *delivery = deliveries;
        deliveries = delivery->next;
        count_outcome(courier, delivery->verdict.outcome);
        delivery_free(delivery);
        courier->out--;
    }
}

static void settle(struct courier *courier)
{
    if (courier->is_settling || courier->settled_first == NULL)
        return;
    courier->settling = TAKE(courier->settled_first);
    courier->settled_end = &courier->settled_first;
    unsigned count = 0;
    for (struct delivery *delivery = courier->settling; delivery != NULL; delivery = delivery->next)
        count++;
    courier->settle_job =
        (struct ledger_job){.decide = decide_settle, .done = on_settled, .id_count = count};
    courier->is_settling = true;
    ledger_port_add(courier->port, &courier->settle_job);
}

/* --- Send and judge ------------------------------------------------------- */

static void judge(struct delivery *delivery, const struct fetch_result *result)
{
    struct courier *courier = delivery->courier;
    struct snapshot *snapshot = edge_hold_snapshot(courier->edge);
    const struct source *source = snapshot_find_source(snapshot, delivery->outbox.source_id);
    const struct outbox *outbox = &delivery->outbox;
    delivery->verdict = delivery_judge(source, outbox, result, &courier->options.schedule,
                                       clock_wall_ms(), randombytes_uniform(1024));
    snapshot_drop(snapshot);
    delivery->answer = (struct answer){
        .workspace_id = outbox->workspace_id,
        .forward_id = outbox->id,
        .conversion_id = outbox->conversion_id,
        .source_id = outbox->source_id,
        .number = outbox->attempts,
        .outcome = str_from_c(delivery->verdict.outcome),
        .reason = str_from_c(delivery->verdict.reason),
        .status_code = result->status,
        .body = arena_copy(delivery->arena, str_slice(result->body, 0, COURIER_BODY_KEPT)),
        .error = arena_copy(delivery->arena, result->error),
        .address =
            result->address.family != 0 ? net_text(delivery->arena, &result->address) : STR_NONE,
        .duration_us = result->duration_us,
        .next_ms = delivery->verdict.next_ms,
    };
    delivery->next = NULL;
    *courier->settled_end = delivery;
    courier->settled_end = &delivery->next;
}

static void sending_add(struct delivery *delivery)
{
    struct courier *courier = delivery->courier;
    delivery->next = courier->sending;
    delivery->place = &courier->sending;
    if (delivery->next != NULL)
        delivery->next->place = &delivery->next;
    courier->sending = delivery;
}

static void sending_remove(struct delivery *delivery)
{
    *delivery->place = delivery->next;
    if (delivery->next != NULL)
        delivery->next->place = delivery->place;
}

static void on_fetched(void *context, const struct fetch_result *result)
{
    struct delivery *delivery = context;
    delivery->courier->running--;
    sending_remove(delivery);
    judge(delivery, result);
}

static void dispatch(struct courier *courier, const struct outbox *row)
{
    struct delivery *delivery = heap_make(1, sizeof(*delivery));
    delivery->courier = courier;
    delivery->arena = arena_make(256 * 1024);
    delivery->outbox = *row;
    delivery->outbox.status = arena_copy(delivery->arena, row->status);
    delivery->outbox.url = arena_copy(delivery->arena, row->url);
    delivery->outbox.state = STR("sending");
    courier->out++;
    struct str header = arena_format(delivery->arena, "Idempotency-Key: %" PRIu64, row->id);
    struct fetch_request request = {
        .url = delivery->outbox.url, .headers = &header, .header_count = 1};
    enum err err = fetcher_start(courier->fetcher, &request, on_fetched, delivery);
    if (err == OK) {
        courier->running++;
        sending_add(delivery);
        return;
    }
    judge(delivery, &(struct fetch_result){.reach = FETCH_NOT_SENT,
                                           .refused = err == ERR_INVALID,
                                           .error = str_from_c(err_text(err))});
}

/* --- Take: mark what is due as being sent --------------------------------- */

static enum err mark_sending(struct ledger_tx *tx, struct outbox *outbox)
{
    struct attempt attempt = {ledger_next_id(tx), outbox->workspace_id, outbox->id,
                              outbox->attempts + 1};
    enum err err = ledger_append(tx, LEDGER_ATTEMPT, &attempt);
    if (err != OK)
        return err;
    outbox->attempts++;
    outbox->state = STR("sending");
    if (outbox->first_attempt_ms == 0)
        outbox->first_attempt_ms = id_time_ms(attempt.id);
    return ledger_put(tx, LEDGER_OUTBOX, outbox);
}

/* The strings of the rows must outlive the job. */
static void keep_strings(struct courier *courier)
{
    for (size_t i = 0; i < courier->taken_count; i++) {
        struct outbox *row = &courier->taken[i];
        row->status = arena_copy(courier->take_arena, row->status);
        row->url = arena_copy(courier->take_arena, row->url);
        row->state = STR("sending");
    }
    CHECK(!arena_is_full(courier->take_arena));
}

static enum err decide_take(struct ledger_job *job, struct ledger_tx *tx)
{
    struct courier *courier = (struct courier *)((char *)job - offsetof(struct courier, take_job));
    struct outbox given = {.due_ms = ledger_now_ms(tx)};
    enum err err = ledger_select(tx, LOOKUP_OUTBOX_DUE, &given, courier->taken, courier->take_max,
                                 &courier->taken_count);
    for (size_t i = 0; i < courier->taken_count && err == OK; i++)
        err = mark_sending(tx, &courier->taken[i]);
    keep_strings(courier);
    return err == ERR_FULL ? ERR_IO : err;
}

static void on_taken(struct ledger_job *job, enum err result)
{
    struct courier *courier = (struct courier *)((char *)job - offsetof(struct courier, take_job));
    courier->is_taking = false;
    for (size_t i = 0; result == OK && i < courier->taken_count; i++)
        dispatch(courier, &courier->taken[i]);
    bool has_more = result == OK && courier->taken_count == courier->take_max;
    courier->take_at_mono_ms = clock_mono_ms() + (has_more ? 0 : POLL_MS);
    arena_reset(courier->take_arena);
}

static void take(struct courier *courier)
{
    bool is_time = clock_mono_ms() >= courier->take_at_mono_ms || courier->has_news;
    size_t room = COURIER_TRANSFERS_MAX - courier->out;
    if (courier->is_taking || !is_time || room == 0 || courier->is_stopping)
        return;
    courier->has_news = false;
    courier->taken_count = 0;
    courier->take_max = room;
    courier->take_job =
        (struct ledger_job){.decide = decide_take, .done = on_taken, .id_count = (unsigned)room};
    courier->is_taking = true;
    ledger_port_add(courier->port, &courier->take_job);
}

/* --- The start: what was being sent when the process ended ---------------- */

struct recovery {
    struct ledger_job job;
    struct courier *courier;
    size_t count;
    bool is_done;
    enum err result;
};

static enum err decide_recovery(struct ledger_job *job, struct ledger_tx *tx)
{
    struct recovery *recovery = (struct recovery *)job;
    struct courier *courier = recovery->courier;
    enum err err = ledger_select(tx, LOOKUP_OUTBOX_SENDING, &(struct outbox){0}, courier->taken,
                                 COURIER_TRANSFERS_MAX, &recovery->count);
    struct fetch_result lost = {.reach = FETCH_UNCERTAIN,
                                .error = STR("the process ended before an answer was read")};
    for (size_t i = 0; i < recovery->count && err == OK; i++) {
        struct delivery delivery = {.outbox = courier->taken[i]};
        const struct outbox *outbox = &delivery.outbox;
        delivery.verdict = delivery_judge(NULL, outbox, &lost, &courier->options.schedule,
                                          ledger_now_ms(tx), randombytes_uniform(1024));
        delivery.answer = (struct answer){
            .workspace_id = outbox->workspace_id,
            .forward_id = outbox->id,
            .conversion_id = outbox->conversion_id,
            .source_id = outbox->source_id,
            .number = outbox->attempts,
            .outcome = str_from_c(delivery.verdict.outcome),
            .reason = str_from_c(delivery.verdict.reason),
            .error = lost.error,
            .next_ms = delivery.verdict.next_ms,
        };
        err = settle_one(tx, &delivery);
    }
    return err == ERR_FULL ? ERR_IO : err;
}

static void on_recovered(struct ledger_job *job, enum err result)
{
    struct recovery *recovery = (struct recovery *)job;
    recovery->result = result;
    recovery->is_done = true;
}

/* Settles all of them, some at a time; tried again while the ledger does not take it. */
static void recover(struct courier *courier)
{
    size_t total = 0;
    for (;;) {
        struct recovery recovery = {.job = {.decide = decide_recovery,
                                            .done = on_recovered,
                                            .id_count = COURIER_TRANSFERS_MAX},
                                    .courier = courier};
        ledger_port_add(courier->port, &recovery.job);
        ledger_port_flush(courier->port);
        while (!recovery.is_done) {
            fetcher_run(courier->fetcher, POLL_MS);
            (void)ledger_port_collect(courier->port);
        }
        if (recovery.result == OK)
            total += recovery.count;
        if ((recovery.result == OK && recovery.count < COURIER_TRANSFERS_MAX) ||
            courier->is_stopping)
            break;
    }
    if (total > 0)
        log_warning("courier",
                    "%zu postbacks were being sent when the process ended: they are uncertain",
                    total);
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
    recover(courier);
    while (!is_finished(courier)) {
        take(courier);
        settle(courier);
        ledger_port_flush(courier->port);
        fetcher_run(courier->fetcher, POLL_MS);
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
    courier->take_arena = arena_make(JOB_ARENA_BYTES);
    courier->port = ledger_port_open(edge->ledger, on_wake, courier);
    edge->on_forward_context = courier;
    edge->on_forward = on_forward;
    CHECK(pthread_create(&courier->thread, NULL, courier_main, courier) == 0);
    *opened = courier;
    return OK;
}

static void free_deliveries(struct delivery *deliveries)
{
    while (deliveries != NULL) {
        struct delivery *delivery = deliveries;
        deliveries = delivery->next;
        delivery_free(delivery);
    }
}

void courier_close(struct courier *courier, int64_t grace_ms)
{
    if (courier == NULL)
        return;
    courier->stop_by_mono_ms = clock_mono_ms() + grace_ms;
    courier->is_stopping = true;
    fetcher_wake(courier->fetcher);
    pthread_join(courier->thread, NULL);
    free_deliveries(courier->settled_first);
    fetcher_close(courier->fetcher);
    free_deliveries(courier->sending);
    ledger_port_close(courier->port);
    arena_free(courier->take_arena);
    free(courier);
}

struct courier_counters courier_counters(const struct courier *courier)
{
    return (struct courier_counters){.running = courier->running,
                                     .delivered = courier->outcomes[0],
                                     .duplicate = courier->outcomes[1],
                                     .refused = courier->outcomes[2],
                                     .retrying = courier->outcomes[3],
                                     .failed = courier->outcomes[4]};
}

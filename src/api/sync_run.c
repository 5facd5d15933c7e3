#include "api/sync_run.h"

#include "api/json_out.h"
#include "api/sync_day.h"
#include "api/sync_thread.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/say.h"
#include "base/ticker.h"
#include "base/zone.h"
#include "model/fault.h"

#define BUSY_MAX     64
#define DAY_MS       (INT64_C(24) * 3600 * 1000)
#define SCHEDULED_MS (INT64_C(10) * 60 * 1000)
#define DAY_BYTES    11 /* "2026-11-24" */

/* ------------------------------------------------------------------ one at a time */

struct sync_busy {
    pthread_mutex_t lock;
    uint64_t ids[BUSY_MAX]; /* 0: free */
};

struct sync_busy *sync_busy_make(void)
{
    struct sync_busy *busy = heap_make(1, sizeof(*busy));
    CHECK(pthread_mutex_init(&busy->lock, NULL) == 0);
    return busy;
}

void sync_busy_free(struct sync_busy *busy)
{
    if (busy == NULL)
        return;
    CHECK(pthread_mutex_destroy(&busy->lock) == 0);
    free(busy);
}

/* False: it is taken, or as many run as may. */
static bool take(struct sync_busy *busy, uint64_t source_id)
{
    size_t place = BUSY_MAX;

    CHECK(pthread_mutex_lock(&busy->lock) == 0);
    for (size_t i = 0; i < BUSY_MAX; i++) {
        if (busy->ids[i] == 0)
            place = i;
        if (busy->ids[i] == source_id) {
            place = BUSY_MAX;
            break;
        }
    }
    if (place < BUSY_MAX)
        busy->ids[place] = source_id;
    CHECK(pthread_mutex_unlock(&busy->lock) == 0);
    return place < BUSY_MAX;
}

static void give_back(struct sync_busy *busy, uint64_t source_id)
{
    CHECK(pthread_mutex_lock(&busy->lock) == 0);
    for (size_t i = 0; i < BUSY_MAX; i++)
        if (busy->ids[i] == source_id)
            busy->ids[i] = 0;
    CHECK(pthread_mutex_unlock(&busy->lock) == 0);
}

/* ------------------------------------------------------------------ days */

struct running {
    const struct sync_order *order;
    const struct sync_source *source;
    const struct rates *rates;
    struct sync_client *client; /* NULL: it could not be opened */
    struct arena *page;         /* of one day */
    struct sync_run *run;
    json_t *days, *unmatched;
    size_t good, bad;
    bool is_given_up; /* what went wrong is wrong for all days */
};

static void write_day(int64_t day, char text[DAY_BYTES])
{
    struct zone_time time = zone_time_of(day * DAY_MS);
    (void)snprintf(text, DAY_BYTES, "%04u-%02u-%02u", (unsigned)time.year % 10000,
                   (unsigned)time.month % 100, (unsigned)time.day % 100);
}

/* The number of a day, counted from 1970-01-01. */
static enum err parse_day(struct str text, int64_t *day)
{
    struct zone *utc = NULL;
    int64_t wall_ms = 0;
    char again[DAY_BYTES];
    enum err err = zone_make(STR("UTC"), &utc);

    if (err == OK)
        err = clock_parse(text, &wall_ms);
    if (err == OK)
        *day = zone_day(utc, wall_ms);
    zone_free(utc);
    if (err != OK)
        return err;
    write_day(*day, again);
    return str_is_equal(text, str_from_c(again)) ? OK : ERR_INVALID;
}

/* The days to ask for; today is the network's own. */
static enum err read_days(const struct sync_order *order, const struct sync_source *source,
                          int64_t *first, int64_t *last, struct model_fault *fault)
{
    struct zone *zone = NULL;
    enum err err = zone_make(source->sync->time_zone, &zone);
    if (err != OK)
        return ERR_IO; /* it was judged */
    int64_t today = zone_day(zone, clock_wall_ms());
    zone_free(zone);
    *last = today;
    *first = today - source->sync->lookback_days + 1;
    if (order->to_day.ptr != NULL && parse_day(order->to_day, last) != OK)
        return fault_refuse(fault, "to", "expected a date such as 2026-11-24");
    if (order->to_day.ptr != NULL)
        *first = *last - source->sync->lookback_days + 1;
    if (order->from_day.ptr != NULL && parse_day(order->from_day, first) != OK)
        return fault_refuse(fault, "from", "expected a date such as 2026-11-24");
    if (*last > today)
        return fault_refuse(fault, "to", "expected a day that has begun at the network");
    if (*first > *last || *last - *first >= SYNC_DAYS_MAX)
        return fault_refuse(fault, "from", "expected at most %d days up to the last one",
                            SYNC_DAYS_MAX);
    return OK;
}

static json_t *day_json(struct str day, const char *outcome, const struct sync_rows *rows,
                        const struct sync_day *applied, const struct sync_fault *fault)
{
    json_t *row = json_object();

    json_out_put(row, "day", json_out_text(day));
    json_out_put(row, "outcome", json_string(outcome));
    json_out_put(row, "rows", json_integer((json_int_t)rows->count));
    json_out_put(row, "cost", json_out_money(rows->cost_micros));
    json_out_put(row, "applied", json_integer(applied->applied));
    json_out_put(row, "unchanged", json_integer(applied->unchanged));
    json_out_put(row, "unmatched", json_integer(applied->unmatched_count));
    json_out_put(row, "unmatched_cost", json_out_money(applied->unmatched_micros));
    json_out_put(row, "changed", json_out_money(applied->changed_micros));
    json_out_put(row, "error",
                 fault->code != SYNC_FAULT_NONE ? json_string(sync_fault_text(fault->code))
                                                : json_null());
    json_out_put(row, "detail", json_out_text(str_from_c(fault->detail)));
    return row;
}

/* Whether the next day would fare no better. */
static bool is_of_all_days(enum sync_fault_code code)
{
    switch (code) {
    case SYNC_EMPTY_DAY:
    case SYNC_NO_RATE:
    case SYNC_TOO_MANY:
    case SYNC_TOO_LARGE:
    case SYNC_BAD_ANSWER:
    case SYNC_MOVED:
    case SYNC_LEDGER:
        return false;
    case SYNC_FAULT_NONE:
    case SYNC_NO_SETTING:
    case SYNC_NO_TOKEN:
    case SYNC_NO_PARAM:
    case SYNC_UNREACHABLE:
    case SYNC_GUARDED:
    case SYNC_LOGIN_REFUSED:
    case SYNC_FORBIDDEN:
    case SYNC_REFUSED:
    case SYNC_RATE_LIMITED:
    case SYNC_SERVER_FAILED:
    case SYNC_OTHER_CURRENCY:
    case SYNC_TIMED_OUT:
    case SYNC_INTERRUPTED:
    case SYNC_FAULT_COUNT:
        break;
    }
    return true;
}

static void add_day(struct running *running, const struct sync_rows *rows,
                    const struct sync_day *day)
{
    struct sync_run *run = running->run;
    run->rows += (int64_t)rows->count;
    run->cost_micros += rows->cost_micros;
    run->applied += day->applied;
    run->unchanged += day->unchanged;
    run->unmatched += day->unmatched_count;
    run->unmatched_micros += day->unmatched_micros;
    run->changed_micros += day->changed_micros;
}

/* The first thing that went wrong is the run's. */
static void note_fault(struct running *running, const struct sync_fault *fault, struct arena *arena)
{
    if (running->run->error.len > 0)
        return;
    running->run->error = str_from_c(sync_fault_text(fault->code));
    running->run->message = arena_copy(arena, str_from_c(fault->detail));
}

/* For the reconciliation; false: it is told again by the next run. */
static bool keep_told(const struct running *running, const struct sync_day *day,
                      struct sync_fault *fault)
{
    const struct sync_source *source = running->source;
    if (running->order->is_dry)
        return true;
    enum err err = catalog_put_sync_told(running->order->api->options.catalog, source->id, day->day,
                                         source->sync->time_zone, running->run->id, day->told,
                                         day->told_count);
    return err == OK || sync_fail(fault, SYNC_LEDGER, "%s", err_text(err));
}

static void run_day(struct running *running, struct str day, struct arena *arena)
{
    struct sync_fault fault = {0};
    struct sync_rows rows = {0};
    struct sync_day applied = {.api = running->order->api,
                               .source = running->source,
                               .rows = &rows,
                               .day = day,
                               .rates = running->rates,
                               .limit = &running->order->limit,
                               .arena = running->page,
                               .run_id = running->run->id,
                               .unmatched = running->unmatched};
    const char *outcome = "left";

    arena_reset(running->page);
    if (!running->is_given_up) {
        bool is_good =
            sync_stats_read(running->client, running->source, day, running->page, &rows, &fault) &&
            sync_day_apply(&applied, &fault);
        if (is_good)
            is_good = keep_told(running, &applied, &fault);
        if (is_good)
            fault.code = SYNC_FAULT_NONE;
        else
            note_fault(running, &fault, arena);
        running->good += is_good;
        running->bad += !is_good;
        running->is_given_up = !is_good && is_of_all_days(fault.code);
        outcome = !is_good ? "failed" : applied.applied > 0 ? "applied" : "unchanged";
        add_day(running, &rows, &applied);
    } else {
        running->bad++;
    }
    json_out_append(running->days, day_json(day, outcome, &rows, &applied, &fault));
}

/* ------------------------------------------------------------------ a run */

/* Whether there is what a run needs. */
static bool check_source(const struct sync_source *source, struct sync_fault *fault)
{
    if (source->sync == NULL)
        return sync_fail(fault, SYNC_NO_SETTING, "%s", "");
    if (source->campaign_slot == 0 ||
        (source->sync->grain != SYNC_BY_CAMPAIGN && source->grain_slot == 0))
        return sync_fail(fault, SYNC_NO_PARAM, "%s", "");
    return true;
}

/* Whether costs are told in the source's currency, as far as the account says: one that may not be
 * asked about itself is taken for right. */
static bool check_currency(struct running *running, struct arena *arena, struct sync_fault *fault)
{
    const struct sync_source *source = running->source;
    json_auto_t *user = NULL;

    if (!sync_client_ask(running->client, "GET", STR("/user"), NULL, &user, fault))
        return fault->code == SYNC_FORBIDDEN || fault->code == SYNC_REFUSED ||
               fault->code == SYNC_BAD_ANSWER;
    struct str currency = sync_currency_of(arena, user);
    return currency.ptr == NULL || str_is_equal(currency, str_from_c(source->currency)) ||
           sync_fail(fault, SYNC_OTHER_CURRENCY, "%.*s, %s", STR_FMT(currency), source->currency);
}

static void run_days(struct running *running, int64_t first, int64_t last, struct arena *arena)
{
    struct sync_fault fault = {0};

    if (check_source(running->source, &fault))
        running->client =
            sync_client_open(running->order->api, running->source, &running->order->limit, &fault);
    running->is_given_up = running->client == NULL || !check_currency(running, arena, &fault);
    if (running->is_given_up)
        note_fault(running, &fault, arena);
    for (int64_t day = last; day >= first; day--) {
        char text[DAY_BYTES];
        write_day(day, text);
        run_day(running, str_from_c(text), arena);
    }
    if (running->client != NULL)
        running->run->requests = sync_client_requests(running->client);
    sync_client_close(running->client);
}

static void finish(struct running *running, struct arena *arena)
{
    struct sync_run *run = running->run;
    json_auto_t *detail = json_object();

    json_out_put(detail, "days", running->days);
    json_out_put(detail, "unmatched", running->unmatched);
    size_t len = json_dumpb(detail, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc_raw(arena, len + 1);
    if (text != NULL && json_dumpb(detail, text, len, JSON_COMPACT) == len)
        run->detail = (struct str){text, len};
    run->outcome = running->bad == 0    ? STR("done")
                   : running->good == 0 ? STR("failed")
                                        : STR("partial");
    run->ended_ms = clock_wall_ms();
}

static void log_run(const struct sync_run *run)
{
    if (run->error.len > 0)
        log_warning("cost-sync", "source=%" PRIu64 " run=%" PRIu64 " %.*s: %.*s %.*s",
                    run->source_id, run->id, STR_FMT(run->outcome), STR_FMT(run->error),
                    STR_FMT(run->message));
    else
        log_info("cost-sync",
                 "source=%" PRIu64 " run=%" PRIu64 " applied=%" PRId64 " unchanged=%" PRId64
                 " unmatched=%" PRId64,
                 run->source_id, run->id, run->applied, run->unchanged, run->unmatched);
}

static enum err run_source(const struct sync_order *order, const struct sync_source *source,
                           int64_t first, int64_t last, struct arena *arena, struct sync_run *run)
{
    struct catalog *catalog = order->api->options.catalog;
    char from[DAY_BYTES], to[DAY_BYTES];
    struct running running = {.order = order, .source = source, .run = run};
    enum err err = catalog_get_rates(catalog, arena, &running.rates);

    write_day(first, from);
    write_day(last, to);
    *run = (struct sync_run){.source_id = source->id,
                             .workspace_id = source->workspace_id,
                             .started_ms = clock_wall_ms(),
                             .actor = order->actor,
                             .outcome = STR("running"),
                             .from_day = arena_copy(arena, str_from_c(from)),
                             .to_day = arena_copy(arena, str_from_c(to)),
                             .currency = arena_copy(arena, str_from_c(source->currency))};
    if (err == OK && !order->is_dry)
        err = catalog_begin_sync(catalog, run);
    if (err != OK)
        return err;
    running.page = arena_make(SYNC_ARENA_BYTES);
    running.days = json_array();
    running.unmatched = json_array();
    run_days(&running, first, last, arena);
    arena_free(running.page);
    finish(&running, arena);
    if (!order->is_dry)
        log_run(run);
    return order->is_dry ? OK : catalog_end_sync(catalog, run);
}

enum err sync_run(const struct sync_order *order, struct arena *arena, struct sync_run *run,
                  struct model_fault *fault)
{
    struct sync_source source;
    int64_t first = 0, last = 0;
    enum err err = catalog_get_sync(order->api->options.catalog, order->source_id, order->scope,
                                    arena, &source);
    if (err != OK)
        return err;
    if (!order->is_dry && !workspace_set_has(&order->scope->writes, source.workspace_id))
        return fault_forbid(fault, "", "you may read workspace %" PRIu64 ", not change it",
                            source.workspace_id);
    if (source.sync == NULL)
        return fault_conflict(fault, "cost_sync", "the source has no cost_sync: set it first");
    err = read_days(order, &source, &first, &last, fault);
    if (err != OK)
        return err;
    if (!take(order->api->syncing, source.id))
        return ERR_BUSY;
    err = run_source(order, &source, first, last, arena, run);
    give_back(order->api->syncing, source.id);
    return err;
}

/* ------------------------------------------------------------------ by their schedule */

struct sync_thread {
    struct api *api;
    struct ticker *ticker;
    int64_t every_ms;
};

static bool is_ending(void *ticker)
{
    return ticker_is_ending(ticker);
}

static void run_due(struct sync_thread *thread, struct ticker *ticker, uint64_t source_id)
{
    const struct scope scope = scope_of_all("cost-sync");
    struct arena *arena = arena_make(SYNC_ARENA_BYTES);
    struct model_fault fault = {0};
    struct sync_run run;
    const struct sync_order order = {
        .api = thread->api,
        .source_id = arena_format(arena, "%" PRIu64, source_id),
        .scope = &scope,
        .actor = STR("cost-sync"),
        .limit = {clock_mono_ms() + SCHEDULED_MS, is_ending, ticker},
    };

    enum err err = sync_run(&order, arena, &run, &fault);
    if (err != OK && err != ERR_BUSY) /* that one runs by hand */
        log_warning("cost-sync", "cannot run source=%" PRIu64 ": %s %s", source_id, err_text(err),
                    fault.message);
    arena_free(arena);
}

static int64_t look(struct ticker *ticker, void *context)
{
    struct sync_thread *thread = context;
    struct arena *arena = arena_make(SYNC_ARENA_BYTES);
    uint64_t *ids = NULL;
    size_t count = 0;

    enum err err =
        catalog_list_due_syncs(thread->api->options.catalog, clock_wall_ms(), arena, &ids, &count);
    if (err != OK)
        log_warning("cost-sync", "cannot look for what is due: %s", err_text(err));
    for (size_t i = 0; i < count && !ticker_is_ending(ticker); i++)
        run_due(thread, ticker, ids[i]);
    arena_free(arena);
    return thread->every_ms;
}

struct sync_thread *sync_thread_open(struct api *api, int64_t every_ms)
{
    struct sync_thread *thread = heap_make(1, sizeof(*thread));

    thread->api = api;
    thread->every_ms = every_ms;
    if (catalog_interrupt_syncs(api->options.catalog) != OK)
        log_warning("cost-sync", "cannot tell that runs were interrupted");
    thread->ticker = ticker_open(look, thread);
    return thread;
}

void sync_thread_close(struct sync_thread *thread)
{
    if (thread == NULL)
        return;
    ticker_close(thread->ticker);
    free(thread);
}

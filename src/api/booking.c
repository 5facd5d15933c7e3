#include "api/booking.h"

#include <pthread.h>
#include "api/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/ticker.h"
#include "convert/book.h"
#include "ledger/costing.h"
#include "model/rates.h"

#define LOOK_MS      500
#define ARENA_BYTES  (64 * 1024 * 1024)
#define ATTEMPTS_MAX 8 /* when the costs of a campaign keep changing */

_Static_assert(READER_WAITING_MAX <= BOOK_PAGE_MAX, "a page is one operation at most");

struct run {
    struct api *api;
    const char *actor;
    struct ledger_reader *reader;
    enum err read_err;
    struct arena *arena; /* the rates */
    struct arena *page;
    const struct rates *rates;
    struct scope scope;
    struct booked booked;
};

/* ------------------------------------------------------------------ asking the edge */

/* *stale: what was reckoned is no longer so. */
static enum err ask(struct run *run, uint64_t workspace_id, json_t *args, uint64_t *booked,
                    bool *stale)
{
    json_auto_t *answer = NULL;
    struct str key;

    operate_make_key(run->page, &key);
    unsigned status =
        operate_send(run->api, run->page, run->actor, workspace_id, BOOK_KIND, key, args, &answer);
    *stale = status == 409;
    if (status == 200)
        *booked += (uint64_t)json_integer_value(json_object_get(answer, "booked"));
    return status == 200 || status == 404 || status == 409 ? OK : ERR_BUSY;
}

/* ------------------------------------------------------------------ visits */

static bool has_rate(struct run *run, const struct waiting_visit *visit)
{
    json_auto_t *workspace = NULL;
    char id[24];

    (void)snprintf(id, sizeof(id), "%" PRIu64, visit->workspace_id);
    if (catalog_get(run->api->options.catalog, ENTITY_WORKSPACE, str_from_c(id), &run->scope,
                    &workspace) != OK)
        return false;
    struct str currency = str_from_c(json_string_value(json_object_get(workspace, "currency")));
    return rate_is_known(rates_find(run->rates, visit->currency, currency, id_time_ms(visit->id)));
}

/* Which of the page's visits of that campaign an update in force covers. */
static enum err add_visits(struct run *run, const struct waiting_visit *visits, size_t count,
                           uint64_t campaign_id, json_t *args)
{
    const struct cost_update *updates = NULL;
    struct spread spread;
    size_t update_count = 0;
    enum err err =
        ledger_reader_cost_updates(run->reader, campaign_id, visits[0].id, visits[count - 1].id + 1,
                                   UINT64_MAX, run->page, &updates, &update_count);
    if (err == OK)
        err = spread_init(&spread, updates, update_count, run->page);
    for (size_t i = 0; err == OK && i < count; i++)
        if (visits[i].campaign_id == campaign_id)
            book_add_visit(args, visits[i].id,
                           spread_find(&spread, visits[i].id, visits[i].tokens, UINT64_MAX) !=
                               NULL);
    return err;
}

static enum err book_campaign(struct run *run, const struct waiting_visit *visits, size_t count,
                              const struct waiting_visit *first)
{
    bool stale = true;
    enum err err = OK;

    for (unsigned i = 0; err == OK && stale && i < ATTEMPTS_MAX; i++) {
        uint64_t seen_id = 0;
        err = run->read_err = costing_seen_id(run->reader, first->campaign_id, &seen_id);
        if (err != OK)
            break;
        json_t *args = book_visits(first->campaign_id, seen_id);
        err = run->read_err = add_visits(run, visits, count, first->campaign_id, args);
        if (err == OK)
            err = ask(run, first->workspace_id, args, &run->booked.visits, &stale);
        else
            json_decref(args);
    }
    return err == OK && stale ? ERR_BUSY : err;
}

/* The page's visits, campaign by campaign. */
static enum err book_page(struct run *run, struct waiting_visit *visits, size_t count)
{
    size_t kept = 0;
    enum err err = OK;

    for (size_t i = 0; i < count; i++)
        if (has_rate(run, &visits[i]))
            visits[kept++] = visits[i];
    for (size_t i = 0; err == OK && i < kept; i++) {
        bool is_first = true;
        for (size_t j = 0; j < i; j++)
            is_first &= visits[j].campaign_id != visits[i].campaign_id;
        if (is_first)
            err = book_campaign(run, visits, kept, &visits[i]);
    }
    return err;
}

static enum err book_all_visits(struct run *run, uint64_t from_id, uint64_t to_id)
{
    struct waiting_visit visits[READER_WAITING_MAX];
    enum err err = OK;

    while (err == OK && from_id != 0 && from_id < to_id) {
        size_t count = 0;
        arena_reset(run->page);
        err = run->read_err = ledger_reader_waiting_visits(run->reader, from_id, to_id, run->page,
                                                           visits, &count, &from_id);
        if (err == OK)
            err = book_page(run, visits, count);
    }
    return err;
}

/* ------------------------------------------------------------------ conversions */

static enum err book_workspace(struct run *run, const struct waiting_conversion *conversions,
                               size_t count, uint64_t workspace_id)
{
    json_t *args = book_conversions();
    bool stale;

    for (size_t i = 0; i < count; i++)
        if (conversions[i].workspace_id == workspace_id)
            book_add_conversion(args, conversions[i].id);
    return ask(run, workspace_id, args, &run->booked.conversions, &stale);
}

static enum err book_all_conversions(struct run *run, uint64_t from_id, uint64_t to_id)
{
    struct waiting_conversion conversions[READER_WAITING_MAX];
    enum err err = OK;

    while (err == OK && from_id != 0 && from_id < to_id) {
        size_t count = 0;
        arena_reset(run->page);
        err = run->read_err = ledger_reader_waiting_conversions(run->reader, from_id, to_id,
                                                                conversions, &count, &from_id);
        for (size_t i = 0; err == OK && i < count; i++) {
            bool is_first = true;
            for (size_t j = 0; j < i; j++)
                is_first &= conversions[j].workspace_id != conversions[i].workspace_id;
            if (is_first)
                err = book_workspace(run, conversions, count, conversions[i].workspace_id);
        }
    }
    return err;
}

/* ------------------------------------------------------------------ a run */

/* Rates that the edge does not serve yet would be missed. */
static enum err wait_for_edge(struct api *api)
{
    uint64_t version = 0;
    enum err err = catalog_version(api->options.catalog, &version);
    if (err != OK)
        return err;
    return api->options.announce(api->options.context, version) ? OK : ERR_BUSY;
}

static uint64_t id_of_time(int64_t wall_ms)
{
    if (wall_ms <= 0)
        return 1;
    return wall_ms >= INT64_C(1) << ID_TIME_BITS ? INT64_MAX : id_from_ms(wall_ms);
}

static enum err run_all(struct run *run, int64_t from_ms, int64_t to_ms)
{
    struct api *api = run->api;
    enum err err = wait_for_edge(api);
    if (err == OK)
        err = catalog_get_rates(api->options.catalog, run->arena, &run->rates);
    if (err == OK)
        err = readers_take(api->readers, &run->reader);
    /* Visits first: a conversion's own cost needs its click's rate. A conversion may be of a click
     * of days before. */
    if (err == OK)
        err = book_all_visits(run, id_of_time(from_ms), id_of_time(to_ms));
    if (err == OK)
        err = book_all_conversions(run, id_of_time(from_ms), INT64_MAX);
    readers_give_back(api->readers, run->reader, run->read_err);
    return err == ERR_NOT_FOUND ? ERR_BUSY : err; /* there is no ledger yet */
}

enum err booking_run(struct api *api, const char *actor, int64_t from_ms, int64_t to_ms,
                     struct booked *booked)
{
    struct run run = {.api = api,
                      .actor = actor,
                      .arena = arena_make(ARENA_BYTES),
                      .page = arena_make(ARENA_BYTES),
                      .scope = scope_of_all(actor)};

    CHECK(pthread_mutex_lock(&api->booking_lock) == 0);
    enum err err = run_all(&run, from_ms, to_ms);
    CHECK(pthread_mutex_unlock(&api->booking_lock) == 0);
    arena_free(run.page);
    arena_free(run.arena);
    *booked = run.booked;
    if (run.booked.visits + run.booked.conversions > 0)
        log_info("desk", "rates booked visits=%" PRIu64 " conversions=%" PRIu64, run.booked.visits,
                 run.booked.conversions);
    return err;
}

/* ------------------------------------------------------------------ the thread */

struct booking {
    struct api *api;
    uint64_t last_id; /* the last import that was booked */
    struct ticker *ticker;
};

/* Books what the imports behind *last_id made known. What fails is tried again a moment later. */
static void follow_imports(struct api *api, uint64_t *last_id)
{
    uint64_t found_id = *last_id;
    int64_t first_day = 0, last_day = 0;
    struct booked booked;

    if (catalog_find_rate_imports(api->options.catalog, &found_id, &first_day, &last_day) != OK ||
        found_id == *last_id)
        return;
    enum err err = booking_run(api, "rates", first_day * RATE_DAY_MS,
                               (last_day + RATES_AGE_DAYS_MAX + 1) * RATE_DAY_MS, &booked);
    if (err == OK)
        *last_id = found_id;
}

static int64_t look(struct ticker *ticker, void *context)
{
    struct booking *booking = context;

    (void)ticker; /* what it does is harmless to repeat, and booked page by page */
    follow_imports(booking->api, &booking->last_id);
    return LOOK_MS;
}

struct booking *booking_open(struct api *api)
{
    struct booking *booking = heap_make(1, sizeof(*booking));

    booking->api = api;
    booking->ticker = ticker_open(look, booking);
    return booking;
}

void booking_close(struct booking *booking)
{
    if (booking == NULL)
        return;
    ticker_close(booking->ticker);
    free(booking);
}

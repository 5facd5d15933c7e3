#include "api/bidder_run.h"

#include "api/bidder_round.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/ticker.h"
#include "model/fault.h"
#include "model/snapshot.h"

#define TRIES_MAX 3
#define HOUR_MS   INT64_C(3600000)
#define PAGE_ROWS 1000

enum err bidder_run(struct bidder_round *round, struct str id, const struct scope *scope,
                    struct bidder_found *found, uint64_t *version, struct model_fault *fault)
{
    struct catalog *catalog = round->api->options.catalog;
    enum err err = ERR_STALE;
    for (int i = 0; err == ERR_STALE && i < TRIES_MAX; i++) {
        err = catalog_get_bidder(catalog, id, NULL, scope, round->arena, found, fault);
        if (err != OK)
            return err;
        if (found->status == STATUS_ARCHIVED)
            return fault_conflict(fault, "", "the bidder is archived: bring it back first");
        round->bidder = found;
        round->count = 0;
        round->looked = 0;
        memset(round->kept, 0, sizeof round->kept);
        err = bidder_round_run(round);
        if (err != OK)
            return err;
        const struct bidder_run run = {.bidder_id = found->id,
                                       .at_ms = round->now_ms,
                                       .actor = round->actor,
                                       .outcome = round->outcome,
                                       .looked = round->looked,
                                       .decided = (int64_t)round->count};
        err = catalog_decide_bids(catalog, &run, round->decisions, round->count, found->version,
                                  scope, version, fault);
    }
    return err;
}

/* ------------------------------------------------------------------ by their schedule */

struct bidder_thread {
    struct api *api;
    struct ticker *ticker;
    int64_t every_ms;
};

/* Whether the bidder's time has come: it is active, goes by itself, and its last run is long ago.
 */
static bool is_due(struct bidder_thread *thread, struct arena *arena, const json_t *document,
                   int64_t now_ms)
{
    struct bidder_run run = {0};
    int64_t hours = json_integer_value(json_object_get(document, "every_hours"));
    uint64_t id = (uint64_t)json_integer_value(json_object_get(document, "id"));
    if (hours == 0 || catalog_find_bid_run(thread->api->options.catalog, id, arena, &run) != OK)
        return false;
    return now_ms - run.at_ms >= hours * HOUR_MS;
}

static bool is_ending(void *ticker)
{
    return ticker_is_ending(ticker);
}

static void run_one(struct bidder_thread *thread, struct ticker *ticker, const json_t *document,
                    int64_t now_ms)
{
    const struct report_client client = {.is_gone = is_ending, .context = ticker};
    const struct api_options *options = &thread->api->options;
    struct arena *arena = arena_make(BIDDER_ARENA_BYTES);
    const struct scope scope = scope_of_all("bidder");
    struct bidder_round round = {.api = thread->api,
                                 .arena = arena,
                                 .client = &client,
                                 .actor = STR("bidder"),
                                 .now_ms = now_ms};
    struct bidder_found found;
    struct model_fault fault = {0};
    uint64_t version = 0;
    struct str id = arena_format(arena, "%" JSON_INTEGER_FORMAT,
                                 json_integer_value(json_object_get(document, "id")));

    if (!is_due(thread, arena, document, now_ms)) {
        arena_free(arena);
        return;
    }
    enum err err = bidder_run(&round, id, &scope, &found, &version, &fault);
    if (err == OK && round.count > 0) {
        (void)options->announce(options->context, version); /* the edge looks by itself as well */
        log_info("bidder", "decided id=%.*s decisions=%zu looked=%" PRId64, STR_FMT(id),
                 round.count, round.looked);
    } else if (err != OK && err != ERR_CLOSED) { /* those are tried again a moment later */
        log_warning("bidder", "cannot decide id=%.*s: %s %s", STR_FMT(id), err_text(err),
                    fault.message);
    }
    arena_free(arena);
}

static int64_t look(struct ticker *ticker, void *context)
{
    struct bidder_thread *thread = context;
    struct arena *arena = arena_make(BIDDER_ARENA_BYTES);
    const struct scope scope = scope_of_all("bidder");
    struct catalog_query query = {.status = STR("active"), .limit = PAGE_ROWS};
    enum err err = OK;
    do {
        json_auto_t *rows = NULL;
        struct str next = STR_NONE;
        size_t i;
        json_t *document;
        err = catalog_list(thread->api->options.catalog, ENTITY_BIDDER, &query, &scope, arena,
                           &rows, &next);
        if (err != OK)
            break;
        json_array_foreach(rows, i, document)
        {
            if (ticker_is_ending(ticker))
                next = STR_NONE;
            else
                run_one(thread, ticker, document, clock_wall_ms());
        }
        query.cursor = next;
    } while (query.cursor.ptr != NULL);
    if (err != OK)
        log_warning("bidder", "cannot look for bidders: %s", err_text(err));
    arena_free(arena);
    return thread->every_ms;
}

struct bidder_thread *bidder_thread_open(struct api *api, int64_t every_ms)
{
    struct bidder_thread *thread = heap_make(1, sizeof(*thread));

    thread->api = api;
    thread->every_ms = every_ms;
    thread->ticker = ticker_open(look, thread);
    return thread;
}

void bidder_thread_close(struct bidder_thread *thread)
{
    if (thread == NULL)
        return;
    ticker_close(thread->ticker);
    free(thread);
}

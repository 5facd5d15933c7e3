#include "api/bidder_run.h"

#include "api/bidder_round.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/ticker.h"
#include "model/fault.h"
#include "model/snapshot.h"

#define TRIES_MAX 3

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

static bool is_ending(void *ticker)
{
    return ticker_is_ending(ticker);
}

static void run_one(struct bidder_thread *thread, struct ticker *ticker, uint64_t bidder_id)
{
    const struct api_options *options = &thread->api->options;
    const struct report_client client = {.is_gone = is_ending, .context = ticker};
    const struct scope scope = scope_of_all("bidder");
    struct arena *arena = arena_make(BIDDER_ARENA_BYTES);
    struct bidder_round round = {.api = thread->api,
                                 .arena = arena,
                                 .client = &client,
                                 .actor = STR("bidder"),
                                 .now_ms = clock_wall_ms()};
    struct bidder_found found;
    struct model_fault fault = {0};
    uint64_t version = 0;

    enum err err = bidder_run(&round, arena_format(arena, "%" PRIu64, bidder_id), &scope, &found,
                              &version, &fault);
    if (err == OK && round.count > 0) {
        (void)options->announce(options->context, version); /* the edge looks by itself as well */
        log_info("bidder", "decided id=%" PRIu64 " decisions=%zu looked=%" PRId64, bidder_id,
                 round.count, round.looked);
    } else if (err != OK && err != ERR_CLOSED) { /* those are tried again a moment later */
        log_warning("bidder", "cannot decide id=%" PRIu64 ": %s %s", bidder_id, err_text(err),
                    fault.message);
    }
    arena_free(arena);
}

static int64_t look(struct ticker *ticker, void *context)
{
    struct bidder_thread *thread = context;
    struct arena *arena = arena_make(BIDDER_ARENA_BYTES);
    uint64_t *ids = NULL;
    size_t count = 0;

    enum err err = catalog_list_due_bidders(thread->api->options.catalog, clock_wall_ms(), arena,
                                            &ids, &count);
    if (err != OK)
        log_warning("bidder", "cannot look for bidders: %s", err_text(err));
    for (size_t i = 0; i < count && !ticker_is_ending(ticker); i++)
        run_one(thread, ticker, ids[i]);
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

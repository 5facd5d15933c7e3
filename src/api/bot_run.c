#include "api/bot_run.h"

#include <stdlib.h>
#include "api/bot_walk.h"
#include "api/cost_apply.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/ticker.h"
#include "ledger/costing.h"

#define LOOK_MS     500
#define RETRY_MS    2000
#define ARENA_BYTES ((size_t)64 * 1024 * 1024)

#define PASSES_MAX 5 /* while costs keep being told */

struct bot_thread {
    struct api *api;
    struct ticker *ticker;
};

struct run {
    struct bot_thread *thread;
    struct api *api;
    struct arena *arena, *page;
    struct catalog_bot_run row;
    struct bot_progress progress;
    struct bot_walk walk;
    unsigned passes; /* of judging */
    bool is_cancelled;
};

/* ------------------------------------------------------------------ how far it is */

static enum err save(struct run *run, const char *state)
{
    json_auto_t *json = bot_progress_json(&run->progress);
    char *text = json_dumps(json, JSON_COMPACT);
    CHECK(text != NULL);
    run->row.state = str_from_c(state);
    run->row.document = str_from_c(text);
    enum err err = catalog_write_bot_run(run->api->options.catalog, &run->row);
    free(text);
    run->row.document = STR_NONE;
    return err;
}

/* Whether a person wants it to end. */
static enum err look_for_cancel(struct run *run)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct catalog_bot_run row;
    enum err err = catalog_find_bot_run(run->api->options.catalog, run->row.id, arena, &row);
    if (err == OK)
        run->is_cancelled = str_is_equal(row.state, STR("cancelling"));
    arena_free(arena);
    return err;
}

static enum err on_page(void *context)
{
    struct run *run = context;
    enum err err = save(run, "running");
    if (err == OK)
        err = look_for_cancel(run);
    if (err == OK && (run->is_cancelled || ticker_is_ending(run->thread->ticker)))
        return ERR_CLOSED;
    return err;
}

static enum err enter(struct run *run, enum bot_phase phase)
{
    run->progress.phase = phase;
    return save(run, "running");
}

static enum err end(struct run *run, const char *state)
{
    run->progress.phase = BOT_ENDED;
    run->progress.ended_ms = clock_wall_ms();
    log_info("desk",
             "bots run id=%" PRIu64 " %s visits=%" PRIu64 " bots=%" PRIu64 " people=%" PRIu64,
             run->row.id, state, run->progress.looked, run->progress.bots, run->progress.people);
    return save(run, state);
}

/* What cannot be mended by trying again. */
static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN ||
           err == ERR_NOT_FOUND || err == ERR_FULL || err == ERR_RANGE;
}

/* ------------------------------------------------------------------ costs told afterwards */

typedef enum err on_update(struct run *run, struct cost_desk *desk, struct bot_update *update,
                           struct model_fault *fault);

/* One update, with a call of its own: its time is its own too. */
static enum err with_desk(struct run *run, struct bot_update *update, on_update *act)
{
    struct http_reply reply = {0};
    struct model_fault fault = {0};
    struct cost_desk desk;
    arena_reset(run->page);
    struct call call = {.api = run->api,
                        .arena = run->page,
                        .reply_arena = run->page,
                        .reply = &reply,
                        .scope = scope_of_all(run->progress.actor)};
    if (!cost_desk_init(&desk, &call))
        return ERR_IO;
    enum err err = act(run, &desk, update, &fault);
    cost_desk_fini(&desk);
    if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN)
        (void)snprintf(run->progress.error, sizeof(run->progress.error), "%s", fault.message);
    return err;
}

static enum err take_back(struct run *run, struct cost_desk *desk, struct bot_update *update,
                          struct model_fault *fault)
{
    struct cost_update undone;
    (void)run;
    return cost_undo(desk, update->campaign_id, update->id, &undone, fault);
}

/* Whether there is no person among the visits that it covers. */
static bool covers_nobody(struct cost_desk *desk, struct cost_update *row)
{
    return row->from_id >= row->to_id ||
           costing_set(desk->reader, UINT64_MAX, desk->deadline_mono_ms, row) == ERR_NOT_FOUND;
}

/* The same cost over who is left; nobody is: it stays taken back. */
static enum err set_anew(struct run *run, struct cost_desk *desk, struct bot_update *update,
                         struct model_fault *fault)
{
    struct cost_update row = {.id = update->id};
    struct cost_update undo;
    enum err err = cost_find_undo(desk, update->id, &undo);
    if (err == ERR_NOT_FOUND)
        return OK; /* it was not taken back */
    if (err == OK)
        err = ledger_reader_find(desk->reader, LEDGER_COST_UPDATE, run->page, &row);
    if (err != OK)
        return err;
    row.id = 0;
    struct str key = arena_format(run->page, "bots-%" PRIu64 "-%" PRIu64, run->row.id, update->id);
    err = cost_write(desk, key, &row, fault);
    if (err == OK)
        update->anew_id = row.id;
    if (err != ERR_INVALID || !covers_nobody(desk, &row))
        return err;
    run->progress.unspread++;
    return OK;
}

/* The last one first. */
static enum err take_back_all(struct run *run)
{
    enum err err = OK;
    for (size_t i = run->progress.update_count; err == OK && i > 0; i--)
        if (run->progress.updates[i - 1].anew_id == 0)
            err = with_desk(run, &run->progress.updates[i - 1], take_back);
    return err;
}

/* One that is refused keeps none of the others back: the run says so at its end. */
static enum err set_all_anew(struct run *run)
{
    enum err err = OK;
    run->progress.unspread = 0;
    for (size_t i = 0; err == OK && i < run->progress.update_count; i++) {
        if (run->progress.updates[i].anew_id != 0)
            continue;
        err = with_desk(run, &run->progress.updates[i], set_anew);
        if (is_refusal(err) && run->progress.error[0] == '\0')
            (void)snprintf(run->progress.error, sizeof(run->progress.error), "refused");
        err = is_refusal(err) ? OK : err;
    }
    return err;
}

/* What was told while they were taken back was told later: it is set anew behind them. */
static enum err spread_all(struct run *run)
{
    size_t late = 0;
    enum err err = set_all_anew(run);
    for (unsigned i = 0; err == OK && i < PASSES_MAX; i++) {
        err = bot_walk_find_late(&run->walk, &late);
        if (err != OK || late == 0)
            return err;
        err = save(run, "running"); /* so that none is taken back and forgotten */
        if (err == OK)
            err = take_back_all(run);
        if (err == OK)
            err = set_all_anew(run);
    }
    return err;
}

/* ------------------------------------------------------------------ the phases */

/* What the entries say that it gave. */
static enum err count_verdicts(struct run *run)
{
    struct bot_verdicts verdicts = {0};
    uint64_t at = id_from_ms(run->progress.created_ms);
    enum err err = OK;
    while (err == OK && at != 0)
        err = run->walk.read_err =
            ledger_reader_bot_verdicts(run->walk.reader, run->row.id, at, &verdicts, &at);
    run->progress.bots = verdicts.bots;
    run->progress.people = verdicts.people;
    return err;
}

/* Cancelled: what is judged stays so, and costs are spread all the same. */
static enum err go_past_cancel(const struct run *run, enum err err)
{
    return err == ERR_CLOSED && run->is_cancelled ? OK : err;
}

static enum err count(struct run *run)
{
    enum err err = go_past_cancel(run, bot_walk_count(&run->walk));
    if (err != OK)
        return err;
    if (run->progress.is_dry || run->is_cancelled)
        return end(run, run->is_cancelled ? "cancelled" : "done");
    return enter(run, BOT_UNDOING);
}

/* Visits that costs told meanwhile cover: these are taken back as well, and the visits judged. */
static enum err judge(struct run *run)
{
    size_t late = 0;
    enum err err = go_past_cancel(run, bot_walk_judge(&run->walk));
    if (err == OK && run->progress.left > 0 && !run->is_cancelled && ++run->passes < PASSES_MAX)
        err = bot_walk_find_late(&run->walk, &late);
    return err == OK ? enter(run, late > 0 ? BOT_UNDOING : BOT_SPREADING) : err;
}

static enum err spread(struct run *run)
{
    enum err err = spread_all(run);
    if (err == OK)
        err = count_verdicts(run);
    if (err == OK)
        err = look_for_cancel(run);
    if (err != OK)
        return err;
    if (run->progress.error[0] != '\0')
        return end(run, "failed");
    return end(run, run->is_cancelled ? "cancelled" : "done");
}

static enum err step(struct run *run)
{
    enum err err = OK;
    switch (run->progress.phase) {
    case BOT_COUNTING:
        return count(run);
    case BOT_UNDOING:
        err = take_back_all(run);
        return err == OK ? enter(run, BOT_JUDGING) : err;
    case BOT_JUDGING:
        return judge(run);
    case BOT_SPREADING:
        return spread(run);
    case BOT_ENDED:
        break;
    }
    return OK;
}

/* What was taken back is set anew all the same. */
static enum err give_up(struct run *run)
{
    bool was_spreading = run->progress.phase == BOT_SPREADING;
    if (run->progress.error[0] == '\0')
        (void)snprintf(run->progress.error, sizeof(run->progress.error), "refused");
    return was_spreading ? end(run, "failed") : enter(run, BOT_SPREADING);
}

static enum err run_on(struct run *run)
{
    enum err err = OK;
    while (err == OK && run->progress.phase != BOT_ENDED) {
        err = step(run);
        if (is_refusal(err))
            err = give_up(run);
    }
    return err;
}

/* ------------------------------------------------------------------ the thread */

static enum err begin(struct run *run)
{
    struct api *api = run->api;
    json_auto_t *json = json_loadb(run->row.document.ptr, run->row.document.len, 0, NULL);
    enum err err = bot_progress_read(json, &run->progress);
    run->row.document = STR_NONE;
    if (err == OK)
        err = bot_look_make(api, run->row.workspace_id, &run->walk.look);
    if (err == OK)
        err = readers_take(api->readers, &run->walk.reader);
    run->walk.api = api;
    run->walk.run_id = run->row.id;
    run->walk.workspace_id = run->row.workspace_id;
    run->walk.progress = &run->progress;
    run->walk.page = run->page;
    run->walk.on_page = on_page;
    run->walk.context = run;
    return err;
}

static enum err run_active(struct bot_thread *thread)
{
    struct run run = {.thread = thread,
                      .api = thread->api,
                      .arena = arena_make(ARENA_BYTES),
                      .page = arena_make(ARENA_BYTES)};
    enum err err = catalog_find_bot_run(thread->api->options.catalog, 0, run.arena, &run.row);
    if (err == OK) {
        err = begin(&run);
        if (err == OK)
            err = run_on(&run);
        if (err != OK && err != ERR_CLOSED)
            log_warning("desk", "bots run id=%" PRIu64 " is tried again: %s", run.row.id,
                        err_text(err));
        readers_give_back(thread->api->readers, run.walk.reader, run.walk.read_err);
        bot_look_free(run.walk.look);
        bot_progress_fini(&run.progress);
    }
    arena_free(run.page);
    arena_free(run.arena);
    return err;
}

static int64_t look(struct ticker *ticker, void *context)
{
    struct bot_thread *thread = context;
    thread->ticker = ticker;
    enum err err = run_active(thread);
    return err == OK || err == ERR_NOT_FOUND || err == ERR_CLOSED ? LOOK_MS : RETRY_MS;
}

struct bot_thread *bot_thread_open(struct api *api)
{
    struct bot_thread *thread = heap_make(1, sizeof(*thread));
    thread->api = api;
    thread->ticker = ticker_open(look, thread);
    return thread;
}

void bot_thread_close(struct bot_thread *thread)
{
    if (thread == NULL)
        return;
    ticker_close(thread->ticker);
    free(thread);
}

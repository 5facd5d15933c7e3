/* rebond rebuild-facts - has the facts projected anew from the ledger: by the desk that runs, else
 * by the same projector here. */
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "facts/projector.h"
#include "ledger/tail.h"
#include "serve/commands.h"
#include "serve/desk_client.h"
#include "serve/serve.h"

#define LOOK_MS       200
#define LINE_MS       5000    /* between lines that no terminal shows */
#define COUNT_ENTRIES 1000000 /* of the ledger's at once */
#define FAILURES_MAX  20
#define BAR_CHARS     30
#define STEP_US       (LOOK_MS * 1000)

struct rebuild {
    const struct settings *settings;
    struct tail *tail;
    uint64_t end_id;           /* where the ledger was when it was asked for */
    uint64_t entries;          /* up to there */
    uint64_t counted_id, done; /* entries up to what the facts have come to */
    int64_t began_mono_ms, told_mono_ms;
};

/* How far the projector is, whoever's it is. */
struct progress {
    uint64_t desk; /* its process */
    bool is_rebuilding;
    uint64_t position;
    uint64_t rebuilds, failures;
};

static int print_help(void)
{
    printf("rebond rebuild-facts [--data DIR]\n"
           "Projects the facts that reports are made from anew, from the ledger, and shows how far "
           "that is. A desk that runs does it, and answers reports from what there is so far; else "
           "it is done here. Ends when they have come to where the ledger was.\n");
    return 0;
}

/* --- What is to be done, and is ------------------------------------------- */

/* Entries behind after_id, up to until_id. */
static enum err count(struct tail *tail, uint64_t after_id, uint64_t until_id, uint64_t *entries)
{
    struct tail_batch window = {.last_id = after_id};
    enum err err = OK;
    *entries = 0;
    do {
        err = tail_window(tail, window.last_id, until_id, COUNT_ENTRIES, &window);
        if (err == OK && window.last_id != 0)
            *entries += window.entries;
    } while (err == OK && window.last_id != 0 && window.last_id < until_id);
    return err;
}

static enum err look_at_ledger(struct rebuild *rebuild)
{
    struct tail_batch head;
    enum err err = tail_open(rebuild->settings->data, &rebuild->tail);
    if (err == OK)
        err = tail_head(rebuild->tail, &head);
    if (err != OK)
        return err;
    rebuild->end_id = head.last_id;
    rebuild->began_mono_ms = clock_mono_ms();
    return count(rebuild->tail, 0, head.last_id, &rebuild->entries);
}

static void note_position(struct rebuild *rebuild, uint64_t position)
{
    uint64_t more = 0;
    if (position < rebuild->counted_id) /* from the beginning */
        rebuild->counted_id = rebuild->done = 0;
    if (position <= rebuild->counted_id ||
        count(rebuild->tail, rebuild->counted_id, position, &more) != OK)
        return; /* the next look counts it */
    rebuild->done += more;
    rebuild->counted_id = position;
}

static void tell(struct rebuild *rebuild, bool is_end)
{
    bool is_terminal = isatty(STDOUT_FILENO) != 0;
    int64_t now_ms = clock_mono_ms();
    if (!is_end &&
        (rebuild->done == 0 || (!is_terminal && now_ms - rebuild->told_mono_ms < LINE_MS)))
        return;
    rebuild->told_mono_ms = now_ms;
    double seconds = (double)(now_ms - rebuild->began_mono_ms + 1) / 1000;
    double rate = (double)rebuild->done / seconds;
    uint64_t all = rebuild->entries > 0 ? rebuild->entries : 1;
    uint64_t done = rebuild->done < all ? rebuild->done : all;
    int bar = (int)(done * BAR_CHARS / all);
    printf("%s[%.*s%.*s] %5.1f %%  %" PRIu64 " of %" PRIu64 " entries  %.0f/s  %.0f s %s%s",
           is_terminal ? "\r\x1b[K" : "", bar, "##############################", BAR_CHARS - bar,
           "..............................", 100.0 * (double)done / (double)all, rebuild->done,
           rebuild->entries, rate, is_end ? seconds : (double)(all - done) / (rate > 1 ? rate : 1),
           is_end ? "in all" : "left", is_terminal && !is_end ? "" : "\n");
    (void)fflush(stdout);
}

static bool is_over(const struct rebuild *rebuild, const struct progress *now, uint64_t rebuilds)
{
    return now->rebuilds > rebuilds && !now->is_rebuilding && now->position >= rebuild->end_id;
}

/* --- By the desk ---------------------------------------------------------- */

static enum err ask_desk(const struct rebuild *rebuild, const char *method, const char *path,
                         struct progress *progress)
{
    struct desk_answer answer CLEANUP(desk_answer_cleanup) = {0};
    enum err err = desk_ask(rebuild->settings->data, method, path, &answer);
    if (err == OK && answer.status != 200)
        err = ERR_IO;
    if (err != OK)
        return err;
    *progress = (struct progress){
        .desk = desk_number(&answer, "desk"),
        .is_rebuilding = desk_number(&answer, "is_rebuilding") != 0,
        .position = desk_number(&answer, "position"),
        .rebuilds = desk_number(&answer, "rebuilds"),
        .failures = desk_number(&answer, "failures"),
    };
    return OK;
}

/* A desk that ends and is started again has the facts as they were, and goes on. */
static enum err rebuild_by_desk(struct rebuild *rebuild)
{
    struct progress before, now;
    unsigned lost = 0;
    enum err err = ask_desk(rebuild, "POST", "/facts/rebuild", &before);
    if (err != OK)
        return err;
    printf("the desk projects %" PRIu64 " entries anew\n", rebuild->entries);
    for (;;) {
        (void)usleep(STEP_US);
        err = ask_desk(rebuild, "GET", "/facts/progress", &now);
        if (err != OK && ++lost > FAILURES_MAX) {
            fprintf(stderr, "rebond rebuild-facts: the desk does not answer any more\n");
            return ERR_IO;
        }
        if (err != OK)
            continue;
        lost = 0;
        if (now.desk != before.desk) {
            fprintf(stderr,
                    "rebond rebuild-facts: the desk was started again meanwhile: it goes on "
                    "with what it finds, ask again to be sure\n");
            return ERR_IO;
        }
        if (now.rebuilds > before.rebuilds)
            note_position(rebuild, now.position);
        if (is_over(rebuild, &now, before.rebuilds))
            return OK;
        tell(rebuild, false);
    }
}

/* --- By ourselves --------------------------------------------------------- */

static enum err rebuild_here(struct rebuild *rebuild)
{
    const struct settings *settings = rebuild->settings;
    struct projector_options options = serve_projector_options(settings);
    struct projector *projector = NULL;
    struct facts *facts = NULL;
    /* Opened once, to learn whether somebody else has it. */
    enum err err = facts_open(&options.facts, &facts);
    facts_close(facts);
    if (err == OK || err == ERR_INVALID)
        err = facts_remove(settings->data);
    if (err == OK)
        err = projector_open(&options, &projector);
    if (err != OK)
        return err;
    printf("%" PRIu64 " entries are projected\n", rebuild->entries);
    struct projector_state state = {0};
    while (state.position < rebuild->end_id && state.failures < FAILURES_MAX) {
        (void)usleep(STEP_US);
        state = projector_state(projector);
        note_position(rebuild, state.position);
        if (state.position < rebuild->end_id)
            tell(rebuild, false);
    }
    projector_close(projector);
    return state.position >= rebuild->end_id ? OK : ERR_IO;
}

static int rebuild_facts(struct rebuild *rebuild)
{
    enum err err = look_at_ledger(rebuild);
    if (err == OK) {
        err = rebuild_by_desk(rebuild);
        if (err == ERR_NOT_FOUND)
            err = rebuild_here(rebuild);
        if (err == OK)
            tell(rebuild, true);
    }
    tail_close(rebuild->tail);
    if (err != OK)
        fprintf(stderr, "rebond rebuild-facts: %s: %s\n", rebuild->settings->data,
                err == ERR_NOT_FOUND ? "there is no ledger in this folder"
                : err == ERR_BUSY    ? "another process has the facts open, and is no desk that "
                                       "answers"
                                     : err_text(err));
    return err == OK ? 0 : 1;
}

int command_rebuild_facts(int argc, char *const *argv)
{
    struct settings settings;
    if (command_wants_help(argc, argv))
        return print_help();
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    command_apply_log_level(&settings);
    struct rebuild rebuild = {.settings = &settings};
    return rebuild_facts(&rebuild);
}

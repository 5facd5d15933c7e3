#include "api/bot_walk.h"

#include <stdlib.h>
#include <unistd.h>
#include "api/json_out.h"
#include "courier/verdict.h"
#include "ledger/costing.h"
#include "ledger/verdict.h"
#include "visitor/signals.h"

#define PAUSE_US     10000 /* between two pieces: visitors go first */
#define ATTEMPTS_MAX 8     /* when the costs of a campaign keep changing, or the edge is starting */
#define RETRY_US     250000

/* A visit whose verdict becomes another. */
struct change {
    const struct bot_visit *visit;
    uint64_t signals;
    bool is_bot;
    bool is_done; /* it is counted, or judged */
};

typedef enum err see_changes(struct bot_walk *walk, struct change *changes, size_t count);

/* The updates in force that may cover one of these visits, which rise by id. */
static enum err find_updates(struct bot_walk *walk, uint64_t campaign_id,
                             const struct change *changes, size_t count,
                             const struct cost_update **updates, size_t *update_count)
{
    return walk->read_err = ledger_reader_cost_updates(
               walk->reader, campaign_id, changes[0].visit->id, changes[count - 1].visit->id + 1,
               UINT64_MAX, walk->page, updates, update_count);
}

/* ------------------------------------------------------------------ counting */

/* The oldest that covers the visit; 0: none. */
static uint64_t first_covering(const struct cost_update *updates, size_t count,
                               const struct bot_visit *visit)
{
    uint64_t first = 0;
    for (size_t i = 0; i < count; i++)
        if (spread_covers(&updates[i], visit->id, visit->tokens) &&
            (first == 0 || updates[i].id < first))
            first = updates[i].id;
    return first;
}

static void count_change(struct bot_campaign *campaign, const struct change *change,
                         uint64_t first_update)
{
    campaign->bots += change->is_bot;
    campaign->people += !change->is_bot;
    campaign->conversions += change->visit->conversions;
    if (first_update == 0)
        campaign->cost_micros +=
            change->is_bot ? -change->visit->own_micros : change->visit->own_micros;
    else if (campaign->first_update == 0 || first_update < campaign->first_update)
        campaign->first_update = first_update;
}

/* Whether the edge will leave it as it is (courier/verdict.h). */
static bool is_too_large(const struct bot_visit *visit)
{
    return visit->clicks > VERDICT_CLICKS_MAX || visit->conversions >= VERDICT_IDS;
}

static enum err count_campaign(struct bot_walk *walk, struct change *changes, size_t count)
{
    uint64_t id = changes[0].visit->campaign_id;
    struct bot_campaign *campaign = bot_progress_campaign(walk->progress, id);
    const struct cost_update *updates = NULL;
    size_t update_count = 0;
    enum err err = find_updates(walk, id, changes, count, &updates, &update_count);
    for (size_t i = 0; err == OK && i < count; i++) {
        if (changes[i].visit->campaign_id != id)
            continue;
        changes[i].is_done = true;
        if (is_too_large(changes[i].visit))
            walk->progress->skipped++;
        else
            count_change(campaign, &changes[i],
                         first_covering(updates, update_count, changes[i].visit));
    }
    return err;
}

static enum err count_changes(struct bot_walk *walk, struct change *changes, size_t count)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < count; i++)
        if (!changes[i].is_done)
            err = count_campaign(walk, changes + i, count - i);
    return err;
}

/* ------------------------------------------------------------------ judging */

static unsigned ask_edge(struct bot_walk *walk, json_t *args, json_t **answer)
{
    struct str key;
    operate_make_key(walk->page, &key);
    return operate_send(walk->api, walk->page, walk->progress->actor, walk->workspace_id,
                        VERDICT_KIND, key, args, answer);
}

/* A visit that cannot be judged: an update that came meanwhile covers it. */
static void leave(struct bot_walk *walk, uint64_t campaign_id, uint64_t update_id)
{
    struct bot_campaign *campaign = bot_progress_campaign(walk->progress, campaign_id);
    walk->progress->left++;
    if (campaign->first_update == 0 || update_id < campaign->first_update)
        campaign->first_update = update_id;
}

/* Sends the campaign's next visits to the edge. */
static enum err judge_once(struct bot_walk *walk, struct change *changes, size_t count,
                           bool *is_stale)
{
    uint64_t id = changes[0].visit->campaign_id, seen_id = 0;
    const struct cost_update *updates = NULL;
    size_t update_count = 0, sent[VERDICT_MAX], sent_count = 0;
    json_auto_t *answer = NULL;
    *is_stale = false;
    enum err err = walk->read_err = costing_seen_id(walk->reader, id, &seen_id);
    if (err == OK)
        err = find_updates(walk, id, changes, count, &updates, &update_count);
    if (err != OK)
        return err;
    json_t *args = verdict_args(walk->run_id, id, seen_id);
    for (size_t i = 0; i < count && sent_count < VERDICT_MAX; i++) {
        if (changes[i].is_done || changes[i].visit->campaign_id != id)
            continue;
        uint64_t covering = first_covering(updates, update_count, changes[i].visit);
        if (covering != 0) {
            changes[i].is_done = true;
            leave(walk, id, covering);
            continue;
        }
        verdict_add(args, changes[i].visit->id, changes[i].signals);
        sent[sent_count++] = i;
    }
    if (sent_count == 0) {
        json_decref(args);
        return OK;
    }
    unsigned status = ask_edge(walk, args, &answer);
    *is_stale = status == 409;
    if (status != 200)
        return *is_stale ? OK : ERR_BUSY;
    size_t done = (size_t)json_integer_value(json_object_get(answer, "done"));
    walk->progress->skipped += (uint64_t)json_integer_value(json_object_get(answer, "skipped"));
    for (size_t i = 0; i < done && i < sent_count; i++)
        changes[sent[i]].is_done = true;
    return OK;
}

static enum err judge_changes(struct bot_walk *walk, struct change *changes, size_t count)
{
    unsigned failures = 0;
    size_t i = 0;
    while (i < count) {
        bool is_stale;
        if (changes[i].is_done) {
            i++;
            continue;
        }
        enum err err = judge_once(walk, changes + i, count - i, &is_stale);
        if (err != OK && err != ERR_BUSY)
            return err;
        failures = err == ERR_BUSY || is_stale ? failures + 1 : 0;
        if (failures == ATTEMPTS_MAX)
            return ERR_BUSY;
        (void)usleep(err == ERR_BUSY ? RETRY_US : PAUSE_US);
    }
    return OK;
}

/* ------------------------------------------------------------------ the walk */

static enum err see_page(struct bot_walk *walk, const struct bot_visit *visits, size_t count,
                         uint64_t *unknown, see_changes *see)
{
    struct change *changes = ARENA_ARRAY(walk->page, struct change, count + 1);
    size_t changed = 0;
    if (changes == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++) {
        bool is_known;
        uint64_t signals = bot_look_at(walk->look, &visits[i], &is_known);
        bool is_bot = signals_are_bot(signals);
        *unknown += !is_known;
        if (is_bot != (visits[i].is_bot != 0))
            changes[changed++] = (struct change){&visits[i], signals, is_bot, false};
    }
    return see(walk, changes, changed);
}

static enum err go(struct bot_walk *walk, uint64_t *passed, uint64_t *unknown, see_changes *see)
{
    uint64_t at = walk->progress->from_id;
    unsigned failures = 0;
    enum err err = OK;
    while (err == OK && at != 0 && at < walk->progress->to_id) {
        struct bot_visit *visits = NULL;
        size_t count = 0;
        arena_reset(walk->page);
        err = walk->read_err =
            ledger_reader_bot_visits(walk->reader, walk->workspace_id, at, walk->progress->to_id,
                                     walk->page, &visits, &count, &at);
        if (err == ERR_TIMEOUT && ++failures < ATTEMPTS_MAX) {
            err = walk->read_err = OK; /* the machine is busy: once more */
            continue;
        }
        if (err == OK)
            err = see_page(walk, visits, count, unknown, see);
        *passed += count;
        if (err == OK)
            err = walk->on_page(walk->context);
    }
    return err;
}

/* ------------------------------------------------------------------ both */

/* An update goes over those before it: the later ones of the campaign must be set anew as well. */
static enum err list_updates(struct bot_walk *walk, const struct bot_campaign *campaign)
{
    const struct cost_update *updates = NULL;
    size_t count = 0;
    if (campaign->first_update == 0)
        return OK;
    arena_reset(walk->page);
    enum err err = walk->read_err = ledger_reader_cost_updates(
        walk->reader, campaign->id, 1, INT64_MAX, UINT64_MAX, walk->page, &updates, &count);
    for (size_t i = 0; err == OK && i < count; i++)
        if (updates[i].id >= campaign->first_update)
            bot_progress_add_update(walk->progress, (struct bot_update){.campaign_id = campaign->id,
                                                                        .id = updates[i].id});
    return err;
}

enum err bot_walk_count(struct bot_walk *walk)
{
    struct bot_progress *progress = walk->progress;
    bot_progress_fini(progress); /* of a count that was broken off */
    progress->looked = progress->unknown = progress->skipped = 0;
    enum err err = go(walk, &progress->looked, &progress->unknown, count_changes);
    for (size_t i = 0; err == OK && i < progress->campaign_count; i++)
        err = list_updates(walk, &progress->campaigns[i]);
    bot_progress_sort_updates(progress);
    return err;
}

enum err bot_walk_judge(struct bot_walk *walk)
{
    struct bot_progress *progress = walk->progress;
    uint64_t unknown = 0;
    progress->judged = progress->skipped = progress->left = 0;
    for (size_t i = 0; i < progress->campaign_count; i++)
        progress->campaigns[i].first_update = 0;
    return go(walk, &progress->judged, &unknown, judge_changes);
}

/* ------------------------------------------------------------------ costs that came meanwhile */

/* From which update on those of the campaign are to be taken back; 0: none. */
static uint64_t first_of(const struct bot_progress *progress, const struct bot_campaign *campaign)
{
    uint64_t first = campaign->first_update;
    for (size_t i = 0; i < progress->update_count; i++) {
        const struct bot_update *update = &progress->updates[i];
        if (update->campaign_id == campaign->id && (first == 0 || update->id < first))
            first = update->id;
    }
    return first;
}

/* The ids of all that is taken back, and of what stands in for it. */
struct known {
    uint64_t *ids; /* rising */
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static struct known known_make(const struct bot_progress *progress)
{
    struct known known = {heap_make(2 * progress->update_count + 1, sizeof(uint64_t)), 0};
    for (size_t i = 0; i < progress->update_count; i++) {
        known.ids[known.count++] = progress->updates[i].id;
        known.ids[known.count++] = progress->updates[i].anew_id;
    }
    qsort(known.ids, known.count, sizeof(*known.ids), by_number);
    return known;
}

static bool is_known(const struct known *known, uint64_t id)
{
    return bsearch(&id, known->ids, known->count, sizeof(*known->ids), by_number) != NULL;
}

static enum err find_late(struct bot_walk *walk, const struct bot_campaign *campaign,
                          const struct known *known)
{
    const struct cost_update *updates = NULL;
    size_t count = 0;
    uint64_t first = first_of(walk->progress, campaign);
    if (first == 0)
        return OK;
    arena_reset(walk->page);
    enum err err = walk->read_err = ledger_reader_cost_updates(
        walk->reader, campaign->id, 1, INT64_MAX, UINT64_MAX, walk->page, &updates, &count);
    for (size_t i = 0; err == OK && i < count; i++)
        if (updates[i].id >= first && !is_known(known, updates[i].id))
            bot_progress_add_update(walk->progress,
                                    (struct bot_update){campaign->id, updates[i].id, 0});
    return err;
}

enum err bot_walk_find_late(struct bot_walk *walk, size_t *found)
{
    struct bot_progress *progress = walk->progress;
    size_t before = progress->update_count;
    struct known known = known_make(progress);
    enum err err = OK;
    for (size_t i = 0; err == OK && i < progress->campaign_count; i++)
        err = find_late(walk, &progress->campaigns[i], &known);
    free(known.ids);
    bot_progress_sort_updates(progress);
    *found = progress->update_count - before;
    return err;
}

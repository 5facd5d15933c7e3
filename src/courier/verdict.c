#include "courier/verdict.h"

#include "convert/register.h"
#include "courier/outbox.h"
#include "ledger/verdict.h"
#include "visitor/signals.h"

/* ------------------------------------------------------------------ arguments */

static void put(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

json_t *verdict_args(uint64_t run_id, uint64_t campaign_id, uint64_t seen_id)
{
    json_t *args = json_object();
    CHECK(args != NULL);
    put(args, "run_id", json_integer((json_int_t)run_id));
    put(args, "campaign_id", json_integer((json_int_t)campaign_id));
    put(args, "seen_id", json_integer((json_int_t)seen_id));
    put(args, "visits", json_array());
    return args;
}

void verdict_add(json_t *args, uint64_t visit_id, uint64_t signals)
{
    json_t *pair = json_pack("[I, I]", (json_int_t)visit_id, (json_int_t)signals);
    CHECK(pair != NULL && json_array_append_new(json_object_get(args, "visits"), pair) == 0);
}

static uint64_t id_of(const json_t *args, const char *name)
{
    return (uint64_t)json_integer_value(json_object_get(args, name));
}

static uint64_t number_at(const json_t *pair, size_t at)
{
    return (uint64_t)json_integer_value(json_array_get(pair, at));
}

/* ------------------------------------------------------------------ one visit */

/* A visit that is judged, with all that goes with it. */
struct judged {
    struct operation *operation;
    struct ledger_tx *tx;
    struct visit visit; /* as before */
    struct cost_correction correction;
    bool is_corrected;
    struct click *clicks;
    size_t click_count;
    struct conversion *conversions; /* which it changes */
    size_t conversion_count;
    struct outbox *waiting; /* which it drops */
    size_t waiting_count;
    struct verdict verdict;
};

/* Entries that it takes: the verdict, a change for each conversion, the end of each forward. */
static size_t ids_of(const struct judged *judged)
{
    return 1 + judged->conversion_count + judged->waiting_count;
}

/* Room for as many as are allowed, and one that is too many. */
static enum err read_clicks(struct judged *judged)
{
    const struct click given = {.visit_id = judged->visit.id};
    struct arena *arena = ledger_arena(judged->tx);
    judged->clicks = arena_alloc_raw(arena, (VERDICT_CLICKS_MAX + 1) * sizeof(*judged->clicks));
    CHECK(judged->clicks != NULL);
    enum err err = ledger_select(judged->tx, LOOKUP_CLICKS_OF_VISIT, &given, judged->clicks,
                                 VERDICT_CLICKS_MAX + 1, &judged->click_count);
    return err == OK && judged->click_count > VERDICT_CLICKS_MAX ? ERR_FULL : err;
}

/* Whether a forward that waits is for a destination that wants no bots. */
static bool is_to_drop(const struct judged *judged, const struct outbox *row)
{
    const struct destination *destination =
        outbox_destination(judged->operation->snapshot, row->lane);
    return judged->verdict.is_bot && (destination == NULL || !destination->includes_bots);
}

static enum err read_waiting(struct judged *judged, uint64_t conversion_id)
{
    const struct outbox given = {.conversion_id = conversion_id};
    struct outbox *rows = judged->waiting + judged->waiting_count;
    size_t room = VERDICT_IDS + 1 - judged->waiting_count, count = 0;
    enum err err = ledger_select(judged->tx, LOOKUP_OUTBOX_WAITING, &given, rows, room, &count);
    if (err == OK && count == room)
        return ERR_FULL;
    for (size_t i = 0; err == OK && i < count; i++)
        if (is_to_drop(judged, &rows[i]))
            judged->waiting[judged->waiting_count++] = rows[i];
    return err;
}

static enum err read_conversions(struct judged *judged)
{
    const struct conversion given = {.visit_id = judged->visit.id};
    struct arena *arena = ledger_arena(judged->tx);
    size_t count = 0;
    judged->conversions = arena_alloc_raw(arena, (VERDICT_IDS + 1) * sizeof(*judged->conversions));
    judged->waiting = arena_alloc_raw(arena, (VERDICT_IDS + 1) * sizeof(*judged->waiting));
    CHECK(judged->conversions != NULL && judged->waiting != NULL);
    enum err err = ledger_select(judged->tx, LOOKUP_CONVERSION_OF_VISIT, &given,
                                 judged->conversions, VERDICT_IDS + 1, &count);
    if (err == OK && count > VERDICT_IDS)
        return ERR_FULL;
    for (size_t i = 0; err == OK && i < count; i++) {
        const struct conversion *conversion = &judged->conversions[i];
        if (conversion->is_bot == judged->verdict.is_bot || conversion->is_test)
            continue;
        judged->conversions[judged->conversion_count++] = *conversion;
        err = read_waiting(judged, conversion->id);
    }
    return err == OK && ids_of(judged) > VERDICT_IDS ? ERR_FULL : err;
}

/* Whether there is another verdict to give, and all that it needs. ERR_FULL: it needs more than one
 * job may do. */
static enum err look(struct judged *judged, uint64_t campaign_id, bool *is_new)
{
    struct visit *visit = &judged->visit;
    enum err err = ledger_find(judged->tx, LOOKUP_VISIT, visit);
    *is_new = false;
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    judged->verdict.is_bot = signals_are_bot(judged->verdict.signals);
    if (visit->workspace_id != judged->operation->workspace_id ||
        visit->campaign_id != campaign_id || visit->is_test ||
        visit->is_bot == judged->verdict.is_bot)
        return OK;
    judged->correction.visit_id = visit->id;
    err = ledger_find(judged->tx, LOOKUP_COST_CORRECTION, &judged->correction);
    judged->is_corrected = err == OK;
    if (err == OK || err == ERR_NOT_FOUND)
        err = read_clicks(judged);
    if (err == OK)
        err = read_conversions(judged);
    *is_new = err == OK;
    return err;
}

static enum err write_clicks(struct judged *judged)
{
    uint64_t first_id;
    struct click_state state = {.visit_id = judged->visit.id,
                                .workspace_id = judged->visit.workspace_id};
    if (judged->click_count == 0)
        return OK;
    verdict_count_clicks(judged->clicks, judged->click_count, judged->verdict.is_bot != 0, &state,
                         &first_id);
    return ledger_put(judged->tx, LEDGER_CLICK_STATE, &state);
}

static enum err write_conversion(struct judged *judged, const struct conversion *before)
{
    struct conversion_verdict verdict = {.action = ACTION_JUDGED, .conversion = *before};
    verdict.conversion.is_bot = judged->verdict.is_bot;
    return register_append_change(judged->tx,
                                  &(struct register_change){.edge = judged->operation->edge,
                                                            .snapshot = judged->operation->snapshot,
                                                            .visit = &judged->visit,
                                                            .before = before,
                                                            .verdict = &verdict});
}

static enum err write(struct judged *judged)
{
    struct ledger_tx *tx = judged->tx;
    struct verdict *verdict = &judged->verdict;
    verdict->id = ledger_next_id(tx);
    verdict->workspace_id = judged->visit.workspace_id;
    verdict->catalog_version = snapshot_version(judged->operation->snapshot);
    verdict->campaign_id = judged->visit.campaign_id;
    verdict->visit_id = judged->visit.id;
    verdict->run_id = id_of(judged->operation->args, "run_id");
    verdict->actor = judged->operation->actor;
    verdict_reckon(&(struct verdict_ground){.visit = &judged->visit,
                                            .is_corrected = judged->is_corrected,
                                            .corrected_micros = judged->correction.cost_micros,
                                            .clicks = judged->clicks,
                                            .click_count = judged->click_count},
                   verdict);
    struct campaign_total total = verdict_total(verdict);
    enum err err = ledger_append(tx, LEDGER_VERDICT, verdict);
    if (err == OK)
        err = ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
    if (err == OK)
        err = write_clicks(judged);
    for (size_t i = 0; err == OK && i < judged->conversion_count; i++)
        err = write_conversion(judged, &judged->conversions[i]);
    for (size_t i = 0; err == OK && i < judged->waiting_count; i++)
        err = outbox_end(tx, &judged->waiting[i], "dropped");
    return err;
}

/* ------------------------------------------------------------------ all of them */

/* No update in force covers the visits: the desk has looked, and it must still be so. */
static enum err check_seen(struct operation *operation, struct ledger_tx *tx)
{
    struct campaign_cost cost = {.id = id_of(operation->args, "campaign_id")};
    enum err err = ledger_find(tx, LOOKUP_CAMPAIGN_COST, &cost);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if ((err == OK ? cost.last_id : 0) != id_of(operation->args, "seen_id"))
        operation_refuse(operation, 409, "seen_id", "the costs of the campaign changed meanwhile");
    return OK;
}

struct judging {
    size_t done, judged, skipped, conversions;
    size_t ids, clicks; /* written, and read: what makes visitors wait */
    uint64_t last_id;   /* the last verdict; 0: none */
};

/* Whether the job has done enough for what this visit needs: then it is the next job's. */
static bool is_enough(const struct judging *judging, const struct judged *judged)
{
    return judging->ids > 0 && (judging->ids + ids_of(judged) > VERDICT_IDS ||
                                judging->clicks + judged->click_count > VERDICT_CLICKS_MAX);
}

/* *is_put_off: nothing was done, the next job does it. */
static enum err judge(struct operation *operation, struct ledger_tx *tx, const json_t *pair,
                      struct judging *judging, bool *is_put_off)
{
    struct judged judged = {.operation = operation,
                            .tx = tx,
                            .visit = {.id = number_at(pair, 0)},
                            .verdict = {.signals = number_at(pair, 1)}};
    bool is_new;
    enum err err = look(&judged, id_of(operation->args, "campaign_id"), &is_new);
    judging->skipped += err == ERR_FULL;
    *is_put_off = err == OK && is_new && is_enough(judging, &judged);
    if (*is_put_off)
        return OK;
    if (err == OK && is_new)
        err = write(&judged);
    judging->done++;
    judging->clicks += judged.click_count;
    if (err != OK || !is_new)
        return err == ERR_FULL ? OK : err;
    judging->judged++;
    judging->conversions += judged.conversion_count;
    judging->ids += ids_of(&judged);
    judging->last_id = judged.verdict.id;
    return OK;
}

static enum err write_cost(const struct operation *operation, struct ledger_tx *tx,
                           const struct judging *judging)
{
    struct campaign_cost cost = {.id = id_of(operation->args, "campaign_id"),
                                 .workspace_id = operation->workspace_id,
                                 .last_id = judging->last_id};
    return judging->last_id != 0 ? ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost) : OK;
}

enum err verdict_decide(struct operation *operation, struct ledger_tx *tx)
{
    const json_t *visits = json_object_get(operation->args, "visits");
    struct judging judging = {0};
    bool is_put_off = false;
    if (json_array_size(visits) == 0 || json_array_size(visits) > VERDICT_MAX) {
        operation_refuse(operation, 400, "visits", "expected 1 to %d visits", VERDICT_MAX);
        return OK;
    }
    enum err err = check_seen(operation, tx);
    if (err != OK || operation->status >= 400)
        return err;
    while (err == OK && !is_put_off && judging.done < json_array_size(visits) &&
           judging.clicks < VERDICT_CLICKS_MAX) {
        arena_reset(ledger_arena(tx)); /* a visit needs nothing of the one before */
        err = judge(operation, tx, json_array_get(visits, judging.done), &judging, &is_put_off);
    }
    if (err == OK)
        err = write_cost(operation, tx, &judging);
    put(operation->answer, "done", json_integer((json_int_t)judging.done));
    put(operation->answer, "judged", json_integer((json_int_t)judging.judged));
    put(operation->answer, "skipped", json_integer((json_int_t)judging.skipped));
    put(operation->answer, "conversions", json_integer((json_int_t)judging.conversions));
    return err;
}

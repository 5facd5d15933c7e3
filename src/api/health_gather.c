#include "api/health_gather.h"

#include "api/health_judge.h"
#include "api/health_tally.h"
#include "api/names.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/num.h"
#include "facts/projector.h"
#include "macro/macro.h"
#include "model/sync.h"

#define DAY_MS        (INT64_C(24) * 3600 * 1000)
#define UNRECORDED_MS (INT64_C(3600) * 1000) /* so long after the last one it is told */

/* ------------------------------------------------------------------ the ledger */

struct reading {
    struct tallies *tallies;
    enum signs which;
};

static enum err on_sign(void *context, const struct sign *sign)
{
    const struct reading *reading = context;
    tally_add(reading->tallies, reading->which, sign);
    return OK;
}

static enum err read_ledger(const struct health_gathering *gathering, struct tallies *tallies,
                            struct ledger_reader *reader, bool *is_whole)
{
    static const struct {
        enum signs which;
        int64_t days; /* 0: all of them */
        size_t max;
    } reads[] = {
        {SIGNS_POSTBACKS, 1, HEALTH_ROWS_MAX},
        {SIGNS_FORWARDS, 1, HEALTH_ROWS_MAX},
        {SIGNS_OUTBOX, HEALTH_DAYS, HEALTH_ROWS_MAX},
        {SIGNS_WAITING, 0, HEALTH_ROWS_MAX},
        {SIGNS_CONVERSIONS, HEALTH_DAYS, HEALTH_ROWS_MAX},
        {SIGNS_VISITS, 1, HEALTH_VISITS_MAX},
        {SIGNS_CONVERSIONS_NO_RATE, 0, HEALTH_VISITS_MAX},
        {SIGNS_VISITS_NO_RATE, 0, HEALTH_VISITS_MAX},
    };
    enum err err = OK;
    for (size_t i = 0; err == OK && i < ARRAY_LEN(reads); i++) {
        struct reading reading = {tallies, reads[i].which};
        int64_t from_ms = gathering->now_ms - reads[i].days * DAY_MS;
        uint64_t from_id = reads[i].days > 0 && from_ms > 0 ? id_from_ms(from_ms) : 0;
        bool is_end = true;
        err = ledger_reader_signs(reader, reads[i].which, from_id, reads[i].max, on_sign, &reading,
                                  &is_end);
        *is_whole &= is_end || reads[i].which == SIGNS_VISITS; /* of those the newest will do */
    }
    return err;
}

/* ------------------------------------------------------------------ what is known of a word */

static void take_if_nearer(struct str word, struct str known, size_t *best,
                           struct health_finding *finding)
{
    size_t distance = macro_distance(word, known);
    if (distance >= *best)
        return;
    *best = distance;
    (void)snprintf(finding->near, sizeof(finding->near), "%.*s", STR_FMT(known));
}

/* The known word that is most like an unmapped one, a third of its letters off at most. */
static void find_near(const struct snapshot *snapshot, struct health_finding *finding)
{
    struct str word = str_from_c(finding->detail);
    size_t best = word.len / 3 + 1;
    const struct network *network = snapshot_find_network(snapshot, finding->entity_id);
    const struct workspace *workspace = snapshot_workspace(snapshot, finding->workspace_id);

    for (size_t i = 0; network != NULL && i < network->status_map_count; i++)
        take_if_nearer(word, network->status_map[i].word, &best, finding);
    for (size_t i = 0; workspace != NULL && i < workspace->settings.word_count; i++)
        take_if_nearer(word, workspace->settings.words[i].word, &best, finding);
}

/* ------------------------------------------------------------------ findings */

/* Whether there are enough of its code and entity: one that sends a new word each time must not
 * hide what is wrong with others. */
static bool has_enough(const struct health_result *result, const struct health_finding *given)
{
    size_t count = 0;
    for (size_t i = 0; i < result->count; i++)
        count += result->list[i].code == given->code &&
                 result->list[i].workspace_id == given->workspace_id &&
                 result->list[i].entity == given->entity &&
                 result->list[i].entity_id == given->entity_id;
    return count >= HEALTH_DETAILS_MAX;
}

static struct health_finding *add(struct health_result *result, const struct health_finding *given)
{
    if (result->count == HEALTH_FINDINGS_MAX || has_enough(result, given))
        return NULL;
    struct health_finding *finding = &result->list[result->count++];
    *finding = *given;
    if (finding->last_ms == 0 && finding->last_id != 0)
        finding->last_ms = id_time_ms(finding->last_id);
    return finding;
}

/* Of what happens in a part of the cases: whether it goes on. */
static bool goes_on(const struct tallies *tallies, const struct tally *tally)
{
    int64_t all = tally_all(tallies, tally);
    bool is_of_visits =
        tally->code == HEALTH_COST_CURRENCY_ASSUMED || tally->code == HEALTH_UNEXPANDED_EXTERNAL_ID;
    if (is_of_visits && !judge_is_worth_telling(tally->count, all))
        return false;
    return all == 0 || !judge_is_mended(tally->count, all, tally->since);
}

static void add_tallies(const struct health_gathering *gathering, const struct tallies *tallies,
                        struct health_result *result)
{
    for (size_t i = 0; i < tallies->count; i++) {
        const struct tally *tally = &tallies->list[i];
        bool is_overdue = tally->code == HEALTH_QUEUE_STUCK;
        struct health_finding finding = {
            .code = tally->code,
            .workspace_id = tally->workspace_id,
            .entity = tally->entity,
            .entity_id = tally->entity_id,
            .count = tally->count,
            .all = tally_all(tallies, tally),
            .hours = is_overdue ? (gathering->now_ms - tally->due_ms) / 3600000 : 0,
            .last_id = tally->last_id,
        };
        memcpy(finding.detail, tally->detail, sizeof(finding.detail));
        if (health_is_mended_by_change(tally->code) && !goes_on(tallies, tally))
            continue;
        struct health_finding *added = add(result, &finding);
        if (added != NULL && added->code == HEALTH_UNMAPPED_STATUS)
            find_near(gathering->snapshot, added);
    }
}

/* ------------------------------------------------------------------ the edge's counters */

/* Adds up the counters whose names end so; false: the edge did not answer. */
static bool read_unrecorded(struct str metrics, uint64_t *sum)
{
    struct str line;
    *sum = 0;
    if (metrics.ptr == NULL)
        return false;
    while (str_take_piece(&metrics, '\n', &line)) {
        ptrdiff_t end = str_find_char(line, ' ');
        uint64_t value = 0;
        if (end < 0 || !str_has_suffix(str_slice(line, 0, (size_t)end), STR("_unrecorded_total")))
            continue;
        if (num_parse_u64(str_slice(line, (size_t)end + 1, line.len), UINT64_MAX, &value) == OK)
            *sum += value;
    }
    return true;
}

static void add_unrecorded(const struct health_gathering *gathering, struct arena *arena,
                           struct health_result *result)
{
    struct health_unrecorded *unrecorded = gathering->unrecorded;
    const struct api_options *options = gathering->options;
    uint64_t counter;

    if (read_unrecorded(options->edge_metrics(options->context, arena), &counter)) {
        uint64_t before = unrecorded->is_known && counter >= unrecorded->counter
                              ? unrecorded->counter
                          : unrecorded->is_known ? 0 /* the edge began anew */
                                                 : counter;
        if (counter > before) {
            unrecorded->count += (int64_t)(counter - before);
            unrecorded->last_ms = gathering->now_ms;
        }
        unrecorded->is_known = true;
        unrecorded->counter = counter;
    }
    if (unrecorded->last_ms != 0 && gathering->now_ms - unrecorded->last_ms < UNRECORDED_MS)
        (void)add(result, &(struct health_finding){.code = HEALTH_UNRECORDED,
                                                   .entity = ENTITY_COUNT,
                                                   .count = unrecorded->count,
                                                   .last_ms = unrecorded->last_ms});
    else
        unrecorded->count = 0;
}

/* ------------------------------------------------------------------ costs from APIs */

#define SYNC_LATE_MS (INT64_C(2) * 3600 * 1000) /* beside three intervals */

static void add_sync(const struct health_gathering *gathering, const struct sync_state *state,
                     struct health_result *result)
{
    /* One failure may pass by itself; what the network refuses does not. */
    int64_t begun_ms = state->done_ms > state->since_ms ? state->done_ms : state->since_ms;
    int64_t silent_ms = gathering->now_ms - begun_ms;
    bool is_late = silent_ms > 3 * state->interval_minutes * 60000 + SYNC_LATE_MS;
    struct health_finding finding = {.code = HEALTH_COST_SYNC_FAILED,
                                     .workspace_id = state->workspace_id,
                                     .entity = ENTITY_SOURCE,
                                     .entity_id = state->source_id,
                                     .count = state->failures,
                                     .last_ms = state->last_ms};

    if (state->failures == 0 && !is_late)
        return;
    if (state->failures == 0) {
        finding.code = HEALTH_COST_SYNC_STOPPED;
        finding.hours = silent_ms / 3600000;
        finding.last_ms = begun_ms;
    }
    (void)snprintf(finding.detail, sizeof(finding.detail), "%.*s", STR_FMT(state->error));
    (void)add(result, &finding);
}

static void add_syncs(const struct health_gathering *gathering, struct arena *arena,
                      struct health_result *result)
{
    struct sync_state *states = NULL;
    size_t count = 0;

    if (catalog_list_sync_states(gathering->options->catalog, arena, &states, &count) != OK)
        return; /* the catalogue says so itself */
    for (size_t i = 0; i < count; i++)
        add_sync(gathering, &states[i], result);
}

/* ------------------------------------------------------------------ the catalogue */

/* Whether the catalogue lets it stand: what is archived is nobody's matter, and what was changed
 * behind the newest case has the benefit of the doubt. Fills the name. */
static bool stands(struct names *names, struct health_finding *finding)
{
    int64_t updated_ms = 0;
    if (finding->entity >= ENTITY_COUNT)
        return true;
    const json_t *document = names_find_number(names, finding->entity, finding->entity_id);
    const char *status = json_string_value(json_object_get(document, "status"));
    const char *name = json_string_value(json_object_get(document, "name"));
    const char *updated = json_string_value(json_object_get(document, "updated_at"));
    if (document == NULL || status == NULL || strcmp(status, "archived") == 0)
        return false;
    (void)snprintf(finding->name, sizeof(finding->name), "%s", name != NULL ? name : "");
    if (!str_is_utf8(str_from_c(finding->name))) /* cut within a character */
        (void)snprintf(finding->name, sizeof(finding->name), "%s %" PRIu64,
                       entity_resource(finding->entity), finding->entity_id);
    if (finding->code == HEALTH_TRAFFIC_STOPPED && strcmp(status, "active") != 0)
        return false;
    bool is_changed = updated != NULL && clock_parse(str_from_c(updated), &updated_ms) == OK &&
                      updated_ms >= finding->last_ms;
    return !(is_changed && health_is_mended_by_change(finding->code));
}

static void ask_catalog(const struct health_gathering *gathering, struct health_result *result)
{
    struct scope scope = scope_of_all("health");
    struct names *names = heap_make(1, sizeof(*names));
    size_t kept = 0;

    names_init(names, gathering->options->catalog, &scope);
    for (size_t i = 0; i < result->count; i++)
        if (stands(names, &result->list[i]))
            result->list[kept++] = result->list[i];
    result->count = kept;
    names_fini(names);
    free(names);
    qsort(result->list, result->count, sizeof(*result->list), health_compare);
}

/* ------------------------------------------------------------------ a look */

/* What is judged from the facts, as the look before had it. */
static void take_from_before(const struct health_result *before, struct health_result *result)
{
    for (size_t i = 0; before != NULL && i < before->count; i++)
        if (health_is_of_facts(before->list[i].code))
            (void)add(result, &before->list[i]);
    if (before == NULL)
        return;
    memcpy(result->seen, before->seen, sizeof(result->seen));
    result->seen_count = before->seen_count;
}

static void ask_facts(const struct health_gathering *gathering, struct health_result *result)
{
    struct projector *projector = gathering->options->projector;
    struct projector_state state = {.is_rebuilding = true};
    struct facts *facts = NULL;
    size_t count = result->count;

    if (projector != NULL) {
        state = projector_state(projector);
        facts = projector_hold(projector);
    }
    if (facts != NULL && state.is_open && !state.is_rebuilding)
        result->has_facts = health_gather_facts(gathering, facts, state.behind_ms, result) == OK;
    if (projector != NULL)
        projector_release(projector, facts);
    result->behind_ms = state.behind_ms;
    if (!result->has_facts) {
        result->count = count;
        take_from_before(gathering->before, result);
    }
}

enum err health_gather(const struct health_gathering *gathering, struct arena *arena,
                       struct health_result *result)
{
    struct tallies *tallies = heap_make(1, sizeof(*tallies));
    struct ledger_reader *reader = NULL;
    int64_t day_ms = gathering->now_ms - DAY_MS;

    tallies->snapshot = gathering->snapshot;
    tallies->now_ms = gathering->now_ms;
    tallies->day_id = day_ms > 0 ? id_from_ms(day_ms) : 0;
    memset(result, 0, sizeof(*result));
    result->is_whole = true;
    enum err err = readers_take(gathering->readers, &reader);
    if (err == OK)
        err = read_ledger(gathering, tallies, reader, &result->is_whole);
    readers_give_back(gathering->readers, reader, err);
    if (err == ERR_NOT_FOUND)
        err = OK; /* there is no ledger yet, so nothing is wrong with it */
    if (err == OK) {
        add_tallies(gathering, tallies, result);
        add_unrecorded(gathering, arena, result);
        add_syncs(gathering, arena, result);
        ask_facts(gathering, result);
        ask_catalog(gathering, result);
        result->looked_ms = gathering->now_ms;
    }
    free(tallies);
    return err;
}

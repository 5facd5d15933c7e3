#include "ledger/verify_verdicts.h"

#include <stdlib.h>
#include "ledger/spread.h"
#include "ledger/verdict.h"
#include "visitor/signals.h"

enum {
    VERDICTS,
    BEFORE,
    LAST,
    VISIT,
    CLICKS,
    CORRECTION,
    COVERING,
    CONVERSIONS,
    CAMPAIGN,
    CURSOR_COUNT
};

static const struct {
    enum ledger_table table;
    const char *rest;
} questions[CURSOR_COUNT] = {
    [VERDICTS] = {LEDGER_VERDICT, "WHERE id>?1 ORDER BY id"},
    [BEFORE] = {LEDGER_VERDICT, "WHERE visit_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1"},
    [LAST] = {LEDGER_VERDICT, "WHERE visit_id=?1 ORDER BY id DESC LIMIT 1"},
    [VISIT] = {LEDGER_VISIT, "WHERE id=?1"},
    [CLICKS] = {LEDGER_CLICK, "WHERE visit_id=?1 AND id<?2 ORDER BY id"},
    [CORRECTION] = {LEDGER_COST_CORRECTION, "WHERE visit_id=?1 AND id<?2"},
    [COVERING] = {LEDGER_COST_UPDATE,
                  "AS u WHERE campaign_id=?1 AND from_id<=?2 AND to_id>?2 AND id<?3 AND"
                  " action='set' AND NOT EXISTS(SELECT 1 FROM cost_update WHERE undoes_id=u.id AND"
                  " action='undo' AND id<?3)"},
    [CONVERSIONS] = {LEDGER_CONVERSION, "WHERE visit_id=?1 AND is_test=0 ORDER BY id"},
    [CAMPAIGN] = {LEDGER_CAMPAIGN_COST, "WHERE id=?1"},
};

struct verdicts_proof {
    struct proof *proof;
    struct cursor cursors[CURSOR_COUNT];
    struct click *clicks;
    uint64_t after_id; /* all verdicts up to here are proved */
};

static enum err find(struct verdicts_proof *proof, size_t which, uint64_t first, uint64_t second)
{
    struct cursor *cursor = &proof->cursors[which];
    cursor_reset(cursor);
    cursor_bind(cursor, 1, first);
    if (second != 0)
        cursor_bind(cursor, 2, second);
    return cursor_find(cursor, proof->proof);
}

static void tell(struct verdicts_proof *proof, const struct verdict *verdict, const char *what)
{
    proof_tell(proof->proof, "verdict %" PRIu64 ": %s", verdict->id, what);
}

/* Its clicks by then; what text they hold is not asked for. */
static enum err read_clicks(struct verdicts_proof *proof, const struct verdict *verdict,
                            size_t *count)
{
    struct cursor *cursor = &proof->cursors[CLICKS];
    size_t found = 0;
    enum err err = find(proof, CLICKS, verdict->visit_id, verdict->id);
    while (err == OK && cursor->has_row && found < VERDICT_CLICKS_MAX) {
        memcpy(&proof->clicks[found++], cursor->row, sizeof(struct click));
        err = cursor_find(cursor, proof->proof);
    }
    if (err == OK && cursor->has_row)
        tell(proof, verdict, "its visit has too many clicks");
    *count = found;
    return err;
}

static enum err prove_changes(struct verdicts_proof *proof, const struct verdict *verdict,
                              const struct visit *visit)
{
    size_t click_count = 0;
    struct verdict expected = *verdict;
    enum err err = read_clicks(proof, verdict, &click_count);
    if (err == OK)
        err = find(proof, CORRECTION, verdict->visit_id, verdict->id);
    if (err != OK)
        return err;
    const struct cursor *correction = &proof->cursors[CORRECTION];
    const struct verdict_ground ground = {
        .visit = visit,
        .is_corrected = correction->has_row,
        .corrected_micros = correction->has_row
                                ? ((const struct cost_correction *)correction->row)->cost_micros
                                : 0,
        .clicks = proof->clicks,
        .click_count = click_count,
    };
    verdict_reckon(&ground, &expected);
    expected.workspace_id = visit->workspace_id;
    expected.campaign_id = visit->campaign_id;
    proof_compare(proof->proof, table_of(LEDGER_VERDICT), verdict, &expected, 0,
                  "its visit and clicks say");
    return OK;
}

static enum err prove_uncovered(struct verdicts_proof *proof, const struct verdict *verdict,
                                const struct visit *visit)
{
    struct cursor *covering = &proof->cursors[COVERING];
    cursor_reset(covering);
    cursor_bind(covering, 1, verdict->campaign_id);
    cursor_bind(covering, 2, verdict->visit_id);
    cursor_bind(covering, 3, verdict->id);
    enum err err = cursor_find(covering, proof->proof);
    for (; err == OK && covering->has_row; err = cursor_find(covering, proof->proof))
        if (spread_covers(covering->row, visit->id, visit->tokens))
            tell(proof, verdict, "a cost update in force covers its visit");
    return err;
}

/* The visit's conversions are what its last verdict says. */
static enum err prove_conversions(struct verdicts_proof *proof, const struct verdict *verdict)
{
    struct cursor *conversions = &proof->cursors[CONVERSIONS];
    enum err err = find(proof, LAST, verdict->visit_id, 0);
    if (err != OK || !proof->cursors[LAST].has_row ||
        cursor_id(&proof->cursors[LAST]) != verdict->id)
        return err;
    err = find(proof, CONVERSIONS, verdict->visit_id, 0);
    for (; err == OK && conversions->has_row; err = cursor_find(conversions, proof->proof)) {
        const struct conversion *conversion = conversions->row;
        if (conversion->is_bot != verdict->is_bot)
            proof_tell(proof->proof,
                       "conversion %" PRIu64 ": is_bot is %" PRIu64 ", verdict %" PRIu64
                       " on its visit says %" PRIu64,
                       conversion->id, conversion->is_bot, verdict->id, verdict->is_bot);
    }
    return err;
}

static enum err prove_campaign(struct verdicts_proof *proof, const struct verdict *verdict)
{
    const struct cursor *campaign = &proof->cursors[CAMPAIGN];
    enum err err = find(proof, CAMPAIGN, verdict->campaign_id, 0);
    if (err == OK && (!campaign->has_row ||
                      ((const struct campaign_cost *)campaign->row)->last_id < verdict->id))
        tell(proof, verdict, "its campaign's costs do not know of it");
    return err;
}

static enum err prove(struct verdicts_proof *proof, const struct verdict *verdict)
{
    const struct cursor *before = &proof->cursors[BEFORE];
    const struct cursor *visits = &proof->cursors[VISIT];
    enum err err = find(proof, VISIT, verdict->visit_id, 0);
    if (err == OK && !visits->has_row) {
        tell(proof, verdict, "there is no such visit");
        return OK;
    }
    if (err == OK)
        err = find(proof, BEFORE, verdict->visit_id, verdict->id);
    if (err != OK)
        return err;
    const struct visit *visit = visits->row;
    uint64_t was_bot =
        before->has_row ? ((const struct verdict *)before->row)->is_bot : visit->is_bot;
    if ((verdict->is_bot != 0) != signals_are_bot(verdict->signals))
        tell(proof, verdict, "its signals say another");
    if (verdict->is_bot == was_bot || visit->is_test)
        tell(proof, verdict, "it changes nothing");
    err = prove_changes(proof, verdict, visit);
    if (err == OK)
        err = prove_uncovered(proof, verdict, visit);
    if (err == OK)
        err = prove_conversions(proof, verdict);
    return err == OK ? prove_campaign(proof, verdict) : err;
}

static enum err prove_page(struct verdicts_proof *proof, bool *is_end)
{
    struct cursor *verdicts = &proof->cursors[VERDICTS];
    enum err err = proof_begin(proof->proof);
    cursor_bind(verdicts, 1, proof->after_id);
    while (err == OK && proof_has_time(proof->proof)) {
        err = cursor_next(verdicts, proof->proof);
        if (err != OK || !verdicts->has_row)
            break;
        err = prove(proof, verdicts->row);
        proof->after_id = cursor_id(verdicts);
    }
    *is_end = !verdicts->has_row;
    for (size_t i = 0; i < CURSOR_COUNT; i++)
        cursor_reset(&proof->cursors[i]);
    enum err ended = proof_end(proof->proof);
    return err == OK ? ended : err;
}

enum err verdicts_prove(struct proof *proof)
{
    struct verdicts_proof verdicts = {
        .proof = proof, .clicks = heap_make(VERDICT_CLICKS_MAX, sizeof(struct click))};
    bool is_end = false;
    enum err err = OK;
    for (size_t i = 0; i < CURSOR_COUNT && err == OK; i++)
        err = cursor_open(&verdicts.cursors[i], proof, questions[i].table, questions[i].rest);
    while (err == OK && !is_end)
        err = prove_page(&verdicts, &is_end);
    for (size_t i = 0; i < CURSOR_COUNT; i++)
        cursor_close(&verdicts.cursors[i]);
    free(verdicts.clicks);
    return err;
}

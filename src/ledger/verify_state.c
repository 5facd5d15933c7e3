#include "ledger/verify_state.h"

#include <stdlib.h>
#include "base/id.h"
#include "ledger/verdict.h"

#define KEY_MAX 2 /* columns in the key of a state table */

enum {
    PAGE_VISIT_STATE,
    VISIT_STATE_OF_VISIT,
    UPDATE_LAST,
    PAGE_CLICK_STATE,
    CLICK_STATE_OF_VISIT,
    CLICKS,
    VERDICT_BEFORE,
    PAGE_CONVERSION,
    PAGE_OUTBOX,
    PAGE_GOAL_STATE,
    CONVERSION_OF_ID,
    OUTBOX_OF_ID,
    GOAL_STATE_OF_KEY,
    CHANGE_LAST,
    CHANGE_OF_ID,
    FORWARD_OF_ID,
    ATTEMPTS,
    ANSWER_LAST,
    GOAL_CALLS,
    CURSOR_COUNT
};

static const struct {
    enum ledger_table table;
    const char *rest;
} questions[CURSOR_COUNT] = {
    [PAGE_VISIT_STATE] = {LEDGER_VISIT_STATE, "WHERE visit_id>?1 ORDER BY visit_id"},
    [VISIT_STATE_OF_VISIT] = {LEDGER_VISIT_STATE, "WHERE visit_id=?1"},
    [UPDATE_LAST] = {LEDGER_VISIT_UPDATE, "WHERE visit_id=?1 ORDER BY id DESC LIMIT 1"},
    [PAGE_CLICK_STATE] = {LEDGER_CLICK_STATE, "WHERE visit_id>?1 ORDER BY visit_id"},
    [CLICK_STATE_OF_VISIT] = {LEDGER_CLICK_STATE, "WHERE visit_id=?1"},
    [CLICKS] = {LEDGER_CLICK, "WHERE visit_id=?1 ORDER BY id"},
    [VERDICT_BEFORE] = {LEDGER_VERDICT, "WHERE visit_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1"},
    [PAGE_CONVERSION] = {LEDGER_CONVERSION, "WHERE id>?1 ORDER BY id"},
    [PAGE_OUTBOX] = {LEDGER_OUTBOX, "WHERE id>?1 ORDER BY id"},
    [PAGE_GOAL_STATE] = {LEDGER_GOAL_STATE,
                         "WHERE (goal_id, ad_click_id)>(?1, ?2) ORDER BY goal_id, ad_click_id"},
    [CONVERSION_OF_ID] = {LEDGER_CONVERSION, "WHERE id=?1"},
    [OUTBOX_OF_ID] = {LEDGER_OUTBOX, "WHERE id=?1"},
    [GOAL_STATE_OF_KEY] = {LEDGER_GOAL_STATE, "WHERE goal_id=?1 AND ad_click_id=?2"},
    [CHANGE_LAST] = {LEDGER_CONVERSION_CHANGE, "WHERE conversion_id=?1 ORDER BY id DESC LIMIT 1"},
    [CHANGE_OF_ID] = {LEDGER_CONVERSION_CHANGE, "WHERE id=?1"},
    [FORWARD_OF_ID] = {LEDGER_FORWARD, "WHERE id=?1"},
    [ATTEMPTS] = {LEDGER_ATTEMPT, "WHERE forward_id=?1 ORDER BY id"},
    [ANSWER_LAST] = {LEDGER_ANSWER, "WHERE conversion_id=?1 AND forward_id=?2 AND number=?3"
                                    " ORDER BY id DESC LIMIT 1"},
    [GOAL_CALLS] = {LEDGER_GOAL_CALL, "WHERE goal_id=?1 AND ad_click_id=?2 AND outcome='stored'"},
};

struct state_proof {
    struct proof *proof;
    struct cursor cursors[CURSOR_COUNT];
};

enum err state_proof_make(struct proof *proof, struct state_proof **made)
{
    struct state_proof *state = heap_make(1, sizeof(*state));
    enum err err = OK;
    state->proof = proof;
    for (size_t i = 0; i < CURSOR_COUNT && err == OK; i++)
        err = cursor_open(&state->cursors[i], proof, questions[i].table, questions[i].rest);
    if (err != OK) {
        state_proof_free(state);
        return err;
    }
    *made = state;
    return OK;
}

void state_proof_free(struct state_proof *state)
{
    if (state == NULL)
        return;
    for (size_t i = 0; i < CURSOR_COUNT; i++)
        cursor_close(&state->cursors[i]);
    free(state);
}

/* --- From entries to state ------------------------------------------------ */

static enum err prove_created(struct state_proof *state, const struct conversion_change *change)
{
    struct cursor *conversion = &state->cursors[CONVERSION_OF_ID];
    if (!str_is_equal(change->action, STR("created")))
        return OK;
    cursor_bind(conversion, 1, change->id);
    enum err err = cursor_find(conversion, state->proof);
    if (err == OK && (!conversion->has_row || change->conversion_id != change->id))
        proof_tell(state->proof,
                   "conversion %" PRIu64 ": is not there, conversion_change %" PRIu64 " created it",
                   change->conversion_id, change->id);
    cursor_reset(conversion);
    return err;
}

static enum err prove_sent(struct state_proof *state, const struct forward *forward)
{
    struct cursor *outbox = &state->cursors[OUTBOX_OF_ID];
    if (!str_is_equal(forward->decision, STR("send")))
        return OK;
    cursor_bind(outbox, 1, forward->id);
    enum err err = cursor_find(outbox, state->proof);
    if (err == OK && !outbox->has_row)
        proof_tell(state->proof, "outbox %" PRIu64 ": is not there, its forward is to be sent",
                   forward->id);
    cursor_reset(outbox);
    return err;
}

static enum err prove_counted(struct state_proof *state, const struct goal_call *call)
{
    struct cursor *counted = &state->cursors[GOAL_STATE_OF_KEY];
    if (!str_is_equal(call->outcome, STR("stored")))
        return OK;
    cursor_bind_text(counted, 1, call->goal_id);
    cursor_bind(counted, 2, call->ad_click_id);
    enum err err = cursor_find(counted, state->proof);
    if (err == OK && !counted->has_row)
        proof_tell(state->proof,
                   "goal_state %.*s %" PRIu64 ": is not there, goal_call %" PRIu64 " was stored",
                   STR_FMT(str_slice(call->goal_id, 0, PROOF_TEXT_LEN_MAX)), call->ad_click_id,
                   call->id);
    cursor_reset(counted);
    return err;
}

static enum err prove_clicked(struct state_proof *state, const struct click *click)
{
    struct cursor *kept = &state->cursors[CLICK_STATE_OF_VISIT];
    cursor_bind(kept, 1, click->visit_id);
    enum err err = cursor_find(kept, state->proof);
    if (err == OK && !kept->has_row)
        proof_tell(state->proof,
                   "click_state %" PRIu64 ": is not there, click %" PRIu64 " was made",
                   click->visit_id, click->id);
    cursor_reset(kept);
    return err;
}

static enum err prove_updated(struct state_proof *state, const struct visit_update *update)
{
    struct cursor *kept = &state->cursors[VISIT_STATE_OF_VISIT];
    cursor_bind(kept, 1, update->visit_id);
    enum err err = cursor_find(kept, state->proof);
    if (err == OK && !kept->has_row)
        proof_tell(state->proof,
                   "visit_state %" PRIu64 ": is not there, visit_update %" PRIu64 " was made",
                   update->visit_id, update->id);
    cursor_reset(kept);
    return err;
}

enum err state_prove_entry(struct state_proof *state, enum ledger_table table, const void *row)
{
    if (table == LEDGER_CLICK)
        return prove_clicked(state, row);
    if (table == LEDGER_VISIT_UPDATE)
        return prove_updated(state, row);
    if (table == LEDGER_CONVERSION_CHANGE)
        return prove_created(state, row);
    if (table == LEDGER_FORWARD)
        return prove_sent(state, row);
    if (table == LEDGER_GOAL_CALL)
        return prove_counted(state, row);
    return OK;
}

/* --- From state to entries ------------------------------------------------ */

static enum err prove_visit_state(struct state_proof *state, const void *row)
{
    const struct visit_state *kept = row;
    struct visit_state expected = {.visit_id = kept->visit_id};
    struct cursor *updates = &state->cursors[UPDATE_LAST];
    cursor_bind(updates, 1, kept->visit_id);
    enum err err = cursor_find(updates, state->proof);
    const struct visit_update *update = updates->row;
    if (err == OK && updates->has_row) {
        expected.workspace_id = update->workspace_id;
        expected.update_id = update->id;
        expected.events = update->events;
        expected.tokens = update->tokens;
    }
    if (err == OK)
        proof_compare(state->proof, table_of(LEDGER_VISIT_STATE), row, &expected, 0,
                      "its last update says");
    cursor_reset(updates);
    return err;
}

/* The last verdict on the visit with a smaller id; false: none. */
static enum err find_verdict(struct state_proof *state, uint64_t visit_id, uint64_t before_id,
                             bool *is_there, bool *is_bot)
{
    struct cursor *verdicts = &state->cursors[VERDICT_BEFORE];
    cursor_bind(verdicts, 1, visit_id);
    cursor_bind(verdicts, 2, before_id);
    enum err err = cursor_find(verdicts, state->proof);
    *is_there = err == OK && verdicts->has_row;
    *is_bot = *is_there && ((const struct verdict *)verdicts->row)->is_bot != 0;
    cursor_reset(verdicts);
    return err;
}

/* What the visit's clicks so far come to: as they were written, and once the visit was judged again
 * by its last verdict. */
static void count_click(const struct click *click, bool is_bot, struct click_state *expected)
{
    if (is_bot && expected->clicks > 0)
        return;
    expected->clicks += !is_bot;
    expected->workspace_id = click->workspace_id;
    expected->last_click_id = click->id;
    expected->offer_id = click->offer_id;
    expected->network_id = click->network_id;
}

/* people: how many clicks by people, by their own signals, were before. */
static enum err prove_click(struct state_proof *state, const struct click *click,
                            const struct click_state *expected, uint64_t people)
{
    bool is_judged, is_bot;
    enum err err = find_verdict(state, click->visit_id, click->id, &is_judged, &is_bot);
    if (err != OK)
        return err;
    is_bot = is_judged ? verdict_on_click(is_bot, click) : click->is_bot != 0;
    bool is_first = !is_bot && (is_judged ? people : expected->clicks) == 0;
    if ((click->is_first != 0) != is_first)
        proof_tell(state->proof, "click %" PRIu64 ": is_first is %" PRIu64, click->id,
                   click->is_first);
    if ((click->is_bot != 0) != is_bot)
        proof_tell(state->proof, "click %" PRIu64 ": is_bot is %" PRIu64, click->id, click->is_bot);
    return OK;
}

static enum err prove_click_state(struct state_proof *state, const void *row)
{
    const struct click_state *kept = row;
    struct click_state written = {.visit_id = kept->visit_id};
    struct click_state judged = written;
    struct cursor *clicks = &state->cursors[CLICKS];
    bool is_judged, is_bot;
    uint64_t people = 0;
    enum err err = find_verdict(state, kept->visit_id, INT64_MAX, &is_judged, &is_bot);
    cursor_bind(clicks, 1, kept->visit_id);
    if (err == OK)
        err = cursor_find(clicks, state->proof);
    while (err == OK && clicks->has_row) {
        const struct click *click = clicks->row;
        err = prove_click(state, click, &written, people);
        people += !verdict_on_click(false, click);
        count_click(click, click->is_bot != 0, &written);
        count_click(click, verdict_on_click(is_bot, click), &judged);
        if (err == OK)
            err = cursor_find(clicks, state->proof);
    }
    const struct click_state expected = is_judged ? judged : written;
    cursor_reset(clicks);
    if (err == OK)
        proof_compare(state->proof, table_of(LEDGER_CLICK_STATE), row, &expected, 0,
                      "its clicks say");
    return err;
}

static enum err prove_conversion(struct state_proof *state, const void *row)
{
    const struct conversion *conversion = row;
    struct cursor *first = &state->cursors[CHANGE_OF_ID];
    struct cursor *last = &state->cursors[CHANGE_LAST];
    cursor_bind(first, 1, conversion->id);
    cursor_bind(last, 1, conversion->id);
    enum err err = cursor_find(first, state->proof);
    if (err == OK)
        err = cursor_find(last, state->proof);
    const struct conversion_change *created = first->row;
    const struct conversion_change *change = last->row;
    if (err == OK &&
        (!first->has_row || !last->has_row || !str_is_equal(created->action, STR("created")))) {
        proof_tell(state->proof, "conversion %" PRIu64 ": no conversion_change created it",
                   conversion->id);
    } else if (err == OK) {
        struct conversion expected = {
            .id = conversion->id,
            .workspace_id = change->workspace_id,
            .change_id = change->id,
        };
#define COPY(type, name) expected.name = change->name;
        CONVERSION_VALUES(COPY)
#undef COPY
        proof_compare(state->proof, table_of(LEDGER_CONVERSION), row, &expected, 0,
                      "its last change says");
    }
    cursor_reset(first);
    cursor_reset(last);
    return err;
}

/* What the attempts and the last one's answer make of it. */
static enum err expect_attempts(struct state_proof *state, struct outbox *expected)
{
    struct cursor *attempts = &state->cursors[ATTEMPTS];
    uint64_t number = 0;
    cursor_bind(attempts, 1, expected->id);
    enum err err = cursor_find(attempts, state->proof);
    for (; err == OK && attempts->has_row; err = cursor_find(attempts, state->proof)) {
        const struct attempt *attempt = attempts->row;
        if (expected->attempts++ == 0)
            expected->first_attempt_ms = id_time_ms(attempt->id);
        number = attempt->number;
    }
    cursor_reset(attempts);
    if (err != OK)
        return err;
    struct cursor *answers = &state->cursors[ANSWER_LAST];
    cursor_bind(answers, 1, expected->conversion_id);
    cursor_bind(answers, 2, expected->id);
    cursor_bind(answers, 3, number);
    err = cursor_find(answers, state->proof);
    const struct answer *answer = answers->row;
    if (answers->has_row)
        expected->state = outbox_state_after(answer);
    else if (number > 0)
        expected->state = STR("sending");
    if (answers->has_row && answer->next_ms != 0)
        expected->due_ms = answer->next_ms;
    return err; /* the answer's cursor stays where it is: it lends the state's text */
}

static enum err prove_outbox(struct state_proof *state, const void *row)
{
    const struct outbox *outbox = row;
    struct cursor *forwards = &state->cursors[FORWARD_OF_ID];
    cursor_bind(forwards, 1, outbox->id);
    enum err err = cursor_find(forwards, state->proof);
    const struct forward *forward = forwards->row;
    if (err == OK && (!forwards->has_row || !str_is_equal(forward->decision, STR("send")))) {
        proof_tell(state->proof, "outbox %" PRIu64 ": no forward is to be sent", outbox->id);
    } else if (err == OK) {
        struct outbox expected = {
            .id = forward->id,
            .workspace_id = forward->workspace_id,
            .conversion_id = forward->conversion_id,
            .source_id = forward->source_id,
            .campaign_id = forward->campaign_id,
            .lane = str_is_equal(forward->destination, STR("campaign"))
                        ? outbox_lane_of_campaign(forward->campaign_id)
                        : outbox_lane_of_source(forward->source_id),
            .status = forward->status,
            .state = STR("due"),
            .due_ms = outbox->due_ms,
            .uncertain = outbox->uncertain,
            .dedup_ms = forward->dedup_ms,
            .method = forward->method,
            .url = forward->url,
            .key_id = forward->key_id,
            .is_test = forward->is_test,
        };
        err = expect_attempts(state, &expected);
        if (err == OK)
            proof_compare(state->proof, table_of(LEDGER_OUTBOX), row, &expected, 0,
                          "its entries say");
    }
    cursor_reset(&state->cursors[ANSWER_LAST]);
    cursor_reset(forwards);
    return err;
}

static enum err prove_goal_state(struct state_proof *state, const void *row)
{
    const struct goal_state *kept = row;
    struct goal_state expected = {.goal_id = kept->goal_id, .ad_click_id = kept->ad_click_id};
    struct cursor *calls = &state->cursors[GOAL_CALLS];
    cursor_bind_text(calls, 1, kept->goal_id);
    cursor_bind(calls, 2, kept->ad_click_id);
    enum err err = cursor_find(calls, state->proof);
    for (; err == OK && calls->has_row; err = cursor_find(calls, state->proof)) {
        const struct goal_call *call = calls->row;
        expected.stored++;
        if (call->id < expected.last_call_id)
            continue;
        expected.last_call_id = call->id;
        expected.workspace_id = call->workspace_id;
    }
    cursor_reset(calls);
    if (err == OK)
        proof_compare(state->proof, table_of(LEDGER_GOAL_STATE), row, &expected, 0,
                      "its calls say");
    return err;
}

/* --- Pages ---------------------------------------------------------------- */

/* Reads rows from behind key on, and leaves the last one's key there. */
static enum err prove_page(struct state_proof *state, struct cursor *page,
                           enum err (*prove)(struct state_proof *state, const void *row),
                           sqlite3_value *key[KEY_MAX], bool *is_end)
{
    size_t key_count = page->table->key_count;
    for (size_t i = 0; i < key_count && key[i] != NULL; i++)
        CHECK(sqlite3_bind_value(page->statement, (int)i + 1, key[i]) == SQLITE_OK);
    enum err err = proof_begin(state->proof);
    while (err == OK && proof_has_time(state->proof)) {
        err = cursor_next(page, state->proof);
        if (err != OK || !page->has_row)
            break;
        err = prove(state, page->row);
    }
    *is_end = !page->has_row;
    for (size_t i = 0; i < key_count && page->has_row; i++) {
        sqlite3_value_free(key[i]);
        key[i] = sqlite3_value_dup(sqlite3_column_value(page->statement, (int)i));
        CHECK(key[i] != NULL);
    }
    cursor_reset(page);
    enum err ended = proof_end(state->proof);
    return err == OK ? ended : err;
}

static enum err prove_table(struct state_proof *state, struct cursor *page,
                            enum err (*prove)(struct state_proof *state, const void *row))
{
    sqlite3_value *key[KEY_MAX] = {0};
    bool is_end = false;
    enum err err = OK;
    CHECK(page->table->key_count <= KEY_MAX);
    while (err == OK && !is_end)
        err = prove_page(state, page, prove, key, &is_end);
    for (size_t i = 0; i < KEY_MAX; i++)
        sqlite3_value_free(key[i]);
    return err;
}

enum err state_prove_rows(struct state_proof *state)
{
    struct cursor *cursors = state->cursors;
    cursor_bind(&cursors[PAGE_VISIT_STATE], 1, 0);
    cursor_bind(&cursors[PAGE_CLICK_STATE], 1, 0);
    cursor_bind(&cursors[PAGE_CONVERSION], 1, 0);
    cursor_bind(&cursors[PAGE_OUTBOX], 1, 0);
    cursor_bind_text(&cursors[PAGE_GOAL_STATE], 1, STR(""));
    cursor_bind(&cursors[PAGE_GOAL_STATE], 2, 0);
    enum err err = prove_table(state, &cursors[PAGE_VISIT_STATE], prove_visit_state);
    if (err == OK)
        err = prove_table(state, &cursors[PAGE_CLICK_STATE], prove_click_state);
    if (err == OK)
        err = prove_table(state, &cursors[PAGE_CONVERSION], prove_conversion);
    if (err == OK)
        err = prove_table(state, &cursors[PAGE_OUTBOX], prove_outbox);
    if (err == OK)
        err = prove_table(state, &cursors[PAGE_GOAL_STATE], prove_goal_state);
    return err;
}

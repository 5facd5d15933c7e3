#include "courier/outbox.h"

#include <sodium.h>

/* --- Settle --------------------------------------------------------------- */

struct str outbox_destination_word(uint64_t lane)
{
    return outbox_lane_is_campaigns(lane) ? STR("campaign") : STR("source");
}

void outbox_fill_answer(struct outbox_settlement *settlement)
{
    const struct outbox *outbox = &settlement->outbox;
    settlement->answer = (struct answer){
        .workspace_id = outbox->workspace_id,
        .forward_id = outbox->id,
        .conversion_id = outbox->conversion_id,
        .source_id = outbox->source_id,
        .campaign_id = outbox->campaign_id,
        .destination = outbox_destination_word(outbox->lane),
        .number = outbox->attempts,
        .outcome = str_from_c(settlement->verdict.outcome),
        .reason = str_from_c(settlement->verdict.reason),
        .next_ms = settlement->verdict.next_ms,
        .is_test = outbox->is_test,
    };
}

/* The answer's entry, and the state it leads to; row is as the ledger has it. */
static enum err write_answer(struct ledger_tx *tx, struct outbox *row,
                             const struct delivery_verdict *verdict, struct answer *answer)
{
    answer->id = ledger_next_id(tx);
    enum err err = ledger_append(tx, LEDGER_ANSWER, answer);
    if (err != OK)
        return err;
    row->state = outbox_state_after(answer);
    row->due_ms = verdict->next_ms != 0 ? verdict->next_ms : row->due_ms;
    row->uncertain = row->uncertain != 0 || verdict->is_uncertain;
    return ledger_put(tx, LEDGER_OUTBOX, row);
}

enum err outbox_settle(struct ledger_tx *tx, struct outbox_settlement *settlement)
{
    struct outbox row = {.id = settlement->outbox.id};
    enum err err = ledger_find(tx, LOOKUP_OUTBOX, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    /* A commit that seemed to fail may have settled it, and the row may have moved on since. */
    if (!str_is_equal(row.state, STR("sending")) || row.attempts != settlement->outbox.attempts)
        return OK;
    return write_answer(tx, &row, &settlement->verdict, &settlement->answer);
}

static enum err settle_row(struct ledger_tx *tx, struct outbox *row,
                           const struct delivery_verdict *verdict, struct str error)
{
    struct outbox_settlement settlement = {.outbox = *row, .verdict = *verdict};
    outbox_fill_answer(&settlement);
    settlement.answer.error = error;
    return write_answer(tx, row, verdict, &settlement.answer);
}

enum err outbox_end(struct ledger_tx *tx, struct outbox *row, const char *outcome)
{
    const struct delivery_verdict verdict = {.outcome = outcome, .reason = "by_user"};
    return settle_row(tx, row, &verdict, STR(""));
}

/* --- Rows that nobody will send ------------------------------------------- */

static enum err find_sending(struct ledger_tx *tx, struct outbox_take *take)
{
    take->count = 0;
    struct outbox given = {.id = take->id_after};
    enum err err = ledger_select(tx, LOOKUP_OUTBOX_SENDING, &given, take->rows,
                                 COURIER_TRANSFERS_MAX, &take->count);
    take->has_more = take->count == COURIER_TRANSFERS_MAX;
    take->id_last = take->count > 0 ? take->rows[take->count - 1].id : 0;
    return err == ERR_FULL ? ERR_IO : err;
}

static bool is_held(const struct outbox_take *take, uint64_t id)
{
    for (size_t i = 0; i < take->held_count; i++) {
        if (take->held[i].id == id)
            return true;
    }
    return false;
}

enum err outbox_settle_strays(struct ledger_tx *tx, struct outbox_take *take)
{
    const struct delivery_verdict again = {
        .outcome = "retrying", .reason = "not_sent", .next_ms = ledger_now_ms(tx)};
    enum err err = find_sending(tx, take);
    for (size_t i = 0; i < take->count && err == OK; i++) {
        if (!is_held(take, take->rows[i].id))
            err = settle_row(tx, &take->rows[i], &again,
                             STR("the ledger did not confirm the attempt"));
    }
    return err;
}

enum err outbox_recover(struct ledger_tx *tx, struct outbox_take *take,
                        const struct courier_schedule *schedule)
{
    const struct fetch_result lost = {.reach = FETCH_UNCERTAIN};
    enum err err = find_sending(tx, take);
    for (size_t i = 0; i < take->count && err == OK; i++) {
        struct delivery_verdict verdict =
            delivery_judge(NULL, &take->rows[i], &lost, schedule, ledger_now_ms(tx),
                           randombytes_uniform(COURIER_JITTER_END));
        err = settle_row(tx, &take->rows[i], &verdict,
                         STR("the process ended before an answer was read"));
    }
    return err;
}

/* --- Take ----------------------------------------------------------------- */

enum err outbox_mark_sending(struct ledger_tx *tx, struct outbox *outbox)
{
    struct attempt attempt = {ledger_next_id(tx), outbox->workspace_id, outbox->id,
                              outbox->attempts + 1};
    enum err err = ledger_append(tx, LEDGER_ATTEMPT, &attempt);
    if (err != OK)
        return err;
    outbox->attempts++;
    outbox->state = STR("sending");
    if (outbox->first_attempt_ms == 0)
        outbox->first_attempt_ms = id_time_ms(attempt.id);
    return ledger_put(tx, LEDGER_OUTBOX, outbox);
}

/* Asked when it is sent, not only when the retry is planned: the process may have been down, or the
 * row have waited for its turn, beyond the time in which the receiver notices a repetition. */
static bool is_expired(const struct outbox *row, int64_t now_ms)
{
    return row->uncertain != 0 && now_ms >= row->first_attempt_ms + row->dedup_ms;
}

/* The strings of the rows must outlive the job. */
static void keep_row(struct outbox_take *take, const struct outbox *row)
{
    struct outbox *kept = &take->rows[take->count++];
    *kept = *row;
    kept->status = arena_copy(take->arena, row->status);
    kept->method = arena_copy(take->arena, row->method);
    kept->url = arena_copy(take->arena, row->url);
    kept->state = STR("sending");
    CHECK(!arena_is_full(take->arena));
}

static enum err take_row(struct ledger_tx *tx, struct outbox_take *take, struct outbox *row)
{
    if (is_expired(row, ledger_now_ms(tx))) {
        const struct delivery_verdict failed = {.outcome = "failed", .reason = "uncertain"};
        take->expired++;
        return settle_row(tx, row, &failed, STR(""));
    }
    enum err err = outbox_mark_sending(tx, row);
    if (err == OK)
        keep_row(take, row);
    return err;
}

static size_t count_held(const struct outbox_take *take, uint64_t lane)
{
    size_t count = 0;
    for (size_t i = 0; i < take->held_count; i++)
        count += take->held[i].lane == lane;
    return count;
}

const struct destination *outbox_destination(const struct snapshot *snapshot, uint64_t lane)
{
    uint64_t id = outbox_lane_owner(lane);
    if (outbox_lane_is_campaigns(lane)) {
        const struct campaign *campaign = snapshot_find_campaign(snapshot, id);
        return campaign != NULL ? &campaign->own_postback : NULL;
    }
    const struct source *source = snapshot_find_source(snapshot, id);
    return source != NULL ? &source->postback : NULL;
}

static uint64_t workspace_of(const struct snapshot *snapshot, uint64_t lane)
{
    uint64_t id = outbox_lane_owner(lane);
    if (outbox_lane_is_campaigns(lane)) {
        const struct campaign *campaign = snapshot_find_campaign(snapshot, id);
        return campaign != NULL ? campaign->workspace_id : 0;
    }
    const struct source *source = snapshot_find_source(snapshot, id);
    return source != NULL ? source->workspace_id : 0;
}

/* Whether the user wants its rows to wait; those of demo data are never sent. */
static bool is_held_back(const struct outbox_take *take, uint64_t lane)
{
    const struct destination *destination = outbox_destination(take->snapshot, lane);
    bool is_off = destination != NULL && (destination->is_paused || !destination->is_on);
    return is_off || snapshot_is_demo(take->snapshot, workspace_of(take->snapshot, lane));
}

/* Its oldest rows, as many as there is room for. */
static enum err take_from(struct ledger_tx *tx, struct outbox_take *take, uint64_t lane)
{
    struct outbox rows[COURIER_PER_LANE_MAX];
    size_t held = count_held(take, lane);
    size_t room = held < COURIER_PER_LANE_MAX ? COURIER_PER_LANE_MAX - held : 0;
    size_t left = take->max - take->count - take->expired;
    size_t max = room < left ? room : left;
    size_t count = 0;
    struct outbox given = {.lane = lane, .due_ms = ledger_now_ms(tx)};
    enum err err = OK;
    if (is_held_back(take, lane))
        return OK;
    if (max > 0)
        err = ledger_select(tx, LOOKUP_OUTBOX_DUE, &given, rows, max, &count);
    for (size_t i = 0; i < count && err == OK; i++)
        err = take_row(tx, take, &rows[i]);
    take->has_more |= count == max;
    return err;
}

/* The next lane that has rows to send, now or later; behind the last one comes the first. */
static enum err next_lane(struct ledger_tx *tx, uint64_t after, uint64_t *lane)
{
    struct outbox row = {.lane = after};
    enum err err = ledger_find(tx, LOOKUP_OUTBOX_LANE, &row);
    if (err == ERR_NOT_FOUND && after > 0) {
        row = (struct outbox){.lane = 0};
        err = ledger_find(tx, LOOKUP_OUTBOX_LANE, &row);
    }
    if (err == OK)
        *lane = row.lane;
    return err;
}

enum err outbox_take(struct ledger_tx *tx, struct outbox_take *take)
{
    arena_reset(take->arena);
    take->count = 0;
    take->expired = 0;
    take->has_more = false;
    uint64_t start = take->lane_last;
    bool is_round = false; /* past the last lane, and on from the first */
    enum err err = OK;
    for (size_t i = 0; i < COURIER_LANES_MAX && take->count + take->expired < take->max; i++) {
        uint64_t lane = 0;
        err = next_lane(tx, take->lane_last, &lane);
        if (err != OK)
            break;
        bool is_from_first = lane <= take->lane_last;
        if ((is_round && is_from_first) || ((is_round || is_from_first) && lane > start))
            break; /* all were asked */
        is_round |= is_from_first;
        take->lane_last = lane;
        err = take_from(tx, take, lane);
        if (err != OK)
            break;
    }
    return err == ERR_FULL ? ERR_IO : err == ERR_NOT_FOUND ? OK : err;
}

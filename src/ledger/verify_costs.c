#include "ledger/verify_costs.h"

#include <stdlib.h>
#include "base/log.h"
#include "base/rate.h"
#include "ledger/costing.h"

#define PAGE_MAX       256
#define ARENA_BYTES    (16u * 1024 * 1024)
#define FIRST_CHANGED  "visits" /* from this column on an update's row is reckoned */
#define CAMPAIGNS_STEP 64

struct campaign_last {
    uint64_t campaign_id, workspace_id, last_id;
};

struct costs_proof {
    struct proof *proof;
    struct ledger_reader *reader;
    struct cursor updates, corrections, states;
    struct cursor verdict_last, verdict_later; /* of a campaign; of a visit, behind an entry */
    uint64_t after_id;                         /* all entries up to here are proved */
    struct campaign_last *campaigns;
    size_t campaign_count, campaign_cap;
    struct arena *arena; /* the page's strings */
};

/* ------------------------------------------------------------------ the last entry of each
 * campaign */

static void note_last(struct costs_proof *costs, uint64_t campaign_id, uint64_t workspace_id,
                      uint64_t id)
{
    for (size_t i = 0; i < costs->campaign_count; i++)
        if (costs->campaigns[i].campaign_id == campaign_id) {
            costs->campaigns[i].last_id = id;
            return;
        }
    if (costs->campaign_count == costs->campaign_cap) {
        costs->campaign_cap += CAMPAIGNS_STEP;
        costs->campaigns =
            heap_grow(costs->campaigns, costs->campaign_cap * sizeof(*costs->campaigns));
    }
    costs->campaigns[costs->campaign_count++] =
        (struct campaign_last){campaign_id, workspace_id, id};
}

/* A verdict changes over which visits a later update is spread. */
static enum err note_verdict(struct costs_proof *costs, uint64_t campaign_id,
                             struct campaign_cost *expected)
{
    struct cursor *last = &costs->verdict_last;
    cursor_bind(last, 1, campaign_id);
    enum err err = cursor_find(last, costs->proof);
    if (err == OK && last->has_row && cursor_id(last) > expected->last_id) {
        expected->workspace_id = ((const struct verdict *)last->row)->workspace_id;
        expected->last_id = cursor_id(last);
    }
    cursor_reset(last);
    return err;
}

static enum err prove_states(struct costs_proof *costs)
{
    const struct table *table = table_of(LEDGER_CAMPAIGN_COST);
    size_t met = 0;
    enum err err;

    cursor_reset(&costs->states);
    while ((err = cursor_next(&costs->states, costs->proof)) == OK && costs->states.has_row) {
        struct campaign_cost expected = {.id = cursor_id(&costs->states)};
        for (size_t i = 0; i < costs->campaign_count; i++) {
            const struct campaign_last *last = &costs->campaigns[i];
            if (last->campaign_id != expected.id)
                continue;
            expected.workspace_id = last->workspace_id;
            expected.last_id = last->last_id;
            met++;
        }
        err = note_verdict(costs, expected.id, &expected);
        if (err != OK)
            break;
        proof_compare(costs->proof, table, costs->states.row, &expected, 1, "its entries say");
    }
    cursor_reset(&costs->states);
    if (err == OK && met < costs->campaign_count)
        proof_tell(costs->proof, "campaign_cost: %zu campaigns are missing",
                   costs->campaign_count - met);
    return err;
}

/* ------------------------------------------------------------------ updates */

/* Compares from the first reckoned column on. */
static void compare_update(struct costs_proof *costs, const struct cost_update *kept,
                           const struct cost_update *reckoned)
{
    const struct table *table = table_of(LEDGER_COST_UPDATE);
    size_t first = 0;

    while (strcmp(table->columns[first].name, FIRST_CHANGED) != 0)
        first++;
    proof_compare(costs->proof, table, kept, reckoned, first, "its visits say");
}

static enum err prove_undo(struct costs_proof *costs, const struct cost_update *kept)
{
    struct cost_update undone = {.id = kept->undoes_id};
    struct cost_update reckoned = *kept;
    enum err err = ledger_reader_find(costs->reader, LEDGER_COST_UPDATE, costs->arena, &undone);

    if (err == ERR_NOT_FOUND || undone.campaign_id != kept->campaign_id || undone.id >= kept->id) {
        proof_tell(costs->proof, "cost_update %" PRIu64 ": undoes what is not there", kept->id);
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (err == OK)
        err = costing_undo(costs->reader, kept->id, 0, &undone, &reckoned);
    if (err == OK)
        compare_update(costs, kept, &reckoned);
    return err;
}

static enum err prove_update(struct costs_proof *costs, const struct cost_update *kept)
{
    struct cost_update reckoned = *kept;
    bool is_undo = str_is_equal(kept->action, STR("undo"));

    note_last(costs, kept->campaign_id, kept->workspace_id, kept->id);
    if (is_undo)
        return prove_undo(costs, kept);
    if (kept->to_id > kept->id || kept->from_id >= kept->to_id) {
        proof_tell(costs->proof, "cost_update %" PRIu64 ": its range is none", kept->id);
        return OK;
    }
    enum err err = costing_set(costs->reader, kept->id, 0, &reckoned);
    if (err == ERR_NOT_FOUND) {
        proof_tell(costs->proof, "cost_update %" PRIu64 ": it covers no visit", kept->id);
        return OK;
    }
    if (err == OK)
        compare_update(costs, kept, &reckoned);
    return err;
}

/* ------------------------------------------------------------------ corrections */

/* Whether an update in force at that entry covers the visit: its own cost is then not what counts.
 */
static enum err is_replaced(struct costs_proof *costs, const struct visit *visit, uint64_t as_of_id,
                            bool *replaced)
{
    const struct cost_update *updates = NULL;
    size_t count = 0;
    enum err err =
        ledger_reader_cost_updates(costs->reader, visit->campaign_id, visit->id, visit->id + 1,
                                   as_of_id, costs->arena, &updates, &count);

    *replaced = false;
    for (size_t i = 0; err == OK && i < count; i++)
        *replaced |= spread_covers(&updates[i], visit->id, visit->tokens);
    return err;
}

/* Whether the visit was a bot's at that entry: as it is now, or as the first verdict behind the
 * entry changed. */
static enum err was_bot(struct costs_proof *costs, const struct visit *visit, uint64_t as_of_id,
                        bool *is_bot)
{
    struct cursor *later = &costs->verdict_later;
    cursor_bind(later, 1, visit->id);
    cursor_bind(later, 2, as_of_id);
    enum err err = cursor_find(later, costs->proof);
    bool is_later = err == OK && later->has_row;
    *is_bot = is_later ? ((const struct verdict *)later->row)->is_bot == 0 : visit->is_bot != 0;
    cursor_reset(later);
    return err;
}

static enum err prove_correction(struct costs_proof *costs, const struct cost_correction *kept)
{
    bool is_bot = false;
    struct visit visit = {.id = kept->visit_id};
    struct cost_correction expected = *kept;
    bool replaced = false;

    note_last(costs, kept->campaign_id, kept->workspace_id, kept->id);
    enum err err = ledger_reader_find(costs->reader, LEDGER_VISIT, costs->arena, &visit);
    if (err == ERR_NOT_FOUND || (err == OK && visit.cost_rate_den != 0)) {
        proof_tell(costs->proof, "cost_correction %" PRIu64 ": no visit waits for it", kept->id);
        return OK;
    }
    if (err == OK)
        err = is_replaced(costs, &visit, kept->id, &replaced);
    if (err == OK)
        err = was_bot(costs, &visit, kept->id, &is_bot);
    if (err != OK)
        return err;
    struct rate rate = {kept->cost_rate_num, kept->cost_rate_den, kept->cost_rate_date};
    expected.campaign_id = visit.campaign_id;
    if (rate_convert(rate, visit.cost_amount_micros, &expected.cost_micros) != OK)
        expected.cost_micros = 0;
    bool counts = !is_bot && !visit.is_test;
    expected.changed_micros = !counts || replaced ? 0 : expected.cost_micros;
    expected.changed_no_rate = counts ? -(int64_t)spread_waits(&visit) : 0;
    proof_compare(costs->proof, table_of(LEDGER_COST_CORRECTION), kept, &expected, 1,
                  "its visit says");
    return OK;
}

/* ------------------------------------------------------------------ pages */

struct page {
    struct cost_update updates[PAGE_MAX];
    struct cost_correction corrections[PAGE_MAX];
    size_t update_count, correction_count;
};

/* Copies rows out of the transaction, for to reckon takes longer than one may last. */
static enum err read_page(struct costs_proof *costs, struct cursor *cursor, void *rows,
                          size_t *count)
{
    size_t row_bytes = cursor->table->row_bytes;
    enum err err = OK;

    cursor_reset(cursor);
    cursor_bind(cursor, 1, costs->after_id);
    for (*count = 0; err == OK && *count < PAGE_MAX;) {
        err = cursor_next(cursor, costs->proof);
        if (err != OK || !cursor->has_row)
            break;
        char *row = (char *)rows + *count * row_bytes;
        memcpy(row, cursor->row, row_bytes);
        for (size_t i = 0; i < cursor->table->column_count; i++) {
            const struct column *column = &cursor->table->columns[i];
            if (column_is_number(column))
                continue;
            struct str s = arena_copy(costs->arena, row_get_str(row, column));
            memcpy(row + column->offset, &s, sizeof(s));
        }
        (*count)++;
    }
    cursor_reset(cursor);
    return err == OK && arena_is_full(costs->arena) ? ERR_FULL : err;
}

/* Proves the page's rows in the order of their ids, as far as both tables were read. */
static enum err prove_page(struct costs_proof *costs, const struct page *page)
{
    uint64_t end_id = UINT64_MAX;
    size_t u = 0, c = 0;
    enum err err = OK;

    if (page->update_count == PAGE_MAX)
        end_id = page->updates[PAGE_MAX - 1].id;
    if (page->correction_count == PAGE_MAX && page->corrections[PAGE_MAX - 1].id < end_id)
        end_id = page->corrections[PAGE_MAX - 1].id;
    while (err == OK) {
        uint64_t update_id = u < page->update_count ? page->updates[u].id : UINT64_MAX;
        uint64_t correction_id = c < page->correction_count ? page->corrections[c].id : UINT64_MAX;
        uint64_t id = update_id < correction_id ? update_id : correction_id;
        if (id == UINT64_MAX || id > end_id)
            break;
        err = update_id < correction_id ? prove_update(costs, &page->updates[u++])
                                        : prove_correction(costs, &page->corrections[c++]);
        costs->after_id = id;
    }
    return err;
}

static enum err prove_all(struct costs_proof *costs, struct page *page)
{
    enum err err = OK;
    bool is_end = false;

    while (err == OK && !is_end) {
        arena_reset(costs->arena);
        err = proof_begin(costs->proof);
        if (err == OK)
            err = read_page(costs, &costs->updates, page->updates, &page->update_count);
        if (err == OK)
            err = read_page(costs, &costs->corrections, page->corrections, &page->correction_count);
        is_end = page->update_count == 0 && page->correction_count == 0;
        if (err == OK && is_end) /* in the transaction that found nothing more */
            err = prove_states(costs);
        enum err ended = proof_end(costs->proof);
        err = err == OK ? ended : err;
        if (err == OK)
            err = prove_page(costs, page);
    }
    return err;
}

enum err costs_prove(struct proof *proof, const char *dir)
{
    struct costs_proof costs = {.proof = proof, .arena = arena_make(ARENA_BYTES)};
    struct page *page = heap_make(1, sizeof(*page));
    static const char after[] = "WHERE id>?1 ORDER BY id LIMIT 256";
    _Static_assert(PAGE_MAX == 256, "the limit above");

    enum err err = ledger_reader_open(dir, &costs.reader);
    if (err == OK)
        err = cursor_open(&costs.updates, proof, LEDGER_COST_UPDATE, after);
    if (err == OK)
        err = cursor_open(&costs.corrections, proof, LEDGER_COST_CORRECTION, after);
    if (err == OK)
        err = cursor_open(&costs.states, proof, LEDGER_CAMPAIGN_COST, "ORDER BY id");
    if (err == OK)
        err = cursor_open(&costs.verdict_last, proof, LEDGER_VERDICT,
                          "WHERE campaign_id=?1 ORDER BY id DESC LIMIT 1");
    if (err == OK)
        err = cursor_open(&costs.verdict_later, proof, LEDGER_VERDICT,
                          "WHERE visit_id=?1 AND id>?2 ORDER BY id LIMIT 1");
    if (err == OK)
        err = prove_all(&costs, page);
    cursor_close(&costs.updates);
    cursor_close(&costs.corrections);
    cursor_close(&costs.states);
    cursor_close(&costs.verdict_last);
    cursor_close(&costs.verdict_later);
    ledger_reader_close(costs.reader);
    arena_free(costs.arena);
    free(costs.campaigns);
    free(page);
    return err;
}

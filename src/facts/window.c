#include "facts/window.h"

#include <stdlib.h>
#include "base/log.h"
#include "facts/project.h"
#include "ledger/costing.h"
#include "ledger/verdict.h"

#define PAGE_BYTES_MAX ((size_t)256 * 1024 * 1024) /* of the strings of a page's rows */
#define ROW_BYTES_MAX  ((size_t)16 * 1024 * 1024)  /* of what one entry is made from */

struct window {
    struct tail *tail;
    const atomic_bool *is_stopping;
    struct arena *page, *row;
    struct arena *piece; /* of an entry that tells many rows: what one of them is made from */
    void *rows;          /* of a page */
    struct facts_load *load;
    uint64_t after_id, end_id;
    size_t step;       /* of steps[] */
    uint64_t shown_id; /* the last entry of its table that was shown */
};

#define ROWS_BYTES (TAIL_PAGE_MAX * (LEDGER_ROW_BYTES_MAX + sizeof(struct tail_visit)))

struct window *window_make(struct tail *tail, const atomic_bool *is_stopping)
{
    struct window *window = heap_make(1, sizeof(*window));
    window->tail = tail;
    window->is_stopping = is_stopping;
    window->page = arena_make(PAGE_BYTES_MAX);
    window->row = arena_make(ROW_BYTES_MAX);
    window->piece = arena_make(ROW_BYTES_MAX);
    window->rows = heap_make(1, ROWS_BYTES);
    return window;
}

void window_free(struct window *window)
{
    if (window == NULL)
        return;
    arena_free(window->page);
    arena_free(window->row);
    arena_free(window->piece);
    free(window->rows);
    free(window);
}

/* ------------------------------------------------------------------ pages */

typedef enum err on_row_fn(struct window *window, const void *row);

static enum err read_page(struct window *window, enum ledger_table table, uint64_t after_id,
                          size_t *count)
{
    arena_reset(window->page);
    if (table == LEDGER_VISIT)
        return tail_visits(window->tail, after_id, window->end_id, window->page, window->rows,
                           count);
    return tail_rows(window->tail, table, after_id, window->end_id, window->page, window->rows,
                     count);
}

/* Shows the next page of the table's rows in the window. *is_last: it has no more. */
static enum err show_page(struct window *window, enum ledger_table table, on_row_fn *on_row,
                          bool *is_last)
{
    size_t row_bytes =
        table == LEDGER_VISIT ? sizeof(struct tail_visit) : table_of(table)->row_bytes;
    const struct column *id = &table_of(table)->columns[0];
    size_t count = 0;
    enum err err = read_page(window, table, window->shown_id, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        const void *row = (const char *)window->rows + i * row_bytes;
        arena_reset(window->row);
        err = on_row(window, row);
        window->shown_id = row_get_u64(row, id);
    }
    *is_last = count < TAIL_PAGE_MAX;
    return err;
}

/* ------------------------------------------------------------------ a row's visit */

/* Gives the visit its last verdict before that entry. */
static enum err set_verdict(struct window *window, uint64_t before_id, struct visit *visit)
{
    struct verdict verdict;
    enum err err = tail_verdict_before(window->tail, visit->id, before_id, window->row, &verdict);
    if (err == OK) {
        visit->signals = verdict.signals;
        visit->is_bot = verdict.is_bot;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The visit of an entry, with its verdict as it was then, and its tokens as they were before the
 * window. */
static enum err find_visit(struct window *window, uint64_t visit_id, uint64_t entry_id,
                           struct tail_visit *found, struct project_visit *of)
{
    *of = (struct project_visit){.tokens = STR_NONE};
    enum err err = tail_find_visit(window->tail, visit_id, window->row, found);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    err = set_verdict(window, entry_id, &found->visit);
    if (err != OK)
        return err;
    *of = (struct project_visit){&found->visit, found->visit.tokens, found->referrer};
    if (visit_id > window->after_id)
        return OK; /* nothing was told of it before */
    struct visit_update update;
    err = tail_update_before(window->tail, visit_id, window->after_id + 1, window->row, &update);
    if (err == OK)
        of->tokens = update.tokens;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add_fact(struct window *window, const struct fact *fact)
{
    return facts_load_add(window->load, FACT_TABLE, fact);
}

/* ------------------------------------------------------------------ rows of entries */

static enum err add_visit(struct window *window, const void *row)
{
    const struct tail_visit *visit = row;
    struct project_visit of = {&visit->visit, visit->visit.tokens, visit->referrer};
    struct fact fact;
    enum err err = project_visit(&of, window->row, &fact);
    return err == OK ? add_fact(window, &fact) : err;
}

static enum err add_click(struct window *window, const void *row)
{
    const struct click *click = row;
    struct tail_visit visit;
    struct project_visit of;
    struct fact fact;
    enum err err = find_visit(window, click->visit_id, click->id, &visit, &of);
    if (err == OK)
        err = project_click(&of, click, window->row, &fact);
    return err == OK ? add_fact(window, &fact) : err;
}

/* Takes back what the conversion counted before that change. */
static enum err add_inverse(struct window *window, const struct conversion_change *change)
{
    struct conversion_change before;
    struct tail_visit visit;
    struct project_visit of;
    struct fact fact;
    if (change->id == change->conversion_id)
        return OK; /* it is its first */
    enum err err =
        tail_change_before(window->tail, change->conversion_id, change->id, window->row, &before);
    if (err == OK) /* as it was told then */
        err = find_visit(window, before.visit_id, before.id, &visit, &of);
    if (err == OK)
        err = project_conversion(&of, &before, change->id, window->row, &fact);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    fact_negate(&fact);
    return add_fact(window, &fact);
}

static enum err add_change(struct window *window, const void *row)
{
    const struct conversion_change *change = row;
    struct tail_visit visit;
    struct project_visit of;
    struct fact fact;
    enum err err = add_inverse(window, change);
    if (err == OK)
        err = find_visit(window, change->visit_id, change->id, &visit, &of);
    if (err == OK)
        err = project_conversion(&of, change, change->id, window->row, &fact);
    return err == OK ? add_fact(window, &fact) : err;
}

static bool has_events(const struct fact *fact)
{
    for (size_t i = 0; i < MACRO_EVENTS_MAX; i++)
        if ((&fact->event1)[i] != 0)
            return true;
    return false;
}

static enum err add_events(struct window *window, const void *row)
{
    const struct visit_update *update = row;
    struct visit_update before;
    struct tail_visit visit;
    struct project_visit of;
    struct fact fact;
    enum err err =
        tail_update_before(window->tail, update->visit_id, update->id, window->row, &before);
    bool is_first = err == ERR_NOT_FOUND;
    if (err == OK || is_first)
        err = find_visit(window, update->visit_id, update->id, &visit, &of);
    if (err == OK)
        err = project_events(&of, update, is_first ? NULL : &before, window->row, &fact);
    return err == OK && has_events(&fact) ? add_fact(window, &fact) : err;
}

static enum err add_correction(struct window *window, const void *row)
{
    const struct cost_correction *correction = row;
    struct tail_visit visit;
    struct project_visit of;
    struct fact fact;
    enum err err = find_visit(window, correction->visit_id, correction->id, &visit, &of);
    if (err == OK)
        err = project_correction(&of, correction, window->row, &fact);
    return err == OK ? add_fact(window, &fact) : err;
}

static enum err add_ad_click(struct window *window, const void *row)
{
    struct ad_fact fact;
    project_ad_click(row, window->row, &fact);
    return facts_load_add(window->load, AD_FACT_TABLE, &fact);
}

static enum err add_impression(struct window *window, const void *row)
{
    struct ad_fact fact;
    project_impression(row, window->row, &fact);
    return facts_load_add(window->load, AD_FACT_TABLE, &fact);
}

static enum err add_goal_call(struct window *window, const void *row)
{
    const struct goal_call *call = row;
    struct ad_click click;
    struct ad_fact fact;
    if (!str_is_equal(call->outcome, STR("stored")))
        return OK;
    enum err err = tail_find(window->tail, LEDGER_AD_CLICK, call->ad_click_id, window->row, &click);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    project_goal_call(call, err == OK ? &click : NULL, window->row, &fact);
    return facts_load_add(window->load, AD_FACT_TABLE, &fact);
}

/* ------------------------------------------------------------------ cost updates */

static enum err add_cost(void *context, const struct costing_change *change)
{
    struct window *window = context;
    struct facts_cost cost = {.visit_id = change->visit_id,
                              .cost = costing_micros(change, change->after) -
                                      costing_micros(change, change->before)};
    if (*window->is_stopping)
        return ERR_CLOSED;
    costing_count_method(change->before, -1, &cost.manual_cost_visits, &cost.api_cost_visits,
                         &cost.csv_cost_visits);
    costing_count_method(change->after, 1, &cost.manual_cost_visits, &cost.api_cost_visits,
                         &cost.csv_cost_visits);
    bool is_same = change->before != NULL && change->after != NULL && cost.cost == 0 &&
                   str_is_equal(change->before->method, change->after->method);
    return is_same ? OK : facts_load_cost(window->load, &cost);
}

static enum err add_cost_update(struct window *window, const void *row)
{
    const struct cost_update *update = row;
    struct cost_update undone = {0};
    bool is_undo = str_is_equal(update->action, STR("undo"));
    enum err err = OK;
    if (is_undo)
        err = tail_find(window->tail, LEDGER_COST_UPDATE, update->undoes_id, window->row, &undone);
    if (err == ERR_NOT_FOUND) {
        log_error("facts", "cost update %" PRIu64 " undoes what is not there", update->id);
        return OK;
    }
    if (err == OK)
        err = facts_load_costs_begin(window->load);
    if (err == OK)
        err = costing_tell(tail_reader(window->tail), update, is_undo ? &undone : NULL, add_cost,
                           window);
    return err == OK ? facts_load_costs_end(window->load, update->id) : err;
}

/* ------------------------------------------------------------------ tokens */

/* An update that is its visit's last of the window says which tokens it has from here on. */
static enum err move_tokens(struct window *window, const void *row)
{
    const struct visit_update *update = row;
    struct visit_update last;
    struct tail_visit visit;
    struct project_visit of;
    struct str tokens[MACRO_TOKENS_MAX];
    size_t count;
    enum err err =
        tail_update_before(window->tail, update->visit_id, window->end_id + 1, window->row, &last);
    if (err != OK || last.id != update->id)
        return err;
    err = find_visit(window, update->visit_id, update->id, &visit, &of);
    if (err != OK || str_is_equal(of.tokens, update->tokens))
        return err;
    err = project_tokens(update->tokens, window->row, tokens, &count);
    if (err != OK)
        return err;
    return facts_load_retoken(window->load, update->id, update->visit_id, tokens, count);
}

/* ------------------------------------------------------------------ verdicts */

/* A click under its visit's verdict: of the entry, or with a minus what it was before. */
static enum err tell_click(struct window *window, const struct project_visit *of,
                           const struct click *click, uint64_t entry_id, bool is_taken_back)
{
    struct fact fact;
    arena_reset(window->piece);
    enum err err = project_click(of, click, window->piece, &fact);
    if (err != OK)
        return err;
    fact.entry_id = entry_id;
    if (is_taken_back)
        fact_negate(&fact);
    return add_fact(window, &fact);
}

/* The clicks of the visit under that verdict. */
static void judge_clicks(struct click *clicks, size_t count, bool is_bot)
{
    struct click_state state = {0};
    uint64_t first_id;
    verdict_count_clicks(clicks, count, is_bot, &state, &first_id);
    for (size_t i = 0; i < count; i++) {
        clicks[i].is_bot = verdict_on_click(is_bot, &clicks[i]);
        clicks[i].is_first = clicks[i].id == first_id;
    }
}

static enum err tell_clicks(struct window *window, const struct project_visit *of,
                            const struct click *clicks, size_t count, uint64_t entry_id,
                            bool is_taken_back)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < count; i++)
        err = tell_click(window, of, &clicks[i], entry_id, is_taken_back);
    return err;
}

/* The clicks of a visit that was judged again: as they were, taken back, and as they are. */
static enum err add_judged_clicks(struct window *window, const struct verdict *verdict)
{
    struct click *clicks = arena_alloc_raw(window->row, VERDICT_CLICKS_MAX * sizeof(*clicks));
    struct verdict before;
    struct tail_visit visit;
    struct project_visit of;
    size_t count = 0;
    if (clicks == NULL)
        return ERR_FULL;
    enum err err = tail_clicks_before(window->tail, verdict->visit_id, verdict->id, window->row,
                                      clicks, VERDICT_CLICKS_MAX, &count);
    if (err != OK || count == 0)
        return err;
    err = tail_verdict_before(window->tail, verdict->visit_id, verdict->id, window->row, &before);
    if (err == OK)
        judge_clicks(clicks, count, before.is_bot != 0);
    else if (err == ERR_NOT_FOUND)
        err = OK; /* as they were written */
    if (err == OK)
        err = find_visit(window, verdict->visit_id, verdict->id, &visit, &of);
    if (err != OK || of.visit == NULL) /* nobody knows it any more: they stay as they were told */
        return err;
    err = tell_clicks(window, &of, clicks, count, verdict->id, true);
    if (err != OK)
        return err;
    judge_clicks(clicks, count, verdict->is_bot != 0);
    visit.visit.signals = verdict->signals;
    visit.visit.is_bot = verdict->is_bot;
    return tell_clicks(window, &of, clicks, count, verdict->id, false);
}

/* A verdict that is its visit's last of the window moves the visit's own rows. */
static enum err add_verdict(struct window *window, const void *row)
{
    const struct verdict *verdict = row;
    struct verdict last;
    enum err err = add_judged_clicks(window, verdict);
    if (err == OK)
        err = tail_verdict_before(window->tail, verdict->visit_id, window->end_id + 1, window->row,
                                  &last);
    if (err != OK || last.id != verdict->id)
        return err;
    struct str reason = project_bot_reason(verdict->signals, window->row);
    return facts_load_judge(window->load, verdict->id, verdict->visit_id, verdict->is_bot != 0,
                            reason);
}

/* ------------------------------------------------------------------ all of it */

static const struct {
    enum ledger_table table;
    on_row_fn *on_row;
} steps[] = {
    {LEDGER_VISIT, add_visit},
    {LEDGER_CLICK, add_click},
    {LEDGER_CONVERSION_CHANGE, add_change},
    {LEDGER_VISIT_UPDATE, add_events},
    {LEDGER_COST_CORRECTION, add_correction},
    {LEDGER_AD_CLICK, add_ad_click},
    {LEDGER_IMPRESSION, add_impression},
    {LEDGER_GOAL_CALL, add_goal_call},
    {LEDGER_COST_UPDATE, add_cost_update}, /* over visits of this window too */
    {LEDGER_VISIT_UPDATE, move_tokens},    /* of all that was added */
    {LEDGER_VERDICT, add_verdict},
};

void window_begin(struct window *window, struct facts_load *load, uint64_t after_id,
                  uint64_t end_id)
{
    window->load = load;
    window->after_id = window->shown_id = after_id;
    window->end_id = end_id;
    window->step = 0;
}

/* A page of rows is bounded; one cost update changes any number of visits. */
bool window_is_step_short(const struct window *window)
{
    return steps[window->step].table != LEDGER_COST_UPDATE;
}

enum err window_step(struct window *window, bool *is_done)
{
    bool is_last = false;
    if (*window->is_stopping)
        return ERR_CLOSED;
    CHECK(window->step < ARRAY_LEN(steps));
    enum err err =
        show_page(window, steps[window->step].table, steps[window->step].on_row, &is_last);
    if (err != OK)
        return err;
    if (is_last) {
        window->step++;
        window->shown_id = window->after_id;
    }
    *is_done = window->step == ARRAY_LEN(steps);
    return OK;
}

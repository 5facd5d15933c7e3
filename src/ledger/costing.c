#include "ledger/costing.h"

#include "base/clock.h"

#define UPDATES_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define PAGE_BYTES_MAX    ((size_t)64 * 1024 * 1024)

struct costing;
typedef enum err see_visit(struct costing *costing, const struct cost_visit *visit);

struct costing {
    struct ledger_reader *reader;
    uint64_t as_of_id;
    int64_t deadline_mono_ms;
    const struct cost_update *range;  /* whose visits are looked at */
    const struct cost_update *update; /* what changes them */
    struct spread spread;
    struct arena *arena; /* the updates */
    struct arena *page;  /* a page of visits */
    costing_change_fn *on_change;
    void *context;
    int64_t wanted; /* the place of the visit that is searched for */
    uint64_t found_id;
};

enum err costing_seen_id(struct ledger_reader *reader, uint64_t campaign_id, uint64_t *seen_id)
{
    struct arena *arena = arena_make(4096);
    struct campaign_cost row = {.id = campaign_id};
    enum err err = ledger_reader_find(reader, LEDGER_CAMPAIGN_COST, arena, &row);

    arena_free(arena);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    *seen_id = err == OK ? row.last_id : 0;
    return OK;
}

/* ------------------------------------------------------------------ the walk */

/* Shows each visit that the range covers, by rising id. */
static enum err walk(struct costing *costing, see_visit *see)
{
    const struct cost_update *range = costing->range;
    uint64_t at = range->from_id;
    enum err err = OK;

    while (err == OK && at != 0 && at < range->to_id) {
        struct cost_visit *visits = NULL;
        size_t count = 0;
        if (costing->deadline_mono_ms != 0 && clock_mono_ms() > costing->deadline_mono_ms)
            return ERR_TIMEOUT;
        arena_reset(costing->page);
        err = ledger_reader_cost_visits(costing->reader, range->campaign_id, at, range->to_id,
                                        costing->as_of_id, costing->page, &visits, &count, &at);
        for (size_t i = 0; err == OK && i < count; i++)
            if (spread_covers(range, visits[i].id, visits[i].tokens))
                err = see(costing, &visits[i]);
    }
    return err;
}

/* Gets the updates in force over the range. */
static enum err begin(struct costing *costing)
{
    const struct cost_update *range = costing->range;
    const struct cost_update *updates = NULL;
    size_t count = 0;

    costing->arena = arena_make(UPDATES_BYTES_MAX);
    costing->page = arena_make(PAGE_BYTES_MAX);
    enum err err = ledger_reader_cost_updates(costing->reader, range->campaign_id, range->from_id,
                                              range->to_id, costing->as_of_id, costing->arena,
                                              &updates, &count);
    return err == OK ? spread_init(&costing->spread, updates, count, costing->arena) : err;
}

static void costing_cleanup(struct costing *costing)
{
    arena_free(costing->arena);
    arena_free(costing->page);
}

/* ------------------------------------------------------------------ what a visit changes */

static enum err tell(struct costing *costing, const struct cost_visit *visit,
                     const struct cost_update *before, const struct cost_update *after)
{
    struct costing_change change = {visit->id, visit->own_micros, before, after};
    return costing->on_change(costing->context, &change);
}

static enum err replace_cost(struct costing *costing, const struct cost_visit *visit)
{
    const struct cost_update *before =
        spread_find(&costing->spread, visit->id, visit->tokens, UINT64_MAX);
    return tell(costing, visit, before, costing->update);
}

static enum err give_back(struct costing *costing, const struct cost_visit *visit)
{
    const struct cost_update *top =
        spread_find(&costing->spread, visit->id, visit->tokens, UINT64_MAX);

    if (top == NULL || top->id != costing->range->id)
        return OK; /* a later one replaced it: nothing changes here */
    const struct cost_update *below =
        spread_find(&costing->spread, visit->id, visit->tokens, top->id);
    return tell(costing, visit, top, below);
}

int64_t costing_micros(const struct costing_change *change, const struct cost_update *update)
{
    return update != NULL ? spread_share(update, change->visit_id) : change->own_micros;
}

enum err costing_tell(struct ledger_reader *reader, const struct cost_update *update,
                      const struct cost_update *undone, costing_change_fn *on_change, void *context)
{
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = update->id,
                                                       .range = undone != NULL ? undone : update,
                                                       .update = update,
                                                       .on_change = on_change,
                                                       .context = context};

    enum err err = begin(&costing);
    return err == OK ? walk(&costing, undone != NULL ? give_back : replace_cost) : err;
}

/* ------------------------------------------------------------------ what all of them come to */

static enum err add_changed(struct cost_update *result, int64_t micros)
{
    int64_t *changed = &result->changed_micros;
    return __builtin_add_overflow(*changed, micros, changed) ? ERR_RANGE : OK;
}

void costing_count_method(const struct cost_update *update, int64_t sign, int64_t *manual,
                          int64_t *api, int64_t *csv)
{
    if (update == NULL)
        return;
    if (str_is_equal(update->method, STR("manual")))
        *manual += sign;
    else if (str_is_equal(update->method, STR("api")))
        *api += sign;
    else
        *csv += sign;
}

static void count_methods(struct cost_update *result, const struct costing_change *change)
{
    costing_count_method(change->before, -1, &result->changed_manual, &result->changed_api,
                         &result->changed_csv);
    costing_count_method(change->after, 1, &result->changed_manual, &result->changed_api,
                         &result->changed_csv);
}

/* ------------------------------------------------------------------ set */

/* What its visits bear together is known beforehand: its whole cost. */
static enum err add_replaced(void *context, const struct costing_change *change)
{
    struct cost_update *result = context;

    result->visits++;
    count_methods(result, change);
    return add_changed(result, -costing_micros(change, change->before));
}

static enum err look_for_place(struct costing *costing, const struct cost_visit *visit)
{
    if (costing->wanted-- == 0)
        costing->found_id = visit->id;
    return OK;
}

enum err costing_set(struct ledger_reader *reader, uint64_t as_of_id, int64_t deadline_mono_ms,
                     struct cost_update *update)
{
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = as_of_id,
                                                       .deadline_mono_ms = deadline_mono_ms,
                                                       .range = update,
                                                       .update = update,
                                                       .on_change = add_replaced,
                                                       .context = update};

    update->visits = 0;
    update->extra_until_id = 0;
    update->changed_micros = update->cost_micros;
    update->changed_manual = update->changed_api = update->changed_csv = 0;
    enum err err = begin(&costing);
    if (err == OK)
        err = walk(&costing, replace_cost);
    if (err == OK && update->visits == 0)
        err = ERR_NOT_FOUND;
    if (err != OK)
        return err;
    costing.wanted = spread_extra(update->cost_micros, update->visits);
    if (costing.wanted == 0)
        return OK;
    err = walk(&costing, look_for_place);
    update->extra_until_id = costing.found_id;
    return err;
}

/* ------------------------------------------------------------------ undo */

static enum err add_given_back(void *context, const struct costing_change *change)
{
    struct cost_update *result = context;

    result->visits++;
    count_methods(result, change);
    return add_changed(result, costing_micros(change, change->after) -
                                   costing_micros(change, change->before));
}

enum err costing_undo(struct ledger_reader *reader, uint64_t as_of_id, int64_t deadline_mono_ms,
                      const struct cost_update *undone, struct cost_update *undo)
{
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = as_of_id,
                                                       .deadline_mono_ms = deadline_mono_ms,
                                                       .range = undone,
                                                       .update = undo,
                                                       .on_change = add_given_back,
                                                       .context = undo};

    undo->visits = 0;
    undo->changed_micros = undo->changed_manual = undo->changed_api = undo->changed_csv = 0;
    enum err err = begin(&costing);
    return err == OK ? walk(&costing, give_back) : err;
}

#include "ledger/costing.h"

#include "base/clock.h"

#define UPDATES_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define PAGE_BYTES_MAX    ((size_t)64 * 1024 * 1024)

struct costing {
    struct ledger_reader *reader;
    uint64_t as_of_id;
    int64_t deadline_mono_ms;
    const struct cost_update *range; /* whose visits are looked at */
    struct cost_update *result;
    struct spread spread;
    struct arena *arena; /* the updates */
    struct arena *page;  /* a page of visits */
    int64_t wanted;      /* the place of the visit that is searched for */
    bool is_over;        /* the reckoning passed 63 bits */
};

typedef void see_visit(struct costing *costing, const struct cost_visit *visit);

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
                see(costing, &visits[i]);
    }
    return err == OK && costing->is_over ? ERR_RANGE : err;
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

static void add_changed(struct costing *costing, int64_t micros)
{
    int64_t *changed = &costing->result->changed_micros;
    costing->is_over |= __builtin_add_overflow(*changed, micros, changed);
}

/* One visit more or less whose cost comes from that update; NULL: from its campaign's terms. */
static void count_method(struct costing *costing, const struct cost_update *update, int64_t sign)
{
    struct cost_update *result = costing->result;

    if (update == NULL)
        return;
    if (str_is_equal(update->method, STR("manual")))
        result->changed_manual += sign;
    else if (str_is_equal(update->method, STR("api")))
        result->changed_api += sign;
    else
        result->changed_csv += sign;
}

static int64_t cost_of(const struct cost_visit *visit, const struct cost_update *top)
{
    return top != NULL ? spread_share(top, visit->id) : visit->own_micros;
}

/* ------------------------------------------------------------------ set */

static void replace_cost(struct costing *costing, const struct cost_visit *visit)
{
    const struct cost_update *before =
        spread_find(&costing->spread, visit->id, visit->tokens, UINT64_MAX);

    costing->result->visits++;
    add_changed(costing, -cost_of(visit, before));
    count_method(costing, before, -1);
    count_method(costing, costing->result, 1);
}

static void look_for_place(struct costing *costing, const struct cost_visit *visit)
{
    if (costing->wanted-- == 0)
        costing->result->extra_until_id = visit->id;
}

enum err costing_set(struct ledger_reader *reader, uint64_t as_of_id, int64_t deadline_mono_ms,
                     struct cost_update *update)
{
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = as_of_id,
                                                       .deadline_mono_ms = deadline_mono_ms,
                                                       .range = update,
                                                       .result = update};

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
    return costing.wanted > 0 ? walk(&costing, look_for_place) : OK;
}

/* ------------------------------------------------------------------ undo */

static void give_back(struct costing *costing, const struct cost_visit *visit)
{
    const struct cost_update *top =
        spread_find(&costing->spread, visit->id, visit->tokens, UINT64_MAX);

    if (top == NULL || top->id != costing->range->id)
        return; /* a later one replaced it: nothing changes here */
    const struct cost_update *below =
        spread_find(&costing->spread, visit->id, visit->tokens, top->id);
    costing->result->visits++;
    add_changed(costing, cost_of(visit, below) - cost_of(visit, top));
    count_method(costing, top, -1);
    count_method(costing, below, 1);
}

enum err costing_undo(struct ledger_reader *reader, uint64_t as_of_id, int64_t deadline_mono_ms,
                      const struct cost_update *undone, struct cost_update *undo)
{
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = as_of_id,
                                                       .deadline_mono_ms = deadline_mono_ms,
                                                       .range = undone,
                                                       .result = undo};

    undo->visits = 0;
    undo->changed_micros = undo->changed_manual = undo->changed_api = undo->changed_csv = 0;
    enum err err = begin(&costing);
    return err == OK ? walk(&costing, give_back) : err;
}

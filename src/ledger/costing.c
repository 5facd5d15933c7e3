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

/* ------------------------------------------------------------------ many at once */

struct many {
    struct cost_update *updates;
    size_t *table; /* the place of an update, from 1, by the hash of its values; 0: none */
    size_t mask;
    int64_t *wanted; /* of each update, as costing.wanted */
};

static uint64_t hash_values(struct str value, struct str also)
{
    const struct str pieces[] = {value, STR("&"), also};
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (size_t i = 0; i < ARRAY_LEN(pieces); i++)
        for (size_t j = 0; j < pieces[i].len; j++)
            hash = (hash ^ (uint8_t)pieces[i].ptr[j]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The place of the update with these values, or where it would stand. */
static size_t *find_place(const struct many *many, struct str value, struct str also)
{
    size_t at = hash_values(value, also) & many->mask;

    while (many->table[at] != 0) {
        const struct cost_update *update = &many->updates[many->table[at] - 1];
        if (str_is_equal(update->filter_value, value) && str_is_equal(update->also_value, also))
            break;
        at = (at + 1) & many->mask;
    }
    return &many->table[at];
}

static enum err many_init(struct many *many, struct cost_update *updates, size_t count,
                          struct arena *arena)
{
    size_t places = 16;

    while (places < 2 * count)
        places *= 2;
    *many = (struct many){.updates = updates,
                          .table = ARENA_ARRAY(arena, size_t, places),
                          .mask = places - 1,
                          .wanted = ARENA_ARRAY(arena, int64_t, count + 1)};
    if (many->table == NULL || many->wanted == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++) {
        size_t *place = find_place(many, updates[i].filter_value, updates[i].also_value);
        CHECK(*place == 0); /* the values differ */
        *place = i + 1;
        updates[i].visits = 0;
        updates[i].extra_until_id = 0;
        updates[i].changed_micros = updates[i].cost_micros;
        updates[i].changed_manual = updates[i].changed_api = updates[i].changed_csv = 0;
    }
    return OK;
}

/* The place of the update that covers the visit, from 1; 0: none does. */
static size_t find_covering(const struct costing *costing, const struct cost_visit *visit)
{
    const struct many *many = costing->context;
    const struct cost_update *first = many->updates;
    struct str none = STR("");

    return *find_place(
        many, first->filter_slot != 0 ? spread_token(visit->tokens, first->filter_slot) : none,
        first->also_slot != 0 ? spread_token(visit->tokens, first->also_slot) : none);
}

static enum err replace_one_of_many(struct costing *costing, const struct cost_visit *visit)
{
    const struct many *many = costing->context;
    size_t place = find_covering(costing, visit);

    if (place == 0)
        return OK;
    struct cost_update *update = &many->updates[place - 1];
    const struct costing_change change = {
        visit->id, visit->own_micros,
        spread_find(&costing->spread, visit->id, visit->tokens, UINT64_MAX), update};
    return add_replaced(update, &change);
}

static enum err look_for_places(struct costing *costing, const struct cost_visit *visit)
{
    const struct many *many = costing->context;
    size_t place = find_covering(costing, visit);

    if (place != 0 && many->wanted[place - 1]-- == 0)
        many->updates[place - 1].extra_until_id = visit->id;
    return OK;
}

enum err costing_set_many(struct ledger_reader *reader, uint64_t as_of_id, int64_t deadline_mono_ms,
                          struct cost_update *updates, size_t count)
{
    struct many many;
    struct cost_update range = updates[0];
    struct costing costing CLEANUP(costing_cleanup) = {.reader = reader,
                                                       .as_of_id = as_of_id,
                                                       .deadline_mono_ms = deadline_mono_ms,
                                                       .range = &range,
                                                       .context = &many};
    bool has_extra = false;

    range.filter_slot = range.also_slot = 0;
    enum err err = begin(&costing);
    if (err == OK)
        err = many_init(&many, updates, count, costing.arena);
    if (err == OK)
        err = walk(&costing, replace_one_of_many);
    if (err != OK)
        return err;
    for (size_t i = 0; i < count; i++) {
        int64_t visits = updates[i].visits;
        int64_t extra = visits > 0 ? spread_extra(updates[i].cost_micros, visits) : 0;
        many.wanted[i] = extra > 0 ? extra : -1;
        has_extra |= extra > 0;
    }
    return has_extra ? walk(&costing, look_for_places) : OK;
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

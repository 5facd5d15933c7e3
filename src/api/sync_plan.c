#include "api/sync_plan.h"

#include <stdlib.h>
#include "base/money.h"
#include "base/rate.h"
#include "ledger/costing.h"

#define OWNERS_MAX     1000 /* our campaigns with visits of the source on one day */
#define OUTDATED_MAX   5000
#define PAGE_BYTES     ((size_t)64 * 1024 * 1024)
#define NAME_BYTES_MAX 8192 /* two values of tokens, percent-encoded, and a campaign */

/* A key in one of our campaigns. */
struct cell {
    uint64_t campaign_id;
    size_t owner;
    struct str campaign, grain; /* the values of its tokens, percent-encoded */
    int64_t visits;
    const struct sync_row *row;       /* NULL: the network tells nothing of it */
    const struct cost_update *before; /* what a run told last; NULL: none did */
    bool is_held;
    size_t next; /* the next cell of the same row, from 1; 0: none */
};

/* One of our campaigns with visits on that day. */
struct owner {
    uint64_t campaign_id, seen_id;
    const struct cost_update *updates; /* in force */
    size_t update_count;
    int64_t told_micros; /* in the workspace's currency */
};

struct planning {
    const struct sync_day *day;
    struct ledger_reader *reader;
    const struct cost_update *common;
    struct sync_plan *plan;
    struct cell *cells;
    size_t cell_count;
    json_t *cells_by_name;
    struct owner *owners;
    size_t owner_count;
    int64_t unvisited_micros; /* told of keys without a visit, in the workspace's currency */
};

/* ------------------------------------------------------------------ cells */

static struct str name_of(char memory[NAME_BYTES_MAX], struct str campaign, struct str grain,
                          uint64_t campaign_id)
{
    struct buf buf = buf_from_memory(memory, NAME_BYTES_MAX);
    buf_format(&buf, "%.*s&%.*s&%" PRIu64, STR_FMT(campaign), STR_FMT(grain), campaign_id);
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

/* Its place; SIZE_MAX: there is none. */
static size_t find_cell(const struct planning *planning, struct str name)
{
    const json_t *place = json_object_getn(planning->cells_by_name, name.ptr, name.len);
    return place != NULL ? (size_t)json_integer_value(place) : SIZE_MAX;
}

static enum err find_owner(struct planning *planning, uint64_t campaign_id, size_t *place)
{
    for (size_t i = planning->owner_count; i > 0; i--)
        if (planning->owners[i - 1].campaign_id == campaign_id) {
            *place = i - 1;
            return OK;
        }
    if (planning->owner_count == OWNERS_MAX)
        return ERR_FULL;
    *place = planning->owner_count;
    planning->owners[planning->owner_count++].campaign_id = campaign_id;
    return OK;
}

static enum err add_cell(struct planning *planning, struct str name, const struct cell *made,
                         size_t *place)
{
    struct arena *arena = planning->day->arena;
    if (planning->cell_count == SYNC_CELLS_MAX)
        return ERR_FULL;
    *place = planning->cell_count++;
    struct cell *cell = &planning->cells[*place];
    *cell = *made;
    cell->campaign = arena_copy(arena, made->campaign);
    cell->grain = arena_copy(arena, made->grain);
    CHECK(json_object_setn_new(planning->cells_by_name, name.ptr, name.len,
                               json_integer((json_int_t)*place)) == 0);
    return arena_is_full(arena) ? ERR_FULL : find_owner(planning, made->campaign_id, &cell->owner);
}

static struct str token_of(struct str tokens, uint64_t slot)
{
    return slot != 0 ? spread_token(tokens, slot) : STR("");
}

static enum err count_visit(struct planning *planning, const struct cost_visit *visit)
{
    char memory[NAME_BYTES_MAX];
    const struct cost_update *common = planning->common;
    const struct cell made = {.campaign_id = visit->campaign_id,
                              .campaign = token_of(visit->tokens, common->filter_slot),
                              .grain = token_of(visit->tokens, common->also_slot)};
    struct str name = name_of(memory, made.campaign, made.grain, visit->campaign_id);
    size_t place = name.ptr != NULL ? find_cell(planning, name) : SIZE_MAX;
    enum err err = OK;

    if (name.ptr == NULL)
        return OK; /* no id of a network is so long */
    if (place == SIZE_MAX)
        err = add_cell(planning, name, &made, &place);
    if (err == OK)
        planning->cells[place].visits++;
    return err;
}

static enum err count_visits(struct planning *planning)
{
    const struct cost_update *common = planning->common;
    struct arena *page = arena_make(PAGE_BYTES);
    uint64_t at = common->from_id;
    enum err err = OK;

    while (err == OK && at != 0 && at < common->to_id) {
        struct cost_visit *visits = NULL;
        size_t count = 0;
        arena_reset(page);
        err = sync_is_over(planning->day->limit)
                  ? ERR_TIMEOUT
                  : ledger_reader_source_visits(planning->reader, planning->day->source->id, at,
                                                common->to_id, page, &visits, &count, &at);
        for (size_t i = 0; err == OK && i < count; i++)
            err = count_visit(planning, &visits[i]);
    }
    arena_free(page);
    return err;
}

/* ------------------------------------------------------------------ what was told before */

/* Whether it is of a run that asked as this one does. */
static bool is_alike(const struct cost_update *common, const struct cost_update *update)
{
    return update->from_ms == common->from_ms && update->to_ms == common->to_ms &&
           update->filter_slot == common->filter_slot && update->also_slot == common->also_slot;
}

static enum err take_before(struct planning *planning, const struct cost_update *update)
{
    char memory[NAME_BYTES_MAX];
    struct sync_plan *plan = planning->plan;

    if (!is_alike(planning->common, update)) {
        if (plan->outdated_count == OUTDATED_MAX)
            return ERR_FULL;
        plan->outdated[plan->outdated_count++] = update;
        return OK;
    }
    struct str name =
        name_of(memory, update->filter_value, update->also_value, update->campaign_id);
    size_t place = name.ptr != NULL ? find_cell(planning, name) : SIZE_MAX;
    if (place == SIZE_MAX)
        return OK; /* its visits are gone: nothing is left to change */
    struct cell *cell = &planning->cells[place];
    if (cell->before == NULL || cell->before->id < update->id)
        cell->before = update;
    return OK;
}

static enum err read_owner(struct planning *planning, struct owner *owner)
{
    const struct cost_update *common = planning->common;
    enum err err = costing_seen_id(planning->reader, owner->campaign_id, &owner->seen_id);
    if (err == OK)
        err = ledger_reader_cost_updates(planning->reader, owner->campaign_id, common->from_id,
                                         common->to_id, UINT64_MAX, planning->day->arena,
                                         &owner->updates, &owner->update_count);
    for (size_t i = 0; err == OK && i < owner->update_count; i++)
        if (owner->updates[i].sync_run_id != 0)
            err = take_before(planning, &owner->updates[i]);
    return err;
}

/* Whether the update may be about the cell's visits too. */
static bool meets(const struct planning *planning, const struct cost_update *update,
                  const struct cell *cell)
{
    if (update->filter_slot == planning->common->filter_slot)
        return str_is_equal(update->filter_value, cell->campaign);
    if (update->filter_slot != 0 && update->filter_slot == planning->common->also_slot)
        return str_is_equal(update->filter_value, cell->grain);
    return true;
}

static bool is_held(const struct planning *planning, const struct cell *cell)
{
    const struct owner *owner = &planning->owners[cell->owner];
    for (size_t i = 0; i < owner->update_count; i++)
        if (owner->updates[i].sync_run_id == 0 && meets(planning, &owner->updates[i], cell))
            return true;
    return false;
}

/* ------------------------------------------------------------------ rows */

static struct str encode(struct arena *arena, struct str value)
{
    struct buf buf = buf_in_arena(arena, 3 * value.len + 1);
    uri_write_encoded(&buf, value);
    return buf_str(&buf);
}

/* The cells of a row, one for each of our campaigns: the first one's place from 1, 0: none. */
static size_t link_cells(struct planning *planning, const struct sync_row *row)
{
    char memory[NAME_BYTES_MAX];
    struct arena *arena = planning->day->arena;
    struct str campaign = encode(arena, row->campaign);
    struct str grain = row->grain.ptr != NULL ? encode(arena, row->grain) : STR("");
    size_t first = 0;

    for (size_t i = planning->owner_count; i > 0; i--) {
        struct str name = name_of(memory, campaign, grain, planning->owners[i - 1].campaign_id);
        size_t place = name.ptr != NULL ? find_cell(planning, name) : SIZE_MAX;
        if (place == SIZE_MAX)
            continue;
        planning->cells[place].row = row;
        planning->cells[place].next = first;
        first = place + 1;
    }
    return first;
}

static void add_unmatched(struct planning *planning, const struct sync_row *row, int64_t micros,
                          bool is_held_by_others)
{
    struct sync_plan *plan = planning->plan;
    if (micros > 0) /* what costs nothing is missed by nobody */
        plan->unmatched[plan->unmatched_count++] =
            (struct sync_unmatched){row, micros, is_held_by_others};
}

/* Adds to what was told, at the day's rate. */
static enum err add_told(const struct planning *planning, int64_t micros, int64_t *told_micros)
{
    const struct cost_update *common = planning->common;
    const struct rate rate = {common->cost_rate_num, common->cost_rate_den, common->cost_rate_date};
    int64_t converted = 0;

    if (rate_convert(rate, micros, &converted) != OK ||
        __builtin_add_overflow(*told_micros, converted, told_micros))
        return ERR_RANGE;
    return OK;
}

/* What the cell costs, unless that is what stands. */
static enum err add_update(struct planning *planning, const struct cell *cell, int64_t micros)
{
    const struct cost_update *common = planning->common, *before = cell->before;
    struct sync_plan *plan = planning->plan;
    struct cost_update update = *common;
    const struct rate rate = {common->cost_rate_num, common->cost_rate_den, common->cost_rate_date};

    update.campaign_id = cell->campaign_id;
    update.filter_value = cell->campaign;
    update.also_value = cell->grain;
    update.cost_amount_micros = micros;
    if (rate_convert(rate, micros, &update.cost_micros) != OK)
        return ERR_RANGE;
    if (before != NULL && before->cost_amount_micros == micros &&
        before->cost_micros == update.cost_micros && before->visits == cell->visits &&
        str_is_equal(before->cost_currency, update.cost_currency)) {
        plan->unchanged++;
        return OK;
    }
    plan->updates[plan->update_count++] = update;
    return OK;
}

/* The row's cost goes to our campaigns by their visits, to the last micro-unit. */
static enum err share_row(struct planning *planning, const struct sync_row *row)
{
    size_t first = link_cells(planning, row);
    int64_t all = 0, seen = 0, given = 0, held = 0;
    enum err err = OK;

    for (size_t i = first; i != 0; i = planning->cells[i - 1].next)
        all += planning->cells[i - 1].visits;
    if (all == 0) {
        add_unmatched(planning, row, row->cost_micros, false);
        err = add_told(planning, row->cost_micros, &planning->unvisited_micros);
    }
    for (size_t i = first; err == OK && i != 0; i = planning->cells[i - 1].next) {
        struct cell *cell = &planning->cells[i - 1];
        seen += cell->visits;
        int64_t until = 0; /* of the whole cost, up to this cell: the last one gets what is left */
        err = money_scale(row->cost_micros, seen, all, &until);
        if (err == OK)
            err = add_told(planning, until - given, &planning->owners[cell->owner].told_micros);
        if (err != OK)
            break;
        cell->is_held = is_held(planning, cell);
        if (cell->is_held)
            held += until - given;
        else
            err = add_update(planning, cell, until - given);
        given = until;
    }
    if (held > 0)
        add_unmatched(planning, row, held, true);
    return err;
}

/* What the network tells no more costs nothing. */
static enum err end_rest(struct planning *planning)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < planning->cell_count; i++) {
        const struct cell *cell = &planning->cells[i];
        bool is_over = cell->row == NULL && cell->before != NULL && !is_held(planning, cell);
        if (is_over && planning->day->rows->count == 0 && cell->before->cost_micros > 0)
            return ERR_NOT_FOUND;
        if (is_over)
            err = add_update(planning, cell, 0);
    }
    return err;
}

/* ------------------------------------------------------------------ the plan */

static int by_campaign(const void *a, const void *b)
{
    const struct cost_update *one = a, *other = b;
    return (one->campaign_id > other->campaign_id) - (one->campaign_id < other->campaign_id);
}

static void note_seen(struct planning *planning)
{
    struct sync_plan *plan = planning->plan;

    qsort(plan->updates, plan->update_count, sizeof(*plan->updates), by_campaign);
    for (size_t i = 0; i < plan->update_count; i++)
        for (size_t j = 0; j < planning->owner_count; j++)
            if (planning->owners[j].campaign_id == plan->updates[i].campaign_id)
                plan->seen_ids[i] = planning->owners[j].seen_id;
}

static enum err make_told(struct planning *planning)
{
    struct sync_plan *plan = planning->plan;

    plan->told = ARENA_ARRAY(planning->day->arena, struct sync_told, planning->owner_count + 1);
    if (plan->told == NULL)
        return ERR_FULL;
    plan->told[plan->told_count++] = (struct sync_told){.micros = planning->unvisited_micros};
    for (size_t i = 0; i < planning->owner_count; i++)
        if (planning->owners[i].told_micros != 0)
            plan->told[plan->told_count++] =
                (struct sync_told){.campaign_id = planning->owners[i].campaign_id,
                                   .micros = planning->owners[i].told_micros};
    return OK;
}

static enum err make_room(struct planning *planning)
{
    struct arena *arena = planning->day->arena;
    struct sync_plan *plan = planning->plan;
    size_t rows = planning->day->rows->count;

    planning->cells = ARENA_ARRAY(arena, struct cell, SYNC_CELLS_MAX);
    planning->owners = ARENA_ARRAY(arena, struct owner, OWNERS_MAX);
    plan->unmatched = ARENA_ARRAY(arena, struct sync_unmatched, 2 * rows + 1);
    plan->outdated = ARENA_ARRAY(arena, const struct cost_update *, OUTDATED_MAX);
    return planning->cells != NULL && planning->owners != NULL && plan->unmatched != NULL &&
                   plan->outdated != NULL
               ? OK
               : ERR_FULL;
}

static enum err make_updates(struct planning *planning)
{
    const struct sync_rows *rows = planning->day->rows;
    struct arena *arena = planning->day->arena;
    struct sync_plan *plan = planning->plan;
    enum err err = OK;

    plan->updates = ARENA_ARRAY(arena, struct cost_update, planning->cell_count + 1);
    plan->seen_ids = ARENA_ARRAY(arena, uint64_t, planning->cell_count + 1);
    if (plan->updates == NULL || plan->seen_ids == NULL)
        return ERR_FULL;
    for (size_t i = 0; err == OK && i < rows->count; i++)
        err = share_row(planning, &rows->list[i]);
    if (err == OK)
        err = end_rest(planning);
    if (err == OK)
        err = make_told(planning);
    if (err == OK)
        note_seen(planning);
    return err == OK && arena_is_full(arena) ? ERR_FULL : err;
}

enum err sync_plan_make(const struct sync_day *day, struct ledger_reader *reader,
                        const struct cost_update *common, struct sync_plan *plan)
{
    json_auto_t *names = json_object();
    struct planning planning = {
        .day = day, .reader = reader, .common = common, .plan = plan, .cells_by_name = names};

    CHECK(names != NULL);
    *plan = (struct sync_plan){0};
    enum err err = make_room(&planning);
    if (err == OK)
        err = count_visits(&planning);
    for (size_t i = 0; err == OK && i < planning.owner_count; i++)
        err = read_owner(&planning, &planning.owners[i]);
    return err == OK ? make_updates(&planning) : err;
}

#include "ledger/spread.h"

struct str spread_token(struct str tokens, uint64_t slot)
{
    struct str piece = STR("");

    for (uint64_t i = 0; i < slot; i++)
        if (!str_take_piece(&tokens, '&', &piece))
            return STR("");
    return piece;
}

/* Slot 0 asks for nothing. */
static bool has_token(struct str tokens, uint64_t slot, struct str value)
{
    return slot == 0 || str_is_equal(spread_token(tokens, slot), value);
}

bool spread_covers(const struct cost_update *update, uint64_t visit_id, struct str tokens)
{
    if (visit_id < update->from_id || visit_id >= update->to_id)
        return false;
    return has_token(tokens, update->filter_slot, update->filter_value) &&
           has_token(tokens, update->also_slot, update->also_value);
}

int64_t spread_extra(int64_t cost_micros, int64_t visits)
{
    return cost_micros % visits;
}

int64_t spread_share(const struct cost_update *update, uint64_t visit_id)
{
    return update->cost_micros / update->visits + (visit_id < update->extra_until_id);
}

struct campaign_total spread_update_total(const struct cost_update *update)
{
    return (struct campaign_total){.campaign_id = update->campaign_id,
                                   .workspace_id = update->workspace_id,
                                   .cost_micros = update->changed_micros,
                                   .manual_cost_visits = update->changed_manual,
                                   .api_cost_visits = update->changed_api,
                                   .csv_cost_visits = update->changed_csv};
}

struct campaign_total spread_correction_total(const struct cost_correction *correction)
{
    return (struct campaign_total){.campaign_id = correction->campaign_id,
                                   .workspace_id = correction->workspace_id,
                                   .cost_micros = correction->changed_micros,
                                   .no_rate = correction->changed_no_rate};
}

enum err spread_init(struct spread *spread, const struct cost_update *updates, size_t count,
                     struct arena *arena)
{
    *spread = (struct spread){.updates = updates, .count = count};
    spread->active = ARENA_ARRAY(arena, size_t, count + 1);
    return spread->active != NULL ? OK : ERR_FULL;
}

/* Puts the update among the active ones, whose ids fall. */
static void begin_update(struct spread *spread, size_t which)
{
    size_t place = spread->active_count++;

    while (place > 0 && spread->updates[spread->active[place - 1]].id < spread->updates[which].id) {
        spread->active[place] = spread->active[place - 1];
        place--;
    }
    spread->active[place] = which;
}

/* Takes out those whose range has ended. */
static void end_updates(struct spread *spread, uint64_t visit_id)
{
    size_t kept = 0;

    for (size_t i = 0; i < spread->active_count; i++)
        if (spread->updates[spread->active[i]].to_id > visit_id)
            spread->active[kept++] = spread->active[i];
    spread->active_count = kept;
}

const struct cost_update *spread_find(struct spread *spread, uint64_t visit_id, struct str tokens,
                                      uint64_t before_id)
{
    while (spread->next < spread->count && spread->updates[spread->next].from_id <= visit_id)
        begin_update(spread, spread->next++);
    end_updates(spread, visit_id);
    for (size_t i = 0; i < spread->active_count; i++) {
        const struct cost_update *update = &spread->updates[spread->active[i]];
        if (update->id < before_id && spread_covers(update, visit_id, tokens))
            return update;
    }
    return NULL;
}

#include "visit/caps.h"

#include "base/clock.h"

/* How many conversions the offer has had on a day. What cannot be read now is as it was. */
static int64_t look_up(struct edge_loop *loop, const struct offer *offer, int64_t day,
                       int64_t before)
{
    struct offer_day row = {.offer_id = offer->id, .day = day, .workspace_id = offer->workspace_id};
    struct arena *arena = arena_make(4096);
    enum err err = edge_find_row(loop, LEDGER_OFFER_DAY, arena, &row);
    arena_free(arena);
    return err == OK ? row.conversions : err == ERR_NOT_FOUND ? 0 : before;
}

static int64_t conversions_of(struct edge_loop *loop, const struct offer *offer, int64_t day)
{
    struct cap_known *known = &loop->caps[offer->id % CAPS_MAX];
    int64_t mono_ms = clock_mono_ms();
    bool is_it = known->offer_id == offer->id && known->day == day;
    if (is_it && mono_ms - known->at_mono_ms < CAPS_AGE_MS)
        return known->conversions;
    int64_t conversions = look_up(loop, offer, day, is_it ? known->conversions : 0);
    *known = (struct cap_known){offer->id, day, conversions, mono_ms};
    return conversions;
}

static bool is_capped(void *context, const struct offer *offer)
{
    const struct caps_asker *asker = context;
    if (offer->cap_limit == 0)
        return false;
    const struct workspace *workspace =
        snapshot_workspace(edge_snapshot(asker->loop), offer->workspace_id);
    int64_t day = zone_day(workspace->zone, asker->at_ms);
    return conversions_of(asker->loop, offer, day) >= offer->cap_limit;
}

struct visit_caps caps_of(struct caps_asker *asker)
{
    return (struct visit_caps){is_capped, asker};
}

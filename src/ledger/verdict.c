#include "ledger/verdict.h"

#include "ledger/spread.h"
#include "visitor/signals.h"

bool verdict_on_click(bool is_bot, const struct click *click)
{
    return is_bot || signals_are_bot(click->signals);
}

void verdict_count_clicks(const struct click *clicks, size_t count, bool is_bot,
                          struct click_state *state, uint64_t *first_id)
{
    *first_id = 0;
    state->clicks = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_bots = verdict_on_click(is_bot, &clicks[i]);
        if (is_bots && state->clicks > 0)
            continue;
        if (!is_bots && state->clicks == 0)
            *first_id = clicks[i].id;
        state->clicks += !is_bots;
        state->last_click_id = clicks[i].id;
        state->offer_id = clicks[i].offer_id;
        state->network_id = clicks[i].network_id;
    }
}

static int64_t own_cost(const struct verdict_ground *ground)
{
    const struct visit *visit = ground->visit;
    if (visit->cost_rate_den != 0)
        return visit->cost_micros;
    return ground->is_corrected ? ground->corrected_micros : 0;
}

void verdict_reckon(const struct verdict_ground *ground, struct verdict *verdict)
{
    const struct visit *visit = ground->visit;
    int64_t sign = verdict->is_bot ? -1 : 1;
    struct click_state state = {0};
    uint64_t first_id;

    verdict_count_clicks(ground->clicks, ground->click_count, false, &state, &first_id);
    verdict->changed_micros = sign * own_cost(ground);
    verdict->changed_missing = sign * (int64_t)visit->cost_missing;
    verdict->changed_no_rate = spread_waits(visit) && !ground->is_corrected ? sign : 0;
    verdict->changed_unique = visit->is_unique ? sign : 0;
    verdict->changed_clicks = sign * (int64_t)state.clicks;
    verdict->changed_unique_clicks = first_id != 0 ? sign : 0;
}

struct campaign_total verdict_total(const struct verdict *verdict)
{
    int64_t sign = verdict->is_bot ? -1 : 1;
    return (struct campaign_total){
        .campaign_id = verdict->campaign_id,
        .workspace_id = verdict->workspace_id,
        .visits = sign,
        .bot_visits = -sign,
        .unique_visits = verdict->changed_unique,
        .clicks = verdict->changed_clicks,
        .unique_clicks = verdict->changed_unique_clicks,
        .cost_micros = verdict->changed_micros,
        .cost_missing = verdict->changed_missing,
        .no_rate = verdict->changed_no_rate,
    };
}

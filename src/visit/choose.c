#include "visit/choose.h"

#include "base/money.h"

static uint64_t offers_weight(const struct campaign_path *path)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < path->offer_count; i++) {
        if (path->offers[i].offer->status == STATUS_ACTIVE)
            weight += path->offers[i].weight;
    }
    return weight;
}

static const struct offer *draw_offer(const struct campaign_path *path, uint64_t point)
{
    for (size_t i = 0; i < path->offer_count; i++) {
        const struct weighted_offer *weighted = &path->offers[i];
        if (weighted->offer->status != STATUS_ACTIVE)
            continue;
        if (point < weighted->weight)
            return weighted->offer;
        point -= weighted->weight;
    }
    return NULL;
}

enum err visit_choose(const struct campaign *campaign, uint64_t draw, struct visit_choice *choice)
{
    uint64_t total = 0;
    for (size_t i = 0; i < campaign->path_count; i++) {
        if (offers_weight(&campaign->paths[i]) > 0)
            total += campaign->paths[i].weight;
    }
    if (total == 0)
        return ERR_NOT_FOUND;
    /* Two independent halves of the draw: one for the path, one for the offer. */
    uint64_t point = (draw >> 32) % total;
    for (size_t i = 0; i < campaign->path_count; i++) {
        const struct campaign_path *path = &campaign->paths[i];
        uint64_t weight = offers_weight(path);
        if (weight == 0)
            continue;
        if (point < path->weight) {
            *choice = (struct visit_choice){i, draw_offer(path, (draw & UINT32_MAX) % weight)};
            return OK;
        }
        point -= path->weight;
    }
    return ERR_NOT_FOUND;
}

int64_t visit_rate_micros(const char *from, const char *to)
{
    return strcmp(from, to) == 0 ? MONEY_MICROS : 0;
}

/* The amount in the source's currency; false when the source should have sent one and did not. */
static bool amount_of(const struct campaign *campaign, struct str sent, int64_t *micros)
{
    int64_t amount = campaign->cost_micros;
    bool is_per_mille = campaign->cost_model == COST_CPM;
    switch (campaign->cost_model) {
    case COST_NONE:
    case COST_CPA: /* these two are costs of the conversion */
    case COST_REVSHARE:
        *micros = 0;
        return true;
    case COST_AUTO:
        *micros = 0;
        if (macro_is_placeholder(sent) || money_parse_loose(sent, &amount) != OK || amount < 0 ||
            amount > VISIT_COST_MICROS_MAX)
            return false;
        is_per_mille = campaign->source->cost_unit == COST_PER_MILLE;
        break;
    case COST_CPC:
    case COST_CPM:
        break;
    }
    return money_scale(amount, 1, is_per_mille ? 1000 : 1, micros) == OK;
}

struct visit_cost visit_cost(const struct campaign *campaign, const struct workspace *workspace,
                             struct str sent)
{
    struct visit_cost cost = {.currency = campaign->source->currency};
    cost.is_missing = !amount_of(campaign, sent, &cost.amount_micros);
    cost.rate_micros = visit_rate_micros(cost.currency, workspace->currency);
    if (money_scale(cost.amount_micros, cost.rate_micros, MONEY_MICROS, &cost.micros) != OK)
        cost.micros = 0; /* beyond MONEY_MICROS_MAX times a rate: not reachable with rates of 1 */
    if (campaign->cost_model == COST_CPA &&
        money_scale(campaign->cost_micros, cost.rate_micros, MONEY_MICROS, &cost.cpa_micros) != OK)
        cost.cpa_micros = 0;
    if (campaign->cost_model == COST_REVSHARE)
        cost.revshare_micros = campaign->cost_micros;
    return cost;
}

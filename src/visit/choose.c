#include "visit/choose.h"

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

#include "network/auction.h"

#include "base/money.h"
#include "network/pricing.h"

#define PERCENT_MICROS (100 * MONEY_MICROS)

struct bid {
    size_t first, count; /* the ad campaign's variations in the list */
    int64_t worth_micros;
};

/* Draws for two things from one number: they are not to hang together. */
static uint64_t spread(uint64_t draw, uint64_t salt)
{
    uint64_t x = draw + salt * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

int64_t auction_worth(const struct adcampaign *adcampaign, const struct ad_zone *zone)
{
    int64_t price_micros = pricing_at(adcampaign, zone->id);
    int64_t worth_micros = price_micros;
    if (adcampaign->pricing == AD_PRICING_CPA)
        return 0;
    if (adcampaign->pricing == AD_PRICING_CPV)
        return money_scale(price_micros, 1000, 1, &worth_micros) == OK ? worth_micros : INT64_MAX;
    if (adcampaign->pricing != AD_PRICING_CPC)
        return worth_micros;
    if (ad_format_show(zone->format) == AD_SHOW_POPUNDER)
        return -1;
    return money_scale(price_micros, zone->expected_ctr_micros, PERCENT_MICROS / 1000,
                       &worth_micros) == OK
               ? worth_micros
               : INT64_MAX;
}

static uint64_t weight_of(const struct auction_case *c, const struct bid *bid)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < bid->count; i++)
        weight += c->ads->variations[bid->first + i]->creative.weight;
    return weight;
}

/* Whether the ad campaign may and wants to. */
static bool bids(const struct auction_case *c, const struct bid *bid)
{
    const struct adcampaign *adcampaign = c->ads->variations[bid->first]->adcampaign;
    enum bidder_dimension by;
    return bid->worth_micros >= 0 && bid->worth_micros >= c->zone->floor_micros &&
           weight_of(c, bid) > 0 && visit_matches(c->input, &adcampaign->targeting) &&
           (adcampaign->bidder == NULL || !bidder_blocks(adcampaign->bidder, c->caller, &by)) &&
           (c->delivers == NULL || c->delivers(c->context, adcampaign));
}

static size_t count_of_campaign(const struct ad_list *ads, size_t first)
{
    size_t end = first;
    while (end < ads->count &&
           ads->variations[end]->adcampaign == ads->variations[first]->adcampaign)
        end++;
    return end - first;
}

/* The best bid so far, how many are as good, and what the next one would pay. */
struct standing {
    struct bid best;
    uint64_t tied; /* 0: nobody bids */
    int64_t next_micros;
};

/* Whether it would change anything: with hundreds of ad campaigns most would not, and whom these
 * are for need not be asked. */
static bool matters(const struct standing *standing, const struct bid *bid)
{
    return standing->tied == 0 || bid->worth_micros >= standing->best.worth_micros ||
           bid->worth_micros > standing->next_micros;
}

/* Each of those that are equally good is the best one equally often. */
static void stand(const struct auction_case *c, const struct bid *bid, struct standing *standing)
{
    int64_t worth_micros = bid->worth_micros;
    bool is_first = standing->tied == 0;
    if (is_first || worth_micros > standing->best.worth_micros) {
        if (!is_first)
            standing->next_micros = standing->best.worth_micros;
        standing->best = *bid;
        standing->tied = 1;
    } else if (worth_micros == standing->best.worth_micros) {
        standing->next_micros = worth_micros;
        standing->tied++;
        if (spread(c->draw, standing->tied) % standing->tied == 0)
            standing->best = *bid;
    } else if (worth_micros > standing->next_micros) {
        standing->next_micros = worth_micros;
    }
}

static const struct variation *draw_variation(const struct auction_case *c, const struct bid *bid)
{
    uint64_t point = spread(c->draw, 0) % weight_of(c, bid);
    for (size_t i = 0; i < bid->count; i++) {
        const struct variation *variation = c->ads->variations[bid->first + i];
        if (point < variation->creative.weight)
            return variation;
        point -= variation->creative.weight;
    }
    check_failed("a point within the weights", __FILE__, __LINE__);
}

/* What the winner pays: its price, or of Smart CPM just above the next one's worth. */
static int64_t price_of(const struct auction_case *c, const struct adcampaign *adcampaign,
                        int64_t next_micros)
{
    int64_t price_micros = pricing_at(adcampaign, c->zone->id);
    int64_t least = next_micros > c->zone->floor_micros ? next_micros : c->zone->floor_micros;
    bool is_below =
        adcampaign->pricing == AD_PRICING_SMART_CPM && least < price_micros - AUCTION_STEP_MICROS;
    return is_below ? least + AUCTION_STEP_MICROS : price_micros;
}

enum err auction_run(const struct auction_case *c, struct auction_result *result)
{
    struct standing standing = {.tied = 0};
    size_t count;
    for (size_t first = 0; first < c->ads->count; first += count) {
        count = count_of_campaign(c->ads, first);
        const struct adcampaign *adcampaign = c->ads->variations[first]->adcampaign;
        struct bid bid = {first, count, auction_worth(adcampaign, c->zone)};
        if (matters(&standing, &bid) && bids(c, &bid))
            stand(c, &bid, &standing);
    }
    if (standing.tied == 0)
        return ERR_NOT_FOUND;
    result->variation = draw_variation(c, &standing.best);
    result->price_micros = price_of(c, result->variation->adcampaign, standing.next_micros);
    return OK;
}

#include "visit/choose.h"

/* What is drawn; each has a random number of its own, made from the visit's. */
enum draw_of { DRAW_PATH = 1, DRAW_LANDER, DRAW_OFFER };

/* splitmix64 (Steele, Lea, Flood 2014): three independent numbers out of one. */
static uint64_t spread(uint64_t draw, enum draw_of what)
{
    uint64_t x = draw + (uint64_t)what * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* --- Offers --------------------------------------------------------------- */

#define FALLBACKS_MAX 16 /* a chain that long is refused when it is saved */

/* The offer itself, or what stands in for it today; NULL: it takes no visitor. */
static const struct offer *effective(const struct offer *offer, const struct visit_caps *caps)
{
    for (int i = 0; offer != NULL && i <= FALLBACKS_MAX; i++) {
        if (offer->status == STATUS_ACTIVE &&
            (caps->is_capped == NULL || !caps->is_capped(caps->context, offer)))
            return offer;
        offer = offer->status == STATUS_ACTIVE ? offer->fallback : NULL;
    }
    return NULL;
}

static uint64_t offers_weight(const struct path *path, const struct visit_caps *caps)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < path->offer_count; i++) {
        if (path->offers[i].weight > 0 && effective(path->offers[i].offer, caps) != NULL)
            weight += path->offers[i].weight;
    }
    return weight;
}

static const struct offer *draw_offer(const struct path *path, uint64_t draw,
                                      const struct visit_caps *caps)
{
    uint64_t total = offers_weight(path, caps);
    if (total == 0)
        return NULL;
    uint64_t point = spread(draw, DRAW_OFFER) % total;
    for (size_t i = 0; i < path->offer_count; i++) {
        const struct weighted_offer *weighted = &path->offers[i];
        const struct offer *offer = effective(weighted->offer, caps);
        if (weighted->weight == 0 || offer == NULL)
            continue;
        if (point < weighted->weight)
            return offer;
        point -= weighted->weight;
    }
    return NULL;
}

const struct offer *visit_choose_offer(const struct path *path, size_t number, uint64_t draw,
                                       const struct visit_caps *caps)
{
    if (number >= 1 && number <= path->offer_count) {
        const struct offer *offer = effective(path->offers[number - 1].offer, caps);
        if (offer != NULL)
            return offer;
    }
    return draw_offer(path, draw, caps);
}

/* --- Landers -------------------------------------------------------------- */

static uint64_t landers_weight(const struct path *path)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < path->lander_count; i++) {
        if (path->landers[i].lander->status == STATUS_ACTIVE)
            weight += path->landers[i].weight;
    }
    return weight;
}

static const struct lander *draw_lander(const struct path *path, uint64_t draw)
{
    uint64_t total = landers_weight(path);
    uint64_t point = total > 0 ? spread(draw, DRAW_LANDER) % total : 0;
    for (size_t i = 0; i < path->lander_count; i++) {
        const struct weighted_lander *weighted = &path->landers[i];
        if (weighted->lander->status != STATUS_ACTIVE)
            continue;
        if (point < weighted->weight)
            return weighted->lander;
        point -= weighted->weight;
    }
    return NULL;
}

/* --- Paths ---------------------------------------------------------------- */

/* A path whose landers are all switched off takes no visit: the buyer wanted a page before the
 * offer. */
static bool is_open(const struct path *path, const struct visit_caps *caps)
{
    if (path->is_paused || path->weight == 0)
        return false;
    return path->url != NULL ||
           (offers_weight(path, caps) > 0 && (path->lander_count == 0 || landers_weight(path) > 0));
}

/* False: none of the paths is open. */
static bool draw_path(const struct path *paths, size_t count, uint64_t draw,
                      const struct visit_caps *caps, struct visit_choice *choice)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += is_open(&paths[i], caps) ? paths[i].weight : 0;
    if (total == 0)
        return false;
    uint64_t point = spread(draw, DRAW_PATH) % total;
    for (size_t i = 0; i < count; i++) {
        const struct path *path = &paths[i];
        if (!is_open(path, caps))
            continue;
        if (point < path->weight) {
            choice->path = path;
            choice->path_number = i + 1;
            choice->lander = draw_lander(path, draw);
            choice->offer = choice->lander == NULL ? draw_offer(path, draw, caps) : NULL;
            /* Its last offer may have met its cap since is_open() was asked. */
            return choice->lander != NULL || choice->offer != NULL || path->url != NULL;
        }
        point -= path->weight;
    }
    return false;
}

/* --- The route ------------------------------------------------------------ */

const struct routing *visit_routing(const struct campaign *campaign)
{
    if (campaign->flow == NULL)
        return &campaign->routing;
    return campaign->flow->status == STATUS_ACTIVE ? &campaign->flow->routing : NULL;
}

enum err visit_choose(const struct campaign *campaign, const struct visit_input *input,
                      uint64_t draw, const struct visit_caps *caps, struct visit_choice *choice)
{
    const struct routing *routing = visit_routing(campaign);
    struct visit_choice made = {0};
    if (routing == NULL)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < routing->rule_count; i++) {
        const struct rule *rule = &routing->rules[i];
        if (rule->is_paused || !visit_matches(input, rule) ||
            !draw_path(rule->paths, rule->path_count, draw, caps, &made))
            continue;
        made.rule = rule;
        made.rule_number = i + 1;
        *choice = made;
        return OK;
    }
    if (!draw_path(routing->paths, routing->path_count, draw, caps, &made))
        return ERR_NOT_FOUND;
    *choice = made;
    return OK;
}

/* --- A visit's path, later ------------------------------------------------ */

/* Whether clicks of that lander (0: of any) may come from the path. */
static bool fits(const struct path *path, uint64_t lander_id)
{
    bool has_lander = lander_id == 0;
    for (size_t i = 0; i < path->lander_count && !has_lander; i++)
        has_lander = path->landers[i].lander->id == lander_id;
    return has_lander && path->offer_count > 0;
}

static const struct path *first_that_fits(const struct path *paths, size_t count,
                                          uint64_t lander_id)
{
    for (size_t i = 0; i < count; i++) {
        if (fits(&paths[i], lander_id))
            return &paths[i];
    }
    return NULL;
}

static const struct path *search(const struct routing *routing, uint64_t lander_id)
{
    const struct path *found = first_that_fits(routing->paths, routing->path_count, lander_id);
    for (size_t i = 0; i < routing->rule_count && found == NULL; i++)
        found = first_that_fits(routing->rules[i].paths, routing->rules[i].path_count, lander_id);
    return found;
}

const struct path *visit_find_path(const struct campaign *campaign, uint64_t rule_number,
                                   uint64_t path_number, uint64_t lander_id)
{
    const struct routing *routing =
        campaign->flow != NULL ? &campaign->flow->routing : &campaign->routing;
    const struct path *paths = routing->paths;
    size_t count = routing->path_count;
    if (rule_number > 0) {
        bool is_there = rule_number <= routing->rule_count;
        paths = is_there ? routing->rules[rule_number - 1].paths : NULL;
        count = is_there ? routing->rules[rule_number - 1].path_count : 0;
    }
    if (path_number >= 1 && path_number <= count && fits(&paths[path_number - 1], lander_id))
        return &paths[path_number - 1];
    const struct path *found = search(routing, lander_id);
    return found != NULL ? found : search(routing, 0);
}

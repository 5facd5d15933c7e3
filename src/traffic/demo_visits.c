/* demo_visits - visits and lander clicks, chosen and paid for as everybody's. */
#include "ledger/click.h"
#include "ledger/spread.h"
#include "traffic/demo_play.h"
#include "visit/row.h"

#define BOTS_PPM        40000
#define UNIQUE_PPM      880000
#define COST_SILENT_PPM 9000 /* of the visits the source forgets to say what they cost */

static const struct visit_caps no_caps = {0};

static size_t offer_number(const struct demo *demo, const struct offer *offer)
{
    for (size_t i = 0; i < PLAN_OFFERS; i++)
        if (demo->offers[i] == offer)
            return i;
    check_failed("the plan has the offer", __FILE__, __LINE__);
}

static unsigned clicks_of(const struct demo *demo, const struct lander *lander)
{
    for (size_t i = 0; i < PLAN_LANDERS; i++)
        if (demo->landers[i] == lander)
            return plan_landers[i].clicks;
    check_failed("the plan has the lander", __FILE__, __LINE__);
}

/* --- Visits --- */

static struct str cost_text(struct demo *demo, int64_t cost_micros)
{
    bool is_said = cost_micros > 0 && !dice_is(&demo->dice, COST_SILENT_PPM);
    return is_said ? money_text(demo->tx->arena, cost_micros) : STR_NONE;
}

static struct str external_id(struct demo *demo, const struct demo_place *place,
                              uint64_t ad_click_id, size_t variation, int64_t cost_micros)
{
    if (ad_click_id != 0)
        return demo_tag(demo, place, ad_click_id, demo->variations[variation], cost_micros);
    return arena_format(demo->tx->arena, "%016" PRIx64 "%04x", dice_next(&demo->dice),
                        place->zone & 0xffff);
}

static struct visit_input input_of(struct demo *demo, const struct campaign *campaign,
                                   const struct person *person, const struct visitor_facts *facts,
                                   const struct demo_bot *bot)
{
    struct str language =
        str_from_c(demo->crowd->languages[wheel_draw(demo->crowd->language, &demo->dice)]);
    if (bot != NULL)
        language = str_from_c(bot->language);
    struct visit_input input = {
        .at_ms = demo->now_ms,
        .zone = demo->workspace->zone,
        .source = campaign->source,
        .accept_language = language,
        .user_agent = person->row.user_agent,
        .referrer = person->row.referrer,
        .visitor = *facts,
        .signals = bot != NULL ? demo_bot_signals(bot, facts) : 0,
    };
    input.is_bot = signals_are_bot(input.signals);
    return input;
}

static struct campaign_total total_of(const struct visit *visit)
{
    struct campaign_total total = {.campaign_id = visit->campaign_id,
                                   .workspace_id = visit->workspace_id};
    if (visit->is_bot) {
        total.bot_visits = 1;
        return total;
    }
    total.visits = 1;
    total.unique_visits = (int64_t)visit->is_unique;
    total.cost_micros = visit->cost_micros;
    total.cost_missing = (int64_t)visit->cost_missing;
    total.no_rate = spread_waits(visit);
    return total;
}

/* What the visit leads to: a click on its lander, or a conversion at once. */
static void plan_next(struct demo *demo, size_t campaign, const struct visit_choice *choice,
                      struct demo_event *event)
{
    struct dice *dice = &demo->dice;
    unsigned quality = demo_quality(campaign, event->place.zone, demo->now_ms);
    if (choice->lander != NULL) {
        if (demo_is(dice, 1000 * clicks_of(demo, choice->lander), event->is_bot ? 30 : 100))
            demo_later(demo, event, DEMO_CLICK, 25e3);
        return;
    }
    if (event->is_bot || choice->offer == NULL)
        return;
    event->offer = (uint32_t)offer_number(demo, choice->offer);
    if (demo_is(dice, plan_campaigns[campaign].conversions,
                quality * plan_offers[event->offer].quality / 100))
        demo_later(demo, event, DEMO_CONVERSION, 1800e3);
}

enum err demo_visit(struct demo *demo, size_t which, const struct demo_place *place,
                    uint64_t ad_click_id, size_t variation, int64_t cost_micros)
{
    struct dice *dice = &demo->dice;
    const struct campaign *campaign = demo->campaigns[which];
    const struct demo_bot *bot =
        ad_click_id == 0 && dice_is(dice, BOTS_PPM) ? demo_draw_bot(demo) : NULL;
    struct visitor_facts facts;
    uint64_t draw = dice_next(dice) >> 1;
    struct person *person =
        demo_person(demo, bot != NULL ? 0 : dice_next(dice) >> 1, place->site, false);
    demo_fill_visitor(demo, place, bot, person, &facts);
    const struct demo_sent sent = {
        .cost = cost_text(demo, cost_micros),
        .external_id = external_id(demo, place, ad_click_id, variation, cost_micros)};
    struct visit_input input = input_of(demo, campaign, person, &facts, bot);
    const struct unique unique = {.is_unique = !input.is_bot && dice_is(dice, UNIQUE_PPM)};
    struct uri_query query =
        demo_query(demo, campaign->source, which, place, &sent, &input.raw_query);
    struct visit_choice choice;
    struct visit visit;
    input.query = &query;
    if (visit_choose(campaign, &input, draw, &no_caps, &choice) != OK)
        return OK; /* its paths are all switched off: the plan's are not */
    (void)visit_fill_row(&(struct visit_row_case){.snapshot = demo->snapshot,
                                                  .campaign = campaign,
                                                  .choice = &choice,
                                                  .input = &input,
                                                  .via = VISIT_VIA_REDIRECT,
                                                  .unique = &unique,
                                                  .draw = draw,
                                                  .signals = input.signals},
                         demo->tx->arena, &visit);
    visit.id = demo_take_ids(demo, 1);
    visit.personal_hash = person_hash(person);
    struct campaign_total total = total_of(&visit);
    enum err err = ledger_append(demo->tx, LEDGER_VISIT, &visit);
    if (err == OK)
        err = person_put(demo->tx, person, visit.id);
    if (err == OK)
        err = ledger_add(demo->tx, LEDGER_CAMPAIGN_TOTAL, &total);
    struct demo_event event = {.visit_id = visit.id,
                               .ad_click_id = ad_click_id,
                               .campaign = (uint32_t)which,
                               .variation = (uint32_t)variation,
                               .is_bot = input.is_bot,
                               .place = *place};
    plan_next(demo, which, &choice, &event);
    return err;
}

/* --- Clicks --- */

/* Of those who clicked, so many convert that it comes to the plan's share of the visits. */
static void plan_conversion(struct demo *demo, const struct demo_event *event,
                            const struct lander *lander)
{
    unsigned quality = demo_quality(event->campaign, event->place.zone, demo->now_ms) *
                       plan_offers[event->offer].quality / 100;
    if (demo_is(&demo->dice,
                plan_campaigns[event->campaign].conversions * 100 / clicks_of(demo, lander),
                quality))
        demo_later(demo, event, DEMO_CONVERSION, 1800e3);
}

enum err demo_click(struct demo *demo, const struct demo_event *event)
{
    const struct campaign *campaign = demo->campaigns[event->campaign];
    struct visit visit = {.id = event->visit_id};
    uint64_t draw = dice_next(&demo->dice) >> 1;
    enum err err = ledger_find(demo->tx, LOOKUP_VISIT, &visit);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_IO : err;
    const struct path *path = visit_find_path(campaign, visit.rule, visit.path, visit.lander_id);
    const struct offer *offer = visit_choose_offer(path, 0, draw, &no_caps);
    CHECK(offer != NULL); /* the plan's are all in use */
    struct click click = {
        .id = demo_take_ids(demo, 1),
        .workspace_id = demo->workspace->id,
        .catalog_version = snapshot_version(demo->snapshot),
        .visit_id = visit.id,
        .campaign_id = campaign->id,
        .lander_id = visit.lander_id,
        .offer_id = offer->id,
        .network_id = offer->network->id,
        .draw = draw,
        .is_bot = event->is_bot,
    };
    err = ledger_write_click(demo->tx, &click);
    struct demo_event next = *event;
    next.offer = (uint32_t)offer_number(demo, offer);
    if (err == OK && click.is_first)
        plan_conversion(demo, &next, snapshot_find_lander(demo->snapshot, visit.lander_id));
    if (!event->is_bot && dice_is(&demo->dice, 60000)) /* and once more */
        demo_later(demo, event, DEMO_CLICK, 60e3);
    return err;
}

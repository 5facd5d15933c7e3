/* demo_ads - the ad network's side: clicks on our own ads, and what their advertisers call back. */
#include "ledger/ad_totals.h"
#include "network/goal_call.h"
#include "network/pricing.h"
#include "traffic/demo_play.h"

#define BOTS_PPM    30000
#define ARRIVES_PPM 930000 /* of the clicks reach the tracker behind the ad */

struct str demo_tag(struct demo *demo, const struct demo_place *place, uint64_t ad_click_id,
                    const struct variation *variation, int64_t cost_micros)
{
    char *text = ARENA_ARRAY(demo->tx->arena, char, TAG_TEXT_LEN);
    struct tag tag = {
        .ad_click_id = ad_click_id,
        .workspace_id = (uint32_t)demo->workspace->id,
        .adcampaign_id = (uint32_t)variation->adcampaign->id,
        .variation_id = (uint32_t)variation->id,
        .site_id = place->site,
        .zone_id = place->zone,
        .category_id = (uint16_t)place->category,
        .format = ad_format_find(str_from_c(place->format)),
        .cost_micros = cost_micros,
    };
    CHECK(text != NULL);
    memcpy(tag.country, place->country, sizeof(place->country));
    tag_seal(demo->edge->keys, &tag, text);
    return (struct str){text, TAG_TEXT_LEN};
}

/* What a visitor from that place counts as, and costs. */
static struct ad_amount arrival_of(const struct variation *variation, const char *format)
{
    const struct adcampaign *adcampaign = variation->adcampaign;
    struct ad_amount arrival = pricing_arrival(adcampaign->pricing, str_from_c(format), false);
    CHECK(pricing_cost(adcampaign, 0, STR_NONE, &arrival, &arrival.micros));
    return arrival;
}

enum err demo_ad_click(struct demo *demo)
{
    struct dice *dice = &demo->dice;
    size_t which =
        demo_draw(dice, &plan_variations[0].share, sizeof(plan_variations[0]), PLAN_VARIATIONS);
    const struct plan_variation *planned = &plan_variations[which];
    const struct variation *variation = demo->variations[which];
    struct demo_event event = {.variation = (uint32_t)which,
                               .place = demo_draw_place(demo, planned->countries, PLAN_SOURCES)};
    const struct demo_bot *bot = dice_is(dice, BOTS_PPM) ? demo_draw_bot(demo) : NULL;
    struct visitor_facts facts;
    event.place.format = planned->format;
    struct ad_amount arrival = arrival_of(variation, planned->format);
    struct person *person = demo_person(demo, 0, event.place.site, false);
    demo_fill_visitor(demo, &event.place, bot, person, &facts);
    uint64_t signals = bot != NULL ? demo_bot_signals(bot, &facts) : 0;
    event.is_bot = signals_are_bot(signals);
    struct ad_click click = {
        .id = demo_take_ids(demo, 1),
        .workspace_id = demo->workspace->id,
        .catalog_version = snapshot_version(demo->snapshot),
        .variation_id = variation->id,
        .adcampaign_id = variation->adcampaign->id,
        .site_id = event.place.site,
        .zone_id = event.place.zone,
        .category_id = event.place.category,
        .country = str_from_c(event.place.country),
        .format = str_from_c(event.place.format),
        .src_hostname = arena_format(demo->tx->arena, "site%u.example", event.place.site),
        .sub = arena_format(demo->tx->arena, "%u", event.place.site % 40 + 1),
        .signals = signals,
        .is_bot = event.is_bot,
        .impressions = arrival.impressions,
        .clicks = arrival.clicks,
        .day = zone_day(variation->adcampaign->zone, demo->now_ms),
        .cost_micros = arrival.micros,
        .currency = str_from_c(demo->workspace->currency),
        .personal_hash = person_hash(person),
    };
    click.language = str_from_c(demo->crowd->languages[click.id % CROWD_LANGUAGES]);
    person_fill_ad_click(person, &click);
    struct variation_total total = ad_click_variation_total(&click);
    struct adcampaign_day day = ad_click_day(&click);
    enum err err = ledger_append(demo->tx, LEDGER_AD_CLICK, &click);
    if (err == OK)
        err = person_put(demo->tx, person, click.id);
    if (err == OK)
        err = ledger_add(demo->tx, LEDGER_VARIATION_TOTAL, &total);
    if (err == OK && !event.is_bot)
        err = ledger_add(demo->tx, LEDGER_ADCAMPAIGN_DAY, &day);
    event.ad_click_id = click.id;
    unsigned quality = demo_quality(100 + which, event.place.zone, demo->now_ms);
    if (!event.is_bot && planned->campaign >= 0 && dice_is(dice, ARRIVES_PPM))
        demo_later(demo, &event, DEMO_VISIT, 900);
    else if (!event.is_bot && demo_is(dice, planned->goals, quality))
        demo_later(demo, &event, DEMO_GOAL, 2400e3);
    return err;
}

enum err demo_ad_visit(struct demo *demo, const struct demo_event *event)
{
    int campaign = plan_variations[event->variation].campaign;
    return demo_visit(demo, (size_t)campaign, &event->place, event->ad_click_id, event->variation,
                      arrival_of(demo->variations[event->variation], event->place.format).micros);
}

enum err demo_call_goal(struct demo *demo, const struct demo_event *event, const struct goal *goal,
                        int64_t value_micros, struct str *body)
{
    const struct variation *variation = demo->variations[event->variation];
    struct arena *arena = demo->tx->arena;
    const struct demo_place *place = &event->place;
    struct str tag = demo_tag(demo, place, event->ad_click_id, variation,
                              arrival_of(variation, place->format).micros);
    struct str value = value_micros >= 0 ? money_text(arena, value_micros) : STR_NONE;
    struct tag opened;
    struct person *person = demo_person(demo, 0, place->site, true);
    struct goal_request request = {
        .goal = goal, .personal = person->row, .catalog_version = snapshot_version(demo->snapshot)};
    struct goal_call_input input = {.goal_text = str_from_c(goal->id),
                                    .tag_text = tag,
                                    .value_text = value,
                                    .goal = goal,
                                    .tag_result = tag_open(demo->edge->keys, tag, &opened),
                                    .tag = &opened};
    int64_t stored_micros = 0;
    bool is_good = goal_check(&input, &stored_micros, &request.answer);
    request.log = (struct goal_call){
        .workspace_id = goal->workspace_id,
        .goal_id = str_from_c(goal->id),
        .ad_click_id = event->ad_click_id,
        .adcampaign_id = variation->adcampaign->id,
        .variation_id = variation->id,
        .site_id = place->site,
        .zone_id = place->zone,
        .category_id = place->category,
        .country = str_from_c(place->country),
        .format = ad_format_text(opened.format),
        .value_micros = stored_micros,
        .channel = STR("s2s"),
        .query = arena_format(arena, "goal=%s&tag=%.*s%s%.*s", goal->id, STR_FMT(tag),
                              value.ptr != NULL ? "&value=" : "", STR_FMT(value)),
        .personal_hash = person_hash(person),
    };
    (void)demo_take_ids(demo, 1);
    enum err err =
        is_good ? goal_call_decide(demo->tx, &request) : goal_call_log(demo->tx, &request);
    *body = request.answer.body;
    return err;
}

/* An advertiser's tracker calls: now and then with a goal that it may not, or a second time. */
enum err demo_goal(struct demo *demo, const struct demo_event *event)
{
    struct dice *dice = &demo->dice;
    struct str body;
    bool is_sale = dice_is(dice, 550000);
    enum err err =
        demo_call_goal(demo, event, demo->goals[is_sale ? 0 : 1],
                       is_sale ? 9900000 + (int64_t)dice_below(dice, 60) * 1000000 : -1, &body);
    if (err == OK && dice_is(dice, 30000))
        demo_later(demo, event, DEMO_GOAL, 600e3);
    return err;
}

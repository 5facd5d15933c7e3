/* demo_steps - the six steps of the guide (spec/guide-exoclick-peerclick.fr.txt), each one a call
 * or two of the public API, each checked against what the guide says must come out of it. */
#include "serve/demo.h"

static bool take_id(const json_t *answer, json_int_t *id)
{
    *id = json_integer_value(json_object_get(answer, "id"));
    return *id > 0 ? true : demo_fail("the API's answer has no id");
}

/* At the ad network: what is counted, and where it wants to be told. */
static bool make_goal(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    demo_title("1/6  At the ad network: a conversion goal with a dynamic value");
    json_auto_t *goal = demo_api_post(demo, "goals",
                                      json_pack("{s:s, s:{s:s}, s:s}", "name", "Postback", "value",
                                                "type", "dynamic", "count", "one"));
    if (goal == NULL || !demo_text(demo, goal, NULL, "id", &world->goal_id) ||
        !demo_text(demo, goal, "links", "postback_url", &world->goal_url))
        return false;
    demo_line("goal ID", "%.*s", STR_FMT(world->goal_id));
    demo_line("postback URL", "%.*s", STR_FMT(world->goal_url));
    return true;
}

/* At the tracker: the template, with the goal's own URL pasted in place of REPLACE. */
static bool make_source(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    demo_title("2/6  At the tracker: ExoClick as traffic source, told of conversions at that URL");
    struct str url =
        arena_format(demo->arena, "%.*s{external_id}&value={revenue}", STR_FMT(world->goal_url));
    json_auto_t *source = demo_api_post(
        demo, "sources",
        json_pack("{s:s, s:{s:s%}}", "template", "exoclick", "postback", "url", url.ptr, url.len));
    if (source == NULL || !take_id(source, &world->source_id))
        return false;
    const json_t *token = json_object_get(source, "external_id");
    const char *macro = json_string_value(json_object_get(token, "macro"));
    if (macro == NULL || strcmp(macro, "{conversions_tracking}") != 0)
        return demo_fail("the template's external id is %s, not {conversions_tracking}",
                         macro != NULL ? macro : "missing");
    demo_line("postback URL", "%.*s", STR_FMT(url));
    demo_line("filled in", "%zu tokens, cost {actual_cost}, external id %s",
              json_array_size(json_object_get(source, "tokens")), macro);
    return true;
}

/* The affiliate network: what it adds to offers, and which macros it fills when it calls back. */
static bool make_network(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    demo_title("3/6  At the tracker: the affiliate network, and the postback URL it is given");
    json_auto_t *network =
        demo_api_post(demo, "networks",
                      json_pack("{s:s, s:s, s:{s:s, s:s, s:s}}", "name", "My network",
                                "offer_url_template", "{url}&s1={clickid}", "postback_macros",
                                "cid", "#s1#", "payout", "#price#", "txid", "#tid#"));
    if (network == NULL || !take_id(network, &world->network_id) ||
        !demo_text(demo, network, "links", "postback_url", &world->postback_url))
        return false;
    demo_line("postback URL", "%.*s", STR_FMT(world->postback_url));
    return true;
}

static bool make_offer(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    demo_title("4/6  At the tracker: the offer, its payout taken from the postback");
    world->offer_url =
        arena_format(demo->arena, "http://%s/?" DEMO_SHOP_QUERY, demo_shop_address(demo->shop));
    json_auto_t *offer = demo_api_post(
        demo, "offers",
        json_pack("{s:s, s:s%, s:I, s:{s:s}}", "name", "Shop", "url", world->offer_url.ptr,
                  world->offer_url.len, "network_id", world->network_id, "payout", "mode", "auto"));
    if (offer == NULL || !take_id(offer, &world->offer_id))
        return false;
    demo_line("offer URL", "%.*s", STR_FMT(world->offer_url));
    return true;
}

/* The guide's example, with this server's address and this campaign's key: byte for byte. */
static bool check_campaign_url(struct demo *demo)
{
    const struct demo_world *world = &demo->world;
    struct str expected = arena_format(
        demo->arena,
        "http://%s/%.*s?variation_id={variation_id}&campid={campaign_id}&source={src_hostname}"
        "&siteid={site_id}&zoneid={zone_id}&catid={category_id}&country={country}&format={format}"
        "&cost={actual_cost}&external_id={conversions_tracking}",
        demo->tracking, STR_FMT(world->campaign_key));
    return str_is_equal(world->campaign_url, expected)
               ? true
               : demo_fail("the campaign URL is not the guide's:\n  %.*s\n  expected\n  %.*s",
                           STR_FMT(world->campaign_url), STR_FMT(expected));
}

static bool make_campaign(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    demo_title("5/6  At the tracker: the campaign, from that source to that offer");
    json_auto_t *campaign = demo_api_post(
        demo, "campaigns",
        json_pack("{s:s, s:I, s:{s:s}, s:[{s:i, s:[], s:[{s:I, s:i}]}]}", "name", "Campaign",
                  "source_id", world->source_id, "cost", "model", "auto", "paths", "weight", 100,
                  "landers", "offers", "id", world->offer_id, "weight", 100));
    if (campaign == NULL || !take_id(campaign, &world->campaign_id) ||
        !demo_text(demo, campaign, NULL, "key", &world->campaign_key) ||
        !demo_text(demo, campaign, "links", "campaign_url", &world->campaign_url))
        return false;
    demo_line("campaign URL", "%.*s", STR_FMT(world->campaign_url));
    return check_campaign_url(demo);
}

/* Back at the ad network: a campaign at a price a click, and the tracker's URL as its variation. */
static bool make_variation(struct demo *demo)
{
    struct demo_world *world = &demo->world;
    char price[MONEY_TEXT_MAX];
    demo_title("6/6  At the ad network: the campaign URL as the variation of an ad campaign");
    json_auto_t *adcampaign =
        demo_api_post(demo, "adcampaigns",
                      json_pack("{s:s, s:s, s:s}", "name", "Ad campaign", "pricing", "cpc", "price",
                                demo_money(DEMO_CLICK_MICROS, price)));
    if (adcampaign == NULL || !take_id(adcampaign, &world->adcampaign_id))
        return false;
    json_auto_t *variation = demo_api_post(
        demo, "variations",
        json_pack("{s:I, s:s, s:s%}", "adcampaign_id", world->adcampaign_id, "name", "Variation",
                  "url", world->campaign_url.ptr, world->campaign_url.len));
    if (variation == NULL || !take_id(variation, &world->variation_id) ||
        !demo_text(demo, variation, "links", "ad_click_url", &world->ad_click_url))
        return false;
    demo_line("ad click URL", "%.*s", STR_FMT(world->ad_click_url));
    return true;
}

bool demo_play_steps(struct demo *demo)
{
    return make_goal(demo) && make_source(demo) && make_network(demo) && make_offer(demo) &&
           make_campaign(demo) && make_variation(demo);
}

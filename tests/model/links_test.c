/* Tests of model/links. */
#include "model/links.h"

#include "model.h"

static const struct links_base base = {
    {"http://3715196523.gopeerclick.com", 33}, {"http://s.magsrv.com", 19}, {NULL, 0}};

static json_t *links_of(const struct scene *scene, enum entity entity, const char *id)
{
    json_t *document = get(scene, entity, id);
    json_t *links = links_make(scene->catalog, entity, document, base);
    json_decref(document);
    return links;
}

static void assert_link(const struct scene *scene, enum entity entity, const char *id,
                        const char *name, const char *expected)
{
    json_t *links = links_of(scene, entity, id);
    assert_string_equal(text_at(links, name), expected);
    json_decref(links);
}

/* spec: 1.1-campaign-url-query, 1.1-external-id, 1.1-cost, 1.1-tokens, 1.5-raw-braces */
static void the_campaign_url_is_the_guides_byte_for_byte(void **state)
{
    const struct scene *scene = *state;
    char expected[512];
    make_basics(scene);
    json_t *campaign = create(scene, ENTITY_CAMPAIGN, CAMPAIGN, NULL);
    (void)snprintf(
        expected, sizeof expected,
        "http://3715196523.gopeerclick.com/%s?variation_id={variation_id}&campid={campaign_id}"
        "&source={src_hostname}&siteid={site_id}&zoneid={zone_id}&catid={category_id}"
        "&country={country}&format={format}&cost={actual_cost}&external_id={conversions_tracking}",
        text_at(campaign, "key"));
    assert_link(scene, ENTITY_CAMPAIGN, "1", "campaign_url", expected);
    assert_link(scene, ENTITY_CAMPAIGN, "1", "click_url",
                "http://3715196523.gopeerclick.com/click");
    json_decref(campaign);
}

static void a_campaign_of_a_source_without_parameters_has_no_query(void **state)
{
    const struct scene *scene = *state;
    char expected[128];
    make_basics(scene);
    make(scene, ENTITY_SOURCE, "{'name':'Bare'}");
    json_t *campaign = create(scene, ENTITY_CAMPAIGN,
                              "{'name':'c','source_id':2,'paths':[{'offers':[{'id':1}]}]}", NULL);
    (void)snprintf(expected, sizeof expected, "http://3715196523.gopeerclick.com/%s",
                   text_at(campaign, "key"));
    assert_link(scene, ENTITY_CAMPAIGN, "1", "campaign_url", expected);
    json_decref(campaign);
}

static void tokens_go_by_slot_whatever_their_order(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    make(scene, ENTITY_SOURCE,
         "{'name':'s','external_id':{'param':'e','macro':'[id]'},"
         "'tokens':[{'slot':9,'param':'b','macro':'##B##'},{'slot':3,'param':'a','macro':'%a%'}]}");
    make(scene, ENTITY_CAMPAIGN, "{'name':'c','source_id':2,'paths':[{'offers':[{'id':1}]}]}");
    json_t *links = links_of(scene, ENTITY_CAMPAIGN, "1");
    assert_non_null(strstr(text_at(links, "campaign_url"), "?a=%a%&b=##B##&e=[id]"));
    json_decref(links);
}

#define T "http://3715196523.gopeerclick.com/postback?"

/* spec: 1.2-link-builder-table, 1.2-eventn, 1.2-postback-urls */
static void postback_links_carry_the_networks_macros_in_order(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    assert_link(scene, ENTITY_NETWORK, "1", "postback_url",
                T "cid=#s1#&payout=#price#&txid=#tid#&nid=1");
    assert_link(scene, ENTITY_OFFER, "1", "postback_url",
                T "cid=#s1#&payout=#price#&txid=#tid#&nid=1");
    make(scene, ENTITY_NETWORK, "{'name':'n'}");
    assert_link(scene, ENTITY_NETWORK, "2", "postback_url", T "cid=REPLACE&nid=2");
    make(scene, ENTITY_NETWORK,
         "{'name':'n','secret':'top secret&more','postback_macros':{'param10':'{p}','param2':'',"
         "'status':'{st}','txid':'{t}','payout':'{pay}','cid':'{c}'}}");
    assert_link(scene, ENTITY_NETWORK, "3", "postback_url",
                T "cid={c}&payout={pay}&txid={t}&status={st}&param10={p}&nid=3"
                  "&key=top%20secret%26more");
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?c={clickid}'}");
    assert_link(scene, ENTITY_OFFER, "2", "postback_url", T "cid=REPLACE&payout=REPLACE");
    make(scene, ENTITY_NETWORK,
         "{'name':'n','postback_macros':{'add_event30':'{e30}','event1':'{e1}','cid':'{c}'}}");
    assert_link(scene, ENTITY_NETWORK, "4", "postback_url",
                T "cid={c}&event1={e1}&add_event30={e30}&nid=4");
    assert_link(scene, ENTITY_NETWORK, "4", "secure_postback_url",
                "https://3715196523.gopeerclick.com/postback?cid={c}&event1={e1}&add_event30={e30}"
                "&nid=4");
    assert_link(scene, ENTITY_OFFER, "2", "secure_postback_url",
                "https://3715196523.gopeerclick.com/postback?cid=REPLACE&payout=REPLACE");
}

static void the_ad_networks_links_are_those_of_the_guide(void **state)
{
    const struct scene *scene = *state;
    char expected[256];
    make_basics(scene);
    json_t *goal = create(scene, ENTITY_GOAL, "{'name':'Postback'}", NULL);
    const char *id = text_at(goal, "id");
    (void)snprintf(expected, sizeof expected, "http://s.magsrv.com/tag.php?goal=%s&tag=", id);
    assert_link(scene, ENTITY_GOAL, id, "postback_url", expected);
    (void)snprintf(expected, sizeof expected,
                   "<!-- START Exoclick Goal Tag | Postback -->\n"
                   "<img src=\"http://s.magsrv.com/tag.php?goal=%s\" width=\"1\" height=\"1\""
                   " alt=\"\">\n"
                   "<!-- END Exoclick Goal Tag | Postback -->",
                   id);
    assert_link(scene, ENTITY_GOAL, id, "pixel", expected);
    make(scene, ENTITY_VARIATION, "{'name':'v','adcampaign_id':1,'url':'http://h/'}");
    assert_link(scene, ENTITY_VARIATION, "1", "ad_click_url", "http://s.magsrv.com/go/1");
    make(scene, ENTITY_SITE, "{'name':'s','hostname':'videos.example'}");
    make(scene, ENTITY_ZONE, "{'name':'z','site_id':1,'format':'native'}");
    assert_link(scene, ENTITY_ZONE, "1", "zone_url", "http://s.magsrv.com/zone/1");
    assert_link(scene, ENTITY_ZONE, "1", "embed_code",
                "<script async src=\"http://s.magsrv.com/z.js\" data-zone=\"1\"></script>");
    json_t *links = links_of(scene, ENTITY_SOURCE, "1");
    assert_int_equal(json_object_size(links), 0);
    json_decref(links);
    json_decref(goal);
}

static void a_goals_pixel_asks_every_host_of_the_network(void **state)
{
    const struct scene *scene = *state;
    char expected[1024];
    const struct links_base bases = {base.tracking_url, STR("https://s.magsrv.com"),
                                     STR("s.orbsrv.com, ads.example:8443")};
    json_t *goal = create(scene, ENTITY_GOAL, "{'name':'a--->b'}", NULL);
    json_t *links = links_make(scene->catalog, ENTITY_GOAL, goal, bases);
    const char *id = text_at(goal, "id");
#define IMG(host)                                                                                  \
    "<img src=\"https://" host "/tag.php?goal=%s\" width=\"1\" height=\"1\" alt=\"\">\n"
    (void)snprintf(expected, sizeof expected,
                   "<!-- START Exoclick Goal Tag | a- - ->b -->\n" IMG("s.magsrv.com")
                       IMG("s.orbsrv.com")
                           IMG("ads.example:8443") "<!-- END Exoclick Goal Tag | a- - ->b -->",
                   id, id, id);
    assert_string_equal(text_at(links, "pixel"), expected);
    (void)snprintf(expected, sizeof expected,
                   "<!-- START Exoclick Goal Tag | a- - ->b -->\n<script>\n"
                   "[\"https://s.magsrv.com\", \"https://s.orbsrv.com\", "
                   "\"https://ads.example:8443\"].forEach(function (host) {\n"
                   "  new Image(1, 1).src = host + \"/tag.php?goal=%s\";\n});\n</script>\n"
                   "<!-- END Exoclick Goal Tag | a- - ->b -->",
                   id);
    assert_string_equal(text_at(links, "pixel_script"), expected);
    json_decref(links);
    json_decref(goal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_campaign_url_is_the_guides_byte_for_byte, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(a_campaign_of_a_source_without_parameters_has_no_query,
                                        scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(tokens_go_by_slot_whatever_their_order, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(postback_links_carry_the_networks_macros_in_order,
                                        scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(the_ad_networks_links_are_those_of_the_guide, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(a_goals_pixel_asks_every_host_of_the_network, scene_make,
                                        scene_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

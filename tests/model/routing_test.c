/* Tests of model/routing, condition, lander and flow: what is warned of, what keeps an entity from
 * being archived, and how rules become structs. */
#include "model/routing.h"

#include "base/clock.h"
#include "model.h"
#include "model/snapshot.h"

#define RULE(condition)                                                                            \
    "{'name':'c','source_id':1,'paths':[{'offers':[{'id':1}]}],'rules':[{'name':'r',"              \
    "'conditions':[{" condition "}],'paths':[{'offers':[{'id':1}]}]}]}"

static struct snapshot *load(const struct scene *scene)
{
    struct snapshot *snapshot = NULL;
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    return snapshot;
}

static void make_funnel(const struct scene *scene)
{
    make_basics(scene);
    make(scene, ENTITY_LANDER, "{'name':'l','url':'http://lander/?cid={clickid}'}");
    make(scene, ENTITY_OFFER, "{'name':'second','url':'http://h/?a='}");
    make(scene, ENTITY_FLOW,
         "{'name':'f','paths':[{'name':'main','weight':70,'landers':[{'id':1,'weight':5}],"
         "'offers':[{'id':1},{'id':2,'weight':20}]},{'weight':30,'url':'http://plain/'},"
         "{'status':'paused','offers':[{'id':1}]}],"
         "'rules':[{'name':'Nights','match':'any','status':'paused','conditions':["
         "{'field':'hour','op':'not_in','values':['22-5'],'tz':'Europe/Paris'},"
         "{'field':'token:zoneid','values':['13','unknown']}],"
         "'paths':[{'offers':[{'id':2}]}]}]}");
}

/* spec: 1.5-destination */
static void a_flow_becomes_rules_and_paths(void **state)
{
    const struct scene *scene = *state;
    make_funnel(scene);
    make(scene, ENTITY_CAMPAIGN, "{'name':'c','source_id':1,'flow_id':1}");
    struct snapshot *snapshot = load(scene);
    const struct campaign *campaign = snapshot_find_campaign(snapshot, 1);
    const struct flow *flow = snapshot_find_flow(snapshot, 1);
    assert_ptr_equal(campaign->flow, flow);
    assert_int_equal(campaign->routing.path_count, 0);
    const struct path *paths = flow->routing.paths;
    assert_int_equal(flow->routing.path_count, 3);
    assert_str(paths[0].name, "main");
    assert_int_equal(paths[0].weight, 70);
    assert_ptr_equal(paths[0].landers[0].lander, snapshot_find_lander(snapshot, 1));
    assert_int_equal(paths[0].landers[0].weight, 5);
    assert_ptr_equal(paths[0].offers[1].offer, snapshot_find_offer(snapshot, 2));
    assert_int_equal(paths[0].offers[1].weight, 20);
    assert_null(paths[0].url);
    assert_non_null(paths[1].url);
    assert_true(paths[2].is_paused);
    const struct rule *rule = &flow->routing.rules[0];
    assert_str(rule->name, "Nights");
    assert_true(rule->is_any && rule->is_paused);
    assert_int_equal(rule->condition_count, 2);
    const struct condition *hour = &rule->conditions[0];
    assert_true(hour->is_not);
    assert_int_equal(hour->bits, 0xc0003f); /* 22, 23 and 0 to 5 */
    assert_int_equal(zone_offset_ms(hour->zone, 0), 3600 * 1000);
    const struct condition *token = &rule->conditions[1];
    assert_int_equal(token->field, CONDITION_TOKEN);
    assert_int_equal(token->slot, 0);
    assert_str(token->param, "zoneid");
    assert_true(token->takes_unknown);
    assert_int_equal(token->text_count, 1);
    assert_null(token->zone);
    snapshot_drop(snapshot);
}

static void every_field_of_a_condition_is_taken_with_a_value_of_its_own(void **state)
{
    static const char *const conditions[] = {
        "'field':'token1','values':['a']",
        "'field':'token30','op':'not_in','values':['a','b']",
        "'field':'token:zoneid','values':['13']",
        "'field':'language','values':['fr','pt-BR']",
        "'field':'referrer','values':['news']",
        "'field':'referrer_domain','values':['example.com']",
        "'field':'url','values':['/?x=']",
        "'field':'query','values':['utm=1']",
        "'field':'user_agent','values':['Mozilla']",
        "'field':'ip','values':['10.0.0.1','10.0.0.0/8','10.0.0.1-10.0.0.2','10.*.*.*','::1']",
        "'field':'weekday','values':['monday','Sunday']",
        "'field':'hour','values':['0','9-17','22-3'],'tz':'America/New_York'",
        "'field':'uniqueness','values':['first']",
        "'field':'bot','values':['yes']",
        "'field':'bot_signal','op':'not_in','values':['hosting','frequent']",
        "'field':'country','values':['FR','unknown']",
        "'field':'region','values':['Bretagne']",
        "'field':'city','values':['Rennes']",
        "'field':'isp','values':['Orange']",
        "'field':'connection_type','values':['mobile']",
        "'field':'proxy','values':['no']",
        "'field':'vpn','values':['yes','unknown']",
        "'field':'hosting','values':['no']",
        "'field':'continent','values':['EU','unknown']",
        "'field':'asn','values':['3215']",
        "'field':'device_type','values':['tv','desktop']",
        "'field':'brand','values':['Samsung']",
        "'field':'model','values':['SM-G991B']",
        "'field':'os','values':['Android 13','iOS']",
        "'field':'browser','values':['Chrome 120']",
        "'field':'resolution','values':['1920x1080']",
    };
    const struct scene *scene = *state;
    char document[1024];
    make_basics(scene);
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++) {
        (void)snprintf(document, sizeof document, RULE("%s"), conditions[i]);
        make(scene, ENTITY_CAMPAIGN, document);
    }
    struct snapshot *snapshot = load(scene);
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++)
        assert_int_equal(snapshot_find_campaign(snapshot, i + 1)->routing.asks_url,
                         strstr(conditions[i], "'url'") != NULL);
    unsigned seen[CONDITION_FIELD_COUNT] = {0};
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++) {
        const struct campaign *campaign = snapshot_find_campaign(snapshot, i + 1);
        seen[campaign->routing.rules[0].conditions[0].field]++;
    }
    for (size_t i = 0; i < CONDITION_FIELD_COUNT; i++)
        assert_true((seen[i] > 0) != (i == CONDITION_SITE || i == CONDITION_ZONE)); /* of ads */
    snapshot_drop(snapshot);
}

static void assert_kept(const struct scene *scene, enum entity entity, const char *id,
                        const char *says)
{
    struct model_fault fault;
    uint64_t version;
    assert_int_equal(catalog_archive(scene->catalog, entity, str_from_c(id), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     ERR_CONFLICT);
    if (strstr(fault.message, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", fault.message, says);
}

/* spec: 1.6-relative-weights */
static void what_a_path_uses_cannot_be_archived_away(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    make_funnel(scene);
    assert_kept(scene, ENTITY_LANDER, "1", "flow 1 \"f\" is active");
    assert_kept(scene, ENTITY_OFFER, "2", "flow 1 \"f\" is active"); /* a rule's path too */
    make(scene, ENTITY_CAMPAIGN, "{'name':'c','source_id':1,'flow_id':1}");
    assert_kept(scene, ENTITY_FLOW, "1", "campaign 1 \"c\" is active");
    make(scene, ENTITY_CAMPAIGN,
         "{'name':'d','source_id':1,'paths':[{'offers':[{'id':1}]}],'rules':[{'name':'r',"
         "'conditions':[{'field':'country','values':['FR']}],'paths':[{'offers':[{'id':2}]}]}]}");
    json_decref(update(scene, ENTITY_CAMPAIGN, "1", "{'status':'paused'}"));
    json_decref(update(scene, ENTITY_FLOW, "1", "{'status':'paused'}"));
    assert_kept(scene, ENTITY_OFFER, "2", "campaign 2 \"d\" is active");
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_LANDER, STR("1"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     OK);
    json_t *input = json_of("{'status':'active'}"), *document = NULL, *warnings = NULL;
    assert_int_equal(catalog_update(scene->catalog, ENTITY_FLOW, STR("1"), input, &scene->scope,
                                    &document, &warnings, &version, &fault),
                     ERR_INVALID);
    assert_string_equal(fault.field, "paths[0].landers[0].id");
    json_decref(input);
}

static void assert_warned(const struct scene *scene, enum entity entity, const char *input,
                          const char *field, const char *says)
{
    json_t *warnings = NULL, *warning;
    size_t i;
    bool is_there = false;
    json_decref(create(scene, entity, input, &warnings));
    json_array_foreach(warnings, i, warning) is_there =
        is_there || (strcmp(text_at(warning, "field"), field) == 0 &&
                     strstr(text_at(warning, "message"), says) != NULL);
    if (!is_there)
        fail_msg("no warning of %s for %s", field, input);
    json_decref(warnings);
}

/* spec: 1.4-lander-url */
static void what_loses_visitors_or_conversions_is_warned_of(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    assert_warned(scene, ENTITY_LANDER, "{'name':'l','url':'http://lander/'}", "url",
                  "no click id");
    assert_warned(scene, ENTITY_LANDER, "{'name':'l','url':'http://lander/?c={clikid}'}", "url",
                  "did you mean {clickid}?");
    make(scene, ENTITY_OFFER, "{'name':'deaf','url':'http://h/'}");
    assert_warned(scene, ENTITY_CAMPAIGN,
                  "{'name':'c','source_id':1,'paths':[{'offers':[{'id':1},{'id':2}]}]}",
                  "paths[0].offers[1].id", "offer 2 gets no click id");
    json_decref(update(scene, ENTITY_LANDER, "1", "{'status':'paused'}"));
    assert_warned(scene, ENTITY_CAMPAIGN,
                  "{'name':'c','source_id':1,'paths':[{'landers':[{'id':1}],"
                  "'offers':[{'id':1}]}]}",
                  "paths[0].landers", "takes no visit");
    make(scene, ENTITY_FLOW, "{'name':'f','paths':[{'offers':[{'id':1}]}]}");
    json_decref(update(scene, ENTITY_FLOW, "1", "{'status':'paused'}"));
    assert_warned(scene, ENTITY_CAMPAIGN, "{'name':'c','source_id':1,'flow_id':1}", "flow_id",
                  "paused");
    json_t *warnings = NULL;
    json_decref(create(scene, ENTITY_CAMPAIGN, CAMPAIGN, &warnings));
    assert_int_equal(json_array_size(warnings), 0);
    json_decref(warnings);
}

/* spec: 1.3-conversion-cap */
static void an_offer_stands_in_for_another_but_never_in_a_circle(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    json_t *document = NULL, *warnings = NULL;
    make_basics(scene);
    make(scene, ENTITY_OFFER,
         "{'name':'b','url':'http://h/?a=','cap':{'limit':5,'fallback_offer_id':1}}");
    make(scene, ENTITY_OFFER,
         "{'name':'c','url':'http://h/?a=','cap':{'limit':7,'fallback_offer_id':2}}");
    static const char *const circles[] = {"{'cap':{'limit':1,'fallback_offer_id':3}}",
                                          "{'cap':{'limit':1,'fallback_offer_id':1}}"};
    for (size_t i = 0; i < ARRAY_LEN(circles); i++) {
        json_t *input = json_of(circles[i]);
        assert_int_equal(catalog_update(scene->catalog, ENTITY_OFFER, STR("1"), input,
                                        &scene->scope, &document, &warnings, &version, &fault),
                         ERR_INVALID);
        assert_string_equal(fault.field, "cap.fallback_offer_id");
        json_decref(input);
    }
    assert_kept(scene, ENTITY_OFFER, "1", "offer 2 \"b\" is active");
    assert_warned(scene, ENTITY_OFFER, "{'name':'d','url':'http://h/?a=','cap':{'limit':5}}",
                  "cap.fallback_offer_id", "no offer stands in");
    json_decref(update(scene, ENTITY_OFFER, "1",
                       "{'cap':{'limit':1,'fallback_offer_id':4},'further_conversions':false,"
                       "'payout':{'mode':'manual','countries':[{'country':'DE','amount':'2.5',"
                       "'currency':'EUR'}]}}"));
    struct snapshot *snapshot = load(scene);
    const struct offer *offer = snapshot_find_offer(snapshot, 3);
    assert_int_equal(offer->cap_limit, 7);
    assert_ptr_equal(offer->fallback, snapshot_find_offer(snapshot, 2));
    assert_ptr_equal(offer->fallback->fallback, snapshot_find_offer(snapshot, 1));
    offer = snapshot_find_offer(snapshot, 1);
    assert_ptr_equal(offer->fallback, snapshot_find_offer(snapshot, 4));
    assert_true(offer->refuses_further);
    assert_int_equal(offer->country_payout_count, 1);
    assert_string_equal(offer->country_payouts[0].country, "DE");
    assert_true(offer->country_payouts[0].micros == 2500000);
    assert_string_equal(offer->country_payouts[0].currency, "EUR");
    assert_null(snapshot_find_offer(snapshot, 4)->fallback);
    snapshot_drop(snapshot);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_flow_becomes_rules_and_paths),
        TEST(every_field_of_a_condition_is_taken_with_a_value_of_its_own),
        TEST(what_a_path_uses_cannot_be_archived_away),
        TEST(an_offer_stands_in_for_another_but_never_in_a_circle),
        TEST(what_loses_visitors_or_conversions_is_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

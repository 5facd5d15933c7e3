/* Tests of model/catalog. */
#include "model/catalog.h"

#include "base/buf.h"
#include "base/clock.h"
#include "model.h"

/* ------------------------------------------------------------------ create and get */

static void a_document_comes_back_with_all_its_defaults(void **state)
{
    const struct scene *scene = *state;
    int64_t at_ms;
    json_t *offer =
        create(scene, ENTITY_OFFER,
               "{'name':' Offre \xc3\xa9t\xc3\xa9 ','url':' http://h/?c={clickid} '}", NULL);
    assert_string_equal(text_at(offer, "name"), "Offre \xc3\xa9t\xc3\xa9");
    assert_string_equal(text_at(offer, "status"), "active");
    assert_int_equal(clock_parse(str_from_c(text_at(offer, "created_at")), &at_ms), OK);
    assert_true(at_ms <= clock_wall_ms());
    assert_string_equal(text_at(offer, "created_at"), text_at(offer, "updated_at"));
    json_t *same = get(scene, ENTITY_OFFER, "1");
    assert_true(json_equal(offer, same));
    assert_int_equal(json_object_del(offer, "created_at"), 0);
    assert_int_equal(json_object_del(offer, "updated_at"), 0);
    assert_json(offer, "{'id':1,'name':'Offre \xc3\xa9t\xc3\xa9','url':'http://h/?c={clickid}',"
                       "'network_id':null,'workspace_id':1,'status':'active','version':1,"
                       "'tags':[],'group':null,'color':null,'note':null,'country':null,"
                       "'payout':{'mode':'auto','amount':'0','currency':null,'countries':[]},'cap':"
                       "null,'further_conversions':true,'window_days':null}");
    json_decref(offer);
    json_decref(same);
}

static void defaults_of_every_kind_are_those_of_the_spec(void **state)
{
    const struct scene *scene = *state;
    static const struct {
        enum entity entity;
        const char *input, *expected;
    } kinds[] = {
        {ENTITY_SOURCE, "{'name':'s','postback':{}}",
         "{'name':'s','template':null,'external_id':null,'cost':null,'tokens':[],'currency':'USD',"
         "'traffic_loss_percent':'0','pixel_url':null,'cost_sync':null,"
         "'postback':{'url':null,'statuses':['sale'],'dedup_hours':0,'only_first':false,"
         "'include_bots':false,'enabled':true,'paused':false,'method':'GET',"
         "'payout_percent':'100','postback_percent':'100','success_match':'',"
         "'duplicate_match':'','failure_match':'','status_urls':{}}}"},
        {ENTITY_SOURCE, "{'name':'s','postback':null}",
         "{'name':'s','template':null,'external_id':null,'cost':null,'tokens':[],'currency':'USD',"
         "'traffic_loss_percent':'0','pixel_url':null,'cost_sync':null,"
         "'postback':null}"},
        {ENTITY_NETWORK,
         "{'name':'n','offer_url_template':'','status_map':{' Approved ':'SALE'},"
         "'currency':'eur'}",
         "{'name':'n','template':null,'offer_url_template':null,'duplicate_mode':'update',"
         "'ip_allow':[],'secret':null,'default_status':'sale','status_map':{'approved':'sale'},"
         "'currency':'EUR','postback_macros':{},'unknown_click_status':404,'click_param':null,"
         "'append_click_id':false}"},
        {ENTITY_OFFER, "{'name':'o','url':'http://h/?a='}",
         "{'name':'o','url':'http://h/?a=','network_id':null,"
         "'payout':{'mode':'auto','amount':'0','currency':null,'countries':[]},'cap':null,'further_"
         "conversions':true,'window_days':null}"},
        {ENTITY_CAMPAIGN, "{'name':'c','source_id':1,'paths':[{'offers':[{'id':1}]}]}",
         "{'name':'c','source_id':1,'cost':{'model':'auto','amount':'0'},'redirect':'302',"
         "'type':'redirect','domain_id':null,'uniqueness_hours':24,'flow_id':null,'rules':[],'"
         "postback':null,"
         "'paths':[{'name':null,'status':'active','weight':100,'landers':[],"
         "'offers':[{'id':1,'weight':100}],'url':null}]}"},
        {ENTITY_LANDER, "{'name':'l','url':' http://h/?c={clickid} '}",
         "{'name':'l','url':'http://h/?c={clickid}'}"},
        {ENTITY_FLOW,
         "{'name':'f','paths':[{'url':'http://h/'}],'rules':[{'name':'r','conditions':["
         "{'field':'country','values':['fr']}],'paths':[{'url':'http://h/'}]}]}",
         "{'name':'f','paths':[{'name':null,'status':'active','weight':100,'landers':[],"
         "'offers':[],'url':'http://h/'}],'rules':[{'name':'r','status':'active','match':'all',"
         "'conditions':[{'field':'country','op':'in','values':['fr'],'tz':null}],'paths':["
         "{'name':null,'status':'active','weight':100,'landers':[],'offers':[],"
         "'url':'http://h/'}]}]}"},
        {ENTITY_CAMPAIGN,
         "{'name':'c','source_id':1,'paths':[{'offers':[{'id':1}]}],'postback':{}}",
         "{'name':'c','source_id':1,'cost':{'model':'auto','amount':'0'},'redirect':'302',"
         "'type':'redirect','domain_id':null,'uniqueness_hours':24,'flow_id':null,'rules':[],"
         "'postback':{'url':null,'statuses':null,'dedup_hours':0,'only_first':null,"
         "'include_bots':null,'failure_match':'','enabled':true,'paused':false,'method':'GET',"
         "'payout_percent':null,'postback_percent':null,'success_match':'',"
         "'duplicate_match':'','status_urls':{}},"
         "'paths':[{'name':null,'status':'active','weight':100,'landers':[],"
         "'offers':[{'id':1,'weight':100}],'url':null}]}"},
        {ENTITY_GOAL, "{'name':'g'}",
         "{'name':'g','value':{'type':'none','amount':'0'},'count':'legacy','order':1,"
         "'retry_guard_s':0,'window_days':30,'conv_type':null}"},
        {ENTITY_ADCAMPAIGN, "{'name':'a','price':'0.0500'}",
         "{'name':'a','pricing':'cpc','price':'0.05','goal_id':null,'starts_at':null,"
         "'ends_at':null,'time_zone':null,'total_budget':null,'daily_budget':null,"
         "'caps':{'total_impressions':null,'daily_impressions':null,'total_clicks':null,"
         "'daily_clicks':null},'capping':null,'fallback_url':null,'targeting':[]}"},
        {ENTITY_VARIATION, "{'name':'v','adcampaign_id':1,'url':'http://h/'}",
         "{'name':'v','adcampaign_id':1,'url':'http://h/','landing_pages':[],"
         "'format':'popunder','weight':100,'image_url':null,'title':null,'description':null}"},
        {ENTITY_SITE, "{'name':'s','hostname':'Videos.Example'}",
         "{'name':'s','hostname':'videos.example','category_id':null}"},
        {ENTITY_ZONE, "{'name':'z','site_id':1,'format':'300x250'}",
         "{'name':'z','site_id':1,'format':'300x250','floor_price':'0','expected_ctr':'0.1',"
         "'fallback_url':null}"},
    };
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        static const char *const added[] = {"id",         "workspace_id", "key",     "status",
                                            "created_at", "updated_at",   "tags",    "group",
                                            "color",      "note",         "country", "version"};
        json_t *made = create(scene, kinds[i].entity, kinds[i].input, NULL);
        for (size_t j = 0; j < ARRAY_LEN(added); j++)
            (void)json_object_del(made, added[j]);
        assert_json(made, kinds[i].expected);
        json_decref(made);
    }
}

static void the_designs_own_examples_are_accepted(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_SOURCE,
         "{'name':'ExoClick','template':'exoclick',"
         "'external_id':{'param':'external_id','macro':'{conversions_tracking}'},"
         "'cost':{'param':'cost','macro':'{actual_cost}','unit':'event'},"
         "'tokens':[{'slot':1,'param':'variation_id','macro':'{variation_id}','name':'Variation'}],"
         "'postback':{'url':'http://s.magsrv.com/tag.php?goal=REPLACE&tag={external_id}',"
         "'statuses':['sale'],'dedup_hours':24,'only_first':false,'payout_percent':'100',"
         "'postback_percent':'100','success_match':'^OK','duplicate_match':'already been "
         "notified','failure_match':'',"
         "'status_urls':{}},'currency':'USD'}");
    make(scene, ENTITY_NETWORK,
         "{'name':'My network','offer_url_template':'{url}&s1={clickid}',"
         "'duplicate_mode':'update','ip_allow':[],'secret':null,'default_status':'sale',"
         "'status_map':{'approved':'sale','hold':'lead'},'currency':'USD',"
         "'postback_macros':{'cid':'#s1#','payout':'#price#','txid':'#tid#'}}");
    make(scene, ENTITY_OFFER,
         "{'name':'Offer','url':'http://mypage.com/?a=14030&c=64375&s1=','network_id':1,"
         "'payout':{'mode':'auto','amount':'0','currency':'USD'}}");
    make(scene, ENTITY_CAMPAIGN,
         "{'name':'Campaign','source_id':1,'cost':{'model':'auto','amount':'0'},"
         "'redirect':'302','type':'redirect','domain_id':null,'uniqueness_hours':24,"
         "'paths':[{'weight':100,'landers':[],'offers':[{'id':1,'weight':100}]}],'rules':[]}");
    make(scene, ENTITY_GOAL,
         "{'name':'Postback','value':{'type':'dynamic','amount':'0'},'count':'one','order':1,"
         "'window_days':30}");
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'A','pricing':'cpc','price':'0.05'}");
}

static void campaigns_and_goals_have_keys_of_their_own(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    json_t *one = create(scene, ENTITY_CAMPAIGN, CAMPAIGN, NULL);
    json_t *other = create(scene, ENTITY_CAMPAIGN, CAMPAIGN, NULL);
    assert_true(is_all_of(text_at(one, "key"), 6,
                          "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
    assert_string_not_equal(text_at(one, "key"), text_at(other, "key"));
    json_t *goal = create(scene, ENTITY_GOAL, "{'name':'g'}", NULL);
    assert_true(is_all_of(text_at(goal, "id"), 32, "0123456789abcdef"));
    char upper[33];
    for (size_t i = 0; i < sizeof upper; i++) {
        char c = text_at(goal, "id")[i];
        upper[i] = c >= 'a' && c <= 'f' ? (char)(c - 'a' + 'A') : c;
    }
    json_t *found = get(scene, ENTITY_GOAL, upper);
    assert_true(json_equal(goal, found));
    json_decref(one);
    json_decref(other);
    json_decref(goal);
    json_decref(found);
}

static void what_is_not_there_is_not_found(void **state)
{
    const struct scene *scene = *state;
    static const char *const ids[] = {"1", "0", "", "-1", "x", "1 ", "99999999999999999999"};
    json_t *document = NULL;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        assert_int_equal(
            catalog_get(scene->catalog, ENTITY_OFFER, str_from_c(ids[i]), &scene->scope, &document),
            ERR_NOT_FOUND);
        assert_int_equal(
            catalog_get(scene->catalog, ENTITY_GOAL, str_from_c(ids[i]), &scene->scope, &document),
            ERR_NOT_FOUND);
    }
    assert_null(document);
}

static void resources_have_their_names(void **state)
{
    (void)state;
    assert_string_equal(entity_resource(ENTITY_ADCAMPAIGN), "adcampaigns");
    for (int i = 0; i < ENTITY_COUNT; i++)
        assert_int_equal(entity_find(str_from_c(entity_resource((enum entity)i))), i);
    assert_int_equal(entity_find(STR("people")), -1);
    assert_int_equal(entity_find(STR_NONE), -1);
}

/* ------------------------------------------------------------------ update and archive */

static void an_update_is_laid_over_what_is_stored(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    json_t *source = update(scene, ENTITY_SOURCE, "1",
                            "{'name':'Exo','postback':{'url':'http://h/?t={external_id}',"
                            "'statuses':['rebill','lead']}}");
    const json_t *postback = json_object_get(source, "postback");
    assert_string_equal(text_at(source, "name"), "Exo");
    assert_string_equal(text_at(source, "template"), "exoclick");
    assert_string_equal(text_at(postback, "success_match"), "^OK");
    assert_json(json_object_get(postback, "statuses"), "['lead','rebill']");
    assert_int_equal(json_array_size(json_object_get(source, "tokens")), 8);
    json_decref(source);

    source = update(scene, ENTITY_SOURCE, "1",
                    "{'cost':null,'tokens':null,'currency':null,'postback':{'statuses':null}}");
    assert_true(json_is_null(json_object_get(source, "cost")));
    assert_int_equal(json_array_size(json_object_get(source, "tokens")), 0);
    assert_string_equal(text_at(source, "currency"), "USD");
    postback = json_object_get(source, "postback");
    assert_json(json_object_get(postback, "statuses"), "['sale']");
    assert_string_equal(text_at(postback, "url"), "http://h/?t={external_id}");
    json_decref(source);
}

static void a_map_is_replaced_whole(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    json_t *network = update(scene, ENTITY_NETWORK, "1", "{'status_map':{'a':'sale','b':'lead'}}");
    json_decref(network);
    network = update(scene, ENTITY_NETWORK, "1", "{'status_map':{'b':'rejected'}}");
    assert_json(json_object_get(network, "status_map"), "{'b':'rejected'}");
    json_decref(network);
}

static void what_is_paused_comes_back(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    json_t *offer = update(scene, ENTITY_OFFER, "1", "{'status':'paused'}");
    assert_string_equal(text_at(offer, "status"), "paused");
    assert_string_equal(text_at(offer, "name"), "Offer");
    json_decref(offer);
    offer = update(scene, ENTITY_OFFER, "1", "{'status':'active'}");
    assert_string_equal(text_at(offer, "status"), "active");
    json_decref(offer);
}

static enum err archive(const struct scene *scene, enum entity entity, const char *id,
                        struct model_fault *fault)
{
    uint64_t version;
    return catalog_archive(scene->catalog, entity, str_from_c(id), NULL, &scene->scope, NULL,
                           &version, fault);
}

static void what_something_active_uses_is_not_archived(void **state)
{
    static const struct {
        enum entity entity;
        const char *says;
    } used[] = {{ENTITY_SOURCE, "campaign 1 \"Campaign\""},
                {ENTITY_OFFER, "campaign 1 \"Campaign\""},
                {ENTITY_NETWORK, "offer 1 \"Offer\""},
                {ENTITY_ADCAMPAIGN, "variation 1 \"v\""},
                {ENTITY_SITE, "zone 1 \"z\""}};
    const struct scene *scene = *state;
    struct model_fault fault;
    make_basics(scene);
    make(scene, ENTITY_CAMPAIGN, CAMPAIGN);
    make(scene, ENTITY_VARIATION, "{'name':'v','adcampaign_id':1,'url':'http://h/'}");
    make(scene, ENTITY_SITE, "{'name':'s','hostname':'videos.example'}");
    make(scene, ENTITY_ZONE, "{'name':'z','site_id':1,'format':'native'}");
    uint64_t version = version_of(scene);
    for (size_t i = 0; i < ARRAY_LEN(used); i++) {
        assert_int_equal(archive(scene, used[i].entity, "1", &fault), ERR_CONFLICT);
        assert_non_null(strstr(fault.message, used[i].says));
    }
    assert_true(version_of(scene) == version);
    assert_int_equal(archive(scene, ENTITY_CAMPAIGN, "1", &fault), OK);
    assert_int_equal(archive(scene, ENTITY_OFFER, "1", &fault), OK);
    assert_int_equal(archive(scene, ENTITY_NETWORK, "1", &fault), OK);
    assert_int_equal(archive(scene, ENTITY_SOURCE, "1", &fault), OK);
    assert_int_equal(archive(scene, ENTITY_OFFER, "9", &fault), ERR_NOT_FOUND);
}

static void what_is_archived_cannot_be_used(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    json_t *document = NULL, *warnings = NULL;
    uint64_t version;
    make_basics(scene);
    make(scene, ENTITY_OFFER, "{'name':'second','url':'http://h/?a='}");
    json_decref(create(scene, ENTITY_CAMPAIGN, CAMPAIGN, NULL));
    json_decref(update(scene, ENTITY_CAMPAIGN, "1", "{'status':'paused'}"));
    assert_int_equal(archive(scene, ENTITY_OFFER, "1", &fault), OK);

    json_t *input = json_of(CAMPAIGN);
    assert_int_equal(catalog_create(scene->catalog, ENTITY_CAMPAIGN, input, &scene->scope,
                                    &document, &warnings, &version, &fault),
                     ERR_INVALID);
    assert_string_equal(fault.field, "paths[0].offers[0].id");
    assert_non_null(strstr(fault.message, "archived"));
    json_decref(input);
    /* The paused one may be renamed, but not started. */
    json_decref(update(scene, ENTITY_CAMPAIGN, "1", "{'name':'renamed'}"));
    input = json_of("{'status':'active'}");
    assert_int_equal(catalog_update(scene->catalog, ENTITY_CAMPAIGN, STR("1"), input, &scene->scope,
                                    &document, &warnings, &version, &fault),
                     ERR_INVALID);
    assert_string_equal(fault.field, "paths[0].offers[0].id");
    json_decref(input);
    json_decref(
        update(scene, ENTITY_CAMPAIGN, "1", "{'status':'active','paths':[{'offers':[{'id':2}]}]}"));
}

static void the_version_rises_with_every_write(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    char key[CATALOG_KEY_TEXT_MAX];
    assert_true(version_of(scene) == 0);
    make(scene, ENTITY_GOAL, "{'name':'g'}");
    assert_true(version_of(scene) == 1);
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'a'}");
    json_decref(update(scene, ENTITY_ADCAMPAIGN, "1", "{'name':'b'}"));
    assert_true(version_of(scene) == 3);
    assert_int_equal(archive(scene, ENTITY_ADCAMPAIGN, "1", &fault), OK);
    assert_true(version_of(scene) == 4);
    assert_int_equal(archive(scene, ENTITY_ADCAMPAIGN, "1", &fault), OK);
    assert_true(version_of(scene) == 4);
    assert_int_equal(catalog_create_key(scene->catalog, STR("k"), STR_NONE, key, &fault), OK);
    assert_true(version_of(scene) == 5);
}

/* ------------------------------------------------------------------ lists */

static json_t *list(const struct scene *scene, enum entity entity, struct catalog_query query,
                    struct arena *arena, struct str *next)
{
    json_t *rows = NULL;
    assert_int_equal(
        catalog_list(scene->catalog, entity, &query, &scene->scope, arena, &rows, next), OK);
    return rows;
}

static void assert_names(const struct scene *scene, enum entity entity, struct catalog_query query,
                         const char *expected)
{
    struct arena *arena = arena_make(65536);
    struct buf names = buf_in_arena(arena, 1024);
    struct str next;
    size_t i;
    json_t *row;
    json_t *rows = list(scene, entity, query, arena, &next);
    json_array_foreach(rows, i, row) buf_format(&names, "%s ", text_at(row, "name"));
    buf_write_char(&names, '\0');
    assert_string_equal(names.ptr, expected);
    json_decref(rows);
    arena_free(arena);
}

static void lists_are_filtered_by_name_and_status(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'Alpha'}");
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'\xc3\x89t\xc3\xa9'}"); /* Été */
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'al_%pha'}");
    json_decref(update(scene, ENTITY_ADCAMPAIGN, "1", "{'status':'paused'}"));
    assert_int_equal(archive(scene, ENTITY_ADCAMPAIGN, "3", &fault), OK);
    assert_names(scene, ENTITY_ADCAMPAIGN, (struct catalog_query){.limit = 10},
                 "Alpha \xc3\x89t\xc3\xa9 ");
    assert_names(scene, ENTITY_ADCAMPAIGN,
                 (struct catalog_query){.limit = 10, .status = STR("paused")}, "Alpha ");
    assert_names(scene, ENTITY_ADCAMPAIGN,
                 (struct catalog_query){.limit = 10, .status = STR("archived")}, "al_%pha ");
    assert_names(scene, ENTITY_ADCAMPAIGN,
                 (struct catalog_query){.limit = 10, .status = STR("all"), .text = STR("AL")},
                 "Alpha al_%pha ");
    assert_names(scene, ENTITY_ADCAMPAIGN,
                 (struct catalog_query){.limit = 10, .status = STR("all"), .text = STR("_%")},
                 "al_%pha ");
    assert_names(scene, ENTITY_ADCAMPAIGN,
                 (struct catalog_query){.limit = 10, .text = STR("\xc3\xa9T\xc3\x89")},
                 "\xc3\x89t\xc3\xa9 ");
    assert_names(scene, ENTITY_SOURCE, (struct catalog_query){.limit = 10}, "");
}

static void pages_follow_one_another_without_gap(void **state)
{
    const struct scene *scene = *state;
    struct arena *arena = arena_make(65536);
    struct str next = STR_NONE;
    int expected = 1;
    for (int i = 0; i < 7; i++)
        make(scene, ENTITY_ADCAMPAIGN, "{'name':'a'}");
    do {
        size_t i;
        json_t *row;
        json_t *rows = list(scene, ENTITY_ADCAMPAIGN,
                            (struct catalog_query){.limit = 3, .cursor = next}, arena, &next);
        json_array_foreach(rows, i, row)
            assert_int_equal(json_integer_value(json_object_get(row, "id")), expected++);
        json_decref(rows);
    } while (next.ptr != NULL);
    assert_int_equal(expected, 8);
    arena_free(arena);
}

static void goals_are_listed_by_their_order(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_GOAL, "{'name':'third','order':5}");
    make(scene, ENTITY_GOAL, "{'name':'first'}");
    make(scene, ENTITY_GOAL, "{'name':'second'}");
    assert_names(scene, ENTITY_GOAL, (struct catalog_query){.limit = 10}, "first second third ");
}

static void a_bad_page_is_refused(void **state)
{
    static const struct catalog_query bad[] = {
        {.limit = 0},
        {.limit = 1001},
        {.limit = 1, .cursor = {"x", 1}},
        {.limit = 1, .cursor = {"", 0}},
        {.limit = 1, .cursor = {"1", 1}},
        {.limit = 1, .cursor = {"-1.2", 4}},
        {.limit = 1, .cursor = {"1.2.3", 5}},
        {.limit = 1, .status = {"gone", 4}},
    };
    const struct scene *scene = *state;
    struct arena *arena = arena_make(4096);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        json_t *rows = NULL;
        struct str next;
        assert_int_equal(
            catalog_list(scene->catalog, ENTITY_OFFER, &bad[i], &scene->scope, arena, &rows, &next),
            ERR_INVALID);
        assert_null(rows);
    }
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_comes_back_with_all_its_defaults),
        TEST(defaults_of_every_kind_are_those_of_the_spec),
        TEST(the_designs_own_examples_are_accepted),
        TEST(campaigns_and_goals_have_keys_of_their_own),
        TEST(what_is_not_there_is_not_found),
        cmocka_unit_test(resources_have_their_names),
        TEST(an_update_is_laid_over_what_is_stored),
        TEST(a_map_is_replaced_whole),
        TEST(what_is_paused_comes_back),
        TEST(what_something_active_uses_is_not_archived),
        TEST(what_is_archived_cannot_be_used),
        TEST(the_version_rises_with_every_write),
        TEST(lists_are_filtered_by_name_and_status),
        TEST(pages_follow_one_another_without_gap),
        TEST(goals_are_listed_by_their_order),
        TEST(a_bad_page_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of model/snapshot. */
#include "model/snapshot.h"

#include <pthread.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "model.h"

#define MANY 10000

static struct snapshot *load(const struct scene *scene)
{
    struct snapshot *snapshot = NULL;
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    return snapshot;
}

static struct str expand(const struct macro_template *template, struct arena *arena,
                         const char *click_id)
{
    struct macro_values values = {0};
    struct buf buf = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    values.values[MACRO_CLICKID] = str_from_c(click_id);
    values.values[MACRO_EXTERNALID] = STR("TAG");
    macro_expand(template, &values, &buf);
    return buf_str(&buf);
}

static void a_campaign_is_found_by_its_key_with_all_it_uses(void **state)
{
    const struct scene *scene = *state;
    struct arena *arena = arena_make(65536);
    make_basics(scene);
    json_t *made = create(scene, ENTITY_CAMPAIGN,
                          "{'name':'c','source_id':1,'redirect':'307',"
                          "'cost':{'model':'cpm','amount':'1.5'},"
                          "'paths':[{'weight':7,'offers':[{'id':1,'weight':3}]}]}",
                          NULL);
    struct snapshot *snapshot = load(scene);
    struct str key = str_from_c(text_at(made, "key"));
    const struct campaign *campaign = snapshot_find_campaign_by_key(snapshot, key);
    assert_non_null(campaign);
    assert_ptr_equal(campaign, snapshot_find_campaign(snapshot, 1));
    assert_str(campaign->name, "c");
    assert_true(str_is_equal(str_from_c(campaign->key), key));
    assert_int_equal(campaign->status, STATUS_ACTIVE);
    assert_int_equal(campaign->redirect, REDIRECT_307);
    assert_int_equal(campaign->cost_model, COST_CPM);
    assert_true(campaign->cost_micros == 1500000);
    assert_ptr_equal(campaign->source, snapshot_find_source(snapshot, 1));
    assert_int_equal(campaign->routing.path_count, 1);
    assert_int_equal(campaign->routing.paths[0].weight, 7);
    assert_int_equal(campaign->routing.paths[0].offers[0].weight, 3);
    const struct offer *offer = campaign->routing.paths[0].offers[0].offer;
    assert_ptr_equal(offer, snapshot_find_offer(snapshot, 1));
    assert_ptr_equal(offer->network, snapshot_find_network(snapshot, 1));
    assert_str(expand(offer->target, arena, "CLICKID"),
               "http://mypage.com/?a=14030&c=64375&s1=CLICKID");
    assert_true(snapshot_version(snapshot) == version_of(scene));
    assert_null(snapshot_find_campaign_by_key(snapshot, STR("000000")));
    assert_null(snapshot_find_campaign_by_key(snapshot, STR("")));
    assert_null(snapshot_find_campaign_by_key(snapshot, STR_NONE));
    assert_null(snapshot_find_campaign(snapshot, 2));
    snapshot_drop(snapshot);
    json_decref(made);
    arena_free(arena);
}

static void a_source_brings_its_templates_and_patterns(void **state)
{
    const struct scene *scene = *state;
    struct arena *arena = arena_make(65536);
    make(scene, ENTITY_SOURCE,
         "{'template':'exoclick','cost':{'unit':'cpm'},"
         "'postback':{'statuses':['sale','lead'],'payout_percent':'50.5','only_first':true,"
         "'status_urls':{'lead':'http://h/?l={external_id}'}}}");
    make(scene, ENTITY_SOURCE, "{'name':'bare'}");
    struct snapshot *snapshot = load(scene);
    const struct source *source = snapshot_find_source(snapshot, 1);
    assert_int_equal(source->token_count, 8);
    assert_int_equal(source->token_slots, 8);
    assert_str(source->tokens[4].param, "zoneid");
    assert_str(source->external_id_param, "external_id");
    assert_str(source->cost_macro, "{actual_cost}");
    assert_int_equal(source->cost_unit, COST_PER_MILLE);
    const struct destination *told = &source->postback;
    assert_str(expand(told->url, arena, ""), "http://s.magsrv.com/tag.php?goal=REPLACE&tag=TAG");
    assert_str(expand(told->status_urls[CONVERSION_LEAD], arena, ""), "http://h/?l=TAG");
    assert_null(told->status_urls[CONVERSION_SALE]);
    assert_true(told->forwards[CONVERSION_LEAD] && told->forwards[CONVERSION_SALE]);
    assert_false(told->forwards[CONVERSION_REBILL] || told->forwards[CONVERSION_UNMAPPED]);
    assert_true(told->is_on && !told->is_paused && !told->is_post && !told->includes_bots);
    assert_true(told->only_first);
    assert_true(told->dedup_hours == 24);
    assert_true(told->payout_percent_micros == 50500000);
    assert_true(told->postback_percent_micros == 100000000);
    assert_true(pattern_is_match(told->success_match, STR("OK")));
    assert_true(pattern_is_match(
        told->duplicate_match, STR("ERROR: This conversion has already been notified and saved.")));
    assert_string_equal(source->currency, "USD");
    const struct source *bare = snapshot_find_source(snapshot, 2);
    assert_null(bare->external_id_param.ptr);
    assert_null(bare->cost_param.ptr);
    assert_null(bare->postback.url);
    assert_null(bare->postback.success_match);
    assert_true(bare->postback.is_on && bare->postback.forwards[CONVERSION_SALE]);
    assert_int_equal(bare->token_slots, 0);
    snapshot_drop(snapshot);
    arena_free(arena);
}

static const struct destination *source_of(const struct snapshot *snapshot, uint64_t campaign_id)
{
    return &snapshot_find_campaign(snapshot, campaign_id)->source_postback;
}

/* spec: 1.1-campaign-postback */
static void a_campaigns_conditions_win_and_its_receiver_is_its_own(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_SOURCE,
         "{'name':'s','postback':{'url':'http://s/?t={external_id}','statuses':['sale','lead'],"
         "'only_first':true,'payout_percent':'50','dedup_hours':24,'success_match':'^OK'}}");
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://o/?c={clickid}'}");
#define TOLD_CAMPAIGN "'name':'c','source_id':1,'paths':[{'offers':[{'id':1}]}]"
    make(scene, ENTITY_CAMPAIGN, "{" TOLD_CAMPAIGN "}");
    make(scene, ENTITY_CAMPAIGN,
         "{" TOLD_CAMPAIGN ",'postback':{'url':'http://c/','method':'POST'}}");
    make(scene, ENTITY_CAMPAIGN,
         "{" TOLD_CAMPAIGN
         ",'postback':{'url':'http://c/','statuses':['rebill'],'only_first':false,"
         "'include_bots':true,'payout_percent':'0','postback_percent':'12.5','paused':true,"
         "'enabled':false,'dedup_hours':1}}");
    struct snapshot *snapshot = load(scene);
    const struct campaign *plain = snapshot_find_campaign(snapshot, 1);
    assert_null(plain->own_postback.url);
    assert_memory_equal(&plain->source_postback, &plain->source->postback,
                        sizeof plain->source_postback);

    const struct destination *own = &snapshot_find_campaign(snapshot, 2)->own_postback;
    assert_true(own->is_on && !own->is_paused && own->is_post && own->dedup_hours == 0);
    assert_null(own->success_match);
    assert_true(own->forwards[CONVERSION_LEAD] && own->only_first && !own->includes_bots);
    assert_true(own->payout_percent_micros == 50000000);
    assert_memory_equal(source_of(snapshot, 2), &plain->source->postback, sizeof *own);

    own = &snapshot_find_campaign(snapshot, 3)->own_postback;
    assert_true(!own->is_on && own->is_paused && own->dedup_hours == 1);
    const struct destination *both[] = {own, source_of(snapshot, 3)};
    for (size_t i = 0; i < ARRAY_LEN(both); i++) {
        assert_true(both[i]->forwards[CONVERSION_REBILL] && !both[i]->forwards[CONVERSION_SALE]);
        assert_true(!both[i]->only_first && both[i]->includes_bots);
        assert_true(both[i]->payout_percent_micros == 0);
        assert_true(both[i]->postback_percent_micros == 12500000);
    }
    assert_true(both[1]->is_on && !both[1]->is_paused && both[1]->dedup_hours == 24);
    assert_non_null(both[1]->success_match);
    snapshot_drop(snapshot);
}

static void one_receiver_told_by_source_and_campaign_is_warned_of(void **state)
{
    const struct scene *scene = *state;
    static const struct {
        const char *campaign;
        bool is_warned;
    } cases[] = {
        {"{" TOLD_CAMPAIGN ",'postback':{'url':'http://S.example:81/?t={external_id}'}}", true},
        {"{" TOLD_CAMPAIGN ",'postback':{'url':'http://other/?t={external_id}'}}", false},
        {"{" TOLD_CAMPAIGN
         ",'postback':{'url':'http://s.example/?t={external_id}','enabled':false}}",
         false},
        {"{" TOLD_CAMPAIGN ",'postback':{'url':'http://s.example/?t={external_id}','statuses':[]}}",
         false},
        {"{" TOLD_CAMPAIGN
         ",'postback':{'status_urls':{'sale':'http://s.example/?t={external_id}'}}}",
         true},
        {"{" TOLD_CAMPAIGN
         ",'postback':{'status_urls':{'lead':'http://s.example/?t={external_id}'}}}",
         false},
    };
    make(scene, ENTITY_SOURCE,
         "{'name':'s','external_id':{'param':'e','macro':'{e}'},"
         "'postback':{'url':'http://s.example/?t={external_id}'}}");
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://o/?c={clickid}'}");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        json_t *warnings = NULL;
        json_decref(create(scene, ENTITY_CAMPAIGN, cases[i].campaign, &warnings));
        assert_int_equal(json_array_size(warnings), cases[i].is_warned);
        if (cases[i].is_warned)
            assert_non_null(strstr(text_at(json_array_get(warnings, 0), "message"), "twice"));
        json_decref(warnings);
    }
}

static void a_paused_source_pauses_its_postback(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_SOURCE, "{'name':'s','postback':{'url':'http://h/'}}");
    json_decref(update(scene, ENTITY_SOURCE, "1", "{'status':'paused'}"));
    make(scene, ENTITY_SOURCE, "{'name':'s','postback':{'url':'http://h/','paused':true}}");
    struct snapshot *snapshot = load(scene);
    assert_true(snapshot_find_source(snapshot, 1)->postback.is_paused);
    assert_true(snapshot_find_source(snapshot, 2)->postback.is_paused);
    snapshot_drop(snapshot);
}

/* The URL of offer 1 under that network, with {clickid} as CID. */
static void assert_target(const char *network, const char *url, const char *expected)
{
    void *state;
    assert_int_equal(scene_make(&state), 0);
    const struct scene *scene = state;
    struct arena *arena = arena_make(65536);
    char text[512];
    make(scene, ENTITY_NETWORK, network);
    (void)snprintf(text, sizeof text, "{'name':'o','network_id':1,'url':'%s'}", url);
    make(scene, ENTITY_OFFER, text);
    struct snapshot *snapshot = load(scene);
    struct str target = expand(snapshot_find_offer(snapshot, 1)->target, arena, "CID");
    if (!str_is_equal(target, str_from_c(expected)))
        fail_msg("%.*s is not %s", STR_FMT(target), expected);
    snapshot_drop(snapshot);
    arena_free(arena);
    assert_int_equal(scene_drop(&state), 0);
}

/* spec: 1.2-offer-source-parameter, 1.2-join-rule */
static void the_networks_click_parameter_joins_the_template_by_itself(void **state)
{
    (void)state;
    static const struct {
        const char *terms, *url, *expected;
    } cases[] = {
        {"'click_param':'s1'", "http://o/", "http://o/?s1=CID"},
        {"'click_param':'s1'", "http://o/?a=1#f", "http://o/?a=1&s1=CID#f"},
        {"'click_param':'s1'", "http://o/?a=1&s1=", "http://o/?a=1&s1=CID"},
        {"'click_param':'s1','offer_url_template':'{url}&z=2'", "http://o/",
         "http://o/?z=2&s1=CID"},
        {"'click_param':'s1','offer_url_template':'{url}?s1={clickid}&z=2'", "http://o/",
         "http://o/?s1=CID&z=2"},
        {"'click_param':'s1','offer_url_template':'{url}&as1=2'", "http://o/",
         "http://o/?as1=2&s1=CID"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char network[256];
        (void)snprintf(network, sizeof network, "{'name':'n',%s}", cases[i].terms);
        assert_target(network, cases[i].url, cases[i].expected);
    }
}

static void a_click_id_that_is_appended_is_not_missed(void **state)
{
    const struct scene *scene = *state;
    json_t *warnings = NULL;
    json_decref(create(scene, ENTITY_NETWORK,
                       "{'name':'n','append_click_id':true,'offer_url_template':'{url}&sub='}",
                       &warnings));
    assert_int_equal(json_array_size(warnings), 0);
    json_decref(warnings);
    json_decref(create(scene, ENTITY_OFFER, "{'name':'o','url':'http://o.example/','network_id':1}",
                       &warnings));
    assert_int_equal(json_array_size(warnings), 0);
    json_decref(warnings);
}

static void a_network_may_append_the_click_id_behind_its_template(void **state)
{
    (void)state;
    static const char on[] =
        "{'name':'n','append_click_id':true,'offer_url_template':'{url}&z=2&last='}";
    assert_target(on, "http://o/", "http://o/?z=2&last=CID");
    assert_target("{'name':'n','append_click_id':true,'offer_url_template':'{url}&z=2'}",
                  "http://o/?a=", "http://o/?a=&z=2");
    assert_target("{'name':'n','offer_url_template':'{url}&z=2&last='}", "http://o/",
                  "http://o/?z=2&last=");
    assert_target("{'name':'n','append_click_id':true,'offer_url_template':'{url}&c={clickid}'}",
                  "http://o/", "http://o/?c=CID");
}

static void a_network_brings_its_words_and_ranges(void **state)
{
    const struct scene *scene = *state;
    struct net_address address;
    make(scene, ENTITY_NETWORK,
         "{'name':'n','ip_allow':['10.0.0.0/8','::1'],'secret':'longsecret','currency':'EUR',"
         "'duplicate_mode':'sum','default_status':'lead','status_map':{'YES':'sale'},"
         "'unknown_click_status':200}");
    make(scene, ENTITY_NETWORK, "{'name':'bare'}");
    struct snapshot *snapshot = load(scene);
    const struct network *network = snapshot_find_network(snapshot, 1);
    assert_int_equal(network->ip_allow_count, 2);
    assert_int_equal(net_parse_address(STR("10.1.2.3"), &address), OK);
    assert_true(net_is_in_range(&address, &network->ip_allow[0]));
    assert_str(network->secret, "longsecret");
    assert_int_equal(network->duplicate_mode, DUPLICATE_SUM);
    assert_int_equal(network->default_status, CONVERSION_LEAD);
    assert_int_equal(network->status_map_count, 1);
    assert_str(network->status_map[0].word, "yes");
    assert_int_equal(network->status_map[0].status, CONVERSION_SALE);
    assert_true(network->unknown_click_ok);
    assert_string_equal(network->currency, "EUR");
    const struct network *bare = snapshot_find_network(snapshot, 2);
    assert_null(bare->secret.ptr);
    assert_null(bare->terms.template.ptr);
    assert_string_equal(bare->currency, "");
    assert_false(bare->unknown_click_ok);
    snapshot_drop(snapshot);
}

static void the_ad_networks_side_is_found(void **state)
{
    const struct scene *scene = *state;
    json_t *made = create(scene, ENTITY_GOAL,
                          "{'name':'g','value':{'type':'fixed','amount':'2.5'},'count':'every',"
                          "'order':3,'window_days':2}",
                          NULL);
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'a','pricing':'cpv','price':'0.05'}");
    make(scene, ENTITY_VARIATION,
         "{'name':'v','adcampaign_id':1,'url':'http://h/?t={conversions_tracking}'}");
    struct snapshot *snapshot = load(scene);
    const struct goal *goal = snapshot_find_goal(snapshot, str_from_c(text_at(made, "id")));
    assert_non_null(goal);
    assert_string_equal(goal->id, text_at(made, "id"));
    assert_int_equal(goal->value, GOAL_VALUE_FIXED);
    assert_true(goal->amount_micros == 2500000);
    assert_int_equal(goal->count, GOAL_COUNT_EVERY);
    assert_true(goal->window_ms == 172800000);
    assert_null(snapshot_find_goal(snapshot, STR("66a8605e6cce49fbb8056f273f8e1a2e")));
    assert_null(snapshot_find_goal(snapshot, STR("1")));
    const struct variation *variation = snapshot_find_variation(snapshot, 1);
    assert_ptr_equal(variation->adcampaign, snapshot_find_adcampaign(snapshot, 1));
    assert_int_equal(variation->adcampaign->pricing, AD_PRICING_CPV);
    assert_true(variation->adcampaign->price_micros == 50000);
    assert_true(ad_token_has(variation->pages[0].target, AD_TOKEN_CONVERSIONS_TRACKING));
    snapshot_drop(snapshot);
    json_decref(made);
}

static void a_zone_knows_its_site_and_how_it_shows_ads(void **state)
{
    const struct scene *scene = *state;
    uint64_t width, height;
    make(scene, ENTITY_SITE, "{'name':'s','hostname':'videos.example','category_id':13}");
    make(scene, ENTITY_ZONE,
         "{'name':'z','site_id':1,'format':'728x90','floor_price':'0.5','expected_ctr':'2'}");
    struct snapshot *snapshot = load(scene);
    const struct ad_zone *zone = snapshot_find_zone(snapshot, 1);
    assert_ptr_equal(zone->site, snapshot_find_site(snapshot, 1));
    assert_str(zone->site->hostname, "videos.example");
    assert_int_equal(zone->site->category_id, 13);
    assert_true(zone->floor_micros == 500000 && zone->expected_ctr_micros == 2000000);
    assert_int_equal(ad_format_show(zone->format), AD_SHOW_BANNER);
    assert_true(ad_format_size(zone->format, &width, &height) && width == 728 && height == 90);
    assert_null(snapshot_find_zone(snapshot, 2));
    snapshot_drop(snapshot);
}

static void the_archived_stay_marked(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    make_basics(scene);
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a='}");
    json_decref(update(scene, ENTITY_OFFER, "1", "{'status':'paused'}"));
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_OFFER, STR("2"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     OK);
    struct snapshot *snapshot = load(scene);
    assert_int_equal(snapshot_find_offer(snapshot, 1)->status, STATUS_PAUSED);
    assert_int_equal(snapshot_find_offer(snapshot, 2)->status, STATUS_ARCHIVED);
    snapshot_drop(snapshot);
}

static void a_snapshot_does_not_change_and_ends_with_its_last_reference(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    struct snapshot *snapshot = load(scene);
    assert_ptr_equal(snapshot_hold(snapshot), snapshot);
    make(scene, ENTITY_OFFER, "{'name':'later','url':'http://h/?a='}");
    snapshot_drop(snapshot);
    assert_null(snapshot_find_offer(snapshot, 2));
    const struct workspace *workspace = snapshot_workspace(snapshot, 1);
    assert_str(workspace->time_zone, "UTC");
    assert_string_equal(workspace->currency, "USD");
    assert_null(snapshot_workspace(snapshot, 2));
    snapshot_drop(snapshot);
    snapshot_drop(NULL);
}

static void a_new_folder_gives_an_empty_snapshot(void **state)
{
    struct snapshot *snapshot = NULL;
    assert_int_equal(snapshot_load(*state, &snapshot), OK);
    assert_true(snapshot_version(snapshot) == 0);
    assert_null(snapshot_find_offer(snapshot, 1));
    assert_non_null(snapshot_workspace(snapshot, 1));
    snapshot_drop(snapshot);
    assert_int_equal(snapshot_load("/nonexistent/folder", &snapshot), ERR_IO);
}

static void run_sql(const struct scene *scene, const char *text)
{
    char file[2 * FOLDER_PATH_MAX];
    sqlite3 *db = NULL;
    (void)snprintf(file, sizeof file, "%s/catalog.db", scene->dir);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_stored_entity_that_does_not_parse_is_an_error(void **state)
{
    static const char *const broken[] = {
        "UPDATE entity SET body = json_set(body, '$.network_id', 9) WHERE entity = 'offers'",
        "UPDATE entity SET body = 'no json' WHERE entity = 'offers'",
        "UPDATE entity SET body = json_set(body, '$.surprise', 1) WHERE entity = 'sources'",
    };
    const struct scene *scene = *state;
    make_basics(scene);
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct snapshot *snapshot = NULL;
        run_sql(scene, broken[i]);
        assert_int_equal(snapshot_load(scene->dir, &snapshot), ERR_INVALID);
        assert_null(snapshot);
    }
}

static void ten_thousand_campaigns_load_fast(void **state)
{
    const struct scene *scene = *state;
    make_basics(scene);
    make(scene, ENTITY_CAMPAIGN, CAMPAIGN);
    char sql[512];
    (void)snprintf(sql, sizeof sql,
                   "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                   " INSERT INTO entity SELECT entity, i, workspace_id, name, name_folded, status,"
                   " printf('%%06d', i), position, created_at_ms, updated_at_ms, 1, body"
                   " FROM n, entity WHERE entity = 'campaigns' AND id = 1",
                   MANY);
    run_sql(scene, sql);
    int64_t began_us = clock_mono_us();
    struct snapshot *snapshot = load(scene);
    int64_t took_us = clock_mono_us() - began_us;
    print_message("%d campaigns loaded in %" PRId64 " us\n", MANY, took_us);
    for (int i = 2; i <= MANY; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "%06d", i);
        const struct campaign *campaign = snapshot_find_campaign_by_key(snapshot, str_from_c(key));
        assert_non_null(campaign);
        assert_true(campaign->id == (uint64_t)i);
        assert_ptr_equal(campaign, snapshot_find_campaign(snapshot, (uint64_t)i));
    }
    snapshot_drop(snapshot);
}

static void the_words_of_a_status_are_read_in_any_case(void **state)
{
    enum conversion_status status;
    (void)state;
    assert_int_equal(conversion_status_parse(STR("ReBill"), &status), OK);
    assert_int_equal(status, CONVERSION_REBILL);
    assert_int_equal(conversion_status_parse(STR("unmapped"), &status), ERR_INVALID);
    assert_int_equal(conversion_status_parse(STR_NONE, &status), ERR_INVALID);
    assert_str(conversion_status_text(CONVERSION_UNMAPPED), "unmapped");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_campaign_is_found_by_its_key_with_all_it_uses),
        TEST(a_source_brings_its_templates_and_patterns),
        TEST(a_campaigns_conditions_win_and_its_receiver_is_its_own),
        TEST(one_receiver_told_by_source_and_campaign_is_warned_of),
        TEST(a_paused_source_pauses_its_postback),
        TEST(the_networks_click_parameter_joins_the_template_by_itself),
        TEST(a_click_id_that_is_appended_is_not_missed),
        TEST(a_network_may_append_the_click_id_behind_its_template),
        TEST(a_network_brings_its_words_and_ranges),
        TEST(the_ad_networks_side_is_found),
        TEST(a_zone_knows_its_site_and_how_it_shows_ads),
        TEST(the_archived_stay_marked),
        TEST(a_snapshot_does_not_change_and_ends_with_its_last_reference),
        cmocka_unit_test_setup_teardown(a_new_folder_gives_an_empty_snapshot, folder_make,
                                        folder_drop),
        TEST(a_stored_entity_that_does_not_parse_is_an_error),
        TEST(ten_thousand_campaigns_load_fast),
        cmocka_unit_test(the_words_of_a_status_are_read_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

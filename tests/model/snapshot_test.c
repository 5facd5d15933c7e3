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
    assert_str(expand(source->postback, arena, ""),
               "http://s.magsrv.com/tag.php?goal=REPLACE&tag=TAG");
    assert_str(expand(source->status_postback[CONVERSION_LEAD], arena, ""), "http://h/?l=TAG");
    assert_null(source->status_postback[CONVERSION_SALE]);
    assert_true(source->forwards[CONVERSION_LEAD] && source->forwards[CONVERSION_SALE]);
    assert_false(source->forwards[CONVERSION_REBILL] || source->forwards[CONVERSION_UNMAPPED]);
    assert_true(source->only_first);
    assert_true(source->dedup_hours == 24);
    assert_true(source->payout_percent_micros == 50500000);
    assert_true(source->postback_percent_micros == 100000000);
    assert_true(pattern_is_match(source->success_match, STR("OK")));
    assert_true(
        pattern_is_match(source->duplicate_match,
                         STR("ERROR: This conversion has already been notified and saved.")));
    assert_string_equal(source->currency, "USD");
    const struct source *bare = snapshot_find_source(snapshot, 2);
    assert_null(bare->external_id_param.ptr);
    assert_null(bare->cost_param.ptr);
    assert_null(bare->postback_url.ptr);
    assert_null(bare->postback);
    assert_null(bare->success_match);
    assert_int_equal(bare->token_slots, 0);
    snapshot_drop(snapshot);
    arena_free(arena);
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
    assert_null(bare->offer_url_template.ptr);
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
    assert_true(ad_token_has(variation->target, AD_TOKEN_CONVERSIONS_TRACKING));
    snapshot_drop(snapshot);
    json_decref(made);
}

static void the_archived_stay_marked(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    make_basics(scene);
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a='}");
    json_decref(update(scene, ENTITY_OFFER, "1", "{'status':'paused'}"));
    assert_int_equal(
        catalog_archive(scene->catalog, ENTITY_OFFER, STR("2"), "test", &version, &fault), OK);
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
                   " printf('%%06d', i), position, created_at_ms, updated_at_ms, body"
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
        TEST(a_network_brings_its_words_and_ranges),
        TEST(the_ad_networks_side_is_found),
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

/* Tests of visit/values: what a visit says to {macros} (spec/tracker.md §2.1). */
#include "../base/check.h"
#include "base/id.h"
#include "base/money.h"
#include "visit/visit.h"
#include "visitor/visitor.h"

#define VISIT_MS INT64_C(1795485600123) /* 2026-11-24T02:00:00.123Z */

struct scene {
    struct arena *arena;
    struct source source;
    struct network network;
    struct offer offer;
    struct campaign campaign;
    struct visit visit;
    struct personal personal;
    struct visit_facts facts;
};

static int scene_make(void **state)
{
    struct scene *scene = heap_make(1, sizeof(*scene));

    scene->arena = arena_make(1024 * 1024);
    scene->source = (struct source){.id = 3, .name = STR("Exo & Co")};
    scene->network = (struct network){.id = 4, .name = STR("Net")};
    scene->offer = (struct offer){.id = 5, .name = STR("Offer"), .network = &scene->network};
    scene->campaign =
        (struct campaign){.id = 6, .name = STR("Camp"), .key = "15GFcZ", .source = &scene->source};
    scene->visit = (struct visit){.id = id_from_ms(VISIT_MS),
                                  .campaign_id = 6,
                                  .source_id = 3,
                                  .offer_id = 5,
                                  .cost_amount_micros = 400,
                                  .tokens = STR("77&&a%26b%2Bc%20d&%25x%25"),
                                  .external_id = STR("ext/1=")};
    scene->personal = (struct personal){.address = STR("192.0.2.1"),
                                        .user_agent = STR("Agent/1.0"),
                                        .referrer = STR("https://www.site.example:8443/p?q=1")};
    scene->facts = (struct visit_facts){.visit = &scene->visit,
                                        .personal = &scene->personal,
                                        .campaign = &scene->campaign,
                                        .offer = &scene->offer,
                                        .clickid = STR("0123456789abcdefghjkmnpq"),
                                        .default_host = STR("trk.example"),
                                        .host = STR("own.example:8080")};
    *state = scene;
    return 0;
}

static int scene_drop(void **state)
{
    struct scene *scene = *state;

    arena_free(scene->arena);
    free(scene);
    return 0;
}

/* The template behind "http://h/?" with the visit's values. */
static struct str expanded(struct scene *scene, const char *text)
{
    const struct macro_template *compiled = NULL;
    struct macro_fault warning, fault;
    struct macro_values values = {0};
    struct str whole = arena_format(scene->arena, "http://h/?%s", text);
    struct buf url = buf_in_arena(scene->arena, 4096);

    assert_int_equal(
        macro_compile(scene->arena, whole, MACRO_IN_OFFER, &compiled, &warning, &fault), OK);
    visit_fill_values(compiled, &scene->facts, scene->arena, &values);
    macro_expand(compiled, &values, &url);
    assert_false(buf_is_full(&url));
    assert_true(str_has_prefix(buf_str(&url), STR("http://h/?")));
    return str_slice(buf_str(&url), strlen("http://h/?"), url.len);
}

/* spec: 2.1-clickid, 2.1-externalid */
static void the_click_and_the_sources_click_have_their_macros(void **state)
{
    assert_str(expanded(*state, "{clickid}.{cid}.{click_id}.{subid}"),
               "0123456789abcdefghjkmnpq.0123456789abcdefghjkmnpq.0123456789abcdefghjkmnpq"
               ".0123456789abcdefghjkmnpq");
    assert_str(expanded(*state, "{externalid}.{external_id}.{externalId}"),
               "ext%2F1%3D.ext%2F1%3D.ext%2F1%3D");
}

/* spec: 2.1-token1-tokenn */
static void tokens_come_back_byte_for_byte_by_their_slot(void **state)
{
    assert_str(expanded(*state, "{token1}|{t1}|{v1}"), "77|77|77");
    assert_str(expanded(*state, "{token2}|{token3}"), "|a%26b%2Bc%20d");
    assert_str(expanded(*state, "{token4}"), "%25x%25");
    assert_str(expanded(*state, "{token5}|{token30}"), "|");
}

static void campaign_source_offer_and_network_are_named(void **state)
{
    assert_str(expanded(*state, "{campaign_id}.{campaign_name}.{campaign_key}"), "6.Camp.15GFcZ");
    assert_str(expanded(*state, "{trafficsource}.{trafficsource_name}"), "3.Exo%20%26%20Co");
    assert_str(expanded(*state, "{affiliate_network_id}.{affiliate_network_name}"), "4.Net");
}

/* spec: 2.1-conversion-time-click-time */
static void the_visits_time_and_cost_are_told(void **state)
{
    assert_str(expanded(*state, "{cost}.{clickcost}"), "0.0004.0.0004");
    assert_str(expanded(*state, "{time}.{timestamp}"), "1795485600.1795485600");
    assert_str(expanded(*state, "{date}"), "2026-11-24");
}

/* spec: 2.1-ip */
static void the_caller_is_told_while_it_is_known(void **state)
{
    struct scene *scene = *state;

    assert_str(expanded(scene, "{ip}.{user_agent}"), "192.0.2.1.Agent%2F1.0");
    assert_str(expanded(scene, "{referrer_domain}"), "www.site.example");
    scene->facts.personal = NULL;
    assert_str(expanded(scene, "a{ip}b{user_agent}c{referer}d{referrer_domain}e"), "abcde");
}

static void the_domain_is_the_campaigns_the_real_one_the_visitors(void **state)
{
    struct scene *scene = *state;
    struct domain chosen = {.id = 1, .name = STR("chosen.example")};

    assert_str(expanded(scene, "{domain}.{trackingdomain}"), "trk.example.trk.example");
    scene->campaign.domain = &chosen;
    assert_str(expanded(scene, "{domain}"), "chosen.example");
    assert_str(expanded(scene, "{real_domain}.{current_domain}"),
               "own.example%3A8080.own.example%3A8080");
}

static void the_way_of_the_visit_has_its_macros(void **state)
{
    struct scene *scene = *state;
    struct lander landers[] = {{.id = 8}, {.id = 9}};
    struct weighted_lander weighted[] = {{&landers[0], 1}, {&landers[1], 1}};
    struct path paths[] = {{.name = STR("first")},
                           {.name = STR("Two & half"), .landers = weighted, .lander_count = 2}};
    struct rule rule = {.name = STR("Rule"), .paths = paths, .path_count = 2};
    assert_str(expanded(scene, "a{flow_id}b{lander}c{rule_name}"), "abc");
    scene->campaign.routing = (struct routing){.rules = &rule, .rule_count = 1};
    scene->visit.workspace_id = 1;
    scene->visit.rule = 1;
    scene->visit.path = 2;
    scene->visit.flow_id = 7;
    scene->visit.lander_id = 9;
    scene->visit.is_bot = 1;
    scene->visit.language = STR("pt-BR");
    scene->visit.country = STR("BR");
    assert_str(expanded(scene, "{path_name}.{path_id}.{rule_name}"), "Two%20%26%20half.2.Rule");
    assert_str(expanded(scene, "{lander}.{lander_id}.{lp_key}.{lander_num}"), "9.9.9.2");
    assert_str(expanded(scene, "{flow_id}.{user_id}.{is_bot}.{language}"), "7.1.1.pt-BR");
    assert_str(expanded(scene, "{country}.{country_code}.{countryname}"), "BR.BR.Brazil");
    scene->visit.path = 3; /* taken out of the campaign since */
    assert_str(expanded(scene, "x{path_name}{lander_num}"), "x");
}

static void place_and_network_have_their_macros(void **state)
{
    struct scene *scene = *state;
    scene->visit.country = STR("FR");
    scene->visit.region = STR("Ile-de-France");
    scene->visit.city = STR("Saint-Denis");
    scene->visit.isp = STR("Free SAS");
    scene->visit.connection_type = STR("mobile");
    assert_str(expanded(scene, "{continent}.{continent_code}.{country}.{region}.{city}"),
               "EU.EU.FR.Ile-de-France.Saint-Denis");
    assert_str(expanded(scene, "{isp}.{carrier}.{connection_type}.{is_proxy}"),
               "Free%20SAS.Free%20SAS.mobile.0");
    scene->visit.proxies = VISITOR_HOSTING;
    assert_str(expanded(scene, "{is_proxy}"), "0");
    scene->visit.proxies = VISITOR_VPN | VISITOR_HOSTING;
    assert_str(expanded(scene, "{is_using_proxy}"), "1");
}

static void the_device_has_its_macros(void **state)
{
    struct scene *scene = *state;
    scene->visit.device_type = STR("mobile");
    scene->visit.brand = STR("Google");
    scene->visit.model = STR("Pixel 9");
    scene->visit.os = STR("Android");
    scene->visit.os_version = STR("15");
    scene->visit.browser = STR("Chrome Mobile");
    scene->visit.browser_version = STR("140.0");
    assert_str(expanded(scene, "{device_type}.{device}"), "mobile.mobile");
    assert_str(expanded(scene, "{device_name}.{brand}.{device_brand}.{model}.{device_model}"),
               "Google%20Pixel%209.Google.Google.Pixel%209.Pixel%209");
    assert_str(expanded(scene, "{os}.{os_name}.{os_version}"), "Android.Android.15");
    scene->visit.resolution = STR("1920x1080");
    assert_str(expanded(scene, "{resolution}"), "1920x1080");
    assert_str(expanded(scene, "{browser}.{browser_name}.{browser_version}"),
               "Chrome%20Mobile.Chrome%20Mobile.140.0");
    scene->visit.brand = STR_NONE;
    assert_str(expanded(scene, "{device_name}"), "Pixel%209");
    scene->visit.brand = STR("Google");
    scene->visit.model = STR_NONE;
    assert_str(expanded(scene, "{device_name}"), "Google");
}

static void what_is_not_known_of_a_device_is_empty(void **state)
{
    static const char *const names[] = {
        "device_type",  "device",  "device_name",     "device_brand", "brand",
        "device_model", "model",   "os_name",         "os",           "os_version",
        "browser_name", "browser", "browser_version", "resolution",
    };
    struct scene *scene = *state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct macro_template *compiled = NULL;
        struct macro_fault warning, fault;
        struct str url = arena_format(scene->arena, "http://h/?a={%s}", names[i]);
        assert_int_equal(
            macro_compile(scene->arena, url, MACRO_IN_LANDER, &compiled, &warning, &fault), OK);
        assert_string_equal(warning.reason, "");
    }
    assert_str(expanded(scene, "a{brand}b{os}c"), "abc");
}

static void values_take_the_form_that_is_asked(void **state)
{
    struct scene *scene = *state;
    assert_str(expanded(scene, "{t1:md5}"), "28dd2c7955ce926456240b2ff0100bde"); /* of "77" */
    assert_str(expanded(scene, "{t1_md5}.{T1:hash}"),
               "28dd2c7955ce926456240b2ff0100bde.28dd2c7955ce926456240b2ff0100bde");
    assert_str(expanded(scene, "x{t5_md5}"), "x"); /* nothing was sent */
    assert_str(expanded(scene, "{external_id:raw}"), "ext/1=");
    assert_str(expanded(scene, "{date:Y-m-d H:i:s}"), "2026-11-24%2002%3A00%3A00");
    assert_str(expanded(scene, "{date:d.m.y H-i,-03:30}"), "23.11.26%2022-30");
    assert_str(expanded(scene, "{date:YmdHi,+2}"), "202611240400");
    assert_str(expanded(scene, "{date:U N,UTC}"), "1795485600%202");
    unsigned seen[2] = {0};
    for (int i = 0; i < 100; i++) {
        scene->facts.clickid = arena_format(scene->arena, "click%d", i);
        struct str picked = expanded(scene, "{sample:red,dark blue}");
        bool is_red = str_is_equal(picked, STR("red"));
        assert_true(is_red || str_is_equal(picked, STR("dark%20blue")));
        seen[is_red]++;
    }
    assert_true(seen[0] > 20 && seen[1] > 20);
}

static void a_referrer_without_scheme_has_no_domain(void **state)
{
    struct scene *scene = *state;

    scene->personal.referrer = STR("about:blank");
    assert_str(expanded(scene, "x{referrer_domain}"), "x");
    scene->personal.referrer = STR("android-app://com.example.app");
    assert_str(expanded(scene, "x{referrer_domain}"), "xcom.example.app");
    scene->personal.referrer = STR_NONE;
    assert_str(expanded(scene, "x{referrer_domain}"), "x");
}

static void what_is_no_longer_in_the_catalogue_leaves_its_ids(void **state)
{
    struct scene *scene = *state;

    scene->facts.campaign = NULL;
    scene->facts.offer = NULL;
    assert_str(expanded(scene, "{campaign_id}.{campaign_name}.{trafficsource}"), "6..3");
    assert_str(expanded(scene, "x{affiliate_network_id}{affiliate_network_name}"), "x");
}

static void an_offer_without_network_has_no_network_values(void **state)
{
    struct scene *scene = *state;

    scene->offer.network = NULL;
    assert_str(expanded(scene, "x{affiliate_network_id}{affiliate_network_name}"), "x");
}

static void a_visit_without_tokens_and_external_id_expands_to_nothing(void **state)
{
    struct scene *scene = *state;

    scene->visit.tokens = STR_NONE;
    scene->visit.external_id = STR_NONE;
    assert_str(expanded(scene, "x{token1}{externalid}y"), "xy");
}

static void the_random_number_is_the_visits_own(void **state)
{
    struct scene *scene = *state;
    struct str first = expanded(scene, "{random}");

    assert_true(first.len > 0 && first.len <= 9);
    assert_true(str_is_equal(first, expanded(scene, "{random}")));
    scene->facts.clickid = STR("another");
    assert_false(str_is_equal(first, expanded(scene, "{random}")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_click_and_the_sources_click_have_their_macros),
        TEST(tokens_come_back_byte_for_byte_by_their_slot),
        TEST(campaign_source_offer_and_network_are_named),
        TEST(the_visits_time_and_cost_are_told),
        TEST(the_caller_is_told_while_it_is_known),
        TEST(the_domain_is_the_campaigns_the_real_one_the_visitors),
        TEST(the_way_of_the_visit_has_its_macros),
        TEST(place_and_network_have_their_macros),
        TEST(the_device_has_its_macros),
        TEST(what_is_not_known_of_a_device_is_empty),
        TEST(values_take_the_form_that_is_asked),
        TEST(a_referrer_without_scheme_has_no_domain),
        TEST(what_is_no_longer_in_the_catalogue_leaves_its_ids),
        TEST(an_offer_without_network_has_no_network_values),
        TEST(a_visit_without_tokens_and_external_id_expands_to_nothing),
        TEST(the_random_number_is_the_visits_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

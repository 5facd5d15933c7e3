/* Tests of visit/match: each condition of a rule (spec/tracker.md §1.6). */
#include "visit/match.h"

#include "visitor/signals.h"

#include "../base/check.h"

#define MONDAY_NOON_MS INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */
#define HOUR_MS        INT64_C(3600000)

struct scene {
    struct arena *arena;
    struct zone *utc, *tokyo;
    struct source_token tokens[2];
    struct source source;
    struct uri_query query;
    struct visit_input input;
    struct str texts[4];
    struct condition conditions[2];
    struct rule rule;
};

static int scene_make(void **state)
{
    struct scene *scene = heap_make(1, sizeof(*scene));
    struct uri_fault fault;
    scene->arena = arena_make(1 << 20);
    assert_int_equal(zone_make(STR("UTC"), &scene->utc), OK);
    assert_int_equal(zone_make(STR("Asia/Tokyo"), &scene->tokyo), OK);
    scene->tokens[0] = (struct source_token){.slot = 2, .param = STR("zone")};
    scene->tokens[1] = (struct source_token){.slot = 5, .param = STR("key")};
    scene->source = (struct source){.tokens = scene->tokens, .token_count = 2, .token_slots = 5};
    assert_int_equal(uri_parse_query(scene->arena, STR("zone=13&key=&other=13&x=Red%20Shoes"),
                                     &scene->query, &fault),
                     OK);
    scene->input = (struct visit_input){
        .at_ms = MONDAY_NOON_MS,
        .zone = scene->utc,
        .source = &scene->source,
        .query = &scene->query,
        .raw_query = STR("zone=13&key=&other=13&x=Red%20Shoes"),
        .url = STR("https://track.example/15GFcZ?zone=13"),
        .accept_language = STR("pt-BR,pt;q=0.9,en;q=0.8"),
        .referrer = STR("https://News.Example.com:8443/a?b=c"),
        .user_agent = STR("Mozilla/5.0 (Linux; Android 13)"),
        .visitor = {.continent = STR("EU"),
                    .country = STR("FR"),
                    .asn = 3215,
                    .hosting = VISITOR_YES,
                    .device_type = STR("mobile"),
                    .os = STR("Android"),
                    .os_version = STR("13.1"),
                    .browser = STR("Chrome"),
                    .browser_version = STR("120.0.1"),
                    .proxy = VISITOR_NO},
    };
    assert_int_equal(net_parse_address(STR("10.1.2.3"), &scene->input.address), OK);
    scene->rule = (struct rule){.conditions = scene->conditions, .condition_count = 1};
    *state = scene;
    return 0;
}

static int scene_drop(void **state)
{
    struct scene *scene = *state;
    zone_free(scene->utc);
    zone_free(scene->tokyo);
    arena_free(scene->arena);
    free(scene);
    return 0;
}

/* Whether a condition with that one text holds; its complement must say the opposite. */
static bool holds(struct scene *scene, enum condition_field field, enum condition_form form,
                  const char *text)
{
    scene->texts[0] = str_from_c(text);
    scene->conditions[0] =
        (struct condition){.field = field, .form = form, .texts = scene->texts, .text_count = 1};
    bool is_in = visit_matches(&scene->input, &scene->rule);
    scene->conditions[0].is_not = true;
    assert_int_equal(visit_matches(&scene->input, &scene->rule), !is_in);
    return is_in;
}

static bool holds_bits(struct scene *scene, enum condition_field field, uint32_t bits)
{
    scene->conditions[0] = (struct condition){.field = field, .form = CONDITION_BITS, .bits = bits};
    return visit_matches(&scene->input, &scene->rule);
}

/* spec: 1.6-referrer-query-url-tokens */
static void a_token_is_found_by_its_slot_or_its_parameter(void **state)
{
    struct scene *scene = *state;
    scene->texts[0] = STR("13");
    struct condition *condition = &scene->conditions[0];
    *condition = (struct condition){.field = CONDITION_TOKEN,
                                    .form = CONDITION_WHOLE,
                                    .slot = 2,
                                    .texts = scene->texts,
                                    .text_count = 1};
    assert_true(visit_matches(&scene->input, &scene->rule));
    condition->slot = 3; /* the source has none there */
    assert_false(visit_matches(&scene->input, &scene->rule));
    condition->slot = 0;
    condition->param = STR("zone");
    assert_true(visit_matches(&scene->input, &scene->rule));
    condition->param = STR("other"); /* no token of the source */
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->texts[0] = STR("1");
    condition->param = STR("zone");
    assert_false(visit_matches(&scene->input, &scene->rule));
}

/* spec: 1.6-referrer-query-url-tokens, 1.6-useragent */
static void parts_of_texts_are_found_in_any_case(void **state)
{
    struct scene *scene = *state;
    assert_true(holds(scene, CONDITION_REFERRER, CONDITION_PART, "news.example"));
    assert_false(holds(scene, CONDITION_REFERRER, CONDITION_PART, "news.example.org"));
    assert_true(holds(scene, CONDITION_QUERY, CONDITION_PART, "other=13"));
    assert_true(holds(scene, CONDITION_QUERY, CONDITION_PART, "Red%20Shoes"));
    assert_false(holds(scene, CONDITION_QUERY, CONDITION_PART, "track.example"));
    assert_true(holds(scene, CONDITION_URL, CONDITION_PART, "track.example/15GFcZ?"));
    assert_true(holds(scene, CONDITION_USER_AGENT, CONDITION_PART, "ANDROID 13)"));
    assert_false(holds(scene, CONDITION_USER_AGENT, CONDITION_PART, "Android 14"));
}

static void a_referrers_domain_holds_those_below_it(void **state)
{
    struct scene *scene = *state;
    assert_true(holds(scene, CONDITION_REFERRER_DOMAIN, CONDITION_DOMAIN, "news.example.com"));
    assert_true(holds(scene, CONDITION_REFERRER_DOMAIN, CONDITION_DOMAIN, "example.com"));
    assert_false(holds(scene, CONDITION_REFERRER_DOMAIN, CONDITION_DOMAIN, "ample.com"));
    assert_false(holds(scene, CONDITION_REFERRER_DOMAIN, CONDITION_DOMAIN, "a.news.example.com"));
}

/* spec: 1.6-language */
static void a_language_is_the_first_one_accepted(void **state)
{
    struct scene *scene = *state;
    assert_true(holds(scene, CONDITION_LANGUAGE, CONDITION_LOCALE, "pt"));
    assert_true(holds(scene, CONDITION_LANGUAGE, CONDITION_LOCALE, "pt-br"));
    assert_false(holds(scene, CONDITION_LANGUAGE, CONDITION_LOCALE, "pt-PT"));
    assert_false(holds(scene, CONDITION_LANGUAGE, CONDITION_LOCALE, "p"));
    assert_false(holds(scene, CONDITION_LANGUAGE, CONDITION_LOCALE, "en"));
    assert_str(visit_language(STR(" en ;q=1, fr")), "en");
    assert_null(visit_language(STR("*")).ptr);
    assert_null(visit_language(STR("")).ptr);
    assert_null(visit_language(STR_NONE).ptr);
}

/* spec: 1.6-network-and-ip */
static void an_address_lies_in_one_of_the_spans(void **state)
{
    struct scene *scene = *state;
    struct net_span spans[2];
    assert_int_equal(net_parse_span(STR("192.168.*.*"), &spans[0]), OK);
    assert_int_equal(net_parse_span(STR("10.1.2.0-10.1.2.9"), &spans[1]), OK);
    scene->conditions[0] = (struct condition){
        .field = CONDITION_IP, .form = CONDITION_SPANS, .spans = spans, .span_count = 1};
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->conditions[0].span_count = 2;
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->input.address = (struct net_address){0};
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->conditions[0].takes_unknown = true;
    assert_true(visit_matches(&scene->input, &scene->rule));
}

/* spec: 1.6-day-hour-zone */
static void days_and_hours_are_local(void **state)
{
    struct scene *scene = *state;
    assert_true(holds_bits(scene, CONDITION_WEEKDAY, 1)); /* Monday */
    assert_true(holds_bits(scene, CONDITION_HOUR, 1u << 12));
    assert_false(holds_bits(scene, CONDITION_HOUR, 1u << 11 | 1u << 13));
    scene->input.at_ms += 4 * HOUR_MS; /* 16:00 there is 1:00 on Tuesday in Tokyo */
    assert_true(holds_bits(scene, CONDITION_WEEKDAY, 1));
    scene->conditions[0].zone = scene->tokyo;
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->conditions[0].bits = 2;
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->conditions[0].field = CONDITION_HOUR;
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->input.zone = scene->tokyo;
    assert_true(holds_bits(scene, CONDITION_HOUR, 2)); /* the workspace's own */
}

/* spec: 1.6-uniqueness, 1.6-anti-fraud-protection, 1.11-anti-fraud-conditions */
static void words_are_compared_by_their_place(void **state)
{
    struct scene *scene = *state;
    assert_false(holds_bits(scene, CONDITION_UNIQUENESS, 3)); /* unknown: neither */
    scene->input.uniqueness = VISIT_FIRST;
    assert_true(holds_bits(scene, CONDITION_UNIQUENESS, 1));
    assert_false(holds_bits(scene, CONDITION_UNIQUENESS, 2));
    scene->input.uniqueness = VISIT_REPEAT;
    assert_true(holds_bits(scene, CONDITION_UNIQUENESS, 2));
    assert_true(holds_bits(scene, CONDITION_BOT, 2));
    scene->input.is_bot = true;
    assert_true(holds_bits(scene, CONDITION_BOT, 1));
    scene->input.signals = SIGNAL_HOSTING | SIGNAL_NO_LANGUAGE;
    assert_true(holds_bits(scene, CONDITION_BOT_SIGNAL, SIGNAL_HOSTING));
    assert_true(holds_bits(scene, CONDITION_BOT_SIGNAL, SIGNAL_CRAWLER | SIGNAL_NO_LANGUAGE));
    assert_false(holds_bits(scene, CONDITION_BOT_SIGNAL, SIGNAL_CRAWLER | SIGNAL_HEAD));
    assert_true(holds_bits(scene, CONDITION_PROXY, 2));
    assert_false(holds_bits(scene, CONDITION_PROXY, 1));
    assert_false(holds_bits(scene, CONDITION_VPN, 3));
}

/* spec: 1.6-device, 1.6-os-version-browser-version, 1.6-country-state-region-city */
static void what_the_visitor_is_known_for_is_compared(void **state)
{
    struct scene *scene = *state;
    assert_true(holds(scene, CONDITION_CONTINENT, CONDITION_WHOLE, "EU"));
    assert_false(holds(scene, CONDITION_CONTINENT, CONDITION_WHOLE, "NA"));
    assert_true(holds(scene, CONDITION_ASN, CONDITION_WHOLE, "3215"));
    assert_false(holds(scene, CONDITION_ASN, CONDITION_WHOLE, "321"));
    assert_true(holds_bits(scene, CONDITION_HOSTING, 1));
    scene->input.visitor.asn = 0;
    assert_false(holds(scene, CONDITION_ASN, CONDITION_WHOLE, "0"));
    assert_true(holds(scene, CONDITION_COUNTRY, CONDITION_WHOLE, "fr"));
    assert_false(holds(scene, CONDITION_COUNTRY, CONDITION_WHOLE, "DE"));
    assert_true(holds(scene, CONDITION_DEVICE_TYPE, CONDITION_WHOLE, "mobile"));
    assert_true(holds(scene, CONDITION_OS, CONDITION_VERSION, "android"));
    assert_true(holds(scene, CONDITION_OS, CONDITION_VERSION, "Android 13"));
    assert_true(holds(scene, CONDITION_OS, CONDITION_VERSION, "Android 13.1"));
    assert_false(holds(scene, CONDITION_OS, CONDITION_VERSION, "Android 1"));
    assert_false(holds(scene, CONDITION_OS, CONDITION_VERSION, "Android 13.2"));
    assert_false(holds(scene, CONDITION_OS, CONDITION_VERSION, "And"));
    assert_true(holds(scene, CONDITION_BROWSER, CONDITION_VERSION, "Chrome 120"));
    assert_false(holds(scene, CONDITION_BROWSER, CONDITION_VERSION, "Chromium 120"));
}

/* spec: 1.6-screen-inches-pixels */
static void what_is_unknown_meets_only_unknown(void **state)
{
    struct scene *scene = *state;
    static const enum condition_field fields[] = {
        CONDITION_REGION,          CONDITION_CITY,  CONDITION_ISP,       CONDITION_BRAND,
        CONDITION_CONNECTION_TYPE, CONDITION_MODEL, CONDITION_RESOLUTION};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        assert_false(holds(scene, fields[i], CONDITION_WHOLE, "1920x1080"));
        scene->conditions[0].is_not = false;
        scene->conditions[0].takes_unknown = true;
        assert_true(visit_matches(&scene->input, &scene->rule));
    }
    scene->input.referrer = STR_NONE;
    assert_false(holds(scene, CONDITION_REFERRER, CONDITION_PART, "a"));
    scene->conditions[0].takes_unknown = true; /* not_in: an unknown one is in the list */
    assert_false(visit_matches(&scene->input, &scene->rule));
}

/* spec: 1.6-rule-logic */
static void conditions_are_joined_all_or_any_and_values_are_alternatives(void **state)
{
    struct scene *scene = *state;
    scene->texts[0] = STR("DE");
    scene->texts[1] = STR("FR");
    scene->conditions[0] = (struct condition){.field = CONDITION_COUNTRY,
                                              .form = CONDITION_WHOLE,
                                              .texts = scene->texts,
                                              .text_count = 2};
    scene->conditions[1] =
        (struct condition){.field = CONDITION_BOT, .form = CONDITION_BITS, .bits = 1};
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->rule.condition_count = 2;
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->rule.is_any = true;
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->conditions[0].is_not = true;
    assert_false(visit_matches(&scene->input, &scene->rule));
    scene->conditions[1].is_not = true;
    assert_true(visit_matches(&scene->input, &scene->rule));
    scene->rule.is_any = false;
    scene->conditions[0].is_not = false;
    assert_true(visit_matches(&scene->input, &scene->rule));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_token_is_found_by_its_slot_or_its_parameter),
        TEST(parts_of_texts_are_found_in_any_case),
        TEST(a_referrers_domain_holds_those_below_it),
        TEST(a_language_is_the_first_one_accepted),
        TEST(an_address_lies_in_one_of_the_spans),
        TEST(days_and_hours_are_local),
        TEST(words_are_compared_by_their_place),
        TEST(what_the_visitor_is_known_for_is_compared),
        TEST(what_is_unknown_meets_only_unknown),
        TEST(conditions_are_joined_all_or_any_and_values_are_alternatives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of facts/project.c: each dimension and measure of each kind of row, and bytes of any kind.
 */
#include "../base/check.h"
#include "facts/project.h"
#include "visitor/signals.h"

static const struct visit full_visit = {
    .id = 100,
    .workspace_id = 1,
    .campaign_id = 2,
    .source_id = 3,
    .domain_id = 4,
    .via = {"redirect", 8},
    .flow_id = 5,
    .rule = 6,
    .path = 7,
    .lander_id = 8,
    .offer_id = 9,
    .network_id = 10,
    .signals = SIGNAL_HEAD | SIGNAL_LINK_PREVIEW,
    .is_bot = 1,
    .is_unique = 1,
    .cost_amount_micros = 2000,
    .cost_rate_num = 1,
    .cost_rate_den = 1,
    .cost_micros = 1900,
    .cost_missing = 1,
    .country = {"FR", 2},
    .region = {"Ile-de-France", 13},
    .city = {"Paris", 5},
    .isp = {"Free SAS", 8},
    .asn = 12322,
    .connection_type = {"mobile", 6},
    .proxies = VISITOR_VPN | VISITOR_HOSTING,
    .device_type = {"mobile", 6},
    .brand = {"Apple", 5},
    .model = {"iPhone", 6},
    .os = {"iOS", 3},
    .os_version = {"17.4.1", 6},
    .browser = {"Mobile Safari", 13},
    .browser_version = {"17.4", 4},
    .resolution = {"390x844", 7},
    .language = {"EN-us", 5},
    .tokens = {"z%20one&&%C3%A9", 15},
};

struct scene {
    struct arena *arena;
    struct visit visit;
    struct project_visit of;
    struct fact fact;
};

static int make_scene(void **state)
{
    struct scene *scene = heap_make(1, sizeof(*scene));
    scene->arena = arena_make(1 << 20);
    scene->visit = full_visit;
    scene->of = (struct project_visit){&scene->visit, full_visit.tokens,
                                       STR("https://www.News.example:8080/a?b=c")};
    *state = scene;
    return 0;
}

static int free_scene(void **state)
{
    struct scene *scene = *state;
    arena_free(scene->arena);
    free(scene);
    return 0;
}

static void assert_route(const struct fact *fact)
{
    assert_int_equal(fact->workspace_id, 1);
    assert_int_equal(fact->flow_id, 5);
    assert_int_equal(fact->rule, 6);
    assert_int_equal(fact->path, 7);
    assert_int_equal(fact->domain_id, 4);
    assert_str(fact->via, "redirect");
    assert_int_equal(fact->is_unique, 1);
    assert_str(fact->continent, "EU");
    assert_str(fact->country, "FR");
    assert_str(fact->region, "Ile-de-France");
    assert_str(fact->city, "Paris");
    assert_str(fact->isp, "Free SAS");
    assert_int_equal(fact->asn, 12322);
    assert_str(fact->device_type, "mobile");
    assert_str(fact->brand, "Apple");
    assert_str(fact->model, "iPhone");
    assert_str(fact->os, "iOS");
    assert_str(fact->os_version, "17.4.1");
    assert_str(fact->browser, "Mobile Safari");
    assert_str(fact->browser_version, "17.4");
    assert_str(fact->screen, "390x844");
    assert_str(fact->connection_type, "mobile");
    assert_str(fact->proxy, "vpn,hosting");
    assert_str(fact->language, "en");
    assert_str(fact->referrer_domain, "news.example");
    assert_str(fact->token1, "z one");
    assert_str(fact->token2, "");
    assert_str(fact->token3, "\xc3\xa9");
    assert_int_equal(fact->token4.len, 0);
}

/* What all measures but those named come to: the others must be 0. */
static int64_t sum_of_measures(const struct fact *fact)
{
    const struct fact_table *table = fact_table_of(FACT_TABLE);
    int64_t sum = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].is_measure) {
            int64_t value;
            memcpy(&value, (const char *)fact + table->columns[i].offset, sizeof(value));
            sum += value < 0 ? -value : value;
        }
    return sum;
}

static void a_visit_has_all_its_dimensions_and_counts_once(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    assert_int_equal(project_visit(&scene->of, scene->arena, fact), OK);
    assert_route(fact);
    assert_int_equal(fact->entry_id, 100);
    assert_int_equal(fact->visit_id, 100);
    assert_int_equal(fact->conversion_id, 0);
    assert_int_equal(fact->kind, FACT_VISIT);
    assert_int_equal(fact->campaign_id, 2);
    assert_int_equal(fact->source_id, 3);
    assert_int_equal(fact->lander_id, 8);
    assert_int_equal(fact->offer_id, 9);
    assert_int_equal(fact->network_id, 10);
    assert_int_equal(fact->is_bot, 1);
    assert_int_equal(fact->is_test, 0);
    assert_str(fact->bot_reason, "head,link_preview");
    assert_int_equal(fact->visits, 1); /* a bot's too */
    assert_int_equal(fact->unique_visits, 1);
    assert_int_equal(fact->direct_visits, 0);
    assert_int_equal(fact->cost, 1900);
    assert_int_equal(fact->own_cost, 1900);
    assert_int_equal(fact->cost_missing, 1);
    assert_int_equal(fact->no_rate, 0);
    assert_int_equal(sum_of_measures(fact), 1 + 1 + 2 * 1900 + 1);
}

static void a_visit_without_a_lander_is_direct_and_one_without_a_rate_waits(void **state)
{
    struct scene *scene = *state;
    scene->visit.lander_id = 0;
    scene->visit.cost_rate_den = 0;
    scene->visit.cost_micros = 0;
    scene->visit.cost_missing = 0;
    scene->visit.is_unique = 0;
    assert_int_equal(project_visit(&scene->of, scene->arena, &scene->fact), OK);
    assert_int_equal(scene->fact.direct_visits, 1);
    assert_int_equal(scene->fact.no_rate, 1);
    assert_int_equal(sum_of_measures(&scene->fact), 3);
}

static void a_click_is_of_its_own_offer_and_verdict(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct click click = {.id = 200,
                          .workspace_id = 1,
                          .visit_id = 100,
                          .campaign_id = 2,
                          .lander_id = 8,
                          .offer_id = 19,
                          .network_id = 20,
                          .is_first = 1,
                          .is_test = 1};
    scene->visit.signals = SIGNAL_HEAD;
    click.signals = SIGNAL_LINK_PREVIEW;
    assert_int_equal(project_click(&scene->of, &click, scene->arena, fact), OK);
    assert_route(fact);
    assert_int_equal(fact->entry_id, 200);
    assert_int_equal(fact->visit_id, 100);
    assert_int_equal(fact->kind, FACT_CLICK);
    assert_int_equal(fact->source_id, 3);
    assert_int_equal(fact->offer_id, 19);
    assert_int_equal(fact->network_id, 20);
    assert_int_equal(fact->is_bot, 0);
    assert_int_equal(fact->is_test, 1);
    assert_str(fact->bot_reason, "head,link_preview");
    assert_int_equal(fact->clicks, 1);
    assert_int_equal(fact->unique_clicks, 1);
    assert_int_equal(sum_of_measures(fact), 2);
}

static struct conversion_change change_of(const char *status)
{
    return (struct conversion_change){.id = 300,
                                      .workspace_id = 1,
                                      .conversion_id = 290,
                                      .visit_id = 100,
                                      .status = str_from_c(status),
                                      .status_raw = STR("Approved"),
                                      .type = STR("deposit"),
                                      .is_counted = 1,
                                      .has_revenue = 1,
                                      .is_first = 1,
                                      .channel = STR("s2s"),
                                      .payout_amount_micros = 5,
                                      .payout_currency = STR("EUR"),
                                      .revenue_micros = 7000,
                                      .cost_micros = 900,
                                      .network_id = 30,
                                      .offer_id = 29,
                                      .campaign_id = 22,
                                      .source_id = 23,
                                      .params = STR("param1=a%20b&param10=x&event1=2.5&event30=-3"
                                                    "&param11=no&event31=9&eventx=1")};
}

static void a_conversion_has_its_own_dimensions(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct conversion_change change = change_of("sale");
    assert_int_equal(project_conversion(&scene->of, &change, 300, scene->arena, fact), OK);
    assert_route(fact);
    assert_int_equal(fact->entry_id, 300);
    assert_int_equal(fact->visit_id, 100);
    assert_int_equal(fact->conversion_id, 290);
    assert_int_equal(fact->kind, FACT_CONVERSION);
    assert_int_equal(fact->campaign_id, 22);
    assert_int_equal(fact->source_id, 23);
    assert_int_equal(fact->offer_id, 29);
    assert_int_equal(fact->network_id, 30);
    assert_int_equal(fact->lander_id, 8);
    assert_int_equal(fact->is_bot, 0);
    assert_str(fact->status, "sale");
    assert_str(fact->status_raw, "Approved");
    assert_str(fact->type, "deposit");
    assert_str(fact->currency, "EUR");
    assert_str(fact->channel, "s2s");
    assert_str(fact->param1, "a b");
    assert_int_equal(fact->param2.len, 0);
    assert_str(fact->param10, "x");
    assert_str(fact->event_value1, "2.5");
    assert_int_equal(fact->event_value10.len, 0);
    assert_int_equal(fact->event1, 2500000);
    assert_int_equal(fact->event30, -3000000);
}

static void a_conversion_counts_by_its_status(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    static const struct {
        const char *status;
        size_t offset;
        bool is_hold;
    } cases[] = {{"lead", offsetof(struct fact, leads), true},
                 {"sale", offsetof(struct fact, sales), false},
                 {"rebill", offsetof(struct fact, rebills), false},
                 {"rejected", offsetof(struct fact, rejected), false},
                 {"unmapped", offsetof(struct fact, unmapped), false}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct conversion_change change = change_of(cases[i].status);
        int64_t count;
        change.params = STR_NONE;
        change.no_rate = i == 0;
        assert_int_equal(project_conversion(&scene->of, &change, 300, scene->arena, fact), OK);
        memcpy(&count, (const char *)fact + cases[i].offset, sizeof(count));
        assert_int_equal(count, 1);
        assert_int_equal(fact->conversions, 1);
        assert_int_equal(fact->unique_conversions, 1);
        assert_int_equal(fact->revenue_hold, cases[i].is_hold ? 7000 : 0);
        assert_int_equal(fact->revenue_confirmed, cases[i].is_hold ? 0 : 7000);
        assert_int_equal(fact->cost, 900);
        assert_int_equal(fact->own_cost, 900);
        assert_int_equal(fact->no_rate, i == 0);
        assert_int_equal(sum_of_measures(fact), 1 + 2 + 7000 + 2 * 900 + (i == 0));
    }
}

static void a_conversion_of_a_type_that_does_not_count_is_another(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct conversion_change change = change_of("lead");
    change.is_counted = 0;
    change.params = STR_NONE;
    assert_int_equal(project_conversion(&scene->of, &change, 300, scene->arena, fact), OK);
    assert_int_equal(fact->other_conversions, 1);
    assert_int_equal(fact->revenue_confirmed, 7000);
    assert_int_equal(sum_of_measures(fact), 1 + 7000 + 2 * 900);
}

static void the_inverse_takes_everything_back(void **state)
{
    struct scene *scene = *state;
    struct conversion_change change = change_of("sale");
    struct fact fact, inverse;
    assert_int_equal(project_conversion(&scene->of, &change, 301, scene->arena, &fact), OK);
    inverse = fact;
    fact_negate(&inverse);
    assert_int_equal(inverse.entry_id, 301);
    assert_str(inverse.status, "sale");
    assert_int_equal(inverse.sales, -1);
    assert_int_equal(inverse.conversions + fact.conversions, 0);
    assert_int_equal(inverse.revenue_confirmed + fact.revenue_confirmed, 0);
    assert_int_equal(inverse.event1 + fact.event1, 0);
    assert_int_equal(sum_of_measures(&inverse), sum_of_measures(&fact));
}

static void events_are_told_as_differences(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct visit_update before = {
        .id = 400, .workspace_id = 1, .visit_id = 100, .events = STR("event1=5&event2=0.000001")};
    struct visit_update update = {
        .id = 410, .workspace_id = 1, .visit_id = 100, .events = STR("event1=3.5&event30=-2")};
    assert_int_equal(project_events(&scene->of, &before, NULL, scene->arena, fact), OK);
    assert_int_equal(fact->event1, 5000000);
    assert_int_equal(fact->event2, 1);
    assert_int_equal(sum_of_measures(fact), 5000001);
    assert_int_equal(project_events(&scene->of, &update, &before, scene->arena, fact), OK);
    assert_route(fact);
    assert_int_equal(fact->entry_id, 410);
    assert_int_equal(fact->visit_id, 100);
    assert_int_equal(fact->kind, FACT_EVENT);
    assert_int_equal(fact->offer_id, 9);
    assert_int_equal(fact->event1, -1500000);
    assert_int_equal(fact->event2, -1);
    assert_int_equal(fact->event30, -2000000);
    assert_int_equal(sum_of_measures(fact), 3500001);
}

static void a_correction_adds_what_its_entry_says_but_a_bots_own_cost_too(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct cost_correction correction = {.id = 500,
                                         .workspace_id = 1,
                                         .campaign_id = 2,
                                         .visit_id = 100,
                                         .cost_micros = 1800,
                                         .changed_micros = 0, /* an update replaced it */
                                         .changed_no_rate = -1};
    scene->visit.cost_rate_den = 0;
    scene->visit.is_bot = 0;
    assert_int_equal(project_correction(&scene->of, &correction, scene->arena, fact), OK);
    assert_route(fact);
    assert_int_equal(fact->kind, FACT_COST);
    assert_int_equal(fact->entry_id, 500);
    assert_int_equal(fact->cost, 0);
    assert_int_equal(fact->own_cost, 1800);
    assert_int_equal(fact->no_rate, -1);
    scene->visit.is_bot = 1;
    correction.changed_no_rate = 0;
    assert_int_equal(project_correction(&scene->of, &correction, scene->arena, fact), OK);
    assert_int_equal(fact->cost, 1800);
    assert_int_equal(fact->no_rate, -1);
    assert_int_equal(sum_of_measures(fact), 3601);
}

static void rows_of_a_visit_that_nobody_knows_keep_what_their_entry_says(void **state)
{
    struct scene *scene = *state;
    struct fact *fact = &scene->fact;
    struct project_visit nobody = {0};
    struct conversion_change change = change_of("sale");
    struct click click = {.id = 1, .workspace_id = 1, .visit_id = 100, .campaign_id = 2};
    struct cost_correction correction = {
        .id = 1, .workspace_id = 1, .campaign_id = 2, .visit_id = 100, .changed_micros = 3};
    assert_int_equal(project_conversion(&nobody, &change, 300, scene->arena, fact), OK);
    assert_int_equal(fact->campaign_id, 22);
    assert_int_equal(fact->visit_id, 100);
    assert_int_equal(fact->sales, 1);
    assert_int_equal(fact->lander_id, 0);
    assert_int_equal(fact->country.len + fact->token1.len + fact->language.len, 0);
    assert_int_equal(project_click(&nobody, &click, scene->arena, fact), OK);
    assert_int_equal(fact->campaign_id, 2);
    assert_int_equal(fact->clicks, 1);
    assert_int_equal(project_correction(&nobody, &correction, scene->arena, fact), OK);
    assert_int_equal(fact->cost, 3);
}

static void languages_and_referrers_of_any_form_are_read(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *sent, *is;
    } languages[] = {{"en-US", "en"}, {"de", "de"},  {"ZH_hant", "zh"}, {"*", ""},
                     {"", ""},        {"e", ""},     {"en;q=1", ""},    {"abcdefghi", ""},
                     {"1n", ""},      {"fil", "fil"}};
    static const struct {
        const char *sent, *is;
    } referrers[] = {{"https://a.example/x", "a.example"},
                     {"HTTP://WWW.A.EXAMPLE", "a.example"},
                     {"https://user:pw@b.example:81/", "b.example"},
                     {"https://[2001:DB8::1]:80/", "[2001:db8::1]"},
                     {"android-app://com.x.y/", "com.x.y"},
                     {"a.example/x", ""},
                     {"", ""},
                     {"://", ""}};
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        scene->visit.language = str_from_c(languages[i].sent);
        assert_int_equal(project_visit(&scene->of, scene->arena, &scene->fact), OK);
        assert_true(str_is_equal(scene->fact.language, str_from_c(languages[i].is)));
    }
    for (size_t i = 0; i < ARRAY_LEN(referrers); i++) {
        scene->of.referrer = str_from_c(referrers[i].sent);
        assert_int_equal(project_visit(&scene->of, scene->arena, &scene->fact), OK);
        assert_true(str_is_equal(scene->fact.referrer_domain, str_from_c(referrers[i].is)));
    }
}

static void tokens_are_decoded_and_what_does_not_decode_stays(void **state)
{
    struct scene *scene = *state;
    struct str tokens[MACRO_TOKENS_MAX];
    size_t count = 0;
    assert_int_equal(project_tokens(STR("a%26b&%zz&100%&%FF%00&+"), scene->arena, tokens, &count),
                     OK);
    assert_int_equal(count, 5);
    assert_str(tokens[0], "a&b");
    assert_str(tokens[1], "%zz");
    assert_str(tokens[2], "100%");
    assert_true(str_is_equal(tokens[3], (struct str){"\xff\0", 2}));
    assert_str(tokens[4], "+");
    assert_int_equal(project_tokens(STR_NONE, scene->arena, tokens, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(
        project_tokens(STR("&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&"), scene->arena, tokens, &count),
        OK);
    assert_int_equal(count, MACRO_TOKENS_MAX); /* no more than there are columns */
}

static void bytes_of_any_kind_are_taken(void **state)
{
    struct scene *scene = *state;
    struct dice dice = dice_make("bytes_of_any_kind_are_taken");
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        static const char likely[] = "%&=event1param+-./:@[]w";
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = dice_roll(&dice, 2) ? likely[dice_roll(&dice, sizeof(likely) - 1)]
                                           : (char)dice_roll(&dice, 256);
        struct str text = {bytes, dice_roll(&dice, sizeof(bytes))};
        struct conversion_change change = change_of("sale");
        arena_reset(scene->arena);
        change.params = scene->visit.language = scene->of.tokens = scene->of.referrer = text;
        assert_int_equal(project_conversion(&scene->of, &change, 300, scene->arena, &scene->fact),
                         OK);
        assert_int_equal(scene->fact.sales, 1);
        assert_int_equal(scene->fact.revenue_confirmed, 7000);
    }
}

static void an_arena_that_is_full_is_told(void **state)
{
    struct scene *scene = *state;
    struct arena *small = arena_make(16);
    assert_int_equal(project_visit(&scene->of, small, &scene->fact), ERR_FULL);
    arena_free(small);
}

static void the_ad_networks_rows_have_all_their_dimensions(void **state)
{
    struct ad_click click = {.id = 600,
                             .workspace_id = 1,
                             .variation_id = 2,
                             .adcampaign_id = 3,
                             .site_id = 4,
                             .zone_id = 5,
                             .category_id = 6,
                             .country = STR("FR"),
                             .isp = STR("Free SAS"),
                             .language = STR("fr-FR"),
                             .device_type = STR("tv"),
                             .os = STR("Tizen"),
                             .browser = STR("Safari"),
                             .format = STR("banner"),
                             .src_hostname = STR("site.example"),
                             .keyword = STR("shoes"),
                             .sub = STR("s"),
                             .is_bot = 1,
                             .impressions = 1,
                             .clicks = 1,
                             .cost_micros = 50000};
    struct goal_call call = {.id = 700,
                             .workspace_id = 1,
                             .goal_id = STR("0123"),
                             .ad_click_id = 600,
                             .adcampaign_id = 3,
                             .variation_id = 2,
                             .site_id = 4,
                             .zone_id = 5,
                             .category_id = 6,
                             .country = STR("DEU"),
                             .cost_micros = 90000,
                             .value_micros = 2500000};
    struct ad_fact fact;
    struct arena *arena = ((struct scene *)*state)->arena;
    project_ad_click(&click, arena, &fact);
    assert_true(fact.entry_id == 600 && fact.ad_click_id == 600 && fact.kind == AD_FACT_CLICK);
    assert_true(fact.workspace_id == 1 && fact.variation_id == 2 && fact.adcampaign_id == 3);
    assert_true(fact.site_id == 4 && fact.zone_id == 5 && fact.category_id == 6 && fact.is_bot);
    assert_str(fact.country, "FR");
    assert_str(fact.format, "banner");
    assert_str(fact.src_hostname, "site.example");
    assert_str(fact.keyword, "shoes");
    assert_str(fact.sub, "s");
    assert_str(fact.carrier, "Free SAS");
    assert_str(fact.language, "fr");
    assert_str(fact.device_type, "tv");
    assert_str(fact.os, "Tizen");
    assert_str(fact.browser, "Safari");
    assert_int_equal(fact.goal_id.len, 0);
    assert_true(fact.clicks == 1 && fact.cost == 50000 && fact.conversions == 0 && fact.value == 0);
    assert_true(fact.impressions == 1 && fact.sent == 1);
    project_goal_call(&call, &click, arena, &fact);
    assert_true(fact.entry_id == 700 && fact.ad_click_id == 600 && fact.kind == AD_FACT_GOAL);
    assert_true(fact.zone_id == 5 && fact.is_bot);
    assert_str(fact.goal_id, "0123");
    assert_str(fact.keyword, "shoes");
    assert_str(fact.language, "fr");
    assert_str(fact.os, "Tizen");
    /* Where its click is, whatever the tag could hold of it. */
    assert_str(fact.country, "FR");
    assert_str(fact.format, "banner");
    assert_true(fact.clicks == 0 && fact.sent == 0 && fact.cost == 90000 && fact.conversions == 1);
    assert_int_equal(fact.value, 2500000);
    project_goal_call(&call, NULL, arena, &fact);
    assert_true(fact.zone_id == 5 && !fact.is_bot && fact.keyword.len == 0);
    assert_str(fact.country, "DEU");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_scene, free_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_visit_has_all_its_dimensions_and_counts_once),
        TEST(a_visit_without_a_lander_is_direct_and_one_without_a_rate_waits),
        TEST(a_click_is_of_its_own_offer_and_verdict),
        TEST(a_conversion_has_its_own_dimensions),
        TEST(a_conversion_counts_by_its_status),
        TEST(a_conversion_of_a_type_that_does_not_count_is_another),
        TEST(the_inverse_takes_everything_back),
        TEST(events_are_told_as_differences),
        TEST(a_correction_adds_what_its_entry_says_but_a_bots_own_cost_too),
        TEST(rows_of_a_visit_that_nobody_knows_keep_what_their_entry_says),
        TEST(languages_and_referrers_of_any_form_are_read),
        TEST(tokens_are_decoded_and_what_does_not_decode_stays),
        TEST(bytes_of_any_kind_are_taken),
        TEST(an_arena_that_is_full_is_told),
        TEST(the_ad_networks_rows_have_all_their_dimensions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

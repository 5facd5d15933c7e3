/* Tests of device, device_cache, device_type, device_hints and hints, with the rules that come with
 * the program. */
#include "visitor/device.h"
#include "visitor/hints.h"
#include "../base/folder.h"

static struct devices *devices;
static struct device_desk *desk;

static int open_desk(void **state)
{
    (void)state;
    devices = devices_open(AGENTS_FILE, CRAWLERS_FILE);
    devices_wait(devices);
    assert_string_equal(devices_state(devices).reason, "");
    desk = device_desk_make(devices, 1);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    device_desk_free(desk);
    devices_close(devices);
    return 0;
}

/* A request with these headers, "Name: value" each. */
struct ask {
    const char *user_agent;
    const char *headers[8];
};

static struct visitor_facts facts_of(struct device_desk *of, const struct ask *ask)
{
    struct http_request request = {0};
    struct visitor_facts facts = {0};
    if (ask->user_agent != NULL)
        request.headers[request.header_count++] =
            (struct http_header){STR("User-Agent"), str_from_c(ask->user_agent)};
    for (size_t i = 0; i < ARRAY_LEN(ask->headers) && ask->headers[i] != NULL; i++) {
        struct str value = str_from_c(ask->headers[i]), name;
        assert_true(str_take_piece(&value, ':', &name));
        request.headers[request.header_count++] = (struct http_header){name, str_trim(value)};
    }
    device_fill(of, &request, NULL, &facts);
    return facts;
}

/* "TYPE|BRAND|MODEL|OS OS_VERSION|BROWSER BROWSER_VERSION". */
static void assert_facts(const struct ask *ask, const char *expected)
{
    char text[1024];
    struct visitor_facts facts = facts_of(desk, ask);
    (void)snprintf(text, sizeof(text), "%.*s|%.*s|%.*s|%.*s %.*s|%.*s %.*s",
                   STR_FMT(facts.device_type), STR_FMT(facts.brand), STR_FMT(facts.model),
                   STR_FMT(facts.os), STR_FMT(facts.os_version), STR_FMT(facts.browser),
                   STR_FMT(facts.browser_version));
    if (strcmp(text, expected) != 0)
        fail_msg("%s:\n  %s\n  not %s", ask->user_agent, text, expected);
}

#define CHROME "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0"

/* clang-format off: one user agent a line */
static const char *const agents[][2] = {
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " CHROME " Safari/537.36",
     "desktop|||Windows 10|Chrome 124.0.0.0"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " CHROME " Safari/537.36 Edg/124.0.0.0",
     "desktop|||Windows 10|Edge 124.0.0.0"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/16.5 Safari/605.1.15",
     "desktop|Apple|Mac|Mac OS X 10.15.7|Safari 16.5"},
    {"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
     "desktop|||Ubuntu |Firefox 125.0"},
    {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " CHROME " Safari/537.36",
     "desktop|||Chrome OS 14541.0.0|Chrome 124.0.0.0"},
    {"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Tablet PC 2.0)",
     "desktop|||Windows 7|IE 7.0"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
     "mobile|Apple|iPhone|iOS 17.4.1|Mobile Safari 17.4.1"},
    {"Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/16.5 Mobile/15E148 Safari/604.1",
     "tablet|Apple|iPad|iOS 16.5|Mobile Safari 16.5"},
    {"Mozilla/5.0 (Linux; Android 13; SM-S918B) " CHROME " Mobile Safari/537.36",
     "mobile|Samsung|SM-S918B|Android 13|Chrome Mobile 124.0.0.0"},
    {"Mozilla/5.0 (Linux; Android 11; SM-T870) " CHROME " Safari/537.36",
     "tablet||SM-T870|Android 11|Chrome 124.0.0.0"},
    {"Mozilla/5.0 (Linux; Android 10; K) " CHROME " Mobile Safari/537.36",
     "mobile|||Android |Chrome Mobile 124.0.0.0"},
    {"Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
     "mobile|||Android 14|Firefox Mobile 125.0"},
    {"Nokia6230/2.0 (05.24) Profile/MIDP-2.0 Configuration/CLDC-1.1",
     "mobile|Nokia|6230| |Nokia Services (WAP) Browser "},
    {"Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10",
     "mobile||| |Opera Mini 7.1.32052"},
    {"Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
     "mobile|Nokia|8110|KaiOS 2.5|Firefox Mobile 48.0"},
    {"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) "
     "76.0.3809.146/6.0 TV Safari/537.36",
     "tv|Samsung|SMART-TV|Tizen 6.0|Safari "},
    {"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/79.0.3945.79 Safari/537.36 WebAppManager",
     "tv|LG|Web0S SmartTV|Web0S |Chrome 79.0.3945.79"},
    {"Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7285.2877N; wv) AppleWebKit/537.36 (KHTML, like "
     "Gecko) Version/4.0 Chrome/92.0 Mobile Safari/537.36",
     "tv||AFTMM|Android 9|Chrome 92.0"},
    {"Mozilla/5.0 (PlayStation; PlayStation 5/6.00) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/13.0 Safari/605.1.15",
     "tv|Sony|PlayStation 5| |Safari 13.0"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like "
     "Gecko) Chrome/58.0.3029.110 Safari/537.36 Edge/44.18363.8131",
     "tv|||Windows 10|Edge 44.18363.8131"},
    {"Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) "
     "NF/6.0.2.20.5 NintendoBrowser/5.1.0.22474",
     "mobile||| | "},
    {"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) " CHROME
     " Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
     "|||Android 6.0.1|Googlebot 2.1"},
    {"curl/8.5.0", "||| |curl 8.5.0"},
    {"something else", "||| | "},
    {NULL, "||| | "},
};
/* clang-format on */

static void user_agents_say_type_brand_model_system_and_browser(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) /* asked, then kept */
        for (size_t i = 0; i < ARRAY_LEN(agents); i++)
            assert_facts(&(struct ask){agents[i][0], {NULL}}, agents[i][1]);
}

static void every_type_is_a_word_of_the_rules(void **state)
{
    (void)state;
    static const char *const words[] = {"", "mobile", "tablet", "tv", "desktop"};
    for (size_t i = 0; i < ARRAY_LEN(agents); i++) {
        size_t word = 0;
        struct visitor_facts facts = facts_of(desk, &(struct ask){agents[i][0], {NULL}});
        while (word < ARRAY_LEN(words) &&
               !str_is_equal(facts.device_type.ptr != NULL ? facts.device_type : STR(""),
                             str_from_c(words[word])))
            word++;
        assert_true(word < ARRAY_LEN(words));
    }
}

/* ------------------------------------------------------------------ hints */

#define REDUCED_PHONE  "Mozilla/5.0 (Linux; Android 10; K) " CHROME " Mobile Safari/537.36"
#define REDUCED_TABLET "Mozilla/5.0 (Linux; Android 10; K) " CHROME " Safari/537.36"
#define WINDOWS        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " CHROME " Safari/537.36"
#define FULL_LIST                                                                                  \
    "Sec-CH-UA-Full-Version-List: \"Chromium\";v=\"124.0.6367.82\", \"Google "                     \
    "Chrome\";v=\"124.0.6367.82\", \"Not-A.Brand\";v=\"99.0.0.0\""

static void hints_name_the_telephone_that_the_user_agent_hides(void **state)
{
    (void)state;
    assert_facts(&(struct ask){REDUCED_PHONE,
                               {"Sec-CH-UA-Mobile: ?1", "Sec-CH-UA-Platform: \"Android\"",
                                "Sec-CH-UA-Platform-Version: \"14.0.0\"",
                                "Sec-CH-UA-Model: \"SM-S918B\"", FULL_LIST}},
                 "mobile|Samsung|SM-S918B|Android 14|Chrome Mobile 124.0.6367.82");
    assert_facts(&(struct ask){REDUCED_TABLET,
                               {"Sec-CH-UA-Mobile: ?0", "Sec-CH-UA-Platform: \"Android\"",
                                "Sec-CH-UA-Model: \"Pixel C\""}},
                 "tablet|Google|Pixel C|Android |Chrome 124.0.0.0");
    assert_facts(&(struct ask){REDUCED_PHONE, {"Sec-CH-UA-Model: \"\""}},
                 "mobile|||Android |Chrome Mobile 124.0.0.0");
}

static void hints_win_over_the_user_agent(void **state)
{
    (void)state;
    assert_facts(&(struct ask){WINDOWS,
                               {"Sec-CH-UA-Mobile: ?0", "Sec-CH-UA-Platform: \"Windows\"",
                                "Sec-CH-UA-Platform-Version: \"15.0.0\"", FULL_LIST}},
                 "desktop|||Windows 11|Chrome 124.0.6367.82");
    assert_facts(
        &(struct ask){
            WINDOWS, {"Sec-CH-UA-Platform: \"Windows\"", "Sec-CH-UA-Platform-Version: \"10.0.0\""}},
        "desktop|||Windows 10|Chrome 124.0.0.0");
    assert_facts(
        &(struct ask){WINDOWS,
                      {"Sec-CH-UA-Platform: \"Windows\"", "Sec-CH-UA-Platform-Version: \"0.3.0\""}},
        "desktop|||Windows 8.1|Chrome 124.0.0.0");
    assert_facts(&(struct ask){WINDOWS,
                               {"Sec-CH-UA-Mobile: ?0", "Sec-CH-UA-Platform: \"macOS\"",
                                "Sec-CH-UA-Platform-Version: \"14.4.1\""}},
                 "desktop|||Mac OS X 14.4.1|Chrome 124.0.0.0");
    assert_facts(&(struct ask){WINDOWS, {"Sec-CH-UA-Mobile: ?1"}},
                 "mobile|||Windows 10|Chrome 124.0.0.0");
    assert_facts(&(struct ask){WINDOWS,
                               {"Sec-CH-UA: \"Brave\";v=\"123\", \"Not:A-Brand\";v=\"8\", "
                                "\"Chromium\";v=\"123\""}},
                 "desktop|||Windows 10|Brave 123");
    assert_facts(
        &(struct ask){NULL,
                      {"Sec-CH-UA-Mobile: ?0", "Sec-CH-UA-Platform: \"Chrome OS\"", FULL_LIST}},
        "desktop|||Chrome OS |Chrome 124.0.6367.82");
}

static void what_hints_say_less_precisely_stays_as_the_user_agent_says(void **state)
{
    (void)state;
    assert_facts(
        &(struct ask){"Mozilla/5.0 (X11; Ubuntu; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
                      "Gecko) Chrome/124.0.6367.82 Safari/537.36",
                      {"Sec-CH-UA-Platform: \"Linux\"",
                       "Sec-CH-UA: \"Google Chrome\";v=\"124\", \"Chromium\";v=\"124\""}},
        "desktop|||Ubuntu |Chrome 124.0.6367.82");
    assert_facts(
        &(struct ask){"Mozilla/5.0 (Linux; Android 13; SM-S918B Build/X; wv) AppleWebKit/537.36 "
                      "(KHTML, like Gecko) Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 "
                      "Instagram 326.0.0.31.100 Android",
                      {"Sec-CH-UA: \"Android WebView\";v=\"124\", \"Chromium\";v=\"124\""}},
        "mobile|Samsung|SM-S918B|Android 13|Instagram 326.0.0");
    assert_facts(&(struct ask){"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) " CHROME
                               " TV Safari/537.36",
                               {"Sec-CH-UA-Mobile: ?1", "Sec-CH-UA-Platform: \"Tizen\""}},
                 "tv|Samsung|SMART-TV|Tizen 6.0|Chrome 124.0.0.0");
    assert_facts(
        &(struct ask){WINDOWS, {"Sec-CH-UA: \"Chromium\";v=\"124\", \"Not.A/Brand\";v=\"8\""}},
        "desktop|||Windows 10|Chromium 124");
}

static void hints_that_are_broken_are_passed_over(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "Sec-CH-UA-Platform: Windows",
        "Sec-CH-UA-Platform: \"mac",
        "Sec-CH-UA-Platform: \"macOS\";x",
        "Sec-CH-UA-Platform: \"ma\\\"c\"",
        "Sec-CH-UA-Platform: \"PLAN9\"",
        "Sec-CH-UA-Mobile: 1",
        "Sec-CH-UA-Mobile: ?2",
        "Sec-CH-UA-Full-Version-List: Chrome",
        "Sec-CH-UA-Full-Version-List: \"Brave",
        "Sec-CH-UA: \"Not\\\"A;Brand\";v=\"8\"",
        "Sec-CH-UA: ,,,",
        "Sec-CH-UA-Platform-Version: \"99\"",
        "Sec-CH-UA-Model: \"\x01\"",
        "Sec-CH-UA-Model: \"caf\xc3\xa9\"",
    };
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        assert_facts(&(struct ask){WINDOWS, {broken[i]}}, "desktop|||Windows 10|Chrome 124.0.0.0");
}

static void a_version_of_zeros_is_none(void **state)
{
    (void)state;
    static const char *const zeros[] = {"\"0.0.0\"", "\"0\"", "\".0.0\""};
    for (size_t i = 0; i < ARRAY_LEN(zeros); i++) {
        char header[64];
        (void)snprintf(header, sizeof(header), "Sec-CH-UA-Platform-Version: %s", zeros[i]);
        struct visitor_facts facts = facts_of(
            desk, &(struct ask){REDUCED_PHONE, {"Sec-CH-UA-Platform: \"Android\"", header}});
        assert_null(facts.os_version.ptr);
    }
}

/* ------------------------------------------------------------------ without rules */

static void without_rules_only_hints_tell(void **state)
{
    static const char *const names[] = {"", "/no/such/file"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct devices *none = devices_open(names[i], "");
        devices_wait(none);
        assert_true(devices_state(none).reason[0] != '\0');
        assert_int_equal(devices_state(none).rules, 0);
        struct device_desk *bare = device_desk_make(none, 1);
        assert_null(facts_of(bare, &(struct ask){WINDOWS, {NULL}}).os.ptr);
        assert_null(facts_of(bare, &(struct ask){WINDOWS, {NULL}}).device_type.ptr);
        assert_str(facts_of(bare, &(struct ask){WINDOWS, {"Sec-CH-UA-Platform: \"Windows\""}}).os,
                   "Windows");
        device_desk_free(bare);
        devices_close(none);
    }
}

static void what_stands_in_a_row_is_short_and_utf8(void **state)
{
    (void)state;
    char lengthy[AGENT_BYTES_MAX];
    (void)snprintf(lengthy, sizeof(lengthy), "Mozilla/5.0 (Linux; Android 13; SM-%090d) " CHROME,
                   1);
    struct visitor_facts facts = facts_of(desk, &(struct ask){lengthy, {NULL}});
    assert_int_equal(facts.model.len, DEVICE_TEXT_MAX);
    facts = facts_of(desk,
                     &(struct ask){"Mozilla/5.0 (Linux; Android 13; SM-\xff\xfe) " CHROME, {NULL}});
    assert_null(facts.model.ptr);
    assert_str(facts.os, "Android");
}

/* ------------------------------------------------------------------ cache */

static void add(struct device_cache *cache, unsigned number)
{
    char agent[32], browser[32];
    (void)snprintf(agent, sizeof(agent), "agent %u", number);
    (void)snprintf(browser, sizeof(browser), "browser %u", number);
    struct device_answer answer = {.device_type = STR("tv"), .browser = str_from_c(browser)};
    if (device_cache_find(cache, str_from_c(agent)) == NULL)
        (void)device_cache_add(cache, str_from_c(agent), &answer);
}

static bool has(struct device_cache *cache, unsigned number)
{
    char agent[32], browser[32];
    (void)snprintf(agent, sizeof(agent), "agent %u", number);
    (void)snprintf(browser, sizeof(browser), "browser %u", number);
    const struct device_answer *answer = device_cache_find(cache, str_from_c(agent));
    if (answer == NULL)
        return false;
    assert_true(str_is_equal(answer->browser, str_from_c(browser)));
    assert_str(answer->device_type, "tv");
    assert_null(answer->os.ptr);
    return true;
}

static void a_full_cache_gives_up_what_was_asked_for_longest_ago(void **state)
{
    (void)state;
    struct device_cache *cache = device_cache_make(3, 1 << 20);
    add(cache, 1);
    add(cache, 2);
    add(cache, 3);
    assert_true(has(cache, 1));
    add(cache, 4);
    assert_false(has(cache, 2));
    assert_true(has(cache, 1) && has(cache, 3) && has(cache, 4));
    struct device_cache_counters counters = device_cache_counters(cache);
    assert_int_equal(counters.entries, 3);
    assert_int_equal(counters.pushed_out, 1);
    assert_int_equal(counters.hits, 4);
    assert_int_equal(counters.misses, 5);
    device_cache_free(cache);
}

static void a_cache_stays_within_its_bytes(void **state)
{
    (void)state;
    struct device_cache *cache = device_cache_make(4096, 64 * 1024);
    for (unsigned i = 0; i < 5000; i++) {
        add(cache, i);
        assert_true(device_cache_counters(cache).bytes <= 64 * 1024);
        assert_true(has(cache, i));
    }
    assert_true(device_cache_counters(cache).entries > 100);
    assert_true(device_cache_counters(cache).pushed_out > 4000);
    for (unsigned i = 0; i < 100; i++)
        assert_true(has(cache, 4999 - i));
    device_cache_free(cache);
}

static void an_agent_is_asked_for_once(void **state)
{
    (void)state;
    struct device_cache_counters before = device_desk_counters(desk);
    const struct ask ask = {"Mozilla/5.0 (asked for once)", {NULL}};
    for (int i = 0; i < 3; i++)
        (void)facts_of(desk, &ask);
    struct device_cache_counters after = device_desk_counters(desk);
    assert_int_equal(after.misses - before.misses, 1);
    assert_int_equal(after.hits - before.hits, 2);
    assert_int_equal(after.entries - before.entries, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(user_agents_say_type_brand_model_system_and_browser),
        cmocka_unit_test(every_type_is_a_word_of_the_rules),
        cmocka_unit_test(hints_name_the_telephone_that_the_user_agent_hides),
        cmocka_unit_test(hints_win_over_the_user_agent),
        cmocka_unit_test(what_hints_say_less_precisely_stays_as_the_user_agent_says),
        cmocka_unit_test(hints_that_are_broken_are_passed_over),
        cmocka_unit_test(a_version_of_zeros_is_none),
        cmocka_unit_test(without_rules_only_hints_tell),
        cmocka_unit_test(what_stands_in_a_row_is_short_and_utf8),
        cmocka_unit_test(a_full_cache_gives_up_what_was_asked_for_longest_ago),
        cmocka_unit_test(a_cache_stays_within_its_bytes),
        cmocka_unit_test(an_agent_is_asked_for_once),
    };
    return cmocka_run_group_tests_name("device", tests, open_desk, close_desk);
}

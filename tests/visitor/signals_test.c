/* Tests of signals. */
#include "visitor/signals.h"
#include "../base/check.h"

#define CHROME                                                                                     \
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "            \
    "Chrome/142.0.0.0 Safari/537.36"
#define IPHONE                                                                                     \
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "    \
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
#define ANDROID                                                                                    \
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "  \
    "Mobile Safari/537.36"

/* A request with these headers, given as pairs of name and value, ended by NULL. */
static struct http_request request_of(const char *const *headers)
{
    struct http_request request = {.method = HTTP_METHOD_GET, .host = STR("t.example")};
    for (size_t i = 0; headers[i] != NULL; i += 2)
        request.headers[request.header_count++] =
            (struct http_header){str_from_c(headers[i]), str_from_c(headers[i + 1])};
    return request;
}

#define WITH(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LANGUAGE  "Accept-Language", "fr"

static uint64_t signals_of_headers(const char *const *headers)
{
    struct http_request request = request_of(headers);
    return signals_of(&(struct signals_case){.request = &request});
}

static void a_persons_request_has_no_signal(void **state)
{
    (void)state;
    assert_int_equal(signals_of_headers(WITH("User-Agent", CHROME, LANGUAGE)), 0);
    assert_int_equal(signals_of_headers(WITH("User-Agent", IPHONE, LANGUAGE)), 0);
    assert_int_equal(signals_of_headers(WITH("User-Agent", ANDROID, LANGUAGE)), 0);
    assert_false(signals_are_bot(0));
}

static void each_signal_is_told_by_what_it_means(void **state)
{
    struct http_request request = request_of(WITH("User-Agent", CHROME, LANGUAGE));
    struct visitor_facts crawler = {.is_crawler = true}, hosting = {.hosting = VISITOR_YES};
    struct visitor_facts not_hosting = {.hosting = VISITOR_NO};
    (void)state;
    assert_int_equal(signals_of(&(struct signals_case){&request, &crawler, false, false}),
                     SIGNAL_CRAWLER);
    assert_int_equal(signals_of(&(struct signals_case){&request, &hosting, false, false}),
                     SIGNAL_HOSTING);
    assert_int_equal(signals_of(&(struct signals_case){&request, &not_hosting, true, true}),
                     SIGNAL_LISTED | SIGNAL_FREQUENT);
    request.method = HTTP_METHOD_HEAD;
    assert_int_equal(signals_of(&(struct signals_case){.request = &request}), SIGNAL_HEAD);
    assert_int_equal(signals_of_headers(WITH("User-Agent", CHROME)), SIGNAL_NO_LANGUAGE);
    assert_int_equal(signals_of_headers(WITH(LANGUAGE)), SIGNAL_NO_AGENT);
    assert_int_equal(signals_of_headers(WITH("User-Agent", " ", LANGUAGE)), SIGNAL_NO_AGENT);
}

static void a_link_preview_is_told_by_its_user_agent(void **state)
{
    static const char *const agents[] = {
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Twitterbot/1.0",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "WhatsApp/2.23.20.0 A",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(agents); i++)
        assert_int_equal(signals_of_headers(WITH("User-Agent", agents[i], LANGUAGE)),
                         SIGNAL_LINK_PREVIEW);
}

#define PLATFORM(agent, platform)                                                                  \
    signals_of_headers(WITH("User-Agent", agent, LANGUAGE, "Sec-CH-UA-Platform", platform))

static void what_cannot_be_true_together_is_impossible(void **state)
{
    (void)state;
    assert_int_equal(PLATFORM(ANDROID, "\"Windows\""), SIGNAL_IMPOSSIBLE);
    assert_int_equal(PLATFORM(IPHONE, "\"macOS\""), SIGNAL_IMPOSSIBLE);
    assert_int_equal(PLATFORM(CHROME, "\"Android\""), SIGNAL_IMPOSSIBLE);
    assert_int_equal(signals_of_headers(WITH("User-Agent",
                                             "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
                                             "AppleWebKit/605.1.15 (KHTML, like Gecko) "
                                             "Version/17.4 Safari/605.1.15",
                                             LANGUAGE)),
                     SIGNAL_IMPOSSIBLE);
    assert_int_equal(signals_of_headers(WITH("User-Agent", IPHONE, LANGUAGE, "Sec-CH-UA",
                                             "\"Chromium\";v=\"142\"")),
                     SIGNAL_IMPOSSIBLE);
}

static void what_is_only_rare_is_not_impossible(void **state)
{
    (void)state;
    assert_int_equal(PLATFORM(ANDROID, "\"Android\""), 0);
    assert_int_equal(PLATFORM(CHROME, "\"Windows\""), 0);
    /* The page for desktops, asked for on a telephone. */
    assert_int_equal(PLATFORM("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
                              "Gecko) Chrome/142.0.0.0 Safari/537.36",
                              "\"Linux\""),
                     0);
    /* The last Safari for Windows. */
    assert_int_equal(signals_of_headers(WITH("User-Agent",
                                             "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/534.57.2 "
                                             "(KHTML, like Gecko) Version/5.1.7 Safari/534.57.2",
                                             LANGUAGE)),
                     0);
}

/* ------------------------------------------------------------------ verdict */

static void one_certain_signal_is_enough(void **state)
{
    static const uint64_t certain[] = {SIGNAL_HEAD, SIGNAL_LINK_PREVIEW, SIGNAL_CRAWLER,
                                       SIGNAL_IMPOSSIBLE, SIGNAL_LISTED};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(certain); i++)
        assert_true(signals_are_bot(certain[i]));
}

static void of_the_others_it_takes_two(void **state)
{
    static const uint64_t others[] = {SIGNAL_HOSTING, SIGNAL_NO_AGENT, SIGNAL_NO_LANGUAGE,
                                      SIGNAL_FREQUENT};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        for (size_t j = 0; j < ARRAY_LEN(others); j++)
            assert_int_equal(signals_are_bot(others[i] | others[j]), i != j);
}

static void every_signal_has_a_word_of_its_own(void **state)
{
    size_t count;
    uint64_t bits = 0;
    const struct visitor_word *words = signals_words(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(bits & words[i].bit, 0);
        bits |= words[i].bit;
    }
    assert_int_equal(bits, 2 * SIGNAL_FREQUENT - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_persons_request_has_no_signal),
        cmocka_unit_test(each_signal_is_told_by_what_it_means),
        cmocka_unit_test(a_link_preview_is_told_by_its_user_agent),
        cmocka_unit_test(what_cannot_be_true_together_is_impossible),
        cmocka_unit_test(what_is_only_rare_is_not_impossible),
        cmocka_unit_test(one_certain_signal_is_enough),
        cmocka_unit_test(of_the_others_it_takes_two),
        cmocka_unit_test(every_signal_has_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

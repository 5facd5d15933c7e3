/* Tests of crawlers: the list that comes with the program recognises its own instances, and takes
 * no person for a machine. */
#include "visitor/crawlers.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>
#include "../base/check.h"

static struct expressions *crawlers;
static struct expressions_desk *desk;

static int open_list(void **state)
{
    char reason[EXPRESSION_REASON_MAX] = "";
    (void)state;
    if (crawlers_read(CRAWLERS_FILE, &crawlers, reason) != OK)
        fail_msg("%s: %s", CRAWLERS_FILE, reason);
    desk = expressions_desk_make(crawlers);
    return 0;
}

static int close_list(void **state)
{
    (void)state;
    expressions_desk_free(desk);
    expressions_free(crawlers);
    return 0;
}

static void every_instance_of_the_list_is_recognised(void **state)
{
    json_t *list = json_load_file(CRAWLERS_FILE, 0, NULL);
    size_t patterns, instances, count = 0;
    const json_t *one, *instance;
    (void)state;
    json_array_foreach(list, patterns, one)
    {
        json_array_foreach(json_object_get(one, "instances"), instances, instance)
        {
            count++;
            if (!expressions_match_any(desk, str_from_c(json_string_value(instance))))
                fail_msg("not recognised: %s", json_string_value(instance));
        }
    }
    print_message("%zu patterns, %zu instances, all recognised\n", json_array_size(list), count);
    assert_true(count > 2000);
    json_decref(list);
}

/* Browsers and the browsers within apps that clicks are bought in. */
static void people_are_no_crawlers(void **state)
{
    static const char *const agents[] = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.1 Safari/605.1.15",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 13; en-us; Redmi Note 12) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.9",
        "Mozilla/5.0 (Linux; Android 12; CPH2269) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/129.0.0.0 Mobile Safari/537.36 OPR/85.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/22B83 [FBAN/FBIOS;FBAV/489.0.0.50.75;FBBV/657;FBDV/iPhone16,1]",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 358.0.0.51.95 Android",
        "Mozilla/5.0 (Linux; Android 13; SM-A536E Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 musical_ly_2023600040 "
        "BytedanceWebview/d8a21c6",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148 Snapchat/13.10.0.41 (like Safari/8618.2.12, panda)",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148 Twitter for iPhone/10.60",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148 [LinkedInApp]/9.29.9172",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148 [Pinterest/iOS]",
        "Mozilla/5.0 (Linux; Android 13; V2217 Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47 WeChat",
        "Mozilla/5.0 (Linux; Android 13; SO-51C Build/64; wv) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 Line/14.18.0/IAB",
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/4.0 Chrome/94.0.4606.31 TV Safari/537.36",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(agents); i++)
        if (expressions_match_any(desk, str_from_c(agents[i])))
            fail_msg("taken for a machine: %s", agents[i]);
}

static void assert_refused(const char *text, enum err expected, const char *says)
{
    char path[] = "/tmp/rebond-crawlers-XXXXXX", reason[EXPRESSION_REASON_MAX] = "";
    struct expressions *none = NULL;
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    assert_int_equal(crawlers_read(path, &none, reason), expected);
    unlink(path);
    assert_null(none);
    if (strstr(reason, says) == NULL)
        fail_msg("%s: said \"%s\", not \"%s\"", text, reason, says);
}

static void a_broken_list_is_refused_and_says_where(void **state)
{
    char reason[EXPRESSION_REASON_MAX] = "";
    struct expressions *none = NULL;
    (void)state;
    assert_int_equal(crawlers_read("/nonexistent", &none, reason), ERR_IO);
    assert_refused("", ERR_INVALID, "line ");
    assert_refused("[\n{]", ERR_INVALID, "line 2");
    assert_refused("{}", ERR_INVALID, "expected a list of patterns");
    assert_refused("[]", ERR_INVALID, "expected a list of patterns");
    assert_refused("[{\"pattern\":\"a\"},{}]", ERR_INVALID, "[1].pattern");
    assert_refused("[{\"pattern\":7}]", ERR_INVALID, "[0].pattern");
    assert_refused("[{\"pattern\":\"(bot\"}]", ERR_INVALID, "regex \"(bot\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instance_of_the_list_is_recognised),
        cmocka_unit_test(people_are_no_crawlers),
        cmocka_unit_test(a_broken_list_is_refused_and_says_where),
    };
    return cmocka_run_group_tests(tests, open_list, close_list);
}

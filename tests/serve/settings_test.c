/* Tests of serve/settings. */
#include "serve/settings.h"
#include "said.h"

#define ARGS_MAX 32
#define LINE_MAX 2048

/* Names that the tests set in the environment. */
static const char *const variables[] = {"REBOND_CLICK_WAIT_MS", "REBOND_TRACKING_LISTEN",
                                        "REBOND_LOG_LEVEL", "REBOND_COURIER_RETRY"};

struct bench {
    void *folder;
    struct settings settings;
    struct said said;
    const struct settings_option *options;
};

static int bench_make(void **state)
{
    struct bench *bench = heap_make(1, sizeof(*bench));

    for (size_t i = 0; i < ARRAY_LEN(variables); i++)
        (void)unsetenv(variables[i]);
    *state = bench;
    return folder_make(&bench->folder);
}

static int bench_drop(void **state)
{
    struct bench *bench = *state;
    int status = folder_drop(&bench->folder);

    for (size_t i = 0; i < ARRAY_LEN(variables); i++)
        (void)unsetenv(variables[i]);
    free(bench);
    return status;
}

/* Reads a command line, words by single spaces, behind "--data FOLDER". */
static enum err read_line_of(struct bench *bench, const char *line)
{
    char text[LINE_MAX];
    char *argv[ARGS_MAX];
    int argc = 0;

    (void)snprintf(text, sizeof(text), "--data %s%s%s", (char *)bench->folder,
                   line[0] != '\0' ? " " : "", line);
    for (char *word = text; word != NULL && argc < ARGS_MAX; argc++) {
        char *space = strchr(word, ' ');
        argv[argc] = word;
        word = space != NULL ? space + 1 : NULL;
        if (space != NULL)
            *space = '\0';
    }
    said_begin(&bench->said);
    enum err err = settings_read(argc, argv, bench->options, &bench->settings);
    said_end(&bench->said);
    return err;
}

static void write_file(struct bench *bench, const char *text)
{
    folder_write(bench->folder, "rebond.conf", text);
}

static void assert_good(struct bench *bench, const char *line)
{
    if (read_line_of(bench, line) != OK)
        fail_msg("\"%s\": %s", line, bench->said.text);
    assert_string_equal(bench->said.text, "");
}

static void assert_bad(struct bench *bench, const char *line, const char *key, const char *expected)
{
    assert_int_equal(read_line_of(bench, line), ERR_INVALID);
    assert_said(&bench->said, key);
    assert_said(&bench->said, expected);
}

/* ------------------------------------------------------------------ where they come from */

static void without_anything_the_defaults_hold(void **state)
{
    struct bench *bench = *state;

    assert_good(bench, "");
    assert_string_equal(bench->settings.tracking_listen, "127.0.0.1:8080");
    assert_string_equal(bench->settings.tracking_url, "");
    assert_string_equal(bench->settings.click_durability, "commit");
    assert_string_equal(bench->settings.data, bench->folder);
    assert_int_equal(bench->settings.click_wait_ms, 250);
    assert_int_equal(bench->settings.conversion_window_days, 90);
    assert_int_equal(bench->settings.courier_retry.count, 6);
    assert_int_equal(bench->settings.courier_allow_private.count, 0);
}

static void the_file_is_overruled_by_the_environment_and_both_by_the_command_line(void **state)
{
    struct bench *bench = *state;

    write_file(bench, "click_wait_ms = 100\n");
    assert_good(bench, "");
    assert_int_equal(bench->settings.click_wait_ms, 100);
    assert_int_equal(setenv("REBOND_CLICK_WAIT_MS", "200", 1), 0);
    assert_good(bench, "");
    assert_int_equal(bench->settings.click_wait_ms, 200);
    assert_good(bench, "--click-wait-ms 300");
    assert_int_equal(bench->settings.click_wait_ms, 300);
    assert_good(bench, "--click-wait-ms=400 --click-wait-ms=500");
    assert_int_equal(bench->settings.click_wait_ms, 500);
}

static void a_key_with_a_dot_has_its_names_everywhere(void **state)
{
    struct bench *bench = *state;

    write_file(bench, "tracking.listen=127.0.0.1:1\n");
    assert_good(bench, "");
    assert_string_equal(bench->settings.tracking_listen, "127.0.0.1:1");
    assert_int_equal(setenv("REBOND_TRACKING_LISTEN", "127.0.0.1:2", 1), 0);
    assert_good(bench, "");
    assert_string_equal(bench->settings.tracking_listen, "127.0.0.1:2");
    assert_good(bench, "--tracking-listen [::1]:3");
    assert_string_equal(bench->settings.tracking_listen, "[::1]:3");
}

static void a_file_may_hold_comments_and_space(void **state)
{
    struct bench *bench = *state;

    write_file(bench, "# a comment\n\n   # another\r\n  node =  7  \r\n"
                      "tracking.url = https://t.example\nclick_wait_ms=99");
    assert_good(bench, "");
    assert_int_equal(bench->settings.node, 7);
    assert_string_equal(bench->settings.tracking_url, "https://t.example");
    assert_int_equal(bench->settings.click_wait_ms, 99);
}

static void the_file_is_read_from_the_folder_named_behind_other_options(void **state)
{
    struct bench *bench = *state;
    char *argv[ARGS_MAX];
    char texts[][64] = {"--node=3", "--data", ""};

    write_file(bench, "click_wait_ms = 111\n");
    for (int i = 0; i < 3; i++)
        argv[i] = texts[i];
    argv[2] = bench->folder;
    assert_int_equal(settings_read(3, argv, NULL, &bench->settings), OK);
    assert_int_equal(bench->settings.click_wait_ms, 111);
    assert_int_equal(bench->settings.node, 3);
}

/* ------------------------------------------------------------------ refusals */

static void an_unknown_key_in_the_file_is_refused_with_its_line(void **state)
{
    struct bench *bench = *state;

    write_file(bench, "node = 1\n\ntracking.lisen = 127.0.0.1:1\n");
    assert_bad(bench, "", "tracking.lisen", "line 3");
    write_file(bench, "node\n");
    assert_bad(bench, "", "node", "line 1");
    write_file(bench, "NODE = 1\n");
    assert_bad(bench, "", "NODE", "unknown");
}

static void an_unknown_option_is_refused(void **state)
{
    assert_bad(*state, "--tracking-lisen=1", "--tracking-lisen", "unknown");
    assert_bad(*state, "--tracking.listen=127.0.0.1:1", "--tracking.listen", "unknown");
    assert_bad(*state, "node=1", "node=1", "unknown");
    assert_bad(*state, "--", "--", "unknown");
}

static void an_option_without_its_value_is_refused(void **state)
{
    assert_bad(*state, "--node", "--node", "needs a value");
}

static void a_number_out_of_range_is_refused_with_the_range(void **state)
{
    static const char *const lines[] = {"--node=512", "--node=-1", "--node=1x",
                                        "--node=", "--node=99999999999999999999"};

    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        assert_bad(*state, lines[i], "node", "0 to 511");
    assert_good(*state, "--node=511 --click-wait-ms=10 --edge-threads=0");
    assert_bad(*state, "--click-wait-ms=9", "click_wait_ms", "10 to 10000");
    assert_bad(*state, "--click-wait-ms=10001", "click_wait_ms", "10 to 10000");
}

static void a_value_that_is_none_of_the_choices_is_refused(void **state)
{
    assert_bad(*state, "--click-durability=never", "click_durability", "commit|interval");
    assert_bad(*state, "--log-level=INFO", "log.level", "debug|info|warning|error");
    assert_bad(*state, "--log-level=", "log.level", "debug|info|warning|error");
    assert_bad(*state, "--log-level=debug|info", "log.level", "debug|info|warning|error");
    assert_good(*state, "--click-durability=interval --log-level=debug");
}

static void the_environments_mistakes_name_the_variable(void **state)
{
    assert_int_equal(setenv("REBOND_LOG_LEVEL", "loud", 1), 0);
    assert_bad(*state, "", "REBOND_LOG_LEVEL", "log.level");
}

static void an_address_to_listen_on_has_a_port(void **state)
{
    static const char *const bad[] = {"127.0.0.1", "localhost:80", "127.0.0.1:65536", ":80",
                                      "::1:80x"};
    char line[256];

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        (void)snprintf(line, sizeof(line), "--tracking-listen=%s", bad[i]);
        assert_bad(*state, line, "tracking.listen", "ADDRESS:PORT");
    }
}

static void a_public_url_is_http_without_a_slash_at_the_end(void **state)
{
    assert_good(*state, "--tracking-url=https://t.example --network-url=http://n.example:81");
    assert_good(*state, "--tracking-url=");
    assert_bad(*state, "--tracking-url=t.example", "tracking.url", "http");
    assert_bad(*state, "--tracking-url=https://t.example/", "tracking.url", "slash");
    assert_bad(*state, "--tracking-url=ftp://t.example", "tracking.url", "http");
}

static void a_text_longer_than_its_place_is_refused(void **state)
{
    char line[600];
    struct bench *bench = *state;

    (void)snprintf(line, sizeof(line), "--tracking-url=http://%0300d", 0);
    assert_bad(bench, line, "tracking.url", "at most 255");
    (void)snprintf(line, sizeof(line), "--tracking-url=http://%0248d", 0);
    assert_good(bench, line);
    assert_int_equal(strlen(bench->settings.tracking_url), 255);
}

static void a_line_longer_than_its_limit_is_refused_and_not_read_as_two(void **state)
{
    struct bench *bench = *state;
    char text[2 * LINE_MAX];

    (void)snprintf(text, sizeof(text), "# %01021dnode = 5\n", 0);
    write_file(bench, text);
    assert_bad(bench, "", "line 1", "longer");
}

/* ------------------------------------------------------------------ lists */

static void waits_are_read_in_their_units(void **state)
{
    struct bench *bench = *state;
    const struct settings_waits *waits = &bench->settings.courier_retry;

    assert_good(bench, "");
    assert_int_equal(waits->ms[0], 10000);
    assert_int_equal(waits->ms[1], 60000);
    assert_int_equal(waits->ms[2], 600000);
    assert_int_equal(waits->ms[3], 3600000);
    assert_int_equal(waits->ms[4], 6 * 3600000);
    assert_int_equal(waits->ms[5], 12 * 3600000);
    assert_int_equal(setenv("REBOND_COURIER_RETRY", "250ms, 2s ,3m", 1), 0);
    assert_good(bench, "");
    assert_int_equal(waits->count, 3);
    assert_int_equal(waits->ms[0], 250);
    assert_int_equal(waits->ms[1], 2000);
    assert_int_equal(waits->ms[2], 180000);
    assert_good(bench, "--courier-retry=");
    assert_int_equal(waits->count, 0);
    assert_good(bench, "--courier-retry=1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s");
    assert_int_equal(waits->count, SETTINGS_WAITS_MAX);
}

static void waits_of_another_form_are_refused(void **state)
{
    static const char *const bad[] = {"10",  "s",      "10s,", ",10s",    "-1s",
                                      "0s",  "1d",     "1.5s", "10s,,1m", "10 s",
                                      "1ss", "10s;1m", "1S",   "1000001h"};
    struct bench *bench = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(setenv("REBOND_COURIER_RETRY", bad[i], 1), 0);
        assert_bad(bench, "", "courier.retry", "10s,1m,1h");
    }
    (void)unsetenv("REBOND_COURIER_RETRY");
    assert_bad(bench, "--courier-retry=1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s",
               "courier.retry", "at most 16");
}

static void networks_are_read_as_ranges(void **state)
{
    struct bench *bench = *state;

    assert_good(bench,
                "--courier-allow-private=10.0.0.0/8,::1/128 --http-trusted-proxies=10.1.1.1");
    assert_int_equal(bench->settings.courier_allow_private.count, 2);
    assert_int_equal(bench->settings.courier_allow_private.ranges[0].prefix_bits, 8);
    assert_int_equal(bench->settings.http_trusted_proxies.count, 1);
    assert_bad(bench, "--courier-allow-private=10.0.0.0/33", "courier.allow_private", "10.0.0.0/8");
    assert_bad(bench, "--http-trusted-proxies=10.0.0.0/8,", "http.trusted_proxies", "10.0.0.0/8");
}

static void host_names_are_a_list_of_names(void **state)
{
    struct bench *bench = *state;

    assert_good(bench, "--network-hosts=s.magsrv.com,ads.example:8443");
    assert_string_equal(bench->settings.network_hosts, "s.magsrv.com,ads.example:8443");
    assert_bad(bench, "--network-hosts=a.example,", "network.hosts", "ads.example");
    assert_bad(bench, "--network-hosts=https://a.example", "network.hosts", "ads.example");
    assert_bad(bench, "--network-hosts=a_\"b", "network.hosts", "ads.example");
}

/* ------------------------------------------------------------------ a command's own options */

static void a_command_takes_options_of_its_own(void **state)
{
    struct bench *bench = *state;
    const char *head = NULL;
    bool keep = false;
    const struct settings_option options[] = {
        {"--head", &head, NULL, "a hash"}, {"--keep", NULL, &keep, "a flag"}, {0}};

    bench->options = options;
    assert_good(bench, "--keep --node=2");
    assert_true(keep);
    assert_null(head);
    assert_int_equal(bench->settings.node, 2);
    assert_bad(bench, "--head", "--head", "needs a value");
    assert_bad(bench, "--header=x", "--header", "unknown");
}

static void every_setting_is_printed_with_its_limits(void **state)
{
    char text[65536];
    FILE *out = fmemopen(text, sizeof(text), "w");

    (void)state;
    assert_non_null(out);
    settings_print(out, true);
    assert_int_equal(fclose(out), 0);
    assert_non_null(strstr(text, "| `tracking.listen` | 127.0.0.1:8080 |"));
    assert_non_null(strstr(text, "| `node` | 0 | 0 to 511 |"));
    assert_non_null(strstr(text, "| `click_durability` | commit | commit"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_make, bench_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_anything_the_defaults_hold),
        TEST(the_file_is_overruled_by_the_environment_and_both_by_the_command_line),
        TEST(a_key_with_a_dot_has_its_names_everywhere),
        TEST(a_file_may_hold_comments_and_space),
        TEST(the_file_is_read_from_the_folder_named_behind_other_options),
        TEST(an_unknown_key_in_the_file_is_refused_with_its_line),
        TEST(an_unknown_option_is_refused),
        TEST(an_option_without_its_value_is_refused),
        TEST(a_number_out_of_range_is_refused_with_the_range),
        TEST(a_value_that_is_none_of_the_choices_is_refused),
        TEST(the_environments_mistakes_name_the_variable),
        TEST(an_address_to_listen_on_has_a_port),
        TEST(a_public_url_is_http_without_a_slash_at_the_end),
        TEST(a_text_longer_than_its_place_is_refused),
        TEST(a_line_longer_than_its_limit_is_refused_and_not_read_as_two),
        TEST(waits_are_read_in_their_units),
        TEST(waits_of_another_form_are_refused),
        TEST(networks_are_read_as_ranges),
        TEST(host_names_are_a_list_of_names),
        TEST(a_command_takes_options_of_its_own),
        TEST(every_setting_is_printed_with_its_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

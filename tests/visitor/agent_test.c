/* Tests of agent and agent_rules with small files of rules. */
#include "visitor/agent.h"
#include "../base/folder.h"

static char path[2 * FOLDER_PATH_MAX];
static char reason[AGENT_REASON_MAX];

static enum err make(void **state, const char *text, struct agent_matcher **matcher)
{
    folder_write(*state, "rules.yaml", text);
    (void)snprintf(path, sizeof(path), "%s/rules.yaml", (const char *)*state);
    return agent_matcher_make(path, matcher, reason);
}

static const char small[] = "user_agent_parsers:\n"
                            "  - regex: '(Minefield|Iceweasel)/(\\d+)\\.(\\d+)\\.?(\\d+pre)?'\n"
                            "    family_replacement: 'Firefox ($1)'\n"
                            "  - regex: 'Firefox/(\\d+)'\n"
                            "    family_replacement: 'Firefox'\n"
                            "    v1_replacement: '$1'\n"
                            "  - regex: '(Firefox)/(\\d+)\\.(\\d+)'\n"
                            "os_parsers:\n"
                            "  - regex: 'Win(95|98|NT)'\n"
                            "    os_replacement: 'Windows $1'\n"
                            "  - regex: '(Linux) (\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)'\n"
                            "device_parsers:\n"
                            "  - regex: '; *(PEDI)_(PLUS)_(W) Build'\n"
                            "    device_replacement: 'Odys $1 $2 $3'\n"
                            "    brand_replacement: 'Odys'\n"
                            "    model_replacement: '$1 $2 $3'\n"
                            "  - regex: 'phone ([a-z]+)( [a-z]+|)'\n"
                            "    regex_flag: 'i'\n"
                            "    model_replacement: ' $1$2$9 '\n"
                            "  - regex: 'Phone'\n"
                            "    device_replacement: ''\n";

struct ask {
    struct agent_matcher *matcher;
    struct agent_desk *desk;
};

static struct ask open_small(void **state)
{
    struct ask ask;
    if (make(state, small, &ask.matcher) != OK)
        fail_msg("%s", reason);
    ask.desk = agent_desk_make(ask.matcher);
    return ask;
}

static void close_small(struct ask *ask)
{
    agent_desk_free(ask->desk);
    agent_matcher_free(ask->matcher);
}

/* The parts of a kind by '|'. */
static void assert_answer(struct agent_desk *desk, const char *user_agent, enum agent_kind kind,
                          const char *expected)
{
    char text[1024];
    struct agent_answer answer = agent_match(desk, str_from_c(user_agent));
    struct buf buf = buf_from_memory(text, sizeof(text));
    size_t last = AGENT_PARTS_MAX;
    while (last > 0 && answer.parts[kind][last - 1].ptr == NULL)
        last--;
    for (size_t part = 0; part < last; part++)
        buf_format(&buf, "%s%.*s", part > 0 ? "|" : "", STR_FMT(answer.parts[kind][part]));
    if (!str_is_equal(buf_str(&buf), str_from_c(expected)))
        fail_msg("%s: \"%.*s\", not \"%s\"", user_agent, STR_FMT(buf_str(&buf)), expected);
}

static void the_first_rule_of_the_file_that_matches_answers(void **state)
{
    struct ask ask = open_small(state);
    assert_answer(ask.desk, "Firefox/3.6", AGENT_BROWSER, "Firefox|3");
    assert_answer(ask.desk, "Firefox/3.6 Minefield/4.0", AGENT_BROWSER, "Firefox (Minefield)|4|0");
    assert_answer(ask.desk, "firefox/3.6", AGENT_BROWSER, "");
    close_small(&ask);
}

static void groups_stand_for_parts_that_have_no_replacement(void **state)
{
    struct ask ask = open_small(state);
    assert_answer(ask.desk, "Minefield/4.0.1pre", AGENT_BROWSER, "Firefox (Minefield)|4|0|1pre");
    assert_answer(ask.desk, "WinNT", AGENT_OS, "Windows NT");
    assert_answer(ask.desk, "Linux 1.2.3.4", AGENT_OS, "Linux|1|2|3|4");
    assert_answer(ask.desk, "x; PEDI_PLUS_W Build/1", AGENT_DEVICE,
                  "Odys PEDI PLUS W|Odys|PEDI PLUS W");
    close_small(&ask);
}

static void a_flag_makes_a_rule_blind_to_case_and_white_space_is_trimmed(void **state)
{
    struct ask ask = open_small(state);
    assert_answer(ask.desk, "pHONE abc Def", AGENT_DEVICE, "abc||abc Def");
    assert_answer(ask.desk, "PHONE abc", AGENT_DEVICE, "abc||abc");
    assert_answer(ask.desk, "Phone", AGENT_DEVICE, ""); /* it answers, with nothing */
    assert_int_equal(agent_match(ask.desk, STR("Phone")).rules[AGENT_DEVICE], 2);
    assert_int_equal(agent_match(ask.desk, STR("phone")).rules[AGENT_DEVICE], -1);
    close_small(&ask);
}

static void a_user_agent_of_any_bytes_and_length_is_answered(void **state)
{
    struct ask ask = open_small(state);
    char *lengthy = heap_make(1, AGENT_BYTES_MAX + 64);
    memset(lengthy, 'x', AGENT_BYTES_MAX);
    (void)snprintf(lengthy + AGENT_BYTES_MAX, 64, "WinNT");
    assert_answer(ask.desk, lengthy, AGENT_OS, ""); /* the rest is not looked at */
    memcpy(lengthy, "WinNT", strlen("WinNT"));
    assert_answer(ask.desk, lengthy, AGENT_OS, "Windows NT");
    memcpy(lengthy, "phone ", strlen("phone "));
    assert_int_equal(
        agent_match(ask.desk, str_from_c(lengthy)).parts[AGENT_DEVICE][AGENT_MODEL].len,
        AGENT_TEXT_MAX - 1); /* behind the space that is trimmed */
    assert_answer(ask.desk, "\xff\xfe\x80 WinNT \xff", AGENT_OS, "Windows NT");
    assert_int_equal(agent_match(ask.desk, STR_NONE).rules[AGENT_OS], -1);
    free(lengthy);
    close_small(&ask);
}

static void assert_refused(void **state, const char *text, const char *expected)
{
    struct agent_matcher *matcher = NULL;
    assert_int_equal(make(state, text, &matcher), ERR_INVALID);
    assert_null(matcher);
    if (strstr(reason, expected) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", reason, expected);
}

#define LISTS(rule) "user_agent_parsers:\n" rule "os_parsers: []\ndevice_parsers: []\n"

static void a_file_that_is_none_is_refused_with_its_line(void **state)
{
    struct agent_matcher *matcher = NULL;
    assert_refused(state, "", "expected lists of rules");
    assert_refused(state, "a: [", "line ");
    assert_refused(state, "user_agent_parsers: []\n", "os_parsers is missing");
    assert_refused(state, LISTS("  - regex: '('\n"), "regex \"(\"");
    assert_refused(state, LISTS("  - family_replacement: 'a'\n"), "line 2: a rule has no regex");
    assert_refused(state, LISTS("  - regex: 'a'\n    colour: 'red'\n"), "line 3: no key");
    assert_refused(state, LISTS("  - regex: 'a'\n    regex_flag: 'x'\n"), "line 3: expected the");
    assert_refused(state, LISTS("  - 'a'\n"), "line 2: expected a rule");
    assert_int_equal(agent_matcher_make("/no/such/file", &matcher, reason), ERR_IO);
    assert_string_equal(reason, "No such file or directory");
    assert_int_equal(make(state, LISTS("  - regex: 'a'\n"), &matcher), OK);
    assert_int_equal(agent_matcher_size(matcher).rules, 1);
    agent_matcher_free(matcher);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_first_rule_of_the_file_that_matches_answers),
        IN_FOLDER(groups_stand_for_parts_that_have_no_replacement),
        IN_FOLDER(a_flag_makes_a_rule_blind_to_case_and_white_space_is_trimmed),
        IN_FOLDER(a_user_agent_of_any_bytes_and_length_is_answered),
        IN_FOLDER(a_file_that_is_none_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}

/* Tests of agent_names: which names rules answer with, and how they are found. */
#include "../base/folder.h"
#include "visitor/agent_names.h"

#define FOUND_MAX 1000

static const char rules[] = "user_agent_parsers:\n"
                            "  - regex: '(Fennec|Fire\\.fox|Iron)/(\\d+)'\n"
                            "  - regex: '(Iron) Mobile'\n"
                            "    family_replacement: '$1 Mobile'\n"
                            "  - regex: 'Op(?:era|[)x])/(\\d+)'\n"
                            "    family_replacement: 'Opera'\n"
                            "  - regex: '([a-z]+)/(\\d+)'\n"
                            "  - regex: '((a)b|Konqueror|(?:Free|Net)BSD|[|)]x)/(\\d+)'\n"
                            "  - regex: 'x'\n"
                            "    family_replacement: 'Other'\n"
                            "os_parsers:\n"
                            "  - regex: '(?:a|b) (Linux|BSD )'\n"
                            "device_parsers:\n"
                            "  - regex: 'Spider'\n"
                            "    device_replacement: 'Spider'\n"
                            "    brand_replacement: 'Spider'\n"
                            "    model_replacement: 'Desktop'\n"
                            "  - regex: '(Pad|Phone|Tablet)'\n"
                            "    brand_replacement: 'Acme'\n"
                            "  - regex: 'Z (.+)'\n"
                            "    brand_replacement: 'Generic_Z'\n"
                            "    model_replacement: '$1'\n";

/* The names that hold the part, "A|B". */
static void assert_names(const struct agent_names *names, enum agent_names_field field,
                         const char *part, const char *expected)
{
    struct str found[FOUND_MAX];
    char text[4096] = "";
    size_t count = agent_names_find(names, field, str_from_c(part), FOUND_MAX, found);
    for (size_t i = 0, len = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%.*s", i > 0 ? "|" : "",
                                STR_FMT(found[i]));
    assert_string_equal(text, expected);
}

static void names_are_those_that_stand_in_rules_or_are_plain_alternatives(void **state)
{
    char path[2 * FOLDER_PATH_MAX];
    folder_write(*state, "rules.yaml", rules);
    (void)snprintf(path, sizeof(path), "%s/rules.yaml", (const char *)*state);
    struct agent_names *names = agent_names_make(path);
    assert_names(names, AGENT_NAMES_BROWSER, "",
                 "Fennec|Fire.fox|Iron|Iron Mobile|Konqueror|Opera");
    assert_names(names, AGENT_NAMES_OS, "", "BSD|Linux");
    assert_names(names, AGENT_NAMES_BRAND, "", "Acme");
    assert_names(names, AGENT_NAMES_MODEL, "", "Pad|Phone");
    agent_names_free(names);
}

static void what_begins_with_the_part_comes_first_whatever_its_case(void **state)
{
    char path[2 * FOLDER_PATH_MAX];
    folder_write(*state, "rules.yaml", rules);
    (void)snprintf(path, sizeof(path), "%s/rules.yaml", (const char *)*state);
    struct agent_names *names = agent_names_make(path);
    struct str found[1];
    assert_names(names, AGENT_NAMES_BROWSER, "o", "Opera|Fire.fox|Iron|Iron Mobile|Konqueror");
    assert_names(names, AGENT_NAMES_BROWSER, "IRON m", "Iron Mobile");
    assert_names(names, AGENT_NAMES_BROWSER, "zz", "");
    assert_int_equal(agent_names_find(names, AGENT_NAMES_BROWSER, STR("i"), 1, found), 1);
    assert_str(found[0], "Iron");
    agent_names_free(names);
}

static void what_is_no_file_of_rules_has_no_names(void **state)
{
    static const char *const paths[] = {"", "/no/such/file", "/etc/passwd"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct agent_names *names = agent_names_make(paths[i]);
        assert_names(names, AGENT_NAMES_OS, "", "");
        agent_names_free(names);
    }
}

static bool knows(const struct agent_names *names, enum agent_names_field field, const char *name)
{
    struct str found[FOUND_MAX];
    size_t count = agent_names_find(names, field, str_from_c(name), FOUND_MAX, found);
    for (size_t i = 0; i < count; i++)
        if (str_is_equal(found[i], str_from_c(name)))
            return true;
    return false;
}

static void the_rules_that_come_with_the_program_have_the_names_people_look_for(void **state)
{
    static const char *const browsers[] = {"Chrome",  "Chrome Mobile", "Mobile Safari",
                                           "Firefox", "Edge",          "Samsung Internet"};
    static const char *const systems[] = {"Windows", "Mac OS X", "Android", "iOS", "Ubuntu"};
    static const char *const brands[] = {"Samsung", "Apple", "Huawei", "Nokia"};
    (void)state;
    struct agent_names *names = agent_names_make(AGENTS_FILE);
    for (size_t i = 0; i < ARRAY_LEN(browsers); i++)
        if (!knows(names, AGENT_NAMES_BROWSER, browsers[i]))
            fail_msg("no browser %s", browsers[i]);
    for (size_t i = 0; i < ARRAY_LEN(systems); i++)
        if (!knows(names, AGENT_NAMES_OS, systems[i]))
            fail_msg("no system %s", systems[i]);
    for (size_t i = 0; i < ARRAY_LEN(brands); i++)
        if (!knows(names, AGENT_NAMES_BRAND, brands[i]))
            fail_msg("no brand %s", brands[i]);
    assert_true(knows(names, AGENT_NAMES_MODEL, "iPhone"));
    agent_names_free(names);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(names_are_those_that_stand_in_rules_or_are_plain_alternatives),
        IN_FOLDER(what_begins_with_the_part_comes_first_whatever_its_case),
        cmocka_unit_test(what_is_no_file_of_rules_has_no_names),
        cmocka_unit_test(the_rules_that_come_with_the_program_have_the_names_people_look_for),
    };
    return cmocka_run_group_tests_name("agent_names", tests, NULL, NULL);
}

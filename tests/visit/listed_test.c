/* Tests of visit/listed: what is remembered is what the lists say, for each workspace and version.
 */
#include "visit/listed.h"

#include "../base/check.h"

#define AGENTS 20000 /* more than there are places */

static struct pattern *compiled(struct str text)
{
    struct pattern *pattern = NULL;
    char reason[64];
    assert_int_equal(pattern_compile(text, &pattern, reason, sizeof(reason)), OK);
    return pattern;
}

static void the_answers_are_those_of_the_lists_also_when_places_are_taken(void **state)
{
    (void)state;
    struct pattern *pattern = compiled(STR("[02468]$"));
    const struct pattern *patterns[] = {pattern};
    const struct str agents[] = {STR(" HeadLess ")};
    const struct bot_lists even = {.patterns = patterns, .pattern_count = 1};
    const struct bot_lists headless = {.agents = agents, .agent_count = 1};
    struct listed *listed = listed_make();
    char text[32];
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < AGENTS; i++) {
            struct str agent = {text, (size_t)snprintf(text, sizeof(text), "agent %d", i)};
            assert_int_equal(listed_has_agent(listed, &even, 1, 1, agent), i % 2 == 0);
            assert_false(listed_has_agent(listed, &headless, 2, 1, agent));
            assert_int_equal(listed_has_agent(listed, &even, 1, 1, agent), i % 2 == 0);
        }
    assert_true(listed_has_agent(listed, &headless, 2, 1, STR("x headless/1")));
    assert_false(listed_has_agent(listed, &even, 1, 1, STR_NONE));
    listed_free(listed);
    pattern_free(pattern);
}

static void another_version_of_the_lists_is_asked_anew(void **state)
{
    (void)state;
    const struct str agents[] = {STR("headless")};
    const struct bot_lists none = {0}, some = {.agents = agents, .agent_count = 1};
    struct listed *listed = listed_make();
    assert_false(listed_has_agent(listed, &none, 1, 7, STR("Headless")));
    assert_false(listed_has_agent(listed, &some, 1, 7, STR("Headless"))); /* remembered */
    assert_true(listed_has_agent(listed, &some, 1, 8, STR("Headless")));
    listed_free(listed);
    listed_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answers_are_those_of_the_lists_also_when_places_are_taken),
        cmocka_unit_test(another_version_of_the_lists_is_asked_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

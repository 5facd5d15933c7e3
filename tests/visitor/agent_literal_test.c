/* Tests of agent_literal and agent_filter. */
#include "visitor/agent_filter.h"
#include "base/buf.h"
#include "../base/check.h"

/* The sets of an expression: texts by ',', sets by ' & '. */
static void assert_needs(const char *regex, const char *expected)
{
    char memory[4096];
    struct arena *arena = arena_make(1 << 20);
    struct literal_sets sets = literal_find(arena, str_from_c(regex));
    struct buf buf = buf_from_memory(memory, sizeof(memory));
    for (size_t i = 0; i < sets.count; i++)
        for (size_t j = 0; j < sets.sets[i].count; j++)
            buf_format(&buf, "%s%.*s",
                       j > 0   ? ","
                       : i > 0 ? " & "
                               : "",
                       STR_FMT(sets.sets[i].texts[j]));
    if (!str_is_equal(buf_str(&buf), str_from_c(expected)))
        fail_msg("%s needs \"%.*s\", not \"%s\"", regex, STR_FMT(buf_str(&buf)), expected);
    arena_free(arena);
}

static void an_expression_needs_the_texts_it_cannot_match_without(void **state)
{
    (void)state;
    assert_needs("Chrome", "chrome");
    assert_needs("(Chrome)/(\\d+)\\.(\\d+)", "chrome/");
    assert_needs("Win(95|98) build", "win95 build,win98 build");
    assert_needs("colou?r", "colour,color");
    assert_needs("[Bb]uild/x{2,3}y", "build/x");
    assert_needs("abc.{0,100}def", "abc & def");
    assert_needs("(?:abc\\d|def)x", "abc,def");
    assert_needs("abc(?:def|ghi)+jkl", "abcdef,abcghi & jkl");
    assert_needs("^abc$", "abc");
    assert_needs("a\\.b\\-c", "a.b-c");
    assert_needs("\\bfetch libfetch\\b", "fetch libfetch");
}

static void what_may_be_absent_is_not_needed(void **state)
{
    (void)state;
    assert_needs("abc(?:def)*ghi", "abc & ghi");
    assert_needs("abc(?:def){0,2}ghi", "abc & ghi");
    assert_needs("abc|\\d+", "");
    assert_needs("abc|", "");
    assert_needs("x*", "");
    assert_needs("[^a]", "");
    assert_needs("[a-z]bc", "bc");
}

static void what_is_not_understood_needs_nothing(void **state)
{
    (void)state;
    assert_needs("(?i)abc", "");
    assert_needs("abc(?!def)", "");
    assert_needs("(?=abc)", "");
    assert_needs("abc\\x41", "");
    assert_needs("abc{x}", "");
    assert_needs("abc(", "");
    assert_needs("abc)", "");
    assert_needs("[[:alpha:]]bc", "");
    assert_needs("\\Qabc\\E", "");
    assert_needs("abc\\", "");
    assert_needs("abc{1[^}]}", "");
}

static void a_zero_byte_is_a_character_like_any_other(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1 << 20);
    struct literal_sets sets = literal_find(arena, STR("ab\0cd"));
    assert_int_equal(sets.count, 1);
    assert_true(str_is_equal(sets.sets[0].texts[0], STR("ab\0cd")));
    arena_free(arena);
}

static void a_full_arena_gives_no_needs(void **state)
{
    (void)state;
    struct arena *arena = arena_make(64);
    assert_int_equal(literal_find(arena, STR("(?:abc|def|ghi|jkl) and more of it")).count, 0);
    arena_free(arena);
}

/* ------------------------------------------------------------------ filter */

static const char *const regexes[] = {"she", "he", "his|hers", "abc.*def", "\\d+", "ABC"};

static void assert_candidates(const struct agent_filter *filter, const char *text,
                              const char *expected)
{
    char found[64] = "";
    uint16_t candidates[ARRAY_LEN(regexes)];
    void *scratch = heap_make(agent_filter_scratch_bytes(filter), 1);
    size_t count = agent_filter_scan(filter, str_from_c(text), scratch, candidates);
    for (size_t i = 0; i < count; i++)
        (void)snprintf(found + strlen(found), sizeof(found) - strlen(found), "%u ", candidates[i]);
    assert_string_equal(found, expected);
    free(scratch);
}

static void a_filter_names_the_expressions_whose_texts_are_all_there(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1 << 20);
    struct literal_sets needs[ARRAY_LEN(regexes)];
    for (size_t i = 0; i < ARRAY_LEN(regexes); i++)
        needs[i] = literal_find(arena, str_from_c(regexes[i]));
    struct agent_filter *filter = agent_filter_make(needs, ARRAY_LEN(regexes));
    arena_free(arena);
    assert_candidates(filter, "", "4 ");
    assert_candidates(filter, "ushers", "0 1 2 4 ");
    assert_candidates(filter, "USHERS", "0 1 2 4 ");
    assert_candidates(filter, "his", "2 4 ");
    assert_candidates(filter, "abc de", "4 5 ");
    assert_candidates(filter, "abcdef", "3 4 5 ");
    assert_candidates(filter, "def abc", "3 4 5 "); /* in any order: the expression decides */
    assert_candidates(filter, "h\xc3\xa9 he", "1 4 ");
    assert_int_equal(agent_filter_size(filter).unfiltered, 1);
    agent_filter_free(filter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_expression_needs_the_texts_it_cannot_match_without),
        cmocka_unit_test(what_may_be_absent_is_not_needed),
        cmocka_unit_test(what_is_not_understood_needs_nothing),
        cmocka_unit_test(a_zero_byte_is_a_character_like_any_other),
        cmocka_unit_test(a_full_arena_gives_no_needs),
        cmocka_unit_test(a_filter_names_the_expressions_whose_texts_are_all_there),
    };
    return cmocka_run_group_tests_name("agent literals", tests, NULL, NULL);
}

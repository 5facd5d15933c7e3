/* Tests of base/pattern. */
#include "base/pattern.h"

#include "base/clock.h"
#include "check.h"

static struct pattern *compiled(struct str text)
{
    struct pattern *pattern = NULL;
    char reason[128] = "";

    if (pattern_compile(text, &pattern, reason, sizeof(reason)) != OK)
        fail_msg("%.*s: %s", STR_FMT(text), reason);
    return pattern;
}

static bool is_match(struct str text, struct str s)
{
    struct pattern *pattern = compiled(text);
    bool matches = pattern_is_match(pattern, s);

    pattern_free(pattern);
    return matches;
}

static void a_pattern_matches_anywhere_in_the_bytes(void **state)
{
    (void)state;
    assert_true(is_match(STR("chrome/1[0-9]+"), STR("x chrome/120 y")));
    assert_true(is_match(STR("(?i)CHROME"), STR("chrome")));
    assert_false(is_match(STR("CHROME"), STR("chrome")));
    assert_false(is_match(STR("^b"), STR("ab")));
    assert_true(is_match(STR("(a)(b)(c)"), STR("abc")));
    assert_true(is_match(STR("^$"), STR_NONE));
    assert_true(is_match(STR(""), STR("a")));
    assert_true(is_match(STR("b"), STR("a\0b")));
    assert_true(is_match(STR("^.$"), STR("\xff")));
    assert_false(is_match(STR("^.$"), STR("\xc3\xa9")));
    pattern_free(NULL);
}

static void a_broken_pattern_is_refused_with_a_reason(void **state)
{
    struct pattern *pattern = NULL;
    char reason[128] = "", small[4] = "";
    char large[PATTERN_BYTES_MAX + 1];

    (void)state;
    assert_int_equal(pattern_compile(STR("a("), &pattern, reason, sizeof(reason)), ERR_INVALID);
    assert_string_equal(reason, "missing closing parenthesis at byte 2");
    assert_int_equal(pattern_compile(STR("a("), &pattern, small, sizeof(small)), ERR_INVALID);
    assert_string_equal(small, "mis");
    assert_int_equal(pattern_compile(STR("(*UTF)a"), &pattern, reason, sizeof(reason)),
                     ERR_INVALID);
    memset(large, 'a', sizeof(large));
    assert_int_equal(
        pattern_compile((struct str){large, sizeof(large)}, &pattern, reason, sizeof(reason)),
        ERR_TOO_LONG);
    assert_string_equal(reason, "a pattern has at most 512 bytes");
    assert_null(pattern);
}

static void a_pattern_that_would_run_for_ever_does_not_match(void **state)
{
    char text[4096];

    (void)state;
    memset(text, 'a', sizeof(text));
    text[sizeof(text) - 1] = '!';
    int64_t before = clock_mono_ms();
    assert_false(is_match(STR("^(a+)+$"), (struct str){text, sizeof(text)}));
    assert_false(is_match(STR("^(([a-z])+.)+[A-Z]([a-z])+$"), (struct str){text, sizeof(text)}));
    assert_true(clock_mono_ms() - before < 5000);
}

static void a_deep_but_honest_match_is_found(void **state)
{
    char text[4096];

    (void)state;
    memset(text, 'a', sizeof(text));
    assert_true(is_match(STR("^(?:a|b(c))*$"), (struct str){text, sizeof(text)}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_matches_anywhere_in_the_bytes),
        cmocka_unit_test(a_broken_pattern_is_refused_with_a_reason),
        cmocka_unit_test(a_pattern_that_would_run_for_ever_does_not_match),
        cmocka_unit_test(a_deep_but_honest_match_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

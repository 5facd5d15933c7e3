/* Tests of visit/update: tokens that are told afterwards. */
#include "visit/update.h"
#include "../base/check.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_make(1 << 20);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_tokens(const char *tokens, const char *brought, const char *expected)
{
    struct str updated = update_tokens(arena, str_from_c(tokens), str_from_c(brought));

    if (!str_is_equal(updated, str_from_c(expected)))
        fail_msg("%s + %s: \"%.*s\"", tokens, brought, STR_FMT(updated));
}

static void a_token_is_replaced_in_its_place(void **state)
{
    (void)state;
    assert_tokens("a&b&c", "token2=x", "a&x&c");
    assert_tokens("a&b&c", "token1=1&token3=3", "1&b&3");
    assert_tokens("a&b", "token2=", "a&");
}

static void places_before_a_new_one_stay_empty(void **state)
{
    (void)state;
    assert_tokens("a", "token4=d", "a&&&d");
    assert_tokens("", "token2=b", "&b");
    assert_tokens(NULL, "token1=a", "a");
}

static void values_are_encoded_as_a_visit_has_them(void **state)
{
    (void)state;
    assert_tokens("%26&b", "token2=x%26y+z", "%26&x%26y%20z");
}

static void what_is_no_token_changes_nothing(void **state)
{
    (void)state;
    assert_tokens("a&b", "token31=x&token0=y&tok=z", "a&b");
    assert_tokens("a&b", NULL, "a&b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_replaced_in_its_place),
        cmocka_unit_test(places_before_a_new_one_stay_empty),
        cmocka_unit_test(values_are_encoded_as_a_visit_has_them),
        cmocka_unit_test(what_is_no_token_changes_nothing),
    };

    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}

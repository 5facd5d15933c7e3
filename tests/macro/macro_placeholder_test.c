/* macro_placeholder_test - values that are no values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "macro/macro.h"

static void an_unexpanded_macro_of_any_family_is_no_value(void **state)
{
    static const char *const holes[] = {
        "",
        "REPLACE",
        "replace",
        "OPTIONAL",
        "Optional",
        "{x}",
        "{click_id}",
        "{{x}}",
        "{{EXTERNAL_ID}}",
        "{:click_id}",
        "{$click_id}",
        "{hit.data2}",
        "{url(sid)}",
        "{amount50%}",
        "[x]",
        "[CLICK_ID]",
        "[[[subid]]]",
        "[=XID1=]",
        "#s2#",
        "##ZONE_ID##",
        "##SUB_ID_SHORT(action)##",
        "%subid1%",
        "${SUBID}",
        "__CLICKID__",
        "@@CLICK-ID@@",
        "<click_id>",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(holes); i++) {
        if (!macro_is_placeholder(str_from_c(holes[i]))) {
            fail_msg("%s was taken for a value", holes[i]);
        }
    }
    assert_true(macro_is_placeholder(STR_NONE));
}

static void what_only_looks_like_a_macro_is_a_value(void **state)
{
    static const char *const values[] = {
        "0",       "10%",   "#1 offer", "[sale",   "sale]",     "{x",       "x}",        "{}",
        "[]",      "##",    "%",        "%%",      "____",      "<>",       "<",         "#1#",
        "50% off", "{x} y", "a{x}",     "{a b}",   "{\"a\":1}", "REPLACED", "__x",       "x__",
        "@me@",    "$5",    "$x",       "abc_def", "A-B_C",     "{[x]}",    "{{{{x}}}}", "100%100%",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        if (macro_is_placeholder(str_from_c(values[i]))) {
            fail_msg("%s was taken for a placeholder", values[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unexpanded_macro_of_any_family_is_no_value),
        cmocka_unit_test(what_only_looks_like_a_macro_is_a_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

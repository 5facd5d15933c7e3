/* The catalogue as text: what differs between documents, masks, and lines of the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/config.h"
#include "model/diff.h"
#include "model/kind.h"

static json_t *parse(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    return value;
}

static void assert_diff(const char *before_text, const char *after_text, const char *expected)
{
    json_auto_t *before = before_text != NULL ? parse(before_text) : NULL;
    json_auto_t *after = parse(after_text);
    json_auto_t *found = diff_make(before, after);
    char *text = json_dumps(found, JSON_COMPACT);
    assert_string_equal(text, expected);
    free(text);
}

static void differences_name_the_fields_down_to_the_items_of_lists(void **state)
{
    (void)state;
    assert_diff("{\"a\":1,\"b\":{\"c\":[1,{\"d\":2}]}}", "{\"a\":1,\"b\":{\"c\":[1,{\"d\":3}]}}",
                "[{\"field\":\"b.c[1].d\",\"before\":2,\"after\":3}]");
    assert_diff("{\"a\":[1,2]}", "{\"a\":[1]}",
                "[{\"field\":\"a[1]\",\"before\":2,\"after\":null}]");
    assert_diff("{\"a\":1}", "{\"b\":1}",
                "[{\"field\":\"b\",\"before\":null,\"after\":1},{\"field\":\"a\",\"before\":1,"
                "\"after\":null}]");
    assert_diff("{\"a\":{\"b\":1}}", "{\"a\":null}",
                "[{\"field\":\"a\",\"before\":{\"b\":1},\"after\":null}]");
}

static void nothing_and_null_are_alike_and_equal_documents_do_not_differ(void **state)
{
    (void)state;
    assert_diff("{\"a\":null,\"b\":[{}]}", "{\"b\":[{}]}", "[]");
    assert_diff(NULL, "{\"a\":1,\"b\":null}", "[{\"field\":\"a\",\"before\":null,\"after\":1}]");
}

static void lines_are_found_whatever_stands_between(void **state)
{
    (void)state;
    static const char text[] = "{\n"                                              /* 1 */
                               "  \"rebond\": 1,\n"                               /* 2 */
                               "  \"offers\": [\n"                                /* 3 */
                               "    {\"id\": 1, \"x\": \"a]},\\\"{\"\n"           /* 4 */
                               "    },\n"                                         /* 5 */
                               "    {\"id\": 2, \"y\": [[], {}, -1.5e3, true]}\n" /* 6 */
                               "  ], \"goals\": [],\n"                            /* 7 */
                               "  \"sources\": [ 7 ,\n"                           /* 8 */
                               "    \"text\" ]\n"                                 /* 9 */
                               "}\n";
    assert_int_equal(config_line(str_from_c(text), "offers", 0), 4);
    assert_int_equal(config_line(str_from_c(text), "offers", 1), 6);
    assert_int_equal(config_line(str_from_c(text), "offers", 2), 3);
    assert_int_equal(config_line(str_from_c(text), "goals", 0), 7);
    assert_int_equal(config_line(str_from_c(text), "sources", 0), 8);
    assert_int_equal(config_line(str_from_c(text), "sources", 1), 9);
    assert_int_equal(config_line(str_from_c(text), "nothing", 0), 0);
    assert_int_equal(config_line(STR("{}"), "offers", 0), 0);
    assert_int_equal(config_line(STR(""), "offers", 0), 0);
    assert_int_equal(config_line(STR("{\"offers\": [{"), "offers", 5), 1); /* cut: no loop */
}

static void a_mask_stands_for_the_stored_secret_and_for_nothing_else(void **state)
{
    (void)state;
    const struct schema *schema = kind_of(ENTITY_NETWORK)->schema;
    struct model_fault fault = {0};
    json_auto_t *stored = parse("{\"name\":\"n\",\"secret\":\"abcdefgh\"}");
    json_auto_t *shown = json_deep_copy(stored);
    json_auto_t *none = parse("{\"secret\":null}");
    config_mask(schema, shown);
    assert_string_equal(json_string_value(json_object_get(shown, "secret")), CONFIG_MASK);
    assert_string_equal(json_string_value(json_object_get(shown, "name")), "n");
    assert_int_equal(config_unmask(schema, shown, stored, &fault), OK);
    assert_true(json_equal(shown, stored));
    config_mask(schema, shown);
    assert_int_equal(config_unmask(schema, shown, NULL, &fault), ERR_INVALID);
    assert_string_equal(fault.field, "secret");
    config_mask(schema, none);
    assert_true(json_is_null(json_object_get(none, "secret")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_name_the_fields_down_to_the_items_of_lists),
        cmocka_unit_test(nothing_and_null_are_alike_and_equal_documents_do_not_differ),
        cmocka_unit_test(lines_are_found_whatever_stands_between),
        cmocka_unit_test(a_mask_stands_for_the_stored_secret_and_for_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

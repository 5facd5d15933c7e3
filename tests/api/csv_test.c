/* CSV: columns from a schema, fields as RFC 4180 has them, and nothing that a spreadsheet runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/csv.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_make(1024 * 1024);
    return 0;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_csv(const char *schema_text, const char *rows_text, const char *expected)
{
    json_t *schema = json_loads(schema_text, 0, NULL);
    json_t *rows = json_loads(rows_text, 0, NULL);
    assert_non_null(schema);
    assert_non_null(rows);
    struct str text = csv_write(arena, schema, rows, false);
    json_decref(schema);
    json_decref(rows);
    assert_non_null(text.ptr);
    char shown[4096];
    (void)snprintf(shown, sizeof(shown), "%.*s", STR_FMT(text));
    assert_string_equal(shown, expected);
}

#define ONE "{\"properties\":{\"a\":{\"type\":\"string\"}}}"

static void nested_objects_become_columns_and_lists_and_maps_one_field(void **state)
{
    (void)state;
    assert_csv(
        "{\"properties\":{\"id\":{\"type\":\"integer\"},"
        "\"campaign\":{\"anyOf\":[{\"type\":\"object\",\"properties\":{"
        "\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"}}},{\"type\":\"null\"}]},"
        "\"tokens\":{\"type\":\"object\"},\"signals\":{\"type\":\"array\"}}}",
        "[{\"id\":1,\"campaign\":{\"id\":2,\"name\":\"A, B\"},\"tokens\":{\"t\":\"x\"},"
        "\"signals\":[\"head\"]},{\"id\":3,\"campaign\":null,\"tokens\":{},\"signals\":[]}]",
        "id,campaign.id,campaign.name,tokens,signals\r\n"
        "1,2,\"A, B\",\"{\"\"t\"\":\"\"x\"\"}\",\"[\"\"head\"\"]\"\r\n"
        "3,,,{},[]\r\n");
}

static void fields_are_quoted_where_rfc_4180_asks(void **state)
{
    (void)state;
    assert_csv(ONE,
               "[{\"a\":\"plain\"},{\"a\":\"say \\\"hi\\\"\"},{\"a\":\"two\\nlines\"},{\"a\":\" "
               "spaced\"},{\"a\":\"\"},{\"a\":null},{\"a\":\"caf\\u00e9\"},{\"a\":true}]",
               "a\r\nplain\r\n\"say \"\"hi\"\"\"\r\n\"two\nlines\"\r\n\" "
               "spaced\"\r\n\r\n\r\ncaf\xc3\xa9\r\ntrue\r\n");
}

static void what_a_spreadsheet_would_run_is_prefixed_and_numbers_are_not(void **state)
{
    (void)state;
    assert_csv(ONE,
               "[{\"a\":\"=1+1\"},{\"a\":\"+33 1\"},{\"a\":\"-cmd\"},{\"a\":\"@SUM(A1)\"},{\"a\":"
               "\"\\t=1\"},{\"a\":\"\\r=1\"},{\"a\":\"-3.5\"},{\"a\":\"-12\"},{\"a\":\"1=2\"},"
               "{\"a\":\"=HYPERLINK(\\\"x\\\",1)\"}]",
               "a\r\n'=1+1\r\n'+33 1\r\n'-cmd\r\n'@SUM(A1)\r\n'\t=1\r\n\"'\r=1\"\r\n-3.5\r\n-12\r\n"
               "1=2\r\n\"'=HYPERLINK(\"\"x\"\",1)\"\r\n");
}

static void no_rows_are_a_header_alone(void **state)
{
    (void)state;
    assert_csv(ONE, "[]", "a\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nested_objects_become_columns_and_lists_and_maps_one_field),
        cmocka_unit_test(fields_are_quoted_where_rfc_4180_asks),
        cmocka_unit_test(what_a_spreadsheet_would_run_is_prefixed_and_numbers_are_not),
        cmocka_unit_test(no_rows_are_a_header_alone),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}

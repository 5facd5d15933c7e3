/* Tests of visit/events. */
#include "visit/events.h"
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

static void assert_merged(const char *stored, const char *brought, const char *expected)
{
    struct str merged = events_merge(arena, str_from_c(stored), str_from_c(brought));

    if (!str_is_equal(merged, str_from_c(expected)) || (merged.ptr == NULL) != (expected == NULL))
        fail_msg("%s + %s: \"%.*s\"", stored != NULL ? stored : "-",
                 brought != NULL ? brought : "-", STR_FMT(merged));
}

static void nothing_and_nothing_is_nothing(void **state)
{
    (void)state;
    assert_merged(NULL, NULL, NULL);
    assert_merged(NULL, "param1=5&x=1", NULL);
}

static void set_replaces_and_add_adds(void **state)
{
    (void)state;
    assert_merged(NULL, "event2=5", "event2=5");
    assert_merged("event2=5", "event2=7", "event2=7");
    assert_merged("event2=5", "add_event2=7", "event2=12");
    assert_merged(NULL, "add_event30=1", "event30=1");
    assert_merged("event2=5", "event2=1&add_event2=2", "event2=3");
    assert_merged("event2=5&event3=1", NULL, "event2=5&event3=1");
}

static void numbers_may_be_negative_and_have_decimals(void **state)
{
    (void)state;
    assert_merged("event1=5", "add_event1=-7.5", "event1=-2.5");
    assert_merged(NULL, "event1=-0.000001", "event1=-0.000001");
    assert_merged(NULL, "event1=1%2C50", "event1=1.5");
}

static void they_stand_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    assert_merged("event10=1", "event2=2&event30=3", "event2=2&event10=1&event30=3");
}

static void event31_is_none(void **state)
{
    (void)state;
    assert_merged(NULL, "event31=1&event0=1&event01=1", NULL);
}

static void a_sum_stops_at_what_an_amount_may_be(void **state)
{
    (void)state;
    assert_merged("event1=1000000000", "add_event1=1", "event1=1000000000");
    assert_merged("event1=-1000000000", "add_event1=-1", "event1=-1000000000");
}

static void text_is_no_number(void **state)
{
    (void)state;
    assert_true(events_is_number(STR("-5")));
    assert_true(events_is_number(STR("0.25")));
    assert_false(events_is_number(STR("five")));
    assert_false(events_is_number(STR("")));
    assert_false(events_is_number(STR("NaN")));
}

static void a_query_s_numbers_are_read_and_the_rest_is_left_out(void **state)
{
    struct uri_query query;
    struct uri_fault fault;

    (void)state;
    assert_int_equal(
        uri_parse_query(arena, STR("cid=x&event2=5&add_event2=-1&event3=no&event31=1&event4="),
                        &query, &fault),
        OK);
    assert_true(str_is_equal(events_read(arena, &query), STR("event2=5&add_event2=-1")));
    query.count = 1;
    assert_null(events_read(arena, &query).ptr);
}

static void macros_take_them(void **state)
{
    const struct macro_template *compiled = NULL;
    struct macro_fault warning, fault;
    struct macro_values values = {0};
    char text[128];
    struct buf url = buf_from_memory(text, sizeof(text));

    (void)state;
    assert_int_equal(macro_compile(arena, STR("http://h/?a={event1}&b={event30}&c={Event2}"),
                                   MACRO_IN_LANDER, &compiled, &warning, &fault),
                     OK);
    assert_string_equal(warning.reason, "");
    events_fill(compiled, STR("event1=-2&event2=7&event30=1.5"), arena, &values);
    macro_expand(compiled, &values, &url);
    assert_true(str_is_equal(buf_str(&url), STR("http://h/?a=-2&b=1.5&c=7")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_nothing_is_nothing),
        cmocka_unit_test(set_replaces_and_add_adds),
        cmocka_unit_test(numbers_may_be_negative_and_have_decimals),
        cmocka_unit_test(they_stand_in_the_order_of_their_numbers),
        cmocka_unit_test(event31_is_none),
        cmocka_unit_test(a_sum_stops_at_what_an_amount_may_be),
        cmocka_unit_test(text_is_no_number),
        cmocka_unit_test(a_query_s_numbers_are_read_and_the_rest_is_left_out),
        cmocka_unit_test(macros_take_them),
    };

    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}

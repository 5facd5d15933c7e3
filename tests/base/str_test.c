/* Tests of base/str. */
#include "check.h"

static void equality_is_of_bytes(void **state)
{
    (void)state;
    assert_true(str_is_equal(STR("abc"), STR("abc")));
    assert_false(str_is_equal(STR("abc"), STR("abd")));
    assert_false(str_is_equal(STR("abc"), STR("ab")));
    assert_true(str_is_equal(STR("a\0b"), STR("a\0b")));
    assert_true(str_is_equal(STR_NONE, STR("")));
    assert_true(str_is_equal_nocase(STR("Host-X"), STR("hOST-x")));
    assert_false(str_is_equal_nocase(STR("@"), STR("`")));
    assert_false(str_is_equal_nocase(STR("\xc3\x89"), STR("\xc3\xa9")));
}

static void prefix_suffix_and_places_are_found(void **state)
{
    (void)state;
    assert_true(str_has_prefix(STR("abc"), STR("ab")));
    assert_true(str_has_prefix(STR_NONE, STR("")));
    assert_false(str_has_prefix(STR("a"), STR("ab")));
    assert_true(str_has_suffix(STR("abc"), STR("bc")));
    assert_false(str_has_suffix(STR("c"), STR("bc")));
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_int_equal(str_find(STR("abc"), STR("x")), -1);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find(STR_NONE, STR("x")), -1);
    assert_int_equal(str_find_char(STR("abc"), 'c'), 2);
    assert_int_equal(str_find_char(STR_NONE, 'c'), -1);
    assert_int_equal(str_find_char(STR("a\xff"), '\xff'), 1);
}

static void a_slice_is_cut_to_its_string(void **state)
{
    (void)state;
    assert_str(str_slice(STR("abcdef"), 2, 4), "cd");
    assert_str(str_slice(STR("abc"), 1, 99), "bc");
    assert_str(str_slice(STR("abc"), 99, 99), "");
    assert_str(str_slice(STR("abc"), 2, 1), "");
    assert_null(str_slice(STR_NONE, 0, 1).ptr);
}

static void trim_takes_white_space_off_both_ends(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\r\na b\n ")), "a b");
    assert_str(str_trim(STR(" \t")), "");
    assert_str(str_trim(STR("\va")), "\va");
    assert_null(str_trim(STR_NONE).ptr);
}

static void utf8_is_judged_as_rfc_3629_says(void **state)
{
    (void)state;
    const struct str good[] = {
        STR(""),
        STR("plain ascii, longer than eight"),
        STR("\xc2\x80"),
        STR("caf\xc3\xa9 \xe2\x82\xac"),
        STR("\xe0\xa0\x80"),
        STR("\xed\x9f\xbf"),
        STR("\xee\x80\x80"),
        STR("\xf0\x90\x80\x80"),
        STR("\xf4\x8f\xbf\xbf"),
        STR("1234567\xc3\xa9"),
    };
    const struct str bad[] = {
        STR("\x80"),
        STR("\xc0\xaf"),
        STR("\xc1\xbf"),
        STR("\xc3"),
        STR("\xe0\x9f\xbf"),
        STR("\xed\xa0\x80"),
        STR("\xe2\x82"),
        STR("\xf0\x8f\xbf\xbf"),
        STR("\xf4\x90\x80\x80"),
        STR("\xf5\x80\x80\x80"),
        STR("\xc3\x28"),
        STR("12345678\xff"),
        STR("\xe2\x82\x28"),
        STR("\xf0\x90\x80"),
        STR("1234567\xc3"),
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(str_is_utf8(good[i]));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(str_is_utf8(bad[i]));
}

static void every_control_byte_is_seen_at_every_place(void **state)
{
    char text[19];

    (void)state;
    for (size_t place = 0; place < sizeof(text); place++)
        for (unsigned c = 0; c < 256; c++) {
            memset(text, 0x80 + (int)place, sizeof(text));
            text[place] = (char)c;
            assert_int_equal(str_has_control((struct str){text, sizeof(text)}),
                             c < 0x20 || c == 0x7f);
            memset(text, ' ', sizeof(text));
            text[place] = (char)c;
            assert_int_equal(str_has_control((struct str){text, sizeof(text)}),
                             c < 0x20 || c == 0x7f);
        }
}

static void pieces_come_one_by_one_until_the_rest_is_absent(void **state)
{
    struct str rest = STR("a,,b,"), piece;

    (void)state;
    assert_true(str_take_piece(&rest, ',', &piece));
    assert_str(piece, "a");
    assert_true(str_take_piece(&rest, ',', &piece));
    assert_str(piece, "");
    assert_true(str_take_piece(&rest, ',', &piece));
    assert_str(piece, "b");
    assert_true(str_take_piece(&rest, ',', &piece));
    assert_str(piece, "");
    assert_null(rest.ptr);
    assert_false(str_take_piece(&rest, ',', &piece));
    rest = STR("");
    assert_true(str_take_piece(&rest, ',', &piece));
    assert_str(piece, "");
    assert_false(str_take_piece(&rest, ',', &piece));
}

static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_true(str_hash(STR("")) == UINT64_C(0xcbf29ce484222325));
    assert_true(str_hash(STR("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(str_hash(STR("foobar")) == UINT64_C(0x85944171f73967e8));
}

static void every_error_has_a_text(void **state)
{
    (void)state;
    assert_string_equal(err_text(OK), "ok");
    assert_string_equal(err_text(ERR_FORGED), "not one of ours");
    assert_string_equal(err_text(ERR_CLOSED), "closed");
}

static void take_leaves_nothing_behind(void **state)
{
    (void)state;
    char *first = heap_make(2, 8), *second = TAKE(first);
    assert_null(first);
    second = heap_grow(second, 4000);
    assert_non_null(second);
    assert_int_equal(second[15], 0);
    free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_is_of_bytes),
        cmocka_unit_test(prefix_suffix_and_places_are_found),
        cmocka_unit_test(a_slice_is_cut_to_its_string),
        cmocka_unit_test(trim_takes_white_space_off_both_ends),
        cmocka_unit_test(utf8_is_judged_as_rfc_3629_says),
        cmocka_unit_test(every_control_byte_is_seen_at_every_place),
        cmocka_unit_test(pieces_come_one_by_one_until_the_rest_is_absent),
        cmocka_unit_test(the_hash_is_fnv_1a),
        cmocka_unit_test(every_error_has_a_text),
        cmocka_unit_test(take_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of base/num. */
#include "check.h"

static void unsigned_numbers_are_digits_alone(void **state)
{
    uint64_t value = 99;

    (void)state;
    assert_int_equal(num_parse_u64(STR("0"), 10, &value), OK);
    assert_true(value == 0);
    assert_int_equal(num_parse_u64(STR("18446744073709551615"), UINT64_MAX, &value), OK);
    assert_true(value == UINT64_MAX);
    value = 99;
    assert_int_equal(num_parse_u64(STR("18446744073709551616"), UINT64_MAX, &value), ERR_RANGE);
    assert_int_equal(num_parse_u64(STR("99999999999999999999999"), UINT64_MAX, &value), ERR_RANGE);
    assert_int_equal(num_parse_u64(STR("99999999999999999999999x"), 9, &value), ERR_INVALID);
    assert_int_equal(num_parse_u64(STR("11"), 10, &value), ERR_RANGE);
    const struct str bad[] = {STR(""),   STR("-1"),  STR("+1"),  STR(" 1"),
                              STR("1 "), STR("1.0"), STR("0x1"), {"1", 0}};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(num_parse_u64(bad[i], 100, &value), ERR_INVALID);
    assert_int_equal(num_parse_u64(STR_NONE, 100, &value), ERR_INVALID);
    assert_true(value == 99);
}

static void signed_numbers_reach_both_ends(void **state)
{
    int64_t value = 99;

    (void)state;
    assert_int_equal(num_parse_i64(STR("-9223372036854775808"), INT64_MIN, INT64_MAX, &value), OK);
    assert_true(value == INT64_MIN);
    assert_int_equal(num_parse_i64(STR("9223372036854775807"), INT64_MIN, INT64_MAX, &value), OK);
    assert_true(value == INT64_MAX);
    assert_int_equal(num_parse_i64(STR("-0"), -1, 1, &value), OK);
    assert_true(value == 0);
    assert_int_equal(num_parse_i64(STR("-9223372036854775809"), INT64_MIN, INT64_MAX, &value),
                     ERR_RANGE);
    assert_int_equal(num_parse_i64(STR("9223372036854775808"), INT64_MIN, INT64_MAX, &value),
                     ERR_RANGE);
    assert_int_equal(num_parse_i64(STR("-6"), -5, 5, &value), ERR_RANGE);
    assert_int_equal(num_parse_i64(STR("-"), -5, 5, &value), ERR_INVALID);
    assert_int_equal(num_parse_i64(STR("--1"), -5, 5, &value), ERR_INVALID);
    assert_int_equal(num_parse_i64(STR(""), -5, 5, &value), ERR_INVALID);
    assert_true(value == 0);
}

static void hex_has_exactly_the_digits_asked_for(void **state)
{
    uint8_t bytes[2] = {7, 7};

    (void)state;
    assert_int_equal(num_parse_hex(STR("fg00"), bytes, 2), ERR_INVALID);
    assert_int_equal(num_parse_hex(STR("00f"), bytes, 2), ERR_INVALID);
    assert_int_equal(num_parse_hex(STR("00ff0"), bytes, 2), ERR_INVALID);
    assert_int_equal(num_parse_hex(STR("00ff00"), bytes, 2), ERR_INVALID);
    assert_int_equal(bytes[0], 7);
    assert_int_equal(num_parse_hex(STR("0FaB"), bytes, 2), OK);
    assert_int_equal(bytes[0], 0x0f);
    assert_int_equal(bytes[1], 0xab);
    for (int c = 0; c < 256; c++)
        assert_int_equal(num_hex_value((char)c) >= 0,
                         c != 0 && strchr("0123456789abcdefABCDEF", c) != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unsigned_numbers_are_digits_alone),
        cmocka_unit_test(signed_numbers_reach_both_ends),
        cmocka_unit_test(hex_has_exactly_the_digits_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

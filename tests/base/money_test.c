/* Tests of base/money. */
#include "base/money.h"
#include "check.h"

struct vector {
    const char *text;
    int64_t micros;
};

/* spec: 3.5-integer-money */
static void senders_amounts_are_read_in_all_their_forms(void **state)
{
    (void)state;
    static const struct vector vectors[] = {
        {"1.50", 1500000},
        {"1,50", 1500000},
        {"$1.50", 1500000},
        {"1 234.5", 1234500000},
        {"1.234,56", 1234560000},
        {"1,234.56", 1234560000},
        {"1,234", 1234000},
        {"1,234,567", 1234567000000},
        {"1.234.567", 1234567000000},
        {"12,345,678.9", 12345678900000},
        {"4e-4", 400},
        {"4E+2", 400000000},
        {"1.5e3", 1500000000},
        {"-3", -3000000},
        {"-$3", -3000000},
        {"$-3", -3000000},
        {"+3", 3000000},
        {"0", 0},
        {"-0", 0},
        {"0e999999999999999999999", 0},
        {"1e-999999999999999999999", 0},
        {".5", 500000},
        {"5.", 5000000},
        {" 5\t\r\n", 5000000},
        {"5 \xe2\x82\xac", 5000000},
        {"\xe2\x82\xac"
         "5",
         5000000},
        {"\xc2\xa3"
         "1.2",
         1200000},
        {"1\xc2\xa0"
         "234,5",
         1234500000},
        {"1\xe2\x80\xaf"
         "234,5",
         1234500000},
        {"000000000000000000000000000001", 1000000},
        {"1000000000", MONEY_MICROS_MAX},
        {"-1000000000", -MONEY_MICROS_MAX},
        {"999999999.9999994", 999999999999999},
    };
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        int64_t micros = -1;
        enum err err = money_parse_loose(str_from_c(vectors[i].text), &micros);
        if (err != OK || micros != vectors[i].micros)
            fail_msg("%s: %s %" PRId64, vectors[i].text, err_text(err), micros);
    }
}

static void more_than_six_decimals_are_rounded_half_to_even(void **state)
{
    (void)state;
    static const struct vector vectors[] = {
        {"0.0000005", 0},
        {"0.0000015", 2},
        {"0.0000025", 2},
        {"0.00000250001", 3},
        {"0.0000035", 4},
        {"-0.0000015", -2},
        {"-0.0000025", -2},
        {"0.00000049999", 0},
        {"0.0000009", 1},
        {"0.00000005", 0},
        {"0.9999995", 1000000},
        {"25e-7", 2},
        {"0.000000500000000000000000000000000001", 1},
        {"1.0000004", 1000000},
    };
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        int64_t micros = -1;
        assert_int_equal(money_parse_loose(str_from_c(vectors[i].text), &micros), OK);
        if (micros != vectors[i].micros)
            fail_msg("%s: %" PRId64, vectors[i].text, micros);
    }
}

static void what_is_not_an_amount_is_refused(void **state)
{
    (void)state;
    const struct str bad[] = {
        STR(""),
        STR(" "),
        STR("$"),
        STR("."),
        STR(","),
        STR("-"),
        STR("nan"),
        STR("NaN"),
        STR("inf"),
        STR("-inf"),
        STR("Infinity"),
        STR("0x10"),
        STR("1e"),
        STR("e5"),
        STR("1e1.5"),
        STR("1e5e5"),
        STR("--1"),
        STR("1-"),
        STR("1.2.3"),
        STR("1,2,3"),
        STR("1.23,4.5"),
        STR("1,234.567.890"),
        STR("1.23,45"),
        STR(",234.5"),
        STR("$$1"),
        STR("$1$"),
        STR("1$5"),
        STR("USD 1"),
        STR("1%"),
        STR("{payout}"),
        STR("1\0"),
        STR("REPLACE"),
        STR("\xe2\x81\xa0"
            "1"),
        STR("1..5"),
        STR("1234,567.0"),
        STR("12,34.5"),
        STR("\xd9\xa1"),
    };
    int64_t micros = 77;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (money_parse_loose(bad[i], &micros) != ERR_INVALID)
            fail_msg("accepted: %.*s", STR_FMT(bad[i]));
    assert_int_equal(money_parse_loose(STR_NONE, &micros), ERR_INVALID);
    char long_text[1000];
    memset(long_text, '1', sizeof(long_text));
    assert_int_equal(money_parse_loose((struct str){long_text, 1000}, &micros), ERR_INVALID);
    assert_true(micros == 77);
}

static void too_large_an_amount_is_out_of_range(void **state)
{
    (void)state;
    const struct str large[] = {
        STR("1000000000.000001"),
        STR("1000000001"),
        STR("1e10"),
        STR("1e999999999999"),
        STR("-1e12"),
        STR("99999999999999999999999999999"),
        STR("9223372036854"),
        STR("9999999999999999.99"),
    };
    int64_t micros = 77;
    for (size_t i = 0; i < ARRAY_LEN(large); i++)
        assert_int_equal(money_parse_loose(large[i], &micros), ERR_RANGE);
    assert_int_equal(money_parse_plain(STR("1000000000.000001"), &micros), ERR_RANGE);
    assert_int_equal(money_parse_plain(STR("99999999999999999999"), &micros), ERR_RANGE);
    assert_true(micros == 77);
}

static void plain_decimals_are_read_to_the_letter(void **state)
{
    int64_t micros = 77;

    (void)state;
    const struct str bad[] = {
        STR(""),   STR("-"),  STR("1."), STR(".5"), STR("1.0000001"), STR("1,5"),  STR("1e3"),
        STR("+1"), STR(" 1"), STR("1 "), STR("$1"), STR("--1"),       STR("1.-5"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(money_parse_plain(bad[i], &micros), ERR_INVALID);
    assert_true(micros == 77);
    assert_int_equal(money_parse_plain(STR("-12.000340"), &micros), OK);
    assert_true(micros == -12000340);
    assert_int_equal(money_parse_plain(STR("1000000000"), &micros), OK);
    assert_true(micros == MONEY_MICROS_MAX);
}

static void the_networks_form_has_nine_digits_and_no_sign(void **state)
{
    int64_t micros = 77;

    (void)state;
    assert_int_equal(money_parse_strict(STR("-1"), &micros), ERR_INVALID);
    assert_int_equal(money_parse_strict(STR("1234567890"), &micros), ERR_INVALID);
    assert_int_equal(money_parse_strict(STR("0000000001"), &micros), ERR_INVALID);
    assert_int_equal(money_parse_strict(STR("1.1234567"), &micros), ERR_INVALID);
    assert_int_equal(money_parse_strict(STR("1."), &micros), ERR_INVALID);
    assert_int_equal(money_parse_strict(STR(""), &micros), ERR_INVALID);
    assert_true(micros == 77);
    assert_int_equal(money_parse_strict(STR("999999999.999999"), &micros), OK);
    assert_true(micros == MONEY_MICROS_MAX - 1);
    assert_int_equal(money_parse_strict(STR("0.1"), &micros), OK);
    assert_true(micros == 100000);
}

static void amounts_are_written_without_trailing_zeros(void **state)
{
    struct arena *arena = arena_make(65536);

    (void)state;
    assert_str(money_text(arena, 5000000), "5");
    assert_str(money_text(arena, 400), "0.0004");
    assert_str(money_text(arena, -3500000), "-3.5");
    assert_str(money_text(arena, 0), "0");
    assert_str(money_text(arena, 1), "0.000001");
    assert_str(money_text(arena, 1000001), "1.000001");
    assert_str(money_text(arena, 10100000), "10.1");
    assert_str(money_text(arena, INT64_MIN), "-9223372036854.775808");
    assert_str(money_text(arena, INT64_MAX), "9223372036854.775807");
    arena_free(arena);
}

static void what_is_written_is_read_back(void **state)
{
    struct dice dice = dice_make("what_is_written_is_read_back");
    char memory[MONEY_TEXT_MAX];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t micros = (int64_t)dice_roll(&dice, MONEY_MICROS_MAX) >> dice_roll(&dice, 50);
        int64_t plain = 0, loose = 0;
        micros = dice_roll(&dice, 2) == 0 ? -micros : micros;
        struct buf buf = buf_from_memory(memory, sizeof(memory));
        money_write(&buf, micros);
        assert_int_equal(money_parse_plain(buf_str(&buf), &plain), OK);
        assert_int_equal(money_parse_loose(buf_str(&buf), &loose), OK);
        assert_true(plain == micros && loose == micros);
    }
}

static int64_t scaled(int64_t micros, int64_t numerator, int64_t denominator)
{
    int64_t result = 0;

    assert_int_equal(money_scale(micros, numerator, denominator, &result), OK);
    return result;
}

static void scaling_rounds_half_to_even_once(void **state)
{
    int64_t result = 77;

    (void)state;
    assert_true(scaled(1, 1, 2) == 0);
    assert_true(scaled(3, 1, 2) == 2);
    assert_true(scaled(5, 1, 2) == 2);
    assert_true(scaled(-1, 1, 2) == 0);
    assert_true(scaled(-3, 1, 2) == -2);
    assert_true(scaled(3, -1, 2) == -2);
    assert_true(scaled(2, 1, 3) == 1);
    assert_true(scaled(-2, 1, 3) == -1);
    assert_true(scaled(1500000, 1, 1000) == 1500);
    assert_true(scaled(MONEY_MICROS_MAX, INT64_MAX, INT64_MAX) == MONEY_MICROS_MAX);
    assert_true(scaled(INT64_MIN, 1, 1) == INT64_MIN);
    assert_int_equal(money_scale(INT64_MIN, INT64_MIN, INT64_MAX, &result), ERR_RANGE);
    assert_int_equal(money_scale(INT64_MAX, 2, 1, &result), ERR_RANGE);
    assert_int_equal(money_scale(INT64_MIN, -1, 1, &result), ERR_RANGE);
    assert_true(result == 77);
}

static void currencies_are_three_letters_folded_up(void **state)
{
    char code[4] = "xxx";

    (void)state;
    const struct str bad[] = {STR(""),
                              STR("EU"),
                              STR("EURO"),
                              STR("E R"),
                              STR("12A"),
                              STR("E@R"),
                              STR("E[R"),
                              STR("\xc3\xa9"
                                  "a")};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(money_parse_currency(bad[i], code), ERR_INVALID);
    assert_string_equal(code, "xxx");
    assert_int_equal(money_parse_currency(STR("eUr"), code), OK);
    assert_string_equal(code, "EUR");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(senders_amounts_are_read_in_all_their_forms),
        cmocka_unit_test(more_than_six_decimals_are_rounded_half_to_even),
        cmocka_unit_test(what_is_not_an_amount_is_refused),
        cmocka_unit_test(too_large_an_amount_is_out_of_range),
        cmocka_unit_test(plain_decimals_are_read_to_the_letter),
        cmocka_unit_test(the_networks_form_has_nine_digits_and_no_sign),
        cmocka_unit_test(amounts_are_written_without_trailing_zeros),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(scaling_rounds_half_to_even_once),
        cmocka_unit_test(currencies_are_three_letters_folded_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

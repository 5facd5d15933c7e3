/* Tests of base/rate and base/currency: published rates, and what follows from two of them. */
#include "check.h"

#include "base/currency.h"
#include "base/money.h"
#include "base/rate.h"

static struct rate_quote quote(const char *text)
{
    struct rate_quote read = {0};
    if (rate_parse(str_from_c(text), &read) != OK)
        fail_msg("not read: %s", text);
    return read;
}

static struct str written(char memory[RATE_TEXT_MAX], const char *text)
{
    struct buf buf = buf_from_memory(memory, RATE_TEXT_MAX);
    rate_write_quote(&buf, quote(text));
    return buf_str(&buf);
}

static void a_published_rate_is_kept_digit_by_digit(void **state)
{
    static const char *const same[] = {"1.0823",    "160.17",      "17123.45",     "0.84105",
                                       "1.95583",   "0.000000001", "999999999.99", "1",
                                       "999999999", "100",         "97000.123456", "0.1"};
    char memory[RATE_TEXT_MAX];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        assert_true(str_is_equal(written(memory, same[i]), str_from_c(same[i])));
    assert_str(written(memory, "1.08230000000000"), "1.0823");
    assert_str(written(memory, "007.50"), "7.5");
    assert_str(written(memory, "1.0"), "1");
}

static void what_is_no_rate_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum err err;
    } bad[] = {{"", ERR_INVALID},
               {"0", ERR_RANGE},
               {"0.000", ERR_RANGE},
               {"-1", ERR_INVALID},
               {"1,5", ERR_INVALID},
               {"1.", ERR_INVALID},
               {".5", ERR_INVALID},
               {"1e3", ERR_INVALID},
               {"NaN", ERR_INVALID},
               {"1000000000", ERR_RANGE},
               {" 1", ERR_INVALID},
               {"0.0000000001", ERR_RANGE},
               {"12345.12345678", ERR_RANGE},
               {"1.2.3", ERR_INVALID},
               {"N/A", ERR_INVALID}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct rate_quote read = {7, 7};
        assert_int_equal(rate_parse(str_from_c(bad[i].text), &read), bad[i].err);
        assert_int_equal(read.digits, 7);
    }
}

static int64_t converted(const char *from, const char *to, int64_t micros)
{
    int64_t result = -1;
    assert_int_equal(rate_convert(rate_cross(quote(from), quote(to), 20261124), micros, &result),
                     OK);
    return result;
}

static void a_cross_rate_is_exact_and_rounds_once_half_to_even(void **state)
{
    (void)state;
    /* 10 USD at 1.0823 USD for a euro: 9.23958237... EUR */
    assert_int_equal(converted("1.0823", "1", 10 * MONEY_MICROS), 9239582);
    assert_int_equal(converted("1", "1.0823", 10 * MONEY_MICROS), 10823000);
    /* A million rupiah: 58.3994... EUR, not the 58 of a rate cut at six places. */
    assert_int_equal(converted("17123.45", "1", 1000000 * MONEY_MICROS), 58399446);
    assert_int_equal(converted("160.17", "1.0823", 100 * MONEY_MICROS), 675720);
    assert_int_equal(converted("2", "1", 1), 0); /* 0.5 */
    assert_int_equal(converted("2", "1", 3), 2); /* 1.5 */
    assert_int_equal(converted("2", "1", 5), 2); /* 2.5 */
    assert_int_equal(converted("2", "1", -3), -2);
}

static void a_cross_rate_is_in_lowest_terms_and_never_overflows(void **state)
{
    static const char *const texts[] = {"0.000000001", "999999999", "999999999.999",
                                        "0.999999999", "1",         "123456.789012"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        for (size_t j = 0; j < ARRAY_LEN(texts); j++) {
            struct rate rate = rate_cross(quote(texts[i]), quote(texts[j]), 1);
            assert_in_range(rate.num, 1, INT64_C(1000000000000000000));
            assert_in_range(rate.den, 1, INT64_C(1000000000000000000));
            if (i == j)
                assert_true(rate.num == 1 && rate.den == 1);
        }
}

/* Against long division of the decimals, digit by digit: another way to the same number. */
static void random_rates_agree_with_long_division(void **state)
{
    struct dice dice = dice_make("random_rates_agree_with_long_division");

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct rate_quote from = {1 + (int64_t)dice_roll(&dice, 999999), (int)dice_roll(&dice, 5)};
        struct rate_quote to = {1 + (int64_t)dice_roll(&dice, 999999), (int)dice_roll(&dice, 5)};
        int64_t amount = (int64_t)dice_roll(&dice, 1000000000);
        int64_t got;
        __extension__ unsigned __int128 top = (unsigned __int128)amount * (uint64_t)to.digits;
        __extension__ unsigned __int128 bottom = (uint64_t)from.digits;
        for (int i = 0; i < from.decimals; i++)
            top *= 10;
        for (int i = 0; i < to.decimals; i++)
            bottom *= 10;
        __extension__ unsigned __int128 whole = top / bottom, rest = 2 * (top % bottom);
        whole += rest > bottom || (rest == bottom && whole % 2 == 1);
        assert_int_equal(rate_convert(rate_cross(from, to, 1), amount, &got), OK);
        assert_int_equal(got, (int64_t)whole);
    }
}

static void without_a_rate_an_amount_counts_0(void **state)
{
    int64_t result = 7;

    (void)state;
    assert_false(rate_is_known(RATE_NONE));
    assert_int_equal(rate_convert(RATE_NONE, 5, &result), OK);
    assert_int_equal(result, 0);
    assert_int_equal(rate_convert(RATE_SAME, 5, &result), OK);
    assert_int_equal(result, 5);
    assert_int_equal(rate_convert((struct rate){INT64_C(1000000000000000000), 1, 0}, 1000, &result),
                     ERR_RANGE);
}

static struct str shown(char memory[RATE_TEXT_MAX], const char *from, const char *to)
{
    struct buf buf = buf_from_memory(memory, RATE_TEXT_MAX);
    rate_write(&buf, rate_cross(quote(from), quote(to), 1));
    return buf_str(&buf);
}

static void a_rate_is_shown_as_a_decimal(void **state)
{
    char memory[RATE_TEXT_MAX];

    (void)state;
    assert_str(shown(memory, "1", "1.0823"), "1.0823");
    assert_str(shown(memory, "1.0823", "1"), "0.923958237088");
    assert_str(shown(memory, "17123.45", "1"), "0.000058399446");
    assert_str(shown(memory, "0.000000001", "999999999"), "999999999000000000");
}

static void a_day_is_that_of_utc(void **state)
{
    char memory[RATE_TEXT_MAX];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    (void)state;
    assert_int_equal(rate_day(INT64_C(1795564799999)), 20781);
    assert_int_equal(rate_day(INT64_C(1795564800000)), 20782);
    assert_int_equal(rate_day(-1), -1);
    assert_int_equal(rate_date_of_day(20781), 20261124);
    assert_int_equal(rate_date_of_day(0), 19700101);
    rate_write_date(&buf, 20261124);
    assert_str(buf_str(&buf), "2026-11-24");
}

static void a_currency_is_a_code_of_iso_4217(void **state)
{
    static const char *const known[] = {"AED", "EUR", "USD", "JPY", "IDR", "ZWG", "KWD"};
    static const char *const unknown[] = {"", "US", "USDT", "usd", "ZZZ", "AAA", "XXX", "DEM"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        assert_true(str_is_equal(currency_find(str_from_c(known[i])), str_from_c(known[i])));
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
        assert_null(currency_find(str_from_c(unknown[i])).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_rate_is_kept_digit_by_digit),
        cmocka_unit_test(what_is_no_rate_is_refused),
        cmocka_unit_test(a_cross_rate_is_exact_and_rounds_once_half_to_even),
        cmocka_unit_test(a_cross_rate_is_in_lowest_terms_and_never_overflows),
        cmocka_unit_test(random_rates_agree_with_long_division),
        cmocka_unit_test(without_a_rate_an_amount_counts_0),
        cmocka_unit_test(a_rate_is_shown_as_a_decimal),
        cmocka_unit_test(a_day_is_that_of_utc),
        cmocka_unit_test(a_currency_is_a_code_of_iso_4217),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of model/rates: which publication's rate an event takes. */
#include "../base/folder.h"

#include "base/clock.h"
#include "base/money.h"
#include "rates.h"

struct table {
    void *folder;
    struct arena *arena;
};

static int table_make(void **state)
{
    struct table *table = heap_make(1, sizeof(*table));
    table->arena = arena_make(64 * 1024 * 1024);
    *state = table;
    return folder_make(&table->folder);
}

static int table_drop(void **state)
{
    struct table *table = *state;
    int status = folder_drop(&table->folder);
    arena_free(table->arena);
    free(table);
    return status;
}

#define LOAD(state, list)                                                                          \
    test_rates(((struct table *)*(state))->folder, ((struct table *)*(state))->arena, list,        \
               ARRAY_LEN(list))

static struct rate find(const struct rates *rates, const char *from, const char *to, const char *at)
{
    int64_t wall_ms = 0;
    assert_int_equal(clock_parse(str_from_c(at), &wall_ms), OK);
    return rates_find(rates, str_from_c(from), str_from_c(to), wall_ms);
}

#define assert_rate(rate_, num_, den_, date_)                                                      \
    do {                                                                                           \
        struct rate found_ = (rate_);                                                              \
        assert_int_equal(found_.num, num_);                                                        \
        assert_int_equal(found_.den, den_);                                                        \
        assert_int_equal(found_.date, date_);                                                      \
    } while (0)

static void an_event_takes_the_last_publication_not_later_than_its_day(void **state)
{
    static const struct test_rate list[] = {{"2026-11-20", "USD", "1.08"},
                                            {"2026-11-23", "USD", "1.09"},
                                            {"2026-11-24", "USD", "1.10"}};
    const struct rates *rates = LOAD(state, list);

    assert_rate(find(rates, "EUR", "USD", "2026-11-23T00:00:00Z"), 109, 100, 20261123);
    assert_rate(find(rates, "EUR", "USD", "2026-11-23T23:59:59Z"), 109, 100, 20261123);
    assert_rate(find(rates, "EUR", "USD", "2026-11-22T12:00:00Z"), 27, 25, 20261120);
    assert_rate(find(rates, "USD", "EUR", "2026-11-30T12:00:00Z"), 10, 11, 20261124);
    assert_rate(find(rates, "USD", "USD", "1999-01-01"), 1, 1, 0);
}

static void a_publication_older_than_7_days_is_none(void **state)
{
    static const struct test_rate list[] = {{"2026-11-24", "USD", "1.10"}};
    const struct rates *rates = LOAD(state, list);

    assert_true(rate_is_known(find(rates, "EUR", "USD", "2026-12-01T23:59:59Z")));
    assert_false(rate_is_known(find(rates, "EUR", "USD", "2026-12-02T00:00:00Z")));
    assert_false(rate_is_known(find(rates, "EUR", "USD", "2026-11-23T23:59:59Z")));
}

static void both_currencies_are_taken_from_one_publication(void **state)
{
    static const struct test_rate list[] = {
        {"2026-11-23", "USD", "1.1"}, {"2026-11-23", "JPY", "160"}, {"2026-11-24", "USD", "1.2"}};
    const struct rates *rates = LOAD(state, list);

    assert_rate(find(rates, "JPY", "USD", "2026-11-24"), 11, 1600, 20261123);
    assert_rate(find(rates, "EUR", "USD", "2026-11-24"), 6, 5, 20261124);
}

static void a_rate_of_a_currency_that_nobody_quotes_is_none(void **state)
{
    static const struct test_rate list[] = {{"2026-11-24", "USD", "1.10"}};
    const struct rates *rates = LOAD(state, list);

    assert_false(rate_is_known(find(rates, "BTC", "USD", "2026-11-24")));
    assert_false(rate_is_known(find(rates, "USD", "BTC", "2026-11-24")));
    assert_false(rate_is_known(find(NULL, "USD", "EUR", "2026-11-24")));
    assert_true(rate_is_known(find(NULL, "USD", "USD", "2026-11-24")));
}

static void a_currency_is_known_by_its_code_or_by_a_rate(void **state)
{
    static const struct test_rate list[] = {{"2026-11-24", "BTC", "0.0000101"}};
    const struct rates *rates = LOAD(state, list);

    assert_str(rates_currency(rates, STR("BTC")), "BTC");
    assert_str(rates_currency(rates, STR("USD")), "USD");
    assert_null(rates_currency(NULL, STR("BTC")).ptr);
    assert_null(rates_currency(rates, STR("ZZZ")).ptr);
}

static void only_the_newest_publications_are_loaded(void **state)
{
    static struct test_rate list[RATES_DAYS_MAX + 5];
    static char dates[ARRAY_LEN(list)][CLOCK_TEXT_MAX];

    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        (void)clock_format((int64_t)(20000 + i) * RATE_DAY_MS, dates[i]);
        dates[i][10] = '\0';
        list[i] = (struct test_rate){dates[i], "USD", "1.5"};
    }
    const struct rates *rates = LOAD(state, list);
    assert_rate(find(rates, "EUR", "USD", dates[ARRAY_LEN(list) - 1]), 3, 2, 20251112);
    assert_true(rate_is_known(find(rates, "EUR", "USD", dates[5])));
    assert_false(rate_is_known(find(rates, "EUR", "USD", dates[4])));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, table_make, table_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_event_takes_the_last_publication_not_later_than_its_day),
        TEST(a_publication_older_than_7_days_is_none),
        TEST(both_currencies_are_taken_from_one_publication),
        TEST(a_rate_of_a_currency_that_nobody_quotes_is_none),
        TEST(a_currency_is_known_by_its_code_or_by_a_rate),
        TEST(only_the_newest_publications_are_loaded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

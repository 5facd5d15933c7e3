/* rates - a few days of rates in a catalogue of their own, for tests of this room and of others. */
#pragma once
#include "../base/folder.h"
#include "base/clock.h"
#include "model/db_rates.h"
#include "model/rates.h"

struct test_rate {
    const char *date, *currency, *rate;
};

/* Stores them in the folder's catalogue and loads them into the arena. */
static inline const struct rates *test_rates(const char *folder, struct arena *arena,
                                             const struct test_rate *list, size_t count)
{
    struct db *db = NULL;
    const struct rates *rates = NULL;

    assert_int_equal(db_open(folder, &db), OK);
    for (size_t i = 0; i < count; i++) {
        struct db_rate rate = {.currency = str_from_c(list[i].currency)};
        int64_t wall_ms = 0;
        size_t written = 0;
        assert_int_equal(clock_parse(str_from_c(list[i].date), &wall_ms), OK);
        assert_int_equal(rate_parse(str_from_c(list[i].rate), &rate.quote), OK);
        rate.day = rate_day(wall_ms);
        assert_int_equal(db_put_rates(db, &rate, 1, STR("test"), 1, &written), OK);
    }
    assert_int_equal(rates_load(db, arena, &rates), OK);
    db_close(db);
    return rates;
}

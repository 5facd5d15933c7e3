/* Tests of base/zone. */
#include "base/zone.h"
#include "base/clock.h"
#include "check.h"

static struct zone *zone_of(const char *name)
{
    struct zone *zone = NULL;
    assert_int_equal(zone_make(str_from_c(name), &zone), OK);
    return zone;
}

static int64_t at(const char *text)
{
    int64_t wall_ms = 0;
    assert_int_equal(clock_parse(str_from_c(text), &wall_ms), OK);
    return wall_ms;
}

static void names_that_are_no_zone_are_refused(void **state)
{
    static const char *const names[] = {"",    "Europe/Atlantis", "GMT+3", "+03:00",
                                        "é",   "Etc/Unknown",     "   ",   "Europe/Paris ",
                                        "a\nb"};
    struct zone *zone = NULL;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_int_equal(zone_make(str_from_c(names[i]), &zone), ERR_INVALID);
    assert_null(zone);
}

static void offsets_follow_summer_time_and_history(void **state)
{
    struct zone *paris = zone_of("Europe/Paris");
    struct zone *kolkata = zone_of("Asia/Kolkata");
    struct zone *utc = zone_of("UTC");
    (void)state;
    assert_true(zone_offset_ms(paris, at("2026-11-26T00:00:00Z")) == 3600000);
    assert_true(zone_offset_ms(paris, at("2026-07-01T00:00:00Z")) == 7200000);
    assert_true(zone_offset_ms(paris, at("2026-10-25T00:59:59Z")) == 7200000);
    assert_true(zone_offset_ms(paris, at("2026-10-25T01:00:00Z")) == 3600000);
    assert_true(zone_offset_ms(paris, at("1972-07-01T00:00:00Z")) == 3600000);
    assert_true(zone_offset_ms(kolkata, at("2026-11-26T00:00:00Z")) == 19800000);
    assert_true(zone_offset_ms(utc, INT64_MIN / 4) == 0);
    zone_free(paris);
    zone_free(kolkata);
    zone_free(utc);
}

static void a_local_time_has_its_date_and_weekday(void **state)
{
    struct zone *york = zone_of("America/New_York");
    struct zone_time time = zone_time_at(york, at("2026-11-26T03:30:15Z"));
    (void)state;
    assert_int_equal(time.year, 2026);
    assert_int_equal(time.month, 11);
    assert_int_equal(time.day, 25);
    assert_int_equal(time.weekday, 3); /* Wednesday */
    assert_int_equal(time.hour, 22);
    assert_int_equal(time.minute, 30);
    assert_int_equal(time.second, 15);
    time = zone_time_at(york, at("2024-02-29T17:00:00Z"));
    assert_int_equal(time.day, 29);
    assert_int_equal(time.weekday, 4);
    time = zone_time_at(york, at("1969-12-31T00:00:00Z"));
    assert_int_equal(time.day, 30);
    assert_int_equal(time.weekday, 2);
    zone_free(york);
}

static void a_day_of_23_and_one_of_25_hours_begin_where_the_last_one_ends(void **state)
{
    struct zone *paris = zone_of("Europe/Paris");
    int64_t spring = zone_day(paris, at("2026-03-29T12:00:00Z"));
    int64_t autumn = zone_day(paris, at("2026-10-25T12:00:00Z"));
    (void)state;
    assert_true(zone_day_start_ms(paris, spring) == at("2026-03-28T23:00:00Z"));
    assert_true(zone_day_start_ms(paris, spring + 1) == at("2026-03-29T22:00:00Z"));
    assert_true(zone_day_start_ms(paris, autumn) == at("2026-10-24T22:00:00Z"));
    assert_true(zone_day_start_ms(paris, autumn + 1) == at("2026-10-25T23:00:00Z"));
    zone_free(paris);
}

static void a_day_that_begins_with_a_leap_begins_at_the_leap(void **state)
{
    struct zone *beirut = zone_of("Asia/Beirut"); /* summer time begins at midnight */
    int64_t day = zone_day(beirut, at("2024-03-31T12:00:00Z"));
    (void)state;
    assert_true(zone_day_start_ms(beirut, day) == at("2024-03-30T22:00:00Z"));
    assert_true(zone_day(beirut, at("2024-03-30T22:00:00Z")) == day);
    assert_true(zone_day(beirut, at("2024-03-30T21:59:59Z")) == day - 1);
    zone_free(beirut);
}

static void a_time_that_stands_twice_means_its_first(void **state)
{
    struct zone *paris = zone_of("Europe/Paris");
    (void)state;
    assert_true(zone_wall_ms(paris, at("2026-10-25T02:30:00Z")) == at("2026-10-25T00:30:00Z"));
    assert_true(zone_wall_ms(paris, at("2026-03-29T02:30:00Z")) == at("2026-03-29T01:00:00Z"));
    assert_true(zone_wall_ms(paris, at("2026-11-26T12:00:00Z")) == at("2026-11-26T11:00:00Z"));
    zone_free(paris);
}

static void every_day_of_many_zones_begins_within_itself(void **state)
{
    static const char *const names[] = {
        "Europe/Paris", "America/Sao_Paulo",   "Asia/Beirut",    "Pacific/Apia",
        "Africa/Cairo", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct zone *zone = zone_of(names[i]);
        int64_t last_ms = INT64_MIN;
        for (int64_t day = 0; day < 47000; day++) {
            int64_t start_ms = zone_day_start_ms(zone, day);
            assert_true(start_ms >= last_ms); /* Apia has no 2011-12-30 */
            if (start_ms != last_ms && zone_day(zone, start_ms) == day)
                assert_true(zone_day(zone, start_ms - 1) < day);
            last_ms = start_ms;
        }
        zone_free(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_no_zone_are_refused),
        cmocka_unit_test(offsets_follow_summer_time_and_history),
        cmocka_unit_test(a_local_time_has_its_date_and_weekday),
        cmocka_unit_test(a_day_of_23_and_one_of_25_hours_begin_where_the_last_one_ends),
        cmocka_unit_test(a_day_that_begins_with_a_leap_begins_at_the_leap),
        cmocka_unit_test(a_time_that_stands_twice_means_its_first),
        cmocka_unit_test(every_day_of_many_zones_begins_within_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of base/clock. */
#include "base/clock.h"
#include "check.h"

static void times_are_written_as_rfc_3339_in_utc(void **state)
{
    struct arena *arena = arena_make(4096);

    (void)state;
    assert_str(clock_text(arena, INT64_C(1795484841003)), "2026-11-24T01:47:21.003Z");
    assert_str(clock_text(arena, 0), "1970-01-01T00:00:00.000Z");
    assert_str(clock_text(arena, -1), "1969-12-31T23:59:59.999Z");
    assert_str(clock_text(arena, INT64_C(951782400000)), "2000-02-29T00:00:00.000Z");
    assert_str(clock_text(arena, INT64_C(4107542400000)), "2100-03-01T00:00:00.000Z");
    assert_str(clock_text(arena, INT64_MAX), "9999-12-31T23:59:59.999Z");
    assert_str(clock_text(arena, INT64_MIN), "0000-01-01T00:00:00.000Z");
    arena_free(arena);
}

static int64_t parsed(struct str s)
{
    int64_t wall_ms = 0;

    assert_int_equal(clock_parse(s, &wall_ms), OK);
    return wall_ms;
}

static void times_are_read_with_any_offset(void **state)
{
    (void)state;
    assert_true(parsed(STR("2026-11-24T01:47:21.003Z")) == INT64_C(1795484841003));
    assert_true(parsed(STR("2026-11-24t01:47:21.003999z")) == INT64_C(1795484841003));
    assert_true(parsed(STR("2026-11-24 03:17:21+01:30")) == INT64_C(1795484841000));
    assert_true(parsed(STR("2026-11-23T20:47:21.5-05:00")) == INT64_C(1795484841500));
    assert_true(parsed(STR("2026-11-24")) == INT64_C(1795478400000));
    assert_true(parsed(STR("2016-12-31T23:59:60Z")) == INT64_C(1483228800000));
    assert_true(parsed(STR("0000-01-01")) == INT64_C(-62167219200000));
    assert_true(parsed(STR("0000-03-01")) == INT64_C(-62162035200000));
    assert_true(parsed(STR("2000-02-29")) == INT64_C(951782400000));
}

static void broken_times_are_refused(void **state)
{
    int64_t wall_ms = 77;

    (void)state;
    const struct str bad[] = {
        STR(""),
        STR("2026"),
        STR("2026-13-01"),
        STR("2026-00-01"),
        STR("2026-02-29"),
        STR("1900-02-29"),
        STR("2026-04-31"),
        STR("2026-04-00"),
        STR("2026-4-01T"),
        STR("2026-11-24T01:47:21"),
        STR("2026-11-24T01:47:21."),
        STR("2026-11-24T01:47:21.Z"),
        STR("2026-11-24T24:00:00Z"),
        STR("2026-11-24T01:60:00Z"),
        STR("2026-11-24T01:47:61Z"),
        STR("2026-11-24T01:47Z"),
        STR("2026-11-24T01:47:21+0100"),
        STR("2026-11-24T01:47:21+24:00"),
        STR("2026-11-24T01:47:21+01:60"),
        STR("2026-11-24T01:47:21ZZ"),
        STR("2026-11-24\0"
            "01:47:21Z"),
        STR("+026-11-24"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (clock_parse(bad[i], &wall_ms) != ERR_INVALID)
            fail_msg("accepted: %.*s", STR_FMT(bad[i]));
    assert_true(wall_ms == 77);
}

static void every_day_of_ten_thousand_years_is_read_back(void **state)
{
    char text[CLOCK_TEXT_MAX];
    const int64_t day_ms = 86400000, first = parsed(STR("0000-01-01"));

    (void)state;
    for (int64_t day = 0; day < 3652425; day++) {
        int64_t wall_ms = first + day * day_ms + day % day_ms;
        assert_true(parsed(clock_format(wall_ms, text)) == wall_ms);
    }
    assert_true(parsed(STR("9999-12-31")) == first + INT64_C(3652424) * day_ms);
}

static void texts_agree_with_the_c_library(void **state)
{
    struct dice dice = dice_make("texts_agree_with_the_c_library");
    char text[CLOCK_TEXT_MAX], expected[128];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        time_t seconds = (time_t)dice_roll(&dice, UINT64_C(253402300800));
        struct tm tm;
        assert_non_null(gmtime_r(&seconds, &tm));
        (void)snprintf(expected, sizeof(expected), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                       tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
                       tm.tm_sec, i % 1000);
        assert_true(
            str_is_equal(clock_format(seconds * 1000 + i % 1000, text), str_from_c(expected)));
    }
}

static void monotonic_time_does_not_go_back(void **state)
{
    int64_t last = clock_mono_us();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_us();
        assert_true(now >= last);
        last = now;
    }
    assert_true(clock_mono_ms() >= last / 1000);
    assert_true(clock_wall_ms() > INT64_C(1700000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_written_as_rfc_3339_in_utc),
        cmocka_unit_test(times_are_read_with_any_offset),
        cmocka_unit_test(broken_times_are_refused),
        cmocka_unit_test(every_day_of_ten_thousand_years_is_read_back),
        cmocka_unit_test(texts_agree_with_the_c_library),
        cmocka_unit_test(monotonic_time_does_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

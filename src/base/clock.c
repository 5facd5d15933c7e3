/* clock - the two clocks, and RFC 3339 texts of the wall's. Any thread. Takes no part in time
 * zones: all is UTC. */
#include "base/clock.h"

#include <time.h>

#include "base/num.h"

#define DAY_MS         INT64_C(86400000)
#define DAYS_400_YEARS 146097
#define EPOCH_DAY      719468  /* days from 0000-03-01 to 1970-01-01 */
#define LAST_DAY       2932896 /* 9999-12-31 */

int64_t clock_wall_ms(void)
{
    struct timespec now;

    CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
    struct timespec now;

    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
    return clock_mono_us() / 1000;
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Years begin in March here, so that the leap day is the last of its year and every date counts the
 * same way: a month starts (153 * month + 2) / 5 days after the first of March. */
static int64_t day_from_date(int year, int month, int day)
{
    int from_march = (month + 9) % 12;
    int64_t y = year - (month <= 2);
    int64_t leap_days = y < 0 ? -1 : y / 4 - y / 100 + y / 400; /* year -1: January of year 0 */

    return y * 365 + leap_days + (153 * from_march + 2) / 5 + day - 1 - EPOCH_DAY;
}

static void date_from_day(int64_t days, int *year, int *month, int *day)
{
    int64_t shifted = days + EPOCH_DAY + DAYS_400_YEARS; /* never negative: see clock_format() */
    int64_t left = shifted % DAYS_400_YEARS;
    int64_t y = left / 365; /* at most one too many: 400 years have 97 leap days */
    if (y * 365 + y / 4 - y / 100 + y / 400 > left)
        y--;
    int64_t of_year = left - (y * 365 + y / 4 - y / 100);
    int from_march = (int)(5 * of_year + 2) / 153;

    *day = (int)of_year - (153 * from_march + 2) / 5 + 1;
    *month = (from_march + 2) % 12 + 1;
    *year = (int)(y + (shifted / DAYS_400_YEARS - 1) * 400) + (*month <= 2);
}

static char *put(char *at, int value, int digits, char after)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    at[digits] = after;
    return at + digits + 1;
}

struct str clock_format(int64_t wall_ms, char out[CLOCK_TEXT_MAX])
{
    int64_t days = wall_ms / DAY_MS;
    int of_day = (int)(wall_ms % DAY_MS);
    int year, month, day;

    if (of_day < 0) {
        of_day += (int)DAY_MS;
        days--;
    }
    if (days < day_from_date(0, 1, 1)) {
        days = day_from_date(0, 1, 1);
        of_day = 0;
    } else if (days > LAST_DAY) {
        days = LAST_DAY;
        of_day = DAY_MS - 1;
    }
    date_from_day(days, &year, &month, &day);
    char *at = put(out, year, 4, '-');
    at = put(at, month, 2, '-');
    at = put(at, day, 2, 'T');
    at = put(at, of_day / 3600000, 2, ':');
    at = put(at, of_day / 60000 % 60, 2, ':');
    at = put(at, of_day / 1000 % 60, 2, '.');
    at = put(at, of_day % 1000, 3, 'Z');
    return (struct str){out, (size_t)(at - out)};
}

struct str clock_text(struct arena *arena, int64_t wall_ms)
{
    char text[CLOCK_TEXT_MAX];

    return arena_copy(arena, clock_format(wall_ms, text));
}

/* Takes `digits` digits and the mark after them off *s; no mark is asked when `after` is NUL. */
static bool take(struct str *s, size_t digits, const char *after, int most, int *value)
{
    uint64_t number;
    size_t used = digits + (after != NULL);

    if (s->len < used || num_parse_u64(str_slice(*s, 0, digits), (uint64_t)most, &number) != OK)
        return false;
    if (after != NULL && memchr(after, s->ptr[digits], strlen(after)) == NULL)
        return false;
    *value = (int)number;
    *s = str_slice(*s, used, s->len);
    return true;
}

static bool take_date(struct str *s, const char *after, int64_t *days)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;

    if (!take(s, 4, "-", 9999, &year) || !take(s, 2, "-", 12, &month) ||
        !take(s, 2, after, 31, &day) || month < 1 || day < 1)
        return false;
    if (day > lengths[month - 1] + (month == 2 && is_leap_year(year)))
        return false;
    *days = day_from_date(year, month, day);
    return true;
}

/* Takes ".123456" off *s when it is there; what is below a millisecond is cut. */
static bool take_fraction(struct str *s, int *ms)
{
    size_t at = 1;

    *ms = 0;
    if (!str_has_prefix(*s, STR(".")))
        return true;
    for (int unit = 100; at < s->len && s->ptr[at] >= '0' && s->ptr[at] <= '9'; at++, unit /= 10)
        *ms += (s->ptr[at] - '0') * unit;
    *s = str_slice(*s, at, s->len);
    return at > 1;
}

static bool take_offset(struct str *s, int64_t *offset_ms)
{
    int hours, minutes;

    *offset_ms = 0;
    if (str_is_equal_nocase(*s, STR("Z")))
        return true;
    if (s->len != 6 || (s->ptr[0] != '+' && s->ptr[0] != '-'))
        return false;
    bool west = s->ptr[0] == '-';
    *s = str_slice(*s, 1, s->len);
    if (!take(s, 2, ":", 23, &hours) || !take(s, 2, NULL, 59, &minutes))
        return false;
    *offset_ms = (west ? -60000 : 60000) * (int64_t)(hours * 60 + minutes);
    return true;
}

enum err clock_parse(struct str s, int64_t *wall_ms)
{
    int64_t days, offset_ms;
    int hours, minutes, seconds, ms;

    if (s.len == 10) {
        if (!take_date(&s, NULL, &days))
            return ERR_INVALID;
        *wall_ms = days * DAY_MS;
        return OK;
    }
    /* 60 is a leap second: the same instant as the second after it. */
    if (!take_date(&s, "Tt ", &days) || !take(&s, 2, ":", 23, &hours) ||
        !take(&s, 2, ":", 59, &minutes) || !take(&s, 2, NULL, 60, &seconds) ||
        !take_fraction(&s, &ms) || !take_offset(&s, &offset_ms))
        return ERR_INVALID;
    *wall_ms =
        days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * INT64_C(1000) + ms - offset_ms;
    return OK;
}

#include "base/zone.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define LEAPS_MAX   1024                   /* since 1970, the richest zone has some 200 to 2100 */
#define UNTIL_MS    INT64_C(4102444800000) /* 2100-01-01: no rule is believed beyond */
#define DAY_MS      INT64_C(86400000)
#define DAYS_OF_400 146097

/* From at_ms on the offset holds. */
struct leap {
    int64_t at_ms;
    int64_t offset_ms;
};

struct zone {
    size_t leap_count; /* 1 at least: the first holds since ever */
    struct leap leaps[];
};

/* ------------------------------------------------------------------ making */

static bool to_utf16(struct str name, UChar *out)
{
    if (name.len == 0 || name.len >= ZONE_NAME_BYTES_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c <= ' ' || c >= 0x7f)
            return false;
        out[i] = c;
    }
    out[name.len] = 0;
    return true;
}

/* ICU takes "GMT+3" and answers unknown names with a zone of its own: both are none to us. */
static bool is_known(const UChar *name)
{
    UChar canonical[2 * ZONE_NAME_BYTES_MAX];
    UBool is_system = false;
    UErrorCode status = U_ZERO_ERROR;
    (void)ucal_getCanonicalTimeZoneID(name, -1, canonical, (int32_t)ARRAY_LEN(canonical),
                                      &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

static int64_t offset_at(UCalendar *calendar, int64_t wall_ms, UErrorCode *status)
{
    ucal_setMillis(calendar, (UDate)wall_ms, status);
    return ucal_get(calendar, UCAL_ZONE_OFFSET, status) +
           ucal_get(calendar, UCAL_DST_OFFSET, status);
}

/* All leaps from 1970 on. ICU counts in double: every ms of our era is exact in it. */
static size_t read_leaps(UCalendar *calendar, struct leap *leaps, UErrorCode *status)
{
    size_t count = 0;
    int64_t at_ms = 0;
    leaps[count++] = (struct leap){INT64_MIN, offset_at(calendar, at_ms, status)};
    while (count < LEAPS_MAX && U_SUCCESS(*status)) {
        UDate next;
        ucal_setMillis(calendar, (UDate)at_ms, status);
        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, status) ||
            (int64_t)next >= UNTIL_MS)
            break;
        at_ms = (int64_t)next;
        int64_t offset_ms = offset_at(calendar, at_ms, status);
        if (offset_ms != leaps[count - 1].offset_ms)
            leaps[count++] = (struct leap){at_ms, offset_ms};
    }
    return count;
}

enum err zone_make(struct str name, struct zone **made)
{
    UChar id[ZONE_NAME_BYTES_MAX];
    UErrorCode status = U_ZERO_ERROR;
    struct leap leaps[LEAPS_MAX];
    if (!to_utf16(name, id) || !is_known(id))
        return ERR_INVALID;
    UCalendar *calendar = ucal_open(id, -1, "", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status))
        return ERR_INVALID;
    size_t count = read_leaps(calendar, leaps, &status);
    ucal_close(calendar);
    if (U_FAILURE(status))
        return ERR_INVALID;
    struct zone *zone = heap_make(1, sizeof(*zone) + count * sizeof(leaps[0]));
    zone->leap_count = count;
    memcpy(zone->leaps, leaps, count * sizeof(leaps[0]));
    *made = zone;
    return OK;
}

void zone_free(struct zone *zone)
{
    free(zone);
}

/* ------------------------------------------------------------------ asking */

/* The last leap not later than the instant. */
static size_t find_leap(const struct zone *zone, int64_t wall_ms)
{
    size_t low = 0, high = zone->leap_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->leaps[middle].at_ms <= wall_ms)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int64_t zone_offset_ms(const struct zone *zone, int64_t wall_ms)
{
    return zone->leaps[find_leap(zone, wall_ms)].offset_ms;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t zone_day(const struct zone *zone, int64_t wall_ms)
{
    return floor_div(wall_ms + zone_offset_ms(zone, wall_ms), DAY_MS);
}

int64_t zone_wall_ms(const struct zone *zone, int64_t local_ms)
{
    /* The leap before a day ago certainly holds or held; the next ones may have come since. */
    size_t i = find_leap(zone, local_ms - DAY_MS);
    while (i + 1 < zone->leap_count) {
        int64_t next_ms = zone->leaps[i + 1].at_ms;
        if (local_ms - zone->leaps[i].offset_ms < next_ms)
            break;
        if (local_ms - zone->leaps[i + 1].offset_ms < next_ms)
            return next_ms; /* the clock leaps over it */
        i++;
    }
    return local_ms - zone->leaps[i].offset_ms;
}

int64_t zone_day_start_ms(const struct zone *zone, int64_t day)
{
    return zone_wall_ms(zone, day * DAY_MS);
}

/* The date of a day since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"). */
static void set_date(struct zone_time *time, int64_t day)
{
    int64_t z = day + 719468;
    int64_t era = floor_div(z, DAYS_OF_400);
    int64_t doe = z - era * DAYS_OF_400;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    time->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    time->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    time->year = (int)(yoe + era * 400 + (time->month <= 2));
}

struct zone_time zone_time_of(int64_t local_ms)
{
    struct zone_time time = {0};
    int64_t day = floor_div(local_ms, DAY_MS);
    int64_t second = (local_ms - day * DAY_MS) / 1000;
    set_date(&time, day);
    time.weekday = (int)(day + 3 - floor_div(day + 3, 7) * 7 + 1); /* 1970-01-01 was a Thursday */
    time.hour = (int)(second / 3600);
    time.minute = (int)(second / 60 % 60);
    time.second = (int)(second % 60);
    return time;
}

struct zone_time zone_time_at(const struct zone *zone, int64_t wall_ms)
{
    return zone_time_of(wall_ms + zone_offset_ms(zone, wall_ms));
}

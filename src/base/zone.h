/* zone - IANA time zones: the offset of an instant, local days and hours. The rules come from ICU
 * and are read once; a zone is immutable then, for any thread. */
#pragma once
#include "base/str.h"

#define ZONE_NAME_BYTES_MAX 64

struct zone;

/* A local date and time. */
struct zone_time {
    int year;
    int month;   /* 1 to 12 */
    int day;     /* 1 to 31 */
    int weekday; /* 1 Monday to 7 Sunday */
    int hour, minute, second;
};

/* Makes the zone of a name such as "Europe/Paris" or "UTC". ERR_INVALID: no zone of that name. */
MUST_USE enum err zone_make(struct str name, struct zone **zone);
void zone_free(struct zone *zone); /* accepts NULL */

/* Local time minus UTC at that instant, in ms. */
int64_t zone_offset_ms(const struct zone *zone, int64_t wall_ms);
/* The date and time of a local time in ms, as zone_wall_ms() takes it. */
struct zone_time zone_time_of(int64_t local_ms);
struct zone_time zone_time_at(const struct zone *zone, int64_t wall_ms);

/* The local day of an instant, counted from 1970-01-01, which is day 0. */
int64_t zone_day(const struct zone *zone, int64_t wall_ms);
/* The first instant of a local day. */
int64_t zone_day_start_ms(const struct zone *zone, int64_t day);
/* The instant of a local date and time given as if it were UTC, in ms. A time that stands twice on
 * the clock means its first, one that the clock leaps over means the instant of the leap. */
int64_t zone_wall_ms(const struct zone *zone, int64_t local_ms);

/* when - instants as people write them: a date, a date with a time on some clock, or RFC 3339.
 * Pure. */
#pragma once
#include "base/zone.h"

/* Reads "2026-11-24", "2026-11-24 13:00", "2026-11-24T13:00:59" on the zone's clock, or RFC 3339
 * with an offset. A date alone is its beginning, as the end of a range (is_end) its end: the next
 * day's beginning. ERR_INVALID. */
MUST_USE enum err when_parse(struct str text, const struct zone *zone, bool is_end,
                             int64_t *wall_ms);

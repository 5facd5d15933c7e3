/* clock - wall time for records, monotonic time for waiting; never mixed. */
#pragma once
#include "base/arena.h"

int64_t clock_wall_ms(void);
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);

#define CLOCK_TEXT_MAX 32
/* RFC 3339 in UTC with milliseconds: 2026-11-24T01:47:21.003Z */
struct str clock_text(struct arena *arena, int64_t wall_ms);
/* The same into the caller's memory; lends it. Years are kept within 0 to 9999. */
struct str clock_format(int64_t wall_ms, char out[CLOCK_TEXT_MAX]);
/* Reads RFC 3339 with any offset, or a date alone (its midnight, UTC). ERR_INVALID. */
MUST_USE enum err clock_parse(struct str s, int64_t *wall_ms);

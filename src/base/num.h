/* num - numbers from outside. The whole string must be the number; nothing is skipped, nothing
 * guessed. */
#pragma once
#include "base/str.h"

/* Decimal digits only. ERR_INVALID, ERR_RANGE. */
MUST_USE enum err num_parse_u64(struct str s, uint64_t max, uint64_t *value);
/* An optional minus and decimal digits. ERR_INVALID, ERR_RANGE. */
MUST_USE enum err num_parse_i64(struct str s, int64_t min, int64_t max, int64_t *value);
/* Exactly 2 * count hex digits of either case. ERR_INVALID. */
MUST_USE enum err num_parse_hex(struct str s, uint8_t *bytes, size_t count);
/* The value of a hex digit of either case, or -1. */
int num_hex_value(char c);

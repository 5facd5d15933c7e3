/* money - integer micro-units of a currency. Never floating point (DESIGN.md promise 5). */
#pragma once
#include "base/buf.h"

#define MONEY_MICROS   INT64_C(1000000)
#define MONEY_TEXT_MAX 24 /* longest text of an amount, sign and point included */
#define MONEY_MICROS_MAX                                                                           \
    INT64_C(1000000000000000) /* a thousand million units: what input may carry */

/* Reads what senders send: "1.50", "1,50", "$1.50", "1 234.5", "4e-4", "-3"; a sign of a currency
 * and spaces are taken off, more than six decimals are rounded half to even. A comma is the decimal
 * mark unless a point follows it. ERR_INVALID: not a number (also NaN and inf). ERR_RANGE: beyond
 * MONEY_MICROS_MAX. (spec/tracker.md §2.2, §4) */
MUST_USE enum err money_parse_loose(struct str s, int64_t *micros);
/* Reads a plain decimal as the API writes it: -?[0-9]+(.[0-9]{1,6})? */
MUST_USE enum err money_parse_plain(struct str s, int64_t *micros);
/* Reads the ad network's form ^[0-9]{1,9}(\.[0-9]{1,6})?$ (spec/network.md §2.3). */
MUST_USE enum err money_parse_strict(struct str s, int64_t *micros);
/* Writes a plain decimal, trailing zeros cut: 5, 0.0004, -3.5. */
void money_write(struct buf *buf, int64_t micros);
struct str money_text(struct arena *arena, int64_t micros);

/* micros * numerator / denominator, rounded half to even once; denominator > 0. ERR_RANGE on
 * overflow. */
MUST_USE enum err money_scale(int64_t micros, int64_t numerator, int64_t denominator,
                              int64_t *result);

/* A currency code of three letters, folded to upper case into out[4]. ERR_INVALID otherwise. */
MUST_USE enum err money_parse_currency(struct str s, char out[4]);

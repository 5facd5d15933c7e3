/* rate - exchange rates: the decimals as published, and what follows from two of them. A rate is a
 * fraction of whole numbers, so that an amount is rounded once, however small the unit of a
 * currency (docs/decisions/: rates are fractions). Pure; any thread. */
#pragma once
#include "base/buf.h"

#define RATE_DECIMALS_MAX 9  /* behind the point of a published rate */
#define RATE_DIGITS_MAX   12 /* of a published rate, without leading zeros */
#define RATE_UNITS_MAX    INT64_C(1000000000)
#define RATE_TEXT_MAX     40 /* longest text, exclusive */

/* How many units of a currency one unit of the base buys: digits / 10^decimals, above 0. */
struct rate_quote {
    int64_t digits;
    int decimals;
};

/* Reads a published rate: [0-9]+(.[0-9]{1,9})?, above 0, below RATE_UNITS_MAX, at most
 * RATE_DIGITS_MAX digits; zeros at the end are cut. ERR_INVALID, ERR_RANGE. */
MUST_USE enum err rate_parse(struct str s, struct rate_quote *quote);
void rate_write_quote(struct buf *buf, struct rate_quote quote);

/* What an amount is multiplied by. Both are at most 10^18. */
struct rate {
    int64_t num;
    int64_t den;  /* 0: no rate is known */
    int64_t date; /* of the publication, as 20261124; 0: the same currency needs none */
};
#define RATE_NONE ((struct rate){0})
#define RATE_SAME ((struct rate){.num = 1, .den = 1})

static inline bool rate_is_known(struct rate rate)
{
    return rate.den != 0;
}
/* From one currency to another, both quoted against the same base: exact, in lowest terms. */
struct rate rate_cross(struct rate_quote from, struct rate_quote to, int64_t date);
/* The amount in the other currency, rounded half to even once; 0 without a rate (DESIGN.md promise
 * 5). ERR_RANGE. */
MUST_USE enum err rate_convert(struct rate rate, int64_t micros, int64_t *converted);
/* As a decimal of at most 12 places, for people: "0.92395823". */
void rate_write(struct buf *buf, struct rate rate);

#define RATE_DAY_MS (INT64_C(24) * 3600 * 1000)
/* The day of an instant in UTC, counted from 1970-01-01. */
int64_t rate_day(int64_t wall_ms);
/* 20261124 of a day, and the day's text "2026-11-24" from that. */
int64_t rate_date_of_day(int64_t day);
void rate_write_date(struct buf *buf, int64_t date);

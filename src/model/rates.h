/* rates - the exchange rates of the catalogue: units of a currency for one euro, by day of
 * publication (the European Central Bank's table, or one like it). Immutable once loaded: part of
 * the snapshot, read by any thread.
 *
 * An event takes the rates of the last publication not later than its own day (UTC) and at most
 * RATES_AGE_DAYS_MAX older; then there is none. Both currencies are taken from one publication. The
 * RATES_DAYS_MAX newest publications of at most RATES_CURRENCIES_MAX currencies are loaded; older
 * ones stay in the catalogue (docs/decisions/). */
#pragma once
#include "base/arena.h"
#include "base/rate.h"

#define RATES_AGE_DAYS_MAX   7 /* over Easter and Christmas, when nothing is published for four */
#define RATES_DAYS_MAX       400
#define RATES_CURRENCIES_MAX 256

struct db;
struct rates;

/* Loads them into the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err rates_load(struct db *db, struct arena *arena, const struct rates **rates);

/* The rate from one currency to another (three capital letters each) for an event of that instant.
 * RATE_SAME for one and the same, RATE_NONE where none is known. rates may be NULL: none are. */
struct rate rates_find(const struct rates *rates, struct str from, struct str to, int64_t at_ms);
/* The code itself, lent by the rates or static, when it means a currency: one of ISO 4217, or one
 * that any of the rates quotes. Absent otherwise. */
struct str rates_currency(const struct rates *rates, struct str code);

/* cost_csv - costs as CSV (spec/tracker.md §4): a header names the columns, a row is a cost of a
 * range. Pure. At most COST_CSV_ROWS_MAX rows. */
#pragma once
#include "base/arena.h"

#define COST_CSV_ROWS_MAX 5000

#define COST_CSV_COLUMNS(X)                                                                        \
    X(date_from)                                                                                   \
    X(date_to)                                                                                     \
    X(campaign)                                                                                    \
    X(token_name)                                                                                  \
    X(token_value)                                                                                 \
    X(cost)                                                                                        \
    X(currency)                                                                                    \
    X(timezone)

/* A row's values, trimmed; absent where the column is, or where nothing stands. */
struct cost_csv_row {
    size_t line; /* where it begins, from 1 */
#define X(name) struct str name;
    COST_CSV_COLUMNS(X)
#undef X
};

struct cost_csv {
    struct cost_csv_row *rows; /* in the arena */
    size_t count;
};

/* Reads CSV (RFC 4180; ',', ';' or tab, whichever the header uses). ERR_INVALID with a sentence in
 * the arena: a header without date_from, date_to, campaign or cost, or with another name; no row,
 * or too many; a quote that is never closed. ERR_FULL. */
MUST_USE enum err cost_csv_read(struct arena *arena, struct str text, struct cost_csv *csv,
                                struct str *fault);

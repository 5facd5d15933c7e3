/* statement_csv - a network's statement as CSV: which column is what, and its rows as lines of a
 * statement (model/statement.h). Pure; any thread. */
#pragma once
#include "api/csv_table.h"
#include "base/zone.h"
#include "model/rates.h"
#include "model/statement.h"

#define STATEMENT_FAULTS_MAX      100                 /* that are told; all are counted */
#define STATEMENT_CONVERSIONS_MAX INT64_C(1000000000) /* of a line */

/* X(NAME, "field") */
#define STATEMENT_COLUMNS(X)                                                                       \
    X(DAY, "day")                                                                                  \
    X(CAMPAIGN, "campaign")                                                                        \
    X(GOAL, "goal")                                                                                \
    X(CONVERSIONS, "conversions")                                                                  \
    X(VALUE, "value")                                                                              \
    X(EXTERNAL_ID, "external_id")                                                                  \
    X(TXID, "txid")

enum statement_column {
#define X(NAME, word) STATEMENT_##NAME,
    STATEMENT_COLUMNS(X)
#undef X
        STATEMENT_COLUMN_COUNT
};
const char *statement_column_word(enum statement_column column); /* static */

/* How the digits of a date such as 03/04/2026 are ordered. ISO dates are read in any case. */
enum statement_dates { STATEMENT_YMD, STATEMENT_DMY, STATEMENT_MDY };

/* Which column of the table is which; STATEMENT_NO_COLUMN: none. */
#define STATEMENT_NO_COLUMN SIZE_MAX
struct statement_map {
    size_t at[STATEMENT_COLUMN_COUNT];
};

/* What the reading goes by. */
struct statement_terms {
    enum statement_dates dates;
    const struct zone *zone; /* that its days are of */
    const struct rates *rates;
    struct str currency, wanted; /* its own, and the workspace's */
    bool has_range;              /* a line of another day is refused */
    int64_t from_day, to_day;
};

/* One cell, or row, that is refused. */
struct statement_fault {
    size_t line;
    struct str column; /* as the header calls it; "" for the row as a whole */
    struct str message;
};

struct statement_csv {
    struct statement_line *lines; /* the good ones, in the arena */
    size_t count;
    int64_t from_day, to_day; /* of the lines, when there are any */
    int64_t conversions, amount_micros, value_micros;
    struct statement_fault faults[STATEMENT_FAULTS_MAX];
    size_t fault_count; /* of all */
};

/* Finds the columns by what networks usually call them. */
void statement_map_guess(const struct csv_table *table, struct statement_map *map);
/* Reads the rows; what is wrong with them stands in csv->faults. ERR_FULL. */
MUST_USE enum err statement_csv_read(struct arena *arena, const struct csv_table *table,
                                     const struct statement_map *map,
                                     const struct statement_terms *terms,
                                     struct statement_csv *csv);

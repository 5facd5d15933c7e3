/* dimension - what figures can be grouped and filtered by (spec/tracker.md §1.12, spec/network.md
 * §4.2): one table, each line with its name in the API and what stands behind it. Constant; any
 * thread. */
#pragma once
#include "facts/fact.h"

enum dimension_kind {
    DIMENSION_ENTITY, /* a number of the catalogue's: {"id","name"} */
    DIMENSION_NUMBER,
    DIMENSION_TEXT,
    DIMENSION_BOOL,
    DIMENSION_YEAR,    /* 2026; these are reckoned from the row's time, in the question's zone */
    DIMENSION_MONTH,   /* "2026-11" */
    DIMENSION_WEEK,    /* "2026-W48", ISO 8601 */
    DIMENSION_DAY,     /* "2026-11-24" */
    DIMENSION_WEEKDAY, /* 1 Monday to 7 Sunday */
    DIMENSION_HOUR,    /* 0 to 23 */
    DIMENSION_TAG,     /* of the campaign, from the catalogue: one with two tags counts in both */
    DIMENSION_SIGNAL,  /* of a bot: a row with two signals counts in both */
    DIMENSION_LEDGER,  /* no column of the facts: a filter only, answered from the ledger */
};

struct dimension {
    const char *name;         /* "campaign", "country", "token1" */
    enum fact_table_id table; /* that has it */
    enum dimension_kind kind;
    const char *column;  /* its column; NULL where it is reckoned or the ledger's */
    bool is_conversions; /* only conversions have it: other rows count under "" */
    const char *unknown; /* what "" is told as: "unknown"; NULL: null */
    const char *help;    /* for the OpenAPI document */
};

/* The dimension of that name of a table, or NULL. */
const struct dimension *dimension_find(enum fact_table_id table, struct str name);
/* All of a table, in the order of the documents. Static. */
const struct dimension *dimension_all(enum fact_table_id table, size_t *count);

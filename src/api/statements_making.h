/* statements_making - a statement on its way from a request to the catalogue: what its files share.
 * Owner: a call. */
#pragma once
#include "api/statements.h"

#define STATEMENT_GOALS_MAX 1000 /* different ones in a statement */

struct statement_making {
    struct call *call;
    bool is_preview;
    struct str text, tz;
    char currency[4];
    const char *wanted; /* the workspace's currency, lent by: */
    json_t *source, *workspace;
    struct zone *zone;
    uint64_t slot;
    struct csv_table table;
    struct statement_map map;
    struct statement_terms terms;
    struct statement_csv csv;
    struct statement_text *campaigns, *goals;
    size_t campaign_count, goal_count;
    struct statement *others; /* of the source, newest first */
    size_t other_count;
    struct statement made;
};

/* --- statements_columns.c: what the header says ------------------------------------------------
 */

/* Which column is what: as the request says, and by usual names. */
void statement_read_columns(struct statement_making *making);
/* The slot of the token that brings what the statement calls a campaign. */
void statement_read_slot(struct statement_making *making);
/* Notes what the statement cannot do without, and which columns it has. False: it lacks some. */
bool statement_has_columns(struct statement_making *making);
/* Notes what is wrong with no single cell. */
void statement_add_fault(struct statement_making *making, size_t line, struct str message);
/* A whole number of the body. False: there is none, or the call is refused. */
bool statement_number_of(struct call *call, const char *name, uint64_t max, uint64_t *number);

/* --- statements_made.c: the answer -------------------------------------------------------------
 */

void statement_answer(struct statement_making *making);

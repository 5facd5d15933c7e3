/* figures_own - what the lists with figures share among their own files. Owner: a call. */
#pragma once
#include "api/figures.h"

struct figures {
    struct ask ask;
    json_t *by_id; /* figures by the id's text */
    json_t *order; /* ids in the order of the report */
};

/* Whether the order is that of figures, not the list's own. */
bool figures_are_sorted_by(struct call *call);
/* The call's sort; "name" is what the list calls it: the dimension's own name here. */
struct str figures_sort_text(struct call *call, const char *dimension);
/* Reads a page of the list; false: refused. *rows is a new reference. */
bool figures_read_list(struct call *call, const struct catalog_query *query, json_t **rows,
                       struct str *next);
/* Answers documents with their figures of by_id, and the totals; takes rows. */
void figures_answer(struct figures *figures, json_t *rows, struct str next,
                    const struct report_row *totals);
/* The list of goals; the question's group is "goal" already. */
void figures_list_goals(struct figures *figures, const struct catalog_query *query);

/* figures - lists of entities with what counted for each of them within a span: when a list is
 * asked with from or to. Owner: a call. */
#pragma once
#include "api/internal.h"
#include "api/ask.h"

#define FIGURES_PARAMS QUESTION_PARAMS ASK_FIGURE_PARAMS

/* What the figures of entities of that kind look like; NULL: they have none. */
const struct shape *figures_shape(enum entity entity);
/* Whether the call asks for figures: any of FIGURES_PARAMS. */
bool figures_are_wanted(struct call *call);
/* Answers the list. query: its filters and page, as resources_list() read them; its sort may also
 * be up to two metrics: then the figures give the order. */
void figures_list(struct call *call, struct catalog_query *query);

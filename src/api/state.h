/* state - what an answer adds to a document that is not in it: how a user or a key stands, and what
 * the caller may not see taken out. */
#pragma once
#include "api/internal.h"

/* What state_put() adds; NULL: nothing. */
const struct shape *state_shape(enum entity entity);
/* After "links". Whoever may not change networks does not see their secrets, nor the account's key
 * in a goal's link whoever may not change goals. */
void state_put(const struct call *call, json_t *document);
/* Gives a key that was just made its text, which no later answer shows; refuses when it cannot. */
void state_issue_key(struct call *call, json_t *document);

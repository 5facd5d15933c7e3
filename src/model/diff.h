/* diff - what differs between two documents, field by field. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "base/base.h"

/* A new array of {"field","before","after"} in the order of the fields: paths as in refusals
 * ("postback.url", "paths[0].offers[1].id"). Objects are looked into, lists item by item; a field
 * or item that is only on one side is null on the other. before and after: objects, or NULL for
 * none. */
json_t *diff_make(const json_t *before, const json_t *after);

/* source_sync - the table of a source's cost_sync, and its checks (model/sync.h). Pure. */
#pragma once
#include "model/body.h"
#include "model/kind.h"

extern const struct schema sync_schema;

/* ERR_INVALID with check->fault. */
MUST_USE enum err sync_check(struct check *check, const struct source_body *body);

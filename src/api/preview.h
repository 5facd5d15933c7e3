/* preview - what would become of an upload's rows: decided here over a reader of the ledger and
 * what earlier rows would have made, the way the edge decides over its open batch. Writes nothing.
 * Owner: a call. */
#pragma once
#include "api/internal.h"
#include "convert/upload.h"

/* Sets the result [outcome, reason, conversion id or null] of each good row. Refuses the call when
 * catalogue or ledger cannot be read. */
void preview_rows(struct call *call, uint64_t workspace_id, struct str mode,
                  const struct upload *upload, json_t *results);

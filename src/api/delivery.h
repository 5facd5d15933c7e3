/* delivery - how an ad campaign stands: what it has delivered and spent, what is left, and why it
 * delivers no more. Any thread. */
#pragma once
#include "api/internal.h"
#include "model/snapshot.h"

extern const struct shape delivery_shape;

/* The counts of an ad campaign's document, now. */
json_t *delivery_counts(struct ledger_reader *reader, const struct snapshot *snapshot,
                        const json_t *document, enum err *err);

/* counts - what the ledger's totals say of an entity, beside its document. Any thread; a reader is
 * the caller's. */
#pragma once
#include "api/internal.h"

/* What "counts" of that kind of entity holds; NULL: it has none. */
const struct shape *counts_shape(enum entity entity);
/* Sets "counts" in each document; null when the ledger cannot be read, for the catalogue is an
 * answer without it. Nothing for kinds that have none. */
void counts_put(struct call *call, json_t *const *documents, size_t count);

/* many - several writes of the catalogue that stand or fall together: one transaction, one version,
 * a line of the history for each; no version when none of them changes anything. Any thread. */
#pragma once
#include "model/catalog.h"

/* The writes of one catalog_write_many() on their way. Owner: it. */
struct many;

/* Has work() make its writes, and makes them durable together once it has returned OK; any other
 * error undoes them all. work() calls nothing of the catalogue but what stands below, and ends with
 * the first error that one of them gives; it should be short, for others wait. *version is the
 * catalogue's after them. The errors of work(), fault filled by the write that is refused; ERR_IO.
 */
MUST_USE enum err catalog_write_many(struct catalog *catalog, const struct scope *scope,
                                     enum err (*work)(void *context, struct many *many),
                                     void *context, uint64_t *version, struct model_fault *fault);

/* As catalog_create(), catalog_update() and catalog_clone() are, their warnings told to nobody. */
MUST_USE enum err many_create(struct many *many, enum entity entity, const json_t *input,
                              json_t **document);
MUST_USE enum err many_update(struct many *many, enum entity entity, struct str id,
                              const json_t *input, json_t **document);
MUST_USE enum err many_clone(struct many *many, enum entity entity, struct str id,
                             const json_t *input, json_t **document);
/* Gives one entity a status, "active", "paused" or "archived", as catalog_set_status() does. */
MUST_USE enum err many_set_status(struct many *many, enum entity entity, struct str id,
                                  const char *status, json_t **document);

/* template - what users fill new sources and networks from, beside the presets: an entity of its
 * own, one name (slug) in a workspace for each kind (spec/tracker.md §1.1, "create custom
 * template"). */
#pragma once
#include "model/kind.h"
#include "model/preset.h"

/* Lays input over the fields of the template that it names in "template": of the workspace's own
 * ones, else of the presets. Without one, *filled is a copy of input. *filled is a new reference.
 * ERR_INVALID with the fault on "template": there is none; ERR_IO, ERR_FULL. */
MUST_USE enum err template_fill(struct db *db, struct arena *arena, const struct presets *presets,
                                uint64_t workspace_id, enum entity entity, const json_t *input,
                                json_t **filled, json_t *warnings, struct model_fault *fault);

/* Those of the workspaces that can be read, by id, then the presets by kind and name, as
 * catalog_list_templates() says. ERR_IO, ERR_FULL. */
MUST_USE enum err template_list(struct db *db, struct arena *arena, const struct presets *presets,
                                const struct workspace_set *reads,
                                const struct template_query *query, json_t **rows);

/* draft - an entity as a form has it, not saved: built the way the snapshot builds a saved one, so
 * that what is shown of it is what would happen. Owner: a call. */
#pragma once
#include "model/catalog.h"
#include "model/snapshot.h"

struct built_pattern;
struct zones;

struct draft {
    void *item; /* the snapshot's struct of the kind, with id 0 and active; in the arena */
    struct built_pattern *patterns;
    struct zones *zones;
};

/* Reads and builds a document of a kind that the snapshot has, as POST takes it; "template" fills
 * nothing. What it refers to is the snapshot's. Fill and free once: struct draft draft = {0}.
 * ERR_INVALID with *fault. */
MUST_USE enum err draft_build(struct draft *draft, const struct snapshot *snapshot,
                              enum entity entity, const json_t *document, uint64_t workspace_id,
                              struct arena *arena, struct model_fault *fault);
/* Frees what is not the arena's; also of one that failed. */
void draft_fini(struct draft *draft);

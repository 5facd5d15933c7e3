#include "model/draft.h"

#include "model/fault.h"
#include "model/kind.h"
#include "model/zones.h"

enum err draft_build(struct draft *draft, const struct snapshot *snapshot, enum entity entity,
                     const json_t *document, uint64_t workspace_id, struct arena *arena,
                     struct model_fault *fault)
{
    const struct kind *kind = kind_of(entity);
    void *body = arena_alloc(arena, kind->schema->bytes);
    const struct db_row row = {.workspace_id = workspace_id, .status = STATUS_ACTIVE};
    const struct build build = {.arena = arena,
                                .snapshot = snapshot,
                                .patterns = &draft->patterns,
                                .zones = &draft->zones,
                                .row = &row,
                                .fault = fault};

    draft->item = arena_alloc(arena, kind->item_bytes);
    if (body == NULL || draft->item == NULL)
        return fault_refuse(fault, "", "the document is too large");
    enum err err = schema_read(kind->schema, document, arena, body, fault);
    return err == OK ? kind->build(&build, body, draft->item) : err;
}

void draft_fini(struct draft *draft)
{
    for (struct built_pattern *built = draft->patterns; built != NULL; built = built->next)
        pattern_free(built->pattern);
    zones_free(draft->zones);
    *draft = (struct draft){0};
}

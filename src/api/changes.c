/* changes - the history over HTTP: who changed what, when, before and after. */
#include "api/internal.h"

#include "api/json_out.h"
#include "base/num.h"

#define CHANGE_ACTIONS "created changed paused resumed archived restored told"

static const struct shape_field change_fields[] = {
    {"id", SHAPE_NUMBER, 0, "Of the change.", NULL, NULL},
    {"changed_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"actor", SHAPE_TEXT, 0, "Who: \"user 2\", \"key 5\", \"import\".", NULL, NULL},
    {"actor_name", SHAPE_TEXT, SHAPE_NULL,
     "What that user or key is called by now; null: it is neither.", NULL, NULL},
    {"action", SHAPE_WORD, 0,
     "told: the source's network was told to start or stop one of its campaigns; `after` says "
     "which "
     "one and what it answered.",
     CHANGE_ACTIONS, NULL},
    {"resource", SHAPE_TEXT, 0, "\"campaigns\" ..., \"settings\".", NULL, NULL},
    {"resource_id", SHAPE_ID, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_NULL, "What it was called after it.", NULL, NULL},
    {"version", SHAPE_NUMBER, 0, "The entity's after it.", NULL, NULL},
    {"catalog_version", SHAPE_NUMBER, 0, "The catalogue's after it.", NULL, NULL},
    {"changed", SHAPE_TEXTS, 0, "The paths of the fields that differ.", NULL, NULL},
    {"before", SHAPE_FREE, SHAPE_NULL,
     "The document, secrets masked; null: it was made, or it is an event.", NULL, NULL},
    {"after", SHAPE_FREE, 0, "The document, secrets masked; of an event, what happened.", NULL,
     NULL},
};
const struct shape change_shape = SHAPE("change", change_fields);

static enum err read_changes(struct call *call, void *context, uint64_t before_id, unsigned limit,
                             json_t *rows, uint64_t *next)
{
    struct catalog_changes_query *query = context;

    query->before_id = before_id;
    query->limit = limit;
    return catalog_list_changes(call->api->options.catalog, query, &call->scope, rows, next);
}

static void answer_changes(struct call *call, struct catalog_changes_query *query)
{
    (void)call_time(call, "from", &query->from_ms); /* 0 without one */
    (void)call_time(call, "to", &query->to_ms);
    query->actor = call_param(call, "actor");
    query->event = call_param(call, "event");
    call_answer_history(call, read_changes, query);
}

void changes_list(struct call *call)
{
    struct catalog_changes_query query = {.resource = call_param(call, "resource"),
                                          .id = call_param(call, "id")};

    int entity = entity_find(query.resource);
    if (entity >= 0)
        call->entity = (enum entity)entity;
    if (query.id.ptr != NULL && query.resource.ptr == NULL)
        call_refuse(call, 400, "resource", "id needs the resource that it is of.");
    else
        answer_changes(call, &query);
}

void changes_of_one(struct call *call)
{
    resources_read_id(call);
    if (call->is_answered)
        return;
    struct catalog_changes_query query = {.resource = str_from_c(entity_resource(call->entity)),
                                          .id = call->id};
    answer_changes(call, &query);
}

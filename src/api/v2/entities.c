/* entities - the catalogue as the public API reads and writes it: by the same calls as the
 * dashboard's, so that history, validation and the edge are told alike. */
#include "api/v2/v2.h"

#include "model/many.h"

#define LIST_PAGE 1000

/* ------------------------------------------------------------------ reading */

/* "d:id" is newest first: ids rise. */
static struct str read_order(struct call *call)
{
    static const struct {
        const char *order, *sort;
    } orders[] = {
        {"a:id", "created"}, {"d:id", "-created"},          {"a:name", "name"},
        {"d:name", "-name"}, {"a:date_created", "created"}, {"d:date_created", "-created"}};
    struct str order = call_word(call, "orderBy",
                                 "a:id d:id a:name d:name a:date_created "
                                 "d:date_created");

    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        if (str_is_equal(order, str_from_c(orders[i].order)))
            return str_from_c(orders[i].sort);
    return STR_NONE;
}

static void take_rows(json_t *all, const json_t *rows, struct v2_page *page,
                      bool (*filter)(const void *context, const json_t *document),
                      const void *context)
{
    size_t i;
    json_t *document;

    json_array_foreach(rows, i, document)
    {
        if (filter != NULL && !filter(context, document))
            continue;
        if (page->count >= page->offset && json_array_size(all) < page->limit)
            json_out_append(all, json_incref(document));
        page->count++;
    }
}

json_t *v2_list(struct call *call, enum entity entity, struct catalog_query query,
                struct v2_page *page, bool (*filter)(const void *context, const json_t *document),
                const void *context)
{
    json_auto_t *all = json_array();
    struct str next = STR_NONE;

    query.sort = read_order(call);
    query.limit = LIST_PAGE;
    page->count = 0;
    if (call->is_answered)
        return NULL;
    do {
        json_auto_t *rows = NULL;
        query.cursor = next;
        next = STR_NONE;
        enum err err = catalog_list(call->api->options.catalog, entity, &query, &call->scope,
                                    call->arena, &rows, &next);
        if (err != OK) {
            call_refuse(call, 503, "", "The catalogue could not be read.");
            return NULL;
        }
        take_rows(all, rows, page, filter, context);
    } while (next.ptr != NULL);
    return json_incref(all);
}

json_t *v2_get(struct call *call, enum entity entity, struct str id)
{
    const struct model_fault none = {.message = ""};
    json_t *document = NULL;

    call->entity = entity;
    call->id = id;
    resources_read_id(call);
    if (call->is_answered)
        return NULL;
    enum err err =
        catalog_get(call->api->options.catalog, entity, call->id, &call->scope, &document);
    if (err == OK)
        return document;
    call_refuse_model(call, err, &none);
    return NULL;
}

/* ------------------------------------------------------------------ writing */

/* Fields that clients know by another name than the catalogue. */
static const struct {
    enum entity entity;
    const char *ours, *theirs;
} names[] = {
    {ENTITY_ADCAMPAIGN, "pricing", "pricing_model"},
    {ENTITY_ADCAMPAIGN, "daily_budget", "max_daily_budget"},
    {ENTITY_ADCAMPAIGN, "total_budget", "total_budget_limit"},
    {ENTITY_ADCAMPAIGN, "starts_at", "start_date"},
    {ENTITY_ADCAMPAIGN, "ends_at", "end_date"},
    {ENTITY_VARIATION, "adcampaign_id", "id"},
    {ENTITY_VARIATION, "image_url", "imgurl"},
    {ENTITY_VARIATION, "weight", "share"},
};

static void rename_field(enum entity entity, struct model_fault *fault)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i].entity == entity && strcmp(fault->field, names[i].ours) == 0) {
            (void)snprintf(fault->field, sizeof(fault->field), "%s", names[i].theirs);
            return;
        }
}

bool v2_settle(struct call *call, enum entity entity, enum err err, uint64_t version,
               struct model_fault *fault)
{
    if (err == OK) {
        json_decref(call_live(call, version));
        return true;
    }
    call->entity = entity;
    rename_field(entity, fault);
    call_refuse_model(call, err, fault);
    return false;
}

struct written {
    json_t *document;
    json_t *warnings;
    uint64_t version;
    struct model_fault fault;
};

/* The document, once the edge serves it. */
static json_t *settle(struct call *call, enum entity entity, enum err err, struct written *written,
                      json_t *input)
{
    json_decref(input);
    json_decref(written->warnings);
    return v2_settle(call, entity, err, written->version, &written->fault) ? written->document
                                                                           : NULL;
}

json_t *v2_create(struct call *call, enum entity entity, json_t *input)
{
    struct written written = {0};
    enum err err =
        catalog_create(call->api->options.catalog, entity, input, &call->scope, &written.document,
                       &written.warnings, &written.version, &written.fault);

    return settle(call, entity, err, &written, input);
}

json_t *v2_update(struct call *call, enum entity entity, struct str id, json_t *input)
{
    struct written written = {0};
    enum err err =
        catalog_update(call->api->options.catalog, entity, id, input, &call->scope,
                       &written.document, &written.warnings, &written.version, &written.fault);

    return settle(call, entity, err, &written, input);
}

json_t *v2_edit(struct call *call, enum entity entity, struct str id, const struct v2_edit *edit)
{
    for (unsigned tries = 1;; tries++) {
        struct written written = {0};
        json_auto_t *before = v2_get(call, entity, id);
        json_t *input = before != NULL ? edit->make(edit->context, before) : NULL;
        if (input == NULL)
            return NULL;
        json_out_put(input, "version", json_incref(json_object_get(before, "version")));
        enum err err =
            catalog_update(call->api->options.catalog, entity, call->id, input, &call->scope,
                           &written.document, &written.warnings, &written.version, &written.fault);
        if (err == ERR_STALE && tries < V2_TRIES_MAX) {
            json_decref(input);
            continue;
        }
        if (err != OK)
            edit->blame(edit->context, &written.fault);
        return settle(call, entity, err, &written, input);
    }
}

bool v2_archive(struct call *call, enum entity entity, struct str id)
{
    struct written written = {0};
    enum err err = catalog_archive(call->api->options.catalog, entity, id, NULL, &call->scope,
                                   &written.document, &written.version, &written.fault);
    json_t *document = settle(call, entity, err, &written, NULL);

    json_decref(document);
    return !call->is_answered;
}

/* ------------------------------------------------------------------ and its status */

struct str v2_id_text(const json_t *id, char text[V2_ID_CHARS_MAX])
{
    (void)snprintf(text, V2_ID_CHARS_MAX, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    return str_from_c(text);
}

struct str v2_id(const json_t *document, char text[V2_ID_CHARS_MAX])
{
    return v2_id_text(json_object_get(document, "id"), text);
}

bool v2_is_archived(const char *status)
{
    return status != NULL && strcmp(status, "archived") == 0;
}

enum err v2_archive_parts(struct many *many, const json_t *variations)
{
    enum err err = OK;
    size_t i;
    json_t *variation;

    json_array_foreach((json_t *)(uintptr_t)variations, i, variation)
    {
        char id[V2_ID_CHARS_MAX];
        json_auto_t *document = NULL;
        if (err == OK)
            err = many_set_status(many, ENTITY_VARIATION, v2_id(variation, id), "archived",
                                  &document);
    }
    return err;
}

/* Made or changed; then its status, where it has another one by that. */
static enum err write_it(void *context, struct many *many)
{
    struct v2_write *write = context;
    char id[V2_ID_CHARS_MAX];
    json_t *document = NULL, *settled = NULL;
    enum err err = write->id.ptr == NULL
                       ? many_create(many, write->entity, write->input, &document)
                       : many_update(many, write->entity, write->id, write->input, &document);

    if (err == OK)
        err = v2_archive_parts(many, write->parts);
    if (err == OK && write->status != NULL)
        err = many_set_status(many, write->entity, v2_id(document, id), write->status, &settled);
    write->document = settled != NULL ? settled : json_incref(document);
    json_decref(document);
    return err;
}

json_t *v2_write(struct call *call, struct v2_write *write)
{
    struct model_fault fault = {0};
    uint64_t version = 0;

    if (write->id.ptr == NULL && v2_is_archived(write->status))
        call_refuse(call, 422, "status", "status: expected 1 or 0 of what is new.");
    if (call->is_answered) {
        json_decref(write->input);
        return NULL;
    }
    if (write->id.ptr != NULL && write->status != NULL && !v2_is_archived(write->status)) {
        json_out_put(write->input, "status", json_string(write->status)); /* in the same change */
        write->status = NULL;
    }
    enum err err = catalog_write_many(call->api->options.catalog, &call->scope, write_it, write,
                                      &version, &fault);
    json_decref(write->input);
    if (v2_settle(call, write->entity, err, version, &fault))
        return write->document;
    json_decref(write->document);
    return NULL;
}

/* ------------------------------------------------------------------ many at once */

bool v2_set_status(struct call *call, enum entity entity, const json_t *ids, const char *status)
{
    struct written written = {0};
    json_t *input = json_object();

    json_out_put(input, "ids", json_incref((json_t *)(uintptr_t)ids));
    json_out_put(input, "status", json_string(status));
    enum err err =
        catalog_set_status(call->api->options.catalog, entity, input, &call->scope,
                           &written.document, &written.warnings, &written.version, &written.fault);
    if (str_has_prefix(str_from_c(written.fault.field), STR("ids"))) { /* as the body has them */
        char field[sizeof(written.fault.field)];
        memcpy(field, written.fault.field, sizeof(field));
        (void)snprintf(written.fault.field, sizeof(field), "campaign_%.80s", field);
    }
    json_decref(settle(call, entity, err, &written, input));
    return !call->is_answered;
}

const json_t *v2_take_ids(struct call *call)
{
    const json_t *ids = call->body;
    size_t i;
    json_t *id;

    if (json_is_object(call->body)) {
        call_check_fields(call, &v2_ids_shape);
        ids = json_object_get(call->body, "campaign_ids");
    }
    if (!json_is_array(ids) || json_array_size(ids) == 0 || json_array_size(ids) > V2_IDS_MAX) {
        call_refuse(call, 422, "campaign_ids", "campaign_ids: expected a list of 1 to %d ids.",
                    V2_IDS_MAX);
        return NULL;
    }
    json_array_foreach((json_t *)(uintptr_t)ids, i, id)
    {
        struct str field = arena_format(call->arena, "campaign_ids[%zu]", i);
        int64_t number = v2_take_integer(call, field.ptr, id, 1, INT64_MAX);
        CHECK(json_array_set_new((json_t *)(uintptr_t)ids, i, json_integer(number)) == 0);
    }
    return call->is_answered ? NULL : ids;
}

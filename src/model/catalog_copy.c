/* catalog_copy - a new entity that begins as another one. Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/config.h"
#include "model/fault.h"
#include "model/kind.h"

#define COPY_SUFFIX " (copy)"

/* "Name (copy)", the name cut where both do not fit. */
static json_t *name_of_copy(const struct db_row *row)
{
    struct str name = row->name;
    size_t room = KIND_NAME_CHARS_MAX - (sizeof COPY_SUFFIX - 1);
    while (schema_count_chars(name) > room)
        name.len--;
    while (name.len > 0 && !str_is_utf8(name))
        name.len--;
    return json_sprintf("%.*s" COPY_SUFFIX, STR_FMT(name));
}

/* What the copy is: the entity with the input laid over it. */
static enum err merge(struct write *write, const struct db_row *from, json_t *input,
                      json_t **document)
{
    const struct schema *schema = kind_of(write->entity)->schema;
    json_auto_t *stored = json_loadb(from->body.ptr, from->body.len, 0, NULL);
    if (stored == NULL)
        return ERR_IO;
    CHECK(json_object_set_new(stored, "name", name_of_copy(from)) == 0);
    if (!workspace_set_has(&write->scope->writes, from->workspace_id))
        config_drop_secrets(schema, stored); /* a copy tells nobody what they may not know */
    if (write->entity == ENTITY_TEMPLATE)
        (void)json_object_del(stored, "template"); /* made from the name: it must be its own */
    *document = schema_merge(schema, stored, input);
    return OK;
}

static enum err copy(struct write *write, struct str id, json_t *input, struct db_row *row,
                     uint64_t *version)
{
    struct db_row from;
    json_auto_t *document = NULL;
    enum err err = write_begin_transaction(write);
    if (err == OK)
        err = call_find_row(write->call, write->entity, id, write->scope, &from);
    bool stays = json_object_get(input, "workspace_id") == NULL;
    if (err == OK)
        err = write_take_workspace(write, input, row);
    if (err == OK && stays)
        row->workspace_id = from.workspace_id;
    if (err == OK)
        err = write_take_status(input, row, write->fault);
    if (err == OK)
        err = merge(write, &from, input, &document);
    return err == OK ? write_create(write, document, row, version) : err;
}

enum err write_copy(struct write *write, struct str id, const json_t *input, json_t **document,
                    uint64_t *version)
{
    json_auto_t *differing = json_copy((json_t *)(uintptr_t)input);
    int64_t now_ms = clock_wall_ms();
    struct db_row row = {.status = STATUS_ACTIVE, .created_at_ms = now_ms, .updated_at_ms = now_ms};
    CHECK(differing != NULL);
    enum err err = copy(write, id, differing, &row, version);
    return err == OK ? call_make_document(write->entity, &row, document) : err;
}

enum err catalog_clone(struct catalog *catalog, enum entity entity, struct str id,
                       const json_t *input, const struct scope *scope, json_t **document,
                       json_t **warnings, uint64_t *version, struct model_fault *fault)
{
    enum err err = write_begin(input, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    err = write_copy(&write, id, input, document, version);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

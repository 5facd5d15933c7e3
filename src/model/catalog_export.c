/* catalog_export - the whole catalogue as one document (config.h). Any thread. */
#include "model/call.h"

#include "model/config.h"
#include "model/kind.h"
#include "model/settings.h"

struct listing {
    enum entity entity;
    const struct scope *scope;
    bool with_secrets;
    json_t *list;
};

static enum err add_item(void *context, const struct db_row *row)
{
    struct listing *listing = context;
    json_t *item;
    if (!workspace_set_has(&listing->scope->reads, row->workspace_id))
        return OK;
    bool with_secrets =
        listing->with_secrets && workspace_set_has(&listing->scope->writes, row->workspace_id);
    enum err err = config_write_item(listing->entity, row, with_secrets, &item);
    if (err == OK)
        CHECK(json_array_append_new(listing->list, item) == 0);
    return err;
}

static enum err export_list(struct call *call, enum entity entity, const struct scope *scope,
                            bool with_secrets, json_t *config)
{
    struct listing listing = {entity, scope, with_secrets, json_array()};
    CHECK(json_object_set_new(config, entity_resource(entity), listing.list) == 0);
    return db_scan(call->db, entity, add_item, &listing);
}

struct settings_listing {
    struct call *call;
    const struct scope *scope;
    bool with_secrets;
    json_t *list;
};

/* Settings that say what no settings say are left out. */
static enum err add_settings(void *context, const struct db_row *workspace)
{
    struct settings_listing *listing = context;
    struct arena *arena = listing->call->arena;
    struct model_fault fault;
    struct str body = STR_NONE;
    json_auto_t *nothing = json_object();
    json_auto_t *plain = NULL;
    json_auto_t *document = NULL;
    if (!workspace_set_has(&listing->scope->reads, workspace->id))
        return OK;
    enum err err = db_find_settings(listing->call->db, workspace->id, arena, &body);
    if (err == OK)
        err = settings_merge(arena, STR_NONE, nothing, &plain, &fault);
    if (err == OK)
        err = settings_merge(arena, body, nothing, &document, &fault);
    if (err != OK || json_equal(plain, document))
        return err == ERR_INVALID ? ERR_IO : err;
    json_t *item = json_pack("{s:I}", "workspace_id", (json_int_t)workspace->id);
    if (!listing->with_secrets || !workspace_set_has(&listing->scope->writes, workspace->id))
        config_mask(&settings_schema, document);
    CHECK(item != NULL && json_object_update(item, document) == 0);
    CHECK(json_array_append_new(listing->list, item) == 0);
    return OK;
}

enum err catalog_export(struct catalog *catalog, const struct scope *scope, bool with_secrets,
                        json_t **exported)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *config = json_pack("{s:i}", CONFIG_FORMAT_NAME, CONFIG_FORMAT);
    struct scope own = *scope;
    struct settings_listing settings = {&call, &own, with_secrets, json_array()};
    CHECK(config != NULL && settings.list != NULL);
    scope_leave_out_demo(&own);
    enum err err = db_begin_read(call.db); /* one picture, whatever is written meanwhile */
    if (err == OK)
        err = export_list(&call, ENTITY_WORKSPACE, &own, with_secrets, config);
    CHECK(json_object_set_new(config, "settings", settings.list) == 0);
    if (err == OK)
        err = db_scan(call.db, ENTITY_WORKSPACE, add_settings, &settings);
    /* Users and keys belong to the folder, as times and versions do. */
    for (int i = 0; err == OK && i < ENTITY_COUNT; i++)
        if (kind_of((enum entity)i)->home == KIND_IN_WORKSPACE)
            err = export_list(&call, (enum entity)i, &own, with_secrets, config);
    if (err == OK)
        *exported = json_incref(config);
    return err;
}

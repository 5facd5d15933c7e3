/* catalog_settings - reads and writes of a workspace's settings. Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/settings.h"

#define RESOURCE STR("settings") /* in the history */

/* How often they were changed. */
static enum err find_version(struct call *call, uint64_t workspace_id, uint64_t *version)
{
    struct history_change last = {0};
    enum err err = history_last(call->db, RESOURCE, workspace_id, call->arena, &last);
    if (err == OK || err == ERR_NOT_FOUND)
        *version = last.entity_version;
    return err == ERR_NOT_FOUND ? OK : err;
}

static void put_version(json_t *document, uint64_t version)
{
    CHECK(json_object_set_new(document, "version", json_integer((json_int_t)version)) == 0);
}

enum err catalog_get_settings(struct catalog *catalog, uint64_t workspace_id, json_t **document)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct model_fault fault;
    struct str body = STR_NONE;
    json_auto_t *nothing = json_object();
    uint64_t version = 0;
    enum err err = db_find_settings(call.db, workspace_id, call.arena, &body);
    if (err == OK)
        err = find_version(&call, workspace_id, &version);
    if (err == OK && settings_merge(call.arena, body, nothing, document, &fault) != OK)
        err = ERR_IO;
    if (err == OK)
        put_version(*document, version);
    return err;
}

/* Stores the document, raises the version, notes the change, and makes it all durable. */
static enum err store(struct call *call, uint64_t workspace_id, const char *actor,
                      struct str before, const json_t *document, uint64_t *version)
{
    char *text = json_dumps(document, JSON_COMPACT);
    CHECK(text != NULL);
    struct str after = arena_copy(call->arena, str_from_c(text));
    uint64_t raised = 0;
    free(text);
    enum err err = after.ptr == NULL ? ERR_FULL : db_put_settings(call->db, workspace_id, after);
    if (err == OK)
        err = db_raise_version(call->db, &raised);
    const struct history_change change = {.workspace_id = workspace_id,
                                          .at_ms = clock_wall_ms(),
                                          .actor = str_from_c(actor),
                                          .resource = RESOURCE,
                                          .entity_id = workspace_id,
                                          .version = raised,
                                          .before = before,
                                          .after = after};
    if (err == OK)
        err = history_add(call->db, &change);
    if (err == OK)
        err = db_commit(call->db);
    if (err == OK)
        *version = raised;
    return err;
}

/* What stood there for the history: of settings that nobody has changed yet the defaults. */
static enum err find_before(struct call *call, struct str stored, struct model_fault *fault,
                            struct str *before)
{
    json_auto_t *nothing = json_object();
    json_auto_t *defaults = NULL;
    *before = stored;
    if (stored.ptr != NULL)
        return OK;
    enum err err = settings_merge(call->arena, STR_NONE, nothing, &defaults, fault);
    if (err != OK)
        return err;
    char *text = json_dumps(defaults, JSON_COMPACT);
    CHECK(text != NULL);
    *before = arena_copy(call->arena, str_from_c(text));
    free(text);
    return before->ptr != NULL ? OK : ERR_FULL;
}

enum err catalog_update_settings(struct catalog *catalog, uint64_t workspace_id,
                                 const json_t *input, const char *actor, json_t **document,
                                 uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct str stored = STR_NONE, before = STR_NONE;
    json_auto_t *merged = NULL;
    json_auto_t *changes = json_copy((json_t *)(uintptr_t)input);
    uint64_t current = 0;
    memset(fault, 0, sizeof *fault);
    CHECK(changes != NULL);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_version(&call, workspace_id, &current);
    if (err == OK)
        err = call_take_version(&call, RESOURCE, workspace_id, current, changes, fault);
    if (err == OK)
        err = db_find_settings(call.db, workspace_id, call.arena, &stored);
    if (err == OK)
        err = settings_merge(call.arena, stored, changes, &merged, fault);
    if (err == OK)
        err = find_before(&call, stored, fault, &before);
    if (err == OK)
        err = store(&call, workspace_id, actor, before, merged, version);
    if (err != OK)
        return err;
    put_version(merged, current + 1);
    *document = json_incref(merged);
    return OK;
}

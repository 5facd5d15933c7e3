#include "model/import.h"

#include "base/clock.h"
#include "base/num.h"
#include "model/config.h"
#include "model/diff.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/settings.h"

#define ITEMS_FIRST 256
#define KEY_LEN     6
#define ID_MAX      ((json_int_t)1 << 40) /* those to come are counted on from the highest */
#define SETTINGS    "settings"

void import_stand_at(struct import *import, const struct import_item *item)
{
    struct catalog_import_place *place = import->place;
    *place = (struct catalog_import_place){
        .is_listed = item->is_listed, .index = item->index, .id = item->row.id};
    (void)snprintf(place->list, sizeof place->list, "%s", entity_resource(item->entity));
    (void)snprintf(place->name, sizeof place->name, "%.*s", STR_FMT(item->row.name));
    fault_make_printable(place->name);
}

enum err import_check_place(const struct import *import, uint64_t workspace_id)
{
    return workspace_set_has(&import->write.scope->writes, workspace_id)
               ? OK
               : fault_forbid(import->write.fault, "workspace_id",
                              "you may not change workspace %" PRIu64, workspace_id);
}

static void stand_at_list(struct import *import, const char *list, size_t index)
{
    *import->place = (struct catalog_import_place){.is_listed = true, .index = index};
    (void)snprintf(import->place->list, sizeof import->place->list, "%s", list);
}

/* ------------------------------------------------------------------ the document's outline */

/* Users and keys belong to the folder: they are in no text. */
static bool is_list(const char *name)
{
    int entity = entity_find(str_from_c(name));
    return entity >= 0 && kind_of((enum entity)entity)->home != KIND_OF_ACCOUNT;
}

static enum err check_outline(struct import *import)
{
    struct model_fault *fault = import->write.fault;
    const json_t *format = json_object_get(import->config, CONFIG_FORMAT_NAME);
    const char *name;
    json_t *value;
    if (json_integer_value(format) != CONFIG_FORMAT)
        return fault_refuse(fault, CONFIG_FORMAT_NAME,
                            "expected %d: a document that `rebond export` has written",
                            CONFIG_FORMAT);
    json_object_foreach((json_t *)(uintptr_t)import->config, name, value)
    {
        if (strcmp(name, CONFIG_FORMAT_NAME) == 0)
            continue;
        if (!is_list(name) && strcmp(name, SETTINGS) != 0)
            return fault_refuse(fault, name, "unknown list");
        if (!json_is_array(value))
            return fault_refuse(fault, name, "expected a list");
    }
    return OK;
}

static struct import_item *add_item(struct import *import)
{
    if (import->count == import->cap) {
        size_t cap = import->cap == 0 ? ITEMS_FIRST : 2 * import->cap;
        struct import_item *grown = ARENA_ARRAY(import->call->arena, struct import_item, cap);
        if (grown == NULL)
            return NULL;
        if (import->count > 0)
            memcpy(grown, import->items, import->count * sizeof *grown);
        import->items = grown;
        import->cap = cap;
    }
    return &import->items[import->count++];
}

/* ------------------------------------------------------------------ one item's own fields */

static bool is_key(struct str key, size_t len, const char *digits)
{
    for (size_t i = 0; i < key.len; i++)
        if (strchr(digits, key.ptr[i]) == NULL || key.ptr[i] == '\0')
            return false;
    return key.len == len;
}

static struct str text_at(const json_t *document, const char *name)
{
    const json_t *value = json_object_get(document, name);
    return (struct str){json_string_value(value), json_string_length(value)};
}

/* Takes the id: what names the row, if it is there already. */
static enum err take_id(struct import *import, struct import_item *item, json_t *document)
{
    struct model_fault *fault = import->write.fault;
    const json_t *id = json_object_get(document, "id");
    struct arena *arena = import->call->arena;
    enum err err;
    if (item->entity == ENTITY_GOAL) {
        struct str key = text_at(document, "id");
        if (!is_key(key, GOAL_ID_LEN, "0123456789abcdef"))
            return fault_refuse(fault, "id", "expected a goal's id: 32 hex digits, lower case");
        item->row.key = arena_copy(arena, key);
        err = db_find_by_key(import->call->db, item->entity, key, arena, &item->before);
    } else {
        json_int_t max = item->entity == ENTITY_WORKSPACE ? WORKSPACES_OWN_MAX : ID_MAX;
        if (!json_is_integer(id) || json_integer_value(id) < 1 || json_integer_value(id) > max)
            return fault_refuse(fault, "id", "expected an id, an integer from 1 to %" PRId64,
                                (int64_t)max);
        item->row.id = (uint64_t)json_integer_value(id);
        err = db_find(import->call->db, item->entity, item->row.id, arena, &item->before);
    }
    (void)json_object_del(document, "id"); /* it is there */
    item->is_new = err == ERR_NOT_FOUND;
    if (err == OK && !workspace_set_has(&import->write.scope->reads, item->before.workspace_id))
        return fault_refuse(fault, "id", "another workspace has this id");
    if (err == OK)
        item->row = item->before;
    return item->is_new ? OK : err;
}

/* A campaign's key is in links that are out in the world: it is given once. */
static enum err take_key(struct import *import, struct import_item *item, json_t *document)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    struct model_fault *fault = import->write.fault;
    struct str key = text_at(document, "key");
    struct db_row other;
    if (item->entity != ENTITY_CAMPAIGN)
        return OK;
    if (!is_key(key, KEY_LEN, digits))
        return fault_refuse(fault, "key", "expected %d letters and digits", KEY_LEN);
    (void)json_object_del(document, "key"); /* it was there */
    if (!item->is_new)
        return str_is_equal(key, item->row.key)
                   ? OK
                   : fault_refuse(fault, "key", "campaign %" PRIu64 " has the key %.*s, for good",
                                  item->row.id, STR_FMT(item->row.key));
    enum err err =
        db_find_by_key(import->call->db, item->entity, key, import->scratch.arena, &other);
    if (err == OK)
        return fault_refuse(fault, "key", "campaign %" PRIu64 " has this key", other.id);
    item->row.key = arena_copy(import->call->arena, key);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err take_status(struct import *import, struct import_item *item, json_t *document)
{
    struct str word = text_at(document, "status");
    if (json_object_get(document, "status") == NULL)
        return OK;
    (void)json_object_del(document, "status"); /* it is there; the word lives on in the config */
    for (int i = STATUS_ACTIVE; i <= STATUS_ARCHIVED; i++)
        if (str_is_equal(word, entity_status_text((enum entity_status)i))) {
            item->row.status = (enum entity_status)i;
            return OK;
        }
    return fault_refuse(import->write.fault, "status",
                        "expected one of \"active\", \"paused\", \"archived\"");
}

/* ------------------------------------------------------------------ storing */

/* Whether what is for good stays as it is: asked before anything of the item is stored. */
static enum err keep(struct import *import, const struct import_item *item, const void *body)
{
    struct check check = {.db = import->call->db,
                          .arena = import->scratch.arena,
                          .fault = import->write.fault,
                          .warnings = import->write.warnings,
                          .id = item->row.id,
                          .workspace_id = item->row.workspace_id,
                          .currency = ""};
    const struct kind *kind = kind_of(item->entity);
    return item->is_new || kind->keep == NULL ? OK : kind->keep(&check, body);
}

/* Reads the fields by their table and stores the row, unjudged but for what is for good. */
static enum err store(struct import *import, struct import_item *item, json_t *document)
{
    const struct kind *kind = kind_of(item->entity);
    struct arena *arena = import->call->arena;
    json_auto_t *stored =
        item->is_new ? NULL : json_loadb(item->before.body.ptr, item->before.body.len, 0, NULL);
    void *body = arena_alloc(import->scratch.arena, kind->schema->bytes);
    enum err err = config_unmask(kind->schema, document, stored, import->write.fault);
    if (err == OK && body == NULL)
        err = ERR_FULL;
    if (err == OK)
        err = schema_read(kind->schema, document, import->scratch.arena, body, import->write.fault);
    if (err == OK)
        err = keep(import, item, body);
    if (err != OK)
        return err;
    json_auto_t *whole = schema_write(kind->schema, body);
    char *text = json_dumps(whole, JSON_COMPACT);
    CHECK(text != NULL);
    item->row.body = arena_copy(arena, str_from_c(text));
    free(text);
    item->row.name =
        arena_copy(arena, *(const struct str *)(const void *)((const char *)body +
                                                              kind->schema->fields[0].offset));
    item->row.position = kind->position != NULL ? kind->position(body) : 0;
    if (arena_is_full(arena))
        return ERR_FULL;
    return item->is_new ? db_insert(import->call->db, item->entity, &item->row)
                        : db_update(import->call->db, item->entity, &item->row);
}

/* Of a new entity where it goes; of one that is there it can only say where it stands. */
static enum err take_workspace(struct import *import, struct import_item *item, json_t *document)
{
    const json_t *value = json_object_get(document, "workspace_id");
    uint64_t id = json_is_integer(value) ? (uint64_t)json_integer_value(value) : 0;
    if (kind_of(item->entity)->home != KIND_IN_WORKSPACE || value == NULL)
        return OK;
    (void)json_object_del(document, "workspace_id"); /* it is there */
    if (!item->is_new && id != item->row.workspace_id)
        return fault_refuse(import->write.fault, "workspace_id", "it stays in workspace %" PRIu64,
                            item->row.workspace_id);
    item->row.workspace_id = id;
    return OK;
}

static enum err read_item(struct import *import, struct import_item *item, const json_t *value)
{
    json_auto_t *document = json_copy((json_t *)(uintptr_t)value);
    int64_t now_ms = clock_wall_ms();
    if (!json_is_object(value))
        return fault_refuse(import->write.fault, "", "expected an object");
    item->row =
        (struct db_row){.status = STATUS_ACTIVE, .created_at_ms = now_ms, .updated_at_ms = now_ms};
    import->write.entity = item->entity;
    enum err err = take_id(import, item, document);
    if (err == OK && item->is_new && kind_of(item->entity)->home == KIND_IN_WORKSPACE)
        item->row.workspace_id = import->write.scope->home;
    if (err == OK)
        err = take_key(import, item, document);
    if (err == OK)
        err = take_status(import, item, document);
    if (err == OK)
        err = take_workspace(import, item, document);
    return err == OK ? store(import, item, document) : err;
}

/* ------------------------------------------------------------------ all lists */

static enum err read_list(struct import *import, enum entity entity, json_t *seen)
{
    const char *resource = entity_resource(entity);
    const json_t *list = json_object_get(import->config, resource);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct import_item *item = add_item(import);
        char id[GOAL_ID_LEN + 1];
        if (item == NULL)
            return ERR_FULL;
        *item = (struct import_item){.entity = entity, .is_listed = true, .index = i};
        stand_at_list(import, resource, i);
        enum err err = read_item(import, item, json_array_get(list, i));
        arena_reset(import->scratch.arena);
        if (err != OK)
            return err;
        (void)snprintf(id, sizeof id, "%" PRIu64, item->row.id);
        if (json_object_get(seen, id) != NULL)
            return fault_refuse(import->write.fault, "id", "stands twice in the list");
        CHECK(json_object_set_new(seen, id, json_true()) == 0);
    }
    return OK;
}

struct rest {
    struct import *import;
    enum entity entity;
    const json_t *seen; /* ids of the list; NULL: there is no list of this kind */
};

/* What the document does not name: archived where there is a list, else as it is. */
static enum err add_rest(void *context, const struct db_row *row)
{
    struct rest *rest = context;
    struct arena *arena = rest->import->call->arena;
    char id[GOAL_ID_LEN + 1];
    (void)snprintf(id, sizeof id, "%" PRIu64, row->id);
    if (row->status == STATUS_ARCHIVED || json_object_get(rest->seen, id) != NULL)
        return OK;
    struct import_item *item = add_item(rest->import);
    if (item == NULL)
        return ERR_FULL;
    *item = (struct import_item){.entity = rest->entity, .before = *row};
    item->before.name = arena_copy(arena, row->name);
    item->before.key = arena_copy(arena, row->key);
    item->before.body = arena_copy(arena, row->body);
    item->row = item->before;
    if (rest->seen != NULL &&
        workspace_set_has(&rest->import->write.scope->reads, row->workspace_id))
        item->row.status = STATUS_ARCHIVED;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

static enum err read_kind(struct import *import, enum entity entity)
{
    bool is_told = json_object_get(import->config, entity_resource(entity)) != NULL;
    json_auto_t *seen = is_told ? json_object() : NULL;
    size_t from = import->count;
    enum err err = is_told ? read_list(import, entity, seen) : OK;
    if (err == OK) {
        struct rest rest = {import, entity, seen};
        err = db_scan(import->call->db, entity, add_rest, &rest);
    }
    for (size_t i = from; err == OK && i < import->count; i++)
        if (!import->items[i].is_listed && is_told)
            err = db_update(import->call->db, entity, &import->items[i].row);
    return err;
}

/* Workspaces come first: what stands in them is checked against them. */
enum err import_read(struct import *import)
{
    enum err err = check_outline(import);
    if (err == OK)
        err = read_kind(import, ENTITY_WORKSPACE);
    for (int i = 0; err == OK && i < ENTITY_COUNT; i++)
        if (kind_of((enum entity)i)->home == KIND_IN_WORKSPACE)
            err = read_kind(import, (enum entity)i);
    return err;
}

/* ------------------------------------------------------------------ settings */

static enum err change_settings(struct import *import, uint64_t workspace_id, json_t *item,
                                uint64_t version)
{
    struct arena *arena = import->scratch.arena;
    struct model_fault *fault = import->write.fault;
    struct str body = STR_NONE;
    json_auto_t *nothing = json_object();
    json_auto_t *before = NULL;
    json_auto_t *after = NULL;
    enum err err = db_find_settings(import->call->db, workspace_id, arena, &body);
    if (err == OK)
        err = settings_merge(arena, body, nothing, &before, fault);
    if (err == OK)
        err = config_unmask(&settings_schema, item, before, fault);
    if (err == OK)
        err = settings_merge(arena, STR_NONE, item, &after, fault);
    if (err != OK || json_equal(before, after))
        return err;
    char *text = json_dumps(after, JSON_COMPACT);
    CHECK(text != NULL);
    const struct history_change change = {.workspace_id = workspace_id,
                                          .at_ms = clock_wall_ms(),
                                          .actor = str_from_c(import->write.scope->actor),
                                          .resource = STR(SETTINGS),
                                          .entity_id = workspace_id,
                                          .version = version,
                                          .before = body,
                                          .after = str_from_c(text)};
    err = db_put_settings(import->call->db, workspace_id, change.after);
    if (err == OK)
        err = history_add(import->call->db, &change);
    free(text);
    json_t *one =
        json_pack("{s:s, s:s, s:I, s:s, s:o}", "action", "change", "resource", SETTINGS, "id",
                  (json_int_t)workspace_id, "name", SETTINGS, "fields", diff_make(before, after));
    CHECK(one != NULL && json_array_append_new(import->differences, one) == 0);
    return err;
}

enum err import_settings(struct import *import, uint64_t version)
{
    const json_t *list = json_object_get(import->config, SETTINGS);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_auto_t *item = json_copy(json_array_get(list, i));
        const json_t *id = json_object_get(item, "workspace_id");
        struct db_row workspace;
        stand_at_list(import, SETTINGS, i);
        enum err err =
            json_is_integer(id) && json_integer_value(id) > 0
                ? db_find(import->call->db, ENTITY_WORKSPACE, (uint64_t)json_integer_value(id),
                          import->scratch.arena, &workspace)
                : ERR_NOT_FOUND;
        if (err == ERR_NOT_FOUND)
            return fault_refuse(import->write.fault, "workspace_id",
                                "expected the id of a workspace");
        (void)json_object_del(item, "workspace_id"); /* it is there */
        if (err == OK)
            err = import_check_place(import, workspace.id);
        if (err == OK)
            err = change_settings(import, workspace.id, item, version);
        arena_reset(import->scratch.arena);
        if (err != OK)
            return err;
    }
    return OK;
}

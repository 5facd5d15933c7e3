/* catalog_import - makes the catalogue what a document says (config.h), in one transaction:
 *
 * 1. every entity of the document is read by its table and stored as it stands, so that each may
 *    refer to any other, and what the lists do not name any more is archived;
 * 2. every entity is judged in the catalogue that this makes;
 * 3. what differs is noted with before and after, and committed, or rolled back when only asked.
 *
 * Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "base/num.h"
#include "model/config.h"
#include "model/diff.h"
#include "model/fault.h"
#include "model/import.h"
#include "model/kind.h"

#define ITEMS_BYTES_MAX   ((size_t)1 << 30)
#define SCRATCH_BYTES_MAX ((size_t)64 << 20)

/* ------------------------------------------------------------------ judging */

/* Where an entity stands: in a workspace that is there and, when it is in use, not archived. */
static enum err check_workspace(struct import *import, const struct import_item *item)
{
    struct db_row workspace;
    if (kind_of(item->entity)->home != KIND_IN_WORKSPACE)
        return OK;
    enum err err = db_find(import->call->db, ENTITY_WORKSPACE, item->row.workspace_id,
                           import->scratch.arena, &workspace);
    if (err == ERR_NOT_FOUND)
        return fault_refuse(import->write.fault, "workspace_id", "there is no workspace %" PRIu64,
                            item->row.workspace_id);
    if (err == OK && workspace.status == STATUS_ARCHIVED && item->row.status != STATUS_ARCHIVED)
        return fault_refuse(import->write.fault, "workspace_id",
                            "workspace %" PRIu64 " is archived", item->row.workspace_id);
    return err;
}

/* Whether the row must be judged: the edge loads what is archived too, so that nothing that it
 * could not read may come in. What was archived before and stays as it is was judged then. */
static bool is_to_judge(const struct import_item *item)
{
    return item->row.status != STATUS_ARCHIVED || item->is_new ||
           !str_is_equal(item->row.body, item->before.body);
}

/* Judges a row; the check may complete it, and what it is then is stored. */
static enum err judge(struct import *import, struct import_item *item)
{
    struct db_row judged = item->row;
    json_auto_t *document = json_loadb(item->row.body.ptr, item->row.body.len, 0, NULL);
    if (document == NULL)
        return ERR_IO;
    import->write.entity = item->entity;
    enum err err = check_workspace(import, item);
    if (err == OK && is_to_judge(item))
        err = write_validate(&import->write, document, &judged);
    if (err == OK && item->row.status == STATUS_ARCHIVED)
        err = write_check_unused(&import->write, &item->row);
    if (err == OK && !str_is_equal(judged.body, item->row.body)) {
        item->row.body = arena_copy(import->call->arena, judged.body);
        err = item->row.body.ptr != NULL ? db_update(import->call->db, item->entity, &item->row)
                                         : ERR_FULL;
    }
    arena_reset(import->scratch.arena);
    return err;
}

static enum err judge_all(struct import *import)
{
    for (size_t i = 0; i < import->count; i++) {
        struct import_item *item = &import->items[i];
        import_stand_at(import, item);
        enum err err = judge(import, item);
        if (err != OK)
            return err;
    }
    return OK;
}

/* ------------------------------------------------------------------ what differs */

static const char *action_of(const struct import_item *item)
{
    if (item->is_new)
        return "create";
    if (item->row.status == STATUS_ARCHIVED && item->before.status != STATUS_ARCHIVED)
        return "archive";
    if (item->row.status != STATUS_ARCHIVED && item->before.status == STATUS_ARCHIVED)
        return "restore";
    return "change";
}

static json_t *load(struct str text)
{
    return text.ptr != NULL ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
}

/* Adds what differs of an item; *differs tells whether anything does. */
static void tell(struct import *import, const struct import_item *item, struct str before,
                 bool *differs)
{
    json_auto_t *was = load(before);
    json_auto_t *is = load(history_document(import->scratch.arena, &item->row));
    json_t *fields = diff_make(was, is);
    *differs = json_array_size(fields) > 0;
    if (!*differs) {
        json_decref(fields);
        return;
    }
    config_mask_differences(kind_of(item->entity)->schema, fields);
    bool is_goal = item->entity == ENTITY_GOAL;
    json_t *one = json_pack("{s:s, s:s, s:o, s:s%, s:o}", "action", action_of(item), "resource",
                            entity_resource(item->entity), "id",
                            is_goal ? json_stringn(item->row.key.ptr, item->row.key.len)
                                    : json_integer((json_int_t)item->row.id),
                            "name", item->row.name.ptr, item->row.name.len, "fields", fields);
    CHECK(one != NULL && json_array_append_new(import->differences, one) == 0);
}

/* Notes and stores an item that differs as its next version. */
static enum err note(struct import *import, struct import_item *item, uint64_t version)
{
    struct str before =
        item->is_new ? STR_NONE : history_document(import->scratch.arena, &item->before);
    bool differs = false;
    enum err err = OK;
    tell(import, item, before, &differs);
    import->write.entity = item->entity;
    if (differs) {
        import_stand_at(import, item);
        err = import_check_place(import, item->row.workspace_id);
    }
    if (differs && err == OK && !item->is_new)
        err = write_change(&import->write, &item->row);
    if (differs && err == OK)
        err = write_note(&import->write, &item->row, before, version);
    arena_reset(import->scratch.arena);
    return err;
}

static enum err note_all(struct import *import, uint64_t *version)
{
    uint64_t raised = 0;
    enum err err = db_raise_version(import->call->db, &raised);
    for (size_t i = 0; err == OK && i < import->count; i++)
        err = note(import, &import->items[i], raised);
    if (err == OK)
        err = import_settings(import, raised);
    if (err == OK)
        *version = raised;
    return err;
}

/* ------------------------------------------------------------------ all of it */

static enum err run(struct import *import, bool applies, uint64_t *version)
{
    struct db *db = import->call->db;
    uint64_t raised = 0;
    enum err err = db_begin_write(db);
    if (err == OK)
        err = import_read(import);
    if (err == OK)
        err = judge_all(import);
    if (err == OK)
        err = note_all(import, &raised);
    if (err != OK)
        return err;
    if (!applies || json_array_size(import->differences) == 0) {
        db_rollback(db);
        return db_version(db, version);
    }
    err = db_commit(db);
    if (err == OK)
        *version = raised;
    return err;
}

enum err catalog_import(struct catalog *catalog, const json_t *config, const struct scope *scope,
                        bool applies, json_t **differences, uint64_t *version,
                        struct catalog_import_place *place, struct model_fault *fault)
{
    *place = (struct catalog_import_place){0};
    enum err err = write_begin(config, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    arena_free(call.arena);
    call.arena = arena_make(ITEMS_BYTES_MAX);
    json_auto_t *found = json_array();
    json_auto_t *warnings = json_array();
    struct scope own = *scope;
    struct import import = {
        .call = &call,
        .scratch = {.catalog = catalog, .db = call.db, .arena = arena_make(SCRATCH_BYTES_MAX)},
        .config = config,
        .place = place,
        .differences = found};
    import.write = (struct write){&import.scratch, ENTITY_COUNT, &own, warnings, fault};
    scope_leave_out_demo(&own);
    err = run(&import, applies, version);
    arena_free(import.scratch.arena);
    if (err == OK)
        *differences = json_incref(found);
    return err;
}

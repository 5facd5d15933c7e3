/* catalog_write - making and changing an entity: read, judged, stored, the version raised and the
 * change noted, in one transaction. Any thread. */
#include "model/call.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "model/body.h"
#include "model/config.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/template.h"

#define KEY_LEN       6
#define KEY_TRIES_MAX 16

/* ------------------------------------------------------------------ keys of entities */

static struct str random_key(struct arena *arena, enum entity entity)
{
    uint8_t bytes[GOAL_ID_LEN / 2];
    struct buf buf = buf_in_arena(arena, GOAL_ID_LEN);
    if (entity == ENTITY_GOAL) {
        randombytes_buf(bytes, sizeof bytes);
        buf_write_hex(&buf, bytes, sizeof bytes);
    } else {
        char key[KEY_LEN];
        call_random_base62(key, KEY_LEN);
        buf_write(&buf, (struct str){key, KEY_LEN});
    }
    return buf_str(&buf);
}

/* Gives a campaign or a goal a key that nothing has yet. */
static enum err give_key(const struct call *call, enum entity entity, struct str *key)
{
    struct db_row taken;
    if (entity != ENTITY_CAMPAIGN && entity != ENTITY_GOAL)
        return OK;
    for (int i = 0; i < KEY_TRIES_MAX; i++) {
        struct str tried = random_key(call->arena, entity);
        enum err err = db_find_by_key(call->db, entity, tried, call->arena, &taken);
        if (err == ERR_NOT_FOUND) {
            *key = tried;
            return OK;
        }
        if (err != OK)
            return err;
    }
    log_error("catalog", "no free key found in %d tries", KEY_TRIES_MAX);
    return ERR_IO;
}

/* ------------------------------------------------------------------ writes */

/* The workspace's currency; "" outside of workspaces. What is archived goes with its workspace, and
 * comes back after it. */
static enum err find_currency(struct write *write, const struct db_row *of, char currency[4])
{
    uint64_t workspace_id = of->workspace_id;
    struct db_row row;
    const void *body;
    currency[0] = '\0';
    if (kind_of(write->entity)->home != KIND_IN_WORKSPACE)
        return OK;
    struct arena *arena = write->call->arena;
    enum err err = db_find(write->call->db, ENTITY_WORKSPACE, workspace_id, arena, &row);
    if (err == OK && row.status == STATUS_ARCHIVED && of->status != STATUS_ARCHIVED)
        return fault_conflict(write->fault, "workspace_id",
                              "workspace %" PRIu64 " is archived: bring it back first",
                              workspace_id);
    if (err == OK)
        err = kind_read_body(ENTITY_WORKSPACE, row.body, arena, write->fault, &body);
    if (err == OK)
        kind_set_currency(currency, ((const struct workspace_body *)body)->currency);
    return err;
}

enum err write_judge(struct write *write, const json_t *document, const struct db_row *row,
                     void *body)
{
    const struct kind *kind = kind_of(write->entity);
    struct arena *arena = write->call->arena;
    char *currency = arena_alloc(arena, 4); /* what the body takes by default, so as long as it */
    if (currency == NULL)
        return ERR_FULL;
    struct check check = {.db = write->call->db,
                          .arena = arena,
                          .fault = write->fault,
                          .warnings = write->warnings,
                          .id = row->id,
                          .workspace_id = row->workspace_id,
                          .is_active = row->status == STATUS_ACTIVE,
                          .is_paused = row->status == STATUS_PAUSED,
                          .currency = currency};
    enum err err = find_currency(write, row, currency);
    if (err == OK)
        err = schema_read(kind->schema, document, arena, body, write->fault);
    return err == OK ? kind_check(kind, &check, body) : err;
}

enum err write_validate(struct write *write, const json_t *document, struct db_row *row)
{
    const struct kind *kind = kind_of(write->entity);
    struct arena *arena = write->call->arena;
    void *body = arena_alloc(arena, kind->schema->bytes);
    enum err err = write_judge(write, document, row, body);
    if (err != OK)
        return err;
    json_auto_t *whole = schema_write(kind->schema, body);
    char *text = json_dumps(whole, JSON_COMPACT);
    CHECK(text != NULL);
    row->body = arena_copy(arena, str_from_c(text));
    free(text);
    row->name =
        *(const struct str *)(const void *)((const char *)body + kind->schema->fields[0].offset);
    row->position = kind->position != NULL ? kind->position(body) : 0;
    return row->body.ptr != NULL ? OK : fault_refuse(write->fault, "", "the document is too large");
}

enum err write_note(struct write *write, const struct db_row *row, struct str before,
                    uint64_t version)
{
    const struct history_change change = {.workspace_id = row->workspace_id,
                                          .at_ms = row->updated_at_ms,
                                          .actor = str_from_c(write->scope->actor),
                                          .resource = str_from_c(entity_resource(write->entity)),
                                          .entity_id = row->id,
                                          .entity_version = row->version,
                                          .version = version,
                                          .before = before,
                                          .after = history_document(write->call->arena, row)};
    write->call->has_noted = true;
    return change.after.ptr != NULL ? history_add(write->call->db, &change) : ERR_FULL;
}

enum err write_commit(struct write *write, const struct db_row *row, struct str before,
                      uint64_t *version)
{
    struct db *db = write->call->db;
    bool is_alone = write->call->raised == 0;
    uint64_t raised = write->call->raised;
    enum err err = is_alone ? db_raise_version(db, &raised) : OK;
    if (err == OK)
        err = write_note(write, row, before, raised);
    if (err == OK && is_alone)
        err = db_commit(db);
    if (err == OK)
        *version = raised;
    return err;
}

enum err write_change(const struct write *write, struct db_row *row)
{
    const struct settle with = {write->call->db, write->call->arena, write->fault};
    const struct kind *kind = kind_of(write->entity);
    struct db_row before;
    enum err err = OK;
    if (kind->settle != NULL)
        err = db_find(write->call->db, write->entity, row->id, write->call->arena, &before);
    if (err == OK && kind->settle != NULL)
        err = kind->settle(&with, &before, row);
    if (err != OK)
        return err;
    row->version++;
    row->updated_at_ms = clock_wall_ms();
    return db_update(write->call->db, write->entity, row);
}

enum err write_begin_transaction(const struct write *write)
{
    return write->call->raised == 0 ? db_begin_write(write->call->db) : OK;
}

enum err write_begin(const json_t *input, struct model_fault *fault)
{
    memset(fault, 0, sizeof *fault);
    return json_is_object(input) ? OK : fault_refuse(fault, "", "expected a JSON object");
}

/* Whether the scope may write into the workspace, and it takes new entities. */
static enum err check_place(struct write *write, uint64_t workspace_id)
{
    struct db_row workspace;
    bool is_seen = workspace_id != 0 && workspace_set_has(&write->scope->reads, workspace_id);
    enum err err = is_seen ? db_find(write->call->db, ENTITY_WORKSPACE, workspace_id,
                                     write->call->arena, &workspace)
                           : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        return fault_refuse(write->fault, "workspace_id", "there is no workspace %" PRIu64,
                            workspace_id);
    if (err == OK && !workspace_set_has(&write->scope->writes, workspace_id))
        return fault_forbid(write->fault, "workspace_id",
                            "you may read workspace %" PRIu64 ", not change it", workspace_id);
    if (err == OK && workspace.status == STATUS_ARCHIVED)
        return fault_refuse(write->fault, "workspace_id", "workspace %" PRIu64 " is archived",
                            workspace_id);
    return err;
}

static enum err check_room(struct write *write)
{
    struct db_row last;
    enum err err =
        db_find(write->call->db, write->entity, WORKSPACES_OWN_MAX, write->call->arena, &last);
    if (err == ERR_NOT_FOUND)
        return OK;
    return err == OK ? fault_conflict(write->fault, "", "there are %d workspaces, and no more fit",
                                      WORKSPACES_OWN_MAX)
                     : err;
}

enum err write_take_workspace(struct write *write, json_t *input, struct db_row *row)
{
    const json_t *value = json_object_get(input, "workspace_id");
    if (kind_of(write->entity)->home != KIND_IN_WORKSPACE)
        return OK;
    if (value != NULL && (!json_is_integer(value) || json_integer_value(value) < 1))
        return fault_refuse(write->fault, "workspace_id", "expected the id of a workspace");
    uint64_t named = value != NULL ? (uint64_t)json_integer_value(value) : 0;
    (void)json_object_del(input, "workspace_id"); /* when it is there */
    if (row->id != 0)
        return named == 0 || named == row->workspace_id
                   ? OK
                   : fault_refuse(write->fault, "workspace_id",
                                  "it stays in workspace %" PRIu64 ": make it anew in the other",
                                  row->workspace_id);
    row->workspace_id = named != 0 ? named : write->scope->home;
    return OK;
}

enum err write_check_writable(const struct write *write, const struct db_row *row)
{
    return workspace_set_has(&write->scope->writes, row->workspace_id)
               ? OK
               : fault_forbid(write->fault, "", "you may read workspace %" PRIu64 ", not change it",
                              row->workspace_id);
}

/* Workspaces, users and keys are the account's: whoever is in some workspaces only makes none. */
static enum err check_account(const struct write *write)
{
    return workspace_set_has(&write->scope->writes, 0)
               ? OK
               : fault_forbid(write->fault, "",
                              "this is the account's: who is in some workspaces only makes none");
}

enum err write_create(struct write *write, const json_t *document, struct db_row *row,
                      uint64_t *version)
{
    struct call *call = write->call;
    enum err err = OK;
    if (kind_of(write->entity)->home == KIND_IN_WORKSPACE)
        err = check_place(write, row->workspace_id);
    else
        err = check_account(write);
    if (err == OK && kind_of(write->entity)->home == KIND_IS_WORKSPACE)
        err = check_room(write);
    if (err == OK)
        err = write_validate(write, document, row);
    if (err == OK)
        err = give_key(call, write->entity, &row->key);
    if (err == OK)
        err = db_insert(call->db, write->entity, row);
    return err == OK ? write_commit(write, row, STR_NONE, version) : err;
}

/* From a template of the workspace where it goes, if that can be seen, or a preset. */
static enum err fill(const struct write *write, const json_t *input, const struct db_row *row,
                     json_t **filled)
{
    struct call *call = write->call;
    bool is_seen = workspace_set_has(&write->scope->reads, row->workspace_id);
    return template_fill(call->db, call->arena, &call->catalog->presets,
                         is_seen ? row->workspace_id : 0, write->entity, input, filled,
                         write->warnings, write->fault);
}

static enum err create(struct write *write, const json_t *input, struct db_row *row,
                       uint64_t *version)
{
    json_auto_t *placed = json_copy((json_t *)(uintptr_t)input);
    json_auto_t *filled = NULL;
    CHECK(placed != NULL);
    enum err err = write_take_workspace(write, placed, row);
    if (err == OK)
        err = fill(write, placed, row, &filled);
    if (err == OK)
        err = config_unmask(kind_of(write->entity)->schema, filled, NULL, write->fault);
    if (err == OK)
        err = write_begin_transaction(write);
    return err == OK ? write_create(write, filled, row, version) : err;
}

enum err write_new(struct write *write, const json_t *input, json_t **document, uint64_t *version)
{
    int64_t now_ms = clock_wall_ms();
    struct db_row row = {.status = STATUS_ACTIVE, .created_at_ms = now_ms, .updated_at_ms = now_ms};
    enum err err = create(write, input, &row, version);
    return err == OK ? call_make_document(write->entity, &row, document) : err;
}

enum err catalog_create(struct catalog *catalog, enum entity entity, const json_t *input,
                        const struct scope *scope, json_t **document, json_t **warnings,
                        uint64_t *version, struct model_fault *fault)
{
    enum err err = write_begin(input, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    err = write_new(&write, input, document, version);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

enum err call_take_version(const struct call *call, struct str resource, uint64_t id,
                           uint64_t current, json_t *input, struct model_fault *fault)
{
    const json_t *value = json_object_get(input, "version");
    struct history_change last = {0};
    if (value == NULL)
        return OK;
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return fault_refuse(fault, "version", "expected the version that you changed");
    uint64_t expected = (uint64_t)json_integer_value(value);
    (void)json_object_del(input, "version"); /* it is there */
    if (expected == current)
        return OK;
    enum err err = history_last(call->db, resource, id, call->arena, &last);
    return err == OK || err == ERR_NOT_FOUND
               ? fault_stale(fault, expected, current, last.at_ms, last.actor)
               : err;
}

enum err write_take_version(const struct write *write, json_t *input, const struct db_row *row)
{
    return call_take_version(write->call, str_from_c(entity_resource(write->entity)), row->id,
                             row->version, input, write->fault);
}

enum err write_take_status(json_t *input, struct db_row *row, struct model_fault *fault)
{
    const json_t *status = json_object_get(input, "status");
    if (status == NULL)
        return OK;
    struct str word = {json_string_value(status), json_string_length(status)};
    if (str_is_equal(word, STR("active")))
        row->status = STATUS_ACTIVE;
    else if (str_is_equal(word, STR("paused")))
        row->status = STATUS_PAUSED;
    else
        return fault_refuse(fault, "status", "expected one of \"active\", \"paused\"");
    (void)json_object_del(input, "status"); /* it is there */
    return OK;
}

/* A template that is changed must exist; what it would fill has values already. */
static enum err check_template(const struct write *write, const json_t *input,
                               const struct db_row *row)
{
    json_auto_t *filled = NULL;
    return fill(write, input, row, &filled);
}

static enum err update(struct write *write, struct str id, const json_t *input, struct db_row *row,
                       uint64_t *version)
{
    struct call *call = write->call;
    json_auto_t *changes = json_copy((json_t *)(uintptr_t)input);
    CHECK(changes != NULL);
    enum err err = write_begin_transaction(write);
    if (err == OK)
        err = call_find_row(call, write->entity, id, write->scope, row);
    if (err == OK)
        err = write_check_writable(write, row);
    if (err == OK)
        err = check_template(write, input, row);
    if (err == OK)
        err = write_take_workspace(write, changes, row);
    struct str before = err == OK ? history_document(call->arena, row) : STR_NONE;
    enum entity_status status = err == OK ? row->status : STATUS_ACTIVE;
    if (err == OK)
        err = write_take_version(write, changes, row);
    if (err == OK)
        err = write_take_status(changes, row, write->fault);
    if (err != OK)
        return err;
    json_auto_t *stored = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (stored == NULL)
        return ERR_IO;
    json_auto_t *shown = json_deep_copy(stored);
    CHECK(shown != NULL);
    config_hide(kind_of(write->entity)->schema, shown); /* what is kept of it is judged below */
    json_auto_t *merged = schema_merge(kind_of(write->entity)->schema, shown, changes);
    struct db_row as_it_is = *row;
    err = config_unmask(kind_of(write->entity)->schema, merged, stored, write->fault);
    if (err == OK)
        err = write_validate(write, merged, row);
    if (err == OK && row->status == status && str_is_equal(row->body, as_it_is.body))
        return db_version(call->db, version); /* what does not change is no change */
    if (err == OK)
        err = write_change(write, row);
    return err == OK ? write_commit(write, row, before, version) : err;
}

enum err write_changes(struct write *write, struct str id, const json_t *input, json_t **document,
                       uint64_t *version)
{
    struct db_row row;
    enum err err = update(write, id, input, &row, version);
    return err == OK ? call_make_document(write->entity, &row, document) : err;
}

enum err catalog_update(struct catalog *catalog, enum entity entity, struct str id,
                        const json_t *input, const struct scope *scope, json_t **document,
                        json_t **warnings, uint64_t *version, struct model_fault *fault)
{
    enum err err = write_begin(input, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    err = write_changes(&write, id, input, document, version);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

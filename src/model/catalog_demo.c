/* catalog_demo - the workspace of the demo data, from its making to its removal. What it holds is
 * made by the calls that make everybody's; only the mark that tells it from others is set here. Any
 * thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/body.h"
#include "model/db_health.h"
#include "model/fault.h"
#include "model/kind.h"

#define NAME_TEXT "Demo"

/* ------------------------------------------------------------------ which one */

struct demos {
    struct arena *arena;
    struct catalog_demo found;
};

static enum err read_demo(struct arena *arena, const struct db_row *row, int *state)
{
    struct model_fault fault;
    const void *body;
    if (kind_read_body(ENTITY_WORKSPACE, row->body, arena, &fault, &body) != OK)
        return ERR_IO;
    *state = ((const struct workspace_body *)body)->demo;
    return OK;
}

static enum err look_at(void *context, const struct db_row *row)
{
    struct demos *demos = context;
    int state = WORKSPACE_OWN;
    enum err err = read_demo(demos->arena, row, &state);
    if (err == OK && state != WORKSPACE_OWN && state != WORKSPACE_DEMO_REMOVED)
        demos->found = (struct catalog_demo){row->id, state};
    return err;
}

static enum err find_demo(struct call *call, struct catalog_demo *demo)
{
    struct demos demos = {.arena = call->arena, .found = {0, WORKSPACE_OWN}};
    enum err err = db_scan(call->db, ENTITY_WORKSPACE, look_at, &demos);
    if (err == OK)
        *demo = demos.found;
    return err;
}

enum err catalog_find_demo(struct catalog *catalog, struct catalog_demo *demo)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return find_demo(&call, demo);
}

/* ------------------------------------------------------------------ its mark */

/* Puts a document into a workspace's row. The mark is out of reach for the kind's own check, so the
 * document is read by the schema alone. */
static enum err put_document(struct call *call, const json_t *document, struct db_row *row,
                             struct model_fault *fault)
{
    const struct schema *schema = kind_of(ENTITY_WORKSPACE)->schema;
    struct workspace_body *body = ARENA_NEW(call->arena, struct workspace_body);
    CHECK(body != NULL && document != NULL);
    enum err err = schema_read(schema, document, call->arena, body, fault);
    if (err != OK)
        return err;
    json_auto_t *whole = schema_write(schema, body);
    char *text = json_dumps(whole, JSON_COMPACT);
    CHECK(text != NULL);
    row->name = body->name;
    row->body = arena_copy(call->arena, str_from_c(text));
    free(text);
    return row->body.ptr != NULL ? OK : ERR_FULL;
}

/* A workspace's row that goes from here to there; the transaction is open. */
static enum err find_to_change(struct call *call, uint64_t workspace_id, struct db_row *row)
{
    int state = WORKSPACE_OWN;
    enum err err = db_find(call->db, ENTITY_WORKSPACE, workspace_id, call->arena, row);
    if (err == OK)
        err = read_demo(call->arena, row, &state);
    return err == OK && (state == WORKSPACE_OWN || state == WORKSPACE_DEMO_REMOVED) ? ERR_NOT_FOUND
                                                                                    : err;
}

static enum err set_mark(struct call *call, int state, struct db_row *row)
{
    static const char *const words[] = {[WORKSPACE_DEMO_MAKING] = "making",
                                        [WORKSPACE_DEMO_LOADING] = "loading",
                                        [WORKSPACE_DEMO_LOADED] = "loaded",
                                        [WORKSPACE_DEMO_REMOVED] = "removed"};
    struct model_fault fault = {0};
    json_auto_t *document = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    CHECK(document != NULL && /* it was written by schema_write() */
          json_object_set_new(document, "demo", json_string(words[state])) == 0);
    enum err err = put_document(call, document, row, &fault);
    return err == ERR_INVALID ? ERR_IO : err;
}

enum err catalog_set_demo(struct catalog *catalog, uint64_t workspace_id, int state,
                          int64_t made_ms, const char *actor, uint64_t *version)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    const struct scope scope = scope_of_all(actor);
    struct write write = {.call = &call, .entity = ENTITY_WORKSPACE, .scope = &scope};
    struct db_row row;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_to_change(&call, workspace_id, &row);
    struct str before = err == OK ? history_document(call.arena, &row) : STR_NONE;
    if (err == OK)
        err = set_mark(&call, state, &row);
    if (err == OK && made_ms != 0)
        err = db_date_contents(call.db, workspace_id, made_ms);
    if (err == OK)
        err = write_change(&write, &row);
    return err == OK ? write_commit(&write, &row, before, version) : err;
}

/* ------------------------------------------------------------------ the beginning */

/* The first id of its range that was never given. */
static enum err take_id(struct call *call, uint64_t *id, struct model_fault *fault)
{
    struct catalog_demo demo;
    struct db_row taken;
    enum err err = find_demo(call, &demo);
    if (err == OK && demo.workspace_id != 0)
        return fault_conflict(fault, "", "the demo data are there already");
    for (*id = WORKSPACES_OWN_MAX + 1; err == OK && *id <= WORKSPACES_MAX; ++*id) {
        err = db_find(call->db, ENTITY_WORKSPACE, *id, call->arena, &taken);
        if (err == ERR_NOT_FOUND)
            return OK;
    }
    return err == OK ? fault_conflict(fault, "", "the demo data were loaded %d times already",
                                      WORKSPACES_MAX - WORKSPACES_OWN_MAX)
                     : err;
}

enum err catalog_begin_demo(struct catalog *catalog, struct str time_zone, const char *actor,
                            struct catalog_demo *demo, uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    const struct scope scope = scope_of_all(actor);
    struct write write = {
        .call = &call, .entity = ENTITY_WORKSPACE, .scope = &scope, .fault = fault};
    json_auto_t *document =
        json_pack("{s:s, s:s%, s:s, s:s}", "name", NAME_TEXT, "time_zone", time_zone.ptr,
                  time_zone.len, "currency", "USD", "demo", "making");
    int64_t now_ms = clock_wall_ms();
    struct db_row row = {.status = STATUS_ACTIVE, .created_at_ms = now_ms, .updated_at_ms = now_ms};
    memset(fault, 0, sizeof *fault);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = take_id(&call, &row.id, fault);
    if (err == OK)
        err = put_document(&call, document, &row, fault);
    if (err == OK)
        err = db_insert(call.db, ENTITY_WORKSPACE, &row);
    if (err == OK)
        err = write_commit(&write, &row, STR_NONE, version);
    if (err == OK)
        *demo = (struct catalog_demo){row.id, WORKSPACE_DEMO_MAKING};
    return err;
}

/* ------------------------------------------------------------------ the end */

/* Who is in the workspace: rows whose list of workspaces loses it. */
struct members {
    struct call *call;
    uint64_t workspace_id;
    struct db_row *rows;
    size_t count, cap;
};

static size_t find_place(const json_t *places, uint64_t workspace_id)
{
    size_t i;
    const json_t *place;
    json_array_foreach(places, i, place)
    {
        if ((uint64_t)json_integer_value(json_object_get(place, "id")) == workspace_id)
            return i;
    }
    return SIZE_MAX;
}

static enum err add_member(void *context, const struct db_row *row)
{
    struct members *members = context;
    struct arena *arena = members->call->arena;
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (find_place(json_object_get(body, "workspaces"), members->workspace_id) == SIZE_MAX)
        return OK;
    if (members->count == members->cap) {
        members->cap = 2 * members->cap + 16;
        members->rows = heap_grow(members->rows, members->cap * sizeof(*members->rows));
    }
    struct db_row *kept = &members->rows[members->count++];
    *kept = *row;
    kept->name = arena_copy(arena, row->name);
    kept->body = arena_copy(arena, row->body);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

/* A key without a list would be good everywhere: one that was for the demo data alone is revoked.
 */
static enum err take_out(const struct members *members, struct write *write, struct db_row *row,
                         uint64_t version)
{
    struct str before = history_document(write->call->arena, row);
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    json_t *places = json_object_get(body, "workspaces");
    size_t at = find_place(places, members->workspace_id);
    CHECK(at != SIZE_MAX && json_array_remove(places, at) == 0);
    if (write->entity == ENTITY_KEY && json_array_size(places) == 0)
        row->status = STATUS_ARCHIVED;
    else {
        char *text = json_dumps(body, JSON_COMPACT);
        CHECK(text != NULL);
        row->body = arena_copy(write->call->arena, str_from_c(text));
        free(text);
    }
    if (row->body.ptr == NULL || before.ptr == NULL)
        return ERR_FULL;
    enum err err = write_change(write, row);
    return err == OK ? write_note(write, row, before, version) : err;
}

static enum err take_out_all(struct write *write, enum entity entity, uint64_t workspace_id,
                             uint64_t version)
{
    struct members members = {.call = write->call, .workspace_id = workspace_id};
    enum err err = db_scan(write->call->db, entity, add_member, &members);
    write->entity = entity;
    for (size_t i = 0; err == OK && i < members.count; i++)
        err = take_out(&members, write, &members.rows[i], version);
    free(members.rows);
    return err;
}

enum err catalog_remove_demo(struct catalog *catalog, uint64_t workspace_id, const char *actor,
                             uint64_t *version)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    const struct scope scope = scope_of_all(actor);
    struct model_fault fault = {0};
    struct write write = {.call = &call, .scope = &scope, .fault = &fault};
    struct db_row row;
    uint64_t raised = 0;
    int64_t now_ms = clock_wall_ms();
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_to_change(&call, workspace_id, &row);
    if (err == OK)
        err = db_raise_version(call.db, &raised);
    if (err == OK)
        err = take_out_all(&write, ENTITY_USER, workspace_id, raised);
    if (err == OK)
        err = take_out_all(&write, ENTITY_KEY, workspace_id, raised);
    if (err == OK)
        err = set_mark(&call, WORKSPACE_DEMO_REMOVED, &row);
    if (err == OK)
        err = db_update(call.db, ENTITY_WORKSPACE, &row);
    if (err == OK)
        err = db_archive_contents(call.db, workspace_id, now_ms);
    if (err == OK)
        err = db_forget_health(call.db, workspace_id);
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        *version = raised;
    return err;
}

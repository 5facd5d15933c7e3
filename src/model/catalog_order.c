/* catalog_order - goals put into a new order, all of a workspace's in one transaction. Any thread.
 */
#include "model/call.h"

#include "model/fault.h"
#include "model/kind.h"

/* The goals of a workspace that have a place: all but archived ones. */
struct placed {
    uint64_t workspace_id;
    size_t count;
};

static enum err count_goal(void *context, const struct db_row *row)
{
    struct placed *placed = context;
    if (row->workspace_id == placed->workspace_id && row->status != STATUS_ARCHIVED)
        placed->count++;
    return OK;
}

static bool stands_before(const json_t *ids, size_t i)
{
    const char *id = json_string_value(json_array_get(ids, i));
    for (size_t j = 0; j < i; j++)
        if (strcmp(json_string_value(json_array_get(ids, j)), id) == 0)
            return true;
    return false;
}

/* The goal of the i-th id; of all of them the same workspace. */
static enum err find_goal(const struct write *write, const json_t *ids, size_t i,
                          uint64_t workspace_id, struct db_row *row)
{
    const json_t *id = json_array_get(ids, i);
    struct str text = {json_string_value(id), json_string_length(id)};
    char field[32];
    (void)snprintf(field, sizeof field, "ids[%zu]", i);
    if (text.ptr == NULL)
        return fault_refuse(write->fault, field, "expected a goal's id: 32 hex digits");
    enum err err = call_find_row(write->call, ENTITY_GOAL, text, write->scope, row);
    if (err == ERR_NOT_FOUND || (err == OK && row->status == STATUS_ARCHIVED))
        return fault_refuse(write->fault, field, "there is no such goal, or it is archived");
    if (err == OK)
        err = write_check_writable(write, row);
    if (err == OK && i > 0 && row->workspace_id != workspace_id)
        return fault_refuse(write->fault, field, "it is of another workspace than the first one");
    if (err == OK && stands_before(ids, i))
        return fault_refuse(write->fault, field, "it stands twice");
    return err;
}

/* Gives a goal its place; nothing where it has it. */
static enum err place_goal(struct write *write, struct db_row *row, int64_t order, uint64_t version,
                           size_t *changed)
{
    if (row->position == order)
        return OK;
    struct str before = history_document(write->call->arena, row);
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (body == NULL || before.ptr == NULL)
        return ERR_IO;
    CHECK(json_object_set_new(body, "order", json_integer(order)) == 0);
    enum err err = write_validate(write, body, row);
    if (err == OK)
        err = write_change(write, row);
    if (err == OK)
        err = write_note(write, row, before, version);
    (*changed)++;
    return err;
}

static enum err place_all(struct write *write, const json_t *ids, size_t *changed,
                          uint64_t *version)
{
    struct placed placed = {0};
    uint64_t raised = 0;
    enum err err = db_begin_write(write->call->db);
    if (err == OK)
        err = db_raise_version(write->call->db, &raised);
    for (size_t i = 0; err == OK && i < json_array_size(ids); i++) {
        struct db_row row;
        err = find_goal(write, ids, i, placed.workspace_id, &row);
        if (err == OK) {
            placed.workspace_id = row.workspace_id;
            err = place_goal(write, &row, (int64_t)i + 1, raised, changed);
        }
    }
    if (err == OK)
        err = db_scan(write->call->db, ENTITY_GOAL, count_goal, &placed);
    if (err == OK && placed.count != json_array_size(ids))
        err = fault_conflict(write->fault, "ids",
                             "the workspace has %zu goals in use, and %zu are named: name them all",
                             placed.count, json_array_size(ids));
    if (err == OK)
        err = db_commit(write->call->db);
    if (err == OK)
        *version = raised;
    return err;
}

enum err catalog_order_goals(struct catalog *catalog, const json_t *input,
                             const struct scope *scope, size_t *changed, uint64_t *version,
                             struct model_fault *fault)
{
    const json_t *ids = json_object_get(input, "ids");
    const char *name;
    json_t *value;
    size_t count = 0;
    enum err err = write_begin(input, fault);
    if (err != OK)
        return err;
    json_object_foreach((json_t *)(uintptr_t)input, name, value)
    {
        if (strcmp(name, "ids") != 0)
            return fault_refuse(fault, name, "unknown field");
    }
    if (!json_is_array(ids) || json_array_size(ids) == 0 || json_array_size(ids) > CATALOG_BULK_MAX)
        return fault_refuse(fault, "ids", "expected a list of 1 to %d ids", CATALOG_BULK_MAX);
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warnings = json_array();
    struct write write = {&call, ENTITY_GOAL, scope, warnings, fault};
    err = place_all(&write, ids, &count, version);
    if (err == OK)
        *changed = count;
    return err;
}

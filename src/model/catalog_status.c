/* catalog_status - what takes traffic and what does not: archiving, bringing back, many at once.
 * Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/fault.h"
#include "model/kind.h"

/* A workspace goes once all in it is archived, and never the last one. */
static enum err check_empty(const struct write *write, const struct db_row *row)
{
    enum err err = db_has_contents(write->call->db, row->id);
    if (err == OK)
        return fault_conflict(write->fault, "", "something in it is not archived yet");
    if (err != ERR_NOT_FOUND)
        return err;
    err = db_has_other(write->call->db, ENTITY_WORKSPACE, row->id);
    return err == ERR_NOT_FOUND ? fault_conflict(write->fault, "", "it is the last workspace")
                                : err;
}

enum err write_check_unused(const struct write *write, const struct db_row *row)
{
    struct db_row user;
    if (write->entity == ENTITY_WORKSPACE)
        return check_empty(write, row);
    enum err err = db_find_user(write->call->db, write->entity, row->id, write->call->arena, &user);
    if (err == ERR_NOT_FOUND)
        return OK;
    if (err != OK)
        return err;
    return fault_conflict(write->fault, "", "%s %" PRIu64 " \"%.*s\" is active and uses it",
                          kind_of(user.entity)->word, user.id,
                          STR_FMT(str_slice(user.name, 0, 100)));
}

/* The version that the writer has seen, when they say so. */
static enum err check_version(const struct write *write, const json_t *input,
                              const struct db_row *row)
{
    json_auto_t *copy = json_copy((json_t *)(uintptr_t)input);
    return copy != NULL ? write_take_version(write, copy, row) : OK;
}

/* Finds what is to be written, in a transaction that this begins. */
static enum err find_to_write(struct write *write, struct str id, struct db_row *row)
{
    memset(write->fault, 0, sizeof *write->fault);
    enum err err = write_begin_transaction(write);
    if (err == OK)
        err = call_find_row(write->call, write->entity, id, write->scope, row);
    return err == OK ? write_check_writable(write, row) : err;
}

/* Gives a row its status: unused what goes, judged what comes back. Does not commit. */
static enum err set_status(struct write *write, struct db_row *row, enum entity_status status,
                           uint64_t version)
{
    struct str before = history_document(write->call->arena, row);
    json_auto_t *stored = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    enum err err = stored != NULL && before.ptr != NULL ? OK : ERR_IO;
    row->status = status;
    if (err == OK)
        err = status == STATUS_ARCHIVED ? write_check_unused(write, row)
                                        : write_validate(write, stored, row);
    if (err == OK)
        err = write_change(write, row);
    return err == OK ? write_note(write, row, before, version) : err;
}

static enum err set_status_and_commit(struct write *write, struct db_row *row,
                                      enum entity_status status, uint64_t *version)
{
    struct db *db = write->call->db;
    bool is_alone = write->call->raised == 0;
    uint64_t raised = write->call->raised;
    enum err err = is_alone ? db_raise_version(db, &raised) : OK;
    if (err == OK)
        err = set_status(write, row, status, raised);
    if (err == OK && is_alone)
        err = db_commit(db);
    if (err == OK)
        *version = raised;
    return err;
}

enum err write_status(struct write *write, struct str id, enum entity_status status,
                      json_t **document, uint64_t *version)
{
    struct db_row row;
    enum err err = find_to_write(write, id, &row);
    if (err == OK && row.status == status)
        err = db_version(write->call->db, version);
    else if (err == OK)
        err = set_status_and_commit(write, &row, status, version);
    return err == OK ? call_make_document(write->entity, &row, document) : err;
}

enum err catalog_archive(struct catalog *catalog, enum entity entity, struct str id,
                         const json_t *input, const struct scope *scope, json_t **document,
                         uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct write write = {&call, entity, scope, NULL, fault};
    struct db_row row;
    enum err err = find_to_write(&write, id, &row);
    if (err == OK)
        err = check_version(&write, input, &row);
    if (err == OK && row.status == STATUS_ARCHIVED)
        err = db_version(call.db, version);
    else if (err == OK)
        err = set_status_and_commit(&write, &row, STATUS_ARCHIVED, version);
    return err == OK && document != NULL ? call_make_document(entity, &row, document) : err;
}

enum err catalog_restore(struct catalog *catalog, enum entity entity, struct str id,
                         const json_t *input, const struct scope *scope, json_t **document,
                         json_t **warnings, uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    struct db_row row;
    enum entity_status status = STATUS_ACTIVE;
    enum err err = find_to_write(&write, id, &row);
    if (err == OK)
        err = check_version(&write, input, &row);
    if (err == OK)
        err = history_status_before(call.db, str_from_c(entity_resource(entity)), row.id, &status);
    if (err == OK && row.status != STATUS_ARCHIVED)
        err = db_version(call.db, version);
    else if (err == OK)
        err = set_status_and_commit(&write, &row, status, version);
    if (err == OK)
        err = call_make_document(entity, &row, document);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

/* ------------------------------------------------------------------ many at once */

static enum err read_status(const json_t *value, enum entity_status *status,
                            struct model_fault *fault)
{
    struct str word = {json_string_value(value), json_string_length(value)};
    for (int i = STATUS_ACTIVE; i <= STATUS_ARCHIVED; i++)
        if (str_is_equal(word, entity_status_text((enum entity_status)i))) {
            *status = (enum entity_status)i;
            return OK;
        }
    return fault_refuse(fault, "status", "expected one of \"active\", \"paused\", \"archived\"");
}

/* An id as addresses write it; absent: it is none. */
static struct str id_of(struct arena *arena, const json_t *value)
{
    if (json_is_string(value))
        return (struct str){json_string_value(value), json_string_length(value)};
    return json_is_integer(value)
               ? arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
               : STR_NONE;
}

/* Puts the number of the id before what is wrong with it. */
static enum err blame(struct model_fault *fault, enum err err, size_t i)
{
    if (err == ERR_NOT_FOUND)
        err = fault_refuse(fault, "", "there is none of that id");
    char field[sizeof fault->field + 32]; /* cut below: it is for people */
    (void)snprintf(field, sizeof field, "ids[%zu]%s%s", i, fault->field[0] != '\0' ? "." : "",
                   fault->field);
    memcpy(fault->field, field, sizeof fault->field - 1);
    fault->field[sizeof fault->field - 1] = '\0';
    return err;
}

static enum err set_one(struct write *write, const json_t *id, enum entity_status status,
                        uint64_t version, json_t *rows)
{
    struct db_row row;
    json_t *document;
    enum err err = call_find_row(write->call, write->entity, id_of(write->call->arena, id),
                                 write->scope, &row);
    if (err == OK)
        err = write_check_writable(write, &row);
    if (err == OK && row.status != status)
        err = set_status(write, &row, status, version);
    if (err == OK)
        err = call_make_document(write->entity, &row, &document);
    if (err == OK)
        CHECK(json_array_append_new(rows, document) == 0);
    return err;
}

static enum err set_all(struct write *write, const json_t *ids, enum entity_status status,
                        json_t *rows, uint64_t *version)
{
    uint64_t raised = 0;
    enum err err = db_begin_write(write->call->db);
    if (err == OK)
        err = db_raise_version(write->call->db, &raised);
    for (size_t i = 0; err == OK && i < json_array_size(ids); i++) {
        err = set_one(write, json_array_get(ids, i), status, raised, rows);
        if (err != OK)
            err = blame(write->fault, err, i);
    }
    if (err == OK)
        err = db_commit(write->call->db);
    if (err == OK)
        *version = raised;
    return err;
}

enum err catalog_set_status(struct catalog *catalog, enum entity entity, const json_t *input,
                            const struct scope *scope, json_t **rows, json_t **warnings,
                            uint64_t *version, struct model_fault *fault)
{
    const json_t *ids = json_object_get(input, "ids");
    enum entity_status status = STATUS_ACTIVE;
    const char *name;
    json_t *value;
    enum err err = write_begin(input, fault);
    if (err != OK)
        return err;
    json_object_foreach((json_t *)(uintptr_t)input, name,
                        value) if (strcmp(name, "ids") != 0 &&
                                   strcmp(name, "status") !=
                                       0) return fault_refuse(fault, name, "unknown field");
    if (!json_is_array(ids) || json_array_size(ids) == 0 || json_array_size(ids) > CATALOG_BULK_MAX)
        return fault_refuse(fault, "ids", "expected a list of 1 to %d ids", CATALOG_BULK_MAX);
    err = read_status(json_object_get(input, "status"), &status, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *found = json_array();
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    err = set_all(&write, ids, status, found, version);
    if (err == OK) {
        *rows = json_incref(found);
        *warnings = json_incref(warned);
    }
    return err;
}

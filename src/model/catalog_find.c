/* catalog_find - small questions of the desk's: what the rates are, which entity is meant, what is
 * wrong with one. Any thread. */
#include "base/num.h"
#include "model/call.h"
#include "model/db_handle.h"
#include "model/kind.h"
#include "model/rates.h"

enum err catalog_get_rates(struct catalog *catalog, struct arena *arena, const struct rates **rates)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return rates_load(call.db, arena, rates);
}

/* A key is meant before an id, an id before a name. */
static const char find_sql[] =
    "SELECT id, CASE WHEN key = ?2 THEN 0 WHEN id = ?3 THEN 1 ELSE 2 END AS rank FROM entity"
    " WHERE entity = ?1 AND workspace_id IN (SELECT value FROM json_each(?5)) AND (key = ?2 OR id "
    "= ?3 OR (name_folded = ?4 AND status <> 'archived'))"
    " ORDER BY rank, id LIMIT 2";

static enum err find_id(struct call *call, enum entity entity, struct str named,
                        const struct scope *scope, uint64_t *id)
{
    char workspaces[WORKSPACE_SET_TEXT_MAX];
    uint64_t number = 0;
    DB_STATEMENT(sql);
    enum err err = db_prepare(call->db, find_sql, &sql);

    if (err != OK)
        return err;
    if (num_parse_u64(named, INT64_MAX, &number) != OK)
        number = 0; /* a name: no entity has that id */
    db_bind_str(sql, 1, str_from_c(entity_resource(entity)));
    db_bind_str(sql, 2, named);
    CHECK(sqlite3_bind_int64(sql, 3, (sqlite3_int64)number) == SQLITE_OK);
    db_bind_str(sql, 4, db_fold(call->arena, named));
    workspace_set_write(&scope->reads, workspaces);
    db_bind_str(sql, 5, str_from_c(workspaces));
    int rc = sqlite3_step(sql);
    if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE ? ERR_NOT_FOUND : db_fail(call->db, "find an entity");
    uint64_t found = (uint64_t)sqlite3_column_int64(sql, 0);
    bool is_by_name = sqlite3_column_int(sql, 1) == 2;
    rc = sqlite3_step(sql);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(call->db, "find an entity");
    if (rc == SQLITE_ROW && is_by_name)
        return ERR_CONFLICT;
    *id = found;
    return OK;
}

enum err catalog_find_named(struct catalog *catalog, enum entity entity, struct str named,
                            const struct scope *scope, json_t **document)
{
    char text[24];
    uint64_t id = 0;
    enum err err;
    {
        struct call call CLEANUP(call_cleanup) = call_begin(catalog);
        err = find_id(&call, entity, named, scope, &id);
    }
    (void)snprintf(text, sizeof(text), "%" PRIu64, id);
    return err == OK ? catalog_get(catalog, entity, str_from_c(text), scope, document) : err;
}

/* Judges the row; what would be refused becomes a warning. */
static enum err judge_row(struct call *call, enum entity entity, const struct scope *scope,
                          const struct db_row *row, json_t *warnings)
{
    struct model_fault fault = {0};
    struct write write = {call, entity, scope, warnings, &fault};
    void *body = arena_alloc(call->arena, kind_of(entity)->schema->bytes);
    json_auto_t *document = json_loadb(row->body.ptr, row->body.len, 0, NULL);

    if (body == NULL)
        return ERR_FULL;
    enum err err = document != NULL ? write_judge(&write, document, row, body) : ERR_IO;
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    json_t *refusal = json_pack("{s:s, s:s}", "field", fault.field, "message", fault.message);
    CHECK(refusal != NULL && json_array_append_new(warnings, refusal) == 0);
    return OK;
}

enum err catalog_get_judged(struct catalog *catalog, enum entity entity, struct str id,
                            const struct scope *scope, json_t **document, json_t **warnings)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct db_row row;
    enum err err = call_find_row(&call, entity, id, scope, &row);

    if (err == OK)
        err = judge_row(&call, entity, scope, &row, warned);
    if (err == OK)
        err = call_make_document(entity, &row, document);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

#include "model/history.h"

#include "model/db_handle.h"

#define COLUMNS                                                                                    \
    "SELECT id, workspace_id, at_ms, actor, entity, entity_id, entity_version, version, before,"   \
    " after FROM change WHERE "

static const char add_sql[] =
    "INSERT INTO change(workspace_id, at_ms, actor, entity, entity_id, entity_version, version,"
    " before, after) VALUES(?1, ?2, ?3, ?4, ?5, coalesce(?6, (SELECT max(entity_version) FROM"
    " change WHERE entity = ?4 AND entity_id = ?5) + 1, 1), ?7, ?8, ?9)";
static const char list_sql[] =
    COLUMNS "workspace_id IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR (entity = ?2 AND"
            " (?3 = 0 OR entity_id = ?3)) OR (?2 = 'campaigns' AND entity = 'sources' AND ?3 IN"
            " (SELECT value FROM json_each(after, '$.campaigns')))) AND (?4 IS NULL OR actor = ?4)"
            " AND at_ms >= ?5 AND (?6 = 0 OR at_ms < ?6) AND (?7 = 0 OR id < ?7) AND (?9 IS NULL OR"
            " after ->> '$.event' = ?9) ORDER BY id DESC LIMIT ?8";
static const char last_sql[] = COLUMNS "entity = ?1 AND entity_id = ?2 AND after ->> '$.event' IS"
                                       " NULL ORDER BY id DESC LIMIT 1";
static const char status_before_sql[] =
    "SELECT before ->> '$.status' FROM change WHERE entity = ?1 AND entity_id = ?2"
    " AND after ->> '$.status' = 'archived' AND before ->> '$.status' <> 'archived'"
    " ORDER BY id DESC LIMIT 1";

enum err history_add(struct db *db, const struct history_change *change)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, add_sql, &sql);
    if (err != OK)
        return err;
    db_bind_i64(sql, 1, (int64_t)change->workspace_id);
    db_bind_i64(sql, 2, change->at_ms);
    db_bind_str(sql, 3, change->actor);
    db_bind_str(sql, 4, change->resource);
    db_bind_i64(sql, 5, (int64_t)change->entity_id);
    if (change->entity_version != 0)
        db_bind_i64(sql, 6, (int64_t)change->entity_version);
    db_bind_i64(sql, 7, (int64_t)change->version);
    db_bind_str(sql, 8, change->before);
    db_bind_str(sql, 9, change->after);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "write the history");
}

struct str history_document(struct arena *arena, const struct db_row *row)
{
    json_t *document = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    struct str status = entity_status_text(row->status);
    CHECK(document != NULL); /* it was written by schema_write() */
    CHECK(json_object_set_new(document, "status", json_stringn(status.ptr, status.len)) == 0);
    if (row->key.ptr != NULL)
        CHECK(json_object_set_new(document, "key", json_stringn(row->key.ptr, row->key.len)) == 0);
    char *text = json_dumps(document, JSON_COMPACT);
    CHECK(text != NULL);
    struct str copy = arena_copy(arena, str_from_c(text));
    free(text);
    json_decref(document);
    return copy;
}

static struct history_change change_of(sqlite3_stmt *sql)
{
    return (struct history_change){
        .id = (uint64_t)sqlite3_column_int64(sql, 0),
        .workspace_id = (uint64_t)sqlite3_column_int64(sql, 1),
        .at_ms = sqlite3_column_int64(sql, 2),
        .actor = db_column_str(sql, 3),
        .resource = db_column_str(sql, 4),
        .entity_id = (uint64_t)sqlite3_column_int64(sql, 5),
        .entity_version = (uint64_t)sqlite3_column_int64(sql, 6),
        .version = (uint64_t)sqlite3_column_int64(sql, 7),
        .before = db_column_str(sql, 8),
        .after = db_column_str(sql, 9),
    };
}

enum err history_list(struct db *db, const struct history_query *query, history_visit *visit,
                      void *context)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, list_sql, &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 1, str_from_c(query->workspaces));
    db_bind_str(sql, 2, query->resource);
    db_bind_i64(sql, 3, (int64_t)query->entity_id);
    db_bind_str(sql, 4, query->actor);
    db_bind_i64(sql, 5, query->from_ms);
    db_bind_i64(sql, 6, query->to_ms);
    db_bind_i64(sql, 7, (int64_t)query->before_id);
    db_bind_i64(sql, 8, query->limit);
    db_bind_str(sql, 9, query->event);
    int rc = sqlite3_step(sql);
    for (; rc == SQLITE_ROW && err == OK; rc = sqlite3_step(sql)) {
        struct history_change change = change_of(sql);
        err = visit(context, &change);
        if (err != OK)
            return err;
    }
    return rc == SQLITE_DONE ? OK : db_fail(db, "read the history");
}

enum err history_last(struct db *db, struct str resource, uint64_t entity_id, struct arena *arena,
                      struct history_change *change)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, last_sql, &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 1, resource);
    db_bind_i64(sql, 2, (int64_t)entity_id);
    int rc = sqlite3_step(sql);
    if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE ? ERR_NOT_FOUND : db_fail(db, "read the history");
    struct history_change found = change_of(sql);
    found.actor = arena_copy(arena, found.actor);
    found.resource = arena_copy(arena, found.resource);
    found.before = arena_copy(arena, found.before);
    found.after = arena_copy(arena, found.after);
    if (arena_is_full(arena))
        return ERR_FULL;
    *change = found;
    return OK;
}

enum err history_status_before(struct db *db, struct str resource, uint64_t entity_id,
                               enum entity_status *status)
{
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, status_before_sql, &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 1, resource);
    db_bind_i64(sql, 2, (int64_t)entity_id);
    int rc = sqlite3_step(sql);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(db, "read the history");
    bool was_paused = rc == SQLITE_ROW && str_is_equal(db_column_str(sql, 0), STR("paused"));
    *status = was_paused ? STATUS_PAUSED : STATUS_ACTIVE;
    return OK;
}

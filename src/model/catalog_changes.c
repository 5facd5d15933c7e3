/* catalog_changes - the history as people read it. Any thread. */
#include "model/call.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "model/config.h"
#include "model/diff.h"
#include "model/kind.h"

struct page {
    const struct call *call;
    json_t *rows;
    unsigned limit;
    bool has_more;
    uint64_t last_id;
};

static void add(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

static json_t *text_of(struct str s)
{
    return s.ptr != NULL ? json_stringn(s.ptr, s.len) : json_null();
}

static json_t *load(struct str text)
{
    return text.ptr != NULL ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
}

/* What was done, by the statuses before and after; of events only what happened is noted. */
static const char *action_of(const json_t *before, const json_t *after)
{
    const char *event = json_string_value(json_object_get(after, "event"));
    if (event != NULL)
        return strcmp(event, NETWORK_CAMPAIGN_EVENT) == 0 ? "told" : "changed";
    const char *was = json_string_value(json_object_get(before, "status"));
    const char *is = json_string_value(json_object_get(after, "status"));
    if (before == NULL)
        return "created";
    if (was == NULL || is == NULL || strcmp(was, is) == 0)
        return "changed";
    if (strcmp(is, "archived") == 0)
        return "archived";
    if (strcmp(was, "archived") == 0)
        return "restored";
    return strcmp(is, "paused") == 0 ? "paused" : "resumed";
}

/* The paths of the fields that differ. */
static json_t *changed_of(const json_t *before, const json_t *after)
{
    json_t *differences = diff_make(before, after);
    json_t *paths = json_array();
    size_t i;
    json_t *one;
    json_array_foreach(differences, i, one)
        CHECK(json_array_append(paths, json_object_get(one, "field")) == 0);
    json_decref(differences);
    return paths;
}

/* "user 2" by the name that the person has now, whoever asks: colleagues know each other. */
static json_t *name_of_actor(const struct call *call, struct str actor)
{
    static const struct {
        const char *prefix;
        enum entity entity;
    } kinds[] = {{"user ", ENTITY_USER}, {"key ", ENTITY_KEY}};
    struct db_row row;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct str prefix = str_from_c(kinds[i].prefix);
        uint64_t id = 0;
        if (str_has_prefix(actor, prefix) &&
            num_parse_u64(str_slice(actor, prefix.len, actor.len), INT64_MAX, &id) == OK &&
            db_find(call->db, kinds[i].entity, id, call->arena, &row) == OK)
            return text_of(row.name);
    }
    return json_null();
}

/* Secrets are told apart before they are masked. */
static json_t *make_row(const struct call *call, const struct history_change *change)
{
    char time[CLOCK_TEXT_MAX];
    int entity = entity_find(change->resource);
    json_t *before = load(change->before), *after = load(change->after);
    json_t *changed = before != NULL ? changed_of(before, after) : json_array();
    const json_t *key = json_object_get(after, "key");
    json_t *row = json_object();
    const struct schema *schema = config_schema(change->resource);
    if (schema != NULL && before != NULL)
        config_mask(schema, before);
    if (schema != NULL && after != NULL)
        config_mask(schema, after);
    add(row, "id", json_integer((json_int_t)change->id));
    add(row, "changed_at", text_of(clock_format(change->at_ms, time)));
    add(row, "actor", text_of(change->actor));
    add(row, "actor_name", name_of_actor(call, change->actor));
    add(row, "action", json_string(action_of(before, after)));
    add(row, "resource", text_of(change->resource));
    add(row, "resource_id",
        entity == ENTITY_GOAL && key != NULL ? json_incref((json_t *)(uintptr_t)key)
                                             : json_integer((json_int_t)change->entity_id));
    const json_t *name = json_object_get(after, "name");
    add(row, "name", name != NULL ? json_incref((json_t *)(uintptr_t)name) : json_null());
    add(row, "version", json_integer((json_int_t)change->entity_version));
    add(row, "catalog_version", json_integer((json_int_t)change->version));
    add(row, "changed", changed);
    add(row, "before", before != NULL ? before : json_null());
    add(row, "after", after != NULL ? after : json_null());
    return row;
}

static enum err add_to_page(void *context, const struct history_change *change)
{
    struct page *page = context;
    if (json_array_size(page->rows) == page->limit) {
        page->has_more = true;
        return OK;
    }
    CHECK(json_array_append_new(page->rows, make_row(page->call, change)) == 0);
    page->last_id = change->id;
    return OK;
}

/* The number under which the history knows an entity; 0: all of the resource. */
static enum err find_id(const struct call *call, const struct catalog_changes_query *query,
                        const struct scope *scope, uint64_t *id)
{
    struct db_row row;
    int entity = entity_find(query->resource);
    *id = 0;
    if (query->id.ptr == NULL)
        return OK;
    if (entity < 0) /* settings: by workspace */
        return num_parse_u64(query->id, INT64_MAX, id) == OK ? OK : ERR_NOT_FOUND;
    enum err err = call_find_row(call, (enum entity)entity, query->id, scope, &row);
    if (err == OK)
        *id = row.id;
    return err;
}

enum err catalog_list_changes(struct catalog *catalog, const struct catalog_changes_query *query,
                              const struct scope *scope, json_t *rows, uint64_t *next)
{
    char workspaces[WORKSPACE_SET_TEXT_MAX];
    struct history_query asked = {.workspaces = workspaces,
                                  .resource = query->resource,
                                  .actor = query->actor,
                                  .from_ms = query->from_ms,
                                  .to_ms = query->to_ms,
                                  .before_id = query->before_id,
                                  .event = query->event,
                                  .limit = query->limit + 1};
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct page page = {.call = &call, .rows = rows, .limit = query->limit};
    workspace_set_write(&scope->reads, workspaces);
    enum err err = find_id(&call, query, scope, &asked.entity_id);
    if (err == OK)
        err = history_list(call.db, &asked, add_to_page, &page);
    if (err != OK)
        return err;
    *next = page.has_more ? page.last_id : 0;
    return OK;
}

enum err call_note_event(const struct call *call, enum entity entity, const struct db_row *row,
                         const char *actor, int64_t now_ms, const json_t *event)
{
    uint64_t version = 0;
    char *text = json_dumps(event, JSON_COMPACT);
    enum err err = db_version(call->db, &version);
    CHECK(text != NULL);
    const struct history_change change = {.workspace_id = row->workspace_id,
                                          .at_ms = now_ms,
                                          .actor = str_from_c(actor),
                                          .resource = str_from_c(entity_resource(entity)),
                                          .entity_id = row->id,
                                          .entity_version = row->version,
                                          .version = version,
                                          .after = str_from_c(text)};
    if (err == OK)
        err = history_add(call->db, &change);
    free(text);
    return err;
}

enum err catalog_note_event(struct catalog *catalog, enum entity entity, struct str id,
                            const struct scope *scope, json_t *event)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    enum err err = call_find_row(&call, entity, id, scope, &row);
    if (err != OK)
        return err;
    add(event, "name", text_of(row.name));
    err = db_begin_write(call.db);
    if (err == OK)
        err = call_note_event(&call, entity, &row, scope->actor, clock_wall_ms(), event);
    return err == OK ? db_commit(call.db) : err;
}

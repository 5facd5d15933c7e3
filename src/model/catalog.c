/* catalog - opening, single entities. Any thread: one lock around one connection. */
#include "model/catalog.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "model/call.h"
#include "model/kind.h"
#include "model/template.h"

#define ARENA_BYTES_MAX ((size_t)64 << 20) /* of one call */

/* ------------------------------------------------------------------ one call */

struct call call_begin(struct catalog *catalog)
{
    CHECK(pthread_mutex_lock(&catalog->lock) == 0);
    return (struct call){catalog, catalog->db, arena_make(ARENA_BYTES_MAX), 0, false};
}

void call_cleanup(struct call *call)
{
    db_rollback(call->db);
    CHECK(pthread_mutex_unlock(&call->catalog->lock) == 0);
    arena_free(call->arena);
}

enum err catalog_open(const char *dir, struct catalog **opened)
{
    struct db *db = NULL;
    if (sodium_init() < 0) {
        log_error("catalog", "no source of randomness");
        return ERR_IO;
    }
    enum err err = db_open(dir, &db);
    if (err != OK)
        return err;
    struct catalog *catalog = heap_make(1, sizeof *catalog);
    CHECK(pthread_mutex_init(&catalog->lock, NULL) == 0);
    catalog->db = db;
    presets_find(&catalog->presets);
    *opened = catalog;
    return OK;
}

void catalog_close(struct catalog *catalog)
{
    if (catalog == NULL)
        return;
    db_close(catalog->db);
    CHECK(pthread_mutex_destroy(&catalog->lock) == 0);
    free(catalog);
}

enum err catalog_version(struct catalog *catalog, uint64_t *version)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_version(call.db, version);
}

/* ------------------------------------------------------------------ documents */

static void add(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

static json_t *text_of(struct str s)
{
    return json_stringn(s.ptr, s.len);
}

static json_t *time_of(int64_t at_ms)
{
    char text[CLOCK_TEXT_MAX];
    return text_of(clock_format(at_ms, text));
}

enum err call_make_document(enum entity entity, const struct db_row *row, json_t **document)
{
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (body == NULL) {
        log_error("catalog", "broken body %s id=%" PRIu64, kind_of(entity)->word, row->id);
        return ERR_IO;
    }
    json_t *made = json_object();
    CHECK(made != NULL);
    add(made, "id", entity == ENTITY_GOAL ? text_of(row->key) : json_integer((json_int_t)row->id));
    if (entity == ENTITY_CAMPAIGN)
        add(made, "key", text_of(row->key));
    if (kind_of(entity)->home == KIND_IN_WORKSPACE)
        add(made, "workspace_id", json_integer((json_int_t)row->workspace_id));
    CHECK(json_object_update(made, body) == 0);
    add(made, "status", text_of(entity_status_text(row->status)));
    add(made, "version", json_integer((json_int_t)row->version));
    add(made, "created_at", time_of(row->created_at_ms));
    add(made, "updated_at", time_of(row->updated_at_ms));
    *document = made;
    return OK;
}

static enum err find_any_row(const struct call *call, enum entity entity, struct str id,
                             struct db_row *row)
{
    uint64_t number;
    char key[GOAL_ID_LEN];
    if (entity != ENTITY_GOAL)
        return num_parse_u64(id, INT64_MAX, &number) == OK
                   ? db_find(call->db, entity, number, call->arena, row)
                   : ERR_NOT_FOUND;
    if (id.len != GOAL_ID_LEN)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < GOAL_ID_LEN; i++)
        key[i] = id.ptr[i] >= 'A' && id.ptr[i] <= 'F' ? (char)(id.ptr[i] | 0x20) : id.ptr[i];
    return db_find_by_key(call->db, entity, (struct str){key, GOAL_ID_LEN}, call->arena, row);
}

enum err call_find_row(const struct call *call, enum entity entity, struct str id,
                       const struct scope *scope, struct db_row *row)
{
    enum err err = find_any_row(call, entity, id, row);
    return err == OK && !workspace_set_has(&scope->reads, row->workspace_id) ? ERR_NOT_FOUND : err;
}

/* ------------------------------------------------------------------ reads */

enum err catalog_get(struct catalog *catalog, enum entity entity, struct str id,
                     const struct scope *scope, json_t **document)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    enum err err = call_find_row(&call, entity, id, scope, &row);
    return err == OK ? call_make_document(entity, &row, document) : err;
}

enum err catalog_list_templates(struct catalog *catalog, const struct scope *scope,
                                const struct template_query *query, json_t **templates)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return template_list(call.db, call.arena, &catalog->presets, &scope->reads, query, templates);
}

/* ------------------------------------------------------------------ randomness */

void call_random_base62(char *out, size_t count)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < count; i++)
        out[i] = digits[randombytes_uniform(sizeof digits - 1)];
}

/* catalog - the writes and reads that the API makes. Any thread: one lock around one connection. A
 * write validates, stores, raises the version and notes the change in one transaction. */
#include "model/catalog.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/call.h"
#include "model/kind.h"

#define ARENA_BYTES_MAX ((size_t)64 << 20) /* of one call */
#define KEY_LEN         6
#define KEY_TRIES_MAX   16
#define LIMIT_MAX       1000

/* ------------------------------------------------------------------ one call */

struct call call_begin(struct catalog *catalog)
{
    CHECK(pthread_mutex_lock(&catalog->lock) == 0);
    return (struct call){catalog, catalog->db, arena_make(ARENA_BYTES_MAX)};
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

/* The entity as GET shows it. ERR_IO: what is stored is no JSON. */
static enum err make_document(enum entity entity, const struct db_row *row, json_t **document)
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

/* The row of an entity's id as addresses write it. ERR_NOT_FOUND, also for what is no id and for
 * what the scope may not read. */
static enum err find_row(const struct call *call, enum entity entity, struct str id,
                         const struct scope *scope, struct db_row *row)
{
    enum err err = find_any_row(call, entity, id, row);
    return err == OK && !workspace_set_has(&scope->reads, row->workspace_id) ? ERR_NOT_FOUND : err;
}

/* ------------------------------------------------------------------ keys of entities */

void call_random_base62(char *out, size_t count)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < count; i++)
        out[i] = digits[randombytes_uniform(sizeof digits - 1)];
}

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

struct write {
    struct call *call;
    enum entity entity;
    const struct scope *scope;
    json_t *warnings;
    struct model_fault *fault;
};

/* The workspace's currency; "" outside of workspaces. */
static enum err find_currency(struct write *write, uint64_t workspace_id, char currency[4])
{
    struct db_row row;
    const void *body;
    currency[0] = '\0';
    if (kind_of(write->entity)->home != KIND_IN_WORKSPACE)
        return OK;
    struct arena *arena = write->call->arena;
    enum err err = db_find(write->call->db, ENTITY_WORKSPACE, workspace_id, arena, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_WORKSPACE, row.body, arena, write->fault, &body);
    if (err == OK)
        kind_set_currency(currency, ((const struct workspace_body *)body)->currency);
    return err;
}

/* Reads and judges the document of a row; fills the row's name, position and body. */
static enum err validate(struct write *write, const json_t *document, struct db_row *row)
{
    const struct kind *kind = kind_of(write->entity);
    struct arena *arena = write->call->arena;
    char currency[4];
    struct check check = {.db = write->call->db,
                          .arena = arena,
                          .fault = write->fault,
                          .warnings = write->warnings,
                          .id = row->id,
                          .workspace_id = row->workspace_id,
                          .is_active = row->status == STATUS_ACTIVE,
                          .currency = currency};
    void *body = arena_alloc(arena, kind->schema->bytes);
    enum err err = find_currency(write, row->workspace_id, currency);
    if (err == OK)
        err = schema_read(kind->schema, document, arena, body, write->fault);
    if (err == OK)
        err = kind->check(&check, body);
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

/* Raises the version, notes the change, and makes it all durable. */
static enum err commit(struct write *write, const struct db_row *row, struct str before,
                       uint64_t *version)
{
    struct db *db = write->call->db;
    uint64_t raised = 0;
    enum err err = db_raise_version(db, &raised);
    const struct db_change change = {.workspace_id = row->workspace_id,
                                     .at_ms = row->updated_at_ms,
                                     .actor = str_from_c(write->scope->actor),
                                     .resource = str_from_c(entity_resource(write->entity)),
                                     .entity_id = row->id,
                                     .version = raised,
                                     .before = before,
                                     .after = row->body};
    if (err == OK)
        err = db_add_change(db, &change);
    if (err == OK)
        err = db_commit(db);
    if (err == OK)
        *version = raised;
    return err;
}

static enum err check_object(const json_t *input, struct model_fault *fault)
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
        db_find(write->call->db, write->entity, WORKSPACES_MAX, write->call->arena, &last);
    if (err == ERR_NOT_FOUND)
        return OK;
    return err == OK ? fault_conflict(write->fault, "", "there are %d workspaces, and no more fit",
                                      WORKSPACES_MAX)
                     : err;
}

/* Takes "workspace_id" out of a document. Of a new entity it says where it goes; of one that is
 * there it can only say where it stands. */
static enum err take_workspace(struct write *write, json_t *input, struct db_row *row)
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

/* Whether the scope may change what it has found. */
static enum err check_writable(struct write *write, const struct db_row *row)
{
    return workspace_set_has(&write->scope->writes, row->workspace_id)
               ? OK
               : fault_forbid(write->fault, "", "you may read workspace %" PRIu64 ", not change it",
                              row->workspace_id);
}

static enum err create(struct write *write, const json_t *input, struct db_row *row,
                       uint64_t *version)
{
    struct call *call = write->call;
    json_auto_t *placed = json_copy((json_t *)(uintptr_t)input);
    json_auto_t *filled = NULL;
    CHECK(placed != NULL);
    enum err err = take_workspace(write, placed, row);
    if (err == OK)
        err = presets_fill(&call->catalog->presets, write->entity, placed, &filled, write->warnings,
                           write->fault);
    if (err == OK)
        err = db_begin_write(call->db);
    if (err == OK && kind_of(write->entity)->home == KIND_IN_WORKSPACE)
        err = check_place(write, row->workspace_id);
    if (err == OK && kind_of(write->entity)->home == KIND_IS_WORKSPACE)
        err = check_room(write);
    if (err == OK)
        err = validate(write, filled, row);
    if (err == OK)
        err = give_key(call, write->entity, &row->key);
    if (err == OK)
        err = db_insert(call->db, write->entity, row);
    return err == OK ? commit(write, row, STR_NONE, version) : err;
}

enum err catalog_create(struct catalog *catalog, enum entity entity, const json_t *input,
                        const struct scope *scope, json_t **document, json_t **warnings,
                        uint64_t *version, struct model_fault *fault)
{
    enum err err = check_object(input, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    int64_t now_ms = clock_wall_ms();
    struct write write = {&call, entity, scope, warned, fault};
    struct db_row row = {.status = STATUS_ACTIVE, .created_at_ms = now_ms, .updated_at_ms = now_ms};
    err = create(&write, input, &row, version);
    if (err == OK)
        err = make_document(entity, &row, document);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

/* Takes "status" out of an update and into the row. */
static enum err take_status(json_t *input, struct db_row *row, struct model_fault *fault)
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
static enum err check_template(const struct write *write, const json_t *input)
{
    json_auto_t *filled = NULL;
    return presets_fill(&write->call->catalog->presets, write->entity, input, &filled,
                        write->warnings, write->fault);
}

static enum err update(struct write *write, struct str id, const json_t *input, struct db_row *row,
                       uint64_t *version)
{
    struct call *call = write->call;
    json_auto_t *changes = json_copy((json_t *)(uintptr_t)input);
    CHECK(changes != NULL);
    enum err err = check_template(write, input);
    if (err == OK)
        err = db_begin_write(call->db);
    if (err == OK)
        err = find_row(call, write->entity, id, write->scope, row);
    if (err == OK)
        err = check_writable(write, row);
    if (err == OK)
        err = take_workspace(write, changes, row);
    if (err == OK)
        err = take_status(changes, row, write->fault);
    if (err != OK)
        return err;
    struct str before = row->body;
    json_auto_t *stored = json_loadb(before.ptr, before.len, 0, NULL);
    if (stored == NULL)
        return ERR_IO;
    json_auto_t *merged = schema_merge(kind_of(write->entity)->schema, stored, changes);
    row->updated_at_ms = clock_wall_ms();
    err = validate(write, merged, row);
    if (err == OK)
        err = db_update(call->db, write->entity, row);
    return err == OK ? commit(write, row, before, version) : err;
}

enum err catalog_update(struct catalog *catalog, enum entity entity, struct str id,
                        const json_t *input, const struct scope *scope, json_t **document,
                        json_t **warnings, uint64_t *version, struct model_fault *fault)
{
    enum err err = check_object(input, fault);
    if (err != OK)
        return err;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, entity, scope, warned, fault};
    struct db_row row;
    err = update(&write, id, input, &row, version);
    if (err == OK)
        err = make_document(entity, &row, document);
    if (err == OK)
        *warnings = json_incref(warned);
    return err;
}

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

static enum err check_unused(const struct write *write, const struct db_row *row)
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

enum err catalog_archive(struct catalog *catalog, enum entity entity, struct str id,
                         const struct scope *scope, uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct write write = {&call, entity, scope, NULL, fault};
    struct db_row row;
    memset(fault, 0, sizeof *fault);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = find_row(&call, entity, id, scope, &row);
    if (err == OK)
        err = check_writable(&write, &row);
    if (err == OK && row.status == STATUS_ARCHIVED)
        return db_version(call.db, version);
    if (err == OK)
        err = check_unused(&write, &row);
    if (err != OK)
        return err;
    row.status = STATUS_ARCHIVED;
    row.updated_at_ms = clock_wall_ms();
    err = db_update(call.db, entity, &row);
    return err == OK ? commit(&write, &row, row.body, version) : err;
}

/* ------------------------------------------------------------------ reads */

enum err catalog_get(struct catalog *catalog, enum entity entity, struct str id,
                     const struct scope *scope, json_t **document)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    enum err err = find_row(&call, entity, id, scope, &row);
    return err == OK ? make_document(entity, &row, document) : err;
}

struct page {
    enum entity entity;
    json_t *rows;
    unsigned limit;
    bool has_more;
    int64_t last_position;
    uint64_t last_id;
};

static enum err add_to_page(void *context, const struct db_row *row)
{
    struct page *page = context;
    json_t *document;
    if (json_array_size(page->rows) == page->limit) {
        page->has_more = true;
        return OK;
    }
    enum err err = make_document(page->entity, row, &document);
    if (err != OK)
        return err;
    CHECK(json_array_append_new(page->rows, document) == 0);
    page->last_position = row->position;
    page->last_id = row->id;
    return OK;
}

/* A cursor is POSITION.ID of the last row. */
static enum err parse_cursor(struct str cursor, struct db_page *page)
{
    struct str position;
    page->after_position = -1;
    if (cursor.ptr == NULL)
        return OK;
    if (!str_take_piece(&cursor, '.', &position) ||
        num_parse_i64(position, 0, INT64_MAX, &page->after_position) != OK ||
        num_parse_u64(cursor, INT64_MAX, &page->after_id) != OK)
        return ERR_INVALID;
    return OK;
}

static bool is_list_status(struct str status)
{
    static const char *const words[] = {"active", "paused", "archived", "all"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_is_equal(status, str_from_c(words[i])))
            return true;
    return status.ptr == NULL;
}

enum err catalog_list(struct catalog *catalog, enum entity entity,
                      const struct catalog_query *query, const struct scope *scope,
                      struct arena *arena, json_t **rows, struct str *next)
{
    char workspaces[WORKSPACE_SET_TEXT_MAX];
    struct db_page asked = {.entity = entity,
                            .workspaces = workspaces,
                            .status = query->status,
                            .group = query->group,
                            .country = query->country,
                            .limit = query->limit + 1};
    if (query->limit < 1 || query->limit > LIMIT_MAX || !is_list_status(query->status) ||
        parse_cursor(query->cursor, &asked) != OK)
        return ERR_INVALID;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *found = json_array();
    struct page page = {.entity = entity, .rows = found, .limit = query->limit};
    if (str_has_prefix(query->text, STR("#")))
        asked.tag = str_slice(query->text, 1, query->text.len);
    else
        asked.text_folded = db_fold(call.arena, query->text);
    workspace_set_write(&scope->reads, workspaces);
    enum err err = db_list(call.db, &asked, add_to_page, &page);
    if (err != OK)
        return err;
    *rows = json_incref(found);
    *next = page.has_more
                ? arena_format(arena, "%" PRId64 ".%" PRIu64, page.last_position, page.last_id)
                : STR_NONE;
    return OK;
}

enum err catalog_list_templates(struct catalog *catalog, json_t **templates)
{
    *templates = presets_list(&catalog->presets);
    return OK;
}

/* template - templates of users: checked as what they will fill, so that nobody finds out later.
 * Pure but for the catalogue. */
#include "model/template.h"

#include "base/log.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"

#define SLUG_CHARS_MAX   64
#define NOTES_CHARS_MAX  2000
#define FIELDS_BYTES_MAX 65536

static const char *const kind_words[] = {"source", "network", NULL};
static const enum entity kind_entities[] = {ENTITY_SOURCE, ENTITY_NETWORK};

static const char *judge_slug(struct str slug)
{
    return preset_is_name(slug) ? NULL
                                : say_text("expected lower-case letters, digits, '-' and '_' only");
}

static const struct field template_fields[] = {
    KIND_NAME_FIELD(struct template_body),
    {.name = "template",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct template_body, template),
     .max = SLUG_CHARS_MAX,
     .judge = judge_slug,
     .help = "What sources and networks name it by; null: made from the name."},
    {.name = "kind",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct template_body, kind),
     .words = kind_words,
     .help = "What it fills."},
    {.name = "fields",
     .type = FIELD_DOCUMENT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct template_body, fields),
     .max = FIELDS_BYTES_MAX,
     .help = "Fields of a source or a network, but for name and template."},
    {.name = "notes",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct template_body, notes),
     .max = NOTES_CHARS_MAX,
     .help = "What its user should know."},
};
static const struct schema template_schema = SCHEMA(template_fields, struct template_body);

/* ------------------------------------------------------------------ finding */

struct search {
    uint64_t workspace_id, except_id;
    struct str kind, slug;
    struct arena *arena;
    bool is_found;
    struct db_row found;
};

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

static enum err compare(void *context, const struct db_row *row)
{
    struct search *search = context;
    if (search->is_found || row->status == STATUS_ARCHIVED || row->id == search->except_id ||
        row->workspace_id != search->workspace_id)
        return OK;
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (!str_is_equal(text_of(body, "kind"), search->kind) ||
        !str_is_equal(text_of(body, "template"), search->slug))
        return OK;
    search->is_found = true;
    search->found = *row;
    search->found.name = arena_copy(search->arena, row->name);
    search->found.body = arena_copy(search->arena, row->body);
    return arena_is_full(search->arena) ? ERR_FULL : OK;
}

/* The template of that kind and slug; ERR_NOT_FOUND. There are few, so they are walked. */
static enum err find(struct db *db, struct search *search)
{
    enum err err = db_scan(db, ENTITY_TEMPLATE, compare, search);
    return err != OK ? err : search->is_found ? OK : ERR_NOT_FOUND;
}

/* ------------------------------------------------------------------ check */

/* The warnings of what it will fill, with the place that they have here. */
static void take_warnings(struct check *check, const json_t *warnings)
{
    size_t i;
    json_t *warning;
    json_array_foreach(warnings, i, warning)
    {
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "fields.%s",
                       json_string_value(json_object_get(warning, "field")));
        check_warn(check, field, "%s", json_string_value(json_object_get(warning, "message")));
    }
}

static enum err check_as(struct check *check, const struct kind *kind, const json_t *document)
{
    struct model_fault fault = {0};
    json_auto_t *warnings = json_array();
    struct check inner = *check;
    void *body = arena_alloc(check->arena, kind->schema->bytes);
    inner.fault = &fault;
    inner.warnings = warnings;
    inner.id = 0;
    if (body == NULL)
        return fault_refuse(check->fault, "fields", "the document is too large");
    enum err err = schema_read(kind->schema, document, check->arena, body, &fault);
    if (err == OK)
        err = kind_check(kind, &inner, body);
    if (err == OK)
        take_warnings(check, warnings);
    if (err != ERR_INVALID)
        return err;
    char field[KIND_FIELD_MAX];
    (void)snprintf(field, sizeof field, "fields%s%.*s", fault.field[0] != '\0' ? "." : "",
                   KIND_FIELD_MAX - 8, fault.field);
    return fault_refuse(check->fault, field, "%s", fault.message);
}

/* At most SCHEMA_DEPTH_MAX deep, as schemas are. */
static enum err refuse_secrets(struct check *check, const struct schema *schema,
                               const json_t *fields, const char *path)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < schema->count; i++) {
        const struct field *each = &schema->fields[i];
        const json_t *value = json_object_get(fields, each->name);
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "%s%s", path, each->name);
        if ((each->flags & FIELD_SECRET) != 0 && json_is_string(value))
            err = fault_refuse(check->fault, field,
                               "a template is read by all who read its workspace: give a secret "
                               "to what is made from it");
        char inner[KIND_FIELD_MAX];
        (void)snprintf(inner, sizeof inner, "%s%s.", path, each->name);
        if (err == OK && each->type == FIELD_OBJECT && json_is_object(value))
            err = refuse_secrets(check, each->schema, value, inner);
    }
    return err;
}

static enum err check_fields(struct check *check, const struct template_body *body)
{
    static const char *const kept[] = {"name", "template"};
    json_auto_t *fields = json_loadb(body->fields.ptr, body->fields.len, 0, NULL);
    CHECK(fields != NULL); /* the schema read it */
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        if (json_object_get(fields, kept[i]) != NULL) {
            char field[KIND_FIELD_MAX];
            (void)snprintf(field, sizeof field, "fields.%s", kept[i]);
            return fault_refuse(check->fault, field,
                                "is the template's own: give it beside fields");
        }
    const struct schema *schema = kind_of(kind_entities[body->kind])->schema;
    enum err err = refuse_secrets(check, schema, fields, "fields.");
    if (err != OK)
        return err;
    CHECK(json_object_set_new(fields, "name", json_stringn(body->name.ptr, body->name.len)) == 0);
    return check_as(check, kind_of(kind_entities[body->kind]), fields);
}

/* "My source, 2" is "my-source-2". */
static struct str slug_of(struct arena *arena, struct str name)
{
    struct buf buf = buf_in_arena(arena, SLUG_CHARS_MAX);
    for (size_t i = 0; i < name.len && buf.len < SLUG_CHARS_MAX; i++) {
        char c = name.ptr[i];
        char lower = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
            buf_write_char(&buf, lower);
        else if (buf.len > 0 && buf.ptr[buf.len - 1] != '-')
            buf_write_char(&buf, '-');
    }
    while (buf.len > 0 && buf.ptr[buf.len - 1] == '-')
        buf.len--;
    return buf_str(&buf);
}

static enum err check_template(struct check *check, void *read)
{
    struct template_body *body = read;
    if (body->template.ptr == NULL)
        body->template = slug_of(check->arena, body->name);
    if (body->template.len == 0)
        return fault_refuse(check->fault, "template",
                            "give it a name of letters, digits, '-' and '_' to be used by");
    struct search search = {.workspace_id = check->workspace_id,
                            .except_id = check->id,
                            .kind = str_from_c(kind_words[body->kind]),
                            .slug = body->template,
                            .arena = check->arena};
    enum err err = find(check->db, &search);
    if (err == OK)
        return fault_conflict(check->fault, "template", "template %" PRIu64 " is called %.*s too",
                              search.found.id, STR_FMT(body->template));
    return err == ERR_NOT_FOUND ? check_fields(check, body) : err;
}

const struct kind template_kind = {
    .resource = "templates",
    .word = SAY("template"),
    .example = "{\"name\":\"My source\",\"kind\":\"source\",\"fields\":{\"external_id\":"
               "{\"param\":\"sub\",\"macro\":\"{sub}\"}}}",
    .schema = &template_schema,
    .check = check_template,
};

/* ------------------------------------------------------------------ use */

enum err template_fill(struct db *db, struct arena *arena, const struct presets *presets,
                       uint64_t workspace_id, enum entity entity, const json_t *input,
                       json_t **filled, json_t *warnings, struct model_fault *fault)
{
    struct str slug = presets_has(entity) ? text_of(input, "template") : STR_NONE;
    struct search search = {.workspace_id = workspace_id,
                            .kind = str_from_c(kind_of(entity)->word),
                            .slug = slug,
                            .arena = arena};
    enum err err = slug.ptr != NULL ? find(db, &search) : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        return presets_fill(presets, entity, input, filled, warnings, fault);
    if (err != OK)
        return err;
    json_auto_t *body = json_loadb(search.found.body.ptr, search.found.body.len, 0, NULL);
    json_auto_t *base = json_copy(json_object_get(body, "fields"));
    if (base == NULL) {
        log_error("catalog", "broken body template id=%" PRIu64, search.found.id);
        return ERR_IO;
    }
    CHECK(json_object_set(base, "name", json_object_get(body, "name")) == 0);
    *filled = schema_merge(kind_of(entity)->schema, base, input);
    return OK;
}

/* ------------------------------------------------------------------ the list */

struct listing {
    struct arena *arena;
    const struct workspace_set *reads;
    const struct template_query *query;
    json_t *rows;
};

static bool is_wanted(const struct listing *listing, struct str kind, struct str name,
                      struct str slug)
{
    const struct template_query *query = listing->query;
    struct str text = db_fold(listing->arena, query->text);
    if (query->kind.ptr != NULL && !str_is_equal(query->kind, kind))
        return false;
    return text.ptr == NULL || str_find(db_fold(listing->arena, name), text) >= 0 ||
           str_find(slug, text) >= 0;
}

static enum err add_own(void *context, const struct db_row *row)
{
    struct listing *listing = context;
    if ((row->status == STATUS_ARCHIVED) != listing->query->is_archived ||
        !workspace_set_has(listing->reads, row->workspace_id))
        return OK;
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (body == NULL ||
        !is_wanted(listing, text_of(body, "kind"), row->name, text_of(body, "template")))
        return OK;
    json_t *one =
        json_pack("{s:I, s:I, s:O, s:O, s:O, s:s, s:n, s:n, s:O, s:n, s:n, s:O}", "id",
                  (json_int_t)row->id, "workspace_id", (json_int_t)row->workspace_id, "template",
                  json_object_get(body, "template"), "kind", json_object_get(body, "kind"), "name",
                  json_object_get(body, "name"), "origin", "user", "confidence", "verified",
                  "notes", json_object_get(body, "notes"), "source", "checked", "fields",
                  json_object_get(body, "fields"));
    CHECK(one != NULL && json_array_append_new(listing->rows, one) == 0);
    return OK;
}

static void add_presets(struct listing *listing, const struct presets *presets)
{
    json_auto_t *all = presets_list(presets);
    size_t i;
    json_t *preset;
    json_array_foreach(all, i,
                       preset) if (is_wanted(listing, text_of(preset, "kind"),
                                             text_of(preset, "name"), text_of(preset, "template")))
        CHECK(json_array_append(listing->rows, preset) == 0);
}

enum err template_list(struct db *db, struct arena *arena, const struct presets *presets,
                       const struct workspace_set *reads, const struct template_query *query,
                       json_t **rows)
{
    json_auto_t *found = json_array();
    struct listing listing = {arena, reads, query, found};
    bool is_own = query->origin.ptr == NULL || str_is_equal(query->origin, STR("user"));
    bool is_preset = !query->is_archived &&
                     (query->origin.ptr == NULL || str_is_equal(query->origin, STR("builtin")));
    enum err err = is_own ? db_scan(db, ENTITY_TEMPLATE, add_own, &listing) : OK;
    if (err == OK && is_preset)
        add_presets(&listing, presets);
    if (err == OK && arena_is_full(arena))
        err = ERR_FULL;
    if (err == OK)
        *rows = json_incref(found);
    return err;
}

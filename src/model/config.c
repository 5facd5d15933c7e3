#include "model/config.h"

#include "base/log.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/settings.h"

/* ------------------------------------------------------------------ items */

static void add(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

static json_t *text_of(struct str s)
{
    return json_stringn(s.ptr, s.len);
}

enum err config_write_item(enum entity entity, const struct db_row *row, bool with_secrets,
                           json_t **item)
{
    const struct kind *kind = kind_of(entity);
    json_auto_t *body = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    if (body == NULL) {
        log_error("catalog", "broken body %s id=%" PRIu64, kind->word, row->id);
        return ERR_IO;
    }
    json_t *made = json_object();
    CHECK(made != NULL);
    add(made, "id", entity == ENTITY_GOAL ? text_of(row->key) : json_integer((json_int_t)row->id));
    if (entity == ENTITY_CAMPAIGN)
        add(made, "key", text_of(row->key));
    if (kind->home == KIND_IN_WORKSPACE)
        add(made, "workspace_id", json_integer((json_int_t)row->workspace_id));
    add(made, "status", text_of(entity_status_text(row->status)));
    if (with_secrets)
        config_hide(kind->schema, body);
    else
        config_mask(kind->schema, body);
    CHECK(json_object_update(made, body) == 0);
    *item = made;
    return OK;
}

/* ------------------------------------------------------------------ secrets */

/* Puts a text, or null, where there is a secret. Nested tables are at most SCHEMA_DEPTH_MAX deep;
 * recursion goes along. */
static void put_for_secrets(const struct schema *schema, json_t *document, unsigned which,
                            const char *text)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct field *field = &schema->fields[i];
        json_t *value = json_object_get(document, field->name);
        if (field->type == FIELD_OBJECT && json_is_object(value))
            put_for_secrets(field->schema, value, which, text);
        else if ((field->flags & which) != 0 && json_is_string(value))
            add(document, field->name, text != NULL ? json_string(text) : json_null());
    }
}

void config_mask(const struct schema *schema, json_t *document)
{
    put_for_secrets(schema, document, FIELD_SECRET, CONFIG_MASK);
}

void config_hide(const struct schema *schema, json_t *document)
{
    put_for_secrets(schema, document, FIELD_WRITE_ONLY, CONFIG_MASK);
}

void config_drop_secrets(const struct schema *schema, json_t *document)
{
    put_for_secrets(schema, document, FIELD_SECRET, NULL);
}

/* The field that a path as "webhook.secret" leads to; NULL: there is none. */
static const struct field *find_field(const struct schema *schema, struct str path)
{
    struct str name;
    const struct field *found = NULL;
    while (schema != NULL && str_take_piece(&path, '.', &name)) {
        found = NULL;
        for (size_t i = 0; i < schema->count && found == NULL; i++)
            if (str_is_equal(str_from_c(schema->fields[i].name), name))
                found = &schema->fields[i];
        schema = found != NULL ? found->schema : NULL;
    }
    return path.ptr == NULL ? found : NULL;
}

void config_mask_differences(const struct schema *schema, json_t *differences)
{
    static const char *const sides[] = {"before", "after"};
    size_t i;
    json_t *one;
    json_array_foreach(differences, i, one)
    {
        const char *path = json_string_value(json_object_get(one, "field"));
        const struct field *field = find_field(schema, str_from_c(path));
        for (size_t side = 0; side < ARRAY_LEN(sides) && field != NULL; side++) {
            json_t *value = json_object_get(one, sides[side]);
            if (field->type == FIELD_OBJECT && json_is_object(value))
                config_mask(field->schema, value);
            else if ((field->flags & FIELD_SECRET) != 0 && json_is_string(value))
                add(one, sides[side], json_string(CONFIG_MASK));
        }
    }
}

const struct schema *config_schema(struct str resource)
{
    int entity = entity_find(resource);
    if (entity >= 0)
        return kind_of((enum entity)entity)->schema;
    return str_is_equal(resource, STR("settings")) ? &settings_schema : NULL;
}

/* Whether a document leads elsewhere than the one that the secret was given with. */
static bool leads_elsewhere(const json_t *document, const json_t *stored)
{
    return json_equal(json_object_get(document, "url"), json_object_get(stored, "url")) == 0;
}

enum err config_unmask(const struct schema *schema, json_t *document, const json_t *stored,
                       struct model_fault *fault)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct field *field = &schema->fields[i];
        json_t *value = json_object_get(document, field->name);
        json_t *kept = json_object_get(stored, field->name);
        const char *text = json_string_value(value);
        enum err err = OK;
        if ((field->flags & FIELD_WRITE_ONLY) != 0 && text != NULL &&
            strcmp(text, CONFIG_MASK) == 0 && json_is_string(kept) &&
            leads_elsewhere(document, stored))
            err = fault_refuse(fault, field->name,
                               "give it again: it goes to another address than it was given for");
        else if (field->type == FIELD_OBJECT && json_is_object(value))
            err = config_unmask(field->schema, value, kept, fault);
        else if ((field->flags & FIELD_SECRET) != 0 && text != NULL &&
                 strcmp(text, CONFIG_MASK) == 0)
            err = json_is_string(kept)
                      ? (json_object_set(document, field->name, kept) == 0 ? OK : ERR_FULL)
                      : fault_refuse(fault, field->name,
                                     "the secret is not shown, and there is none to keep: give it, "
                                     "or null");
        if (err != OK)
            return err;
    }
    return OK;
}

/* ------------------------------------------------------------------ the text */

char *config_text(const json_t *config)
{
    size_t len = json_dumpb(config, NULL, 0, JSON_INDENT(2));
    char *text = heap_make(len + 2, 1);
    CHECK(len > 0 && json_dumpb(config, text, len, JSON_INDENT(2)) == len);
    text[len] = '\n';
    text[len + 1] = '\0';
    return text;
}

/* ------------------------------------------------------------------ places in the text */

struct scan {
    struct str text;
    size_t at;
    size_t line;
};

static char look(const struct scan *scan)
{
    return scan->at < scan->text.len ? scan->text.ptr[scan->at] : '\0';
}

static void step(struct scan *scan)
{
    scan->line += look(scan) == '\n';
    scan->at++;
}

static void skip_space(struct scan *scan)
{
    while (look(scan) != '\0' && memchr(" \t\r\n,:", look(scan), 6) != NULL)
        step(scan);
}

/* Lends the string's bytes as they are written. */
static struct str take_string(struct scan *scan)
{
    size_t from = ++scan->at;
    while (look(scan) != '"' && look(scan) != '\0')
        scan->at += look(scan) == '\\' ? 2 : 1;
    return str_slice(scan->text, from, scan->at++);
}

/* Walks over one value, whatever is in it. */
static void skip_value(struct scan *scan)
{
    size_t depth = 0;
    do {
        char c = look(scan);
        if (c == '"') {
            (void)take_string(scan); /* its text is no matter */
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        step(scan);
        if (depth == 0 && c != '}' && c != ']') /* a number or a word */
            while (look(scan) != '\0' && memchr(" \t\r\n,:]}", look(scan), 8) == NULL)
                step(scan);
        if (depth > 0)
            skip_space(scan);
    } while (depth > 0 && look(scan) != '\0');
}

size_t config_line(struct str text, const char *list, size_t index)
{
    struct scan scan = {text, 0, 1};
    skip_space(&scan);
    step(&scan); /* the object's brace */
    for (skip_space(&scan); look(&scan) == '"'; skip_space(&scan)) {
        struct str name = take_string(&scan);
        skip_space(&scan);
        if (!str_is_equal(name, str_from_c(list))) {
            skip_value(&scan);
            continue;
        }
        size_t line = scan.line;
        if (look(&scan) != '[')
            return line;
        step(&scan);
        skip_space(&scan);
        for (size_t i = 0; i < index && look(&scan) != ']' && look(&scan) != '\0'; i++) {
            skip_value(&scan);
            skip_space(&scan);
        }
        return look(&scan) == ']' ? line : scan.line;
    }
    return 0;
}

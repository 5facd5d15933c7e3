/* openapi - the OpenAPI 3.1 document, made from what the program itself goes by: the table of
 * routes and the model's tables of fields. So it cannot promise what is not served. */
#include "api/internal.h"

#include "api/json_out.h"
#include "model/kind.h"

#define DECIMAL_PATTERN "^-?[0-9]+(\\.[0-9]{1,6})?$"
#define REF             "#/components/schemas/"
#define CHANGE          "_change" /* the schema of a PATCH */
#define TARGET_MAX      128

/* ------------------------------------------------------------------ fields */

static json_t *typed(const char *type)
{
    json_t *schema = json_object();

    json_out_put(schema, "type", json_string(type));
    return schema;
}

static void put_bounds(json_t *schema, const char *least, int64_t min, const char *most,
                       int64_t max)
{
    if (min != 0)
        json_out_put(schema, least, json_integer(min));
    json_out_put(schema, most, json_integer(max));
}

static json_t *text_of_pattern(const char *pattern)
{
    json_t *schema = typed("string");

    json_out_put(schema, "pattern", json_string(pattern));
    return schema;
}

static json_t *text_up_to(int64_t min, int64_t max)
{
    json_t *schema = typed("string");

    put_bounds(schema, "minLength", min, "maxLength", max);
    return schema;
}

static json_t *one_of_words(const char *const *words)
{
    json_t *schema = typed("string");
    json_t *list = json_array();

    for (; *words != NULL; words++)
        json_out_append(list, json_string(*words));
    json_out_put(schema, "enum", list);
    return schema;
}

static json_t *list_of(json_t *items)
{
    json_t *schema = typed("array");

    json_out_put(schema, "items", items);
    return schema;
}

static json_t *object_of(const struct schema *schema);

static json_t *value_of(const struct field *field)
{
    json_t *schema;

    switch (field->type) {
    case FIELD_TEXT:
        return text_up_to(field->min, field->max);
    case FIELD_MONEY:
        return text_of_pattern(DECIMAL_PATTERN);
    case FIELD_INTEGER:
        schema = typed("integer");
        json_out_put(schema, "minimum", json_integer(field->min));
        json_out_put(schema, "maximum", json_integer(field->max));
        return schema;
    case FIELD_BOOL:
        return typed("boolean");
    case FIELD_WORD:
        return one_of_words(field->words);
    case FIELD_WORDS:
        return list_of(one_of_words(field->words));
    case FIELD_TEXTS:
        schema = list_of(text_up_to(1, field->item_max));
        put_bounds(schema, "minItems", field->min, "maxItems", field->max);
        return schema;
    case FIELD_CURRENCY:
        return text_of_pattern("^[A-Z]{3}$");
    case FIELD_ID:
        schema = typed("integer");
        json_out_put(schema, "minimum", json_integer(1));
        return schema;
    case FIELD_OBJECT:
        return object_of(field->schema);
    case FIELD_OBJECTS:
        schema = list_of(object_of(field->schema));
        put_bounds(schema, "minItems", field->min, "maxItems", field->max);
        return schema;
    case FIELD_MAP:
        schema = typed("object");
        json_out_put(schema, "additionalProperties", text_up_to(0, field->item_max));
        return schema;
    case FIELD_FIXED:
        break;
    }
    return json_object(); /* its only value follows as "const" */
}

static json_t *field_of(const struct field *field)
{
    json_t *schema = value_of(field);
    json_t *fallback =
        field->fallback != NULL ? json_loads(field->fallback, JSON_DECODE_ANY, NULL) : NULL;

    if (field->type == FIELD_FIXED)
        json_out_put(schema, "const", fallback != NULL ? json_incref(fallback) : json_null());
    if ((field->flags & FIELD_NULLABLE) != 0) {
        json_t *choice = json_array();
        json_out_append(choice, schema);
        json_out_append(choice, typed("null"));
        schema = json_object();
        json_out_put(schema, "anyOf", choice);
    }
    if (fallback != NULL)
        json_out_put(schema, "default", fallback);
    if (field->help != NULL)
        json_out_put(schema, "description", json_string(field->help));
    return schema;
}

/* Calls itself through nested tables, which nest at most SCHEMA_DEPTH_MAX deep. */
static json_t *object_of(const struct schema *table)
{
    json_t *schema = typed("object");
    json_t *properties = json_object();
    json_t *required = json_array();

    for (size_t i = 0; i < table->count; i++) {
        json_out_put(properties, table->fields[i].name, field_of(&table->fields[i]));
        if ((table->fields[i].flags & FIELD_REQUIRED) != 0)
            json_out_append(required, json_string(table->fields[i].name));
    }
    json_out_put(schema, "properties", properties);
    if (json_array_size(required) > 0)
        json_out_put(schema, "required", required);
    else
        json_decref(required);
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

static json_t *schemas(void)
{
    static const char error[] =
        "{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"object\",\"properties\":{"
        "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},"
        "\"field\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"code\",\"message\",\"field\"]}"
        "},"
        "\"required\":[\"error\"]}";
    static const char rows[] =
        "{\"type\":\"object\",\"properties\":{\"rows\":{\"type\":\"array\",\"items\":"
        "{\"type\":\"object\"}},\"next\":{\"type\":[\"string\",\"null\"],\"description\":"
        "\"The cursor that goes on; null at the end.\"}},\"required\":[\"rows\"]}";
    json_t *all = json_object();

    json_out_put(all, "error", json_loads(error, 0, NULL));
    json_out_put(all, "rows", json_loads(rows, 0, NULL));
    for (int i = 0; i < ENTITY_COUNT; i++) {
        const struct kind *kind = kind_of((enum entity)i);
        json_t *change = object_of(kind->schema);
        char name[TARGET_MAX];
        (void)json_object_del(change, "required"); /* fields not given stay as they are */
        (void)snprintf(name, sizeof(name), "%s" CHANGE, kind->word);
        json_out_put(all, kind->word, object_of(kind->schema));
        json_out_put(all, name, change);
    }
    return all;
}

/* ------------------------------------------------------------------ routes */

static json_t *ref_to(const char *name, const char *suffix)
{
    char target[TARGET_MAX];
    json_t *schema = json_object();

    (void)snprintf(target, sizeof(target), REF "%s%s", name, suffix);
    json_out_put(schema, "$ref", json_string(target));
    return schema;
}

static json_t *content(const char *type, json_t *schema)
{
    json_t *media = json_object();
    json_t *types = json_object();

    json_out_put(media, "schema", schema);
    json_out_put(types, type, media);
    return types;
}

static json_t *response(const char *description, json_t *schema)
{
    json_t *answer = json_object();

    json_out_put(answer, "description", json_string(description));
    if (schema != NULL)
        json_out_put(answer, "content", content("application/json", schema));
    return answer;
}

static json_t *parameter(struct str name, const char *where)
{
    bool is_limit = str_is_equal(name, STR("limit"));
    json_t *one = json_object();
    json_t *schema = typed(is_limit ? "integer" : "string");

    if (is_limit) {
        put_bounds(schema, "minimum", 1, "maximum", API_ROWS_MAX);
        json_out_put(schema, "default", json_integer(API_ROWS_DEFAULT));
    }
    if (str_is_equal(name, STR("from")) || str_is_equal(name, STR("to")))
        json_out_put(schema, "format", json_string("date-time"));
    json_out_put(one, "name", json_out_text(name));
    json_out_put(one, "in", json_string(where));
    if (strcmp(where, "path") == 0)
        json_out_put(one, "required", json_true());
    json_out_put(one, "schema", schema);
    return one;
}

static json_t *parameters_of(const struct route *route)
{
    struct str rest = str_from_c(route->params != NULL ? route->params : "");
    struct str name;
    json_t *list = json_array();

    if (strstr(route->path, ":id") != NULL)
        json_out_append(list, parameter(STR("id"), "path"));
    while (str_take_piece(&rest, ' ', &name))
        if (name.len > 0)
            json_out_append(list, parameter(name, "query"));
    return list;
}

/* What a good answer holds: documents, but for lists and archiving. */
static json_t *answer_schema(const struct route *route, const struct kind *kind)
{
    bool is_one = strstr(route->path, ":id") != NULL || route->method == HTTP_METHOD_POST;

    if (kind == NULL || (route->method == HTTP_METHOD_GET && !is_one))
        return ref_to("rows", "");
    if (route->method == HTTP_METHOD_DELETE)
        return typed("object");
    json_t *schema = typed("object");
    json_out_put(schema, "description",
                 json_string("The fields of the resource, and id, status, created_at, updated_at, "
                             "links; after a write warnings and live; else counts."));
    return schema;
}

static json_t *operation(const struct route *route, const struct kind *kind)
{
    bool writes = route->method == HTTP_METHOD_POST || route->method == HTTP_METHOD_PATCH;
    json_t *one = json_object();
    json_t *responses = json_object();

    json_out_put(one, "summary", json_string(route->summary));
    json_out_put(one, "parameters", parameters_of(route));
    if (kind != NULL) {
        json_out_put(one, "tags", json_pack("[s]", kind->resource));
        if (writes) {
            json_t *body = json_object();
            json_out_put(body, "required", json_true());
            json_out_put(
                body, "content",
                content("application/json",
                        ref_to(kind->word, route->method == HTTP_METHOD_PATCH ? CHANGE : "")));
            json_out_put(one, "requestBody", body);
        }
    }
    bool is_json = route->params != NULL;
    json_out_put(responses, route->method == HTTP_METHOD_POST ? "201" : "200",
                 response("Done", is_json ? answer_schema(route, kind) : NULL));
    if (is_json)
        json_out_put(responses, "default", response("Refused", ref_to("error", "")));
    else
        json_out_put(one, "security", json_array());
    json_out_put(one, "responses", responses);
    return one;
}

static const char *verb_of(enum http_method method)
{
    switch (method) {
    case HTTP_METHOD_GET:
        return "get";
    case HTTP_METHOD_POST:
        return "post";
    case HTTP_METHOD_PATCH:
        return "patch";
    case HTTP_METHOD_DELETE:
        return "delete";
    case HTTP_METHOD_HEAD:
    case HTTP_METHOD_PUT:
    case HTTP_METHOD_OTHER:
        break;
    }
    check_failed("a method of the routes", __FILE__, __LINE__);
}

/* "/api/v1/:resource/:id" of goals is "/api/v1/goals/{id}". */
static void put_operation(json_t *paths, const struct route *route, const struct kind *kind)
{
    char path[TARGET_MAX] = "";
    struct buf buf = buf_from_memory(path, sizeof(path) - 1);
    struct str rest = str_from_c(route->path + 1);
    struct str piece;

    while (str_take_piece(&rest, '/', &piece)) {
        buf_write_char(&buf, '/');
        if (str_is_equal(piece, STR(":resource")))
            buf_write_c(&buf, kind->resource);
        else if (str_is_equal(piece, STR(":id")))
            buf_write_c(&buf, "{id}");
        else
            buf_write(&buf, piece);
    }
    path[buf.len] = '\0';
    json_t *at = json_object_get(paths, path);
    if (at == NULL) {
        json_out_put(paths, path, json_object());
        at = json_object_get(paths, path);
    }
    json_out_put(at, verb_of(route->method), operation(route, kind));
}

static json_t *paths(void)
{
    size_t count = 0;
    const struct route *routes = api_routes(&count);
    json_t *all = json_object();

    for (size_t i = 0; i < count; i++) {
        if (strstr(routes[i].path, ":resource") == NULL) {
            put_operation(all, &routes[i], NULL);
            continue;
        }
        for (int entity = 0; entity < ENTITY_COUNT; entity++)
            put_operation(all, &routes[i], kind_of((enum entity)entity));
    }
    return all;
}

void openapi_document(struct call *call)
{
    json_t *document = json_pack("{s:s, s:{s:s, s:s}, s:[{s:[]}]}", "openapi", "3.1.0", "info",
                                 "title", "Rebond", "version", REBOND_VERSION, "security", "key");
    json_t *components = json_pack("{s:{s:{s:s, s:s}}}", "securitySchemes", "key", "type", "http",
                                   "scheme", "bearer");

    CHECK(document != NULL && components != NULL);
    json_out_put(components, "schemas", schemas());
    json_out_put(document, "components", components);
    json_out_put(document, "paths", paths());
    call_answer(call, 200, document);
}

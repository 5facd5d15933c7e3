/* openapi - the OpenAPI 3.1 document, made from what the program itself goes by: the table of
 * routes, the shapes beside the functions that answer, and the model's tables of fields. So it
 * cannot promise what is not served. */
#include "api/openapi.h"

#include "api/caller.h"
#include "api/counts.h"
#include "api/internal.h"

#include "api/figures.h"
#include "api/json_out.h"
#include "api/state.h"
#include "model/kind.h"
#include "model/settings.h"

#define REF        "#/components/schemas/"
#define TARGET_MAX 128

const struct shape openapi_anything_shape = {"document", NULL, 0, NULL, NULL};

/* ------------------------------------------------------------------ schemas of resources */

const struct shape resource_shape = {"", NULL, 0, NULL, NULL};
const struct shape resource_new_shape = {"_new", NULL, 0, NULL, NULL};
const struct shape resource_change_shape = {"_change", NULL, 0, NULL, NULL};
const struct shape resource_written_shape = {"_written", NULL, 0, NULL, NULL};

static const struct shape_field document_fields[] = {
    {"status", SHAPE_WORD, 0, "Archived ones are kept, but take no traffic.",
     "active paused archived", NULL},
    {"version", SHAPE_NUMBER, 0, "Rises with each change of it.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"updated_at", SHAPE_TIME, 0, NULL, NULL, NULL},
};
static const struct shape document_shape = SHAPE("document_fields", document_fields);

static const struct shape_field warning_fields[] = {
    {"field", SHAPE_TEXT, 0, "The path of the field it is about; empty: the whole.", NULL, NULL},
    {"message", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"code", SHAPE_TEXT, SHAPE_OPTIONAL, "Of what the linter finds too: its rule.", NULL, NULL},
};
const struct shape warning_shape = SHAPE("warning", warning_fields);

static const struct shape_field written_fields[] = {
    {"warnings", SHAPE_OBJECTS, 0, "What looks wrong though it was taken.", NULL, &warning_shape},
    {"live", SHAPE_BOOL, 0, "Whether the edge serves it already.", NULL, NULL},
};
static const struct shape written_shape = SHAPE("written_fields", written_fields);

static const struct shape_field workspace_fields[] = {
    {"workspace_id", SHAPE_NUMBER, 0, "Where it stands, for good.", NULL, NULL},
};
static const struct shape workspace_shape = SHAPE("workspace_fields", workspace_fields);

static const struct shape_field place_fields[] = {
    {"workspace_id", SHAPE_NUMBER, SHAPE_OPTIONAL,
     "Where it goes, for good: by default X-Workspace, else the caller's first workspace.", NULL,
     NULL},
};
static const struct shape place_shape = SHAPE("place_fields", place_fields);

static const struct shape_field changing_fields[] = {
    {"status", SHAPE_WORD, SHAPE_OPTIONAL, "Either brings an archived one back.", "active paused",
     NULL},
    {"version", SHAPE_NUMBER, SHAPE_OPTIONAL,
     "The version that is changed: refused when it is another one by now.", NULL, NULL},
};
static const struct shape changing_shape = SHAPE("changing_fields", changing_fields);

/* Adds the fields of a shape to an object's schema. */
static void add_fields(json_t *schema, const struct shape *shape)
{
    json_t *more = shape_schema(shape);
    json_t *required = json_object_get(schema, "required");

    CHECK(json_object_update(json_object_get(schema, "properties"),
                             json_object_get(more, "properties")) == 0);
    if (required == NULL)
        json_out_put(schema, "required", required = json_array());
    CHECK(json_array_extend(required, json_object_get(more, "required")) == 0);
    json_decref(more);
}

static void add_field(json_t *schema, const char *name, json_t *value)
{
    json_out_put(json_object_get(schema, "properties"), name, value);
    json_out_append(json_object_get(schema, "required"), json_string(name));
}

/* What is there only when it was asked for. */
static void add_optional(json_t *schema, const char *name, json_t *value)
{
    json_out_put(json_object_get(schema, "properties"), name, value);
}

static json_t *links_schema(const struct kind *kind)
{
    json_t *schema = openapi_typed("object");
    json_t *properties = json_object();
    json_t *required = json_array();
    struct str rest = str_from_c(kind->links != NULL ? kind->links : "");
    struct str name;

    while (str_take_piece(&rest, ' ', &name)) {
        char text[64];
        bool is_optional = str_has_suffix(name, STR("?"));
        name.len -= is_optional;
        (void)snprintf(text, sizeof(text), "%.*s", STR_FMT(name));
        if (name.len == 0)
            continue;
        json_out_put(properties, text, openapi_typed("string"));
        if (!is_optional)
            json_out_append(required, json_string(text));
    }
    json_out_put(schema, "properties", properties);
    json_out_put(schema, "required", required);
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

static json_t *id_schema(enum entity entity)
{
    return entity == ENTITY_GOAL ? openapi_pattern("^[0-9a-f]{32}$") : openapi_typed("integer");
}

/* The entity without what only reads add. */
static json_t *document_schema(enum entity entity)
{
    const struct kind *kind = kind_of(entity);
    json_t *schema = openapi_object(kind->schema, OPENAPI_ANSWER);

    add_field(schema, "id", id_schema(entity));
    if (entity == ENTITY_CAMPAIGN)
        add_field(schema, "key", openapi_pattern("^[0-9A-Za-z]{6}$"));
    if (kind->home == KIND_IN_WORKSPACE)
        add_fields(schema, &workspace_shape);
    add_fields(schema, &document_shape);
    add_field(schema, "links", links_schema(kind));
    if (state_shape(entity) != NULL)
        add_fields(schema, state_shape(entity));
    return schema;
}

static json_t *resource_schema(const struct shape *shape, enum entity entity)
{
    const struct shape *counts = counts_shape(entity);
    bool has_place = kind_of(entity)->home == KIND_IN_WORKSPACE;
    json_t *schema;

    if (shape == &resource_new_shape) {
        schema = openapi_object(kind_of(entity)->schema, OPENAPI_NEW);
        if (has_place)
            add_fields(schema, &place_shape);
    } else if (shape == &resource_change_shape) {
        schema = openapi_object(kind_of(entity)->schema, OPENAPI_CHANGE);
        add_fields(schema, &changing_shape);
        if (has_place)
            add_fields(schema, &place_shape);
    } else {
        schema = document_schema(entity);
        if (shape == &resource_written_shape)
            add_fields(schema, &written_shape);
        else if (counts != NULL)
            add_field(schema, "counts", openapi_or_null(shape_schema(counts)));
        if (shape == &resource_shape)
            add_optional(schema, "warnings", openapi_list(shape_schema(&warning_shape)));
        if (shape == &resource_shape && figures_shape(entity) != NULL)
            add_optional(schema, "figures", openapi_or_null(shape_schema(figures_shape(entity))));
    }
    return schema;
}

json_t *openapi_schema_of(const struct route *route, enum entity entity)
{
    return route->shape->fields != NULL ? shape_schema(route->shape)
                                        : resource_schema(route->shape, entity);
}

/* ------------------------------------------------------------------ schemas of settings */

const struct shape settings_shape = {"settings", NULL, 0, NULL, NULL};
const struct shape settings_change_shape = {
    "settings_change", NULL, 0,
    "{\"status_words\":{\"sale\":[\"sale\",\"paid\",\"ftd\"]},\"conversion_types\":"
    "[{\"name\":\"install\",\"words\":[\"install\"],\"status\":\"lead\",\"counts\":false}],"
    "\"conversion_window_days\":30}",
    NULL};
const struct shape settings_written_shape = {"settings_written", NULL, 0, NULL, NULL};

/* The schema of a shape that has no table: a model's table stands for it, or it is any object. */
static json_t *table_schema(const struct shape *shape)
{
    if (shape == &settings_change_shape) {
        json_t *change = openapi_object(&settings_schema, OPENAPI_CHANGE);
        json_out_put(json_object_get(change, "properties"), "version", openapi_typed("integer"));
        return change;
    }
    if (shape != &settings_shape && shape != &settings_written_shape)
        return openapi_typed("object");
    json_t *schema = openapi_object(&settings_schema, OPENAPI_ANSWER);
    add_field(schema, "version", openapi_typed("integer"));
    if (shape == &settings_written_shape)
        add_field(schema, "live", openapi_typed("boolean"));
    return schema;
}

/* ------------------------------------------------------------------ components */

struct document {
    json_t *schemas; /* by name; each is made when it is first referred to */
    json_t *paths;
};

/* Which resource a route is for now: one of :resource, or none. */
struct place {
    const struct route *route;
    const struct kind *kind; /* NULL: none */
    enum entity entity;
};

static json_t *ref_to(const struct document *document, const struct place *place,
                      const struct shape *shape)
{
    char target[TARGET_MAX];
    bool is_resource = place->kind != NULL && shape->fields == NULL;
    json_t *ref = json_object();

    (void)snprintf(target, sizeof(target), REF "%s%s", is_resource ? place->kind->word : "",
                   shape->name);
    char *name = target + strlen(REF);
    for (char *c = name; *c != '\0'; c++)
        if (*c == ' ')
            *c = '_'; /* of "ad campaign" */
    if (json_object_get(document->schemas, name) == NULL)
        json_out_put(document->schemas, name,
                     is_resource             ? resource_schema(shape, place->entity)
                     : shape->fields == NULL ? table_schema(shape)
                                             : shape_schema(shape));
    json_out_put(ref, "$ref", json_string(target));
    return ref;
}

static const struct shape_field current_fields[] = {
    {"version", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"changed_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"changed_by", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape current_shape = SHAPE("current", current_fields);

static const struct shape_field error_fields[] = {
    {"code", SHAPE_TEXT, 0, "A word for machines.", NULL, NULL},
    {"message", SHAPE_TEXT, 0, "A sentence for people.", NULL, NULL},
    {"field", SHAPE_TEXT, SHAPE_NULL, "The field or parameter it is about.", NULL, NULL},
    {"current", SHAPE_OBJECT, SHAPE_OPTIONAL, "What is there, when the version was another one.",
     NULL, &current_shape},
};
static const struct shape error_inner = SHAPE("error_fields", error_fields);
static const struct shape_field refusal_fields[] = {
    {"error", SHAPE_OBJECT, 0, NULL, NULL, &error_inner},
};
static const struct shape refusal_shape = SHAPE("error", refusal_fields);

static json_t *rows_of(json_t *row, bool is_of_facts)
{
    json_t *schema = openapi_typed("object");
    json_t *next = openapi_or_null(openapi_typed("string"));
    json_t *properties = json_object();

    json_out_put(next, "description", json_string("The cursor that goes on; null at the end."));
    json_out_put(properties, "rows", openapi_list(row));
    json_out_put(properties, "next", next);
    if (is_of_facts)
        json_out_put(properties, "behind_ms",
                     json_pack("{s:s, s:s}", "type", "integer", "description",
                               "Of what is found in the facts: how far they are behind."));
    json_out_put(schema, "properties", properties);
    json_out_put(schema, "required", json_pack("[s, s]", "rows", "next"));
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

/* Of a list that was asked with a span, what a report says around its rows. */
static void add_frame(json_t *schema, const struct shape *figures)
{
    json_t *report = shape_schema(&report_shape);
    json_t *properties = json_object_get(report, "properties");

    (void)json_object_del(properties, "rows");
    (void)json_object_del(properties, "next");
    (void)json_object_del(properties, "row_count");
    json_out_put(properties, "totals", shape_schema(figures));
    CHECK(json_object_update(json_object_get(schema, "properties"), properties) == 0);
    json_decref(report);
}

/* ------------------------------------------------------------------ one operation */

static json_t *media(const char *type, json_t *schema, const char *example)
{
    json_t *one = json_object();
    json_t *types = json_object();

    json_out_put(one, "schema", schema);
    if (example != NULL)
        json_out_put(one, "example", json_loads(example, 0, NULL));
    json_out_put(types, type, one);
    return types;
}

static json_t *response(const char *description, json_t *content)
{
    json_t *answer = json_object();

    json_out_put(answer, "description", json_string(description));
    if (content != NULL)
        json_out_put(answer, "content", content);
    return answer;
}

static json_t *header(const char *description)
{
    return json_pack("{s:s, s:{s:s}}", "description", description, "schema", "type", "string");
}

/* What the answer's headers say besides: the version of one, where a list goes on. */
static void put_headers(const struct route *route, json_t *answer)
{
    json_t *headers = json_object();

    if (route->shape == &resource_shape && route->gives == GIVES_ONE)
        json_out_put(headers, "ETag", header("The version, for If-Match: \"3\"."));
    if (route->shape == &resource_written_shape)
        json_out_put(headers, "ETag", header("The version after it."));
    if (route->gives == GIVES_ROWS)
        json_out_put(headers, "Link", header("Of CSV: where the next page is (rel=\"next\")."));
    if (json_object_size(headers) > 0)
        json_out_put(answer, "headers", headers);
    else
        json_decref(headers);
}

static json_t *responses_of(const struct document *document, const struct place *place)
{
    const struct route *route = place->route;
    json_t *all = json_object();

    if (route->gives == GIVES_TEXT) {
        json_out_put(all, "200",
                     response("Done", media("text/plain", openapi_typed("string"), NULL)));
        return all;
    }
    if (route->gives == GIVES_EVENTS) {
        json_out_put(all, "200",
                     response("Events, until the client leaves",
                              media("text/event-stream", openapi_typed("string"), NULL)));
        json_out_put(all, "default",
                     response("Refused", media("application/json",
                                               ref_to(document, place, &refusal_shape), NULL)));
        return all;
    }
    json_t *schema = ref_to(document, place, route->shape);
    if (route->gives == GIVES_ROWS)
        schema = rows_of(schema, route->answer != resources_list &&
                                     strstr(route->params, "filter ") != NULL);
    if (route->answer == resources_list && figures_shape(place->entity) != NULL)
        add_frame(schema, figures_shape(place->entity));
    json_t *content = media("application/json", schema, NULL);
    if (route->gives == GIVES_ROWS)
        json_out_put(content, "text/csv", json_pack("{s:{s:s}}", "schema", "type", "string"));
    json_t *done = response("Done", content);
    put_headers(route, done);
    json_out_put(all, route->gives == GIVES_NEW ? "201" : "200", done);
    const struct shape *otherwise = route->gives == GIVES_ALWAYS ? route->shape : &refusal_shape;
    json_out_put(
        all, "default",
        response("Refused", media("application/json", ref_to(document, place, otherwise), NULL)));
    return all;
}

static json_t *id_parameter(const struct place *place)
{
    json_t *one = json_pack("{s:s, s:s, s:b}", "name", "id", "in", "path", "required", true);

    json_out_put(one, "schema",
                 place->kind != NULL ? id_schema(place->entity) : openapi_typed("string"));
    return one;
}

static json_t *if_match(void)
{
    return json_pack("{s:s, s:s, s:s, s:{s:s}}", "name", "If-Match", "in", "header", "description",
                     "The version that it is about, as ETag gave it; 412 when it is another one by "
                     "now.",
                     "schema", "type", "string");
}

static json_t *parameters_of(const struct place *place)
{
    const struct route *route = place->route;
    const char *params = route_params(route, place->entity);
    struct str rest = str_from_c(params != NULL ? params : "");
    struct str name;
    json_t *list = json_array();

    if (strstr(route->path, ":id") != NULL)
        json_out_append(list, id_parameter(place));
    if (strstr(route->path, ":sub") != NULL)
        json_out_append(list, json_pack("{s:s, s:s, s:s, s:b, s:{s:s}}", "name", "sub", "in",
                                        "path", "description", "The id of what belongs to it.",
                                        "required", 1, "schema", "type", "string"));
    while (str_take_piece(&rest, ' ', &name))
        if (name.len > 0)
            json_out_append(list, openapi_parameter(name));
    bool is_guarded = route->takes == &resource_change_shape || route->takes == &version_shape ||
                      route->shape == &archived_shape;
    if (is_guarded && route->gives != GIVES_NEW)
        json_out_append(list, if_match());
    if (route_takes_workspace(route, place->entity))
        json_out_append(list, openapi_parameter(STR(CALLER_WORKSPACE_PARAM)));
    if (route_needs_key(route))
        json_out_append(list, json_pack("{s:s}", "$ref", "#/components/parameters/workspace"));
    return list;
}

/* An example fits only where the whole entity is sent. */
static const char *example_of(const struct place *place)
{
    if (place->kind == NULL || place->route->takes->fields != NULL)
        return place->route->takes->example;
    if (place->route->takes == &resource_new_shape)
        return place->kind->example;
    bool is_copy = str_has_suffix(str_from_c(place->route->path), STR("/clone"));
    const char *example = is_copy ? place->kind->copy : place->kind->change;
    return example != NULL ? example : "{\"name\":\"Another name\"}";
}

static json_t *operation(const struct document *document, const struct place *place,
                         const char *name)
{
    const struct route *route = place->route;
    json_t *one = json_object();

    json_out_put(one, "operationId", json_string(name));
    json_out_put(one, "summary", json_string(route->summary));
    if (place->kind != NULL)
        json_out_put(one, "tags", json_pack("[s]", place->kind->resource));
    json_out_put(one, "parameters", parameters_of(place));
    if (route->takes != NULL) {
        json_t *body = json_object();
        json_out_put(body, "required", json_true());
        json_out_put(
            body, "content",
            media("application/json", ref_to(document, place, route->takes), example_of(place)));
        json_out_put(one, "requestBody", body);
    }
    json_out_put(one, "responses", responses_of(document, place));
    if (!route_needs_key(route))
        json_out_put(one, "security", json_array());
    return one;
}

/* ------------------------------------------------------------------ all of them */

const char *openapi_verb(enum http_method method)
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
    case HTTP_METHOD_PUT:
        return "put";
    case HTTP_METHOD_HEAD:
    case HTTP_METHOD_OTHER:
        break;
    }
    check_failed("a method of the routes", __FILE__, __LINE__);
}

/* "/api/v1/:resource/:id" of goals is "/api/v1/goals/{id}", and its GET is called
 * "get_goals_id". */
static void write_names(const struct place *place, struct buf *path, struct buf *name)
{
    struct str rest = str_from_c(place->route->path + 1);
    struct str piece;

    buf_write_c(name, openapi_verb(place->route->method));
    while (str_take_piece(&rest, '/', &piece)) {
        struct str text = piece;
        bool is_prefix = str_is_equal(piece, STR("api")) || str_is_equal(piece, STR("v1"));
        if (str_is_equal(piece, STR(":resource")))
            text = str_from_c(place->kind->resource);
        else if (piece.len > 0 && piece.ptr[0] == ':')
            text = str_slice(piece, 1, piece.len);
        bool is_param = text.ptr == piece.ptr + 1;
        buf_format(path, is_param ? "/{%.*s}" : "/%.*s", STR_FMT(text));
        for (size_t i = 0; !is_prefix && i <= text.len; i++) {
            char c = i == 0 ? '_' : text.ptr[i - 1];
            buf_write_char(name, c == '-' || c == '.' ? '_' : c);
        }
    }
}

static void put_operation(const struct document *document, const struct place *place)
{
    char path[TARGET_MAX] = "", name[TARGET_MAX] = "";
    struct buf path_buf = buf_from_memory(path, sizeof(path) - 1);
    struct buf name_buf = buf_from_memory(name, sizeof(name) - 1);

    write_names(place, &path_buf, &name_buf);
    CHECK(!buf_is_full(&path_buf) && !buf_is_full(&name_buf));
    path[path_buf.len] = '\0';
    name[name_buf.len] = '\0';
    json_t *at = json_object_get(document->paths, path);
    if (at == NULL)
        json_out_put(document->paths, path, at = json_object());
    if (json_object_get(at, openapi_verb(place->route->method)) != NULL)
        return; /* a route before this one answers there */
    json_out_put(at, openapi_verb(place->route->method), operation(document, place, name));
}

static void put_operations(const struct document *document)
{
    size_t count = 0;
    const struct route *routes = api_routes(&count);

    for (size_t i = 0; i < count; i++) {
        struct place place = {.route = &routes[i]};
        if (strstr(routes[i].path, ":resource") == NULL) {
            put_operation(document, &place);
            continue;
        }
        for (int entity = 0; entity < ENTITY_COUNT; entity++) {
            place.entity = (enum entity)entity;
            place.kind = kind_of(place.entity);
            put_operation(document, &place);
        }
    }
}

void openapi_document(struct call *call)
{
    struct document document = {json_object(), json_object()};
    json_t *answer =
        json_pack("{s:s, s:{s:s, s:s, s:{s:s}}, s:[{s:s}], s:[{s:[]}, {s:[]}]}", "openapi", "3.1.0",
                  "info", "title", "Rebond", "version", REBOND_VERSION, "license", "name",
                  "Apache-2.0", "servers", "url", "/", "security", "key", "session");
    json_t *components = json_pack("{s:{s:{s:s, s:s}, s:{s:s, s:s, s:s}}}", "securitySchemes",
                                   "key", "type", "http", "scheme", "bearer", "session", "type",
                                   "apiKey", "in", "cookie", "name", CALLER_COOKIE);

    CHECK(answer != NULL && components != NULL);
    put_operations(&document);
    json_out_put(components, "parameters",
                 json_pack("{s:{s:s, s:s, s:s, s:{s:s}}}", "workspace", "name", "X-Workspace", "in",
                           "header", "description",
                           "The workspace that the call is about; without it, all that the caller "
                           "may see.",
                           "schema", "type", "integer"));
    json_out_put(components, "schemas", document.schemas);
    json_out_put(answer, "components", components);
    json_out_put(answer, "paths", document.paths);
    call_answer(call, 200, answer);
}

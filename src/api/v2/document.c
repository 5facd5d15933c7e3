/* document - GET /v2/docs/swagger.json: what /v2 serves, as OpenAPI 3.1, made from its table of
 * routes, so that it cannot promise what is not served. */
#include "api/v2/v2.h"

#include "api/openapi.h"

static json_t *parameter(struct str name, const char *in)
{
    json_t *one = json_object();

    json_out_put(one, "name", json_out_text(name));
    json_out_put(one, "in", json_string(in));
    json_out_put(one, "required", json_boolean(strcmp(in, "path") == 0));
    json_out_put(one, "schema", openapi_typed("string"));
    return one;
}

/* "/v2/campaigns/:id" as "/v2/campaigns/{id}"; its pieces are parameters. */
static struct str path_of(struct call *call, const struct route *route, json_t *parameters)
{
    struct str rest = str_from_c(route->path + 1), piece;
    struct buf path = buf_in_arena(call->arena, 2 * strlen(route->path));

    while (str_take_piece(&rest, '/', &piece)) {
        bool is_parameter = str_has_prefix(piece, STR(":"));
        struct str name = str_slice(piece, is_parameter, piece.len);
        buf_format(&path, is_parameter ? "/{%.*s}" : "/%.*s", STR_FMT(name));
        if (is_parameter)
            json_out_append(parameters, parameter(name, "path"));
    }
    CHECK(!buf_is_full(&path));
    return buf_str(&path);
}

static json_t *body_of(const struct shape *shape)
{
    json_t *media = json_object();

    json_out_put(media, "schema", shape_schema(shape));
    json_out_put(media, "example", json_loads(shape->example, 0, NULL));
    return json_pack("{s:b, s:{s:o}}", "required", 1, "content", "application/json", media);
}

static json_t *responses_of(const struct route *route)
{
    return json_pack("{s:{s:s}, s:{s:s}}", route->gives == GIVES_NEW ? "201" : "200", "description",
                     "What docs/api-v2.md tells.", "default", "description",
                     "{\"code\",\"message\",\"field\"}");
}

static void put_operation(struct call *call, const struct route *route, json_t *paths)
{
    json_t *operation = json_object(), *parameters = json_array();
    struct str path = path_of(call, route, parameters);
    struct str rest = str_from_c(route->params), name;

    while (str_take_piece(&rest, ' ', &name))
        if (name.len > 0)
            json_out_append(parameters, parameter(name, "query"));
    json_out_put(operation, "summary", json_string(route->summary));
    json_out_put(operation, "parameters", parameters);
    if (route->takes != NULL)
        json_out_put(operation, "requestBody", body_of(route->takes));
    json_out_put(operation, "responses", responses_of(route));
    if (!route_needs_key(route))
        json_out_put(operation, "security", json_array());
    if (json_object_getn(paths, path.ptr, path.len) == NULL)
        CHECK(json_object_setn_new(paths, path.ptr, path.len, json_object()) == 0);
    json_out_put(json_object_getn(paths, path.ptr, path.len), openapi_verb(route->method),
                 operation);
}

void v2_document(struct call *call)
{
    json_t *paths = json_object();
    size_t count;
    const struct route *routes = v2_routes(&count);

    for (size_t i = 0; i < count; i++)
        put_operation(call, &routes[i], paths);
    call_answer(call, 200,
                json_pack("{s:s, s:{s:s, s:s}, s:[{s:s%}], s:[{s:[]}], s:{s:{s:{s:s, s:s}}}, s:o}",
                          "openapi", "3.1.0", "info", "title", "The ad network's public API",
                          "version", REBOND_VERSION, "servers", "url",
                          call->api->options.v2_url.ptr, call->api->options.v2_url.len, "security",
                          "bearer", "components", "securitySchemes", "bearer", "type", "http",
                          "scheme", "bearer", "paths", paths));
}

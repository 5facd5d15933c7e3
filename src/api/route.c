/* route - which route of a table a request is for, and whether its query and body are what that
 * route takes. */
#include "api/internal.h"

#include "api/caller.h"
#include "base/say.h"

/* ------------------------------------------------------------------ which route */

static bool is_match(const struct route *route, struct call *call)
{
    struct str pattern = str_from_c(route->path);
    struct str path = call->request->path;
    struct str wanted, piece;

    while (str_take_piece(&pattern, '/', &wanted)) {
        if (!str_take_piece(&path, '/', &piece))
            return false;
        if (str_is_equal(wanted, STR(":resource"))) {
            int entity = entity_find(piece);
            if (entity < 0)
                return false;
            call->entity = (enum entity)entity;
        } else if (str_is_equal(wanted, STR(":id"))) {
            if (piece.len == 0)
                return false;
            call->id = piece;
        } else if (str_is_equal(wanted, STR(":sub")) || str_is_equal(wanted, STR(":type"))) {
            if (piece.len == 0)
                return false;
            call->sub_id = piece;
        } else if (!str_is_equal(wanted, piece)) {
            return false;
        }
    }
    return path.ptr == NULL;
}

static const char *name_of(enum http_method method)
{
    switch (method) {
    case HTTP_METHOD_GET:
        return "GET, HEAD";
    case HTTP_METHOD_POST:
        return "POST";
    case HTTP_METHOD_PATCH:
        return "PATCH";
    case HTTP_METHOD_DELETE:
        return "DELETE";
    case HTTP_METHOD_PUT:
        return "PUT";
    case HTTP_METHOD_HEAD:
    case HTTP_METHOD_OTHER:
        break;
    }
    check_failed("a method of the routes", __FILE__, __LINE__);
}

/* Whether a list such as "GET, HEAD, PUT" has those words. */
static bool has_word(struct str list, const char *words)
{
    struct str rest = list, piece, first = str_from_c(words), wanted;

    if (!str_take_piece(&first, ',', &wanted))
        return false;
    while (rest.len > 0 && str_take_piece(&rest, ',', &piece))
        if (str_is_equal(str_trim(piece), wanted))
            return true;
    return false;
}

const struct route *route_find(struct call *call, const struct route *routes, size_t count,
                               struct buf *allow)
{
    enum http_method method = call->request->method;

    if (method == HTTP_METHOD_HEAD)
        method = HTTP_METHOD_GET;
    for (size_t i = 0; i < count; i++) {
        if (!is_match(&routes[i], call))
            continue;
        if (routes[i].method == method)
            return &routes[i];
        if (!has_word(buf_str(allow), name_of(routes[i].method)))
            buf_format(allow, "%s%s", allow->len > 0 ? ", " : "", name_of(routes[i].method));
    }
    return NULL;
}

/* ------------------------------------------------------------------ which parameters */

static bool is_word_of(struct str words, struct str name)
{
    struct str word;

    while (str_take_piece(&words, ' ', &word))
        if (str_is_equal(word, name))
            return true;
    return false;
}

void route_read_query(struct call *call, const struct route *route)
{
    const char *params = route_params(route, call->entity);
    struct uri_fault fault = {0};

    if (params == NULL || call->request->query.ptr == NULL)
        return;
    enum err err = uri_parse_query(call->arena, call->request->query, &call->query, &fault);
    if (err != OK) {
        struct str name = arena_copy(call->arena, fault.name);
        call_refuse(call, 400, name.ptr != NULL ? name.ptr : "", "The query is refused: %s.",
                    fault.reason != NULL ? say_text(fault.reason) : say_text(err_text(err)));
        return;
    }
    for (size_t i = 0; i < call->query.count; i++) {
        struct str name = call->query.params[i].name;
        if (name.len == 0 && call->query.params[i].value.len == 0)
            continue; /* "?" or "&&" */
        struct str shown = arena_copy(call->arena, name);
        bool is_workspace = route_takes_workspace(route, call->entity) &&
                            str_is_equal(name, STR(CALLER_WORKSPACE_PARAM));
        if (!is_workspace && !is_word_of(str_from_c(params), name))
            call_refuse(call, 400, shown.ptr, "There is no parameter %s here%s%s.", shown.ptr,
                        params[0] != '\0' ? say_text(": it takes ") : "", params);
        else if (uri_find(&call->query, name) != &call->query.params[i] &&
                 !str_is_equal(name, STR("filter"))) /* all of them count */
            call_refuse(call, 400, shown.ptr, "%s stands twice.", shown.ptr);
    }
}

/* ------------------------------------------------------------------ is the body good */

static bool is_type(const struct call *call, struct str wanted)
{
    struct str header = http_header_find(call->request, STR("Content-Type"));
    ptrdiff_t end = str_find_char(header, ';');
    struct str type = end < 0 ? header : str_slice(header, 0, (size_t)end);

    return str_is_equal_nocase(str_trim(type), wanted);
}

void route_read_body(struct call *call, const struct route *route)
{
    struct str body = call->request->body;
    json_error_t error;

    bool may_be_empty = route->method == HTTP_METHOD_DELETE || route->takes == &version_shape ||
                        (call->is_v2 && route->takes == NULL);
    if (route->method == HTTP_METHOD_GET)
        return;
    if (may_be_empty && body.len == 0) {
        call->body = json_object();
        return;
    }
    bool is_xml = route->takes == &rates_new_shape && /* its handler reads it */
                  (is_type(call, STR("application/xml")) || is_type(call, STR("text/xml")));
    if (!is_xml && !is_type(call, STR("application/json"))) {
        call_refuse(call, 415, "", "Send JSON, with Content-Type: application/json.");
        return;
    }
    /* A document takes forty times its text while it is read: not for strangers. */
    size_t max = route_needs_key(route) ? API_BODY_BYTES_MAX : API_OPEN_BODY_BYTES_MAX;
    if (body.len > max) {
        call_refuse(call, 413, "", "A body holds at most %zu bytes here.", max);
        return;
    }
    if (body.len == 0) {
        call_refuse(call, 400, "", "The body is empty: a JSON object is expected.");
        return;
    }
    if (is_xml)
        return;
    /* A NUL in a string is let in, so that the field's own check refuses it by name. */
    call->body = json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (call->body == NULL)
        call_refuse(call, 400, "", "The body is not JSON: %s (line %d, column %d).", error.text,
                    error.line, error.column);
    else if (!json_is_object(call->body) && !(call->is_v2 && json_is_array(call->body)))
        call_refuse(call, 422, "", "The body must be a JSON object.");
}

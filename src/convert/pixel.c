#include "convert/pixel.h"

#include "visit/cookie.h"

struct str pixel_find_click(struct arena *arena, const struct http_request *request)
{
    struct uri_query query;
    struct uri_fault fault;
    struct str key = STR_NONE;
    if (uri_parse_query(arena, request->query, &query, &fault) == OK)
        key = uri_value(&query, STR("c"));
    return cookie_find(http_header_find(request, STR("Cookie")), key);
}

#include "convert/pixel.h"

#include "visit/cookie.h"

/* GIF89a, 1x1, its one colour transparent. */
static const char gif[] = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00"
                          "!\xF9\x04\x01\x00\x00\x00\x00"
                          ",\x00\x00\x00\x00\x01\x00\x01\x00\x00"
                          "\x02\x02\x44\x01\x00;";

void pixel_reply(struct http_exchange *exchange)
{
    http_reply(exchange,
               &(struct http_reply){.status = 200,
                                    .content_type = STR("image/gif"),
                                    .headers = STR("Cache-Control: no-store\r\n"
                                                   "Cross-Origin-Resource-Policy: cross-origin\r\n"
                                                   "X-Content-Type-Options: nosniff\r\n"),
                                    .body = {gif, sizeof(gif) - 1}});
}

struct str pixel_find_click(struct arena *arena, const struct http_request *request)
{
    struct uri_query query;
    struct uri_fault fault;
    struct str key = STR_NONE;
    if (uri_parse_query(arena, request->query, &query, &fault) == OK)
        key = uri_value(&query, STR("c"));
    return cookie_find(http_header_find(request, STR("Cookie")), key);
}

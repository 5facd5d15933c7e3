#include "network/pixel.h"

#include "visit/direct.h"

#define NAME "exo_ct"

void pixel_write_cookie(struct buf *headers, struct str tag, int64_t window_ms)
{
    buf_format(headers,
               "Set-Cookie: " NAME "=%.*s; Max-Age=%" PRId64
               "; Path=/; Secure; HttpOnly; SameSite=None\r\n",
               STR_FMT(tag), window_ms / 1000);
}

struct str pixel_find_tag(const struct http_request *request)
{
    return http_cookie_find(http_header_find(request, STR("Cookie")), STR(NAME));
}

bool pixel_is_image(const struct http_request *request)
{
    /* What is wanted most stands first: a browser that opens a page names images, too. */
    return str_is_equal_nocase(http_header_find(request, STR("Sec-Fetch-Dest")), STR("image")) ||
           str_has_prefix(http_header_find(request, STR("Accept")), STR("image/"));
}

void pixel_reply(struct http_exchange *exchange, unsigned status, struct str result,
                 struct str headers)
{
    direct_reply_gif_as(exchange, status,
                        arena_format(exchange->arena, "X-Tag-Result: %.*s\r\n%.*s", STR_FMT(result),
                                     STR_FMT(headers)));
}

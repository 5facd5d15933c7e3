#include "visit/redirect.h"

#include <sodium.h>
#include "base/clock.h"
#include "base/uri.h"
#include "visit/hop.h"

#define PAGE_BYTES    512 /* of the page besides the URLs in it */
#define ESCAPED_TIMES 6   /* "&quot;" */

static void write_escaped(struct buf *buf, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.ptr[i]) {
        case '&':
            buf_write_c(buf, "&amp;");
            break;
        case '<':
            buf_write_c(buf, "&lt;");
            break;
        case '>':
            buf_write_c(buf, "&gt;");
            break;
        case '"':
            buf_write_c(buf, "&quot;");
            break;
        case '\'':
            buf_write_c(buf, "&#39;");
            break;
        default:
            buf_write_char(buf, s.ptr[i]);
        }
    }
}

static struct str escape(struct arena *arena, struct str s)
{
    size_t specials = 0;
    for (size_t i = 0; i < s.len; i++)
        specials += memchr("&<>\"'", s.ptr[i], 5) != NULL;
    if (specials == 0)
        return s;
    struct buf buf = buf_in_arena(arena, s.len + (ESCAPED_TIMES - 1) * specials);
    write_escaped(&buf, s);
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

static void reply_too_long(struct http_exchange *exchange)
{
    http_reply(exchange, &(struct http_reply){.status = 502,
                                              .content_type = STR("text/plain; charset=utf-8"),
                                              .headers = STR("Cache-Control: no-store\r\n"),
                                              .body = STR("ERROR: the URL grew too long")});
}

/* The page is its own policy: no script, no style, nothing loaded, no referrer. */
static void reply_page(struct http_exchange *exchange, struct str url, struct str headers)
{
    struct str escaped = escape(exchange->arena, url);
    struct buf page = buf_in_arena(exchange->arena, PAGE_BYTES + 2 * escaped.len);
    struct buf lines = buf_in_arena(exchange->arena, PAGE_BYTES + headers.len);
    buf_write_c(&page, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                       "<meta name=\"referrer\" content=\"no-referrer\">"
                       "<meta http-equiv=\"refresh\" content=\"0;url=");
    buf_write(&page, escaped);
    buf_write_c(&page, "\"><title>Redirect</title></head><body><a rel=\"noreferrer\" href=\"");
    buf_write(&page, escaped);
    buf_write_c(&page, "\">Continue</a></body></html>");
    buf_write_c(&lines, "Cache-Control: no-store\r\n"
                        "Referrer-Policy: no-referrer\r\n"
                        "Content-Security-Policy: default-src 'none'; base-uri 'none'; "
                        "form-action 'none'\r\n"
                        "X-Content-Type-Options: nosniff\r\n");
    buf_write(&lines, headers);
    if (escaped.ptr == NULL || buf_is_full(&page) || buf_is_full(&lines)) {
        reply_too_long(exchange);
        return;
    }
    http_reply(exchange, &(struct http_reply){.status = 200,
                                              .content_type = STR("text/html; charset=utf-8"),
                                              .headers = buf_str(&lines),
                                              .body = buf_str(&page)});
}

static void reply_location(struct http_exchange *exchange, unsigned status, struct str url,
                           struct str headers)
{
    struct buf lines = buf_in_arena(exchange->arena, url.len + headers.len + 64);
    buf_write(&lines, STR("Location: "));
    buf_write(&lines, url);
    buf_write(&lines, STR("\r\nCache-Control: no-store\r\n"));
    buf_write(&lines, headers);
    if (buf_is_full(&lines)) {
        reply_too_long(exchange);
        return;
    }
    http_reply(exchange, &(struct http_reply){.status = status, .headers = buf_str(&lines)});
}

static struct str hop_to(struct arena *arena, const struct keys *keys, struct str url)
{
    uint8_t nonce[HOP_NONCE_BYTES];
    if (url.len > HOP_URL_MAX)
        return url;
    randombytes_buf(nonce, sizeof(nonce));
    return hop_seal(arena, keys, clock_wall_ms(), nonce, url);
}

void redirect_reply(struct http_exchange *exchange, const struct keys *keys,
                    enum redirect_mode mode, struct str url, struct str headers)
{
    switch (mode) {
    case REDIRECT_302:
        reply_location(exchange, 302, url, headers);
        return;
    case REDIRECT_303:
        reply_location(exchange, 303, url, headers);
        return;
    case REDIRECT_307:
        reply_location(exchange, 307, url, headers);
        return;
    case REDIRECT_META:
        reply_page(exchange, url, headers);
        return;
    case REDIRECT_DOUBLE_META:
        reply_page(exchange, hop_to(exchange->arena, keys, url), headers);
        return;
    }
}

void redirect_handle_hop(struct http_exchange *exchange, const struct keys *keys)
{
    const struct http_request *request = exchange->request;
    struct uri_query query;
    struct uri_fault fault;
    struct str url = STR_NONE;
    enum err err = uri_parse_query(exchange->arena, request->query, &query, &fault);
    if (err == OK)
        err = hop_open(exchange->arena, keys, clock_wall_ms(), uri_value(&query, STR("t")), &url);
    if (err == OK) {
        reply_page(exchange, url, STR_NONE);
        return;
    }
    http_reply(exchange,
               &(struct http_reply){
                   .status = 404,
                   .content_type = STR("text/plain; charset=utf-8"),
                   .headers = STR("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"),
                   .body = STR("ERROR: this link is no longer valid")});
}

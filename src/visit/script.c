#include "visit/script.h"

#include <sodium.h>

#define ETAG_BYTES 8

void script_reply(struct http_exchange *exchange, struct str script)
{
    uint8_t hash[crypto_generichash_BYTES];
    char hex[2 * ETAG_BYTES + 1];
    CHECK(crypto_generichash(hash, sizeof(hash), (const uint8_t *)script.ptr, script.len, NULL,
                             0) == 0);
    CHECK(sodium_bin2hex(hex, sizeof(hex), hash, ETAG_BYTES) != NULL);
    struct str etag = arena_format(exchange->arena, "\"%s\"", hex);
    struct str known = http_header_find(exchange->request, STR("If-None-Match"));
    bool is_known = known.ptr != NULL && str_find(known, etag) >= 0;
    struct http_reply reply = {
        .status = is_known ? 304 : 200,
        .headers = arena_format(exchange->arena,
                                "ETag: %.*s\r\nCache-Control: public, max-age=300\r\n"
                                "Access-Control-Allow-Origin: *\r\n"
                                "Cross-Origin-Resource-Policy: cross-origin\r\n"
                                "X-Content-Type-Options: nosniff\r\n",
                                STR_FMT(etag)),
    };
    if (!is_known) {
        reply.content_type = STR("text/javascript; charset=utf-8");
        reply.body = script;
    }
    http_reply(exchange, &reply);
}

void script_handle(struct http_exchange *exchange)
{
    script_reply(exchange, (struct str){(const char *)script_js, script_js_len});
}

#include "api/gzip.h"

#include <zlib.h>

#define BODY_BYTES_MIN 1400 /* below, one packet carries it anyway */
#define LEVEL          5
#define WINDOW_BITS    (15 + 16) /* the largest window, gzip's frame */
#define MEMORY_LEVEL   8
#define HEADERS        "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n"

/* "0", "0.", "0.0" ...: the client refuses it. */
static bool is_zero(struct str weight)
{
    for (size_t i = 0; i < weight.len; i++)
        if (weight.ptr[i] != '0' && weight.ptr[i] != '.')
            return false;
    return weight.len > 0;
}

bool gzip_takes_coding(const struct http_request *request, struct str coding)
{
    struct str rest = http_header_find(request, STR("Accept-Encoding"));
    struct str item, name, weight;

    while (str_take_piece(&rest, ',', &item)) {
        if (!str_take_piece(&item, ';', &name) || !str_is_equal_nocase(str_trim(name), coding))
            continue;
        weight = str_trim(item);
        return !str_has_prefix(weight, STR("q=")) || !is_zero(str_slice(weight, 2, weight.len));
    }
    return false;
}

bool gzip_is_worth(const struct http_reply *reply)
{
    bool is_text = str_has_prefix(reply->content_type, STR("application/json")) ||
                   str_has_prefix(reply->content_type, STR("text/"));
    return is_text && reply->body.len >= BODY_BYTES_MIN &&
           str_find(reply->headers, STR("ETag:")) < 0 &&
           str_find(reply->headers, STR("Content-Encoding:")) < 0;
}

/* The whole body packed, in the scratch; absent without room. */
static struct str pack(struct arena *scratch, struct str body)
{
    z_stream stream = {0};
    struct str packed = STR_NONE;

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return STR_NONE;
    size_t room = deflateBound(&stream, body.len);
    unsigned char *out = room <= UINT32_MAX ? arena_alloc_raw(scratch, room) : NULL;
    if (out != NULL) {
        stream.next_in = (unsigned char *)(uintptr_t)body.ptr;
        stream.avail_in = (uInt)body.len;
        stream.next_out = out;
        stream.avail_out = (uInt)room;
        if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
            packed = (struct str){(const char *)out, room - stream.avail_out};
    }
    (void)deflateEnd(&stream); /* nothing of it is left that could fail */
    return packed;
}

void gzip_answer(struct call *call)
{
    struct http_reply *reply = call->reply;
    if (!gzip_is_worth(reply) || !gzip_takes_coding(call->request, STR("gzip")))
        return;
    struct str packed = pack(call->arena, reply->body);
    if (packed.ptr == NULL || packed.len >= reply->body.len)
        return;
    char *body = arena_alloc_raw(call->reply_arena, packed.len);
    struct str headers = arena_format(call->reply_arena, "%.*s" HEADERS, STR_FMT(reply->headers));
    if (body == NULL || headers.ptr == NULL)
        return;
    memcpy(body, packed.ptr, packed.len);
    reply->body = (struct str){body, packed.len};
    reply->headers = headers;
}

/* http_fuzz - any bytes as requests on one connection, whole and in pieces of the first byte's
 * size: both ways must lead to the same requests, and each accepted one must keep the promises of
 * http.h. */
#include "http/conn.h"

#define BODY_BYTES_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t mix(uint64_t sum, struct str s)
{
    return (sum ^ str_hash(s) ^ (s.ptr != NULL)) * UINT64_C(0x9e3779b97f4a7c15) + s.len;
}

/* What http.h promises of a request, and a sum of it. */
static uint64_t check_request(const struct http_request *request)
{
    uint64_t sum = mix(mix(mix(0, request->method_text), request->target), request->path);

    CHECK(request->host.len > 0 && request->target.len <= HTTP_URL_MAX);
    CHECK(!str_has_control(request->target) && request->path.len > 0 &&
          request->path.ptr[0] == '/');
    CHECK(request->header_count <= HTTP_HEADERS_MAX && request->body.len <= BODY_BYTES_MAX);
    for (size_t i = 0; i < request->header_count; i++) {
        CHECK(request->headers[i].name.len > 0);
        sum = mix(mix(sum, request->headers[i].name), request->headers[i].value);
    }
    return mix(mix(mix(sum, request->query), request->host), request->body);
}

/* Goes through the requests that lie in the slot; false when one was refused. */
static bool take_requests(struct slot *slot, bool *is_in_body, uint64_t *sum)
{
    for (;;) {
        enum parse result = *is_in_body ? PARSE_DONE : parse_head(slot);
        if (result == PARSE_DONE) {
            *is_in_body = true;
            result = parse_body(slot);
        }
        if (result == PARSE_REFUSED)
            CHECK(slot->refusal.status >= 400 && slot->refusal.text != NULL);
        if (result != PARSE_DONE)
            return result == PARSE_MORE;
        *sum = *sum * 31 + check_request(&slot->request);
        *is_in_body = false;
        slot_next(slot);
    }
}

static uint64_t run(const uint8_t *data, size_t size, size_t piece)
{
    struct http_limits limits = http_limits_default();
    bool is_in_body = false;
    uint64_t sum = 0;

    limits.body_bytes_max = BODY_BYTES_MAX;
    struct slot *slot = slot_make(&limits);
    while (size > 0) {
        if (!is_in_body)
            slot_make_room(slot, 1);
        size_t room;
        char *place = slot_read_place(slot, is_in_body, &room);
        size_t count = size < piece ? size : piece;
        count = count < room ? count : room;
        CHECK(count > 0);
        memcpy(place, data, count);
        slot_read_done(slot, is_in_body, count);
        data += count;
        size -= count;
        if (!take_requests(slot, &is_in_body, &sum))
            break;
    }
    slot_free(slot);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0)
        CHECK(run(data + 1, size - 1, SIZE_MAX) == run(data + 1, size - 1, (size_t)data[0] + 1));
    return 0;
}

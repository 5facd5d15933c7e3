/* parse - what we take for a request: our own look at the lines, then llhttp on the whole head,
 * then the rules between headers. Pure; works on a slot's bytes in place.
 *
 * A head is looked at as it comes, line by line, and handed to llhttp once it is whole; so every
 * piece of the request is one piece of `in`. llhttp stands without a lenient flag, but by itself
 * lets pass: a bare line feed, a space in or behind a header's name, folded lines, more than one
 * space in the request line, other protocols than HTTP, versions 0.9 and 2.0, and any number of
 * Hosts. Those are refused here. Limits: HTTP_URL_MAX, HTTP_HEADER_BYTES_MAX, HTTP_HEADERS_MAX,
 * body_bytes_max. */
#include <llhttp.h>

#include "http/conn.h"

#define REQUEST_LINE_MAX (HTTP_URL_MAX + 64u) /* method, spaces, version, CRLF */
#define VERSION_LEN      9u                   /* " HTTP/1.1" */

_Static_assert(REQUEST_LINE_MAX + HTTP_HEADER_BYTES_MAX + CHUNK_ROOM + 64 <= IN_BYTES_MAX,
               "a whole head must fit");

/* --- the lines */

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7f;
}

/* Whether one of eight bytes is below 0x20 or is 0x7f; it may also say so of a byte that stands
 * before one that is. */
static bool may_have_control(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 0xff, tops = ones * 0x80;
    uint64_t of_7f = word ^ (ones * 0x7f);
    return ((((word - ones * 0x20) & ~word) | ((of_7f - ones) & ~of_7f)) & tops) != 0;
}

/* Nearly all of a head are words without one: eight bytes at a time. */
static bool has_control(const char *bytes, size_t count)
{
    size_t at = 0;

    for (; at + sizeof(uint64_t) <= count; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof(word));
        if (!may_have_control(word))
            continue;
        for (size_t i = at; i < at + sizeof(word); i++)
            if (is_control((unsigned char)bytes[i]))
                return true;
    }
    for (; at < count; at++)
        if (is_control((unsigned char)bytes[at]))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The version at the end of the request line; 505 for a whole one that we do not speak. */
static enum parse check_version(struct slot *slot, struct str version)
{
    if (str_is_equal(version, STR(" HTTP/1.1")) || str_is_equal(version, STR(" HTTP/1.0")))
        return PARSE_DONE;
    if (str_has_prefix(version, STR(" HTTP/")) && is_digit(version.ptr[6]) &&
        version.ptr[7] == '.' && is_digit(version.ptr[8]))
        return parse_refuse(slot, 505, "only HTTP/1.0 and HTTP/1.1 are spoken");
    return parse_refuse(slot, 400, "bad request line");
}

/* METHOD SP target SP version: fills method_text and target. */
static enum parse check_request_line(struct slot *slot, struct str line)
{
    struct http_request *request = &slot->request;
    ptrdiff_t space = str_find_char(line, ' ');

    if (line.len < VERSION_LEN || space <= 0 || (size_t)space >= line.len - VERSION_LEN)
        return parse_refuse(slot, 400, "bad request line");
    enum parse result = check_version(slot, str_slice(line, line.len - VERSION_LEN, line.len));
    if (result != PARSE_DONE)
        return result;
    struct str target = str_slice(line, (size_t)space + 1, line.len - VERSION_LEN);
    if (target.len == 0 || memchr(target.ptr, ' ', target.len) != NULL)
        return parse_refuse(slot, 400, "space in the request target");
    if (memchr(line.ptr, '\t', line.len) != NULL)
        return parse_refuse(slot, 400, "control byte in the request line");
    if (target.len > HTTP_URL_MAX)
        return parse_refuse(slot, 414, "URL too long");
    request->method_text = str_slice(line, 0, (size_t)space);
    request->target = target;
    return PARSE_DONE;
}

/* RFC 9110's token, of which names of headers are made. */
static bool is_token(struct str s)
{
    static const bool is_separator[128] = {
        [' '] = true,  ['\t'] = true, ['"'] = true, ['('] = true, [')'] = true,
        [','] = true,  ['/'] = true,  [':'] = true, [';'] = true, ['<'] = true,
        ['='] = true,  ['>'] = true,  ['?'] = true, ['@'] = true, ['['] = true,
        ['\\'] = true, [']'] = true,  ['{'] = true, ['}'] = true};

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c > 0x7e || is_separator[c])
            return false;
    }
    return s.len > 0;
}

static enum parse check_header_line(struct slot *slot, struct str line)
{
    if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
        return parse_refuse(slot, 400, "folded header");
    ptrdiff_t colon = str_find_char(line, ':');
    if (colon <= 0)
        return parse_refuse(slot, 400, "header line without a name and a colon");
    if (line.ptr[colon - 1] == ' ' || line.ptr[colon - 1] == '\t')
        return parse_refuse(slot, 400, "space before the colon of a header");
    if (!is_token(str_slice(line, 0, (size_t)colon)))
        return parse_refuse(slot, 400, "bad byte in a header name");
    if (++slot->scan.headers > HTTP_HEADERS_MAX)
        return parse_refuse(slot, 431, "too many headers");
    return PARSE_DONE;
}

/* A line with its line feed. PARSE_DONE: it was the empty one that ends the head. */
static enum parse check_line(struct slot *slot, struct str line)
{
    struct head_scan *scan = &slot->scan;
    const char *first_return = memchr(line.ptr, '\r', line.len);

    if (line.len < 2 || first_return == NULL || first_return > line.ptr + line.len - 2)
        return parse_refuse(slot, 400, "bare line feed");
    if (first_return < line.ptr + line.len - 2)
        return parse_refuse(slot, 400, "bare carriage return");
    line.len -= 2;
    if (line.len == 0)
        return PARSE_DONE;
    enum parse result =
        scan->first_line_len == 0 ? check_request_line(slot, line) : check_header_line(slot, line);
    if (result == PARSE_DONE && scan->first_line_len == 0)
        scan->first_line_len = line.len + 2;
    return result == PARSE_DONE ? PARSE_MORE : result;
}

static enum parse check_sizes(struct slot *slot)
{
    const struct head_scan *scan = &slot->scan;

    if (scan->first_line_len == 0 && scan->seen > REQUEST_LINE_MAX)
        return parse_refuse(slot, 414, "URL too long");
    if (scan->first_line_len != 0 && scan->seen - scan->first_line_len > HTTP_HEADER_BYTES_MAX)
        return parse_refuse(slot, 431, "headers too large");
    return PARSE_MORE;
}

/* An empty line before a request is read over (RFC 9112 §2.2). */
static void skip_empty_line(struct slot *slot)
{
    slot->begin += slot->scan.seen;
    slot->at = slot->begin;
    slot->scan = (struct head_scan){0};
}

/* Looks at what came since the last time, up to the end of the line at most. */
static enum parse scan_on(struct slot *slot)
{
    struct head_scan *scan = &slot->scan;
    const char *head = slot->in + slot->begin;
    size_t len = slot->end - slot->begin;
    const char *from = head + scan->seen;
    const char *feed = memchr(from, '\n', len - scan->seen);
    size_t upto = feed != NULL ? (size_t)(feed - head) + 1 : len;
    struct str line = {head + scan->line, upto - scan->line};

    if (has_control(from, upto - scan->seen))
        return parse_refuse(slot, 400, "control byte in the request head");
    scan->seen = upto;
    if (feed == NULL)
        return PARSE_MORE;
    scan->line = upto;
    return check_line(slot, line);
}

/* Looks for the end of the head. PARSE_DONE: head_len is set. */
static enum parse find_head(struct slot *slot)
{
    struct head_scan *scan = &slot->scan;
    enum parse result = PARSE_MORE;

    while (result == PARSE_MORE && scan->seen < slot->end - slot->begin) {
        result = scan_on(slot);
        if (result != PARSE_REFUSED && check_sizes(slot) == PARSE_REFUSED)
            return PARSE_REFUSED;
        if (result == PARSE_DONE && scan->first_line_len == 0) {
            skip_empty_line(slot);
            result = PARSE_MORE;
        }
    }
    if (result == PARSE_DONE)
        slot->head_len = scan->seen;
    return result;
}

/* --- llhttp */

static int on_header_field(llhttp_t *parser, const char *at, size_t len)
{
    struct slot *slot = parser->data;
    struct http_request *request = &slot->request;

    if (request->header_count == HTTP_HEADERS_MAX)
        return -1;
    request->headers[request->header_count++] = (struct http_header){{at, len}, {at + len, 0}};
    return 0;
}

static int on_header_value(llhttp_t *parser, const char *at, size_t len)
{
    struct slot *slot = parser->data;
    struct http_request *request = &slot->request;

    CHECK(request->header_count > 0);
    request->headers[request->header_count - 1].value = str_trim((struct str){at, len});
    return 0;
}

/* The only moment when the parser's flags are complete and not yet cleared. */
static int on_headers_complete(llhttp_t *parser)
{
    struct slot *slot = parser->data;

    slot->keep_alive = llhttp_should_keep_alive(parser) != 0;
    slot->has_length = (parser->flags & F_CONTENT_LENGTH) != 0;
    slot->body_bytes = slot->has_length ? parser->content_length : 0;
    parser->upgrade = 0; /* the offer is declined: an ordinary request */
    return 0;
}

static const llhttp_settings_t settings = {
    .on_header_field = on_header_field,
    .on_header_value = on_header_value,
    .on_headers_complete = on_headers_complete,
};

static size_t count_headers(const struct http_request *request, struct str name)
{
    size_t count = 0;

    for (size_t i = 0; i < request->header_count; i++)
        count += str_is_equal_nocase(request->headers[i].name, name);
    return count;
}

static enum parse refuse_as_parsed(struct slot *slot, llhttp_errno_t error, const char *reason)
{
    switch ((int)error) {
    case HPE_INVALID_METHOD:
        return parse_refuse(slot, 501, "unknown method");
    case HPE_INVALID_TRANSFER_ENCODING:
        if (count_headers(&slot->request, STR("transfer-encoding")) > 1)
            return parse_refuse(slot, 400, "two Transfer-Encoding headers");
        return parse_refuse(slot, 501, "Transfer-Encoding other than chunked");
    case HPE_UNEXPECTED_CONTENT_LENGTH:
    case HPE_INVALID_CONTENT_LENGTH:
        if (count_headers(&slot->request, STR("transfer-encoding")) > 0)
            return parse_refuse(slot, 400, "Content-Length with Transfer-Encoding");
        if (count_headers(&slot->request, STR("content-length")) > 1)
            return parse_refuse(slot, 400, "two Content-Length headers");
        return parse_refuse(slot, 400, "bad Content-Length");
    case HPE_INVALID_HEADER_TOKEN:
        return parse_refuse(slot, 400, "bad byte in a header");
    case HPE_INVALID_URL:
        return parse_refuse(slot, 400, "bad request target");
    default:
        return parse_refuse(slot, 400, reason != NULL ? reason : "bad request");
    }
}

/* --- the rules between headers */

/* RFC 3986's characters of a host and a port; the comma, a mark of joined headers, is left out. */
static bool is_host(struct str host)
{
    static const char others[] = "-._~:[]%!$&'()*+;=";

    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !is_digit(c) && memchr(others, c, sizeof(others) - 1) == NULL)
            return false;
    }
    return host.len > 0;
}

struct seen {
    unsigned hosts;
    unsigned encodings;
    struct str encoding;
    struct str expect;
};

static enum parse check_headers(struct slot *slot, struct seen *seen)
{
    struct http_request *request = &slot->request;

    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *header = &request->headers[i];
        if (header->name.len == 4 && str_is_equal_nocase(header->name, STR("host"))) {
            seen->hosts++;
            request->host = header->value;
        } else if (header->name.len == 6 && str_is_equal_nocase(header->name, STR("expect"))) {
            seen->expect = header->value;
        } else if (header->name.len == 17 &&
                   str_is_equal_nocase(header->name, STR("transfer-encoding"))) {
            seen->encodings++;
            seen->encoding = header->value;
        }
    }
    if (seen->hosts == 0)
        return parse_refuse(slot, 400, "no Host header");
    if (seen->hosts > 1)
        return parse_refuse(slot, 400, "two Host headers");
    if (request->host.len == 0)
        return parse_refuse(slot, 400, "empty Host header");
    if (!is_host(request->host))
        return parse_refuse(slot, 400, "bad Host header");
    return PARSE_DONE;
}

static enum parse check_body(struct slot *slot, const struct seen *seen)
{
    slot->is_chunked = seen->encodings > 0;
    slot->expects_continue = false;
    if (seen->encodings > 1)
        return parse_refuse(slot, 400, "two Transfer-Encoding headers");
    if (slot->is_chunked && slot->has_length)
        return parse_refuse(slot, 400, "Content-Length with Transfer-Encoding");
    if (slot->is_chunked && slot->is_old)
        return parse_refuse(slot, 400, "Transfer-Encoding with HTTP/1.0");
    if (slot->is_chunked && !str_is_equal_nocase(seen->encoding, STR("chunked")))
        return parse_refuse(slot, 501, "Transfer-Encoding other than chunked");
    if (slot->body_bytes > slot->limits->body_bytes_max)
        return parse_refuse(slot, 413, "body too large");
    if (seen->expect.ptr != NULL && !slot->is_old) {
        if (!str_is_equal_nocase(seen->expect, STR("100-continue")))
            return parse_refuse(slot, 417, "Expect other than 100-continue");
        slot->expects_continue = true;
    }
    return PARSE_DONE;
}

/* Absolute form: the authority counts as the Host, the rest is the origin form (RFC 9112 §3.2.2).
 */
static enum parse take_authority(struct slot *slot, struct str *origin)
{
    struct str scheme = STR("http://");
    struct str secure = STR("https://");
    size_t at = scheme.len;

    if (str_is_equal_nocase(str_slice(*origin, 0, secure.len), secure))
        at = secure.len;
    else if (!str_is_equal_nocase(str_slice(*origin, 0, scheme.len), scheme))
        return parse_refuse(slot, 400, "bad request target");
    size_t end = at;
    while (end < origin->len && memchr("/?#", origin->ptr[end], 3) == NULL)
        end++;
    struct str authority = str_slice(*origin, at, end);
    if (!is_host(authority))
        return parse_refuse(slot, 400, "bad host in the request target");
    slot->request.host = authority;
    *origin = str_slice(*origin, end, origin->len);
    return PARSE_DONE;
}

/* Splits the target. A fragment has no place there and is cut off, as others do. */
static enum parse check_target(struct slot *slot)
{
    struct http_request *request = &slot->request;
    struct str origin = request->target;

    if (str_is_equal(origin, STR("*")))
        return parse_refuse(slot, 400, "request target * is not taken");
    if (origin.ptr[0] != '/' && take_authority(slot, &origin) != PARSE_DONE)
        return PARSE_REFUSED;
    ptrdiff_t fragment = str_find_char(origin, '#');
    if (fragment >= 0)
        origin.len = (size_t)fragment;
    ptrdiff_t mark = str_find_char(origin, '?');
    request->path = mark >= 0 ? str_slice(origin, 0, (size_t)mark) : origin;
    request->query = mark >= 0 ? str_slice(origin, (size_t)mark + 1, origin.len) : STR_NONE;
    if (request->path.len == 0)
        request->path = STR("/");
    return PARSE_DONE;
}

static enum parse check_method(struct slot *slot, llhttp_method_t method)
{
    static const struct {
        llhttp_method_t theirs;
        enum http_method ours;
    } methods[] = {
        {HTTP_GET, HTTP_METHOD_GET},     {HTTP_HEAD, HTTP_METHOD_HEAD},
        {HTTP_POST, HTTP_METHOD_POST},   {HTTP_PUT, HTTP_METHOD_PUT},
        {HTTP_PATCH, HTTP_METHOD_PATCH}, {HTTP_DELETE, HTTP_METHOD_DELETE},
    };

    if (method == HTTP_CONNECT)
        return parse_refuse(slot, 501, "CONNECT is not served");
    slot->request.method = HTTP_METHOD_OTHER;
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (methods[i].theirs == method)
            slot->request.method = methods[i].ours;
    return PARSE_DONE;
}

static enum parse judge_head(struct slot *slot)
{
    llhttp_t parser;
    struct seen seen = {0};

    slot->request.header_count = 0;
    slot->request.body = STR_NONE;
    llhttp_init(&parser, HTTP_REQUEST, &settings);
    parser.data = slot;
    llhttp_errno_t error = llhttp_execute(&parser, slot->in + slot->begin, slot->head_len);
    slot->is_old = parser.http_minor == 0;
    if (error != HPE_OK)
        return refuse_as_parsed(slot, error, llhttp_get_error_reason(&parser));
    if (check_method(slot, (llhttp_method_t)parser.method) != PARSE_DONE ||
        check_headers(slot, &seen) != PARSE_DONE || check_body(slot, &seen) != PARSE_DONE)
        return PARSE_REFUSED;
    slot->at = slot->begin + slot->head_len;
    return check_target(slot);
}

/* The target and the method were found by the line, before the head may have moved. */
static void rebase_request_line(struct slot *slot)
{
    struct http_request *request = &slot->request;

    request->method_text.ptr = slot->in + slot->begin;
    request->target.ptr = request->method_text.ptr + request->method_text.len + 1;
}

enum parse parse_head(struct slot *slot)
{
    enum parse result = find_head(slot);

    if (result != PARSE_DONE)
        return result;
    rebase_request_line(slot);
    result = judge_head(slot);
    if (result == PARSE_DONE && slot->is_chunked && slot->in_cap - slot->end < CHUNK_ROOM) {
        /* Chunks are read behind the head, which must not move once it is parsed. */
        slot_make_room(slot, CHUNK_ROOM);
        rebase_request_line(slot);
        result = judge_head(slot);
    }
    return result;
}

/* --- the body */

static enum parse read_counted_body(struct slot *slot)
{
    size_t bytes = (size_t)slot->body_bytes;
    size_t here = slot->end - slot->at;

    if (slot->body_len == 0 && here >= bytes) {
        slot->request.body = (struct str){slot->in + slot->at, bytes};
        slot->at += bytes;
        return PARSE_DONE;
    }
    slot_add_body(slot, slot->in + slot->at, here);
    slot->at = slot->end;
    if (slot->body_len < bytes)
        return PARSE_MORE;
    slot->request.body = (struct str){slot->body, slot->body_len};
    return PARSE_DONE;
}

enum parse parse_body(struct slot *slot)
{
    if (!slot->is_chunked && slot->body_bytes == 0)
        return PARSE_DONE;
    if (!slot->is_chunked)
        return read_counted_body(slot);
    enum parse result = chunks_read(slot);
    if (result == PARSE_DONE && slot->body_len > 0)
        slot->request.body = (struct str){slot->body, slot->body_len};
    if (result == PARSE_MORE) /* all was read: the place behind the head is free again */
        slot->at = slot->end = slot->begin + slot->head_len;
    return result;
}

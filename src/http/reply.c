/* reply - status texts, and a reply as bytes in a slot. Pure. */
#include "http/conn.h"

#include "base/buf.h"

#define REPLY_FIXED_BYTES_MAX 256u /* status line, Date, Content-Length and Connection */

static const struct {
    unsigned status;
    const char *text;
} statuses[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

const char *http_status_text(unsigned status)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        if (statuses[i].status == status)
            return statuses[i].text;
    return "Unknown";
}

struct str http_header_find(const struct http_request *request, struct str name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (str_is_equal_nocase(request->headers[i].name, name))
            return request->headers[i].value;
    return STR_NONE;
}

struct str http_cookie_find(struct str header, struct str name)
{
    struct str piece;
    while (str_take_piece(&header, ';', &piece)) {
        piece = str_trim(piece);
        if (str_has_prefix(piece, name) && piece.len > name.len && piece.ptr[name.len] == '=')
            return str_slice(piece, name.len + 1, piece.len);
    }
    return STR_NONE;
}

static void write_status_line(struct buf *buf, unsigned status)
{
    if (status == 302) { /* nearly all of a tracker's replies */
        buf_write(buf, STR("HTTP/1.1 302 Found\r\n"));
        return;
    }
    buf_write(buf, STR("HTTP/1.1 "));
    buf_write_u64(buf, status);
    buf_write_char(buf, ' ');
    buf_write_c(buf, http_status_text(status));
    buf_write(buf, STR("\r\n"));
}

/* Up to the lines that say how long the body is. */
static void write_first_lines(struct buf *buf, const struct http_reply *reply, struct str date_line)
{
    write_status_line(buf, reply->status);
    buf_write(buf, date_line);
    if (reply->content_type.ptr != NULL) {
        buf_write(buf, STR("Content-Type: "));
        buf_write(buf, reply->content_type);
        buf_write(buf, STR("\r\n"));
    }
    buf_write(buf, reply->headers);
}

/* The end of the head. */
static void write_last_lines(struct buf *buf, const struct slot *slot, bool close)
{
    if (close)
        buf_write(buf, STR("Connection: close\r\n"));
    else if (slot->is_old)
        buf_write(buf, STR("Connection: keep-alive\r\n"));
    buf_write(buf, STR("\r\n"));
}

void reply_write_head(struct slot *slot, const struct http_reply *reply, struct str date_line,
                      bool close)
{
    slot_make_out_room(slot, REPLY_FIXED_BYTES_MAX + reply->content_type.len + reply->headers.len);
    struct out *out = slot->out;
    struct buf buf = buf_from_memory(out->bytes + out->len, out->cap - out->len);
    write_first_lines(&buf, reply, date_line);
    if (!slot->is_old)
        buf_write(&buf, STR("Transfer-Encoding: chunked\r\n"));
    write_last_lines(&buf, slot, close);
    CHECK(!buf_is_full(&buf));
    out->len += buf.len;
}

void reply_write(struct slot *slot, const struct http_reply *reply, struct str date_line,
                 bool close)
{
    bool has_body = reply->status != 204 && reply->status != 304;
    struct str body = slot->request.method != HTTP_METHOD_HEAD && has_body ? reply->body : STR_NONE;

    CHECK(reply->status >= 200 && reply->status <= 599);
    slot_make_out_room(slot, REPLY_FIXED_BYTES_MAX + reply->content_type.len + reply->headers.len +
                                 body.len);
    struct out *out = slot->out;
    struct buf buf = buf_from_memory(out->bytes + out->len, out->cap - out->len);
    write_first_lines(&buf, reply, date_line);
    if (has_body) {
        buf_write(&buf, STR("Content-Length: "));
        buf_write_u64(&buf, reply->body.len);
        buf_write(&buf, STR("\r\n"));
    }
    write_last_lines(&buf, slot, close);
    buf_write(&buf, body);
    CHECK(!buf_is_full(&buf));
    out->len += buf.len;
}

void reply_write_continue(struct slot *slot)
{
    static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";

    slot_make_out_room(slot, sizeof(line) - 1);
    memcpy(slot->out->bytes + slot->out->len, line, sizeof(line) - 1);
    slot->out->len += sizeof(line) - 1;
}

/* uri - percent-encoding and queries. Pure; any thread. At most URI_PARAMS_MAX parameters; memory
 * within the caller's arena. */
#include "base/uri.h"

#include "base/num.h"
#include "base/say.h"

/* What a byte may be: written as it stands by uri_write_encoded() (1), by uri_write_raw() (2); on
 * reading: a mark that needs work (4: % and +), a control byte (8), a byte that is not ASCII (16).
 */
enum { UNRESERVED = 1, PRINTABLE = 2, MARK = 4, CONTROL = 8, WIDE = 16 };
#define C 8, 8, 8, 8, 8, 8, 8, 8
#define W 16, 16, 16, 16, 16, 16, 16, 16
static const uint8_t byte_class[256] = {
    C, C, C, C,                                     /* controls */
    0, 2, 2, 2, 2, 6, 2, 2, 2, 2, 2, 6, 2, 3, 3, 2, /* SP ! " # $ % & ' ( ) * + , - . / */
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, /* 0 to 9 : ; < = > ? */
    2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, /* @ A to O */
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 3, /* P to Z [ \ ] ^ _ */
    2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, /* ` a to o */
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 3, 8, /* p to z { | } ~ DEL */
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W};
#undef C
#undef W

static unsigned class_of(char c)
{
    return byte_class[(unsigned char)c];
}

/* ------------------------------------------------------------------ writing */

static void write_escaped(struct buf *buf, struct str s, unsigned keep)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t need = s.len;

    for (size_t i = 0; i < s.len; i++)
        need += (class_of(s.ptr[i]) & keep) != 0 ? 0 : 2;
    if (need == s.len) {
        buf_write(buf, s);
        return;
    }
    if (buf->full || need > buf->cap - buf->len) {
        buf->full = true;
        return;
    }
    char *out = buf->ptr + buf->len;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((byte_class[c] & keep) != 0) {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = digits[c >> 4];
            *out++ = digits[c & 0x0f];
        }
    }
    buf->len += need;
}

void uri_write_encoded(struct buf *buf, struct str s)
{
    write_escaped(buf, s, UNRESERVED);
}

void uri_write_raw(struct buf *buf, struct str s)
{
    write_escaped(buf, s, PRINTABLE);
}

/* ------------------------------------------------------------------ reading */

/* Whether s is wholly %name%. Its last % has no digits after it, so no such text is valid
 * percent-encoding. */
static bool is_unexpanded_macro(struct str s)
{
    if (s.len < 3 || s.ptr[0] != '%' || s.ptr[s.len - 1] != '%')
        return false;
    if ((s.ptr[1] >= '0' && s.ptr[1] <= '9') || s.ptr[1] == '.' || s.ptr[1] == '-')
        return false;
    for (size_t i = 1; i + 1 < s.len; i++)
        if ((class_of(s.ptr[i]) & UNRESERVED) == 0 || s.ptr[i] == '~')
            return false;
    return true;
}

/* Decodes s to out, which has room for s.len bytes, and gathers the classes of the bytes written.
 * False: a % is broken. */
static bool decode(struct str s, bool plus_is_space, char *out, size_t *len, unsigned *classes)
{
    const char *from = s.ptr, *end = s.ptr + s.len;
    char *to = out;
    unsigned seen = 0;

    while (from < end) {
        char c = *from++;
        unsigned class = class_of(c);
        if ((class & MARK) != 0) {
            if (c == '+') {
                c = plus_is_space ? ' ' : '+';
            } else {
                int high = end - from >= 2 ? num_hex_value(from[0]) : -1;
                int low = high >= 0 ? num_hex_value(from[1]) : -1;
                if (low < 0)
                    return false;
                c = (char)(high << 4 | low);
                class = class_of(c);
                from += 2;
            }
        }
        seen |= class;
        *to++ = c;
    }
    *len = (size_t)(to - out);
    *classes = seen;
    return true;
}

enum err uri_decode(struct arena *arena, struct str s, bool plus_is_space, struct str *decoded)
{
    size_t len;
    unsigned classes;

    if (s.len == 0 || is_unexpanded_macro(s)) {
        struct str copy = arena_copy(arena, s);
        if (s.ptr != NULL && copy.ptr == NULL)
            return ERR_FULL;
        *decoded = copy;
        return OK;
    }
    char *out = arena_alloc_raw(arena, s.len);
    if (out == NULL)
        return ERR_FULL;
    if (!decode(s, plus_is_space, out, &len, &classes))
        return ERR_INVALID;
    *decoded = (struct str){out, len};
    return OK;
}

/* Decodes one name or value to *out and moves *out on. The reason for refusing it, or NULL. */
static const char *decode_part(struct str raw, char **out, struct str *part)
{
    size_t len = 0;
    unsigned classes = 0;

    if (!decode(raw, true, *out, &len, &classes)) {
        if (!is_unexpanded_macro(raw))
            return SAY("broken percent-encoding");
        len = raw.len;
        memcpy(*out, raw.ptr, len);
    }
    *part = (struct str){*out, len};
    *out += len;
    if ((classes & WIDE) != 0 && !str_is_utf8(*part))
        return SAY("invalid UTF-8");
    if ((classes & CONTROL) != 0 && str_has_control(str_trim(*part)))
        return SAY("NUL or control byte");
    return NULL;
}

static size_t count_pieces(struct str raw)
{
    size_t count = 1;
    const char *end = raw.ptr + raw.len;

    for (const char *at = raw.ptr; (at = memchr(at, '&', (size_t)(end - at))) != NULL; at++)
        count++;
    return count < URI_PARAMS_MAX ? count : URI_PARAMS_MAX;
}

static const char *parse_piece(struct str piece, char **out, struct uri_param *param,
                               struct str *raw_name)
{
    ptrdiff_t split = str_find_char(piece, '=');
    size_t name_len = split >= 0 ? (size_t)split : piece.len;

    *raw_name = (struct str){piece.ptr, name_len};
    param->raw_value = split >= 0 ? str_slice(piece, name_len + 1, piece.len) : STR("");
    const char *reason = decode_part(*raw_name, out, &param->name);
    return reason != NULL ? reason : decode_part(param->raw_value, out, &param->value);
}

enum err uri_parse_query(struct arena *arena, struct str raw, struct uri_query *query,
                         struct uri_fault *fault)
{
    struct uri_query found = {NULL, 0};
    struct str rest = raw, piece, raw_name;

    if (raw.len == 0) {
        *query = found;
        return OK;
    }
    /* Decoding never lengthens: one piece of memory takes all names and values. */
    char *out = arena_alloc_raw(arena, raw.len);
    found.params = arena_alloc_raw(arena, count_pieces(raw) * sizeof(*found.params));
    if (out == NULL || found.params == NULL)
        return ERR_FULL;
    while (str_take_piece(&rest, '&', &piece)) {
        struct uri_param param;
        if (piece.len == 0)
            continue;
        const char *reason = parse_piece(piece, &out, &param, &raw_name);
        if (reason == NULL && found.count == URI_PARAMS_MAX)
            reason = SAY("too many parameters");
        if (reason != NULL) {
            *fault = (struct uri_fault){raw_name, reason};
            return ERR_INVALID;
        }
        found.params[found.count++] = param;
    }
    *query = found;
    return OK;
}

const struct uri_param *uri_find(const struct uri_query *query, struct str name)
{
    for (size_t i = 0; i < query->count; i++)
        if (str_is_equal(query->params[i].name, name))
            return &query->params[i];
    return NULL;
}

struct str uri_value(const struct uri_query *query, struct str name)
{
    const struct uri_param *param = name.ptr != NULL ? uri_find(query, name) : NULL;
    return param != NULL ? param->value : STR_NONE;
}

/* A byte of a name, %XX undone; *at goes behind it. */
static int name_byte(struct str query, size_t *at)
{
    uint8_t byte;
    if (query.ptr[*at] == '%' &&
        num_parse_hex(str_slice(query, *at + 1, *at + 3), &byte, 1) == OK) {
        *at += 3;
        return byte;
    }
    return (unsigned char)query.ptr[(*at)++];
}

/* The length of the parameter name that begins at this place, when it is that name in any case,
 * also percent-encoded; else 0. */
static size_t name_at(struct str query, size_t at, struct str name)
{
    size_t next = at;
    if (at > 0 && query.ptr[at - 1] != '&' && query.ptr[at - 1] != '?')
        return 0;
    for (size_t i = 0; i < name.len; i++) {
        if (next >= query.len)
            return 0;
        char byte = (char)name_byte(query, &next);
        if (!str_is_equal_nocase((struct str){&byte, 1}, str_slice(name, i, i + 1)))
            return 0;
    }
    return next < query.len && query.ptr[next] == '=' ? next - at : 0;
}

void uri_write_hiding(struct buf *buf, struct str query, struct str name)
{
    for (size_t i = 0; i < query.len;) {
        size_t len = name_at(query, i, name);
        if (len == 0) {
            buf_write_char(buf, query.ptr[i++]);
            continue;
        }
        buf_write(buf, str_slice(query, i, i + len));
        buf_write_c(buf, "=...");
        while (i < query.len && query.ptr[i] != '&' && query.ptr[i] != '?')
            i++;
    }
}

/* An IPv6 address keeps its brackets. */
struct str uri_host(struct str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"));
    if (scheme < 0)
        return STR_NONE;
    struct str host = str_slice(url, (size_t)scheme + 3, url.len);
    size_t end = 0;
    while (end < host.len && memchr("/?#", host.ptr[end], 3) == NULL)
        end++;
    host.len = end;
    for (size_t i = end; i > 0; i--)
        if (host.ptr[i - 1] == '@') {
            host = str_slice(host, i, end);
            break;
        }
    size_t port = host.len > 0 && host.ptr[0] == '[' ? (size_t)str_find_char(host, ']') + 1 : 0;
    while (port < host.len && host.ptr[port] != ':')
        port++;
    return str_slice(host, 0, port);
}

struct str uri_host_name(struct str host)
{
    if (str_has_prefix(host, STR("["))) {
        ptrdiff_t end = str_find_char(host, ']');
        return end < 0 ? host : str_slice(host, 1, (size_t)end);
    }
    ptrdiff_t colon = str_find_char(host, ':');
    return colon < 0 ? host : str_slice(host, 0, (size_t)colon);
}

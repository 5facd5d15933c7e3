#include "api/dashboard.h"

#include "api/dashboard_files.h"
#include "api/gzip.h"

#define PAGE_PATH   "/index.html"
#define ASSETS_PATH "/assets/"

/* Only scripts of our own run; nothing is loaded from, sent to or framed by anyone else. Styles may
 * stand in elements: the components place and size things so. */
#define PAGE_HEADERS                                                                               \
    "Cache-Control: no-cache\r\n"                                                                  \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' "            \
    "'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action "     \
    "'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'\r\n"                     \
    "Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n"
#define ASSET_HEADERS                                                                              \
    "Cache-Control: public, max-age=31536000, immutable\r\n"                                       \
    "Cross-Origin-Resource-Policy: same-origin\r\n"
#define HEADERS "X-Content-Type-Options: nosniff\r\nVary: Accept-Encoding\r\n"

static const struct dashboard_file *find_file(struct str path)
{
    for (size_t i = 0; i < dashboard_file_count; i++)
        if (str_is_equal(dashboard_files[i].path, path))
            return &dashboard_files[i];
    return NULL;
}

/* Whether the address is one of a page: it names no kind of file. */
static bool is_page(struct str path)
{
    struct str piece, last = STR_NONE;

    if (str_has_prefix(path, STR(ASSETS_PATH)))
        return false;
    while (str_take_piece(&path, '/', &piece))
        last = piece;
    return str_find_char(last, '.') < 0;
}

/* Whether the browser says that it holds this very form. */
static bool is_known(const struct http_request *request, struct str etag)
{
    struct str rest = http_header_find(request, STR("If-None-Match"));
    struct str item;

    while (str_take_piece(&rest, ',', &item)) {
        item = str_trim(item);
        if (str_has_prefix(item, STR("W/")))
            item = str_slice(item, 2, item.len);
        if (str_is_equal(item, etag) || str_is_equal(item, STR("*")))
            return true;
    }
    return false;
}

/* The form that the client gets: the smallest that it takes. coding: absent of the plain one. */
static struct str form_of(const struct call *call, const struct dashboard_file *file,
                          struct str *coding)
{
    const struct {
        struct str coding, bytes;
    } forms[] = {{STR("br"), file->brotli}, {STR("gzip"), file->gzip}};

    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        if (forms[i].bytes.len > 0 && gzip_takes_coding(call->request, forms[i].coding)) {
            *coding = forms[i].coding;
            return forms[i].bytes;
        }
    *coding = STR_NONE;
    return file->plain;
}

static void give(struct call *call, const struct dashboard_file *file, const char *headers)
{
    struct http_reply *reply = call->reply;
    struct arena *arena = call->reply_arena;
    struct str coding;
    struct str body = form_of(call, file, &coding);
    bool is_packed = coding.ptr != NULL;
    struct str etag = arena_format(arena, "\"%.*s%s%.*s\"", STR_FMT(file->hash),
                                   is_packed ? "-" : "", STR_FMT(coding));
    bool has_it = is_known(call->request, etag);
    struct str says = is_packed && !has_it
                          ? arena_format(arena, "Content-Encoding: %.*s\r\n", STR_FMT(coding))
                          : STR("");

    reply->status = has_it ? 304 : 200;
    reply->headers = arena_format(arena, "ETag: %.*s\r\n%.*s" HEADERS "%s", STR_FMT(etag),
                                  STR_FMT(says), headers);
    if (!has_it) {
        reply->content_type = file->content_type;
        reply->body = body;
    }
    call->is_answered = true;
}

void dashboard_answer(struct call *call)
{
    struct str path = call->request->path;
    enum http_method method = call->request->method;
    bool is_of_page = is_page(path) || str_is_equal(path, STR(PAGE_PATH));
    const struct dashboard_file *file = find_file(is_of_page ? STR(PAGE_PATH) : path);

    if (file == NULL) {
        call_refuse(call, 404, "", "There is nothing at this address.");
    } else if (method != HTTP_METHOD_GET && method != HTTP_METHOD_HEAD) {
        call->more_headers = STR("Allow: GET, HEAD\r\n");
        call_refuse(call, 405, "", "This address takes GET, HEAD.");
    } else {
        give(call, file, is_of_page ? PAGE_HEADERS : ASSET_HEADERS);
    }
}

/* redirect - reads headers and the beginning of a page. Pure. */
#include "fetch/redirect.h"

#include <curl/curl.h>

#include "base/buf.h"
#include "fetch/guard.h"

#define TAG_BYTES_MAX 8192 /* of one <meta> */

static size_t find_nocase(struct str s, size_t from, struct str needle)
{
    for (size_t at = from; at + needle.len <= s.len; at++)
        if (str_is_equal_nocase(str_slice(s, at, at + needle.len), needle))
            return at;
    return s.len;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static struct str trim(struct str s)
{
    while (s.len > 0 && is_white(s.ptr[0]))
        s = str_slice(s, 1, s.len);
    while (s.len > 0 && is_white(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* ------------------------------------------------------------------ "0; url=..." */

/* The address in the value of a refresh; absent: it only loads the page again. */
static struct str address_of(struct str value)
{
    size_t at = 0;
    while (at < value.len && value.ptr[at] != ';' && value.ptr[at] != ',')
        at++;
    struct str rest = trim(str_slice(value, at + 1, value.len));
    if (rest.len > 3 && str_is_equal_nocase(str_slice(rest, 0, 3), STR("url"))) {
        struct str behind = trim(str_slice(rest, 3, rest.len));
        if (behind.len > 0 && behind.ptr[0] == '=')
            rest = trim(str_slice(behind, 1, behind.len));
    }
    if (rest.len > 1 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) {
        struct str inside = str_slice(rest, 1, rest.len);
        ptrdiff_t end = str_find_char(inside, rest.ptr[0]);
        rest = end >= 0 ? str_slice(inside, 0, (size_t)end) : inside;
    }
    return rest.len > 0 ? rest : STR_NONE;
}

/* ------------------------------------------------------------------ pages */

static bool is_html(struct str content_type)
{
    ptrdiff_t end = str_find_char(content_type, ';');
    struct str type = trim(end < 0 ? content_type : str_slice(content_type, 0, (size_t)end));
    return str_is_equal_nocase(type, STR("text/html")) ||
           str_is_equal_nocase(type, STR("application/xhtml+xml"));
}

/* The value of an attribute of a tag; absent: it has none of that name. */
static struct str attribute_of(struct str tag, struct str name)
{
    for (size_t at = 0; (at = find_nocase(tag, at, name)) < tag.len; at += name.len) {
        struct str rest = trim(str_slice(tag, at + name.len, tag.len));
        if (at == 0 || (!is_white(tag.ptr[at - 1]) && tag.ptr[at - 1] != '/' &&
                        tag.ptr[at - 1] != '"' && tag.ptr[at - 1] != '\''))
            continue;
        if (rest.len < 2 || rest.ptr[0] != '=')
            continue;
        rest = trim(str_slice(rest, 1, rest.len));
        char quote = rest.len > 0 ? rest.ptr[0] : ' ';
        if (quote == '"' || quote == '\'') {
            rest = str_slice(rest, 1, rest.len);
            ptrdiff_t end = str_find_char(rest, quote);
            return end < 0 ? rest : str_slice(rest, 0, (size_t)end);
        }
        size_t len = 0;
        while (len < rest.len && !is_white(rest.ptr[len]) && rest.ptr[len] != '>')
            len++;
        return str_slice(rest, 0, len);
    }
    return STR_NONE;
}

/* Where a tag ends: at the first '>' that stands in no quotes. */
static size_t end_of_tag(struct str page, size_t from)
{
    char quote = 0;
    size_t at = from;
    for (; at < page.len && at - from < TAG_BYTES_MAX; at++) {
        char c = page.ptr[at];
        if (quote == 0 && c == '>')
            break;
        if (quote == 0 && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = 0;
    }
    return at;
}

static struct str find_meta(struct str page)
{
    for (size_t at = 0; at < page.len;) {
        size_t comment = find_nocase(page, at, STR("<!--"));
        size_t meta = find_nocase(page, at, STR("<meta"));
        if (comment < meta) {
            at = find_nocase(page, comment, STR("-->")) + 3;
            continue;
        }
        if (meta == page.len)
            break;
        size_t end = end_of_tag(page, meta);
        struct str tag = str_slice(page, meta, end);
        if (str_is_equal_nocase(trim(attribute_of(tag, STR("http-equiv"))), STR("refresh")))
            return address_of(attribute_of(tag, STR("content")));
        at = end;
    }
    return STR_NONE;
}

/* The entities that a URL in an attribute may hold. */
static struct str read_entities(struct arena *arena, struct str s)
{
    static const struct {
        const char *entity;
        char character;
    } list[] = {{"&amp;", '&'},  {"&#38;", '&'},   {"&#x26;", '&'}, {"&quot;", '"'},
                {"&#39;", '\''}, {"&#x27;", '\''}, {"&#x2f;", '/'}, {"&#47;", '/'},
                {"&#61;", '='},  {"&#x3d;", '='},  {"&#63;", '?'},  {"&#x3f;", '?'}};
    struct buf buf = buf_in_arena(arena, s.len);
    for (size_t at = 0; at < s.len;) {
        size_t skip = 0;
        for (size_t i = 0; i < ARRAY_LEN(list) && skip == 0; i++) {
            struct str entity = str_from_c(list[i].entity);
            if (str_is_equal_nocase(str_slice(s, at, at + entity.len), entity)) {
                buf_write_char(&buf, list[i].character);
                skip = entity.len;
            }
        }
        if (skip == 0)
            buf_write_char(&buf, s.ptr[at]);
        at += skip > 0 ? skip : 1;
    }
    return buf_str(&buf);
}

/* ------------------------------------------------------------------ addresses */

/* "market:", "intent:", "mailto:": nothing that a browser would stay for. */
static bool has_other_scheme(struct str location)
{
    size_t len = 0;
    while (len < location.len && memchr(":/?#&=", location.ptr[len], 6) == NULL)
        len++;
    struct str scheme = str_slice(location, 0, len);
    return len > 0 && len < location.len && location.ptr[len] == ':' &&
           !str_is_equal_nocase(scheme, STR("http")) && !str_is_equal_nocase(scheme, STR("https"));
}

/* A reference as seen from a URL; absent: no http or https address comes of it. */
static struct str resolve(struct arena *arena, struct str url, struct str location)
{
    CURLU *handle = curl_url();
    struct str base = arena_copy(arena, url), reference = arena_copy(arena, location);
    struct str target = STR_NONE;
    char *text = NULL;
    CHECK(handle != NULL);
    if (!has_other_scheme(location) && base.ptr != NULL && reference.ptr != NULL &&
        !str_has_control(reference) &&
        curl_url_set(handle, CURLUPART_URL, base.ptr, 0) == CURLUE_OK &&
        curl_url_set(handle, CURLUPART_URL, reference.ptr,
                     CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
        curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_URL, &text, 0) == CURLUE_OK)
        target = arena_copy(arena, str_from_c(text));
    curl_free(text);
    curl_url_cleanup(handle);
    return guard_allows_url(target) ? target : STR_NONE;
}

enum err redirect_find(struct arena *arena, struct str url, const struct fetch_result *answer,
                       struct redirect *found)
{
    struct redirect redirect = {.how = REDIRECT_NONE};
    if (answer->status >= 300 && answer->status < 400 && answer->location.ptr != NULL) {
        redirect.how = REDIRECT_STATUS;
        redirect.location = answer->location;
    } else if ((redirect.location = address_of(answer->refresh)).ptr != NULL) {
        redirect.how = REDIRECT_HEADER;
    } else if (is_html(answer->content_type) &&
               (redirect.location = find_meta(answer->body)).ptr != NULL) {
        redirect.how = REDIRECT_META;
        redirect.location = read_entities(arena, redirect.location);
    }
    if (redirect.how != REDIRECT_NONE) {
        redirect.location = arena_copy(arena, trim(redirect.location));
        redirect.target = resolve(arena, url, redirect.location);
    }
    if (arena_is_full(arena))
        return ERR_FULL;
    *found = redirect;
    return OK;
}

bool redirect_has_script(const struct fetch_result *answer)
{
    static const char *const moves[] = {"location.href",   "location.replace",  "location.assign",
                                        "window.location", "document.location", "top.location"};
    for (size_t i = 0; is_html(answer->content_type) && i < ARRAY_LEN(moves); i++)
        if (str_find(answer->body, str_from_c(moves[i])) >= 0)
            return true;
    return false;
}

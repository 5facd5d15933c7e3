#include "visitor/hints.h"

#define VALUE_MAX 64 /* bytes of one text */

/* ------------------------------------------------------------------ structured fields */

/* Takes a quoted text off the front (RFC 8941 §3.3.3). Texts with escapes are passed over as
 * absent: no platform and no browser has one, but the names that browsers make up do. */
static bool take_text(struct str *rest, struct str *text)
{
    bool has_escape = false;
    if (rest->len == 0 || rest->ptr[0] != '"')
        return false;
    for (size_t at = 1; at < rest->len; at++) {
        if (rest->ptr[at] == '\\') {
            has_escape = true;
            at++;
        } else if (rest->ptr[at] == '"') {
            *text = has_escape ? STR_NONE : str_slice(*rest, 1, at);
            *rest = str_slice(*rest, at + 1, rest->len);
            return true;
        }
    }
    return false;
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < ' ' || text.ptr[i] > '~')
            return false;
    return text.len > 0 && text.len <= VALUE_MAX;
}

/* The header of that name, or what a script said instead. */
static struct str value_of(const struct http_request *request, struct str name, struct str said)
{
    struct str value = http_header_find(request, name);
    return value.ptr != NULL ? value : said;
}

static struct str text_of(const struct http_request *request, struct str name, struct str said)
{
    struct str rest = str_trim(value_of(request, name, said));
    struct str text;
    if (!take_text(&rest, &text) || rest.len > 0)
        return STR_NONE;
    text = str_trim(text);
    return is_plain(text) ? text : STR_NONE;
}

static enum visitor_answer answer_of(const struct http_request *request, struct str name)
{
    struct str text = str_trim(http_header_find(request, name));
    if (str_is_equal(text, STR("?1")))
        return VISITOR_YES;
    return str_is_equal(text, STR("?0")) ? VISITOR_NO : VISITOR_UNKNOWN;
}

/* ------------------------------------------------------------------ brands */

/* Takes `"Name";v="1.2"` and the comma behind it. False: there is no more, or it is none. */
static bool take_brand(struct str *rest, struct hint_brand *brand)
{
    *rest = str_trim(*rest);
    if (!take_text(rest, &brand->name))
        return false;
    *rest = str_trim(*rest);
    brand->version = STR_NONE;
    if (str_has_prefix(*rest, STR(";v=")) || str_has_prefix(*rest, STR("; v="))) {
        *rest = str_slice(*rest, (size_t)str_find_char(*rest, '=') + 1, rest->len);
        if (!take_text(rest, &brand->version))
            return false;
    }
    ptrdiff_t comma = str_find_char(*rest, ',');
    *rest = comma >= 0 ? str_slice(*rest, (size_t)comma + 1, rest->len) : STR_NONE;
    return true;
}

static bool has_nocase(struct str text, struct str part)
{
    for (size_t at = 0; at + part.len <= text.len; at++)
        if (str_is_equal_nocase(str_slice(text, at, at + part.len), part))
            return true;
    return false;
}

/* Browsers mix in a name that is none, such as "Not/A)Brand", so that nobody counts on the list. */
static bool is_made_up(struct str name)
{
    return name.ptr == NULL || (has_nocase(name, STR("Not")) && has_nocase(name, STR("Brand")));
}

/* Names of engines and of what is embedded elsewhere: another one in the list tells more. */
static bool is_weak(struct str name)
{
    return str_is_equal(name, STR("Android WebView")) || str_is_equal(name, STR("Chromium"));
}

static void read_brands(struct str list, struct hints *hints)
{
    struct hint_brand brand;
    while (take_brand(&list, &brand)) {
        if (is_made_up(brand.name) || !is_plain(brand.name) ||
            (brand.version.ptr != NULL && !is_plain(brand.version)))
            continue;
        if (str_is_equal(brand.name, STR("Chromium"))) {
            hints->is_chromium = true;
            hints->chromium_version = brand.version;
        } else if (hints->brand.name.ptr == NULL || is_weak(hints->brand.name)) {
            hints->brand = brand;
        }
    }
    hints->is_chromium = hints->is_chromium && hints->brand.name.ptr == NULL;
}

struct hints hints_read(const struct http_request *request, const struct hints_said *said)
{
    static const struct hints_said nothing;
    said = said != NULL ? said : &nothing;
    struct hints hints = {
        .mobile = answer_of(request, STR("Sec-CH-UA-Mobile")),
        .platform = text_of(request, STR("Sec-CH-UA-Platform"), STR_NONE),
        .platform_version =
            text_of(request, STR("Sec-CH-UA-Platform-Version"), said->platform_version),
        .model = text_of(request, STR("Sec-CH-UA-Model"), said->model),
    };
    read_brands(value_of(request, STR("Sec-CH-UA-Full-Version-List"), said->full_version_list),
                &hints);
    hints.is_whole_version = hints.brand.name.ptr != NULL || hints.is_chromium;
    if (!hints.is_whole_version)
        read_brands(http_header_find(request, STR("Sec-CH-UA")), &hints);
    return hints;
}

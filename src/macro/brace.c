/* brace - cuts {...} into its parts. A macro never spans '&', '?' or '#', so that a URL may be
 * split there before its macros are read. Pure; any thread. */
#include "macro/internal.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_macro_name(struct str name)
{
    size_t first = 0;
    while (first < name.len && name.ptr[first] == '_') {
        first++;
    }
    if (first == name.len || !is_letter(name.ptr[first])) {
        return false;
    }
    for (size_t i = first; i < name.len; i++) {
        char c = name.ptr[i];
        if (!is_letter(c) && !is_digit(c) && c != '_' && c != '.' && c != '-') {
            return false;
        }
    }
    return true;
}

/* {t1_md5} is {t1:md5} (spec/tracker.md §2.1). */
static void cut_md5(struct macro_brace *cut)
{
    struct str suffix = STR("_md5");
    if (cut->function.ptr != NULL || cut->name.len <= suffix.len) {
        return;
    }
    size_t at = cut->name.len - suffix.len;
    if (str_is_equal_nocase(str_slice(cut->name, at, cut->name.len), suffix)) {
        cut->function = STR("md5");
        cut->name.len = at;
    }
}

bool macro_brace_at(struct str text, size_t at, struct macro_brace *brace)
{
    size_t end = at + 1;
    while (end < text.len && memchr("{}&?#", text.ptr[end], 5) == NULL) {
        end++;
    }
    if (end >= text.len || text.ptr[end] != '}') {
        return false;
    }
    struct macro_brace cut = {.len = end + 1 - at, .content = str_slice(text, at + 1, end)};
    cut.is_raw = str_has_prefix(cut.content, STR("_"));
    cut.name = str_slice(cut.content, cut.is_raw ? 1 : 0, cut.content.len);
    ptrdiff_t colon = str_find_char(cut.name, ':');
    if (colon >= 0) {
        cut.function = str_slice(cut.name, (size_t)colon + 1, cut.name.len);
        cut.name = str_slice(cut.name, 0, (size_t)colon);
    }
    cut_md5(&cut);
    if (!is_macro_name(cut.name)) {
        return false;
    }
    *brace = cut;
    return true;
}

bool macro_is_in(struct str text, int number)
{
    for (size_t at = 0; at < text.len; at++) {
        struct macro_brace brace;
        if (text.ptr[at] == '{' && macro_brace_at(text, at, &brace) &&
            macro_find(brace.name) == number) {
            return true;
        }
    }
    return false;
}

bool macro_next(struct str text, size_t from, struct macro_seen *seen)
{
    for (size_t at = from; at < text.len; at++) {
        struct macro_brace brace;
        if (text.ptr[at] == '{' && macro_brace_at(text, at, &brace)) {
            *seen = (struct macro_seen){at, brace.len, brace.content, brace.name, brace.function};
            return true;
        }
    }
    return false;
}

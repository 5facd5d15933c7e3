/* placeholder - tells a value from the hole where a value should stand. Pure; any thread. */
#include "macro/internal.h"

#define WRAPPINGS_MAX 3 /* {{{x}}} */

/* Delimiters that stand as they are, longer ones first. */
static const struct {
    const char *open;
    const char *close;
} fences[] = {
    {"${", "}"},  {"[=", "=]"}, {"##", "##"}, {"#", "#"},
    {"__", "__"}, {"@@", "@@"}, {"%", "%"},   {"<", ">"},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Names as networks write them: "s2", "hit.data2", "SUB_ID_SHORT(action)", "CLICK-ID", "amount50%".
 * A letter stands near the front, so that "#1#" stays a value. */
static bool is_hole_name(struct str name)
{
    size_t first = 0;
    while (first < name.len && memchr("_:$", name.ptr[first], 3) != NULL) {
        first++;
    }
    if (name.len > MACRO_NAME_BYTES_MAX || first == name.len || !is_letter(name.ptr[first])) {
        return false;
    }
    for (size_t i = first; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_letter(c) && !is_digit && memchr("_.:-()%", c, 7) == NULL) {
            return false;
        }
    }
    return true;
}

/* Takes a pair of delimiters off both ends. */
static bool unwrap(struct str value, struct str open, struct str close, struct str *inner)
{
    if (value.len <= open.len + close.len || !str_has_prefix(value, open) ||
        !str_has_suffix(value, close)) {
        return false;
    }
    *inner = str_slice(value, open.len, value.len - close.len);
    return true;
}

/* {x}, {{x}}, {{{x}}} and the same with brackets. */
static bool is_wrapped_name(struct str value, struct str open, struct str close)
{
    for (int i = 0; i < WRAPPINGS_MAX && unwrap(value, open, close, &value); i++) {
        if (is_hole_name(value)) {
            return true;
        }
    }
    return false;
}

bool macro_is_placeholder(struct str value)
{
    if (value.len == 0 || str_is_equal_nocase(value, STR("REPLACE")) ||
        str_is_equal_nocase(value, STR("OPTIONAL"))) {
        return true;
    }
    if (is_wrapped_name(value, STR("{"), STR("}")) || is_wrapped_name(value, STR("["), STR("]"))) {
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(fences); i++) {
        struct str inner;
        if (unwrap(value, str_from_c(fences[i].open), str_from_c(fences[i].close), &inner) &&
            is_hole_name(inner)) {
            return true;
        }
    }
    return false;
}

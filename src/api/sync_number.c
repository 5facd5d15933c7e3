/* sync_number - numbers of an API's JSON without a digit lost: no double stands between. */
#include "api/sync_client.h"

#include "base/money.h"

/* The end of a string that begins at `at`, behind its quote. */
static size_t end_of_string(struct str json, size_t at)
{
    for (at++; at < json.len && json.ptr[at] != '"'; at++)
        at += json.ptr[at] == '\\';
    return at < json.len ? at + 1 : json.len;
}

static bool is_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

struct str sync_quote_numbers(struct arena *arena, struct str json)
{
    char *out = arena_alloc_raw(arena, 3 * json.len + 1);
    size_t len = 0, at = 0;

    if (out == NULL)
        return STR_NONE;
    while (at < json.len) {
        char c = json.ptr[at];
        size_t end = at + 1;
        bool is_number = c == '-' || (c >= '0' && c <= '9');
        if (c == '"')
            end = end_of_string(json, at);
        while (is_number && end < json.len && is_of_number(json.ptr[end]))
            end++;
        if (is_number)
            out[len++] = '"';
        memcpy(out + len, json.ptr + at, end - at);
        len += end - at;
        if (is_number)
            out[len++] = '"';
        at = end;
    }
    return (struct str){out, len};
}

enum err sync_read_amount(const json_t *value, int64_t divisor, int64_t *micros)
{
    struct str text = {json_string_value(value), json_string_length(value)};
    int64_t read = 0;

    if (value == NULL || json_is_null(value)) {
        *micros = 0;
        return OK;
    }
    if (!json_is_string(value) || text.len == 0)
        return ERR_INVALID;
    for (size_t i = 0; i < text.len; i++)
        if (!is_of_number(text.ptr[i]))
            return ERR_INVALID;
    enum err err = money_parse_loose(text, &read);
    if (err == OK && read < 0)
        return ERR_RANGE;
    return err == OK ? money_scale(read, 1, divisor, micros) : err;
}

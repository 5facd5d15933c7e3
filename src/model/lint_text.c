/* lint_text - the first round: characters that copying and typing brought in. */
#include "model/lint_internal.h"

#include "base/say.h"
#define NAME_BYTES_MAX 64

/* What HTML makes of an ampersand and the like. */
static const struct {
    const char *entity;
    char character;
} entities[] = {{"&amp;", '&'}, {"&#38;", '&'},  {"&#038;", '&'}, {"&#x26;", '&'}, {"&lt;", '<'},
                {"&gt;", '>'},  {"&quot;", '"'}, {"&#39;", '\''}, {"&#x3D;", '='}, {"&#61;", '='}};

/* "&currency=" copied from a web page (spec/tracker.md §2.2). */
static const char *const currency_signs[] = {"\xC2\xA4", "%C2%A4", "\xA4", "%A4"};

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_prefix_nocase(struct str text, struct str prefix)
{
    return str_is_equal_nocase(str_slice(text, 0, prefix.len), prefix);
}

static size_t read_entity(struct lint *lint, size_t at)
{
    struct str rest = str_slice(lint->text, at, lint->text.len);
    for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
        struct str entity = str_from_c(entities[i].entity);
        if (!is_prefix_nocase(rest, entity))
            continue;
        struct str with = arena_copy(lint->arena, (struct str){&entities[i].character, 1});
        lint_say(lint, LINT_RULE_HTML_ENTITY, at, entity.len, with, true,
                 "%s is HTML for %c: the link was copied from a page's source", entities[i].entity,
                 entities[i].character);
        return entity.len;
    }
    return 0;
}

static size_t read_currency_sign(struct lint *lint, size_t at)
{
    struct str rest = str_slice(lint->text, at, lint->text.len);
    for (size_t i = 0; i < ARRAY_LEN(currency_signs); i++) {
        struct str sign = str_from_c(currency_signs[i]);
        if (!is_prefix_nocase(rest, sign) ||
            !is_prefix_nocase(str_slice(rest, sign.len, rest.len), STR("cy=")))
            continue;
        bool is_parted = at == 0 || memchr("&?", lint->text.ptr[at - 1], 2) != NULL;
        lint_say(
            lint, LINT_RULE_CURRENCY_SIGN, at, sign.len + 2,
            is_parted ? STR("currency") : STR("&currency"), true,
            "a browser read the beginning of &currency as the currency sign: write &currency=");
        return sign.len + 3;
    }
    return 0;
}

/* %7Bclickid%7D, or that escaped once more. */
static size_t read_escaped_braces(struct lint *lint, size_t at)
{
    static const char *const opens[] = {"%7B", "%257B"}, *const closes[] = {"%7D", "%257D"};
    struct str rest = str_slice(lint->text, at, lint->text.len);
    for (size_t i = 0; i < ARRAY_LEN(opens); i++) {
        struct str open = str_from_c(opens[i]), close = str_from_c(closes[i]);
        size_t end = open.len;
        if (!is_prefix_nocase(rest, open))
            continue;
        while (end < rest.len && end < open.len + NAME_BYTES_MAX &&
               memchr("%&?=", rest.ptr[end], 4) == NULL)
            end++;
        if (end == open.len || !is_prefix_nocase(str_slice(rest, end, rest.len), close))
            continue;
        struct str with =
            arena_format(lint->arena, "{%.*s}", STR_FMT(str_slice(rest, open.len, end)));
        lint_say(lint, LINT_RULE_ESCAPED_BRACES, at, end + close.len, with, true,
                 "the braces are percent-encoded, so nothing replaces the macro: write %.*s",
                 STR_FMT(with));
        return end + close.len;
    }
    return 0;
}

/* %name% as a whole value is a macro of some networks. */
static size_t percent_macro(struct str text, size_t at)
{
    size_t end = at + 1;
    if (at > 0 && text.ptr[at - 1] != '=')
        return 0;
    while (end < text.len && memchr("%&?=#", text.ptr[end], 5) == NULL)
        end++;
    if (end == text.len || text.ptr[end] != '%')
        return 0;
    bool is_whole = end + 1 == text.len || memchr("&?#", text.ptr[end + 1], 3) != NULL;
    return is_whole && lint_is_macro(str_slice(text, at, end + 1)) ? end + 1 - at : 0;
}

static size_t read_percent(struct lint *lint, size_t at)
{
    size_t skip = read_currency_sign(lint, at);
    if (skip == 0)
        skip = read_escaped_braces(lint, at);
    if (skip == 0)
        skip = percent_macro(lint->text, at);
    if (skip > 0)
        return skip;
    struct str next = str_slice(lint->text, at + 1, at + 3);
    if (next.len == 2 && is_hex(next.ptr[0]) && is_hex(next.ptr[1]))
        return 3;
    lint_say(lint, LINT_RULE_BAD_PERCENT, at, 1, STR("%25"), true,
             "%% is not followed by two hex digits: write %%25");
    return 1;
}

static struct str encoded(struct lint *lint, struct str piece)
{
    struct buf buf = buf_in_arena(lint->arena, piece.len * 3);
    for (size_t i = 0; i < piece.len; i++)
        buf_format(&buf, "%%%02X", (unsigned)(unsigned char)piece.ptr[i]);
    return buf_str(&buf);
}

static bool is_outside_ascii(char c)
{
    return (unsigned char)c >= 0x80;
}

static size_t read_accents(struct lint *lint, size_t at)
{
    size_t end = at;
    size_t skip = read_currency_sign(lint, at);
    if (skip > 0)
        return skip;
    while (end < lint->text.len && is_outside_ascii(lint->text.ptr[end]))
        end++;
    struct str with = encoded(lint, str_slice(lint->text, at, end));
    lint_say(lint, LINT_RULE_UNENCODED, at, end - at, with, true,
             "characters outside ASCII must be percent-encoded: write %.*s",
             STR_FMT(str_slice(with, 0, 60)));
    return end - at;
}

static size_t read_white(struct lint *lint, size_t at)
{
    size_t end = at;
    while (end < lint->text.len && memchr(" \t\r\n", lint->text.ptr[end], 4) != NULL)
        end++;
    bool is_edge = at == 0 || end == lint->text.len;
    bool is_line = memchr(lint->text.ptr + at, '\n', end - at) != NULL;
    if (is_edge)
        lint_say(lint, LINT_RULE_WHITESPACE, at, end - at, STR(""), true, "white space %s the link",
                 at == 0 ? say_text("before") : say_text("behind"));
    else if (is_line)
        lint_say(lint, LINT_RULE_WHITESPACE, at, end - at, STR(""), true,
                 "the link is broken over lines");
    else
        lint_say(lint, LINT_RULE_WHITESPACE, at, end - at, STR("%20"), true,
                 "a space ends a link in many places: write %%20");
    return end - at;
}

/* A value that is a macro of any family is left to the second round: [x], <x>, #x#. */
static size_t value_macro(struct str text, size_t at)
{
    size_t end = at;
    if (at == 0 || text.ptr[at - 1] != '=')
        return 0;
    while (end < text.len && text.ptr[end] != '&' && text.ptr[end] != ' ')
        end++;
    return lint_is_macro(str_slice(text, at, end)) ? end - at : 0;
}

static size_t read_one(struct lint *lint, size_t at)
{
    struct macro_seen seen;
    char c = lint->text.ptr[at];
    size_t skip = c == '%' ? 0 : value_macro(lint->text, at);
    if (skip > 0)
        return skip;
    if (c == '{' && macro_next(str_slice(lint->text, 0, lint->text.len), at, &seen) &&
        seen.at == at)
        return seen.len;
    if (memchr(" \t\r\n", c, 4) != NULL)
        return read_white(lint, at);
    if (c == '&' && (skip = read_entity(lint, at)) > 0)
        return skip;
    if (c == '%')
        return read_percent(lint, at);
    if (is_outside_ascii(c))
        return read_accents(lint, at);
    if ((unsigned char)c < 0x20 || c == 0x7f)
        lint_say(lint, LINT_RULE_CONTROL, at, 1, STR(""), true, "a control byte");
    else if (memchr("\"<>\\^`|", c, 7) != NULL)
        lint_say(lint, LINT_RULE_UNENCODED, at, 1, encoded(lint, str_slice(lint->text, at, at + 1)),
                 true, "%c must be percent-encoded", c);
    else if (c == '{' || c == '}')
        lint_say(lint, LINT_RULE_STRAY_BRACE, at, 1, STR_NONE, false,
                 "a brace that belongs to no macro");
    return 1;
}

void lint_characters(struct lint *lint)
{
    for (size_t at = 0; at < lint->text.len;)
        at += read_one(lint, at);
}

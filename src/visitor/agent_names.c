#include "visitor/agent_names.h"

#include <strings.h>
#include "visitor/device_name.h"

#define ALTERNATIVES_MAX 256 /* of a group */

struct list {
    struct str *names; /* sorted, each once */
    size_t count, cap;
};

struct agent_names {
    struct agent_rules *rules; /* NULL: there are none */
    struct arena *arena;       /* names that do not stand in a rule as they are */
    struct list of[AGENT_NAMES_FIELDS];
};

#define ARENA_BYTES_MAX (4 * 1024 * 1024)

/* ------------------------------------------------------------------ the first group of a regex */

/* Steps over what stands for one character, or one bracket, at *at. */
static char take_char(struct str regex, size_t *at)
{
    char c = regex.ptr[(*at)++];
    if (c == '\\')
        (*at)++;
    if (c == '[') /* no regex of uap-core begins a class with ']' */
        while (*at < regex.len && regex.ptr[(*at)++] != ']')
            *at += regex.ptr[*at - 1] == '\\';
    return c;
}

/* What follows the bracket of the first group that captures; absent: there is none. */
static struct str first_group(struct str regex)
{
    for (size_t at = 0; at < regex.len;)
        if (take_char(regex, &at) == '(' && at < regex.len && regex.ptr[at] != '?')
            return str_slice(regex, at, regex.len);
    return STR_NONE;
}

/* Takes an alternative off the front of a group, whatever stands in it; false: the group ends. */
static bool take_alternative(struct str *group, struct str *piece)
{
    size_t at = 0, depth = 0;
    while (at < group->len) {
        size_t from = at;
        char c = take_char(*group, &at);
        bool is_end = depth == 0 && (c == '|' || c == ')');
        depth += c == '(';
        depth -= c == ')' && depth > 0;
        if (!is_end)
            continue;
        *piece = str_slice(*group, 0, from);
        *group = c == '|' ? str_slice(*group, at, group->len) : STR_NONE;
        return true;
    }
    return false;
}

/* The text that a piece of a regex matches, when it is one alone; else absent. */
static struct str plain_of(struct arena *arena, struct str piece)
{
    struct buf buf = buf_in_arena(arena, piece.len);
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        bool is_escaped = c == '\\' && i + 1 < piece.len;
        if (is_escaped)
            c = piece.ptr[++i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_escaped ? is_letter : strchr("()[]{}*+?.^$\\", c) != NULL)
            return STR_NONE;
        buf_write_char(&buf, c);
    }
    return buf_str(&buf);
}

/* The texts that the first group of a regex matches, as far as they are plain. */
static size_t alternatives_of(struct arena *arena, struct str regex,
                              struct str texts[ALTERNATIVES_MAX])
{
    struct str group = first_group(regex), piece;
    size_t count = 0;
    while (count < ALTERNATIVES_MAX && take_alternative(&group, &piece)) {
        texts[count] = plain_of(arena, piece);
        count += texts[count].len > 0;
    }
    return count;
}

/* ------------------------------------------------------------------ lists */

/* Capital letters or not, and then apart. */
static int by_alphabet(const void *a, const void *b)
{
    const struct str *left = a, *right = b;
    size_t len = left->len < right->len ? left->len : right->len;
    int order = strncasecmp(left->ptr, right->ptr, len);
    if (order == 0 && left->len != right->len)
        return left->len < right->len ? -1 : 1;
    return order != 0 ? order : memcmp(left->ptr, right->ptr, len);
}

static void add(struct list *list, struct str name)
{
    name = str_trim(name);
    if (name.len == 0)
        return;
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 256 : 2 * list->cap;
        list->names = heap_grow(list->names, list->cap * sizeof(*list->names));
    }
    list->names[list->count++] = name;
}

static void settle(struct list *list)
{
    size_t kept = 0;
    if (list->count > 0)
        qsort(list->names, list->count, sizeof(*list->names), by_alphabet);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !str_is_equal(list->names[i], list->names[kept - 1]))
            list->names[kept++] = list->names[i];
    list->count = kept;
}

/* ------------------------------------------------------------------ rules */

struct naming {
    struct agent_names *names;
    const struct agent_rule *rule;
    enum agent_names_field field;
};

static void take(const struct naming *naming, struct str name)
{
    switch (naming->field) {
    case AGENT_NAMES_OS:
    case AGENT_NAMES_BROWSER:
        name = device_name_family(name);
        break;
    case AGENT_NAMES_BRAND:
        name = device_name_brand(name);
        break;
    case AGENT_NAMES_MODEL:
        name = device_name_model(name, naming->rule->replacements[AGENT_BRAND]);
        break;
    case AGENT_NAMES_FIELDS:
        break;
    }
    add(&naming->names->of[naming->field], name);
}

/* What a replacement can say: itself, or with "$1" each alternative of the first group. */
static void take_replacement(const struct naming *naming, struct str text)
{
    struct str texts[ALTERNATIVES_MAX];
    struct arena *arena = naming->names->arena;
    ptrdiff_t at = str_find_char(text, '$');
    if (at < 0) {
        take(naming, text);
        return;
    }
    struct str before = str_slice(text, 0, (size_t)at);
    struct str after = str_slice(text, (size_t)at + 2, text.len);
    if (!str_has_prefix(str_slice(text, (size_t)at, text.len), STR("$1")) ||
        str_find_char(after, '$') >= 0)
        return;
    size_t count = alternatives_of(arena, naming->rule->regex, texts);
    for (size_t i = 0; i < count; i++)
        take(naming, arena_format(arena, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(texts[i]),
                                  STR_FMT(after)));
}

static void take_part(struct agent_names *names, const struct agent_rule *rule,
                      enum agent_names_field field, size_t part)
{
    struct str text = rule->replacements[part];
    bool is_brand = field == AGENT_NAMES_BRAND; /* which no group stands for */
    if (text.ptr == NULL && is_brand)
        return;
    take_replacement(&(struct naming){names, rule, field}, text.ptr != NULL ? text : STR("$1"));
}

static void take_rule(struct agent_names *names, const struct agent_rule *rule)
{
    switch (rule->kind) {
    case AGENT_BROWSER:
        take_part(names, rule, AGENT_NAMES_BROWSER, AGENT_FAMILY);
        break;
    case AGENT_OS:
        take_part(names, rule, AGENT_NAMES_OS, AGENT_FAMILY);
        break;
    case AGENT_DEVICE:
        take_part(names, rule, AGENT_NAMES_BRAND, AGENT_BRAND);
        take_part(names, rule, AGENT_NAMES_MODEL, AGENT_MODEL);
        break;
    case AGENT_KINDS:
        break;
    }
}

struct agent_names *agent_names_make(const char *path)
{
    char reason[AGENT_REASON_MAX];
    size_t count = 0;
    struct agent_names *names = heap_make(1, sizeof(*names));
    names->arena = arena_make(ARENA_BYTES_MAX);
    if (path[0] == '\0' || agent_rules_read(path, &names->rules, reason) != OK)
        return names;
    const struct agent_rule *rules = agent_rules_all(names->rules, &count);
    for (size_t i = 0; i < count; i++)
        take_rule(names, &rules[i]);
    for (size_t field = 0; field < AGENT_NAMES_FIELDS; field++)
        settle(&names->of[field]);
    return names;
}

void agent_names_free(struct agent_names *names)
{
    if (names == NULL)
        return;
    for (size_t field = 0; field < AGENT_NAMES_FIELDS; field++)
        free(names->of[field].names);
    agent_rules_free(names->rules);
    arena_free(names->arena);
    free(names);
}

/* ------------------------------------------------------------------ finding */

static bool has_part(struct str name, struct str part)
{
    for (size_t at = 0; at + part.len <= name.len; at++)
        if (str_is_equal_nocase(str_slice(name, at, at + part.len), part))
            return true;
    return false;
}

static bool begins_with(struct str name, struct str part)
{
    return str_is_equal_nocase(str_slice(name, 0, part.len), part);
}

size_t agent_names_find(const struct agent_names *names, enum agent_names_field field,
                        struct str part, size_t max, struct str *found)
{
    const struct list *list = &names->of[field];
    size_t count = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < list->count && count < max; i++)
            if (begins_with(list->names[i], part) == (round == 0) &&
                (round == 0 || has_part(list->names[i], part)))
                found[count++] = list->names[i];
    return count;
}

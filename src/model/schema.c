/* schema - the reader. Nested tables are walked by recursion: their depth is that of the tables,
 * which are constants, never that of the input. */
#include "model/schema.h"

#include <stdarg.h>

#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "model/fault.h"

#define KEY_CHARS_MAX  64
#define WORDS_TEXT_MAX 224

struct reader {
    struct arena *arena;
    struct model_fault *fault;
    char path[sizeof(((struct model_fault *)0)->field)]; /* of the field being read */
    size_t depth;
};

typedef enum err read_value(struct reader *reader, const struct field *field, const json_t *value,
                            void *at);

/* ------------------------------------------------------------------ where the reader stands */

static enum err refuse(struct reader *reader, const char *format, ...) PRINTF_LIKE(2, 3);

static enum err refuse(struct reader *reader, const char *format, ...)
{
    char message[sizeof reader->fault->message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, say_text(format), args);
    va_end(args);
    return fault_refuse(reader->fault, reader->path, "%s", message);
}

/* Goes to a field or an item; gives what leave() needs to come back. A path that does not fit is
 * cut: it only serves a message. */
static size_t enter(struct reader *reader, const char *format, ...) PRINTF_LIKE(2, 3);

static size_t enter(struct reader *reader, const char *format, ...)
{
    size_t len = strlen(reader->path);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(reader->path + len, sizeof reader->path - len, format, args);
    va_end(args);
    return len;
}

static size_t enter_field(struct reader *reader, const char *name)
{
    return enter(reader, "%s%s", reader->path[0] == '\0' ? "" : ".", name);
}

static void leave(struct reader *reader, size_t len)
{
    reader->path[len] = '\0';
}

static enum err too_large(struct reader *reader)
{
    return refuse(reader, "the document is too large");
}

static const char *name_of_type(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return say_text("an object");
    case JSON_ARRAY:
        return say_text("an array");
    case JSON_STRING:
        return say_text("a string");
    case JSON_INTEGER:
    case JSON_REAL:
        return say_text("a number");
    case JSON_TRUE:
    case JSON_FALSE:
        return say_text("true or false");
    case JSON_NULL:
        break;
    }
    return say_text("null");
}

static enum err wrong_type(struct reader *reader, const char *expected, const json_t *value)
{
    return refuse(reader, "expected %s, not %s", say_text(expected), name_of_type(value));
}

/* ------------------------------------------------------------------ plain values */

size_t schema_count_chars(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return count;
}

static struct str trim_spaces(struct str s)
{
    while (s.len > 0 && s.ptr[0] == ' ')
        s = str_slice(s, 1, s.len);
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

/* A JSON string without control characters; lends it. */
static enum err take_text(struct reader *reader, const json_t *value, bool is_trimmed,
                          struct str *text)
{
    if (!json_is_string(value))
        return wrong_type(reader, SAY("a string"), value);
    struct str s = {json_string_value(value), json_string_length(value)};
    if (str_has_control(s))
        return refuse(reader, "control characters are not allowed here");
    if (!str_is_utf8(s))
        return refuse(reader, "expected UTF-8");
    *text = is_trimmed ? trim_spaces(s) : s;
    return OK;
}

static enum err check_length(struct reader *reader, struct str s, int64_t min, int64_t max)
{
    size_t count = schema_count_chars(s);
    if (min == 1 && count == 0)
        return refuse(reader, "must not be empty");
    if (count < (size_t)min)
        return refuse(reader, "expected at least %" PRId64 " characters", min);
    if (count > (size_t)max)
        return refuse(reader, "expected at most %" PRId64 " characters", max);
    return OK;
}

static enum err read_text(struct reader *reader, const struct field *field, const json_t *value,
                          void *at)
{
    struct str s;
    enum err err = take_text(reader, value, (field->flags & FIELD_TRIMMED) != 0, &s);
    if (err != OK)
        return err;
    if (s.len == 0 && (field->flags & FIELD_EMPTY_IS_NULL) != 0)
        return OK;
    err = check_length(reader, s, field->min, field->max);
    if (err != OK)
        return err;
    const char *expected = s.len > 0 && field->judge != NULL ? field->judge(s) : NULL;
    if (expected != NULL)
        return refuse(reader, "%s", expected);
    struct str copy = arena_copy(reader->arena, s);
    if (copy.ptr == NULL)
        return too_large(reader);
    *(struct str *)at = copy;
    return OK;
}

static enum err read_money(struct reader *reader, const struct field *field, const json_t *value,
                           void *at)
{
    int64_t micros;
    if (!json_is_string(value))
        return wrong_type(reader, SAY("a decimal string such as \"1.50\""), value);
    struct str s = {json_string_value(value), json_string_length(value)};
    enum err err = money_parse_plain(s, &micros);
    if (err == ERR_INVALID)
        return refuse(reader, "expected a decimal string such as \"1.50\", six decimals at most");
    if (err != OK || micros < field->min || micros > field->max)
        return refuse(reader, "expected a decimal string from \"%.*s\" to \"%.*s\"",
                      STR_FMT(money_text(reader->arena, field->min)),
                      STR_FMT(money_text(reader->arena, field->max)));
    *(int64_t *)at = micros;
    return OK;
}

static enum err read_integer(struct reader *reader, const struct field *field, const json_t *value,
                             void *at)
{
    if (!json_is_integer(value))
        return wrong_type(reader, SAY("an integer"), value);
    int64_t number = json_integer_value(value);
    if (number < field->min || number > field->max)
        return refuse(reader, "expected an integer from %" PRId64 " to %" PRId64, field->min,
                      field->max);
    *(int64_t *)at = number;
    return OK;
}

static enum err read_bool(struct reader *reader, const struct field *field, const json_t *value,
                          void *at)
{
    (void)field;
    if (!json_is_boolean(value))
        return wrong_type(reader, SAY("true or false"), value);
    *(bool *)at = json_is_true(value);
    return OK;
}

static enum err read_choice(struct reader *reader, const struct field *field, const json_t *value,
                            void *at)
{
    (void)field;
    if (!json_is_boolean(value))
        return wrong_type(reader, SAY("true or false"), value);
    *(int *)at = json_is_true(value);
    return OK;
}

static enum err refuse_word(struct reader *reader, const struct field *field)
{
    char text[WORDS_TEXT_MAX];
    size_t len = 0;
    for (size_t i = 0; field->words[i] != NULL && len < sizeof text; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"%s\"", i == 0 ? "" : ", ",
                                field->words[i]);
    return refuse(reader, "expected one of %s", text);
}

static enum err take_word(struct reader *reader, const struct field *field, const json_t *value,
                          int *word)
{
    if (!json_is_string(value))
        return refuse_word(reader, field);
    struct str s = {json_string_value(value), json_string_length(value)};
    for (int i = 0; field->words[i] != NULL; i++)
        if (str_is_equal(s, str_from_c(field->words[i]))) {
            *word = i;
            return OK;
        }
    return refuse_word(reader, field);
}

static enum err read_word(struct reader *reader, const struct field *field, const json_t *value,
                          void *at)
{
    return take_word(reader, field, value, at);
}

static enum err read_words(struct reader *reader, const struct field *field, const json_t *value,
                           void *at)
{
    unsigned bits = 0;
    if (!json_is_array(value))
        return wrong_type(reader, SAY("an array of strings"), value);
    for (size_t i = 0; i < json_array_size(value); i++) {
        int word = 0;
        size_t here = enter(reader, "[%zu]", i);
        enum err err = take_word(reader, field, json_array_get(value, i), &word);
        if (err != OK)
            return err;
        leave(reader, here);
        bits |= 1u << word;
    }
    *(unsigned *)at = bits;
    return OK;
}

static enum err read_currency(struct reader *reader, const struct field *field, const json_t *value,
                              void *at)
{
    char code[4];
    (void)field;
    struct str s = {json_string_value(value), json_string_length(value)};
    if (!json_is_string(value) || money_parse_currency(s, code) != OK)
        return refuse(reader, "expected a currency code of three letters such as \"USD\"");
    struct str copy = arena_copy(reader->arena, str_from_c(code));
    if (copy.ptr == NULL)
        return too_large(reader);
    *(struct str *)at = copy;
    return OK;
}

static enum err read_id(struct reader *reader, const struct field *field, const json_t *value,
                        void *at)
{
    (void)field;
    if (!json_is_integer(value) || json_integer_value(value) < 1)
        return refuse(reader, "expected an id, an integer from 1 up");
    *(uint64_t *)at = (uint64_t)json_integer_value(value);
    return OK;
}

static enum err read_document(struct reader *reader, const struct field *field, const json_t *value,
                              void *at)
{
    if (!json_is_object(value))
        return wrong_type(reader, SAY("an object"), value);
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
    if (text == NULL)
        return refuse(reader, "expected JSON without NUL characters in names");
    struct str copy = STR_NONE;
    bool is_long = strlen(text) > (size_t)field->max;
    if (!is_long)
        copy = arena_copy(reader->arena, str_from_c(text));
    free(text);
    if (is_long)
        return refuse(reader, "expected at most %" PRId64 " bytes", field->max);
    if (copy.ptr == NULL)
        return too_large(reader);
    *(struct str *)at = copy;
    return OK;
}

static enum err read_fixed(struct reader *reader, const struct field *field, const json_t *value,
                           void *at)
{
    (void)at;
    json_t *only = json_loads(field->fallback, JSON_DECODE_ANY, NULL);
    bool is_it = json_equal(only, value) != 0;
    json_decref(only);
    return is_it ? OK : refuse(reader, "%s", field->help);
}

/* ------------------------------------------------------------------ lists, maps, objects */

static enum err check_count(struct reader *reader, const struct field *field, size_t count)
{
    if (count < (size_t)field->min)
        return refuse(reader, "expected at least %" PRId64, field->min);
    if (count > (size_t)field->max)
        return refuse(reader, "expected at most %" PRId64, field->max);
    return OK;
}

static enum err read_texts(struct reader *reader, const struct field *field, const json_t *value,
                           void *at)
{
    if (!json_is_array(value))
        return wrong_type(reader, SAY("an array of strings"), value);
    struct list list = {.count = json_array_size(value)};
    enum err err = check_count(reader, field, list.count);
    if (err != OK)
        return err;
    list.items = ARENA_ARRAY(reader->arena, struct str, list.count);
    if (list.items == NULL)
        return too_large(reader);
    const struct field item = {
        .flags = FIELD_TRIMMED, .min = 1, .max = field->item_max, .judge = field->judge};
    for (size_t i = 0; i < list.count; i++) {
        size_t here = enter(reader, "[%zu]", i);
        err = read_text(reader, &item, json_array_get(value, i), LIST_AT(list, struct str, i));
        if (err != OK)
            return err;
        leave(reader, here);
    }
    *(struct list *)at = list;
    return OK;
}

static struct str fold_key(struct arena *arena, const char *key, bool is_lower)
{
    struct str trimmed = trim_spaces(str_from_c(key));
    char *copy = arena_alloc_raw(arena, trimmed.len + 1);
    if (copy == NULL)
        return STR_NONE;
    for (size_t i = 0; i < trimmed.len; i++) {
        char c = trimmed.ptr[i];
        copy[i] = is_lower && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    copy[trimmed.len] = '\0';
    return (struct str){copy, trimmed.len};
}

static enum err read_pair(struct reader *reader, const struct field *field, const char *key,
                          const json_t *value, struct list *list)
{
    struct pair pair = {.key =
                            fold_key(reader->arena, key, (field->flags & FIELD_LOWER_KEYS) != 0)};
    if (pair.key.ptr == NULL)
        return too_large(reader);
    if (str_has_control(pair.key))
        return refuse(reader, "control characters are not allowed in a name");
    if (pair.key.len == 0 || schema_count_chars(pair.key) > KEY_CHARS_MAX)
        return refuse(reader, "expected a name of 1 to %d characters", KEY_CHARS_MAX);
    for (size_t i = 0; i < list->count; i++)
        if (str_is_equal(LIST_AT(*list, struct pair, i)->key, pair.key))
            return refuse(reader, "given twice: case and spaces at the ends do not count");
    const struct field item = {.flags = FIELD_TRIMMED, .min = 0, .max = field->item_max};
    enum err err = read_text(reader, &item, value, &pair.value);
    if (err == OK)
        *LIST_AT(*list, struct pair, list->count++) = pair;
    return err;
}

static enum err read_map(struct reader *reader, const struct field *field, const json_t *value,
                         void *at)
{
    const char *key;
    json_t *item;
    if (!json_is_object(value))
        return wrong_type(reader, SAY("an object of strings"), value);
    enum err err = check_count(reader, field, json_object_size(value));
    if (err != OK)
        return err;
    struct list list = {ARENA_ARRAY(reader->arena, struct pair, json_object_size(value)), 0};
    if (list.items == NULL)
        return too_large(reader);
    /* The macro wants a pointer that is not const, and changes nothing. */
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
    {
        size_t here = enter_field(reader, key);
        err = read_pair(reader, field, key, item, &list);
        if (err != OK)
            return err;
        leave(reader, here);
    }
    *(struct list *)at = list;
    return OK;
}

static enum err read_object(struct reader *reader, const struct schema *schema,
                            const json_t *object, void *body);

static enum err read_nested(struct reader *reader, const struct field *field, const json_t *value,
                            void *at)
{
    void *body = arena_alloc(reader->arena, field->schema->bytes);
    if (body == NULL)
        return too_large(reader);
    enum err err = read_object(reader, field->schema, value, body);
    if (err == OK)
        *(void **)at = body;
    return err;
}

static enum err read_objects(struct reader *reader, const struct field *field, const json_t *value,
                             void *at)
{
    if (!json_is_array(value))
        return wrong_type(reader, SAY("an array of objects"), value);
    struct list list = {.count = json_array_size(value)};
    enum err err = check_count(reader, field, list.count);
    if (err != OK)
        return err;
    list.items = arena_alloc(reader->arena, list.count * field->schema->bytes);
    if (list.items == NULL)
        return too_large(reader);
    for (size_t i = 0; i < list.count; i++) {
        size_t here = enter(reader, "[%zu]", i);
        err = read_object(reader, field->schema, json_array_get(value, i),
                          (char *)list.items + i * field->schema->bytes);
        if (err != OK)
            return err;
        leave(reader, here);
    }
    *(struct list *)at = list;
    return OK;
}

static read_value *const readers[] = {
    [FIELD_TEXT] = read_text,
    [FIELD_MONEY] = read_money,
    [FIELD_INTEGER] = read_integer,
    [FIELD_BOOL] = read_bool,
    [FIELD_WORD] = read_word,
    [FIELD_WORDS] = read_words,
    [FIELD_TEXTS] = read_texts,
    [FIELD_CURRENCY] = read_currency,
    [FIELD_ID] = read_id,
    [FIELD_OBJECT] = read_nested,
    [FIELD_OBJECTS] = read_objects,
    [FIELD_MAP] = read_map,
    [FIELD_FIXED] = read_fixed,
    [FIELD_CHOICE] = read_choice,
    [FIELD_DOCUMENT] = read_document,
};

/* Null, where no fallback stands for it. */
static void set_none(const struct field *field, void *at)
{
    if (field->type == FIELD_WORD || field->type == FIELD_CHOICE)
        *(int *)at = -1;
    else if (field->type == FIELD_INTEGER && (field->flags & FIELD_NULLABLE) != 0)
        *(int64_t *)at = -1;
    else if (field->type == FIELD_MONEY)
        *(int64_t *)at = SCHEMA_MONEY_NONE;
    else if (field->type == FIELD_WORDS)
        *(unsigned *)at = SCHEMA_WORDS_NONE;
}

/* Gives a field its fallback: through the same reader, so that a table cannot hold a default that
 * its own limits refuse. */
static enum err read_fallback(struct reader *reader, const struct field *field, void *at)
{
    if ((field->flags & FIELD_REQUIRED) != 0)
        return refuse(reader, "required");
    if (field->fallback == NULL) {
        set_none(field, at);
        return OK;
    }
    if (field->type == FIELD_FIXED)
        return OK;
    json_t *value = json_loads(field->fallback, JSON_DECODE_ANY, NULL);
    CHECK(value != NULL);
    enum err err = readers[field->type](reader, field, value, at);
    json_decref(value);
    return err;
}

static enum err check_known(struct reader *reader, const struct schema *schema,
                            const json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        bool is_known = false;
        for (size_t i = 0; i < schema->count && !is_known; i++)
            is_known = strcmp(schema->fields[i].name, key) == 0;
        if (!is_known) {
            (void)enter_field(reader, key);
            return refuse(reader, "unknown field");
        }
    }
    return OK;
}

static enum err read_object(struct reader *reader, const struct schema *schema,
                            const json_t *object, void *body)
{
    CHECK(reader->depth < SCHEMA_DEPTH_MAX);
    if (!json_is_object(object))
        return wrong_type(reader, "an object", object);
    enum err err = check_known(reader, schema, object);
    reader->depth++;
    for (size_t i = 0; err == OK && i < schema->count; i++) {
        const struct field *field = &schema->fields[i];
        const json_t *value = json_object_get(object, field->name);
        void *at = (char *)body + field->offset;
        size_t here = enter_field(reader, field->name);
        if (value == NULL || json_is_null(value))
            err = read_fallback(reader, field, at);
        else
            err = readers[field->type](reader, field, value, at);
        if (err == OK)
            leave(reader, here);
    }
    reader->depth--;
    return err;
}

enum err schema_read(const struct schema *schema, const json_t *document, struct arena *arena,
                     void *body, struct model_fault *fault)
{
    struct reader reader = {.arena = arena, .fault = fault};
    return read_object(&reader, schema, document, body);
}

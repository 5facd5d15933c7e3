/* schema - the writer, and how two documents are laid over each other. Recursion goes as deep as
 * the tables do. Out of memory ends the process, as everywhere. */
#include "model/schema.h"

#include "base/money.h"

static json_t *kept(json_t *made)
{
    CHECK(made != NULL);
    return made;
}

static json_t *write_text(struct str s)
{
    return s.ptr == NULL ? json_null() : kept(json_stringn(s.ptr, s.len));
}

static json_t *write_money(int64_t micros)
{
    char text[MONEY_TEXT_MAX + 1];
    struct buf buf = buf_from_memory(text, sizeof text);
    money_write(&buf, micros);
    return kept(json_stringn(text, buf.len));
}

static void add(json_t *object, const char *name, json_t *value)
{
    CHECK(json_object_set_new(object, name, value) == 0);
}

static json_t *write_words(const char *const *words, unsigned bits)
{
    json_t *array = kept(json_array());
    for (size_t i = 0; words[i] != NULL; i++)
        if ((bits >> i & 1) != 0)
            CHECK(json_array_append_new(array, kept(json_string(words[i]))) == 0);
    return array;
}

static json_t *write_list(const struct field *field, const struct list *list)
{
    json_t *array = kept(json_array());
    for (size_t i = 0; i < list->count; i++) {
        json_t *item =
            field->type == FIELD_TEXTS
                ? write_text(*LIST_AT(*list, struct str, i))
                : schema_write(field->schema, (const char *)list->items + i * field->schema->bytes);
        CHECK(json_array_append_new(array, item) == 0);
    }
    return array;
}

static json_t *write_map(const struct list *list)
{
    json_t *object = kept(json_object());
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *pair = LIST_AT(*list, struct pair, i);
        add(object, pair->key.ptr, write_text(pair->value)); /* copies in an arena end with a NUL */
    }
    return object;
}

static json_t *write_value(const struct field *field, const void *at)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_CURRENCY:
        return write_text(*(const struct str *)at);
    case FIELD_MONEY:
        return *(const int64_t *)at == SCHEMA_MONEY_NONE ? json_null()
                                                         : write_money(*(const int64_t *)at);
    case FIELD_INTEGER:
        return (field->flags & FIELD_NULLABLE) != 0 && *(const int64_t *)at < 0
                   ? json_null()
                   : kept(json_integer(*(const int64_t *)at));
    case FIELD_BOOL:
        return json_boolean(*(const bool *)at);
    case FIELD_WORD:
        return *(const int *)at < 0 ? json_null()
                                    : kept(json_string(field->words[*(const int *)at]));
    case FIELD_CHOICE:
        return *(const int *)at < 0 ? json_null() : json_boolean(*(const int *)at);
    case FIELD_WORDS:
        return *(const unsigned *)at == SCHEMA_WORDS_NONE
                   ? json_null()
                   : write_words(field->words, *(const unsigned *)at);
    case FIELD_ID:
        return *(const uint64_t *)at == 0 ? json_null()
                                          : kept(json_integer(*(const json_int_t *)at));
    case FIELD_OBJECT:
        return *(void *const *)at == NULL ? json_null()
                                          : schema_write(field->schema, *(void *const *)at);
    case FIELD_TEXTS:
    case FIELD_OBJECTS:
        return write_list(field, at);
    case FIELD_MAP:
        return write_map(at);
    case FIELD_DOCUMENT:
        return kept(json_loadb(((const struct str *)at)->ptr, ((const struct str *)at)->len,
                               JSON_ALLOW_NUL, NULL));
    case FIELD_FIXED:
        break;
    }
    return kept(json_loads(field->fallback, JSON_DECODE_ANY, NULL));
}

json_t *schema_write(const struct schema *schema, const void *body)
{
    json_t *object = kept(json_object());
    for (size_t i = 0; i < schema->count; i++)
        add(object, schema->fields[i].name,
            write_value(&schema->fields[i], (const char *)body + schema->fields[i].offset));
    return object;
}

/* ------------------------------------------------------------------ merging */

static bool is_nested(const struct schema *schema, const char *name)
{
    for (size_t i = 0; schema != NULL && i < schema->count; i++)
        if (strcmp(schema->fields[i].name, name) == 0)
            return schema->fields[i].type == FIELD_OBJECT;
    return false;
}

/* Lays one level of fields over an object. */
static void lay_over(const struct schema *schema, json_t *object, const json_t *input)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)input, key, value)
    {
        const json_t *before = json_object_get(object, key);
        if (json_is_null(value)) {
            (void)json_object_del(object, key); /* it may not have been there */
        } else if (json_is_object(value) && json_is_object(before) && is_nested(schema, key)) {
            json_t *nested = kept(json_copy((json_t *)(uintptr_t)before));
            lay_over(NULL, nested, value);
            add(object, key, nested);
        } else {
            CHECK(json_object_set(object, key, value) == 0);
        }
    }
}

json_t *schema_merge(const struct schema *schema, const json_t *base, const json_t *input)
{
    json_t *merged = kept(json_copy((json_t *)(uintptr_t)base));
    lay_over(schema, merged, input);
    return merged;
}

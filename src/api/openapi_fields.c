/* openapi_fields - the model's tables of fields as JSON Schema: what the parser takes and what
 * answers hold. Tables nest at most SCHEMA_DEPTH_MAX deep; recursion goes along. */
#include "api/openapi.h"

#include "api/json_out.h"

json_t *openapi_typed(const char *type)
{
    json_t *schema = json_object();

    json_out_put(schema, "type", json_string(type));
    return schema;
}

json_t *openapi_pattern(const char *pattern)
{
    json_t *schema = openapi_typed("string");

    json_out_put(schema, "pattern", json_string(pattern));
    return schema;
}

json_t *openapi_list(json_t *items)
{
    json_t *schema = openapi_typed("array");

    json_out_put(schema, "items", items);
    return schema;
}

json_t *openapi_or_null(json_t *schema)
{
    json_t *choice = json_array();
    json_t *either = json_object();

    json_out_append(choice, schema);
    json_out_append(choice, openapi_typed("null"));
    json_out_put(either, "anyOf", choice);
    return either;
}

/* ------------------------------------------------------------------ values */

static void put_bounds(json_t *schema, const char *least, int64_t min, const char *most,
                       int64_t max)
{
    if (min != 0)
        json_out_put(schema, least, json_integer(min));
    json_out_put(schema, most, json_integer(max));
}

static json_t *text_up_to(int64_t min, int64_t max)
{
    json_t *schema = openapi_typed("string");

    put_bounds(schema, "minLength", min, "maxLength", max);
    return schema;
}

static json_t *bounded_list(json_t *items, const struct field *field)
{
    json_t *schema = openapi_list(items);

    put_bounds(schema, "minItems", field->min, "maxItems", field->max);
    return schema;
}

static json_t *one_of_words(const char *const *words)
{
    json_t *schema = openapi_typed("string");
    json_t *list = json_array();

    for (; *words != NULL; words++)
        json_out_append(list, json_string(*words));
    json_out_put(schema, "enum", list);
    return schema;
}

static json_t *value_of(const struct field *field, enum openapi_use use)
{
    json_t *schema;

    switch (field->type) {
    case FIELD_TEXT:
        return text_up_to((field->flags & FIELD_EMPTY_IS_NULL) != 0 ? 0 : field->min, field->max);
    case FIELD_MONEY:
        return openapi_pattern(OPENAPI_DECIMAL);
    case FIELD_INTEGER:
        schema = openapi_typed("integer");
        json_out_put(schema, "minimum", json_integer(field->min));
        json_out_put(schema, "maximum", json_integer(field->max));
        return schema;
    case FIELD_BOOL:
    case FIELD_CHOICE:
        return openapi_typed("boolean");
    case FIELD_WORD:
        return one_of_words(field->words);
    case FIELD_WORDS:
        return openapi_list(one_of_words(field->words));
    case FIELD_TEXTS:
        return bounded_list(text_up_to(1, field->item_max), field);
    case FIELD_CURRENCY:
        return openapi_pattern("^[A-Z]{3}$");
    case FIELD_ID:
        schema = openapi_typed("integer");
        json_out_put(schema, "minimum", json_integer(1));
        return schema;
    case FIELD_OBJECT: /* a change is laid over one level of nested fields */
        return openapi_object(field->schema, use);
    case FIELD_OBJECTS:
        return bounded_list(
            openapi_object(field->schema, use == OPENAPI_CHANGE ? OPENAPI_NEW : use), field);
    case FIELD_MAP:
        schema = openapi_typed("object");
        json_out_put(schema, "additionalProperties", text_up_to(0, field->item_max));
        return schema;
    case FIELD_DOCUMENT:
        return openapi_typed("object");
    case FIELD_FIXED:
        break;
    }
    return json_object(); /* its only value follows as "const" */
}

/* ------------------------------------------------------------------ fields */

/* Whether null may stand there: in a body for the default, in an answer where there is none. */
static bool takes_null(const struct field *field, enum openapi_use use)
{
    if (field->type == FIELD_FIXED)
        return use != OPENAPI_ANSWER;
    if (use != OPENAPI_ANSWER)
        return (field->flags & FIELD_REQUIRED) == 0;
    if ((field->flags & (FIELD_NULLABLE | FIELD_EMPTY_IS_NULL)) != 0)
        return true;
    return (field->flags & FIELD_REQUIRED) == 0 && field->fallback == NULL &&
           (field->type == FIELD_TEXT || field->type == FIELD_CURRENCY || field->type == FIELD_ID ||
            field->type == FIELD_OBJECT || field->type == FIELD_WORD);
}

static json_t *field_of(const struct field *field, enum openapi_use use)
{
    json_t *schema = value_of(field, use);
    json_t *fallback =
        field->fallback != NULL ? json_loads(field->fallback, JSON_DECODE_ANY, NULL) : json_null();

    if (field->type == FIELD_FIXED)
        json_out_put(schema, "const", json_incref(fallback));
    if (takes_null(field, use))
        schema = openapi_or_null(schema);
    if (use == OPENAPI_NEW && (field->flags & FIELD_REQUIRED) == 0)
        json_out_put(schema, "default", json_incref(fallback));
    if (field->help != NULL)
        json_out_put(schema, "description", json_string(field->help));
    json_decref(fallback);
    return schema;
}

static bool is_needed(const struct field *field, enum openapi_use use)
{
    return use == OPENAPI_ANSWER || (use == OPENAPI_NEW && (field->flags & FIELD_REQUIRED) != 0);
}

json_t *openapi_object(const struct schema *table, enum openapi_use use)
{
    json_t *schema = openapi_typed("object");
    json_t *properties = json_object();
    json_t *required = json_array();

    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        json_out_put(properties, field->name, field_of(field, use));
        if (is_needed(field, use))
            json_out_append(required, json_string(field->name));
    }
    json_out_put(schema, "properties", properties);
    if (json_array_size(required) > 0)
        json_out_put(schema, "required", required);
    else
        json_decref(required);
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

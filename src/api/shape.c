/* shape - tables as JSON Schema (2020-12). Tables nest as deep as they are written, which is not
 * deep; recursion goes along. */
#include "api/shape.h"

#include "api/json_out.h"
#include "api/openapi.h"

static json_t *words_schema(const char *words)
{
    struct str rest = str_from_c(words);
    struct str word;
    json_t *schema = openapi_typed("string");
    json_t *list = json_array();

    while (str_take_piece(&rest, ' ', &word))
        json_out_append(list, json_out_text(word));
    json_out_put(schema, "enum", list);
    return schema;
}

static json_t *named_schema(json_t *id, bool has_host)
{
    json_t *schema = openapi_typed("object");
    json_t *properties = json_object();
    json_t *required = json_pack("[s, s]", "id", "name");

    json_out_put(properties, "id", id);
    json_out_put(properties, "name", openapi_or_null(openapi_typed("string")));
    if (has_host) {
        json_out_put(properties, "hostname", openapi_or_null(openapi_typed("string")));
        json_out_append(required, json_string("hostname"));
    }
    json_out_put(schema, "properties", properties);
    json_out_put(schema, "required", required);
    json_out_put(schema, "additionalProperties", json_false());
    return openapi_or_null(schema);
}

static json_t *map_schema(void)
{
    json_t *schema = openapi_typed("object");

    json_out_put(schema, "additionalProperties", openapi_or_null(openapi_typed("string")));
    return schema;
}

static json_t *time_schema(void)
{
    json_t *schema = openapi_typed("string");

    json_out_put(schema, "format", json_string("date-time"));
    return schema;
}

json_t *shape_value_schema(const struct shape_field *field)
{
    switch (field->type) {
    case SHAPE_TEXT:
        return openapi_typed("string");
    case SHAPE_WORD:
        return words_schema(field->words);
    case SHAPE_NUMBER:
        return openapi_typed("integer");
    case SHAPE_REAL:
        return openapi_typed("number");
    case SHAPE_BOOL:
        return openapi_typed("boolean");
    case SHAPE_MONEY:
        return openapi_pattern(OPENAPI_DECIMAL);
    case SHAPE_TIME:
        return time_schema();
    case SHAPE_ENTRY:
        return openapi_pattern("^[0-9]{1,19}$");
    case SHAPE_ID:
        return json_pack("{s:[s, s]}", "type", "integer", "string");
    case SHAPE_NAMED:
        return named_schema(openapi_typed("integer"), false);
    case SHAPE_GOAL:
        return named_schema(openapi_typed("string"), false);
    case SHAPE_SITED:
        return named_schema(openapi_typed("integer"), true);
    case SHAPE_TEXTS:
        return openapi_list(openapi_typed("string"));
    case SHAPE_IDS:
        return openapi_list(json_pack("{s:[s, s]}", "type", "integer", "string"));
    case SHAPE_MAP:
        return map_schema();
    case SHAPE_OBJECT:
        return shape_schema(field->shape);
    case SHAPE_OBJECTS:
        return openapi_list(shape_schema(field->shape));
    case SHAPE_ANY:
        return json_object();
    case SHAPE_FREE:
        break;
    }
    return openapi_typed("object");
}

json_t *shape_schema(const struct shape *shape)
{
    json_t *schema = openapi_typed("object");
    json_t *properties = json_object();
    json_t *required = json_array();

    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        json_t *value = shape_value_schema(field);
        if ((field->flags & SHAPE_NULL) != 0)
            value = openapi_or_null(value);
        if (field->help != NULL)
            json_out_put(value, "description", json_string(field->help));
        json_out_put(properties, field->name, value);
        if ((field->flags & SHAPE_OPTIONAL) == 0)
            json_out_append(required, json_string(field->name));
    }
    if (shape->more_fields != NULL) {
        json_t *more = shape->more_fields();
        (void)json_object_update(properties, more); /* both are objects */
        json_decref(more);
    }
    json_out_put(schema, "properties", properties);
    json_out_put(schema, "required", required);
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

/* openapi - the parts that the OpenAPI document is put together from: JSON Schema (2020-12) as new
 * references. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "http/http.h"
#include "model/schema.h"

#define OPENAPI_DECIMAL "^-?[0-9]+(\\.[0-9]{1,6})?$"

/* "get" of GET ... Static. */
const char *openapi_verb(enum http_method method);
/* {"type": type} */
json_t *openapi_typed(const char *type);
/* A string of that pattern. */
json_t *openapi_pattern(const char *pattern);
/* An array; takes items. */
json_t *openapi_list(json_t *items);
/* What the schema takes, or null; takes it. */
json_t *openapi_or_null(json_t *schema);

enum openapi_use {
    OPENAPI_NEW,    /* of a POST: fields that are required, the rest has defaults */
    OPENAPI_CHANGE, /* of a PATCH: any of them */
    OPENAPI_ANSWER, /* all of them */
};
/* The object that a table of the model tells of. */
json_t *openapi_object(const struct schema *table, enum openapi_use use);

/* A query parameter of that name, as the document's "parameters" hold it: its type, what it does
 * and an example, from one table of all parameters. */
json_t *openapi_parameter(struct str name);

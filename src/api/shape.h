/* shape - what a body or an answer holds, told as tables. The OpenAPI document and the columns of
 * CSV come from them, and the tests hold every answer against them. A table stands beside the
 * function that writes what it tells of: one field more in the one is one line more in the other.
 * Constant; any thread. */
#pragma once
#include <jansson.h>
#include "base/base.h"

enum shape_type {
    SHAPE_TEXT,
    SHAPE_WORD,    /* one of the words */
    SHAPE_NUMBER,  /* an integer */
    SHAPE_REAL,    /* a number: a percentage */
    SHAPE_BOOL,    /* true or false */
    SHAPE_MONEY,   /* a decimal string */
    SHAPE_TIME,    /* RFC 3339 in UTC */
    SHAPE_ENTRY,   /* an entry's id: a decimal string */
    SHAPE_ID,      /* an entity's id: an integer, a goal's 32 hex */
    SHAPE_NAMED,   /* {"id","name"} of an entity with a number; null for none */
    SHAPE_GOAL,    /* the same of a goal */
    SHAPE_SITED,   /* {"id","name","hostname"} of a site, or of a zone with its site's */
    SHAPE_TEXTS,   /* a list of texts */
    SHAPE_IDS,     /* a list of ids */
    SHAPE_MAP,     /* an object of texts by name, null among them */
    SHAPE_OBJECT,  /* of the nested shape */
    SHAPE_OBJECTS, /* a list of them */
    SHAPE_ANY,     /* any value */
    SHAPE_FREE,    /* an object whose fields are told elsewhere */
};

enum shape_flag {
    SHAPE_NULL = 1,     /* may be null */
    SHAPE_OPTIONAL = 2, /* may be left out */
};

struct shape;

struct shape_field {
    const char *name;
    enum shape_type type;
    unsigned flags;
    const char *help;          /* a whole sentence; NULL where the name says all */
    const char *words;         /* of a SHAPE_WORD, separated by spaces */
    const struct shape *shape; /* of objects */
};

struct shape {
    const char *name; /* of the schema in the document: "visit" */
    const struct shape_field *fields;
    size_t count;
    const char *example; /* of a body: JSON that the API takes; the tests send it */
    /* Further ones, that tables elsewhere tell: properties of a schema, none of them required, as a
     * new reference. NULL: none. */
    json_t *(*more_fields)(void);
};

/* const struct shape visit_shape = SHAPE("visit", visit_fields); */
#define SHAPE(name, fields)                                                                        \
    {                                                                                              \
        (name), (fields), ARRAY_LEN(fields), NULL, NULL                                            \
    }
#define SHAPE_OF_BODY(name, fields, example)                                                       \
    {                                                                                              \
        (name), (fields), ARRAY_LEN(fields), (example), NULL                                       \
    }

/* The schema of an object of that shape, as a new reference. */
json_t *shape_schema(const struct shape *shape);
/* The schema of one field without its flags, as a new reference. */
json_t *shape_value_schema(const struct shape_field *field);

/* schema - tables of fields: what a JSON document may hold, and where it stands in a C struct. One
 * reader and one writer serve every kind of entity. Tables nest at most SCHEMA_DEPTH_MAX deep,
 * which also bounds the reader's recursion, whatever the input. Pure; any thread. */
#pragma once
#include "model/catalog.h"

#define SCHEMA_DEPTH_MAX  4
#define SCHEMA_MONEY_NONE INT64_MIN
#define SCHEMA_WORDS_NONE (1u << 31) /* no table has 32 words */

enum field_type {
    FIELD_TEXT,     /* struct str; min and max count characters */
    FIELD_MONEY,    /* int64_t: micros, from a decimal string; min and max in micros; null is
                       SCHEMA_MONEY_NONE */
    FIELD_INTEGER,  /* int64_t; -1 for null */
    FIELD_BOOL,     /* bool */
    FIELD_CHOICE,   /* int: 0 or 1 from false or true, -1 for null */
    FIELD_WORD,     /* int: the place in words, -1 for null */
    FIELD_WORDS,    /* unsigned: an array of words, a bit for each; null is SCHEMA_WORDS_NONE */
    FIELD_TEXTS,    /* struct list of struct str; item_max characters each */
    FIELD_CURRENCY, /* struct str: three capital letters */
    FIELD_ID,       /* uint64_t: the id of another entity, 0 for null */
    FIELD_OBJECT,   /* a pointer to the struct of the nested schema, NULL for null */
    FIELD_OBJECTS,  /* struct list of structs of the nested schema; min and max count them */
    FIELD_MAP,      /* struct list of struct pair; values of at most item_max characters */
    FIELD_DOCUMENT, /* struct str: an object of any fields, as JSON; max counts its bytes */
    FIELD_FIXED,    /* no place in the struct: only the fallback is accepted, help says why */
};

enum field_flag {
    FIELD_REQUIRED = 1,
    FIELD_NULLABLE = 2,      /* null is a value of its own */
    FIELD_TRIMMED = 4,       /* spaces at the ends are taken off */
    FIELD_EMPTY_IS_NULL = 8, /* so is an empty text */
    FIELD_LOWER_KEYS = 16,   /* keys of a map are folded to lower case (ASCII) */
    FIELD_SECRET = 32,       /* a text that histories and exports do not show */
    FIELD_WRITE_ONLY = 64,   /* a secret that nothing shows, whoever asks */
};

struct schema;

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    size_t offset;
    const char *fallback; /* what stands for an absent field, as JSON; NULL: null, or nothing */
    int64_t min, max;
    int64_t item_max;
    const char *const *words;    /* ends with NULL */
    const struct schema *schema; /* of nested objects */
    const char *(*judge)(
        struct str s); /* of a text that is not empty: NULL, or what was expected */
    const char *help;
};

struct schema {
    const struct field *fields;
    size_t count;
    size_t bytes; /* of the struct */
};

#define SCHEMA(fields, type)                                                                       \
    {                                                                                              \
        (fields), ARRAY_LEN(fields), sizeof(type)                                                  \
    }

struct list {
    void *items;
    size_t count;
};

struct pair {
    struct str key;
    struct str value;
};

#define LIST_AT(list, type, i) (&((type *)(list).items)[i])

/* Reads a document into *body (schema->bytes, zeroed by the caller); all that it points to is
 * copied into the arena. A field that is absent or null gets its fallback; unknown fields are
 * refused. ERR_INVALID with *fault. */
MUST_USE enum err schema_read(const struct schema *schema, const json_t *document,
                              struct arena *arena, void *body, struct model_fault *fault);
/* The document of a struct, every field of it given: a new reference. */
MUST_USE json_t *schema_write(const struct schema *schema, const void *body);

/* A new document: input laid over base. Fields of nested objects are laid over one by one, one
 * level deep; maps and lists are replaced whole. null takes the field out, so that schema_read()
 * gives it its fallback. */
MUST_USE json_t *schema_merge(const struct schema *schema, const json_t *base, const json_t *input);

/* The number of characters of UTF-8. */
size_t schema_count_chars(struct str s);

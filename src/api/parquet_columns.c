#include "api/parquet_columns.h"

#include <math.h>
#include <stdlib.h>
#include "api/json_out.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"

#define DEPTH_MAX 3

struct parquet_columns {
    struct parquet_column list[PARQUET_COLUMNS_MAX];
    const char *path[PARQUET_COLUMNS_MAX][DEPTH_MAX]; /* of the value in the row; NULL: its end */
    size_t count;
    struct arena *arena;
};

/* A field, inside of those in path. */
struct place {
    const char *path[DEPTH_MAX];
    size_t depth;
};

static enum parquet_type type_of(enum shape_type type)
{
    switch (type) {
    case SHAPE_NUMBER:
    case SHAPE_ENTRY:
        return PARQUET_NUMBER;
    case SHAPE_BOOL:
        return PARQUET_BOOL;
    case SHAPE_MONEY:
    case SHAPE_REAL:
        return PARQUET_MONEY; /* a decimal, whatever it counts */
    case SHAPE_TIME:
        return PARQUET_TIME;
    case SHAPE_TEXT:
    case SHAPE_WORD:
    case SHAPE_ID:
    case SHAPE_NAMED:
    case SHAPE_GOAL:
    case SHAPE_SITED:
    case SHAPE_TEXTS:
    case SHAPE_IDS:
    case SHAPE_MAP:
    case SHAPE_OBJECT:
    case SHAPE_OBJECTS:
    case SHAPE_ANY:
    case SHAPE_FREE:
        break;
    }
    return PARQUET_TEXT;
}

static void add(struct parquet_columns *columns, const struct place *place, const char *suffix,
                const char *inner, enum parquet_type type)
{
    char name[160] = "";

    CHECK(columns->count < PARQUET_COLUMNS_MAX && place->depth < DEPTH_MAX);
    for (size_t i = 0; i < place->depth; i++) {
        size_t len = strlen(name);
        (void)snprintf(name + len, sizeof(name) - len, "%s%s", i > 0 ? "_" : "", place->path[i]);
        columns->path[columns->count][i] = place->path[i];
    }
    if (inner != NULL)
        columns->path[columns->count][place->depth] = inner;
    struct str copy = arena_format(columns->arena, "%s%s", name, suffix);
    columns->list[columns->count].name = copy.ptr;
    columns->list[columns->count++].type = type;
}

static void add_shape(struct parquet_columns *columns, const struct shape *shape,
                      const struct place *outer)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct shape_field *field = &shape->fields[i];
        struct place place = *outer;
        place.path[place.depth++] = field->name;
        bool is_goal = field->type == SHAPE_GOAL;
        if (field->type == SHAPE_OBJECT && field->shape != NULL && place.depth + 1 < DEPTH_MAX) {
            add_shape(columns, field->shape, &place);
        } else if (field->type == SHAPE_NAMED || field->type == SHAPE_SITED || is_goal) {
            add(columns, &place, "", "name", PARQUET_TEXT);
            add(columns, &place, "_id", "id", is_goal ? PARQUET_TEXT : PARQUET_NUMBER);
            if (field->type == SHAPE_SITED)
                add(columns, &place, "_hostname", "hostname", PARQUET_TEXT);
        } else {
            add(columns, &place, "", NULL, type_of(field->type));
        }
    }
}

struct parquet_columns *parquet_columns_make(struct arena *arena, const struct shape *shape)
{
    struct parquet_columns *columns = ARENA_NEW(arena, struct parquet_columns);
    struct place place = {.depth = 0};

    if (columns == NULL)
        return NULL;
    columns->arena = arena;
    add_shape(columns, shape, &place);
    return arena_is_full(arena) ? NULL : columns;
}

const struct parquet_column *parquet_columns_list(const struct parquet_columns *columns,
                                                  size_t *count)
{
    *count = columns->count;
    return columns->list;
}

/* ------------------------------------------------------------------ values */

static void put_text(struct parquet_row *row, size_t column, const json_t *value)
{
    if (json_is_string(value)) {
        parquet_put_text(row, column,
                         (struct str){json_string_value(value), json_string_length(value)});
        return;
    }
    char *text = json_dumps(value, JSON_OUT_FLAGS | JSON_ENCODE_ANY);
    CHECK(text != NULL);
    parquet_put_text(row, column, str_from_c(text));
    free(text);
}

static void put(struct parquet_row *row, size_t column, enum parquet_type type, const json_t *value)
{
    struct str text = {json_string_value(value), json_string_length(value)};
    int64_t number = json_integer_value(value);

    switch (type) {
    case PARQUET_TEXT:
        put_text(row, column, value);
        break;
    case PARQUET_BOOL:
        parquet_put_bool(row, column, json_is_true(value));
        break;
    case PARQUET_NUMBER:
        if (json_is_integer(value) || num_parse_i64(text, INT64_MIN, INT64_MAX, &number) == OK)
            parquet_put_number(row, column, number);
        break;
    case PARQUET_MONEY:
        if (json_is_number(value))
            number = llround(json_number_value(value) * (double)MONEY_MICROS);
        if (json_is_number(value) || money_parse_plain(text, &number) == OK)
            parquet_put_money(row, column, number);
        break;
    case PARQUET_TIME:
        if (clock_parse(text, &number) == OK)
            parquet_put_time(row, column, number);
        break;
    }
}

void parquet_columns_put(const struct parquet_columns *columns, const json_t *json,
                         struct parquet_row *row)
{
    for (size_t i = 0; i < columns->count; i++) {
        const json_t *value = json;
        for (size_t d = 0; d < DEPTH_MAX && columns->path[i][d] != NULL; d++)
            value = json_object_get(value, columns->path[i][d]);
        if (value != NULL && !json_is_null(value))
            put(row, i, columns->list[i].type, value);
    }
}

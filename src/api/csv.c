#include "api/csv.h"

#include "api/json_out.h"
#include "base/money.h"
#include "base/num.h"

#define PATH_MAX_BYTES 160
#define DEPTH_MAX      8

struct csv {
    struct arena *arena;
    struct str paths[CSV_COLUMNS_MAX];
    size_t count;
};

/* ------------------------------------------------------------------ columns */

/* What stands in the schema besides null, which may be said twice. */
static const json_t *unwrapped(const json_t *schema)
{
    const json_t *choice;

    while ((choice = json_object_get(schema, "anyOf")) != NULL)
        schema = json_array_get(choice, 0);
    return schema;
}

/* Objects of known fields become a column for each; all else is a column. */
static void add_columns(struct csv *csv, const json_t *schema, struct str path, size_t depth)
{
    const json_t *value = unwrapped(schema);
    const json_t *properties = json_object_get(value, "properties");
    const char *name;
    json_t *inner;

    if (properties == NULL || json_object_size(properties) == 0 || depth == DEPTH_MAX) {
        CHECK(csv->count < CSV_COLUMNS_MAX);
        csv->paths[csv->count++] = path;
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)properties, name, inner) add_columns(
        csv, inner,
        arena_format(csv->arena, "%.*s%s%s", STR_FMT(path), path.len > 0 ? "." : "", name),
        depth + 1);
}

static const json_t *value_at(const json_t *row, struct str path)
{
    struct str piece;

    while (row != NULL && str_take_piece(&path, '.', &piece))
        row = json_object_getn(row, piece.ptr, piece.len);
    return row;
}

/* ------------------------------------------------------------------ fields */

static bool is_plain_number(struct str text)
{
    int64_t micros;

    return money_parse_plain(text, &micros) == OK;
}

static bool is_formula(struct str text)
{
    return text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL && !is_plain_number(text);
}

static bool needs_quotes(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (memchr("\",\r\n", text.ptr[i], 4) != NULL)
            return true;
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static void write_text(struct buf *buf, struct str text)
{
    bool is_quoted = needs_quotes(text);

    if (is_quoted)
        buf_write_char(buf, '"');
    if (is_formula(text))
        buf_write_char(buf, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_write_char(buf, '"');
        buf_write_char(buf, text.ptr[i]);
    }
    if (is_quoted)
        buf_write_char(buf, '"');
}

static void write_json(struct buf *buf, const json_t *value)
{
    char *text = json_dumps(value, JSON_OUT_FLAGS | JSON_ENCODE_ANY);

    CHECK(text != NULL);
    write_text(buf, str_from_c(text));
    free(text);
}

static void write_value(struct buf *buf, const json_t *value)
{
    if (value == NULL || json_is_null(value))
        return;
    if (json_is_string(value))
        write_text(buf, (struct str){json_string_value(value), json_string_length(value)});
    else if (json_is_integer(value))
        buf_write_i64(buf, json_integer_value(value));
    else if (json_is_boolean(value))
        buf_write_c(buf, json_is_true(value) ? "true" : "false");
    else
        write_json(buf, value);
}

/* ------------------------------------------------------------------ rows */

struct csv *csv_make(struct arena *arena, const json_t *schema)
{
    struct csv *csv = ARENA_NEW(arena, struct csv);

    if (csv == NULL)
        return NULL;
    csv->arena = arena;
    add_columns(csv, schema, STR(""), 0);
    return arena_is_full(arena) ? NULL : csv;
}

void csv_write_header(const struct csv *csv, bool has_mark, struct buf *buf)
{
    buf_write_c(buf, has_mark ? "\xef\xbb\xbf" : "");
    for (size_t i = 0; i < csv->count; i++) {
        buf_write_c(buf, i > 0 ? "," : "");
        write_text(buf, csv->paths[i]);
    }
    buf_write_c(buf, "\r\n");
}

void csv_write_row(const struct csv *csv, const json_t *row, struct buf *buf)
{
    for (size_t i = 0; i < csv->count; i++) {
        buf_write_c(buf, i > 0 ? "," : "");
        write_value(buf, value_at(row, csv->paths[i]));
    }
    buf_write_c(buf, "\r\n");
}

/* Quotes double at most what JSON writes, and a separator stands for each field. */
static size_t bytes_at_most(const struct csv *csv, const json_t *rows)
{
    size_t bytes = 2 * json_dumpb(rows, NULL, 0, JSON_OUT_FLAGS);

    for (size_t i = 0; i < csv->count; i++)
        bytes += csv->paths[i].len + 4;
    return bytes + json_array_size(rows) * (2 * csv->count + 2) + 16;
}

struct str csv_write(struct arena *arena, const json_t *schema, const json_t *rows, bool has_mark)
{
    const struct csv *csv = csv_make(arena, schema);
    size_t i;
    json_t *row;

    if (csv == NULL)
        return STR_NONE;
    struct buf buf = buf_in_arena(arena, bytes_at_most(csv, rows));
    csv_write_header(csv, has_mark, &buf);
    json_array_foreach(rows, i, row) csv_write_row(csv, row, &buf);
    return buf_is_full(&buf) || arena_is_full(arena) ? STR_NONE : buf_str(&buf);
}

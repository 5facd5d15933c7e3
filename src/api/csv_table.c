#include "api/csv_table.h"

#include "base/say.h"
#include <csv.h>

#define CHUNK_ROWS 64
#define UTF8_MARK  "\xef\xbb\xbf"

struct reading {
    struct arena *arena;
    struct csv_table *table;
    size_t rows_max, cap;
    size_t line; /* of the row that is being read */
    struct str cells[CSV_TABLE_COLUMNS_MAX];
    size_t place; /* of the next cell in its row */
    bool has_header;
    bool is_open; /* the row goes on in the next line */
    struct str *fault;
    enum err err;
};

static void refuse(struct reading *reading, struct str sentence)
{
    if (reading->err != OK)
        return;
    reading->err = sentence.ptr != NULL ? ERR_INVALID : ERR_FULL;
    *reading->fault = sentence;
}

/* ------------------------------------------------------------------ cells */

static void on_cell(void *bytes, size_t len, void *context)
{
    struct reading *reading = context;
    size_t room = reading->has_header ? reading->table->column_count : CSV_TABLE_COLUMNS_MAX;
    struct str value = str_trim(arena_copy(reading->arena, (struct str){bytes, len}));

    if (arena_is_full(reading->arena))
        refuse(reading, STR_NONE);
    if (reading->err != OK)
        return;
    if (reading->place < room)
        reading->cells[reading->place] = value.len > 0 || !reading->has_header ? value : STR_NONE;
    else if (!reading->has_header)
        refuse(reading, arena_format(reading->arena, say_text("there are more than %d columns"),
                                     CSV_TABLE_COLUMNS_MAX));
    else if (value.len > 0)
        refuse(reading,
               arena_format(reading->arena, say_text("line %zu has more fields than the header"),
                            reading->line));
    reading->place++;
}

static struct str *keep_cells(struct reading *reading, size_t count)
{
    struct str *cells = ARENA_ARRAY(reading->arena, struct str, count);

    if (cells == NULL)
        refuse(reading, STR_NONE);
    else
        memcpy(cells, reading->cells, count * sizeof(*cells));
    return cells;
}

static void add_row(struct reading *reading)
{
    struct csv_table *table = reading->table;
    struct str *cells;

    if (table->count == reading->rows_max)
        refuse(reading, arena_format(reading->arena, say_text("there are more than %zu rows"),
                                     reading->rows_max));
    if (reading->err != OK || (cells = keep_cells(reading, table->column_count)) == NULL)
        return;
    if (table->count == reading->cap) {
        size_t cap = reading->cap + reading->cap / 2 + CHUNK_ROWS;
        struct csv_table_row *rows = ARENA_ARRAY(reading->arena, struct csv_table_row, cap);
        if (rows == NULL) {
            refuse(reading, STR_NONE);
            return;
        }
        if (table->count > 0)
            memcpy(rows, table->rows, table->count * sizeof(*rows));
        table->rows = rows;
        reading->cap = cap;
    }
    table->rows[table->count++] = (struct csv_table_row){reading->line, cells};
}

static bool has_value(const struct reading *reading)
{
    for (size_t i = 0; i < CSV_TABLE_COLUMNS_MAX; i++)
        if (reading->cells[i].len > 0)
            return true;
    return false;
}

static void on_row(int end, void *context)
{
    struct reading *reading = context;

    (void)end;
    if (has_value(reading) && reading->err == OK) {
        if (reading->has_header) {
            add_row(reading);
        } else {
            reading->table->column_count = reading->place;
            reading->table->header = keep_cells(reading, reading->place);
            reading->has_header = true;
        }
    }
    memset(reading->cells, 0, sizeof(reading->cells));
    reading->place = 0;
    reading->is_open = false;
}

/* ------------------------------------------------------------------ the whole */

/* Whichever of the three the first row uses most. */
static unsigned char find_delimiter(struct str text)
{
    static const char marks[] = {',', ';', '\t'};
    size_t counts[ARRAY_LEN(marks)] = {0}, best = 0;

    for (size_t i = 0; i < text.len && text.ptr[i] != '\n'; i++)
        for (size_t m = 0; m < ARRAY_LEN(marks); m++)
            counts[m] += text.ptr[i] == marks[m];
    for (size_t m = 1; m < ARRAY_LEN(marks); m++)
        best = counts[m] > counts[best] ? m : best;
    return (unsigned char)marks[best];
}

/* Line by line, so that a row knows where it begins. */
static void feed(struct reading *reading, struct csv_parser *parser, struct str text)
{
    for (size_t line = 1; text.len > 0 && reading->err == OK; line++) {
        ptrdiff_t end = str_find_char(text, '\n');
        size_t len = end < 0 ? text.len : (size_t)end + 1;
        if (!reading->is_open)
            reading->line = line;
        reading->is_open = true; /* until on_row() */
        if (csv_parse(parser, text.ptr, len, on_cell, on_row, reading) != len)
            refuse(reading, arena_format(reading->arena, say_text("line %zu: %s"), line,
                                         csv_strerror(csv_error(parser))));
        text = str_slice(text, len, text.len);
    }
    if (reading->err == OK && csv_fini(parser, on_cell, on_row, reading) != 0)
        refuse(reading, arena_format(reading->arena, say_text("line %zu: a quote is never closed"),
                                     reading->line));
}

enum err csv_table_read(struct arena *arena, struct str text, size_t rows_max,
                        struct csv_table *table, struct str *fault)
{
    struct reading reading = {.arena = arena, .table = table, .rows_max = rows_max, .fault = fault};
    struct csv_parser parser;

    memset(table, 0, sizeof(*table));
    if (str_has_prefix(text, STR(UTF8_MARK)))
        text = str_slice(text, 3, text.len);
    CHECK(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser, find_delimiter(text));
    feed(&reading, &parser, text);
    csv_free(&parser);
    return reading.err;
}

size_t csv_table_find(const struct csv_table *table, struct str name)
{
    size_t i = 0;

    while (i < table->column_count && !str_is_equal_nocase(table->header[i], name))
        i++;
    return i;
}

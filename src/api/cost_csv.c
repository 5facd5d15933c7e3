#include "api/cost_csv.h"

#include "base/say.h"
#include <csv.h>

#define CHUNK_ROWS  64
#define COLUMNS_MAX 16
#define UTF8_MARK   "\xef\xbb\xbf"

static const struct {
    const char *name;
    size_t offset;
} columns[] = {
#define X(name) {#name, offsetof(struct cost_csv_row, name)},
    COST_CSV_COLUMNS(X)
#undef X
};
static const char *const required[] = {"date_from", "date_to", "campaign", "cost"};

struct reading {
    struct arena *arena;
    struct cost_csv *csv;
    size_t cap;
    size_t line;               /* of the row that is being read */
    size_t order[COLUMNS_MAX]; /* which column stands there */
    size_t order_count;
    size_t place;               /* of the next field in its row */
    bool has_header, has_value; /* the row has something in it */
    bool is_open;               /* the row goes on in the next line */
    struct cost_csv_row row;
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

/* ------------------------------------------------------------------ the header */

static void read_name(struct reading *reading, struct str name)
{
    size_t which = 0;

    while (which < ARRAY_LEN(columns) &&
           !str_is_equal_nocase(name, str_from_c(columns[which].name)))
        which++;
    for (size_t i = 0; i < reading->order_count; i++)
        if (which < ARRAY_LEN(columns) && reading->order[i] == which)
            refuse(reading, arena_format(reading->arena, say_text("the header names %s twice"),
                                         columns[which].name));
    if (which == ARRAY_LEN(columns) || reading->order_count == COLUMNS_MAX)
        refuse(reading,
               arena_format(
                   reading->arena,
                   say_text("the header names \"%.*s\": expected date_from, date_to, campaign, "
                            "token_name, token_value, cost, currency, timezone"),
                   STR_FMT(str_slice(name, 0, 64))));
    else
        reading->order[reading->order_count++] = which;
}

static bool has_column(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->order_count; i++)
        if (strcmp(columns[reading->order[i]].name, name) == 0)
            return true;
    return false;
}

static void end_header(struct reading *reading)
{
    for (size_t i = 0; i < ARRAY_LEN(required); i++)
        if (!has_column(reading, required[i]))
            refuse(reading, arena_format(reading->arena, say_text("the header has no column %s"),
                                         required[i]));
    reading->has_header = true;
}

/* ------------------------------------------------------------------ rows */

static void end_row(struct reading *reading)
{
    struct cost_csv *csv = reading->csv;

    if (reading->has_value && csv->count == COST_CSV_ROWS_MAX)
        refuse(reading, arena_format(reading->arena, say_text("there are more than %d rows"),
                                     COST_CSV_ROWS_MAX));
    if (!reading->has_value || reading->err != OK)
        return;
    if (csv->count == reading->cap) {
        size_t cap = reading->cap + reading->cap / 2 + CHUNK_ROWS;
        struct cost_csv_row *rows = ARENA_ARRAY(reading->arena, struct cost_csv_row, cap);
        if (rows == NULL) {
            reading->err = ERR_FULL;
            return;
        }
        if (csv->count > 0)
            memcpy(rows, csv->rows, csv->count * sizeof(*rows));
        csv->rows = rows;
        reading->cap = cap;
    }
    csv->rows[csv->count++] = reading->row;
}

static void on_field(void *bytes, size_t len, void *context)
{
    struct reading *reading = context;
    struct str value = str_trim(arena_copy(reading->arena, (struct str){bytes, len}));

    if (reading->err != OK)
        return;
    if (arena_is_full(reading->arena)) {
        reading->err = ERR_FULL;
    } else if (!reading->has_header) {
        read_name(reading, value);
    } else if (reading->place >= reading->order_count && value.len > 0) {
        refuse(reading,
               arena_format(reading->arena, say_text("line %zu has more fields than the header"),
                            reading->line));
    } else if (value.len > 0) {
        size_t offset = columns[reading->order[reading->place]].offset;
        memcpy((char *)&reading->row + offset, &value, sizeof(value));
        reading->has_value = true;
    }
    reading->place++;
}

static void on_row(int end, void *context)
{
    struct reading *reading = context;

    (void)end;
    if (!reading->has_header)
        end_header(reading);
    else
        end_row(reading);
    reading->row = (struct cost_csv_row){0};
    reading->place = 0;
    reading->has_value = false;
    reading->is_open = false;
}

/* ------------------------------------------------------------------ the whole */

/* Whichever of the three the header uses most. */
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
        if (!reading->is_open) {
            reading->line = line;
            reading->row.line = line;
        }
        reading->is_open = true; /* until on_row() */
        if (csv_parse(parser, text.ptr, len, on_field, on_row, reading) != len)
            refuse(reading, arena_format(reading->arena, say_text("line %zu: %s"), line,
                                         csv_strerror(csv_error(parser))));
        text = str_slice(text, len, text.len);
    }
    if (reading->err == OK && csv_fini(parser, on_field, on_row, reading) != 0)
        refuse(reading, arena_format(reading->arena, say_text("line %zu: a quote is never closed"),
                                     reading->line));
}

enum err cost_csv_read(struct arena *arena, struct str text, struct cost_csv *csv,
                       struct str *fault)
{
    struct reading reading = {.arena = arena, .csv = csv, .fault = fault};
    struct csv_parser parser;

    memset(csv, 0, sizeof(*csv));
    if (str_has_prefix(text, STR(UTF8_MARK)))
        text = str_slice(text, 3, text.len);
    CHECK(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser, find_delimiter(text));
    feed(&reading, &parser, text);
    csv_free(&parser);
    if (reading.err == OK && csv->count == 0)
        refuse(&reading, say_str("there is no row below the header"));
    return reading.err;
}

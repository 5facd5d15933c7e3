/* upload - rows are made in the caller's arena; what a row's judgement needs is given back after
 * each, so that the last row costs no more than the first. */
#include "convert/upload.h"

#include <csv.h>
#include <stdarg.h>
#include "base/id.h"
#include "base/say.h"

#define COLUMNS_MAX       URI_PARAMS_MAX
#define JUDGE_ARENA_BYTES (1u << 20)
#define ROWS_AT_FIRST     256

struct reading {
    struct arena *arena;
    struct arena *scratch; /* of one row's judgement */
    const struct keys *keys;
    struct upload *upload;
    struct upload_fault *fault;
    size_t room; /* of upload->rows */
    enum err err;

    /* Of CSV: */
    struct str columns[COLUMNS_MAX]; /* what the header names */
    size_t column_count;
    bool has_header;
    size_t line;   /* that is fed now */
    size_t column; /* of the row, so far */
    struct buf query;
    struct upload_row row;
};

static enum err refuse(struct reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);

static enum err refuse(struct reading *reading, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(reading->fault->message, sizeof(reading->fault->message), say_text(format),
                    args);
    va_end(args);
    return reading->err = ERR_INVALID;
}

/* Whether a row may carry it: who sends and what is answered are of no matter here. */
static bool is_taken(struct str name)
{
    return postback_knows(name) && !postback_is_same(name, STR("nid")) &&
           !postback_is_same(name, STR("key")) && !postback_is_same(name, STR("return")) &&
           !postback_is_same(name, STR("upd_clickid")) && !postback_is_same(name, STR("upd_key"));
}

/* --- Rows ----------------------------------------------------------------- */

static void spoil(struct upload_row *row, struct str field, const char *reason)
{
    if (row->reason != NULL)
        return;
    row->field = field;
    row->reason = reason;
}

void upload_judge_row(struct arena *arena, const struct keys *keys, struct upload_row *row)
{
    struct postback_call call;
    struct postback_fault fault = {STR(""), "too long"};
    if (row->reason != NULL)
        return;
    if (postback_parse(arena, row->query, STR_NONE, NULL, NULL, &call, &fault) != OK) {
        spoil(row, fault.name, fault.reason);
        return;
    }
    enum err err =
        call.cid.ptr == NULL ? ERR_MISSING : click_id_parse(keys, call.cid, &row->visit_id);
    row->cid = call.cid;
    if (err != OK)
        spoil(row, STR("cid"),
              err == ERR_MISSING  ? "missing"
              : err == ERR_FORGED ? "not a click id of ours"
                                  : "not a click id");
}

static void grow(struct reading *reading)
{
    struct upload *upload = reading->upload;
    size_t room = reading->room == 0 ? ROWS_AT_FIRST : 4 * reading->room;
    struct upload_row *rows = ARENA_ARRAY(reading->arena, struct upload_row, room);
    if (rows == NULL) {
        reading->err = ERR_FULL;
        return;
    }
    if (upload->count > 0)
        memcpy(rows, upload->rows, upload->count * sizeof(*rows));
    upload->rows = rows;
    reading->room = room;
}

static void add_row(struct reading *reading, struct upload_row *row)
{
    if (reading->err == OK && reading->upload->count == reading->room)
        grow(reading);
    if (reading->err == OK && reading->upload->count == UPLOAD_ROWS_MAX)
        (void)refuse(reading, "more than %d rows: send them in several uploads", UPLOAD_ROWS_MAX);
    if (reading->err != OK)
        return;
    arena_reset(reading->scratch);
    upload_judge_row(reading->scratch, reading->keys, row);
    row->query = arena_copy(reading->arena, row->query);
    row->cid = arena_copy(reading->arena, row->cid);
    row->field = arena_copy(reading->arena, row->field);
    reading->upload->rows[reading->upload->count++] = *row;
    if (arena_is_full(reading->arena))
        reading->err = ERR_FULL;
}

/* A parameter of the row; none when there is no value. "auto" is what the offer pays. */
static void write_param(struct reading *reading, struct str name, struct str value)
{
    struct buf *query = &reading->query;
    value = str_trim(value);
    bool is_auto = postback_is_same(name, STR("payout")) && str_is_equal_nocase(value, STR("auto"));
    if (value.len == 0 || is_auto)
        return;
    buf_format(query, "%s%.*s=", query->len > 0 ? "&" : "", STR_FMT(name));
    uri_write_encoded(query, value);
    if (buf_is_full(query))
        spoil(&reading->row, STR(""), "too long");
}

static enum err finish(struct reading *reading)
{
    if (reading->err == OK && reading->upload->count == 0)
        return refuse(reading, "there is no row");
    return reading->err;
}

/* --- Lines ---------------------------------------------------------------- */

/* "event_1" of Binom's first form is event1. */
static struct str param_name(struct arena *arena, struct str name)
{
    const struct str prefix = STR("event_");
    name = str_trim(name);
    if (!str_has_prefix(name, prefix))
        return name;
    return arena_format(arena, "event%.*s", STR_FMT(str_slice(name, prefix.len, name.len)));
}

static void read_named(struct reading *reading, struct str piece)
{
    size_t at = (size_t)str_find_char(piece, '=');
    struct str name = param_name(reading->scratch, str_slice(piece, 0, at));
    if (!is_taken(name))
        spoil(&reading->row, arena_copy(reading->arena, name), "no parameter of a postback");
    else
        write_param(reading, name, str_slice(piece, at + 1, piece.len));
}

static void read_line(struct reading *reading, struct str line)
{
    static const char *const places[] = {"cid", "payout", "status"};
    struct str piece;
    for (size_t place = 0; str_take_piece(&line, ':', &piece);) {
        if (str_find_char(piece, '=') >= 0)
            read_named(reading, piece);
        else if (place == ARRAY_LEN(places))
            spoil(&reading->row, STR(""), "expected clickid:payout:status, then name=value");
        else
            write_param(reading, str_from_c(places[place++]), piece);
    }
}

enum err upload_read_lines(struct arena *arena, const struct keys *keys, struct str text,
                           struct upload *upload, struct upload_fault *fault)
{
    char memory[UPLOAD_ROW_BYTES_MAX];
    struct reading reading = {.arena = arena,
                              .scratch = arena_make(JUDGE_ARENA_BYTES),
                              .keys = keys,
                              .upload = upload,
                              .fault = fault};
    struct str line;
    *upload = (struct upload){0};
    for (size_t number = 1; reading.err == OK && str_take_piece(&text, '\n', &line); number++) {
        line = str_trim(line);
        if (line.len == 0)
            continue;
        reading.row = (struct upload_row){.line = number};
        reading.query = buf_from_memory(memory, sizeof(memory));
        read_line(&reading, line);
        reading.row.query = buf_str(&reading.query);
        add_row(&reading, &reading.row);
    }
    arena_free(reading.scratch);
    return finish(&reading);
}

/* --- CSV ------------------------------------------------------------------ */

static void read_column(struct reading *reading, struct str name)
{
    name = str_trim(name);
    if (reading->column_count == COLUMNS_MAX) {
        (void)refuse(reading, "more than %d columns", COLUMNS_MAX);
        return;
    }
    if (!is_taken(name)) {
        (void)refuse(reading, "column %zu: \"%.*s\" is no parameter of a postback",
                     reading->column_count + 1, STR_FMT(str_slice(name, 0, 64)));
        return;
    }
    for (size_t i = 0; i < reading->column_count; i++)
        if (postback_is_same(reading->columns[i], name)) {
            (void)refuse(reading, "column %zu: \"%.*s\" is there already",
                         reading->column_count + 1, STR_FMT(name));
            return;
        }
    reading->columns[reading->column_count++] = arena_copy(reading->arena, name);
}

static void on_field(void *bytes, size_t len, void *context)
{
    struct reading *reading = context;
    struct str value = {bytes, len};
    if (reading->err != OK)
        return;
    if (!reading->has_header) {
        read_column(reading, value);
        return;
    }
    if (reading->column == 0)
        reading->row = (struct upload_row){.line = reading->line};
    if (reading->column < reading->column_count)
        write_param(reading, reading->columns[reading->column], value);
    else if (str_trim(value).len > 0)
        spoil(&reading->row, STR(""), "more fields than the header has");
    reading->column++;
}

static void on_row(int c, void *context)
{
    struct reading *reading = context;
    (void)c;
    if (reading->err != OK)
        return;
    if (!reading->has_header) {
        reading->has_header = true;
        bool has_cid = false;
        for (size_t i = 0; i < reading->column_count && !has_cid; i++)
            has_cid = postback_is_same(reading->columns[i], STR("cid"));
        if (!has_cid)
            (void)refuse(reading, "the header names no click id: a column cid is needed");
        return;
    }
    reading->row.query = buf_str(&reading->query);
    add_row(reading, &reading->row);
    reading->query.len = 0;
    reading->query.full = false;
    reading->column = 0;
}

/* What the header is cut by. */
static unsigned char find_delimiter(struct str text)
{
    ptrdiff_t end = str_find_char(text, '\n');
    struct str header = end < 0 ? text : str_slice(text, 0, (size_t)end);
    if (str_find_char(header, ',') >= 0)
        return ',';
    return str_find_char(header, ';') >= 0 ? ';' : str_find_char(header, '\t') >= 0 ? '\t' : ',';
}

/* Line by line, so that a row knows where it began. */
static void feed(struct reading *reading, struct csv_parser *parser, struct str text)
{
    while (reading->err == OK && text.len > 0) {
        ptrdiff_t end = str_find_char(text, '\n');
        struct str line = end < 0 ? text : str_slice(text, 0, (size_t)end + 1);
        reading->line++;
        if (csv_parse(parser, line.ptr, line.len, on_field, on_row, reading) != line.len)
            (void)refuse(reading, "line %zu: %s", reading->line, csv_strerror(csv_error(parser)));
        text = str_slice(text, line.len, text.len);
    }
    if (reading->err == OK && csv_fini(parser, on_field, on_row, reading) != 0)
        (void)refuse(reading, "line %zu: a quote is not closed", reading->line);
}

enum err upload_read_csv(struct arena *arena, const struct keys *keys, struct str text,
                         struct upload *upload, struct upload_fault *fault)
{
    const struct str mark = STR("\xEF\xBB\xBF"); /* that Excel puts first */
    char memory[UPLOAD_ROW_BYTES_MAX];
    struct reading reading = {.arena = arena,
                              .scratch = arena_make(JUDGE_ARENA_BYTES),
                              .keys = keys,
                              .upload = upload,
                              .fault = fault,
                              .query = buf_from_memory(memory, sizeof(memory))};
    struct csv_parser parser;
    *upload = (struct upload){0};
    if (str_has_prefix(text, mark))
        text = str_slice(text, mark.len, text.len);
    CHECK(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser, find_delimiter(text));
    feed(&reading, &parser, text);
    csv_free(&parser);
    arena_free(reading.scratch);
    return finish(&reading);
}

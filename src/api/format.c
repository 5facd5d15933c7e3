#include "api/format.h"

#define NAME_MAX_BYTES 100

static const struct {
    const char *word; /* of ?format= , and the file's ending */
    const char *type;
    const char *content_type;
} formats[] = {
    [FORMAT_JSON] = {"json", "application/json", "application/json"},
    [FORMAT_CSV] = {"csv", "text/csv", "text/csv; charset=utf-8; header=present"},
    [FORMAT_JSON_LINES] = {"jsonl", "application/x-ndjson", "application/x-ndjson"},
    [FORMAT_PARQUET] = {"parquet", "application/vnd.apache.parquet",
                        "application/vnd.apache.parquet"},
};

/* The first of the types in Accept that is known. */
static enum format accepted(const struct call *call)
{
    struct str rest = http_header_find(call->request, STR("Accept"));
    struct str piece, type;

    while (str_take_piece(&rest, ',', &piece)) {
        (void)str_take_piece(&piece, ';', &type); /* there is always a first piece */
        for (size_t i = 0; i < ARRAY_LEN(formats); i++)
            if (str_is_equal_nocase(str_trim(type), str_from_c(formats[i].type)))
                return (enum format)i;
    }
    return FORMAT_JSON;
}

enum format format_of(struct call *call)
{
    struct str word = call_word(call, "format", "json csv jsonl parquet");

    for (size_t i = 0; word.ptr != NULL && i < ARRAY_LEN(formats); i++)
        if (str_is_equal(word, str_from_c(formats[i].word)))
            return (enum format)i;
    return accepted(call);
}

bool format_is_whole(struct call *call)
{
    if (strstr(call->route->params, FORMAT_PARAMS) == NULL)
        return false;
    return call_word(call, "export", "all").ptr != NULL;
}

bool format_has_mark(struct call *call)
{
    return str_is_equal(call_word(call, "bom", "true false"), STR("true"));
}

struct str format_content_type(enum format format)
{
    return str_from_c(formats[format].content_type);
}

static bool is_name(struct str name)
{
    static const char others[] = " _.-";

    if (name.len == 0 || name.len > NAME_MAX_BYTES || name.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_plain && memchr(others, c, sizeof(others) - 1) == NULL)
            return false;
    }
    return true;
}

/* The name of the list: "postbacks-in". */
static void write_path_name(struct buf *buf, struct str path)
{
    struct str name = str_slice(path, sizeof("/api/v1/") - 1, path.len);

    for (size_t i = 0; i < name.len; i++)
        buf_write_char(buf, name.ptr[i] == '/' ? '-' : name.ptr[i]);
}

struct str format_headers(struct call *call, enum format format)
{
    struct buf buf = buf_in_arena(call->arena, HTTP_URL_MAX + 256);
    struct str ending = str_from_c(formats[format].word);
    struct str name = call_param(call, "download");

    if (name.ptr != NULL && !is_name(name))
        call_refuse(call, 400, "download",
                    "download must be a file's name: 1 to %d letters, digits, spaces, - _ and .",
                    NAME_MAX_BYTES);
    buf_write_c(&buf, "Vary: Accept\r\nContent-Disposition: attachment; filename=\"");
    if (name.ptr != NULL)
        buf_write(&buf, name);
    else
        write_path_name(&buf, call->request->path);
    bool is_ended = name.len > ending.len &&
                    str_is_equal_nocase(str_slice(name, name.len - ending.len, name.len), ending) &&
                    name.ptr[name.len - ending.len - 1] == '.';
    if (!is_ended)
        buf_format(&buf, ".%s", formats[format].word);
    buf_write_c(&buf, "\"\r\n");
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

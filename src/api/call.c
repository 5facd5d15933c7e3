/* call - reads a request's parameters and writes its answer. */
#include "api/internal.h"

#include <stdarg.h>
#include "api/csv.h"
#include "api/format.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"

static const char no_room[] =
    "{\"error\":{\"code\":\"bad_request\",\"message\":\"The answer is too large: ask for fewer "
    "rows.\",\"field\":\"limit\"}}";

/* ------------------------------------------------------------------ answering */

static const char no_room_v2[] = "{\"code\":400,\"message\":\"The answer is too large: ask for "
                                 "fewer rows.\",\"field\":\"limit\"}";

static struct str headers_of(struct call *call)
{
    if (call->more_headers.ptr == NULL)
        return STR(API_HEADERS);
    struct str all =
        arena_format(call->reply_arena, API_HEADERS "%.*s", STR_FMT(call->more_headers));
    return all.ptr != NULL ? all : STR(API_HEADERS);
}

void call_answer(struct call *call, unsigned status, json_t *json)
{
    CHECK(!call->is_answered && json != NULL);
    size_t bytes = json_dumpb(json, NULL, 0, JSON_OUT_FLAGS);
    char *text = arena_alloc_raw(call->reply_arena, bytes);

    CHECK(bytes > 0);
    if (text != NULL)
        CHECK(json_dumpb(json, text, bytes, JSON_OUT_FLAGS) == bytes);
    json_decref(json);
    call->reply->status = text != NULL ? status : 400;
    call->reply->content_type = STR("application/json");
    call->reply->headers = headers_of(call);
    call->reply->body =
        text != NULL ? (struct str){text, bytes} : str_from_c(call->is_v2 ? no_room_v2 : no_room);
    call->is_answered = true;
}

/* The request's own address with the next cursor. */
static struct str link_to(struct call *call, struct str next)
{
    struct str path = call->request->path;
    struct str rest = call->request->query;
    struct str piece;
    struct buf buf = buf_in_arena(call->arena, 3 * HTTP_URL_MAX + 3 * next.len);

    buf_format(&buf, "Link: <%.*s?", STR_FMT(path));
    while (str_take_piece(&rest, '&', &piece))
        if (piece.len > 0 && !str_has_prefix(piece, STR("cursor=")))
            for (size_t i = 0; i <= piece.len; i++) {
                char c = i < piece.len ? piece.ptr[i] : '&';
                if (c == '<' || c == '>' || c == '"')
                    buf_format(&buf, "%%%02X", (unsigned)c);
                else
                    buf_write_char(&buf, c);
            }
    buf_write_c(&buf, "cursor=");
    uri_write_encoded(&buf, next);
    buf_write_c(&buf, ">; rel=\"next\"\r\n");
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

static size_t lines_bytes(const json_t *rows)
{
    return json_dumpb(rows, NULL, 0, JSON_OUT_FLAGS) + json_array_size(rows) + 1;
}

/* One object a line. */
static struct str write_lines(struct arena *arena, const json_t *rows)
{
    struct buf buf = buf_in_arena(arena, lines_bytes(rows));
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        size_t bytes = buf_is_full(&buf)
                           ? 0
                           : json_dumpb(row, buf.ptr + buf.len, buf.cap - buf.len, JSON_OUT_FLAGS);
        buf.len += bytes;
        buf_write_char(&buf, '\n');
    }
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

/* The rows in another form than JSON: a file, whose next page the header Link tells. */
void call_answer_file(struct call *call, const json_t *schema, const json_t *rows, struct str next,
                      enum format format)
{
    struct str headers = format_headers(call, format);
    struct buf all = buf_in_arena(call->arena, 4 * HTTP_URL_MAX);
    struct str text = STR_NONE;

    if (format == FORMAT_CSV)
        text = csv_write(call->reply_arena, schema, rows, format_has_mark(call));
    else
        text = write_lines(call->reply_arena, rows);
    if (text.ptr == NULL)
        call_refuse(call, 400, "limit", "The answer is too large: ask for fewer rows.");
    if (call->is_answered)
        return;
    buf_write(&all, headers);
    if (next.ptr != NULL)
        buf_write(&all, link_to(call, next));
    call->more_headers = buf_str(&all);
    call->reply->status = 200;
    call->reply->content_type = format_content_type(format);
    call->reply->headers = headers_of(call);
    call->reply->body = text;
    call->is_answered = true;
}

void call_answer_rows(struct call *call, json_t *rows, struct str next)
{
    enum format format = format_of(call);

    if (call->is_answered || format == FORMAT_CSV || format == FORMAT_JSON_LINES) {
        json_t *schema = openapi_schema_of(call->route, call->entity);
        if (!call->is_answered)
            call_answer_file(call, schema, rows, next, format);
        json_decref(schema);
        json_decref(rows);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "rows", rows);
    json_out_put(answer, "next", json_out_text(next));
    if (call->is_of_facts)
        json_out_put(answer, "behind_ms", json_integer(call->behind_ms));
    call->more_headers = STR("Vary: Accept\r\n");
    call_answer(call, 200, answer);
}

void call_answer_numbered(struct call *call, json_t *rows, uint64_t next)
{
    call_answer_rows(call, rows,
                     next != 0 ? arena_format(call->arena, "%" PRIu64, next) : STR_NONE);
}

void call_answer_history(struct call *call, call_history *read, void *context)
{
    uint64_t before_id = call_number(call, "cursor"), next = 0;
    unsigned limit = call_limit(call);

    if (call->is_answered)
        return;
    json_t *rows = json_array();
    enum err err = read(call, context, before_id, limit, rows, &next);
    if (err == OK) {
        call_answer_numbered(call, rows, next);
        return;
    }
    json_decref(rows);
    call_refuse_catalog(call, err);
}

static const char *code_of(unsigned status)
{
    switch (status) {
    case 400:
        return "bad_request";
    case 401:
        return "unauthorized";
    case 403:
        return "forbidden";
    case 404:
        return "not_found";
    case 405:
        return "method_not_allowed";
    case 409:
        return "conflict";
    case 412:
        return "precondition_failed";
    case 413:
        return "too_large";
    case 415:
        return "unsupported_media_type";
    case 421:
        return "misdirected";
    case 422:
        return "invalid";
    case 429:
        return "too_many_requests";
    case 502:
        return "bad_gateway";
    case 503:
        return "unavailable";
    default:
        return "internal";
    }
}

/* The form of the network's public API (spec/network.md §4.3). */
static json_t *refusal_v2(unsigned status, json_t *field, json_t *message)
{
    json_t *answer = json_object();

    json_out_put(answer, "code", json_integer(status));
    json_out_put(answer, "message", message);
    json_out_put(answer, "field", field);
    return answer;
}

static json_t *refusal(struct call *call, unsigned status, const char *field, const char *message)
{
    json_t *about = field[0] != '\0' ? json_out_text(str_from_c(field)) : json_null();
    json_t *text = json_out_text(str_from_c(message));

    if (call->is_v2) {
        json_decref(TAKE(call->current));
        return refusal_v2(status, about, text);
    }
    json_t *error = json_object();
    json_out_put(error, "code", json_string(code_of(status)));
    json_out_put(error, "message", text);
    json_out_put(error, "field", about);
    if (call->current != NULL)
        json_out_put(error, "current", TAKE(call->current));
    json_t *answer = json_object();
    json_out_put(answer, "error", error);
    return answer;
}

void call_refuse(struct call *call, unsigned status, const char *field, const char *format, ...)
{
    char message[API_MESSAGE_BYTES];
    va_list args;

    if (call->is_answered)
        return;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), say_text(format), args); /* a longer one is cut */
    va_end(args);
    call_answer(call, status, refusal(call, status, field, message));
}

void call_refuse_read(struct call *call, enum err err)
{
    if (err == ERR_TIMEOUT || err == ERR_BUSY)
        call_refuse(call, 503, "", "The ledger is busy: narrow the range with from and to.");
    else if (err == ERR_FULL)
        call_refuse(call, 400, "limit", "The rows are too large: ask for fewer.");
    else if (err == ERR_NOT_FOUND)
        call_refuse(call, 503, "", "There is no ledger yet: the edge has not started.");
    else
        call_refuse(call, 503, "", "The ledger could not be read.");
}

void call_check_object(struct call *call, const json_t *object, const struct shape *shape,
                       const char *prefix)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        bool is_known = false;
        for (size_t i = 0; i < shape->count && !is_known; i++)
            is_known = strcmp(shape->fields[i].name, name) == 0;
        if (!is_known) {
            struct str field = arena_format(call->arena, "%s%s", prefix, name);
            call_refuse(call, 422, field.ptr, "%s: unknown field.", field.ptr);
        }
    }
}

const struct shape nothing_shape = {"nothing", NULL, 0, "{}", NULL};

void call_check_fields(struct call *call, const struct shape *shape)
{
    call_check_object(call, call->body, shape, "");
}

/* ------------------------------------------------------------------ reading parameters */

uint64_t call_workspace(struct call *call)
{
    uint64_t id = call->scope.home;
    bool writes =
        call->request->method != HTTP_METHOD_GET && call->request->method != HTTP_METHOD_HEAD;

    if (id == 0)
        call_refuse(call, 404, "", "You are in no workspace.");
    else if (writes && !workspace_set_has(&call->scope.writes, id))
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.", id);
    return id;
}

struct str call_param(const struct call *call, const char *name)
{
    const struct uri_param *param = uri_find(&call->query, str_from_c(name));

    return param != NULL ? param->value : STR_NONE;
}

unsigned call_limit(struct call *call)
{
    struct str text = call_param(call, "limit");
    uint64_t limit = API_ROWS_DEFAULT;

    if (text.ptr == NULL)
        return API_ROWS_DEFAULT;
    if (num_parse_u64(text, API_ROWS_MAX, &limit) != OK || limit == 0)
        call_refuse(call, 400, "limit", "limit must be a number from 1 to %d.", API_ROWS_MAX);
    return (unsigned)limit;
}

uint64_t call_number(struct call *call, const char *name)
{
    struct str text = call_param(call, name);
    uint64_t number = 0;

    if (text.ptr == NULL)
        return 0;
    if (num_parse_u64(text, INT64_MAX, &number) != OK || number == 0)
        call_refuse(call, 400, name, "%s must be an id: a decimal number%s.", name,
                    text.len == CLICK_ID_LEN ? say_text(", not a click id") : "");
    return number;
}

uint64_t call_click_id(struct call *call)
{
    struct str text = call_param(call, "cid");
    uint64_t id = 0;

    if (text.ptr == NULL)
        return 0;
    enum err err = click_id_parse(call->api->options.keys, text, &id);
    if (err == ERR_FORGED)
        call_refuse(call, 400, "cid", "cid is not a click id of ours.");
    else if (err != OK)
        call_refuse(call, 400, "cid", "cid must be a click id of %d characters.", CLICK_ID_LEN);
    return id;
}

struct str call_word(struct call *call, const char *name, const char *words)
{
    struct str text = call_param(call, name);
    struct str rest = str_from_c(words);
    struct str word;

    if (text.ptr == NULL)
        return STR_NONE;
    while (str_take_piece(&rest, ' ', &word))
        if (str_is_equal(word, text))
            return text;
    call_refuse(call, 400, name, "%s must be one of: %s.", name, words);
    return STR_NONE;
}

bool call_time(struct call *call, const char *name, int64_t *wall_ms)
{
    const struct uri_param *param = uri_find(&call->query, str_from_c(name));
    struct str text;

    if (param == NULL)
        return false;
    if (uri_decode(call->arena, param->raw_value, false, &text) == OK &&
        clock_parse(text, wall_ms) == OK)
        return true;
    call_refuse(call, 400, name, "%s must be a time like 2026-11-24T09:30:00Z, or a date.", name);
    return false;
}

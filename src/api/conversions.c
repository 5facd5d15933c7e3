/* conversions - conversions that a person brings, one or a file of them: each becomes the query of
 * a postback and is registered by the edge like one. */
#include "api/internal.h"

#include <sodium.h>
#include "api/json_out.h"
#include "api/preview.h"
#include "base/money.h"
#include "base/say.h"
#include "convert/manual.h"
#include "convert/upload.h"

#define KIND            "conversion.add"
#define MODE_WORDS      "update ignore add sum"
#define HASH_BYTES      16
#define CHUNK_KEY_BYTES 5 /* "-200" */
_Static_assert(UPLOAD_ROWS_MAX / MANUAL_ROWS_MAX <= 999, "a piece's number has three digits");

/* ------------------------------------------------------------------ reading the body */

/* The field's text; absent when it is not there. Refuses what is no text. */
static struct str text_of(struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->body, name);

    if (value == NULL || json_is_null(value))
        return STR_NONE;
    if (!json_is_string(value)) {
        call_refuse(call, 422, name, "%s: a string is expected.", name);
        return STR_NONE;
    }
    return (struct str){json_string_value(value), json_string_length(value)};
}

static bool flag_of(struct call *call, const char *name, bool fallback)
{
    const json_t *value = json_object_get(call->body, name);

    if (value == NULL || json_is_null(value))
        return fallback;
    if (!json_is_boolean(value))
        call_refuse(call, 422, name, "%s: true or false is expected.", name);
    return json_is_true(value);
}

/* The duplicate mode that is asked for; absent: the network's. */
static struct str mode_of(struct call *call)
{
    struct str word = text_of(call, "mode");
    enum duplicate_mode mode;

    if (word.ptr != NULL && !manual_find_mode(word.ptr, &mode))
        call_refuse(call, 422, "mode", "mode: expected one of: %s.", MODE_WORDS);
    return word;
}

/* ------------------------------------------------------------------ asking the edge */

static json_t *args_of(json_t *rows, const char *channel, bool is_forwarded, struct str mode)
{
    json_t *args = json_object();

    json_out_put(args, "rows", rows);
    json_out_put(args, "channel", json_string(channel));
    json_out_put(args, "forward", json_boolean(is_forwarded));
    json_out_put(args, "mode", json_out_text(mode));
    return args;
}

/* ------------------------------------------------------------------ one */

static const struct shape_field new_fields[] = {
    {"cid", SHAPE_TEXT, 0, "The click id.", NULL, NULL},
    {"payout", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL,
     "A decimal, or auto: what the offer pays. Negative ones correct.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Of the payout.", NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "A word, as a postback would bring it.",
     NULL, NULL},
    {"txid", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"conversion_id", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"params", SHAPE_MAP, SHAPE_OPTIONAL | SHAPE_NULL,
     "param1 to param10, event1 to event30, add_event1 to add_event30.", NULL, NULL},
    {"forward", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Whether its source may be told; true.",
     NULL, NULL},
    {"mode", SHAPE_WORD, SHAPE_OPTIONAL | SHAPE_NULL,
     "What it does to one that is there; without it what the network says.", MODE_WORDS, NULL},
};
const struct shape conversion_new_shape =
    SHAPE_OF_BODY("conversion_new", new_fields,
                  "{\"cid\":\"06f8m8c3v0g8z2q4s6w8y0a1\",\"payout\":\"5\",\"status\":\"sale\","
                  "\"txid\":\"A-17\",\"params\":{\"event1\":\"3\"},\"forward\":true}");

static const struct shape_field made_fields[] = {
    {"outcome", SHAPE_TEXT, 0, "recorded, updated, duplicate or ignored.", NULL, NULL},
    {"reason", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape conversion_made_shape = SHAPE("conversion_made", made_fields);

static void write_value(struct buf *query, const char *name, struct str value)
{
    if (value.ptr == NULL || (strcmp(name, "payout") == 0 && str_is_equal(value, STR("auto"))))
        return;
    buf_format(query, "%s%s=", query->len > 0 ? "&" : "", name);
    uri_write_encoded(query, value);
}

static void write_params(struct call *call, struct buf *query)
{
    const json_t *params = json_object_get(call->body, "params");
    const char *name;
    json_t *value;

    if (params == NULL || json_is_null(params))
        return;
    if (!json_is_object(params)) {
        call_refuse(call, 422, "params", "params: an object of strings is expected.");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)params, name, value)
    {
        struct str text = {json_string_value(value), json_string_length(value)};
        bool is_known = strstr(name, "param") == name || strstr(name, "event") == name ||
                        strstr(name, "add_event") == name;
        if (!is_known || !postback_knows(str_from_c(name)))
            call_refuse(call, 422, "params",
                        "params.%s: expected param1 to param10, event1 to event30 or add_event1 to "
                        "add_event30.",
                        name);
        else if (text.ptr == NULL)
            call_refuse(call, 422, "params", "params.%s: a string is expected.", name);
        else
            write_value(query, name, text);
    }
}

/* The body as a postback's query, judged; the call is refused when it is none. */
static struct str read_one(struct call *call)
{
    static const char *const names[] = {"cid",    "payout", "currency",
                                        "status", "txid",   "conversion_id"};
    struct buf query = buf_in_arena(call->arena, UPLOAD_ROW_BYTES_MAX);
    struct upload_row row = {.line = 1};

    call_check_fields(call, &conversion_new_shape);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        write_value(&query, names[i], text_of(call, names[i]));
    write_params(call, &query);
    row.query = buf_str(&query);
    if (buf_is_full(&query))
        call_refuse(call, 422, "", "The conversion is too large.");
    if (call->is_answered)
        return STR_NONE;
    upload_judge_row(call->arena, call->api->options.keys, &row);
    if (row.reason != NULL) {
        struct str field = arena_copy(call->arena, row.field);
        call_refuse(call, 422, field.ptr, "%s: %s.", field.ptr, say_text(row.reason));
    }
    return row.query;
}

void conversions_create(struct call *call)
{
    struct str query = read_one(call);
    struct str mode = mode_of(call);
    bool is_forwarded = flag_of(call, "forward", true);
    uint64_t workspace_id = call_workspace(call);
    struct str key = call_key(call);

    if (call->is_answered)
        return;
    json_t *rows = json_array();
    json_out_append(rows, json_out_text(query));
    json_t *answer =
        call_operate(call, workspace_id, KIND, key, args_of(rows, "manual", is_forwarded, mode));
    if (answer == NULL)
        return;
    json_t *result = json_array_get(json_object_get(answer, "rows"), 0);
    const char *outcome = json_string_value(json_array_get(result, 0));
    if (outcome == NULL || strcmp(outcome, "unrecorded_click") == 0) {
        call_refuse(call, 404, "cid", "cid: there is no such click.");
    } else {
        json_t *made = json_object();
        for (size_t i = 0; i < ARRAY_LEN(made_fields); i++)
            json_out_put(made, made_fields[i].name, json_incref(json_array_get(result, i)));
        call_answer(call, 200, made);
    }
    json_decref(answer);
}

/* ------------------------------------------------------------------ a file */

static const struct shape_field upload_fields[] = {
    {"format", SHAPE_WORD, 0, "Lines of clickid:payout:status:..., or CSV with a header.",
     "lines csv", NULL},
    {"text", SHAPE_TEXT, 0, "The file.", NULL, NULL},
    {"preview", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL,
     "Only say what would become of each row; false.", NULL, NULL},
    {"forward", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Whether sources may be told; true.", NULL,
     NULL},
    {"replace", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL,
     "A row replaces the conversion that is there, whatever the network says; false.", NULL, NULL},
};
const struct shape upload_shape = SHAPE_OF_BODY(
    "upload", upload_fields,
    "{\"format\":\"lines\",\"text\":\"06f8m8c3v0g8z2q4s6w8y0a1:5:sale\",\"preview\":true}");

static const struct shape_field result_fields[] = {
    {"line", SHAPE_NUMBER, 0, "Where the row begins, from 1.", NULL, NULL},
    {"cid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"outcome", SHAPE_WORD, 0, NULL,
     "recorded updated duplicate ignored unrecorded_click refused error", NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"field", SHAPE_TEXT, SHAPE_NULL, "Of an error: the parameter.", NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, "null in a preview of a new one.", NULL, NULL},
};
static const struct shape result_shape = SHAPE("upload_result", result_fields);

static const struct shape_field uploaded_fields[] = {
    {"preview", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"key", SHAPE_TEXT, SHAPE_NULL, "The same upload under this key does nothing more.", NULL,
     NULL},
    {"counts", SHAPE_FREE, 0, "Rows by outcome.", NULL, NULL},
    {"rows", SHAPE_OBJECTS, 0, NULL, NULL, &result_shape},
};
const struct shape uploaded_shape = SHAPE("uploaded", uploaded_fields);

/* What all of an upload's rows share. */
struct request {
    uint64_t workspace_id;
    bool is_preview;
    bool is_forwarded;
    struct str mode;
    struct str key;
    struct upload upload;
    json_t *results; /* per row: [outcome, reason, conversion id] */
};

static void read_rows(struct call *call, struct request *request)
{
    struct str format = text_of(call, "format");
    struct str text = text_of(call, "text");
    struct upload_fault fault = {""};
    const struct keys *keys = call->api->options.keys;
    bool is_csv = str_is_equal(format, STR("csv"));

    if (!is_csv && !str_is_equal(format, STR("lines")))
        call_refuse(call, 422, "format", "format: expected one of: lines csv.");
    if (text.len == 0)
        call_refuse(call, 422, "text", "text: the file is expected.");
    if (call->is_answered)
        return;
    enum err err = is_csv ? upload_read_csv(call->arena, keys, text, &request->upload, &fault)
                          : upload_read_lines(call->arena, keys, text, &request->upload, &fault);
    if (err == ERR_INVALID)
        call_refuse(call, 422, "text", "text: %s.", fault.message);
    else if (err != OK)
        call_refuse(call, 413, "text", "text: the file is too large.");
}

/* The request's key, or one that the same file with the same options has again. */
static struct str upload_key(struct call *call, const struct request *request)
{
    uint8_t hash[HASH_BYTES];
    crypto_generichash_state state;
    char options[64] = "";

    if (http_header_find(call->request, STR("Idempotency-Key")).ptr != NULL)
        return call_key(call);
    (void)snprintf(options, sizeof(options), "%" PRIu64 " %d %.*s", request->workspace_id,
                   request->is_forwarded, STR_FMT(request->mode));
    CHECK(crypto_generichash_init(&state, NULL, 0, sizeof(hash)) == 0);
    (void)crypto_generichash_update(&state, (const uint8_t *)options, sizeof(options));
    for (size_t i = 0; i < request->upload.count; i++) {
        struct str query = request->upload.rows[i].query;
        (void)crypto_generichash_update(&state, (const uint8_t *)&query.len, sizeof(query.len));
        (void)crypto_generichash_update(&state, (const uint8_t *)query.ptr, query.len);
    }
    (void)crypto_generichash_final(&state, hash, sizeof(hash));
    struct buf text = buf_in_arena(call->arena, 2 * sizeof(hash));
    buf_write_hex(&text, hash, sizeof(hash));
    return buf_str(&text);
}

/* Takes the edge's answers for the good rows among these into the results. */
static void keep_results(struct request *request, size_t from, size_t to, const json_t *rows)
{
    size_t next = 0;

    for (size_t i = from; i < to; i++)
        if (request->upload.rows[i].reason == NULL)
            CHECK(json_array_set(request->results, i, json_array_get(rows, next++)) == 0);
}

/* Has the edge register the good rows, MANUAL_ROWS_MAX at a time, each piece under a key of its
 * own: whatever breaks off goes on when it is asked for again. */
static void apply(struct call *call, struct request *request)
{
    const struct upload *upload = &request->upload;
    size_t piece = 0;

    for (size_t from = 0, to; from < upload->count && !call->is_answered; from = to, piece++) {
        json_t *rows = json_array();
        for (to = from; to < upload->count && json_array_size(rows) < MANUAL_ROWS_MAX; to++)
            if (upload->rows[to].reason == NULL)
                json_out_append(rows, json_out_text(upload->rows[to].query));
        if (json_array_size(rows) == 0) {
            json_decref(rows);
            continue;
        }
        struct str key = arena_format(call->arena, "%.*s-%zu", STR_FMT(request->key), piece);
        json_t *answer = call_operate(call, request->workspace_id, KIND, key,
                                      args_of(rows, "csv", request->is_forwarded, request->mode));
        if (answer != NULL)
            keep_results(request, from, to, json_object_get(answer, "rows"));
        json_decref(answer);
    }
}

static void count(json_t *counts, const char *outcome)
{
    json_int_t before = json_integer_value(json_object_get(counts, outcome));

    json_out_put(counts, outcome, json_integer(before + 1));
}

static json_t *row_json(const struct upload_row *row, const json_t *result, json_t *counts)
{
    json_t *json = json_object();
    const char *outcome = json_string_value(json_array_get(result, 0));
    bool is_bad = row->reason != NULL;

    json_out_put(json, "line", json_out_number(row->line));
    json_out_put(json, "cid", json_out_text(row->cid));
    json_out_put(json, "outcome", json_string(is_bad ? "error" : outcome));
    json_out_put(json, "reason",
                 is_bad ? json_string(row->reason) : json_incref(json_array_get(result, 1)));
    json_out_put(json, "field",
                 is_bad && row->field.len > 0 ? json_out_text(row->field) : json_null());
    json_out_put(json, "conversion_id",
                 is_bad ? json_null() : json_incref(json_array_get(result, 2)));
    count(counts, is_bad ? "error" : outcome);
    return json;
}

static void answer_upload(struct call *call, const struct request *request)
{
    json_t *answer = json_object();
    json_t *counts = json_object();
    json_t *rows = json_array();

    for (size_t i = 0; i < request->upload.count; i++)
        json_out_append(
            rows, row_json(&request->upload.rows[i], json_array_get(request->results, i), counts));
    json_out_put(answer, "preview", json_boolean(request->is_preview));
    json_out_put(answer, "key", request->is_preview ? json_null() : json_out_text(request->key));
    json_out_put(answer, "counts", counts);
    json_out_put(answer, "rows", rows);
    call_answer(call, 200, answer);
}

void conversions_upload(struct call *call)
{
    struct request request = {.workspace_id = call_workspace(call)};

    call_check_fields(call, &upload_shape);
    request.is_preview = flag_of(call, "preview", false);
    request.is_forwarded = flag_of(call, "forward", true);
    request.mode = flag_of(call, "replace", false) ? STR("update") : STR_NONE;
    read_rows(call, &request);
    if (call->is_answered)
        return;
    request.key = upload_key(call, &request);
    request.results = json_array();
    for (size_t i = 0; i < request.upload.count; i++)
        json_out_append(request.results, json_null());
    if (request.is_preview)
        preview_rows(call, request.workspace_id, request.mode, &request.upload, request.results);
    else
        apply(call, &request);
    if (!call->is_answered)
        answer_upload(call, &request);
    json_decref(request.results);
}

/* remap - words of postbacks that nobody knew: which there are, and giving one a meaning, for what
 * came before too. The desk finds the conversions, the edge corrects them. */
#include "api/page.h"

#include <sodium.h>
#include "api/json_out.h"
#include "base/num.h"
#include "convert/remap.h"

#define KIND           "conversion.remap"
#define STATUS_WORDS   "lead sale rebill rejected"
#define WORDS_MAX      1000  /* different ones that are told */
#define CHANGED_MAX    20000 /* conversions that one call corrects */
#define WORD_BYTES_MAX POSTBACK_TEXT_MAX
#define KEY_BYTES      16

/* ------------------------------------------------------------------ all unmapped conversions */

/* Reads page after page of a workspace's conversions, newest first; of the unmapped ones alone
 * unless is_all. */
struct scan {
    struct call *call;
    struct ledger_reader *reader;
    struct arena *arena; /* of a page */
    struct reader_query query;
    const struct conversion *rows;
    size_t count;
    bool is_end;
    enum err err;
};

static void scan_open(struct scan *scan, struct call *call, uint64_t workspace_id,
                      uint64_t network_id, bool is_all)
{
    struct reader_filter *filters = scan->query.filters;
    size_t count = 0;

    scan->call = call;
    scan->arena = arena_make(API_SCRATCH_BYTES_MAX);
    scan->query.limit = API_ROWS_MAX;
    filters[count++] = (struct reader_filter){.column = "workspace_id", .number = workspace_id};
    if (!is_all)
        filters[count++] = (struct reader_filter){.column = "status", .text = STR("unmapped")};
    if (network_id != 0)
        filters[count++] = (struct reader_filter){.column = "network_id", .number = network_id};
    scan->query.filter_count = count;
    scan->err = readers_take(call->api->readers, &scan->reader);
}

static bool scan_next(struct scan *scan)
{
    struct conversion *rows;
    uint64_t next = 0;

    if (scan->err != OK || scan->is_end)
        return false;
    arena_reset(scan->arena);
    rows = ARENA_ARRAY(scan->arena, struct conversion, scan->query.limit);
    scan->err = rows == NULL ? ERR_FULL
                             : ledger_reader_page(scan->reader, LEDGER_CONVERSION, &scan->query,
                                                  scan->arena, rows, &scan->count, &next);
    scan->rows = rows;
    scan->query.before_id = next;
    scan->is_end = next == 0;
    return scan->err == OK;
}

static void scan_close(struct scan *scan)
{
    readers_give_back(scan->call->api->readers, scan->reader, scan->err);
    arena_free(scan->arena);
    if (scan->err != OK)
        call_refuse_read(scan->call, scan->err);
}

/* ------------------------------------------------------------------ which there are */

static const struct shape_field unmapped_fields[] = {
    {"word", SHAPE_TEXT, 0, "As it last came.", NULL, NULL},
    {"network", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "That have it and no meaning.", NULL, NULL},
    {"last_at", SHAPE_TIME, 0, "The newest one.", NULL, NULL},
};
const struct shape unmapped_shape = SHAPE("unmapped_word", unmapped_fields);

struct word {
    struct str text;
    uint64_t network_id;
    uint64_t last_id;
    int64_t count;
};

static void add_word(struct call *call, struct word *words, size_t *count,
                     const struct conversion *conversion)
{
    for (size_t i = 0; i < *count; i++)
        if (words[i].network_id == conversion->network_id &&
            str_is_equal_nocase(words[i].text, conversion->status_raw)) {
            words[i].count++;
            return;
        }
    if (*count < WORDS_MAX)
        words[(*count)++] = (struct word){.text = arena_copy(call->arena, conversion->status_raw),
                                          .network_id = conversion->network_id,
                                          .last_id = conversion->id,
                                          .count = 1};
}

static int by_count(const void *a, const void *b)
{
    const struct word *first = a, *second = b;

    return (first->count < second->count) - (first->count > second->count);
}

void conversions_unmapped(struct call *call)
{
    struct scan scan = {0};
    struct names names;
    struct word *words = ARENA_ARRAY(call->arena, struct word, WORDS_MAX);
    json_t *rows = json_array();
    size_t count = 0;

    uint64_t workspace_id = call_workspace(call);
    uint64_t network_id = call_number(call, "network");
    CHECK(words != NULL); /* of a scratch that holds a page of any log */
    scan_open(&scan, call, workspace_id, network_id, false);
    while (!call->is_answered && scan_next(&scan))
        for (size_t i = 0; i < scan.count; i++)
            add_word(call, words, &count, &scan.rows[i]);
    scan_close(&scan);
    names_init(&names, call->api->options.catalog, &call->scope);
    qsort(words, count, sizeof(*words), by_count);
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        json_out_put(row, "word", json_out_text(words[i].text));
        json_out_put(row, "network", names_of_number(&names, ENTITY_NETWORK, words[i].network_id));
        json_out_put(row, "conversions", json_integer(words[i].count));
        json_out_put(row, "last_at", json_out_time_of(words[i].last_id));
        json_out_append(rows, row);
    }
    names_fini(&names);
    if (call->is_answered)
        json_decref(rows);
    else
        call_answer_rows(call, rows, STR_NONE);
}

/* ------------------------------------------------------------------ the request */

static const struct shape_field remap_fields[] = {
    {"word", SHAPE_TEXT, 0, "Of a postback's status, in any case.", NULL, NULL},
    {"status", SHAPE_WORD, SHAPE_OPTIONAL | SHAPE_NULL,
     "What it means; without this and type: what the lists say.", STATUS_WORDS, NULL},
    {"type", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "The conversion type that it means.", NULL,
     NULL},
    {"network_id", SHAPE_NUMBER, SHAPE_OPTIONAL | SHAPE_NULL, "Only what came from this one.", NULL,
     NULL},
    {"all", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Also conversions that had a meaning; false.",
     NULL, NULL},
    {"save", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL,
     "Keep it for those to come: in the network's status_map with network_id, else in the "
     "settings; false.",
     NULL, NULL},
    {"forward", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Whether sources may be told; true.", NULL,
     NULL},
    {"dry_run", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Only say how many; false.", NULL, NULL},
    {"limit", SHAPE_NUMBER, SHAPE_OPTIONAL | SHAPE_NULL,
     "How many conversions at most, newest first; 20000.", NULL, NULL},
    {"cursor", SHAPE_ENTRY, SHAPE_OPTIONAL | SHAPE_NULL, "What the answer before gave as next.",
     NULL, NULL},
};
const struct shape remap_shape = SHAPE_OF_BODY(
    "remap", remap_fields, "{\"word\":\"ftd\",\"status\":\"sale\",\"save\":true,\"dry_run\":true}");

static const struct shape_field remapped_fields[] = {
    {"found", SHAPE_NUMBER, 0, "Conversions of the word.", NULL, NULL},
    {"changed", SHAPE_NUMBER, 0, "Those that are something else now.", NULL, NULL},
    {"next", SHAPE_ENTRY, SHAPE_NULL, "There are more: ask again with it as cursor.", NULL, NULL},
    {"saved", SHAPE_BOOL, 0, NULL, NULL, NULL},
};
const struct shape remapped_shape = SHAPE("remapped", remapped_fields);

struct request {
    uint64_t workspace_id;
    uint64_t network_id;
    struct str word, status, type;
    uint64_t before_id; /* only older conversions; 0: from the newest */
    size_t limit;
    bool is_all, is_saved, is_forwarded, is_dry;
};

static struct str text_of(struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->body, name);

    if (value == NULL || json_is_null(value))
        return STR_NONE;
    if (!json_is_string(value) || json_string_length(value) == 0 ||
        json_string_length(value) > WORD_BYTES_MAX)
        call_refuse(call, 422, name, "%s: a string of 1 to %d bytes is expected.", name,
                    WORD_BYTES_MAX);
    return str_trim((struct str){json_string_value(value), json_string_length(value)});
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

/* Where to go on: limit and cursor. */
static void read_piece(struct call *call, struct request *request)
{
    const json_t *limit = json_object_get(call->body, "limit");
    struct str cursor = text_of(call, "cursor");

    request->limit = CHANGED_MAX;
    if (limit != NULL && !json_is_null(limit)) {
        if (json_integer_value(limit) < 1 || json_integer_value(limit) > CHANGED_MAX)
            call_refuse(call, 422, "limit", "limit: a number from 1 to %d is expected.",
                        CHANGED_MAX);
        request->limit = (size_t)json_integer_value(limit);
    }
    if (cursor.ptr != NULL &&
        (num_parse_u64(cursor, INT64_MAX, &request->before_id) != OK || request->before_id == 0))
        call_refuse(call, 422, "cursor", "cursor: what an answer gave as next is expected.");
}

static void read_request(struct call *call, struct request *request)
{
    const json_t *network = json_object_get(call->body, "network_id");
    enum conversion_status status;

    call_check_fields(call, &remap_shape);
    *request = (struct request){
        .workspace_id = call_workspace(call),
        .network_id = (uint64_t)json_integer_value(network),
        .word = text_of(call, "word"),
        .status = text_of(call, "status"),
        .type = text_of(call, "type"),
        .is_all = flag_of(call, "all", false),
        .is_saved = flag_of(call, "save", false),
        .is_forwarded = flag_of(call, "forward", true),
        .is_dry = flag_of(call, "dry_run", false),
    };
    read_piece(call, request);
    bool has_meaning = request->status.ptr != NULL || request->type.ptr != NULL;
    if (request->word.len == 0)
        call_refuse(call, 422, "word", "word: the word is expected.");
    if (network != NULL && !json_is_null(network) && json_integer_value(network) < 1)
        call_refuse(call, 422, "network_id", "network_id: an id is expected.");
    if (request->status.ptr != NULL && conversion_status_parse(request->status, &status) != OK)
        call_refuse(call, 422, "status", "status: expected one of: %s.", STATUS_WORDS);
    if (request->status.ptr != NULL && request->type.ptr != NULL)
        call_refuse(call, 422, "type", "type: status or type, not both.");
    enum area area = request->network_id != 0 ? AREA_NETWORKS : AREA_SETTINGS;
    if (request->is_saved && call->rights.of[area] < LEVEL_WRITE)
        call_refuse(call, 403, "save", "save: your rights do not hold writing %s.",
                    area_text(area));
    if (request->is_saved && !has_meaning)
        call_refuse(call, 422, "save", "save: a status or a type is needed.");
    if (request->is_saved && request->network_id != 0 && request->type.ptr != NULL)
        call_refuse(call, 422, "save", "save: a network's status_map holds no types.");
}

/* ------------------------------------------------------------------ keeping it */

static void refuse_stored(struct call *call, enum err err, const struct model_fault *fault)
{
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 422, "network_id", "network_id: there is no such network.");
    else
        call_refuse_model(call, err, fault);
}

/* Adds the word to the network's map. */
static void save_in_network(struct call *call, const struct request *request)
{
    struct catalog *catalog = call->api->options.catalog;
    struct model_fault fault = {0};
    json_t *document = NULL, *saved = NULL, *warnings = NULL;
    uint64_t version = 0;
    struct str id = arena_format(call->arena, "%" PRIu64, request->network_id);
    struct str word = arena_copy(call->arena, request->word);

    enum err err = catalog_get(catalog, ENTITY_NETWORK, id, &call->scope, &document);
    if (err == OK) {
        json_auto_t *change = json_object();
        json_t *map = json_deep_copy(json_object_get(document, "status_map"));
        for (size_t i = 0; i < word.len; i++)
            if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
                ((char *)(uintptr_t)word.ptr)[i] |= 0x20; /* our own copy; as the map keeps it */
        json_out_put(map, word.ptr, json_out_text(request->status));
        json_out_put(change, "status_map", map);
        json_out_put(change, "version", json_incref(json_object_get(document, "version")));
        err = catalog_update(catalog, ENTITY_NETWORK, id, change, &call->scope, &saved, &warnings,
                             &version, &fault);
    }
    if (err != OK)
        refuse_stored(call, err, &fault);
    else
        json_decref(call_live(call, version));
    json_decref(document);
    json_decref(saved);
    json_decref(warnings);
}

/* The list of words that the word is added to, within a copy of the settings; NULL: none. */
static json_t *words_of(const struct request *request, json_t *settings)
{
    size_t i;
    json_t *type;

    if (request->type.ptr == NULL)
        return json_object_get(json_object_get(settings, "status_words"), request->status.ptr);
    json_array_foreach(json_object_get(settings, "conversion_types"), i, type)
    {
        const char *name = json_string_value(json_object_get(type, "name"));
        if (name != NULL && str_is_equal(request->type, str_from_c(name)))
            return json_object_get(type, "words");
    }
    return NULL;
}

static bool has_word(const json_t *words, struct str word)
{
    size_t i;
    json_t *one;

    json_array_foreach(
        words, i,
        one) if (str_is_equal_nocase(word, (struct str){json_string_value(one),
                                                        json_string_length(one)})) return true;
    return false;
}

static void save_in_settings(struct call *call, const struct request *request)
{
    struct catalog *catalog = call->api->options.catalog;
    struct model_fault fault = {0};
    json_t *settings = NULL, *saved = NULL;
    uint64_t version = 0;

    enum err err = catalog_get_settings(catalog, request->workspace_id, &settings);
    json_t *words = err == OK ? words_of(request, settings) : NULL;
    if (words != NULL && !has_word(words, request->word)) {
        json_out_append(words, json_out_text(request->word));
        err = catalog_update_settings(catalog, request->workspace_id, settings, call->scope.actor,
                                      &saved, &version, &fault);
    }
    if (err != OK)
        call_refuse_model(call, err, &fault);
    else if (version != 0)
        json_decref(call_live(call, version));
    json_decref(settings);
    json_decref(saved);
}

static void check_type(struct call *call, const struct request *request)
{
    json_t *settings = NULL;

    if (request->type.ptr == NULL || call->is_answered)
        return;
    if (catalog_get_settings(call->api->options.catalog, request->workspace_id, &settings) != OK)
        call_refuse(call, 503, "", "The settings could not be read.");
    else if (words_of(request, settings) == NULL)
        call_refuse(call, 422, "type", "type: there is no such conversion type.");
    json_decref(settings);
}

/* ------------------------------------------------------------------ correcting */

/* An operation of its own each time: the edge looks again at what it corrects. */
static struct str new_key(struct call *call)
{
    uint8_t bytes[KEY_BYTES];
    struct buf text = buf_in_arena(call->arena, 2 * sizeof(bytes));

    randombytes_buf(bytes, sizeof(bytes));
    buf_write_hex(&text, bytes, sizeof(bytes));
    return buf_str(&text);
}

/* Takes ids. */
static json_int_t correct(struct call *call, const struct request *request, json_t *ids)
{
    json_t *args = json_object();

    json_out_put(args, "ids", ids);
    json_out_put(args, "word", json_out_text(request->word));
    json_out_put(args, "status", json_out_text(request->status));
    json_out_put(args, "type", json_out_text(request->type));
    json_out_put(args, "all", json_boolean(request->is_all));
    json_out_put(args, "forward", json_boolean(request->is_forwarded));
    json_t *answer = call_operate(call, request->workspace_id, KIND, new_key(call), args);
    json_int_t changed = json_integer_value(json_object_get(answer, "changed"));
    json_decref(answer);
    return changed;
}

/* All that fit, at most CHANGED_MAX. */
/* *next: the last of them when there are more, else 0. */
static json_t *find_ids(struct call *call, const struct request *request, uint64_t *next)
{
    struct scan scan = {0};
    json_t *ids = json_array();
    uint64_t last = 0;

    scan_open(&scan, call, request->workspace_id, request->network_id, request->is_all);
    scan.query.before_id = request->before_id;
    while (*next == 0 && scan_next(&scan))
        for (size_t i = 0; i < scan.count && *next == 0; i++) {
            if (!remap_fits(&scan.rows[i], request->word, request->is_all))
                continue;
            if (json_array_size(ids) == request->limit) {
                *next = last;
                break;
            }
            last = scan.rows[i].id;
            json_out_append(ids, json_out_id(last));
        }
    scan_close(&scan);
    return ids;
}

void conversions_remap(struct call *call)
{
    struct request request;
    json_int_t changed = 0;
    uint64_t next = 0;

    read_request(call, &request);
    check_type(call, &request);
    bool is_kept = request.is_saved && !request.is_dry;
    if (!call->is_answered && is_kept)
        request.network_id != 0 ? save_in_network(call, &request)
                                : save_in_settings(call, &request);
    if (call->is_answered)
        return;
    json_t *ids = find_ids(call, &request, &next);
    size_t found = json_array_size(ids);
    for (size_t from = 0; from < found && !request.is_dry && !call->is_answered;
         from += REMAP_ROWS_MAX) {
        json_t *some = json_array();
        for (size_t i = from; i < found && i < from + REMAP_ROWS_MAX; i++)
            json_out_append(some, json_incref(json_array_get(ids, i)));
        changed += correct(call, &request, some);
    }
    json_decref(ids);
    if (call->is_answered)
        return;
    json_t *answer = json_object();
    json_out_put(answer, "found", json_out_number(found));
    json_out_put(answer, "changed", json_integer(changed));
    json_out_put(answer, "next", json_out_id(next));
    json_out_put(answer, "saved", json_boolean(is_kept));
    call_answer(call, 200, answer);
}

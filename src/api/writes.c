/* writes - the catalogue changed over HTTP: making, changing, copying, archiving. A write may say
 * which version it is about, as "version" in its body or as If-Match; without it goes through. */
#include "api/internal.h"

#include "api/json_out.h"
#include "api/state.h"
#include "base/num.h"

/* Whether the edge serves that version: what the writer may rely on. */
json_t *call_live(const struct call *call, uint64_t version)
{
    const struct api_options *options = &call->api->options;

    return json_boolean(options->announce(options->context, version));
}

/* ------------------------------------------------------------------ which version is meant */

/* The number of "3" or W/"3". */
static enum err parse_etag(struct str text, uint64_t *version)
{
    struct str tag = str_trim(text);

    if (str_has_prefix(tag, STR("W/"))) /* made weak by what stands between */
        tag = str_slice(tag, 2, tag.len);
    if (tag.len < 3 || tag.ptr[0] != '"' || tag.ptr[tag.len - 1] != '"')
        return ERR_INVALID;
    return num_parse_u64(str_slice(tag, 1, tag.len - 1), INT64_MAX, version);
}

/* Puts the version of If-Match into the body, where the model looks for it. */
void call_read_if_match(struct call *call)
{
    struct str header = http_header_find(call->request, STR("If-Match"));
    const json_t *named = json_object_get(call->body, "version");
    uint64_t version = 0;
    bool is_any = str_is_equal(str_trim(header), STR("*"));

    if (call->is_answered || header.ptr == NULL || is_any)
        return;
    if (parse_etag(header, &version) != OK)
        call_refuse(call, 400, "If-Match", "If-Match must be what an answer gave as ETag: \"3\".");
    else if (named != NULL && json_integer_value(named) != (json_int_t)version)
        call_refuse(call, 400, "version", "version and If-Match name different versions.");
    else
        json_out_put(call->body, "version", json_out_number(version));
}

static void read_target(struct call *call)
{
    resources_read_id(call);
    call_read_if_match(call);
}

/* ------------------------------------------------------------------ one entity */

/* What came of a write. */
struct written {
    json_t *document;
    json_t *warnings; /* NULL: none */
    uint64_t version; /* of the catalogue */
    struct model_fault fault;
};

static void answer_written(struct call *call, unsigned status, enum err err,
                           const struct written *written)
{
    json_t *document = written->document;

    if (err != OK) {
        call_refuse_model(call, err, &written->fault);
        return;
    }
    if (call->entity == ENTITY_KEY && status == 201)
        state_issue_key(call, document);
    if (call->is_answered) {
        json_decref(document);
        json_decref(written->warnings);
        return;
    }
    resources_put_links(call, document);
    resources_put_etag(call, document);
    json_out_put(document, "warnings",
                 written->warnings != NULL ? written->warnings : json_array());
    json_out_put(document, "live", call_live(call, written->version));
    call_answer(call, status, document);
}

void resources_create(struct call *call)
{
    struct written written = {0};

    enum err err =
        catalog_create(call->api->options.catalog, call->entity, call->body, &call->scope,
                       &written.document, &written.warnings, &written.version, &written.fault);
    answer_written(call, 201, err, &written);
}

void resources_update(struct call *call)
{
    struct written written = {0};

    read_target(call);
    if (call->is_answered)
        return;
    enum err err =
        catalog_update(call->api->options.catalog, call->entity, call->id, call->body, &call->scope,
                       &written.document, &written.warnings, &written.version, &written.fault);
    answer_written(call, 200, err, &written);
}

void resources_clone(struct call *call)
{
    struct written written = {0};

    resources_read_id(call);
    if (call->is_answered)
        return;
    enum err err =
        catalog_clone(call->api->options.catalog, call->entity, call->id, call->body, &call->scope,
                      &written.document, &written.warnings, &written.version, &written.fault);
    answer_written(call, 201, err, &written);
}

static const struct shape_field version_fields[] = {
    {"version", SHAPE_NUMBER, SHAPE_OPTIONAL, "The version that it is about.", NULL, NULL},
};
const struct shape version_shape = SHAPE_OF_BODY("version", version_fields, "{}");

void call_take_no_field(struct call *call)
{
    const char *name;
    json_t *value;

    json_object_foreach(call->body, name, value)
    {
        if (strcmp(name, "version") != 0)
            call_refuse(call, 422, name, "%s: unknown field.", name);
    }
}

static void read_version_body(struct call *call)
{
    call_take_no_field(call);
    read_target(call);
}

void resources_restore(struct call *call)
{
    struct written written = {0};

    read_version_body(call);
    if (call->is_answered)
        return;
    enum err err = catalog_restore(call->api->options.catalog, call->entity, call->id, call->body,
                                   &call->scope, &written.document, &written.warnings,
                                   &written.version, &written.fault);
    answer_written(call, 200, err, &written);
}

static const struct shape_field archived_fields[] = {
    {"id", SHAPE_ID, 0, NULL, NULL, NULL},
    {"status", SHAPE_WORD, 0, NULL, "archived", NULL},
    {"version", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"live", SHAPE_BOOL, 0, "Whether the edge knows already.", NULL, NULL},
};
const struct shape archived_shape = SHAPE("archived", archived_fields);

void resources_archive(struct call *call)
{
    static const char *const names[] = {"id", "status", "version"};
    struct model_fault fault = {0};
    json_t *document = NULL;
    uint64_t version = 0;

    read_version_body(call);
    if (call->is_answered)
        return;
    enum err err = catalog_archive(call->api->options.catalog, call->entity, call->id, call->body,
                                   &call->scope, &document, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_t *answer = json_object();
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        json_out_put(answer, names[i], json_incref(json_object_get(document, names[i])));
    json_out_put(answer, "live", call_live(call, version));
    resources_put_etag(call, document);
    json_decref(document);
    call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ many */

static const struct shape_field bulk_fields[] = {
    {"ids", SHAPE_IDS, 0, "1 to 1,000 of them.", NULL, NULL},
    {"status", SHAPE_WORD, 0, NULL, "active paused archived", NULL},
};
const struct shape bulk_shape =
    SHAPE_OF_BODY("bulk_status", bulk_fields, "{\"ids\":[1],\"status\":\"active\"}");

static const struct shape_field bulk_row_fields[] = {
    {"id", SHAPE_ID, 0, NULL, NULL, NULL},
    {"status", SHAPE_WORD, 0, NULL, "active paused archived", NULL},
    {"version", SHAPE_NUMBER, 0, NULL, NULL, NULL},
};
static const struct shape bulk_row_shape = SHAPE("bulk_row", bulk_row_fields);
static const struct shape_field bulk_done_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, "In the order of the ids.", NULL, &bulk_row_shape},
    {"warnings", SHAPE_OBJECTS, 0, NULL, NULL, &warning_shape},
    {"live", SHAPE_BOOL, 0, "Whether the edge knows already.", NULL, NULL},
};
const struct shape bulk_done_shape = SHAPE("bulk_done", bulk_done_fields);

/* Takes the documents; gives what each is now. */
static json_t *bulk_rows(json_t *documents)
{
    json_t *rows = json_array();
    json_t *document;
    size_t i;

    json_array_foreach(documents, i, document)
    {
        json_t *row = json_object();
        for (size_t field = 0; field < ARRAY_LEN(bulk_row_fields); field++) {
            const char *name = bulk_row_fields[field].name;
            json_out_put(row, name, json_incref(json_object_get(document, name)));
        }
        json_out_append(rows, row);
    }
    json_decref(documents);
    return rows;
}

void resources_set_status(struct call *call)
{
    struct model_fault fault = {0};
    json_t *documents = NULL, *warnings = NULL;
    uint64_t version = 0;

    enum err err = catalog_set_status(call->api->options.catalog, call->entity, call->body,
                                      &call->scope, &documents, &warnings, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "rows", bulk_rows(documents));
    json_out_put(answer, "warnings", warnings);
    json_out_put(answer, "live", call_live(call, version));
    call_answer(call, 200, answer);
}

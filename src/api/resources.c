/* resources - the catalogue over HTTP: every answer is the stored document with its links; lists
 * and single ones of campaigns, ad campaigns, variations and goals carry counts from the ledger's
 * totals. */
#include "api/internal.h"

#include "api/counts.h"
#include "api/figures.h"
#include "api/json_out.h"
#include "api/skey.h"
#include "api/state.h"
#include "base/log.h"
#include "base/num.h"
#include "base/say.h"
#include "model/links.h"

#define GOAL_ID_BYTES   16
#define RESOURCES_SORTS "name -name created -created updated -updated"

/* ------------------------------------------------------------------ refusing */

/* The model's words, with the field that they are about before them. */
static void refuse_field(struct call *call, unsigned status, const struct model_fault *fault)
{
    bool has_end = str_has_suffix(str_from_c(fault->message), STR("."));

    call_refuse(call, status, fault->field, "%s%s%s%s", fault->field,
                fault->field[0] != '\0' ? ": " : "", say_text(fault->message), has_end ? "" : ".");
}

/* 409, or 412 when the version came as If-Match; says what is there now. */
static void refuse_stale(struct call *call, const struct model_fault *fault)
{
    bool is_header = http_header_find(call->request, STR("If-Match")).ptr != NULL;
    json_t *current = json_object();

    json_out_put(current, "version", json_out_number(fault->current_version));
    json_out_put(current, "changed_at",
                 fault->current_at_ms != 0 ? json_out_time(fault->current_at_ms) : json_null());
    json_out_put(current, "changed_by", json_out_text(str_from_c(fault->current_actor)));
    call->current = current;
    refuse_field(call, is_header ? 412 : 409, fault);
}

void call_refuse_model(struct call *call, enum err err, const struct model_fault *fault)
{
    if (err == ERR_STALE)
        refuse_stale(call, fault);
    else if (err == ERR_INVALID)
        refuse_field(call, 422, fault);
    else if (err == ERR_CONFLICT)
        refuse_field(call, 409, fault);
    else if (err == ERR_FORBIDDEN)
        refuse_field(call, 403, fault);
    else if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "id", "There is none of that id among the %s.",
                    entity_resource(call->entity));
    else if (err == ERR_BUSY || err == ERR_TIMEOUT)
        call_refuse(call, 503, "", "The catalogue is busy: try again.");
    else
        call_refuse(call, 500, "", "The catalogue could not be read or written.");
}

void call_refuse_catalog(struct call *call, enum err err)
{
    static const struct model_fault fault = {.message = SAY("The catalogue refuses this.")};
    call_refuse_model(call, err, &fault);
}

void resources_read_id(struct call *call)
{
    uint8_t bytes[GOAL_ID_BYTES];
    uint64_t number = 0;

    if (call->entity != ENTITY_GOAL) {
        if (num_parse_u64(call->id, INT64_MAX, &number) != OK)
            call_refuse(call, 404, "id", "There is no such id among the %s: it is a number.",
                        entity_resource(call->entity));
        return;
    }
    if (num_parse_hex(call->id, bytes, sizeof(bytes)) != OK) {
        call_refuse(call, 404, "id", "There is no such goal: its id is 32 hex digits.");
        return;
    }
    struct buf lower = buf_in_arena(call->arena, 2 * sizeof(bytes));
    buf_write_hex(&lower, bytes, sizeof(bytes));
    call->id = buf_str(&lower);
}

/* ------------------------------------------------------------------ what an answer adds */

/* Whoever names a price with a conversion must know the account's key (spec/network.md §2.1). */
static void put_cpa_link(struct call *call, uint64_t workspace_id, json_t *links)
{
    const char *postback = json_string_value(json_object_get(links, "postback_url"));
    struct str skey = skey_find(call, workspace_id);

    if (skey.ptr == NULL)
        log_warning("api", "the secret key of an account could not be read");
    json_out_put(links, "cpa_postback_url",
                 json_sprintf("%s&cpa=&skey=%.*s", postback, STR_FMT(skey)));
}

void resources_put_links(struct call *call, json_t *document)
{
    const struct api_options *options = &call->api->options;
    struct links_base base = {options->tracking_url, options->network_url, options->network_hosts};
    json_t *links = links_make(options->catalog, call->entity, document, base);

    if (call->entity == ENTITY_GOAL)
        put_cpa_link(call, (uint64_t)json_integer_value(json_object_get(document, "workspace_id")),
                     links);
    json_out_put(document, "links", links);
    state_put(call, document);
}

/* ------------------------------------------------------------------ reading */

void resources_list(struct call *call)
{
    bool has_figures = figures_are_wanted(call);
    struct catalog_query query = {
        .text = call_param(call, "q"),
        .group = call_param(call, "group"),
        .country = call_param(call, "country"),
        .status = call_word(call, "status", "active paused archived all"),
        .ids = call_param(call, "ids"),
        .sort = has_figures ? call_param(call, "sort") : call_word(call, "sort", RESOURCES_SORTS),
        .cursor = call_param(call, "cursor"),
        .limit = call_limit(call),
    };
    json_t *rows = NULL;
    struct str next = STR_NONE;

    if (call->is_answered)
        return;
    if (query.text.len == 0)
        query.text = STR_NONE;
    if (has_figures) {
        figures_list(call, &query);
        return;
    }
    enum err err = catalog_list(call->api->options.catalog, call->entity, &query, &call->scope,
                                call->arena, &rows, &next);
    if (err == ERR_INVALID) {
        call_refuse(call, 400, "cursor",
                    "cursor must be what an answer gave as next, and ids "
                    "a list like 1,2,3.");
        return;
    }
    if (err != OK) {
        call_refuse_catalog(call, err);
        return;
    }
    size_t count = json_array_size(rows);
    json_t **documents = arena_alloc(call->arena, (count + 1) * sizeof(json_t *));
    CHECK(documents != NULL); /* of a scratch that holds a page of any log */
    for (size_t i = 0; i < count; i++) {
        documents[i] = json_array_get(rows, i);
        resources_put_links(call, documents[i]);
    }
    counts_put(call, documents, count);
    call_answer_rows(call, rows, next);
}

void resources_put_etag(struct call *call, const json_t *document)
{
    call->more_headers = arena_format(call->arena, "ETag: \"%" JSON_INTEGER_FORMAT "\"\r\n",
                                      json_integer_value(json_object_get(document, "version")));
}

void resources_get(struct call *call)
{
    json_t *document = NULL, *warnings = NULL;

    resources_read_id(call);
    if (call->is_answered)
        return;
    enum err err = catalog_get_judged(call->api->options.catalog, call->entity, call->id,
                                      &call->scope, &document, &warnings);
    if (err != OK) {
        call_refuse_catalog(call, err);
        return;
    }
    json_out_put(document, "warnings", warnings);
    resources_put_links(call, document);
    counts_put(call, &document, 1);
    resources_put_etag(call, document);
    call_answer(call, 200, document);
}

static const struct shape_field template_fields[] = {
    {"id", SHAPE_ID, SHAPE_NULL, "Of one that users made; null of a preset.", NULL, NULL},
    {"workspace_id", SHAPE_ID, SHAPE_NULL, NULL, NULL, NULL},
    {"template", SHAPE_TEXT, 0, "What an entity names as its template.", NULL, NULL},
    {"kind", SHAPE_WORD, 0, NULL, "source network", NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"origin", SHAPE_WORD, 0, "Who made it.", "user builtin", NULL},
    {"confidence", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"verified", SHAPE_BOOL, SHAPE_NULL,
     "Whether it was seen in the network's own words; null of one that users made.", NULL, NULL},
    {"notes", SHAPE_TEXT, SHAPE_NULL, "What its user should know.", NULL, NULL},
    {"source", SHAPE_TEXT, SHAPE_NULL, "Where it was read.", NULL, NULL},
    {"checked", SHAPE_TEXT, SHAPE_NULL, "When it was read last.", NULL, NULL},
    {"fields", SHAPE_FREE, 0, "What it fills.", NULL, NULL},
};
const struct shape template_shape = SHAPE("template_row", template_fields);

void resources_templates(struct call *call)
{
    json_t *templates = NULL;
    struct template_query query = {.kind = call_word(call, "kind", "source network"),
                                   .origin = call_word(call, "origin", "user builtin"),
                                   .text = call_param(call, "q"),
                                   .is_archived =
                                       call_word(call, "status", "archived").ptr != NULL};

    if (call->is_answered)
        return;
    enum err err =
        catalog_list_templates(call->api->options.catalog, &call->scope, &query, &templates);
    if (err != OK) {
        call_refuse(call, 500, "", "The templates could not be read: %s.", say_text(err_text(err)));
        return;
    }
    call_answer_rows(call, templates, STR_NONE);
}

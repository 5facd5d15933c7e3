/* lint - POST /api/v1/lint: what is wrong with a link as people paste it, and the link mended. */
#include "api/internal.h"

#include "base/say.h"
#include "api/json_out.h"
#include "model/lint.h"
#include "model/schema.h"

#define MACROS_MAX 64
#define ID_BYTES   24

static const struct shape_field context_fields[] = {
    {"source_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, "The traffic source that it is about.",
     NULL, NULL},
    {"network_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, "The affiliate network that it is about.",
     NULL, NULL},
};
static const struct shape context_shape = SHAPE("lint_context", context_fields);

#define KINDS                                                                                      \
    "offer_url lander_url network_template campaign_url source_postback incoming_postback "        \
    "variation_url"

static const struct shape_field lint_body_fields[] = {
    {"text", SHAPE_TEXT, 0, "A URL, a template or a query, as it was pasted.", NULL, NULL},
    {"kind", SHAPE_WORD, SHAPE_OPTIONAL, "What it is to be; auto: the linter finds out.",
     "auto " KINDS, NULL},
    {"context", SHAPE_OBJECT, SHAPE_OPTIONAL, "Whose macros must stand in it.", NULL,
     &context_shape},
};
const struct shape lint_body_shape = SHAPE_OF_BODY(
    "lint_text", lint_body_fields, "{\"text\":\"http://offer.example/?a=1&amp;s1=%7Bclikid%7D\"}");

static const struct shape_field finding_fields[] = {
    {"code", SHAPE_TEXT, 0, "Which rule.", NULL, NULL},
    {"severity", SHAPE_WORD, 0, NULL, "error warning note", NULL},
    {"message", SHAPE_TEXT, 0, "What is wrong, in words.", NULL, NULL},
    {"at", SHAPE_NUMBER, 0, "Where it begins, in characters of the text.", NULL, NULL},
    {"length", SHAPE_NUMBER, 0, "0: what is missing would stand there.", NULL, NULL},
    {"suggestion", SHAPE_TEXT, SHAPE_NULL, "What should stand there instead.", NULL, NULL},
};
static const struct shape finding_shape = SHAPE("lint_finding", finding_fields);

static const struct shape_field lint_fields[] = {
    {"kind", SHAPE_WORD, 0, "What it was read as.", KINDS, NULL},
    {"findings", SHAPE_OBJECTS, 0, "As they stand in the text.", NULL, &finding_shape},
    {"fixed", SHAPE_TEXT, SHAPE_NULL, "The text with all that could be mended; null: nothing.",
     NULL, NULL},
};
const struct shape lint_shape = SHAPE("lint", lint_fields);

/* ------------------------------------------------------------------ the surroundings */

struct surroundings {
    struct lint_context context;
    struct lint_macro macros[MACROS_MAX];
    json_t *source, *network; /* lend the context its strings */
};

static void add_macro(struct surroundings *about, struct str param, struct str macro,
                      struct str ours)
{
    if (about->context.macro_count < MACROS_MAX && param.ptr != NULL && macro.ptr != NULL)
        about->macros[about->context.macro_count++] = (struct lint_macro){param, macro, ours};
}

static void take_source(struct call *call, struct surroundings *about)
{
    const json_t *external_id = json_object_get(about->source, "external_id");
    const json_t *cost = json_object_get(about->source, "cost");
    size_t i;
    json_t *token;

    json_array_foreach(json_object_get(about->source, "tokens"), i, token)
    {
        long long slot = json_integer_value(json_object_get(token, "slot"));
        add_macro(about, json_text_at(token, "param"), json_text_at(token, "macro"),
                  arena_format(call->arena, "{token%lld}", slot));
    }
    add_macro(about, json_text_at(cost, "param"), json_text_at(cost, "macro"), STR("{cost}"));
    about->context.external_id_param = json_text_at(external_id, "param");
    about->context.external_id_macro = json_text_at(external_id, "macro");
    add_macro(about, about->context.external_id_param, about->context.external_id_macro,
              STR("{external_id}"));
}

static void take_network(struct surroundings *about)
{
    const char *param;
    json_t *macro;
    json_t *macros = json_object_get(about->network, "postback_macros");

    about->context.network_template = json_text_at(about->network, "offer_url_template");
    json_object_foreach(macros, param, macro)
        add_macro(about, str_from_c(param), json_text_at(macros, param), STR_NONE);
}

/* The entity that the context names, as a new reference; NULL: none is named, or it is refused. */
static json_t *find_entity(struct call *call, const json_t *context, const char *name,
                           enum entity entity)
{
    const json_t *id = json_object_get(context, name);
    json_t *document = NULL;
    char text[ID_BYTES], field[ID_BYTES + 16];

    (void)snprintf(field, sizeof(field), "context.%s", name);
    if (id == NULL || json_is_null(id))
        return NULL;
    (void)snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(id));
    enum err err = json_is_integer(id) ? catalog_get(call->api->options.catalog, entity,
                                                     str_from_c(text), &call->scope, &document)
                                       : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 422, field, "%s: there is none of that id.", field);
    else if (err != OK)
        call_refuse(call, 500, "", "The catalogue could not be read.");
    return document;
}

/* ------------------------------------------------------------------ body and answer */

static enum lint_kind read_kind(struct call *call)
{
    const json_t *given = json_object_get(call->body, "kind");
    enum lint_kind kind = LINT_AUTO;

    if (given != NULL && lint_kind_parse(json_text_at(call->body, "kind"), &kind) != OK)
        call_refuse(call, 422, "kind", "kind: expected one of auto %s.", KINDS);
    return kind;
}

static struct str read_text(struct call *call)
{
    struct str text = json_text_at(call->body, "text");

    if (text.ptr == NULL)
        call_refuse(call, 422, "text", "text: expected a string.");
    else if (text.len > LINT_TEXT_BYTES_MAX)
        call_refuse(call, 422, "text", "text: expected at most %d bytes.", LINT_TEXT_BYTES_MAX);
    return text;
}

static json_t *finding_json(struct str text, const struct lint_finding *finding)
{
    json_t *one = json_object();
    size_t at = schema_count_chars(str_slice(text, 0, finding->at));
    size_t end = schema_count_chars(str_slice(text, 0, finding->at + finding->len));

    json_out_put(one, "code", json_out_text(lint_code(finding->rule)));
    json_out_put(one, "severity",
                 json_out_text(lint_severity_text(lint_severity_of(finding->rule))));
    json_out_put(one, "message", json_string(finding->message));
    json_out_put(one, "at", json_integer((json_int_t)at));
    json_out_put(one, "length", json_integer((json_int_t)(end - at)));
    json_out_put(one, "suggestion", json_out_text(finding->suggestion));
    return one;
}

static void answer(struct call *call, struct str text, const struct lint_report *report)
{
    json_t *answer = json_object();
    json_t *findings = json_array();

    for (size_t i = 0; i < report->count; i++)
        json_out_append(findings, finding_json(text, &report->findings[i]));
    json_out_put(answer, "kind", json_out_text(lint_kind_text(report->kind)));
    json_out_put(answer, "findings", findings);
    json_out_put(answer, "fixed", json_out_text(report->fixed));
    call_answer(call, 200, answer);
}

/* Whether the goal that a postback names is one of ours, and how it gets its value. */
static enum lint_goal find_goal(struct call *call, struct str text)
{
    struct str id = lint_goal_of(text);
    json_t *goal = NULL;

    if (id.ptr == NULL ||
        catalog_get(call->api->options.catalog, ENTITY_GOAL, id, &call->scope, &goal) != OK)
        return LINT_GOAL_UNKNOWN;
    struct str type = json_text_at(json_object_get(goal, "value"), "type");
    enum lint_goal found = str_is_equal(type, STR("dynamic")) ? LINT_GOAL_DYNAMIC : LINT_GOAL_OTHER;
    json_decref(goal);
    return found;
}

static void read_context(struct call *call, struct surroundings *about)
{
    const json_t *context = json_object_get(call->body, "context");

    about->context.tracking_url = call->api->options.tracking_url;
    about->context.macros = about->macros;
    if (context != NULL && !json_is_object(context))
        call_refuse(call, 422, "context", "context: expected an object.");
    call_check_object(call, context, &context_shape, "context.");
    about->source = find_entity(call, context, "source_id", ENTITY_SOURCE);
    about->network = find_entity(call, context, "network_id", ENTITY_NETWORK);
    if (about->source != NULL)
        take_source(call, about);
    if (about->network != NULL)
        take_network(about);
}

void lint_answer(struct call *call)
{
    struct surroundings *about = ARENA_NEW(call->arena, struct surroundings);
    struct lint_report *report = ARENA_NEW(call->arena, struct lint_report);

    CHECK(about != NULL && report != NULL); /* the first of a request's memory */
    call_check_fields(call, &lint_body_shape);
    struct str text = read_text(call);
    enum lint_kind kind = read_kind(call);
    if (!call->is_answered)
        read_context(call, about);
    if (!call->is_answered) {
        about->context.goal = find_goal(call, text);
        enum err err = lint_read(call->arena, text, kind, &about->context, report);
        if (err != OK)
            call_refuse(call, 500, "", "The text could not be read: %s.", say_text(err_text(err)));
        else
            answer(call, text, report);
    }
    json_decref(about->source);
    json_decref(about->network);
}

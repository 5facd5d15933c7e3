/* url_preview - POST /api/v1/preview: what a link or a template becomes for a sample visit. It is
 * joined, compiled and expanded by what does it for real visits, ad clicks and forwards. */
#include "api/internal.h"
#include "base/say.h"

#include "api/json_out.h"
#include "api/sample.h"
#include "model/kind.h"
#include "model/links.h"
#include "model/lint.h"

#define ID_FIELD_BYTES 32
#define KINDS                                                                                      \
    "offer_url lander_url network_template campaign_url source_postback incoming_postback "        \
    "variation_url"
/* In front of a macro that is expanded alone. */
#define ALONE "http://sample.example/"

/* The order of enum about. */
static const struct shape_field context_fields[] = {
    {"source_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, "The traffic source.", NULL, NULL},
    {"network_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, "The offer's affiliate network.", NULL,
     NULL},
    {"offer_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"lander_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"campaign_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"adcampaign_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, "Of a variation.", NULL, NULL},
    {"variation_id", SHAPE_ID, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"source", SHAPE_FREE, SHAPE_OPTIONAL | SHAPE_NULL,
     "Instead of source_id one that is not saved, as POST sources takes it.", NULL, NULL},
    {"network", SHAPE_FREE, SHAPE_OPTIONAL | SHAPE_NULL,
     "Instead of network_id one that is not saved, as POST networks takes it.", NULL, NULL},
};
static const struct shape context_shape = SHAPE("preview_context", context_fields);

static const struct shape_field body_fields[] = {
    {"kind", SHAPE_WORD, 0, "What the text is.", KINDS, NULL},
    {"text", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL,
     "A URL or a template. Of a campaign_url it may be left out: the source's.", NULL, NULL},
    {"context", SHAPE_OBJECT, SHAPE_OPTIONAL, "Whose visit it is; what is not named is made up.",
     NULL, &context_shape},
};
const struct shape url_preview_body_shape = SHAPE_OF_BODY(
    "preview_text", body_fields,
    "{\"kind\":\"offer_url\",\"text\":\"http://offer.example/?s1={clickid}&c={country}\"}");

static const struct shape_field value_fields[] = {
    {"macro", SHAPE_TEXT, 0, "As it stands in the template.", NULL, NULL},
    {"value", SHAPE_TEXT, 0, "What stands for it in the URL.", NULL, NULL},
};
static const struct shape value_shape = SHAPE("preview_value", value_fields);
static const struct shape_field answer_fields[] = {
    {"template", SHAPE_TEXT, SHAPE_NULL, "With its macros: an offer's joined with its network's.",
     NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, "Finished; null when there is a problem.", NULL, NULL},
    {"values", SHAPE_OBJECTS, 0, "Of each macro in the template, once.", NULL, &value_shape},
    {"problem", SHAPE_TEXT, SHAPE_NULL, "Why it gives no URL.", NULL, NULL},
};
const struct shape url_preview_shape = SHAPE("preview", answer_fields);

struct url_preview {
    struct call *call;
    enum lint_kind kind;
    struct str text;
    const json_t *context;
    struct snapshot *snapshot; /* held */
    struct sample_about about;
    struct draft source, network;
    json_t *source_document; /* a reference: what the campaign URL is made of; NULL: none */
    struct sample sample;
    struct str template;
    json_t *values; /* taken by the answer */
    struct model_fault fault;
};

/* ------------------------------------------------------------------ what it is about */

/* The id in the context; 0: none. Refuses what is no id. */
static uint64_t read_id(struct url_preview *preview, const char *name)
{
    const json_t *value = json_object_get(preview->context, name);
    char field[ID_FIELD_BYTES];
    if (value == NULL || json_is_null(value))
        return 0;
    (void)snprintf(field, sizeof(field), "context.%s", name);
    if (!json_is_integer(value) || json_integer_value(value) < 1)
        call_refuse(preview->call, 422, field, "%s: expected an id.", field);
    return (uint64_t)json_integer_value(value);
}

/* Takes the workspace of what was found; refuses what is not there for the caller. */
static void take_place(struct url_preview *preview, const char *name, const uint64_t *workspace_id)
{
    char field[ID_FIELD_BYTES];
    struct call *call = preview->call;
    (void)snprintf(field, sizeof(field), "context.%s", name);
    if (workspace_id == NULL || !workspace_set_has(&call->scope.reads, *workspace_id)) {
        call_refuse(call, 422, field, "%s: there is none of that id.", field);
        return;
    }
    const struct workspace *found = snapshot_workspace(preview->snapshot, *workspace_id);
    if (preview->about.workspace != NULL && preview->about.workspace != found)
        call_refuse(call, 422, field, "%s: it stands in another workspace.", field);
    preview->about.workspace = found;
}

/* Sets about.FIELD to the one that the context names. */
#define FIND(preview, field, finder)                                                               \
    do {                                                                                           \
        uint64_t id_ = read_id((preview), #field "_id");                                           \
        if (id_ != 0 && !(preview)->call->is_answered) {                                           \
            (preview)->about.field = finder((preview)->snapshot, id_);                             \
            take_place((preview), #field "_id",                                                    \
                       (preview)->about.field != NULL ? &(preview)->about.field->workspace_id      \
                                                      : NULL);                                     \
        }                                                                                          \
    } while (0)

static void find_named(struct url_preview *preview)
{
    struct sample_about *about = &preview->about;
    FIND(preview, source, snapshot_find_source);
    FIND(preview, network, snapshot_find_network);
    FIND(preview, offer, snapshot_find_offer);
    FIND(preview, lander, snapshot_find_lander);
    FIND(preview, campaign, snapshot_find_campaign);
    FIND(preview, adcampaign, snapshot_find_adcampaign);
    about->variation_id = read_id(preview, "variation_id");
    if (about->source == NULL && about->campaign != NULL)
        about->source = about->campaign->source;
    if (about->network == NULL && about->offer != NULL)
        about->network = about->offer->network;
    if (about->workspace == NULL) {
        uint64_t home = preview->call->scope.home;
        if (home == 0)
            home = workspace_set_first(&preview->call->scope.reads);
        about->workspace = snapshot_workspace(preview->snapshot, home);
    }
    if (about->workspace == NULL)
        call_refuse(preview->call, 404, "", "You are in no workspace.");
}

/* One that is not saved; false: there is none. */
static const void *read_draft(struct url_preview *preview, const char *name, enum entity entity,
                              struct draft *draft)
{
    const json_t *document = json_object_get(preview->context, name);
    struct call *call = preview->call;
    char field[sizeof(preview->fault.field) + ID_FIELD_BYTES];
    if (document == NULL || json_is_null(document) || call->is_answered)
        return NULL;
    enum err err = draft_build(draft, preview->snapshot, entity, document,
                               preview->about.workspace->id, call->arena, &preview->fault);
    if (err == OK)
        return draft->item;
    (void)snprintf(field, sizeof(field), "context.%s%s%s", name,
                   preview->fault.field[0] != '\0' ? "." : "", preview->fault.field);
    call_refuse(call, 422, field, "%s: %s.", field, preview->fault.message);
    return NULL;
}

static void find_drafts(struct url_preview *preview)
{
    struct sample_about *about = &preview->about;
    const void *source = read_draft(preview, "source", ENTITY_SOURCE, &preview->source);
    const void *network = read_draft(preview, "network", ENTITY_NETWORK, &preview->network);
    if (source != NULL)
        about->source = source;
    if (network != NULL)
        about->network = network;
}

/* ------------------------------------------------------------------ expanding */

/* Makes a URL of a template; absent with the fault. */
typedef struct str expand_one(struct url_preview *preview, struct str template);

static struct str expand_visit(struct url_preview *preview, struct str template,
                               enum macro_place place)
{
    struct arena *arena = preview->call->arena;
    struct macro_values values = {0};
    const struct macro_template *compiled;
    struct macro_fault warning;
    if (kind_compile(arena, &preview->fault, "text", template, place, &compiled, &warning) != OK)
        return STR_NONE;
    visit_fill_values(compiled, &preview->sample.facts, arena, &values);
    struct buf url = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    macro_expand(compiled, &values, &url);
    return buf_is_full(&url) ? STR_NONE : buf_str(&url);
}

static struct str expand_offer(struct url_preview *preview, struct str template)
{
    return expand_visit(preview, template, MACRO_IN_OFFER);
}

static struct str expand_lander(struct url_preview *preview, struct str template)
{
    return expand_visit(preview, template, MACRO_IN_LANDER);
}

/* What the campaign says of its source's postback, or the source itself. */
static struct destination destination_of(const struct url_preview *preview)
{
    const struct campaign *campaign = preview->about.campaign;
    const struct source *source = preview->sample.about.source;
    bool is_of_campaign = campaign != NULL && campaign->source == source;
    return is_of_campaign ? campaign->source_postback : source->postback;
}

static struct str expand_postback(struct url_preview *preview, struct str template)
{
    const struct sample *sample = &preview->sample;
    struct destination destination = destination_of(preview);
    struct macro_fault warning;
    memset(destination.status_urls, 0, sizeof(destination.status_urls));
    if (kind_compile(preview->call->arena, &preview->fault, "text", template, MACRO_IN_POSTBACK,
                     &destination.url, &warning) != OK)
        return STR_NONE;
    return forward_make_url(&(struct forward_case){.conversion = &sample->conversion,
                                                   .status = CONVERSION_SALE,
                                                   .facts = &sample->facts,
                                                   .destination = &destination,
                                                   .source = sample->about.source,
                                                   .workspace = sample->about.workspace,
                                                   .rates = snapshot_rates(preview->snapshot),
                                                   .is_first_of_visit = true},
                            preview->call->arena);
}

static struct str expand_variation(struct url_preview *preview, struct str template)
{
    struct arena *arena = preview->call->arena;
    const struct macro_template *compiled;
    struct macro_fault warning, fault = {"this URL cannot be used"};
    if (ad_token_compile(arena, template, &compiled, &warning, &fault) != OK) {
        (void)snprintf(preview->fault.message, sizeof(preview->fault.message), "%s", fault.reason);
        return STR_NONE;
    }
    struct buf url = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    ad_token_expand(compiled, &preview->sample.tokens, &url);
    return buf_is_full(&url) ? STR_NONE : buf_str(&url);
}

static void add_value(struct url_preview *preview, struct str macro, struct str value)
{
    json_t *values = preview->values;
    json_t *one;
    size_t i;
    json_array_foreach(values, i, one)
    {
        if (str_is_equal(json_text_at(one, "macro"), macro))
            return;
    }
    one = json_object();
    json_out_put(one, "macro", json_out_text(macro));
    json_out_put(one, "value", json_out_text(value));
    json_out_append(values, one);
}

/* What each macro says by itself. A template that compiled holds none that alone would not. */
static void add_values(struct url_preview *preview, expand_one *expand)
{
    struct macro_seen seen;
    size_t from = 0;
    while (macro_next(preview->template, from, &seen)) {
        struct str macro = str_slice(preview->template, seen.at, seen.at + seen.len);
        struct str alone = arena_format(preview->call->arena, ALONE "%.*s", STR_FMT(macro));
        struct str url = expand(preview, alone);
        if (url.ptr != NULL)
            add_value(preview, macro, str_slice(url, strlen(ALONE), url.len));
        from = seen.at + seen.len;
    }
}

/* ------------------------------------------------------------------ others' macros */

/* What stands for the value of a parameter; absent: what is there is no macro. */
static struct str value_of(struct url_preview *preview, struct str param, struct str raw)
{
    struct arena *arena = preview->call->arena;
    const struct sample_about *about = &preview->sample.about;
    bool is_source = preview->kind == LINT_CAMPAIGN_URL;
    bool is_macro = macro_is_placeholder(raw) && raw.len > 0;
    for (size_t i = 0; is_source && i < about->source->token_count; i++)
        is_macro |= str_is_equal(about->source->tokens[i].param, param) &&
                    str_is_equal(about->source->tokens[i].macro, raw);
    for (size_t i = 0; !is_source && about->network != NULL && i < about->network->bare_macro_count;
         i++)
        is_macro |= str_is_equal(about->network->bare_macros[i], raw);
    if (!is_macro || str_is_equal(raw, STR("REPLACE")))
        return STR_NONE;
    return is_source ? sample_of_source(arena, about->source, param, raw)
                     : sample_of_network(arena, about, param);
}

/* What a source or a network makes of the link that it was given. */
static struct str expand_params(struct url_preview *preview)
{
    struct str text = preview->template;
    ptrdiff_t mark = str_find_char(text, '?');
    struct buf url = buf_in_arena(preview->call->arena, MACRO_URL_BYTES_MAX);
    struct str rest = mark < 0 ? STR_NONE : str_slice(text, (size_t)mark + 1, text.len);
    struct str piece;
    char separator = '?';
    buf_write(&url, mark < 0 ? text : str_slice(text, 0, (size_t)mark));
    for (; str_take_piece(&rest, '&', &piece); separator = '&') {
        ptrdiff_t equals = str_find_char(piece, '=');
        size_t end = equals < 0 ? piece.len : (size_t)equals + 1;
        struct str raw = str_slice(piece, end, piece.len);
        struct str param = str_slice(piece, 0, equals < 0 ? piece.len : (size_t)equals);
        struct str value = value_of(preview, param, raw);
        buf_write_char(&url, separator);
        buf_write(&url, str_slice(piece, 0, end));
        if (value.ptr == NULL) {
            buf_write(&url, raw);
            continue;
        }
        size_t from = url.len;
        uri_write_encoded(&url, value);
        add_value(preview, raw, str_slice(buf_str(&url), from, url.len));
    }
    return buf_is_full(&url) ? STR_NONE : buf_str(&url);
}

/* The campaign URL as it is given to the source. */
static struct str compose_campaign_url(struct url_preview *preview)
{
    const struct campaign *campaign = &preview->sample.campaign;
    struct buf url = buf_in_arena(preview->call->arena, MACRO_URL_BYTES_MAX);
    buf_format(&url, "%.*s/%s", STR_FMT(preview->call->api->options.tracking_url), campaign->key);
    links_write_query(&url, preview->source_document);
    return buf_is_full(&url) ? STR_NONE : buf_str(&url);
}

/* ------------------------------------------------------------------ by kind */

static struct str join(struct url_preview *preview, struct offer_terms terms, struct str url)
{
    struct str joined = STR_NONE;
    enum err err =
        kind_join_offer(preview->call->arena, &preview->fault, "text", &terms, url, &joined);
    return err == OK ? joined : STR_NONE;
}

static struct str template_of(struct url_preview *preview)
{
    const struct network *network = preview->sample.about.network;
    struct offer_terms terms = network != NULL ? network->terms : (struct offer_terms){0};
    if (preview->kind == LINT_OFFER_URL)
        return join(preview, terms, preview->text);
    if (preview->kind == LINT_NETWORK_TEMPLATE) {
        if (preview->network.item == NULL) /* else the draft says it, with its click_param */
            terms.template = preview->text;
        return join(preview, terms, preview->sample.offer.url);
    }
    if (preview->kind == LINT_CAMPAIGN_URL && preview->text.len == 0)
        return compose_campaign_url(preview);
    return preview->text;
}

static struct str expand(struct url_preview *preview)
{
    static expand_one *const expanders[LINT_KIND_COUNT] = {
        [LINT_OFFER_URL] = expand_offer,         [LINT_NETWORK_TEMPLATE] = expand_offer,
        [LINT_LANDER_URL] = expand_lander,       [LINT_SOURCE_POSTBACK] = expand_postback,
        [LINT_VARIATION_URL] = expand_variation,
    };
    expand_one *one = expanders[preview->kind];
    preview->template = template_of(preview);
    if (preview->template.ptr == NULL)
        return STR_NONE;
    if (one == NULL)
        return expand_params(preview);
    struct str url = one(preview, preview->template);
    if (url.ptr != NULL)
        add_values(preview, one);
    return url;
}

static void answer(struct url_preview *preview)
{
    json_t *answer = json_object();
    preview->values = json_array();
    struct str url = expand(preview);
    struct str problem = STR_NONE;
    if (url.ptr == NULL)
        problem = preview->fault.message[0] != '\0' ? str_from_c(preview->fault.message)
                                                    : say_str("it grows too long for a URL");
    json_out_put(answer, "template", json_out_text(preview->template));
    json_out_put(answer, "url", json_out_text(url));
    json_out_put(answer, "values", preview->values);
    json_out_put(answer, "problem", json_out_text(problem));
    call_answer(preview->call, 200, answer);
}

/* ------------------------------------------------------------------ the request */

static void read_body(struct url_preview *preview)
{
    struct call *call = preview->call;
    const json_t *text = json_object_get(call->body, "text");
    preview->context = json_object_get(call->body, "context");
    preview->text = json_text_at(call->body, "text");
    call_check_fields(call, &url_preview_body_shape);
    if (lint_kind_parse(json_text_at(call->body, "kind"), &preview->kind) != OK ||
        preview->kind == LINT_AUTO)
        call_refuse(call, 422, "kind", "kind: expected one of %s.", KINDS);
    if (preview->text.len > LINT_TEXT_BYTES_MAX ||
        (text != NULL && !json_is_string(text) && !json_is_null(text)))
        call_refuse(call, 422, "text", "text: expected a string of at most %d bytes.",
                    LINT_TEXT_BYTES_MAX);
    if (preview->text.ptr == NULL)
        preview->text = STR("");
    if (preview->context != NULL && !json_is_object(preview->context))
        call_refuse(call, 422, "context", "context: expected an object.");
    call_check_object(call, preview->context, &context_shape, "context.");
}

/* The document that the campaign URL is made of. */
static void find_document(struct url_preview *preview)
{
    struct call *call = preview->call;
    const struct source *source = preview->about.source;
    json_t *draft = json_object_get(preview->context, "source");
    if (json_is_object(draft)) {
        preview->source_document = json_incref(draft);
        return;
    }
    if (source == NULL)
        return;
    struct str id = arena_format(call->arena, "%" PRIu64, source->id);
    if (catalog_get(call->api->options.catalog, ENTITY_SOURCE, id, &call->scope,
                    &preview->source_document) != OK)
        preview->source_document = NULL; /* archived meanwhile: the URL is shown without it */
}

void url_preview_answer(struct call *call)
{
    struct url_preview *preview = ARENA_NEW(call->arena, struct url_preview);

    CHECK(preview != NULL); /* the first of a request's memory */
    preview->call = call;
    read_body(preview);
    if (call->is_answered)
        return;
    if (snapshots_hold(call->api->snapshots, &preview->snapshot) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    preview->about.snapshot = preview->snapshot;
    find_named(preview);
    find_drafts(preview);
    if (!call->is_answered) {
        find_document(preview);
        sample_make(call->arena, &preview->about, call->api->options.tracking_url,
                    &preview->sample);
        answer(preview);
    }
    json_decref(preview->source_document);
    draft_fini(&preview->source);
    draft_fini(&preview->network);
    snapshot_drop(preview->snapshot);
}

/* source - traffic sources: what their campaign URLs carry, and what is told back to them
 * (spec/tracker.md §1.1). */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"
#include "model/postback.h"
#include "model/source_sync.h"

#define PARAM_CHARS_MAX    64
#define MACRO_CHARS_MAX    128
#define NAMED_PARAMS_MAX   (MACRO_TOKENS_MAX + 3)
#define LOSS_MAX_MICROS    (99 * MONEY_MICROS)
#define TEMPLATE_CHARS_MAX 64

static const char *const unit_words[] = {"event", "cpm", NULL};

_Static_assert(COST_PER_EVENT == 0 && COST_PER_MILLE == 1, "unit_words follow enum cost_unit");

#define PARAM_FIELD(body_type)                                                                     \
    {                                                                                              \
        .name = "param", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_TRIMMED,              \
        .offset = offsetof(body_type, param), .min = 1, .max = PARAM_CHARS_MAX,                    \
        .judge = kind_judge_param, .help = "The parameter of the campaign URL."                    \
    }
#define MACRO_FIELD(body_type)                                                                     \
    {                                                                                              \
        .name = "macro", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_TRIMMED,              \
        .offset = offsetof(body_type, macro), .min = 1, .max = MACRO_CHARS_MAX,                    \
        .judge = kind_judge_macro, .help = "What the source replaces by the value."                \
    }

static const struct field external_id_fields[] = {
    PARAM_FIELD(struct param_body),
    {.name = "macro",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct param_body, macro),
     .max = MACRO_CHARS_MAX,
     .judge = kind_judge_macro,
     .help = "What the source replaces by the value; null: it adds the parameter by itself."},
};
static const struct schema external_id_schema = {external_id_fields, ARRAY_LEN(external_id_fields),
                                                 sizeof(struct param_body)};

static const struct field cost_fields[] = {
    PARAM_FIELD(struct cost_param_body),
    MACRO_FIELD(struct cost_param_body),
    {.name = "unit",
     .type = FIELD_WORD,
     .offset = offsetof(struct cost_param_body, unit),
     .fallback = "\"event\"",
     .words = unit_words,
     .help = "Whether the cost is that of the visit or of a thousand."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cost_param_body, currency),
     .help = "Of the costs that it sends, where it is not the source's."},
    {.name = "currency_param",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cost_param_body, currency_param),
     .schema = &external_id_schema,
     .help = "What carries the currency of the cost, where the source sends it."},
};
static const struct schema cost_schema = {cost_fields, ARRAY_LEN(cost_fields),
                                          sizeof(struct cost_param_body)};

static const struct field token_fields[] = {
    {.name = "slot",
     .type = FIELD_INTEGER,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct token_body, slot),
     .min = 1,
     .max = MACRO_TOKENS_MAX,
     .help = "The number N of {tokenN} and of the report's column VN."},
    PARAM_FIELD(struct token_body),
    MACRO_FIELD(struct token_body),
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_TRIMMED,
     .offset = offsetof(struct token_body, name),
     .fallback = "\"\"",
     .max = KIND_NAME_CHARS_MAX,
     .help = "What reports call it."},
};
static const struct schema token_schema = {token_fields, ARRAY_LEN(token_fields),
                                           sizeof(struct token_body)};

static const struct field source_fields[] = {
    KIND_NAME_FIELD(struct source_body),
    KIND_LABEL_FIELDS(struct source_body),
    {.name = "template",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct source_body, template),
     .min = 1,
     .max = TEMPLATE_CHARS_MAX,
     .help = "The preset that absent fields were taken from."},
    {.name = "external_id",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct source_body, external_id),
     .schema = &external_id_schema,
     .help = "What carries the source's own id of the click."},
    {.name = "cost",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct source_body, cost),
     .schema = &cost_schema,
     .help = "What carries the price of the click."},
    {.name = "tokens",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct source_body, tokens),
     .fallback = "[]",
     .max = MACRO_TOKENS_MAX,
     .schema = &token_schema,
     .help = "What else the campaign URL carries."},
    {.name = "postback",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct source_body, postback),
     .schema = &postback_of_source,
     .help = "How the source is told of conversions."},
    {.name = "pixel_url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct source_body, pixel_url),
     .max = KIND_URL_CHARS_MAX,
     .help = "For a source without a postback: where the browser is sent whose conversion came by "
             "our pixel, once for each; static, without macros."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .offset = offsetof(struct source_body, currency),
     .help = "Of its costs; the workspace's by default."},
    {.name = "traffic_loss_percent",
     .type = FIELD_MONEY,
     .offset = offsetof(struct source_body, traffic_loss_micros),
     .fallback = "\"0\"",
     .max = LOSS_MAX_MICROS,
     .help = "The part of the clicks paid for that never arrives: those that do cost the more."},
    {.name = "cost_sync",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct source_body, cost_sync),
     .schema = &sync_schema,
     .help = "How its costs are fetched from its API."},
};
static const struct schema source_schema = {source_fields, ARRAY_LEN(source_fields),
                                            sizeof(struct source_body)};

/* ------------------------------------------------------------------ check */

struct named_param {
    struct str param;
    char field[KIND_FIELD_MAX];
};

static size_t list_params(const struct source_body *body, struct named_param *params)
{
    size_t count = 0;
    for (size_t i = 0; i < body->tokens.count; i++) {
        params[count].param = LIST_AT(body->tokens, struct token_body, i)->param;
        (void)snprintf(params[count++].field, KIND_FIELD_MAX, "tokens[%zu].param", i);
    }
    if (body->cost != NULL)
        params[count++] = (struct named_param){body->cost->param, "cost.param"};
    if (body->cost != NULL && body->cost->currency_param != NULL)
        params[count++] =
            (struct named_param){body->cost->currency_param->param, "cost.currency_param.param"};
    if (body->external_id != NULL)
        params[count++] = (struct named_param){body->external_id->param, "external_id.param"};
    return count;
}

static enum err check_params(const struct check *check, const struct source_body *body)
{
    struct named_param params[NAMED_PARAMS_MAX];
    size_t count = list_params(body, params);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (str_is_equal(params[i].param, params[j].param))
                return fault_refuse(check->fault, params[i].field,
                                    "\"%.*s\" is the parameter of %s already",
                                    STR_FMT(params[i].param), params[j].field);
    return OK;
}

/* Refuses a slot given twice, then puts the tokens in the order of their slots. */
static enum err sort_tokens(const struct check *check, struct source_body *body)
{
    int64_t slots[MACRO_TOKENS_MAX];
    for (size_t i = 0; i < body->tokens.count; i++) {
        slots[i] = LIST_AT(body->tokens, struct token_body, i)->slot;
        for (size_t j = 0; j < i; j++) {
            char field[KIND_FIELD_MAX];
            (void)snprintf(field, sizeof field, "tokens[%zu].slot", i);
            if (slots[i] == slots[j])
                return fault_refuse(check->fault, field,
                                    "slot %" PRId64 " is taken by tokens[%zu] already", slots[i],
                                    j);
        }
    }
    for (size_t i = 1; i < body->tokens.count; i++)
        for (size_t j = i; j > 0; j--) {
            struct token_body *one = LIST_AT(body->tokens, struct token_body, j - 1);
            struct token_body *next = LIST_AT(body->tokens, struct token_body, j);
            if (one->slot < next->slot)
                break;
            struct token_body kept = *one;
            *one = *next;
            *next = kept;
        }
    return OK;
}

static enum err check_postback(struct check *check, const struct source_body *body)
{
    const struct postback_body *postback = body->postback;
    if (postback == NULL)
        return OK;
    enum err err = postback_check(check, postback, body);
    if (err == OK && body->external_id == NULL && postback->url.ptr != NULL)
        check_warn(check, "external_id",
                   "no parameter brings the source's click id: nothing can be told back to it");
    return err;
}

/* A macro that is written wrong in the source is wrong in every link of it. */
static void lint_macros(struct check *check, const struct source_body *body)
{
    for (size_t i = 0; i < body->tokens.count; i++) {
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "tokens[%zu].macro", i);
        check_lint_macro(check, field, LIST_AT(body->tokens, struct token_body, i)->macro,
                         LINT_CAMPAIGN_URL);
    }
    if (body->cost != NULL)
        check_lint_macro(check, "cost.macro", body->cost->macro, LINT_CAMPAIGN_URL);
    if (body->external_id != NULL)
        check_lint_macro(check, "external_id.macro", body->external_id->macro, LINT_CAMPAIGN_URL);
}

struct twins_check {
    struct check *check;
    const struct postback_body *postback;
    struct arena *arena; /* reset for each campaign */
    bool is_warned;
};

static enum err check_twin(void *context, const struct db_row *row)
{
    struct twins_check *twins = context;
    struct model_fault fault = {0};
    const void *read;
    arena_reset(twins->arena);
    if (!twins->is_warned &&
        kind_read_body(ENTITY_CAMPAIGN, row->body, twins->arena, &fault, &read) == OK)
        twins->is_warned = postback_warn_of_twins(
            twins->check, ((const struct campaign_body *)read)->postback, twins->postback);
    return OK;
}

/* Campaigns whose own postback tells the same place; the first one is warned of. */
static enum err check_twins(struct check *check, const struct postback_body *postback)
{
    if (check->id == 0 || postback == NULL)
        return OK;
    struct twins_check twins = {check, postback, arena_make(1u << 20), false};
    enum err err = db_scan_telling(check->db, check->id, check_twin, &twins);
    arena_free(twins.arena);
    return err;
}

static enum err check_source(struct check *check, void *read)
{
    struct source_body *body = read;
    enum err err = check_params(check, body);
    if (err == OK)
        err = sort_tokens(check, body);
    if (err == OK && body->external_id != NULL && body->external_id->macro.ptr == NULL)
        check_warn(check, "external_id.macro",
                   "no macro: the campaign URL does not carry the click id, so the source must add"
                   " %.*s by itself",
                   STR_FMT(body->external_id->param));
    if (err == OK)
        lint_macros(check, body);
    if (err == OK)
        err = check_postback(check, body);
    if (err == OK)
        err = kind_check_static(check, "pixel_url", body->pixel_url);
    if (err == OK)
        err = check_twins(check, body->postback);
    if (err == OK)
        err = sync_check(check, body);
    if (body->currency.ptr == NULL)
        body->currency = str_from_c(check->currency);
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err build_tokens(const struct build *build, const struct list *list,
                             struct source *source)
{
    struct source_token *tokens = ARENA_ARRAY(build->arena, struct source_token, list->count);
    if (tokens == NULL)
        return fault_refuse(build->fault, "tokens", "the catalogue is too large");
    for (size_t i = 0; i < list->count; i++) {
        const struct token_body *token = LIST_AT(*list, struct token_body, i);
        tokens[i] = (struct source_token){.slot = (unsigned)token->slot,
                                          .param = token->param,
                                          .macro = token->macro,
                                          .name = token->name};
        source->token_slots = tokens[i].slot;
    }
    source->tokens = tokens;
    source->token_count = list->count;
    return OK;
}

static enum err build_source(const struct build *build, const void *read, void *item)
{
    const struct source_body *body = read;
    struct source *source = item;
    source->id = build->row->id;
    source->workspace_id = build->row->workspace_id;
    source->status = build->row->status;
    source->name = body->name;
    if (body->external_id != NULL) {
        source->external_id_param = body->external_id->param;
        source->external_id_macro = body->external_id->macro;
    }
    if (body->cost != NULL) {
        source->cost_param = body->cost->param;
        source->cost_macro = body->cost->macro;
        source->cost_unit = (enum cost_unit)body->cost->unit;
        if (body->cost->currency_param != NULL) {
            source->cost_currency_param = body->cost->currency_param->param;
            source->cost_currency_macro = body->cost->currency_param->macro;
        }
    }
    kind_set_currency(source->currency, body->currency);
    bool has_own = body->cost != NULL && body->cost->currency.ptr != NULL;
    kind_set_currency(source->cost_currency, has_own ? body->cost->currency : body->currency);
    source->traffic_loss_micros = body->traffic_loss_micros;
    enum err err = build_tokens(build, &body->tokens, source);
    if (err == OK)
        err = postback_build(build, body->postback, NULL, &source->postback);
    source->pixel_url = body->pixel_url;
    source->postback.is_paused |= source->status == STATUS_PAUSED;
    return err;
}

const struct kind source_kind = {
    .resource = "sources",
    .word = SAY("source"),
    .example = "{\"name\":\"ExoClick\",\"template\":\"exoclick\"}",
    .schema = &source_schema,
    .item_bytes = sizeof(struct source),
    .check = check_source,
    .build = build_source,
};

/* source - traffic sources: what their campaign URLs carry, and what is told back to them
 * (spec/tracker.md §1.1). */
#include "base/money.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

#define PARAM_CHARS_MAX    64
#define MACRO_CHARS_MAX    128
#define NAMED_PARAMS_MAX   (MACRO_TOKENS_MAX + 3)
#define LOSS_MAX_MICROS    (99 * MONEY_MICROS)
#define DEDUP_HOURS_MAX    8760
#define STATUSES           CONVERSION_UNMAPPED /* those that have a word */
#define TEMPLATE_CHARS_MAX 64

static const char *const status_words[] = {"lead", "sale", "rebill", "rejected", NULL};
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

static const struct field postback_fields[] = {
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct postback_body, url),
     .max = KIND_URL_CHARS_MAX,
     .help = "Where conversions are told, with macros; null: nowhere."},
    {.name = "statuses",
     .type = FIELD_WORDS,
     .offset = offsetof(struct postback_body, statuses),
     .fallback = "[\"sale\"]",
     .words = status_words,
     .help = "Which conversions are told."},
    {.name = "dedup_hours",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct postback_body, dedup_hours),
     .fallback = "0",
     .max = DEDUP_HOURS_MAX,
     .help = "How long the receiver refuses a repeated call; 0: it counts every call."},
    {.name = "only_first",
     .type = FIELD_BOOL,
     .offset = offsetof(struct postback_body, only_first),
     .fallback = "false",
     .help = "Whether only the first conversion of a click is told."},
    {.name = "payout_percent",
     .type = FIELD_MONEY,
     .offset = offsetof(struct postback_body, payout_percent_micros),
     .fallback = "\"100\"",
     .max = 1000 * MONEY_MICROS,
     .help = "The part of the payout that is told."},
    {.name = "postback_percent",
     .type = FIELD_MONEY,
     .offset = offsetof(struct postback_body, postback_percent_micros),
     .fallback = "\"100\"",
     .max = 100 * MONEY_MICROS,
     .help = "The part of the conversions that is told."},
    {.name = "success_match",
     .type = FIELD_TEXT,
     .offset = offsetof(struct postback_body, success_match),
     .fallback = "\"\"",
     .max = PATTERN_BYTES_MAX,
     .help = "A regular expression that the body of a good answer matches; empty: any."},
    {.name = "duplicate_match",
     .type = FIELD_TEXT,
     .offset = offsetof(struct postback_body, duplicate_match),
     .fallback = "\"\"",
     .max = PATTERN_BYTES_MAX,
     .help = "A regular expression of the answer to a repeated call; empty: none."},
    {.name = "failure_match",
     .type = FIELD_TEXT,
     .offset = offsetof(struct postback_body, failure_match),
     .fallback = "\"\"",
     .max = PATTERN_BYTES_MAX,
     .help = "A regular expression of an answer that refuses, whatever its status; empty: none."},
    {.name = "status_urls",
     .type = FIELD_MAP,
     .offset = offsetof(struct postback_body, status_urls),
     .fallback = "{}",
     .max = STATUSES,
     .item_max = KIND_URL_CHARS_MAX,
     .help = "URLs of their own for some statuses."},
};
static const struct schema postback_schema = {postback_fields, ARRAY_LEN(postback_fields),
                                              sizeof(struct postback_body)};

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
     .schema = &postback_schema,
     .help = "How the source is told of conversions."},
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

static enum err check_url(struct check *check, const char *field, struct str url,
                          const struct lint_context *context)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    enum err err = kind_compile(check->arena, check->fault, field, url, MACRO_IN_POSTBACK,
                                &compiled, &warning);
    if (err != OK)
        return err;
    check_lint(check, field, url, LINT_SOURCE_POSTBACK, context);
    return OK;
}

static enum err check_status_urls(struct check *check, const struct list *urls,
                                  const struct lint_context *context)
{
    for (size_t i = 0; i < urls->count; i++) {
        const struct pair *pair = LIST_AT(*urls, struct pair, i);
        enum conversion_status status;
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "postback.status_urls.%.*s", STR_FMT(pair->key));
        if (conversion_status_parse(pair->key, &status) != OK ||
            !str_is_equal(pair->key, conversion_status_text(status)))
            return fault_refuse(check->fault, field,
                                "expected one of \"lead\", \"sale\", \"rebill\", \"rejected\"");
        enum err err = check_url(check, field, pair->value, context);
        if (err != OK)
            return err;
    }
    return OK;
}

static enum err check_pattern(const struct check *check, const char *field, struct str text)
{
    struct pattern *pattern = NULL;
    char reason[sizeof check->fault->message];
    if (text.len == 0)
        return OK;
    if (pattern_compile(text, &pattern, reason, sizeof reason) != OK)
        return fault_refuse(check->fault, field, "no regular expression: %s", reason);
    pattern_free(pattern);
    return OK;
}

/* Where conversions of that status are told; absent: nowhere. */
static struct str url_of(const struct postback_body *postback, enum conversion_status status)
{
    for (size_t i = 0; i < postback->status_urls.count; i++) {
        const struct pair *pair = LIST_AT(postback->status_urls, struct pair, i);
        if (str_is_equal(pair->key, conversion_status_text(status)))
            return pair->value;
    }
    return postback->url;
}

/* A receiver that knows its repeats counts a click's second status as one, unless it has a goal of
 * its own (DESIGN.md §6). */
static void warn_of_shared_goals(struct check *check, const struct postback_body *postback)
{
    if (postback->duplicate_match.len == 0)
        return;
    for (int i = 0; i < STATUSES; i++)
        for (int j = 0; j < i; j++) {
            enum conversion_status one = (enum conversion_status)j;
            enum conversion_status other = (enum conversion_status)i;
            struct str url = url_of(postback, one);
            if ((postback->statuses >> i & postback->statuses >> j & 1) == 0 || url.ptr == NULL ||
                !str_is_equal(url, url_of(postback, other)))
                continue;
            check_warn(check, "postback.statuses",
                       "%s and %s share one goal: the source will refuse the second as a duplicate;"
                       " give one of them a URL of its own in status_urls",
                       conversion_status_text(one).ptr, conversion_status_text(other).ptr);
            return;
        }
}

static enum err check_postback(struct check *check, const struct source_body *body)
{
    const struct postback_body *postback = body->postback;
    struct lint_context context = lint_context_of_source(check->arena, body);
    enum err err = OK;
    if (postback == NULL)
        return OK;
    if (postback->url.ptr != NULL)
        err = check_url(check, "postback.url", postback->url, &context);
    if (err == OK)
        err = check_status_urls(check, &postback->status_urls, &context);
    if (err == OK)
        err = check_pattern(check, "postback.success_match", postback->success_match);
    if (err == OK)
        err = check_pattern(check, "postback.duplicate_match", postback->duplicate_match);
    if (err == OK)
        err = check_pattern(check, "postback.failure_match", postback->failure_match);
    if (err != OK)
        return err;
    warn_of_shared_goals(check, postback);
    if (body->external_id == NULL && postback->url.ptr != NULL)
        check_warn(check, "external_id",
                   "no parameter brings the source's click id: nothing can be told back to it");
    return OK;
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
        err = check_postback(check, body);
    if (body->currency.ptr == NULL)
        body->currency = str_from_c(check->currency);
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err build_pattern(const struct build *build, struct str text,
                              const struct pattern **pattern)
{
    char reason[sizeof build->fault->message];
    struct built_pattern *built = ARENA_NEW(build->arena, struct built_pattern);
    if (text.len == 0)
        return OK;
    if (built == NULL || pattern_compile(text, &built->pattern, reason, sizeof reason) != OK)
        return fault_refuse(build->fault, "postback", "no regular expression");
    built->next = *build->patterns;
    *build->patterns = built;
    *pattern = built->pattern;
    return OK;
}

static enum err build_url(const struct build *build, struct str url,
                          const struct macro_template **compiled)
{
    struct macro_fault warning;
    return kind_compile(build->arena, build->fault, "postback.url", url, MACRO_IN_POSTBACK,
                        compiled, &warning);
}

static enum err build_status_urls(const struct build *build, const struct list *urls,
                                  struct source *source)
{
    for (size_t i = 0; i < urls->count; i++) {
        const struct pair *pair = LIST_AT(*urls, struct pair, i);
        enum conversion_status status;
        enum err err = conversion_status_parse(pair->key, &status);
        if (err == OK)
            err = build_url(build, pair->value, &source->status_postback[status]);
        if (err != OK)
            return err;
    }
    return OK;
}

static enum err build_postback(const struct build *build, const struct postback_body *postback,
                               struct source *source)
{
    source->postback_url = postback->url;
    source->only_first = postback->only_first;
    source->dedup_hours = postback->dedup_hours;
    source->payout_percent_micros = postback->payout_percent_micros;
    source->postback_percent_micros = postback->postback_percent_micros;
    for (int i = 0; i < STATUSES; i++)
        source->forwards[i] = (postback->statuses >> i & 1) != 0;
    enum err err =
        postback->url.ptr == NULL ? OK : build_url(build, postback->url, &source->postback);
    if (err == OK)
        err = build_status_urls(build, &postback->status_urls, source);
    if (err == OK)
        err = build_pattern(build, postback->success_match, &source->success_match);
    if (err == OK)
        err = build_pattern(build, postback->duplicate_match, &source->duplicate_match);
    if (err == OK)
        err = build_pattern(build, postback->failure_match, &source->failure_match);
    return err;
}

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
    if (err == OK && body->postback != NULL)
        err = build_postback(build, body->postback, source);
    return err;
}

const struct kind source_kind = {
    .resource = "sources",
    .word = "source",
    .example = "{\"name\":\"ExoClick\",\"template\":\"exoclick\"}",
    .schema = &source_schema,
    .item_bytes = sizeof(struct source),
    .check = check_source,
    .build = build_source,
};

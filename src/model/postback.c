#include "model/postback.h"

#include "base/money.h"
#include "base/uri.h"
#include "model/fault.h"
#include "model/lint_check.h"

#define DEDUP_HOURS_MAX 8760
#define STATUSES        CONVERSION_UNMAPPED /* those that have a word */

static const char *const status_words[] = {"lead", "sale", "rebill", "rejected", NULL};
static const char *const method_words[] = {"GET", "POST", NULL};

/* How a receiver is spoken to: each postback's own. */
#define URL_FIELD                                                                                  \
    {                                                                                              \
        .name = "url", .type = FIELD_TEXT,                                                         \
        .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                             \
        .offset = offsetof(struct postback_body, url), .max = KIND_URL_CHARS_MAX,                  \
        .help = "Where conversions are told, with macros; null: nowhere."                          \
    }
#define DELIVERY_FIELDS                                                                            \
    {.name = "enabled",                                                                            \
     .type = FIELD_BOOL,                                                                           \
     .offset = offsetof(struct postback_body, is_enabled),                                         \
     .fallback = "true",                                                                           \
     .help = "Off: nothing new is told; what waits is held until it is on again."},                \
        {.name = "paused",                                                                         \
         .type = FIELD_BOOL,                                                                       \
         .offset = offsetof(struct postback_body, is_paused),                                      \
         .fallback = "false",                                                                      \
         .help = "Held, not lost: what is to be told goes out once it is false again."},           \
        {.name = "method",                                                                         \
         .type = FIELD_WORD,                                                                       \
         .offset = offsetof(struct postback_body, method),                                         \
         .fallback = "\"GET\"",                                                                    \
         .words = method_words,                                                                    \
         .help = "POST sends the URL's query as a form."},                                         \
        {.name = "dedup_hours",                                                                    \
         .type = FIELD_INTEGER,                                                                    \
         .offset = offsetof(struct postback_body, dedup_hours),                                    \
         .fallback = "0",                                                                          \
         .max = DEDUP_HOURS_MAX,                                                                   \
         .help = "How long the receiver refuses a repeated call; 0: it counts every call."},       \
        {.name = "success_match",                                                                  \
         .type = FIELD_TEXT,                                                                       \
         .offset = offsetof(struct postback_body, success_match),                                  \
         .fallback = "\"\"",                                                                       \
         .max = PATTERN_BYTES_MAX,                                                                 \
         .help = "A regular expression that the body of a good answer matches; empty: any."},      \
        {.name = "duplicate_match",                                                                \
         .type = FIELD_TEXT,                                                                       \
         .offset = offsetof(struct postback_body, duplicate_match),                                \
         .fallback = "\"\"",                                                                       \
         .max = PATTERN_BYTES_MAX,                                                                 \
         .help = "A regular expression of the answer to a repeated call; empty: none."},           \
        {.name = "failure_match",                                                                  \
         .type = FIELD_TEXT,                                                                       \
         .offset = offsetof(struct postback_body, failure_match),                                  \
         .fallback = "\"\"",                                                                       \
         .max = PATTERN_BYTES_MAX,                                                                 \
         .help = "A regular expression of an answer that refuses, whatever its status; empty: "    \
                 "none."},                                                                         \
    {                                                                                              \
        .name = "status_urls", .type = FIELD_MAP,                                                  \
        .offset = offsetof(struct postback_body, status_urls), .fallback = "{}", .max = STATUSES,  \
        .item_max = KIND_URL_CHARS_MAX, .help = "URLs of their own for some statuses."             \
    }
/* Which conversions are told, and how much of them. */
#define CONDITION_FIELDS(nullable, statuses_, no, all)                                             \
    {.name = "statuses",                                                                           \
     .type = FIELD_WORDS,                                                                          \
     .flags = (nullable),                                                                          \
     .offset = offsetof(struct postback_body, statuses),                                           \
     .fallback = (statuses_),                                                                      \
     .words = status_words,                                                                        \
     .help = "Which conversions are told."},                                                       \
        {.name = "only_first",                                                                     \
         .type = FIELD_CHOICE,                                                                     \
         .flags = (nullable),                                                                      \
         .offset = offsetof(struct postback_body, only_first),                                     \
         .fallback = (no),                                                                         \
         .help = "Whether only the first conversion of a click is told."},                         \
        {.name = "include_bots",                                                                   \
         .type = FIELD_CHOICE,                                                                     \
         .flags = (nullable),                                                                      \
         .offset = offsetof(struct postback_body, include_bots),                                   \
         .fallback = (no),                                                                         \
         .help = "Whether conversions of clicks that look like bots are told too."},               \
        {.name = "payout_percent",                                                                 \
         .type = FIELD_MONEY,                                                                      \
         .flags = (nullable),                                                                      \
         .offset = offsetof(struct postback_body, payout_percent_micros),                          \
         .fallback = (all),                                                                        \
         .max = 1000 * MONEY_MICROS,                                                               \
         .help = "The part of the payout that is told."},                                          \
    {                                                                                              \
        .name = "postback_percent", .type = FIELD_MONEY, .flags = (nullable),                      \
        .offset = offsetof(struct postback_body, postback_percent_micros), .fallback = (all),      \
        .max = 100 * MONEY_MICROS,                                                                 \
        .help = "The part of the conversions that is told, drawn by their ids: 50 is every "       \
                "second one on average."                                                           \
    }

static const struct field source_fields[] = {
    URL_FIELD,
    CONDITION_FIELDS(0, "[\"sale\"]", "false", "\"100\""),
    DELIVERY_FIELDS,
};
static const struct field campaign_fields[] = {
    URL_FIELD,
    CONDITION_FIELDS(FIELD_NULLABLE, NULL, NULL, NULL),
    DELIVERY_FIELDS,
};
const struct schema postback_of_source = SCHEMA(source_fields, struct postback_body);
const struct schema postback_of_campaign = SCHEMA(campaign_fields, struct postback_body);

/* ------------------------------------------------------------------ check */

static enum err check_url(struct check *check, const char *field, struct str url,
                          const struct lint_context *context)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    enum err err = kind_compile(check->arena, check->fault, field, url, MACRO_IN_POSTBACK,
                                &compiled, &warning);
    if (err == OK)
        check_lint(check, field, url, LINT_SOURCE_POSTBACK, context);
    return err;
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

/* The statuses that are told; without a source's word for it, sales. */
static unsigned statuses_of(const struct postback_body *postback, const struct postback_body *base)
{
    if (postback->statuses != SCHEMA_WORDS_NONE)
        return postback->statuses;
    return base != NULL ? base->statuses : 1u << CONVERSION_SALE;
}

/* A receiver that knows its repeats counts a click's second status as one, unless it has a goal of
 * its own (DESIGN.md §6). */
static void warn_of_shared_goals(struct check *check, const struct postback_body *postback,
                                 unsigned statuses)
{
    if (postback->duplicate_match.len == 0)
        return;
    for (int i = 0; i < STATUSES; i++)
        for (int j = 0; j < i; j++) {
            enum conversion_status one = (enum conversion_status)j;
            enum conversion_status other = (enum conversion_status)i;
            struct str url = url_of(postback, one);
            if ((statuses >> i & statuses >> j & 1) == 0 || url.ptr == NULL ||
                !str_is_equal(url, url_of(postback, other)))
                continue;
            check_warn(check, "postback.statuses",
                       "%s and %s share one goal: the source will refuse the second as a duplicate;"
                       " give one of them a URL of its own in status_urls",
                       conversion_status_text(one).ptr, conversion_status_text(other).ptr);
            return;
        }
}

enum err postback_check(struct check *check, const struct postback_body *postback,
                        const struct source_body *source)
{
    struct lint_context context = lint_context_of_source(check->arena, source);
    const struct postback_body *base = source->postback != postback ? source->postback : NULL;
    enum err err = OK;
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
    if (err == OK)
        warn_of_shared_goals(check, postback, statuses_of(postback, base));
    return err;
}

bool postback_warn_of_twins(struct check *check, const struct postback_body *of_campaign,
                            const struct postback_body *of_source)
{
    if (of_campaign == NULL || of_source == NULL || !of_campaign->is_enabled ||
        !of_source->is_enabled)
        return false;
    unsigned statuses = statuses_of(of_campaign, of_source);
    for (int i = 0; i < STATUSES; i++) {
        struct str own = uri_host(url_of(of_campaign, (enum conversion_status)i));
        struct str host = uri_host(url_of(of_source, (enum conversion_status)i));
        if ((statuses >> i & 1) == 0 || own.ptr == NULL || !str_is_equal_nocase(own, host))
            continue;
        check_warn(check, "postback.url",
                   "the source's postback and the campaign's both tell %.*s: it would count each"
                   " conversion twice",
                   STR_FMT(host));
        return true;
    }
    return false;
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
                                  struct destination *destination)
{
    for (size_t i = 0; i < urls->count; i++) {
        const struct pair *pair = LIST_AT(*urls, struct pair, i);
        enum conversion_status status;
        enum err err = conversion_status_parse(pair->key, &status);
        if (err == OK)
            err = build_url(build, pair->value, &destination->status_urls[status]);
        if (err != OK)
            return err;
    }
    return OK;
}

void postback_lay_over(const struct postback_body *body, struct destination *destination)
{
    if (body == NULL)
        return;
    for (int i = 0; i < STATUSES && body->statuses != SCHEMA_WORDS_NONE; i++)
        destination->forwards[i] = (body->statuses >> i & 1) != 0;
    if (body->only_first >= 0)
        destination->only_first = body->only_first != 0;
    if (body->include_bots >= 0)
        destination->includes_bots = body->include_bots != 0;
    if (body->payout_percent_micros != SCHEMA_MONEY_NONE)
        destination->payout_percent_micros = body->payout_percent_micros;
    if (body->postback_percent_micros != SCHEMA_MONEY_NONE)
        destination->postback_percent_micros = body->postback_percent_micros;
}

static void take_conditions(const struct destination *base, struct destination *destination)
{
    memcpy(destination->forwards, base->forwards, sizeof destination->forwards);
    destination->only_first = base->only_first;
    destination->includes_bots = base->includes_bots;
    destination->payout_percent_micros = base->payout_percent_micros;
    destination->postback_percent_micros = base->postback_percent_micros;
}

enum err postback_build(const struct build *build, const struct postback_body *body,
                        const struct destination *base, struct destination *destination)
{
    static const struct destination by_default = {
        .forwards = {[CONVERSION_SALE] = true},
        .payout_percent_micros = 100 * MONEY_MICROS,
        .postback_percent_micros = 100 * MONEY_MICROS,
    };
    *destination = (struct destination){.is_on = true};
    take_conditions(base != NULL ? base : &by_default, destination);
    if (body == NULL)
        return OK;
    postback_lay_over(body, destination);
    destination->is_on = body->is_enabled;
    destination->is_paused = body->is_paused;
    destination->is_post = body->method == 1;
    destination->dedup_hours = body->dedup_hours;
    enum err err = body->url.ptr == NULL ? OK : build_url(build, body->url, &destination->url);
    if (err == OK)
        err = build_status_urls(build, &body->status_urls, destination);
    if (err == OK)
        err = build_pattern(build, body->success_match, &destination->success_match);
    if (err == OK)
        err = build_pattern(build, body->duplicate_match, &destination->duplicate_match);
    if (err == OK)
        err = build_pattern(build, body->failure_match, &destination->failure_match);
    return err;
}

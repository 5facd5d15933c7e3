/* lint - the report: rules, places, repairs; and what kind of text it is. */
#include "model/lint.h"

#include "base/say.h"
#include <stdarg.h>

#include "model/fault.h"
#include "model/lint_internal.h"

#define KEY_LEN 6 /* of a campaign */

#define LINT_CODE(name, code, severity) [name] = code,
static const char *const codes[LINT_RULE_COUNT] = {LINT_RULES(LINT_CODE)};
#define LINT_SEVERITY(name, code, severity) [name] = (severity),
static const enum lint_severity severities[LINT_RULE_COUNT] = {LINT_RULES(LINT_SEVERITY)};

static const char *const kind_words[LINT_KIND_COUNT] = {
    [LINT_AUTO] = "auto",
    [LINT_OFFER_URL] = "offer_url",
    [LINT_LANDER_URL] = "lander_url",
    [LINT_NETWORK_TEMPLATE] = "network_template",
    [LINT_CAMPAIGN_URL] = "campaign_url",
    [LINT_SOURCE_POSTBACK] = "source_postback",
    [LINT_INCOMING_POSTBACK] = "incoming_postback",
    [LINT_VARIATION_URL] = "variation_url",
};

struct str lint_kind_text(enum lint_kind kind)
{
    CHECK(kind < LINT_KIND_COUNT);
    return str_from_c(kind_words[kind]);
}

enum err lint_kind_parse(struct str s, enum lint_kind *kind)
{
    for (int i = 0; i < LINT_KIND_COUNT; i++)
        if (str_is_equal(s, str_from_c(kind_words[i]))) {
            *kind = (enum lint_kind)i;
            return OK;
        }
    return ERR_INVALID;
}

struct str lint_code(enum lint_rule rule)
{
    CHECK(rule < LINT_RULE_COUNT);
    return str_from_c(codes[rule]);
}

enum lint_severity lint_severity_of(enum lint_rule rule)
{
    CHECK(rule < LINT_RULE_COUNT);
    return severities[rule];
}

struct str lint_severity_text(enum lint_severity severity)
{
    static const char *const words[] = {"error", "warning", "note"};
    return str_from_c(words[severity]);
}

bool lint_has(const struct lint_report *report, enum lint_rule rule)
{
    for (size_t i = 0; i < report->count; i++)
        if (report->findings[i].rule == rule)
            return true;
    return false;
}

/* ------------------------------------------------------------------ places and repairs */

/* Where a place of the mended text stands in what the user wrote. */
static size_t place_before(const struct lint_edits *edits, size_t at)
{
    size_t grown = 0, cut = 0;
    for (size_t i = 0; i < edits->count; i++) {
        const struct lint_edit *edit = &edits->list[i];
        size_t begin = edit->at + grown - cut;
        if (at < begin)
            break;
        if (at < begin + edit->with.len)
            return edit->at;
        grown += edit->with.len;
        cut += edit->len;
    }
    return at + cut - grown;
}

/* Keeps the list in order; an edit inside another is left out. */
static void add_edit(struct lint_edits *edits, size_t at, size_t len, struct str with)
{
    size_t place = edits->count;
    if (edits->count == LINT_EDITS_MAX)
        return;
    while (place > 0 && edits->list[place - 1].at >= at + (len == 0 ? 1 : 0))
        place--;
    if (place > 0 && edits->list[place - 1].at + edits->list[place - 1].len > at)
        return;
    if (place < edits->count && edits->list[place].at < at + len)
        return;
    memmove(&edits->list[place + 1], &edits->list[place],
            (edits->count - place) * sizeof edits->list[0]);
    edits->list[place] = (struct lint_edit){at, len, with};
    edits->count++;
}

static struct str apply(struct arena *arena, struct str text, const struct lint_edits *edits)
{
    size_t bytes = text.len, from = 0;
    for (size_t i = 0; i < edits->count; i++)
        bytes += edits->list[i].with.len;
    struct buf buf = buf_in_arena(arena, bytes);
    for (size_t i = 0; i < edits->count; i++) {
        buf_write(&buf, str_slice(text, from, edits->list[i].at));
        buf_write(&buf, edits->list[i].with);
        from = edits->list[i].at + edits->list[i].len;
    }
    buf_write(&buf, str_slice(text, from, text.len));
    return buf_str(&buf);
}

void lint_say(struct lint *lint, enum lint_rule rule, size_t at, size_t len, struct str with,
              bool is_sure, const char *format, ...)
{
    struct lint_report *report = lint->report;
    va_list args;
    if (is_sure)
        add_edit(lint->edits, at, len, with);
    if (report->count == LINT_FINDINGS_MAX)
        return;
    struct lint_finding *finding = &report->findings[report->count++];
    bool is_second = lint->edits != &lint->mended;
    size_t end = is_second ? place_before(&lint->mended, at + len) : at + len;
    finding->rule = rule;
    finding->at = is_second ? place_before(&lint->mended, at) : at;
    finding->len = end > finding->at ? end - finding->at : 0;
    finding->suggestion = with;
    va_start(args, format);
    (void)vsnprintf(finding->message, sizeof finding->message, say_text(format), args);
    va_end(args);
    fault_make_printable(finding->message);
}

/* ------------------------------------------------------------------ which kind */

bool lint_is_of_tracker(enum lint_kind kind, enum macro_place *place)
{
    switch (kind) {
    case LINT_OFFER_URL:
        *place = MACRO_IN_OFFER;
        return true;
    case LINT_LANDER_URL:
        *place = MACRO_IN_LANDER;
        return true;
    case LINT_NETWORK_TEMPLATE:
        *place = MACRO_IN_NETWORK;
        return true;
    case LINT_SOURCE_POSTBACK:
        *place = MACRO_IN_POSTBACK;
        return true;
    case LINT_CAMPAIGN_URL:
    case LINT_INCOMING_POSTBACK:
    case LINT_VARIATION_URL:
    case LINT_AUTO:
    case LINT_KIND_COUNT:
        break;
    }
    return false;
}

bool lint_text_has(struct str text, enum macro_name name)
{
    struct macro_seen seen;
    for (size_t from = 0; macro_next(text, from, &seen); from = seen.at + seen.len)
        if (macro_find(seen.name) == (int)name)
            return true;
    return false;
}

/* The path of a URL, without query and fragment; absent when the text has no host. */
static struct str path_of(struct str text)
{
    ptrdiff_t scheme = str_find(text, STR("://"));
    if (scheme < 0)
        return STR_NONE;
    struct str rest = str_slice(text, (size_t)scheme + 3, text.len);
    ptrdiff_t slash = str_find_char(rest, '/');
    if (slash < 0)
        return STR("/");
    rest = str_slice(rest, (size_t)slash, rest.len);
    ptrdiff_t end = str_find_char(rest, '?');
    return end < 0 ? rest : str_slice(rest, 0, (size_t)end);
}

static bool is_campaign_path(struct str path)
{
    for (size_t i = 1; i < path.len; i++) {
        char c = path.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
            return false;
    }
    return path.len == 1 + KEY_LEN;
}

static bool has_values_left_open(const struct lint *lint)
{
    for (size_t i = 0; i < lint->param_count; i++)
        if (lint_is_macro(lint->params[i].value))
            return true;
    return false;
}

/* Macros that only the tracker fills when it tells a source. */
static bool is_told_to_a_source(struct str text)
{
    return lint_text_has(text, MACRO_EXTERNALID) || lint_text_has(text, MACRO_PAYOUT) ||
           lint_text_has(text, MACRO_TXID);
}

static bool is_our_own(const struct lint *lint)
{
    return lint->context->tracking_url.len > 0 &&
           str_has_prefix(lint->text, lint->context->tracking_url);
}

/* "&s1={clickid}": something to be added to a URL. */
static bool is_piece(struct str text)
{
    return text.len > 0 && (text.ptr[0] == '&' || text.ptr[0] == '?');
}

static enum lint_kind find_kind(const struct lint *lint)
{
    struct str text = lint->text;
    struct str path = path_of(text);
    bool is_postback =
        str_has_suffix(path, STR("/postback")) && lint_param_find(lint, STR("cid")) != NULL;
    if (lint_text_has(text, MACRO_URL) || (is_piece(text) && lint_text_has(text, MACRO_CLICKID)))
        return LINT_NETWORK_TEMPLATE;
    if (is_postback && is_our_own(lint))
        return LINT_INCOMING_POSTBACK;
    if (str_has_suffix(path, STR("/tag.php")) ||
        (path.ptr != NULL && lint_text_has(text, MACRO_EXTERNALID)))
        return LINT_SOURCE_POSTBACK;
    if (is_postback)
        return LINT_INCOMING_POSTBACK;
    if (path.ptr == NULL && lint->param_count == 0)
        return LINT_OFFER_URL;
    bool is_campaign = path.ptr == NULL || (is_campaign_path(path) && has_values_left_open(lint));
    bool has_tag = str_find(text, STR("{conversions_tracking}")) >= 0 ||
                   str_find(text, STR("{conversion_tracking}")) >= 0;
    if (is_campaign && (is_our_own(lint) || lint->context->macro_count > 0 || path.ptr == NULL))
        return LINT_CAMPAIGN_URL;
    if (has_tag)
        return is_campaign ? LINT_CAMPAIGN_URL : LINT_VARIATION_URL;
    if (is_told_to_a_source(text))
        return LINT_SOURCE_POSTBACK;
    return is_campaign && !lint_text_has(text, MACRO_CLICKID) ? LINT_CAMPAIGN_URL : LINT_OFFER_URL;
}

/* ------------------------------------------------------------------ reading */

static int by_place(const void *a, const void *b)
{
    const struct lint_finding *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return (one->rule > other->rule) - (one->rule < other->rule);
}

enum err lint_read(struct arena *arena, struct str text, enum lint_kind kind,
                   const struct lint_context *context, struct lint_report *report)
{
    struct lint *lint = ARENA_NEW(arena, struct lint);
    struct lint_edits *second = ARENA_NEW(arena, struct lint_edits);
    memset(report, 0, sizeof *report);
    if (lint == NULL || second == NULL)
        return ERR_FULL;
    *lint = (struct lint){.arena = arena,
                          .text = str_slice(text, 0, LINT_TEXT_BYTES_MAX),
                          .kind = kind,
                          .context = context,
                          .report = report};
    lint->edits = &lint->mended;
    lint_characters(lint);
    lint->text = apply(arena, lint->text, &lint->mended);
    lint->edits = second;
    lint_cut(lint);
    if (kind == LINT_AUTO) {
        lint->kind = find_kind(lint);
        lint_cut(lint);
    }
    report->kind = lint->kind;
    lint_address(lint);
    lint_parameters(lint);
    lint_macros(lint);
    lint_purpose(lint);
    if (lint->mended.count > 0 || second->count > 0)
        report->fixed = apply(arena, lint->text, second);
    qsort(report->findings, report->count, sizeof report->findings[0], by_place);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

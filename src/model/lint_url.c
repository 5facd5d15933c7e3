/* lint_url - the second round: the address, its parameters, and what the text is for. */
#include "model/lint_internal.h"

#include "base/say.h"
#define GOAL_LEN 32

/* ------------------------------------------------------------------ parameters */

/* Where the parameters begin: behind the first '?', or at once when only a query was given. */
static size_t find_query(const struct lint *lint)
{
    ptrdiff_t question = str_find_char(lint->text, '?');
    ptrdiff_t equals = str_find_char(lint->text, '=');
    if (question >= 0)
        return (size_t)question + 1;
    if (str_has_prefix(lint->text, STR("{url}")))
        return sizeof("{url}") - 1;
    return str_find(lint->text, STR("://")) < 0 && equals >= 0 ? 0 : lint->text.len;
}

/* '#' begins the fragment of a URL that is called; in one that a network fills it may belong to a
 * macro. */
static size_t find_query_end(const struct lint *lint)
{
    enum macro_place place;
    ptrdiff_t hash = str_find_char(lint->text, '#');
    bool is_called = lint_is_of_tracker(lint->kind, &place) || lint->kind == LINT_VARIATION_URL;
    return hash >= 0 && is_called ? (size_t)hash : lint->text.len;
}

static void add_param(struct lint *lint, size_t at, size_t end)
{
    struct str piece = str_slice(lint->text, at, end);
    ptrdiff_t equals = str_find_char(piece, '=');
    size_t name_len = equals < 0 ? piece.len : (size_t)equals;
    size_t value_from = equals < 0 ? piece.len : (size_t)equals + 1;
    if (piece.len == 0 || lint->param_count == URI_PARAMS_MAX)
        return;
    lint->params[lint->param_count++] =
        (struct lint_param){.at = at,
                            .name = str_slice(piece, 0, name_len),
                            .value = str_slice(piece, value_from, piece.len),
                            .value_at = at + value_from};
}

void lint_cut(struct lint *lint)
{
    lint->param_count = 0;
    lint->query_at = find_query(lint);
    lint->query_end = find_query_end(lint);
    size_t at = lint->query_at;
    for (size_t i = at; i <= lint->query_end && at <= lint->query_end; i++) {
        if (i < lint->query_end && lint->text.ptr[i] != '&' && lint->text.ptr[i] != '?')
            continue;
        add_param(lint, at, i);
        at = i + 1;
    }
}

const struct lint_param *lint_param_find(const struct lint *lint, struct str name)
{
    for (size_t i = 0; i < lint->param_count; i++)
        if (str_is_equal_nocase(lint->params[i].name, name))
            return &lint->params[i];
    return NULL;
}

static void judge_question_marks(struct lint *lint)
{
    if (lint->query_at == 0 || lint->query_at == lint->text.len)
        return;
    for (size_t i = lint->query_at; i < lint->query_end; i++)
        if (lint->text.ptr[i] == '?')
            lint_say(lint, LINT_RULE_DOUBLE_QUESTION_MARK, i, 1, STR("&"), true,
                     "a second ?: what follows is no parameter of its own; write &");
}

static void judge_duplicates(struct lint *lint)
{
    bool is_ours = lint->kind == LINT_CAMPAIGN_URL || lint->kind == LINT_INCOMING_POSTBACK;
    for (size_t i = 0; i < lint->param_count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct lint_param *param = &lint->params[i];
            if (param->name.len == 0 || !str_is_equal(param->name, lint->params[j].name))
                continue;
            lint_say(lint, LINT_RULE_DUPLICATE_PARAMETER, param->at,
                     param->value_at + param->value.len - param->at, STR_NONE, false,
                     "%.*s stands twice: %s", STR_FMT(str_slice(param->name, 0, 40)),
                     is_ours ? say_text("the first counts")
                             : say_text("nobody knows which one the receiver takes"));
            break;
        }
}

void lint_parameters(struct lint *lint)
{
    judge_question_marks(lint);
    judge_duplicates(lint);
}

/* ------------------------------------------------------------------ the address */

/* The tracker's address with the other scheme. */
static void judge_scheme(struct lint *lint, size_t scheme_len)
{
    struct str own = lint->context->tracking_url;
    ptrdiff_t own_scheme = str_find(own, STR("://"));
    if (own_scheme < 0)
        return;
    struct str host = str_slice(own, (size_t)own_scheme, own.len);
    struct str rest = str_slice(lint->text, scheme_len, lint->text.len);
    struct str wanted = str_slice(own, 0, (size_t)own_scheme);
    struct str behind = str_slice(rest, host.len, host.len + 1);
    if (!str_has_prefix(rest, host) || (behind.len > 0 && memchr("/?", behind.ptr[0], 2) == NULL) ||
        str_is_equal_nocase(str_slice(lint->text, 0, scheme_len), wanted))
        return;
    lint_say(lint, LINT_RULE_SCHEME_MISMATCH, 0, scheme_len, wanted, true,
             "this tracker answers at %.*s", STR_FMT(str_slice(own, 0, 120)));
}

static void judge_host(struct lint *lint, size_t from)
{
    size_t end = from;
    struct macro_seen seen;
    while (end < lint->text.len && memchr("/?#", lint->text.ptr[end], 3) == NULL)
        end++;
    if (end == from)
        lint_say(lint, LINT_RULE_NO_URL, from, 0, STR_NONE, false, "the host is missing");
    if (macro_next(str_slice(lint->text, 0, end), from, &seen))
        lint_say(lint, LINT_RULE_MACRO_IN_HOST, seen.at, seen.len, STR_NONE, false,
                 "scheme, host and port must be literal: no macro may stand before the path");
}

void lint_address(struct lint *lint)
{
    struct str text = lint->text;
    ptrdiff_t scheme = str_find(text, STR("://"));
    bool may_be_a_query = lint->kind == LINT_CAMPAIGN_URL || lint->kind == LINT_INCOMING_POSTBACK;
    if (text.len == 0) {
        lint_say(lint, LINT_RULE_EMPTY, 0, 0, STR_NONE, false, "nothing stands here");
        return;
    }
    if (text.len > MACRO_TEMPLATE_BYTES_MAX)
        lint_say(lint, LINT_RULE_TOO_LONG, MACRO_TEMPLATE_BYTES_MAX,
                 text.len - MACRO_TEMPLATE_BYTES_MAX, STR_NONE, false,
                 "a URL holds at most %d bytes", MACRO_TEMPLATE_BYTES_MAX);
    if (lint->kind == LINT_NETWORK_TEMPLATE) {
        if (!str_has_prefix(text, STR("{url}")))
            lint_say(lint, LINT_RULE_NO_URL, 0, 0, STR("{url}"), false,
                     "a network's template begins with {url}, which stands for the offer's URL");
        return;
    }
    size_t len = scheme < 0 ? 0 : (size_t)scheme;
    struct str word = str_slice(text, 0, len);
    bool is_http =
        str_is_equal_nocase(word, STR("http")) || str_is_equal_nocase(word, STR("https"));
    if (!is_http && (scheme >= 0 || !may_be_a_query))
        lint_say(lint, LINT_RULE_NO_URL, 0, len, STR_NONE, false,
                 "expected http:// or https:// at the beginning");
    if (!is_http)
        return;
    judge_host(lint, len + 3);
    judge_scheme(lint, len);
}

/* ------------------------------------------------------------------ what it is for */

static bool is_goal_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    return s.len == GOAL_LEN;
}

static bool is_tag_php(const struct lint *lint)
{
    size_t end = lint->query_at > 0 ? lint->query_at - 1 : 0;
    return str_has_suffix(str_slice(lint->text, 0, end), STR("/tag.php"));
}

struct str lint_goal_of(struct str url)
{
    ptrdiff_t question = str_find(url, STR("/tag.php?"));
    struct str query = question < 0
                           ? STR_NONE
                           : str_slice(url, (size_t)question + sizeof("/tag.php?") - 1, url.len);
    struct str piece;
    while (str_take_piece(&query, '&', &piece)) {
        struct str value = str_slice(piece, sizeof("goal=") - 1, piece.len);
        if (str_has_prefix(piece, STR("goal=")) && is_goal_id(value))
            return value;
    }
    return STR_NONE;
}

static void judge_no_value(struct lint *lint)
{
    struct str with = STR("&value={payout}");
    if (lint->context->goal == LINT_GOAL_DYNAMIC)
        lint_say(lint, LINT_RULE_DYNAMIC_WITHOUT_VALUE, lint->text.len, 0, with, true,
                 "the goal's value is dynamic: without &value={payout} every conversion is worth"
                 " nothing");
    else if (lint->context->goal == LINT_GOAL_UNKNOWN)
        lint_say(lint, LINT_RULE_NO_VALUE, lint->text.len, 0, with, false,
                 "a goal with a dynamic value needs &value={payout}; others do not");
}

/* The endpoint of ExoClick and its kin, whose rules are known (spec/network.md §2). */
static void judge_tag_php(struct lint *lint)
{
    const struct lint_param *goal = lint_param_find(lint, STR("goal"));
    const struct lint_param *misnamed = lint_param_find(lint, STR("valeur"));
    if (goal == NULL)
        lint_say(lint, LINT_RULE_GOAL_LENGTH, lint->query_at, 0, STR_NONE, false,
                 "tag.php needs goal=, the 32 hex digits of the goal's id");
    else if (!is_goal_id(goal->value) && str_find(goal->value, STR("REPLACE")) < 0)
        lint_say(lint, LINT_RULE_GOAL_LENGTH, goal->value_at, goal->value.len, STR_NONE, false,
                 say_is_one((int64_t)goal->value.len)
                     ? "a goal's id is 32 hex digits, this has %zu character"
                     : "a goal's id is 32 hex digits, this has %zu characters",
                 goal->value.len);
    if (misnamed != NULL)
        lint_say(lint, LINT_RULE_VALUE_NAME, misnamed->at, misnamed->name.len, STR("value"), true,
                 "the parameter is called value, also in French");
    else if (lint_param_find(lint, STR("value")) == NULL)
        judge_no_value(lint);
    if (lint_param_find(lint, STR("cpa")) != NULL && lint_param_find(lint, STR("skey")) == NULL)
        lint_say(lint, LINT_RULE_CPA_WITHOUT_KEY, lint->text.len, 0, STR_NONE, false,
                 "a price (cpa) is only taken with the account's secret key: &skey=");
}

static void judge_external_id(struct lint *lint, bool is_tag)
{
    const struct lint_param *tag = lint_param_find(lint, STR("tag"));
    if (lint_text_has(lint->text, MACRO_EXTERNALID))
        return;
    if (is_tag && tag != NULL && tag->value.len == 0)
        lint_say(lint, LINT_RULE_NO_EXTERNAL_ID, tag->value_at, 0, STR("{external_id}"), true,
                 "tag= is empty: write tag={external_id}, or the source cannot tell which click it"
                 " was");
    else
        lint_say(lint, LINT_RULE_NO_EXTERNAL_ID, lint->text.len, 0, STR("{external_id}"), false,
                 "the URL does not pass {external_id}: the source cannot tell which click it was");
}

static void judge_source_postback(struct lint *lint)
{
    bool is_tag = is_tag_php(lint);
    judge_external_id(lint, is_tag); /* before what is added behind it */
    if (is_tag)
        judge_tag_php(lint);
}

static void judge_click_id(struct lint *lint)
{
    bool is_appended = lint->kind == LINT_OFFER_URL && lint->query_at < lint->text.len &&
                       str_has_suffix(lint->text, STR("=")) &&
                       lint->context->network_template.ptr == NULL;
    if (is_appended || lint_text_has(lint->text, MACRO_CLICKID) ||
        (lint->kind == LINT_OFFER_URL &&
         lint_text_has(lint->context->network_template, MACRO_CLICKID)))
        return;
    lint_say(
        lint, LINT_RULE_NO_CLICK_ID, lint->text.len, 0, STR_NONE, false, "%s",
        lint->kind == LINT_OFFER_URL
            ? say_text("no click id would be passed: add {clickid} to the URL or to the network's "
                       "template, or no conversion can be matched")
            : say_text(
                  "the template passes no {clickid}: each offer URL must, or no conversion can be "
                  "matched"));
}

/* Parameters behind '#' never reach a server. */
static void judge_fragment(struct lint *lint)
{
    struct macro_seen seen;
    if (lint->query_end == lint->text.len || !macro_next(lint->text, lint->query_end, &seen))
        return;
    lint_say(lint, LINT_RULE_AFTER_FRAGMENT, lint->query_end, lint->text.len - lint->query_end,
             STR_NONE, false, "what stands behind # is never sent to a server");
}

static bool is_cid_name(struct str name)
{
    static const char *const names[] = {"cid", "clickid", "click_id", "subid", "sub_id", "cnv_id"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is_equal_nocase(name, str_from_c(names[i])))
            return true;
    return false;
}

static void judge_incoming(struct lint *lint)
{
    for (size_t i = 0; i < lint->param_count; i++)
        if (is_cid_name(lint->params[i].name) && lint->params[i].value.len > 0)
            return;
    lint_say(lint, LINT_RULE_NO_CLICK_ID, lint->text.len, 0, STR_NONE, false,
             "no cid: the network must send the click id back, with its own macro");
}

/* What a source adds by itself is not missing. */
static void judge_campaign(struct lint *lint)
{
    const struct lint_context *context = lint->context;
    if (context->external_id_param.ptr == NULL || context->external_id_macro.ptr == NULL ||
        lint_param_find(lint, context->external_id_param) != NULL)
        return;
    bool has_query = lint->query_at < lint->text.len || lint->query_at == 0;
    struct str with =
        arena_format(lint->arena, "%s%.*s=%.*s", has_query ? "&" : "?",
                     STR_FMT(context->external_id_param), STR_FMT(context->external_id_macro));
    lint_say(lint, LINT_RULE_NO_EXTERNAL_ID, lint->text.len, 0, with, true,
             "the source's click id is missing: add %.*s, or nothing can be told back to it",
             STR_FMT(str_slice(with, 0, 120)));
}

static void judge_variation(struct lint *lint)
{
    struct macro_seen seen;
    for (size_t from = 0; macro_next(lint->text, from, &seen); from = seen.at + seen.len)
        if (ad_token_find(seen.content) == AD_TOKEN_CONVERSIONS_TRACKING ||
            str_is_equal(seen.content, STR("conversion_tracking")))
            return; /* the singular is told already */
    lint_say(lint, LINT_RULE_NO_CONVERSIONS_TRACKING, lint->text.len, 0, STR_NONE, false,
             "the URL does not pass {conversions_tracking}: no conversion can be credited");
}

void lint_purpose(struct lint *lint)
{
    if (lint->text.len == 0)
        return;
    switch (lint->kind) {
    case LINT_OFFER_URL:
    case LINT_NETWORK_TEMPLATE:
        judge_click_id(lint);
        judge_fragment(lint);
        break;
    case LINT_SOURCE_POSTBACK:
        judge_source_postback(lint);
        judge_fragment(lint);
        break;
    case LINT_VARIATION_URL:
        judge_variation(lint);
        judge_fragment(lint);
        break;
    case LINT_INCOMING_POSTBACK:
        judge_incoming(lint);
        break;
    case LINT_CAMPAIGN_URL:
        judge_campaign(lint);
        break;
    case LINT_LANDER_URL:
        if (!lint_text_has(lint->text, MACRO_CLICKID))
            lint_say(lint, LINT_RULE_COOKIE_ONLY, lint->text.len, 0, STR_NONE, false,
                     "no click id would be passed: add cid={clickid}, or clicks of visitors without"
                     " cookies are lost");
        judge_fragment(lint);
        break;
    case LINT_AUTO:
    case LINT_KIND_COUNT:
        break;
    }
}

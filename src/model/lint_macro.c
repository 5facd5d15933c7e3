/* lint_macro - the second round: macros that nobody will replace, and values that are none. */
#include "model/lint_internal.h"

#include "base/say.h"
#define SHOWN_MAX  60 /* bytes of a name in a message */
#define DELIMITERS "{}[]#%<>@_$:="

/* What templates and documentation leave for the user to fill. */
static const char *const holes[] = {"REPLACE", "OPTIONAL", "NAMEOFADVERTISER"};

bool lint_is_macro(struct str value)
{
    for (size_t i = 0; i < ARRAY_LEN(holes); i++)
        if (str_is_equal_nocase(value, str_from_c(holes[i])))
            return false;
    return value.len > 0 && macro_is_placeholder(value);
}

struct str lint_name_of(struct str macro)
{
    while (macro.len > 0 && strchr(DELIMITERS, macro.ptr[0]) != NULL)
        macro = str_slice(macro, 1, macro.len);
    while (macro.len > 0 && strchr(DELIMITERS, macro.ptr[macro.len - 1]) != NULL)
        macro.len--;
    return macro;
}

static struct str shown(struct str text)
{
    return str_slice(text, 0, SHOWN_MAX);
}

/* ------------------------------------------------------------------ what was left to fill */

static bool is_word_char(struct str text, size_t at)
{
    char c = at < text.len ? text.ptr[at] : ' ';
    return (c >= 'A' && c <= 'Z') || c == '_';
}

static void judge_holes(struct lint *lint)
{
    struct str text = lint->text;
    for (size_t i = 0; i < ARRAY_LEN(holes); i++) {
        struct str hole = str_from_c(holes[i]);
        for (size_t at = 0; at + hole.len <= text.len; at++) {
            if (!str_has_prefix(str_slice(text, at, text.len), hole))
                continue;
            size_t end = at + hole.len;
            while (is_word_char(text, end))
                end++;
            lint_say(lint, LINT_RULE_REPLACE_LEFT, at, end - at, STR_NONE, false,
                     "the URL still has %.*s: put your own value there, or nothing will count",
                     STR_FMT(shown(str_slice(text, at, end))));
            at = end - 1;
        }
    }
}

/* ------------------------------------------------------------------ the tracker's own macros */

/* What the tracker calls what came with a source's macro. */
static struct str ours_for(const struct lint *lint, struct str macro)
{
    for (size_t i = 0; i < lint->context->macro_count; i++) {
        const struct lint_macro *known = &lint->context->macros[i];
        if (str_is_equal(known->macro, macro) || str_is_equal(known->param, lint_name_of(macro)))
            return known->ours;
    }
    return STR_NONE;
}

static void say_unknown(struct lint *lint, const struct macro_seen *seen, enum macro_place place)
{
    struct str whole = str_slice(lint->text, seen->at, seen->at + seen->len);
    struct str ours = ours_for(lint, whole);
    struct str near = macro_nearest(lint->arena, seen->name, place);
    if (ours.ptr != NULL)
        lint_say(lint, LINT_RULE_FOREIGN_MACRO, seen->at, seen->len, ours, true,
                 "%.*s is the source's macro; what came in its place is %.*s here",
                 STR_FMT(shown(whole)), STR_FMT(ours));
    else if (near.ptr != NULL)
        lint_say(lint, LINT_RULE_UNKNOWN_MACRO, seen->at, seen->len, near, true,
                 "unknown macro {%.*s}, did you mean %.*s?", STR_FMT(shown(seen->name)),
                 STR_FMT(near));
    else
        lint_say(lint, LINT_RULE_UNKNOWN_MACRO, seen->at, seen->len, STR_NONE, false,
                 "unknown macro {%.*s}: nothing would stand in its place",
                 STR_FMT(shown(seen->name)));
}

/* {{clickid}} and ${clickid} are other families' forms of ours. */
static bool say_wrapped(struct lint *lint, const struct macro_seen *seen, int number)
{
    struct str text = lint->text;
    size_t end = seen->at + seen->len;
    char before = seen->at > 0 ? text.ptr[seen->at - 1] : ' ';
    bool is_double = before == '{' && end < text.len && text.ptr[end] == '}';
    if (!is_double && before != '$')
        return false;
    struct str with = number >= 0 ? str_slice(text, seen->at, end) : STR_NONE;
    size_t from = seen->at - 1;
    end += is_double ? 1 : 0;
    lint_say(lint, LINT_RULE_FOREIGN_MACRO, from, end - from, with, number >= 0,
             "%.*s is a macro of another family: the tracker's are written {clickid}",
             STR_FMT(shown(str_slice(text, from, end))));
    return true;
}

static void judge_tracker_macros(struct lint *lint, enum macro_place place)
{
    struct macro_seen seen;
    for (size_t from = 0; macro_next(lint->text, from, &seen); from = seen.at + seen.len) {
        int number = macro_find(seen.name);
        if (number == MACRO_URL && place == MACRO_IN_NETWORK)
            continue;
        if (say_wrapped(lint, &seen, number))
            continue;
        if (number < 0)
            say_unknown(lint, &seen, place);
        else if (!macro_is_known_in(number, place))
            lint_say(lint, LINT_RULE_WRONG_PLACE, seen.at, seen.len, STR_NONE, false,
                     "the macro {%.*s} is not known here: nothing would stand in its place",
                     STR_FMT(shown(seen.name)));
        else if (!macro_has_form(number, seen.function))
            lint_say(lint, LINT_RULE_UNKNOWN_FORM, seen.at, seen.len, STR_NONE, false,
                     "unknown form {%.*s:...}: a list like a=1 b=2, md5 or raw may follow",
                     STR_FMT(shown(seen.name)));
    }
}

static bool is_simple_brace(struct str value)
{
    struct macro_seen seen;
    return macro_next(value, 0, &seen) && seen.at == 0 && seen.len == value.len;
}

/* [clickid], #s2#, %subid%: nothing of this tracker replaces them. */
static void judge_foreign_values(struct lint *lint, enum macro_place place)
{
    for (size_t i = 0; i < lint->param_count; i++) {
        const struct lint_param *param = &lint->params[i];
        struct str name = lint_name_of(param->value);
        struct macro_seen inside;
        if (!lint_is_macro(param->value) || macro_next(param->value, 0, &inside))
            continue;
        struct str ours = ours_for(lint, param->value);
        int number = macro_find(name);
        if (ours.ptr == NULL && number >= 0 && macro_is_known_in(number, place))
            ours = arena_format(lint->arena, "{%.*s}", STR_FMT(name));
        lint_say(lint, LINT_RULE_FOREIGN_MACRO, param->value_at, param->value.len, ours,
                 ours.ptr != NULL,
                 "%.*s is a macro of another family: the tracker's are written {clickid}",
                 STR_FMT(shown(param->value)));
    }
}

/* ------------------------------------------------------------------ macros that others fill */

static bool is_singular(struct lint *lint, size_t at, struct str macro)
{
    if (!str_is_equal_nocase(macro, STR("{conversion_tracking}")))
        return false;
    lint_say(lint, LINT_RULE_SINGULAR, at, macro.len, STR("{conversions_tracking}"), true,
             "the token is plural: {conversions_tracking}");
    return true;
}

/* The known macro that this one was meant to be, and whether only its case is wrong. */
static const struct lint_macro *find_meant(const struct lint *lint, struct str macro, bool *is_case)
{
    const struct lint_macro *best = NULL;
    struct str name = lint_name_of(macro);
    size_t nearest = name.len / 3 < 2 ? name.len / 3 : 2;
    for (size_t i = 0; i < lint->context->macro_count; i++) {
        const struct lint_macro *known = &lint->context->macros[i];
        size_t distance = macro_distance(name, lint_name_of(known->macro));
        *is_case = str_is_equal_nocase(macro, known->macro);
        if (*is_case)
            return known;
        if (known->macro.len > 0 && distance <= nearest && (best == NULL || distance < nearest)) {
            best = known;
            nearest = distance;
        }
    }
    return best;
}

static bool is_known_macro(const struct lint *lint, struct str macro)
{
    for (size_t i = 0; i < lint->context->macro_count; i++)
        if (str_is_equal(lint->context->macros[i].macro, macro))
            return true;
    return false;
}

static void judge_filled_value(struct lint *lint, const struct lint_param *param)
{
    const char *whose = lint->kind == LINT_CAMPAIGN_URL ? say_text("source") : say_text("network");
    struct str value = param->value;
    bool is_case = false;
    if (is_singular(lint, param->value_at, value) || lint->context->macro_count == 0 ||
        is_known_macro(lint, value))
        return;
    const struct lint_macro *meant = find_meant(lint, value, &is_case);
    if (meant != NULL)
        lint_say(lint, is_case ? LINT_RULE_MACRO_CASE : LINT_RULE_UNKNOWN_MACRO, param->value_at,
                 value.len, meant->macro, true,
                 is_case ? "the %s's macros are case-sensitive: %.*s must be %.*s"
                         : "the %s has no macro %.*s, did you mean %.*s?",
                 whose, STR_FMT(shown(value)), STR_FMT(shown(meant->macro)));
    else if (macro_find(lint_name_of(value)) >= 0)
        lint_say(lint, LINT_RULE_FOREIGN_MACRO, param->value_at, value.len, STR_NONE, false,
                 "%.*s is the tracker's macro: here the %s must put in its own",
                 STR_FMT(shown(value)), whose);
    else
        lint_say(lint, LINT_RULE_UNKNOWN_MACRO, param->value_at, value.len, STR_NONE, false,
                 "%.*s is none of the macros that this %s is known to have", STR_FMT(shown(value)),
                 whose);
}

/* "cid=clickid": every postback would name the same click. */
static void judge_fixed_value(struct lint *lint, const struct lint_param *param)
{
    static const char *const moving[] = {"cid", "clickid", "click_id", "subid", "sub_id", "txid"};
    if (param->value.len == 0 || is_known_macro(lint, param->value) ||
        str_find(param->value, STR("REPLACE")) >= 0 || str_find(param->value, STR("OPTIONAL")) >= 0)
        return;
    for (size_t i = 0; i < ARRAY_LEN(moving); i++)
        if (str_is_equal_nocase(param->name, str_from_c(moving[i])))
            lint_say(lint, LINT_RULE_FIXED_VALUE, param->value_at, param->value.len, STR_NONE,
                     false,
                     "%.*s has the fixed value %.*s: a macro of the network must stand there",
                     STR_FMT(shown(param->name)), STR_FMT(shown(param->value)));
}

static void judge_unknown_param(struct lint *lint, const struct lint_param *param)
{
    if (lint->kind != LINT_CAMPAIGN_URL || lint->context->macro_count == 0 || param->name.len == 0)
        return;
    const struct lint_macro *near = NULL;
    for (size_t i = 0; i < lint->context->macro_count; i++) {
        const struct lint_macro *known = &lint->context->macros[i];
        if (str_is_equal(known->param, param->name))
            return;
        if (macro_distance(known->param, param->name) <= 1)
            near = known;
    }
    lint_say(lint, LINT_RULE_UNKNOWN_PARAMETER, param->at, param->name.len,
             near != NULL ? near->param : STR_NONE, near != NULL,
             near != NULL ? "the source has no parameter %.*s, did you mean %.*s?"
                          : "the source has no parameter %.*s: the tracker would not read it%.*s",
             STR_FMT(shown(param->name)), STR_FMT(near != NULL ? near->param : STR("")));
}

static void judge_filled(struct lint *lint)
{
    for (size_t i = 0; i < lint->param_count; i++) {
        const struct lint_param *param = &lint->params[i];
        judge_unknown_param(lint, param);
        if (lint_is_macro(param->value))
            judge_filled_value(lint, param);
        else if (lint->kind == LINT_INCOMING_POSTBACK)
            judge_fixed_value(lint, param);
    }
}

/* ------------------------------------------------------------------ tokens of the ad network */

static void judge_token(struct lint *lint, const struct macro_seen *seen)
{
    struct str whole = str_slice(lint->text, seen->at, seen->at + seen->len);
    struct str near = ad_token_nearest(lint->arena, seen->content);
    if (ad_token_find(seen->content) >= 0 || is_singular(lint, seen->at, whole))
        return;
    if (near.ptr != NULL && str_is_equal_nocase(near, whole))
        lint_say(lint, LINT_RULE_MACRO_CASE, seen->at, seen->len, near, true,
                 "tokens are case-sensitive: %.*s must be %.*s", STR_FMT(shown(whole)),
                 STR_FMT(near));
    else if (near.ptr != NULL)
        lint_say(lint, LINT_RULE_UNKNOWN_MACRO, seen->at, seen->len, near, true,
                 "unknown token %.*s, did you mean %.*s?", STR_FMT(shown(whole)), STR_FMT(near));
    else
        lint_say(lint, LINT_RULE_UNKNOWN_MACRO, seen->at, seen->len, STR_NONE, false,
                 "unknown token %.*s: it would stay as it stands", STR_FMT(shown(whole)));
}

static void judge_tokens(struct lint *lint)
{
    struct macro_seen seen;
    for (size_t from = 0; macro_next(lint->text, from, &seen); from = seen.at + seen.len)
        judge_token(lint, &seen);
    for (size_t i = 0; i < lint->param_count; i++) {
        const struct lint_param *param = &lint->params[i];
        if (lint_is_macro(param->value) && !is_simple_brace(param->value))
            lint_say(lint, LINT_RULE_FOREIGN_MACRO, param->value_at, param->value.len, STR_NONE,
                     false, "%.*s is a macro of another family: tokens are written {zone_id}",
                     STR_FMT(shown(param->value)));
    }
}

/* ------------------------------------------------------------------ how long sub ids may be */

/* spec/network.md §6.2, "Length limits". */
static const struct limit {
    const char *param;
    size_t max;
    const char *whose;
} limits[] = {{"s1", 50, "CAKE"},   {"s2", 100, "CAKE"}, {"s3", 100, "CAKE"},
              {"s4", 100, "CAKE"},  {"s5", 100, "CAKE"}, {"tid", 24, "ClickBank"},
              {"var", 40, "Zeydoo"}};

/* How long what stands for a macro gets at most; 0: short enough for all. */
static size_t longest(int number)
{
    if (number >= MACRO_TOKEN1)
        return 255;
    switch (number) {
    case MACRO_EXTERNALID:
        return 1024;
    case MACRO_USER_AGENT:
    case MACRO_REFERER:
        return 1024;
    case MACRO_CAMPAIGN_NAME:
    case MACRO_TRAFFICSOURCE_NAME:
    case MACRO_AFFILIATE_NETWORK_NAME:
    case MACRO_OFFER_NAME:
    case MACRO_PATH_NAME:
    case MACRO_RULE_NAME:
        return 200;
    case MACRO_CLICKID:
        return 24;
    default:
        return 0;
    }
}

static void judge_length(struct lint *lint, const struct lint_param *param,
                         const struct limit *limit)
{
    struct macro_seen seen;
    size_t least = param->value.len, most = 0;
    for (size_t from = 0; macro_next(param->value, from, &seen); from = seen.at + seen.len) {
        int number = macro_find(seen.name);
        size_t len = longest(number);
        least -= seen.len;
        least += number == MACRO_CLICKID ? len : 0;
        most += number == MACRO_CLICKID ? 0 : len;
    }
    if (least > limit->max)
        lint_say(lint, LINT_RULE_SUB_ID_LENGTH, param->value_at, param->value.len, STR_NONE, false,
                 "%s takes %zu characters in %s: this has %zu", limit->whose, limit->max,
                 limit->param, least);
    else if (least + most > limit->max)
        lint_say(lint, LINT_RULE_SUB_ID_MAY_BE_LONG, param->value_at, param->value.len, STR_NONE,
                 false, "%s takes %zu characters in %s, and this may have up to %zu", limit->whose,
                 limit->max, limit->param, least + most);
}

static void judge_lengths(struct lint *lint)
{
    for (size_t i = 0; i < lint->param_count; i++)
        for (size_t j = 0; j < ARRAY_LEN(limits); j++)
            if (str_is_equal(lint->params[i].name, str_from_c(limits[j].param)))
                judge_length(lint, &lint->params[i], &limits[j]);
}

/* ------------------------------------------------------------------ all of it */

void lint_macros(struct lint *lint)
{
    enum macro_place place;
    judge_holes(lint);
    if (lint_is_of_tracker(lint->kind, &place)) {
        judge_tracker_macros(lint, place);
        judge_foreign_values(lint, place);
        if (place == MACRO_IN_OFFER || place == MACRO_IN_NETWORK)
            judge_lengths(lint);
    } else if (lint->kind == LINT_VARIATION_URL) {
        judge_tokens(lint);
    } else {
        judge_filled(lint);
    }
}

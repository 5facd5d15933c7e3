/* lint - reads a URL, a template or a query as people paste it, and names what is wrong with it and
 * how to mend it (spec/users.md §5.15, spec/tracker.md §5). Used by POST /api/v1/lint and whenever
 * an entity is saved. Pure; any thread. At most LINT_FINDINGS_MAX findings are told. */
#pragma once
#include "base/arena.h"
#include "macro/macro.h"

#define LINT_TEXT_BYTES_MAX    8192
#define LINT_FINDINGS_MAX      64
#define LINT_MESSAGE_BYTES_MAX 256

/* What the text is to be. */
enum lint_kind {
    LINT_AUTO,              /* the linter finds out */
    LINT_OFFER_URL,         /* where the tracker sends visitors */
    LINT_LANDER_URL,        /* the same, to a page that links to the tracker's /click */
    LINT_NETWORK_TEMPLATE,  /* {url}&s1={clickid} */
    LINT_CAMPAIGN_URL,      /* what a source is given: its macros stand in it */
    LINT_SOURCE_POSTBACK,   /* what the tracker calls */
    LINT_INCOMING_POSTBACK, /* what an affiliate network is given: its macros stand in it */
    LINT_VARIATION_URL,     /* an ad's address, with tokens of the ad network */
    LINT_KIND_COUNT
};
/* "auto", "offer_url" ... */
struct str lint_kind_text(enum lint_kind kind);
MUST_USE enum err lint_kind_parse(struct str s, enum lint_kind *kind); /* ERR_INVALID */

enum lint_severity {
    LINT_ERROR,   /* it loses conversions or money, or cannot work */
    LINT_WARNING, /* it looks wrong */
    LINT_NOTE     /* worth knowing */
};

/* Name, code on the wire, severity. */
#define LINT_RULES(X)                                                                              \
    X(LINT_RULE_EMPTY, "empty", LINT_ERROR)                                                        \
    X(LINT_RULE_TOO_LONG, "too_long", LINT_ERROR)                                                  \
    X(LINT_RULE_WHITESPACE, "whitespace", LINT_WARNING)                                            \
    X(LINT_RULE_CONTROL, "control", LINT_ERROR)                                                    \
    X(LINT_RULE_HTML_ENTITY, "html_entity", LINT_ERROR)                                            \
    X(LINT_RULE_CURRENCY_SIGN, "currency_sign", LINT_ERROR)                                        \
    X(LINT_RULE_ESCAPED_BRACES, "escaped_braces", LINT_ERROR)                                      \
    X(LINT_RULE_BAD_PERCENT, "bad_percent", LINT_WARNING)                                          \
    X(LINT_RULE_UNENCODED, "unencoded", LINT_WARNING)                                              \
    X(LINT_RULE_STRAY_BRACE, "stray_brace", LINT_WARNING)                                          \
    X(LINT_RULE_NO_URL, "no_url", LINT_ERROR)                                                      \
    X(LINT_RULE_MACRO_IN_HOST, "macro_in_host", LINT_ERROR)                                        \
    X(LINT_RULE_SCHEME_MISMATCH, "scheme_mismatch", LINT_WARNING)                                  \
    X(LINT_RULE_DOUBLE_QUESTION_MARK, "double_question_mark", LINT_ERROR)                          \
    X(LINT_RULE_DUPLICATE_PARAMETER, "duplicate_parameter", LINT_WARNING)                          \
    X(LINT_RULE_UNKNOWN_PARAMETER, "unknown_parameter", LINT_WARNING)                              \
    X(LINT_RULE_AFTER_FRAGMENT, "after_fragment", LINT_ERROR)                                      \
    X(LINT_RULE_UNKNOWN_MACRO, "unknown_macro", LINT_ERROR)                                        \
    X(LINT_RULE_MACRO_CASE, "macro_case", LINT_ERROR)                                              \
    X(LINT_RULE_SINGULAR, "singular_conversion_tracking", LINT_ERROR)                              \
    X(LINT_RULE_WRONG_PLACE, "wrong_place", LINT_ERROR)                                            \
    X(LINT_RULE_UNKNOWN_FORM, "unknown_form", LINT_ERROR)                                          \
    X(LINT_RULE_FOREIGN_MACRO, "foreign_macro", LINT_ERROR)                                        \
    X(LINT_RULE_FIXED_VALUE, "fixed_value", LINT_WARNING)                                          \
    X(LINT_RULE_REPLACE_LEFT, "replace_left", LINT_ERROR)                                          \
    X(LINT_RULE_NO_CLICK_ID, "no_click_id", LINT_ERROR)                                            \
    X(LINT_RULE_COOKIE_ONLY, "cookie_only", LINT_WARNING)                                          \
    X(LINT_RULE_NO_EXTERNAL_ID, "no_external_id", LINT_ERROR)                                      \
    X(LINT_RULE_NO_CONVERSIONS_TRACKING, "no_conversions_tracking", LINT_ERROR)                    \
    X(LINT_RULE_GOAL_LENGTH, "goal_length", LINT_ERROR)                                            \
    X(LINT_RULE_VALUE_NAME, "value_name", LINT_ERROR)                                              \
    X(LINT_RULE_NO_VALUE, "no_value", LINT_NOTE)                                                   \
    X(LINT_RULE_DYNAMIC_WITHOUT_VALUE, "dynamic_without_value", LINT_ERROR)                        \
    X(LINT_RULE_CPA_WITHOUT_KEY, "cpa_without_key", LINT_ERROR)                                    \
    X(LINT_RULE_SUB_ID_LENGTH, "sub_id_length", LINT_WARNING)                                      \
    X(LINT_RULE_SUB_ID_MAY_BE_LONG, "sub_id_may_be_long", LINT_NOTE)

#define LINT_ENUM(name, code, severity) name,
enum lint_rule { LINT_RULES(LINT_ENUM) LINT_RULE_COUNT };
#undef LINT_ENUM

struct str lint_code(enum lint_rule rule);
enum lint_severity lint_severity_of(enum lint_rule rule);
struct str lint_severity_text(enum lint_severity severity);

struct lint_finding {
    enum lint_rule rule;
    size_t at, len;        /* of the text, in bytes; len 0: what is missing would stand there */
    struct str suggestion; /* what should stand there instead; absent: the user must know */
    char message[LINT_MESSAGE_BYTES_MAX];
};

/* A parameter and the macro that fills it: of the source in a campaign URL, of the network in an
 * incoming postback. */
struct lint_macro {
    struct str param;
    struct str macro;
    struct str ours; /* the tracker's macro for what came with it; absent: none */
};

/* What is known of the goal that a postback to tag.php names (spec/network.md §7.20). */
enum lint_goal {
    LINT_GOAL_UNKNOWN, /* it may be another network's */
    LINT_GOAL_DYNAMIC, /* its value comes with the call */
    LINT_GOAL_OTHER    /* it has a value of its own, or none */
};

/* What is known about the surroundings; all of it may be absent. */
struct lint_context {
    struct str tracking_url; /* of this tracker, without a slash at the end */
    const struct lint_macro *macros;
    size_t macro_count;
    struct str external_id_param; /* of the source: the campaign URL must carry it */
    struct str external_id_macro;
    struct str network_template; /* of the offer's network */
    enum lint_goal goal;
};

struct lint_report {
    enum lint_kind kind; /* as given, or as found out */
    size_t count;
    struct lint_finding findings[LINT_FINDINGS_MAX]; /* as they stand in the text */
    struct str fixed; /* the text with all that could be mended; absent: nothing could */
};

/* Reads the text, at most LINT_TEXT_BYTES_MAX bytes of it. What the report lends is in the arena,
 * or in the text and the context. ERR_FULL. */
MUST_USE enum err lint_read(struct arena *arena, struct str text, enum lint_kind kind,
                            const struct lint_context *context, struct lint_report *report);
/* The goal's id of a postback to tag.php, 32 hex digits as written; absent: it names none. */
struct str lint_goal_of(struct str url);
/* Whether anything of that rule was found. */
bool lint_has(const struct lint_report *report, enum lint_rule rule);

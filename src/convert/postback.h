/* postback - what a sender says to /postback: parameters, aliases, repairs and hygiene of
 * spec/tracker.md §2.2. Pure. */
#pragma once
#include "base/uri.h"
#include "macro/macro.h"

#define POSTBACK_TXID_MAX          255
#define POSTBACK_TEXT_MAX          255                           /* status, conversion_id, paramN */
#define POSTBACK_PAYOUT_MICROS_MAX (INT64_C(10000000) * 1000000) /* sums stay far from overflow */
#define POSTBACK_RETURN_MAX        64

/* A parsed postback; absent values are STR_NONE. Strings live in the request's arena. */
struct postback_call {
    struct str cid;
    struct str payout;
    struct str status;
    struct str txid;
    struct str currency;  /* three letters, upper case */
    struct str reference; /* conversion_id */
    struct str nid;
    struct str key;
    struct str answer; /* return=: the body on success; 1 to 64 of [A-Za-z0-9 _.:-] */
    struct str
        params; /* param1..10, event1..30 and add_event1..30 that are present, as a query string */
    struct str lead_words, sale_words, rebill_words, rejected_words,
        ignored_words;         /* lists of words, "a,b" */
    struct str tokens;         /* token1..30 that are present, as a query string */
    struct str update_clickid; /* upd_clickid: a visit is to be updated, no conversion made */
    struct str update_key;
    bool is_postback_disabled;
    struct str cid_left; /* without a cid: what stood there and is none, such as "{clickid}" */
};

/* Why a postback was refused as a whole. */
struct postback_fault {
    struct str name;
    const char *reason;
};

/* Words that are no values though nothing shows it: macros without delimiters, such as "xxc1xx". */
struct postback_bare_macros {
    const struct str *words;
    size_t count;
};
/* Those of the network that nid (absent: none) names. */
typedef struct postback_bare_macros postback_bare_macros_of(const void *context, struct str nid);

/* Parses query and form body (absent: none); a parameter of the query comes first. Repairs a second
 * '?' and the currency sign that stood for "&curren"; values that are no values (REPLACE, {macro}
 * ...) are absent; so are those that bare_macros_of (NULL: none) gives. ERR_INVALID with *fault:
 * broken encoding, a control byte, invalid UTF-8, too long, or a payout, return or currency of the
 * wrong form; ERR_FULL. */
MUST_USE enum err postback_parse(struct arena *arena, struct str query, struct str body,
                                 postback_bare_macros_of *bare_macros_of, const void *context,
                                 struct postback_call *call, struct postback_fault *fault);

/* Whether a postback takes a parameter of that name, or alias, in any case. */
bool postback_knows(struct str name);
/* Whether two names are of the same parameter. */
bool postback_is_same(struct str a, struct str b);

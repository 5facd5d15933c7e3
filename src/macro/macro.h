/* macro - {macros}: a URL template is compiled once and expanded per event. Immutable after
 * compiling; any thread. Names are matched case-insensitively with '_', '.' and '-' ignored
 * (spec/tracker.md §2.1). Knows no other room than base. */
#pragma once
#include "base/buf.h"

#define MACRO_TOKENS_MAX         30
#define MACRO_PARAMS_MAX         10
#define MACRO_EVENTS_MAX         30
#define MACRO_TEMPLATE_BYTES_MAX 4096
#define MACRO_URL_BYTES_MAX      16384 /* an expanded URL */

/* The tracker's macros: canonical name and the places where each is known (O offer, L lander, P
 * postback, N network template). One table in macro.c gives names, aliases and places. */
enum macro_name {
    MACRO_CLICKID,
    MACRO_EXTERNALID,
    MACRO_PAYOUT,
    MACRO_CURRENCY,
    MACRO_STATUS,
    MACRO_TXID,
    MACRO_CONVERSION_ID,
    MACRO_COST,
    MACRO_CAMPAIGN_ID,
    MACRO_CAMPAIGN_NAME,
    MACRO_CAMPAIGN_KEY,
    MACRO_TRAFFICSOURCE,
    MACRO_TRAFFICSOURCE_NAME,
    MACRO_AFFILIATE_NETWORK_ID,
    MACRO_AFFILIATE_NETWORK_NAME,
    MACRO_OFFER_ID,
    MACRO_OFFER_NAME,
    MACRO_DOMAIN,
    MACRO_REAL_DOMAIN,
    MACRO_IP,
    MACRO_LANGUAGE,
    MACRO_USER_AGENT,
    MACRO_REFERER,
    MACRO_REFERRER_DOMAIN,
    MACRO_TIME,
    MACRO_DATE,
    MACRO_CONVERSION_TIME,
    MACRO_CLICK_TIME,
    MACRO_RANDOM,
    MACRO_UNIQUE,
    MACRO_IS_BOT,
    MACRO_SAMPLE,
    MACRO_CONVERSION_COST,
    MACRO_LANDER,
    MACRO_LANDER_NUM,
    MACRO_PATH_ID,
    MACRO_PATH_NAME,
    MACRO_RULE_NAME,
    MACRO_FLOW_ID,
    MACRO_USER_ID,
    MACRO_COUNTRY,
    MACRO_COUNTRY_CODE,
    MACRO_COUNTRY_NAME,
    MACRO_CONTINENT,
    MACRO_CONTINENT_CODE,
    MACRO_REGION,
    MACRO_CITY,
    MACRO_ISP,
    MACRO_CONNECTION_TYPE,
    MACRO_IS_PROXY,
    MACRO_DEVICE_TYPE,
    MACRO_DEVICE_NAME,
    MACRO_DEVICE_BRAND,
    MACRO_DEVICE_MODEL,
    MACRO_OS_NAME,
    MACRO_OS_VERSION,
    MACRO_BROWSER_NAME,
    MACRO_BROWSER_VERSION,
    MACRO_RESOLUTION,
    MACRO_URL,
    MACRO_TOKEN1,                                   /* {token1} to {token30} follow */
    MACRO_PARAM1 = MACRO_TOKEN1 + MACRO_TOKENS_MAX, /* {param1} to {param10} */
    MACRO_EVENT1 = MACRO_PARAM1 + MACRO_PARAMS_MAX, /* {event1} to {event30} */
    MACRO_COUNT = MACRO_EVENT1 + MACRO_EVENTS_MAX
};

enum macro_place {
    MACRO_IN_OFFER = 1,
    MACRO_IN_LANDER = 2,
    MACRO_IN_POSTBACK = 4,
    MACRO_IN_NETWORK = 8
};

/* The ad network's tokens (spec/network.md §3.1): other names, case-sensitive, unknown ones stay
 * literal (§3.2). */
enum ad_token {
    AD_TOKEN_CONVERSIONS_TRACKING,
    AD_TOKEN_VARIATION_ID,
    AD_TOKEN_CAMPAIGN_ID,
    AD_TOKEN_SRC_HOSTNAME,
    AD_TOKEN_SITE_ID,
    AD_TOKEN_ZONE_ID,
    AD_TOKEN_CATEGORY_ID,
    AD_TOKEN_COUNTRY,
    AD_TOKEN_FORMAT,
    AD_TOKEN_ACTUAL_COST,
    AD_TOKEN_COST,
    AD_TOKEN_CURRENCY,
    AD_TOKEN_KEYWORD,
    AD_TOKEN_LANGUAGE,
    AD_TOKEN_PRICING_MODEL,
    AD_TOKEN_REFERRER,
    AD_TOKEN_SUB,
    AD_TOKEN_TAGS,
    AD_TOKEN_ACTUAL_CPM,
    AD_TOKEN_REGION,
    AD_TOKEN_COUNTRY_ISO2,
    AD_TOKEN_DAY,
    AD_TOKEN_TIME,
    AD_TOKEN_RTB_TIMEOUT,
    AD_TOKEN_COUNT
};

/* The values of one event, by number; absent ones expand to nothing. */
struct macro_values {
    struct str values[MACRO_COUNT];
    struct str status; /* what {status:lead=0 sale=1} maps; absent: what {status} says */
    int64_t at_ms;     /* what {date:...} tells */
    uint64_t pick;     /* what {sample:...} takes one by */
};
struct ad_token_values {
    struct str values[AD_TOKEN_COUNT];
};

struct macro_template;

/* Where a template is wrong. */
struct macro_fault {
    char reason[160]; /* names the macro and the nearest right one: "unknown macro {clikid}, did you
                         mean {clickid}?" */
};

/* Compiles a URL template into the arena (lends text: it must live as long). Scheme, user info,
 * host and port must be literal, http or https; no control bytes; at most MACRO_TEMPLATE_BYTES_MAX.
 * A macro is {name} (percent-encoded), {_name} (raw) or {status:lead=0 sale=1} (a map from value to
 * word; spec/tracker.md §2.1), or has one of the forms of macro_has_form(). Unknown macros are no
 * error: they expand to nothing and the first is told in *warning (empty reason: none). {url} is an
 * error outside macro_join(). ERR_INVALID with *fault; ERR_TOO_LONG; ERR_FULL. */
MUST_USE enum err macro_compile(struct arena *arena, struct str text, enum macro_place place,
                                const struct macro_template **compiled, struct macro_fault *warning,
                                struct macro_fault *fault);
/* Whether the template holds that macro. */
bool macro_has(const struct macro_template *compiled, enum macro_name name);
/* Expands into buf (sticky overflow). Never leaves a brace of a macro in the URL. */
void macro_expand(const struct macro_template *compiled, const struct macro_values *values,
                  struct buf *buf);

/* Compiles a variation's URL: tokens of the ad network, unknown ones literal (told in *warning),
 * same rules for scheme and host. */
MUST_USE enum err ad_token_compile(struct arena *arena, struct str text,
                                   const struct macro_template **compiled,
                                   struct macro_fault *warning, struct macro_fault *fault);
bool ad_token_has(const struct macro_template *compiled, enum ad_token token);
void ad_token_expand(const struct macro_template *compiled, const struct ad_token_values *values,
                     struct buf *buf);

/* Joins a network's template ("{url}&s1={clickid}") to an offer's URL: {url} is substituted, one
 * '?' only, a trailing '?' or '&' collapsed, the fragment last; a parameter that the offer URL
 * carries with an empty value is filled in place instead of added (DESIGN.md §8, spec/tracker.md
 * §1.2). Without a template (absent), an offer URL that ends in "param=" gets {clickid} appended,
 * never twice. The result is in the arena. ERR_INVALID with *fault (a template that does not begin
 * with {url}); ERR_FULL. */
MUST_USE enum err macro_join(struct arena *arena, struct str network_template, struct str offer_url,
                             struct str *joined, struct macro_fault *fault);

/* Whether a received value is no value: empty, REPLACE, OPTIONAL, or an unexpanded macro of any
 * delimiter family: {x} {{x}} [x] #x# ##x## %x% ${x} __x__ @@x@@ <x> (spec/tracker.md §2.2). The
 * value is trimmed by the caller. */
bool macro_is_placeholder(struct str value);
/* The tracker macro of that name (without braces), or -1. */
int macro_find(struct str name);
/* Whether it is known in that place. */
bool macro_is_known_in(int number, enum macro_place place);
/* The ad network's token of exactly that name, or -1. */
int ad_token_find(struct str name);

/* --- For those who read what people wrote --- */

/* One {macro} as it stands in a text, of the tracker or the ad network, known or not. */
struct macro_seen {
    size_t at, len;      /* both braces included */
    struct str content;  /* what stands between the braces */
    struct str name;     /* without the underscore of the raw form and what follows ':' */
    struct str function; /* what follows it; absent when there is none */
};
/* The next one at or behind from. */
bool macro_next(struct str text, size_t from, struct macro_seen *seen);
/* The macro known in that place, or the token, whose name is nearest, with its braces and in the
 * arena. Absent: none is so near that the guess would help. */
struct str macro_nearest(struct arena *arena, struct str name, enum macro_place place);
struct str ad_token_nearest(struct arena *arena, struct str name);
/* Whether the macro may be followed by ':' and that function (absent: none): a list of words like
 * "lead=0 sale=1"; "md5" or "hash", the MD5 of the value in hex ({t1_md5} is {t1:md5}); "raw";
 * {date:Y-m-d H:i:s} in UTC, or {date:Y-m-d,+02:00} at an offset; {sample:a,b,c}, one of these. */
bool macro_has_form(int number, struct str function);
/* How many letters must be put in, taken out or changed to make one name the other; case, '_', '.'
 * and '-' do not count. SIZE_MAX for a name that is too long to be anybody's. */
size_t macro_distance(struct str a, struct str b);

/* routing - where a campaign's visits go, as the click path reads it: rules from the top, the first
 * whose conditions hold; else one of the default paths; in a path a lander and an offer, each drawn
 * by weight (spec/tracker.md §1.6). Part of the snapshot: immutable. */
#pragma once
#include "base/span.h"
#include "base/zone.h"
#include "macro/macro.h"

struct offer;
struct lander;

struct weighted_offer {
    const struct offer *offer;
    uint32_t weight;
};

struct weighted_lander {
    const struct lander *lander;
    uint32_t weight;
};

struct path {
    struct str name; /* absent: none */
    bool is_paused;
    uint32_t weight;
    const struct weighted_lander *landers; /* none: visits go straight to an offer */
    size_t lander_count;
    const struct weighted_offer *offers;
    size_t offer_count;
    const struct macro_template *url; /* a plain URL instead of offers; NULL: none */
};

/* What a condition looks at. */
enum condition_field {
    CONDITION_TOKEN, /* by slot, or by its parameter's name */
    CONDITION_LANGUAGE,
    CONDITION_REFERRER,
    CONDITION_REFERRER_DOMAIN,
    CONDITION_URL,
    CONDITION_QUERY,
    CONDITION_USER_AGENT,
    CONDITION_IP,
    CONDITION_WEEKDAY,
    CONDITION_HOUR,
    CONDITION_UNIQUENESS,
    CONDITION_BOT,
    CONDITION_BOT_SIGNAL, /* one bit for each signal of a bot, in their order (visitor/signals.h) */
    CONDITION_CONTINENT,
    CONDITION_COUNTRY,
    CONDITION_REGION,
    CONDITION_CITY,
    CONDITION_ISP,
    CONDITION_ASN,
    CONDITION_CONNECTION_TYPE,
    CONDITION_PROXY,
    CONDITION_VPN,
    CONDITION_HOSTING,
    CONDITION_DEVICE_TYPE,
    CONDITION_BRAND,
    CONDITION_MODEL,
    CONDITION_OS,
    CONDITION_BROWSER,
    CONDITION_RESOLUTION,
    CONDITION_SITE, /* of an ad's place */
    CONDITION_ZONE,
    CONDITION_FIELD_COUNT
};

/* How a value is compared. Text is compared without regard to the case of ASCII letters. */
enum condition_form {
    CONDITION_WHOLE,   /* the whole text */
    CONDITION_PART,    /* a part of the text */
    CONDITION_DOMAIN,  /* a domain, and those below it */
    CONDITION_LOCALE,  /* "pt" is every Portuguese, "pt-BR" only that one */
    CONDITION_VERSION, /* "Android" is every Android, "Android 13" every 13 and 13.x */
    CONDITION_SPANS,   /* addresses */
    CONDITION_BITS,    /* one bit a word, a weekday or an hour */
};

struct condition {
    enum condition_field field;
    enum condition_form form;
    bool is_not;        /* holds when no value is met */
    bool takes_unknown; /* "unknown" is one of the values */
    unsigned slot;      /* of a token; 0: param names it */
    struct str param;   /* of a token */
    uint32_t bits;      /* by the place of the word in its list; Monday and 0 o'clock are bit 0 */
    const struct str *texts;
    size_t text_count;
    const struct net_span *spans;
    size_t span_count;
    const struct zone *zone; /* of weekday and hour; NULL: the workspace's */
};

struct rule {
    struct str name;
    bool is_paused;
    bool is_any; /* one condition is enough */
    const struct condition *conditions;
    size_t condition_count;
    const struct path *paths;
    size_t path_count;
};

struct routing {
    bool asks_url; /* a condition looks at the whole URL */
    const struct rule *rules;
    size_t rule_count;
    const struct path *paths; /* the default ones */
    size_t path_count;
};

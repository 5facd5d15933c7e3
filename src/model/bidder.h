/* bidder - the automatic optimisation of an ad campaign (spec/network.md §5): what a person asks of
 * it, and what it has set by now: prices of zones, values that get no traffic. Decisions are made
 * in network/bid.c; this is the document and its picture in the snapshot. */
#pragma once
#include "model/schema.h"

/* What a rule may block. */
enum bidder_dimension {
    BIDDER_BROWSER,
    BIDDER_COUNTRY,
    BIDDER_DEVICE,
    BIDDER_LANGUAGE,
    BIDDER_CARRIER,
    BIDDER_OS,
    BIDDER_SITE,
    BIDDER_ZONE,
    BIDDER_DIMENSION_COUNT
};
/* Its name, as statistics group by it: "zone", "device_type". Static. */
const char *bidder_dimension_text(enum bidder_dimension dimension);
/* The dimension of that name, or -1. */
int bidder_dimension_find(struct str name);

enum bidder_metric {
    BIDDER_IMPRESSIONS,
    BIDDER_CLICKS,
    BIDDER_COST,
    BIDDER_CTR,
    BIDDER_CONVERSIONS,
    BIDDER_VALUE,
    BIDDER_CVR,
    BIDDER_ECPA,
    BIDDER_PROFIT,
    BIDDER_ROI,
    BIDDER_METRIC_COUNT
};
/* Its name among the statistics' metrics. Static. */
const char *bidder_metric_text(enum bidder_metric metric);

enum bidder_op {
    BIDDER_GREATER,
    BIDDER_GREATER_OR_EQUAL,
    BIDDER_LESS,
    BIDDER_LESS_OR_EQUAL,
    BIDDER_OP_COUNT
};

struct bidder_condition_body {
    int metric;     /* enum bidder_metric */
    int op;         /* enum bidder_op */
    int64_t micros; /* an amount, a count or a percentage: 1 is a million */
};

struct bidder_rule_body {
    struct str name;
    int dimension;          /* enum bidder_dimension */
    int64_t period_days;    /* negative: the bidder's */
    struct list conditions; /* struct bidder_condition_body; all must hold */
};

struct bidder_value_body {
    int dimension; /* enum bidder_dimension */
    struct str value;
};

struct bidder_price_body {
    uint64_t zone_id;
    int64_t price_micros;
};

enum bidder_worth { BIDDER_WORTH_GOAL, BIDDER_WORTH_TARGET };

/* What a conversion is worth. */
struct bidder_worth_body {
    int from; /* enum bidder_worth */
    int64_t amount_micros;
};

struct bidder_body {
    struct str name;
    uint64_t adcampaign_id;
    struct str goal_id; /* absent: conversions of all goals */
    bool is_automatic;  /* prices and blocks zones by what their conversions are worth */
    struct bidder_worth_body *worth;
    int64_t test_budget_micros; /* of a zone */
    int64_t price_min_micros;   /* that it sets */
    int64_t price_max_micros;   /* SCHEMA_MONEY_NONE: the ad campaign's price */
    int64_t period_days;
    int64_t every_hours; /* 0: only by hand */
    struct list rules;   /* struct bidder_rule_body */
    /* What it has set, which people may change as well. */
    struct list blocked;     /* struct bidder_value_body */
    struct list zone_prices; /* struct bidder_price_body */
    struct list held;        /* struct bidder_value_body: it leaves these alone */
};

#define BIDDER_VALUES_MAX 10000 /* of each list of what it has set */

extern const struct schema bidder_schema, bidder_rule_schema;

/* --- In the snapshot --- */

struct adcampaign;
struct bidder;

/* Whose visitors are met, in the words of the statistics; 0 and empty: not known. */
struct bidder_click {
    uint64_t site_id, zone_id;
    struct str browser, country, device_type, language, carrier, os;
};

/* What a document has set, ready to be asked, in the arena; body is lent. NULL: the arena is full.
 */
struct bidder *bidder_make(struct arena *arena, const struct bidder_body *body);
/* Whether it has blocked that value, or leaves it alone. */
bool bidder_has_blocked(const struct bidder *bidder, enum bidder_dimension dimension,
                        struct str value);
bool bidder_holds(const struct bidder *bidder, enum bidder_dimension dimension, struct str value);
/* Whether the bidder (NULL: none) has blocked this click, and by what. */
bool bidder_blocks(const struct bidder *bidder, const struct bidder_click *click,
                   enum bidder_dimension *by);
/* What it has set for that zone: false, nothing. */
bool bidder_find_price(const struct bidder *bidder, uint64_t zone_id, int64_t *price_micros);

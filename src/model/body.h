/* body - the documents of the catalogue as C structs: what the schema tables fill, before anything
 * is looked up or compiled. */
#pragma once
#include "model/schema.h"

/* What people sort by and look for; nothing is decided by it. */
struct labels_body {
    struct list tags;
    struct str group;
    struct str color;
    struct str country; /* of offers and campaigns */
    struct str note;
};

struct place_body {
    uint64_t id; /* a workspace */
};

struct user_body {
    struct str name;
    struct str email;
    int role;               /* enum user_role */
    struct list workspaces; /* struct place_body */
};

struct key_body {
    struct str name;
    struct list scopes;     /* struct str */
    struct list workspaces; /* struct place_body */
    struct str expires_at;
};

struct workspace_body {
    struct str name;
    int visibility; /* 0 public, 1 private */
    struct str time_zone;
    struct str currency;
    int demo; /* enum workspace_demo */
};

struct param_body {
    struct str param;
    struct str macro;
};

struct cost_param_body {
    struct str param;
    struct str macro;
    int unit; /* enum cost_unit */
    struct str currency;
    struct param_body *currency_param;
};

struct token_body {
    int64_t slot;
    struct str param;
    struct str macro;
    struct str name;
};

/* Of a source or a campaign. A campaign's conditions may be unset: the source's hold then. */
struct postback_body {
    struct str url;
    bool is_enabled;
    bool is_paused;
    int method; /* 0 GET, 1 POST */
    int64_t dedup_hours;
    struct str success_match;
    struct str duplicate_match;
    struct str failure_match;
    struct list status_urls; /* struct pair: status, URL */
    /* The conditions. */
    unsigned statuses;             /* a bit per enum conversion_status; SCHEMA_WORDS_NONE: unset */
    int only_first;                /* 0, 1; -1: unset */
    int include_bots;              /* the same */
    int64_t payout_percent_micros; /* SCHEMA_MONEY_NONE: unset */
    int64_t postback_percent_micros;
};

/* How a source's costs come from its API. The parameters name tokens of the source. */
struct sync_body {
    bool is_enabled;
    struct str url; /* without '/' at its end */
    struct str api_token;
    struct str campaign_param, variation_param, zone_param, site_param;
    int grain; /* enum sync_grain */
    struct str time_zone;
    int64_t interval_minutes;
    int64_t lookback_days;
};

struct source_body {
    struct str name;
    struct labels_body labels;
    struct str template;
    struct param_body *external_id;
    struct cost_param_body *cost;
    struct list tokens; /* struct token_body */
    struct postback_body *postback;
    struct str pixel_url;
    struct str currency;
    int64_t traffic_loss_micros;
    struct sync_body *cost_sync;
};

struct network_body {
    struct str name;
    struct labels_body labels;
    struct str template;
    struct str offer_url_template;
    int duplicate_mode; /* enum duplicate_mode */
    struct list ip_allow;
    struct str secret;
    int default_status;     /* enum conversion_status */
    struct list status_map; /* struct pair: word, status */
    struct str currency;
    struct list postback_macros; /* struct pair: parameter, macro */
    int64_t unknown_click_status;
    struct str click_param;
    bool appends_click_id;
};

struct country_payout_body {
    struct str country;
    int64_t amount_micros;
    struct str currency;
};

struct payout_body {
    int mode; /* 0 auto, 1 manual */
    int64_t amount_micros;
    struct str currency;
    struct list countries; /* struct country_payout_body */
};

struct cap_body {
    int64_t limit;
    uint64_t fallback_offer_id;
};

struct offer_body {
    struct str name;
    struct labels_body labels;
    struct str url;
    uint64_t network_id;
    struct payout_body *payout;
    struct cap_body *cap;
    bool further_conversions;
    int64_t window_days; /* negative: null */
};

struct domain_body {
    struct str name;
    struct labels_body labels;
    int scheme;   /* 0 http, 1 https */
    int64_t port; /* negative: null */
    struct str fallback_url;
};

struct campaign_cost_body {
    int model; /* enum cost_model */
    int64_t amount_micros;
};

struct weighted_body {
    uint64_t id;
    int64_t weight;
};

struct path_body {
    struct str name;
    int status; /* 0: active, 1: paused */
    int64_t weight;
    struct list landers; /* struct weighted_body */
    struct list offers;  /* struct weighted_body */
    struct str url;
};

struct condition_body {
    struct str field;
    int op;             /* 0: in, 1: not_in */
    struct list values; /* struct str */
    struct str tz;
};

struct rule_body {
    struct str name;
    int status;             /* 0: active, 1: paused */
    int match;              /* 0: all, 1: any */
    struct list conditions; /* struct condition_body */
    struct list paths;      /* struct path_body */
};

struct routing_body {
    struct list paths; /* struct path_body */
    struct list rules; /* struct rule_body */
};

struct lander_body {
    struct str name;
    struct labels_body labels;
    struct str url;
};

struct flow_body {
    struct str name;
    struct labels_body labels;
    struct routing_body routing;
};

struct campaign_body {
    struct str name;
    struct labels_body labels;
    uint64_t source_id;
    uint64_t domain_id;
    int type; /* 0 redirect, 1 direct */
    struct campaign_cost_body *cost;
    int redirect; /* enum redirect_mode */
    int64_t uniqueness_hours;
    uint64_t flow_id;
    struct routing_body routing;
    struct postback_body *postback;
};

struct goal_value_body {
    int type; /* enum goal_value */
    int64_t amount_micros;
};

struct goal_body {
    struct str name;
    struct goal_value_body *value;
    int count; /* enum goal_count */
    int64_t retry_guard_s;
    int64_t order;
    int64_t window_days;
    int conv_type; /* -1: none */
};

struct ad_caps_body { /* negative: null */
    int64_t total_impressions, daily_impressions;
    int64_t total_clicks, daily_clicks;
};

#define CAPPING_MAX       1000
#define CAPPING_HOURS_MAX 720
struct capping_body {
    int64_t quantity;
    int64_t frequency_hours;
};

struct adcampaign_body {
    struct str name;
    int pricing; /* the place in adcampaign.c's words */
    int64_t price_micros;
    struct str goal_id;
    struct str starts_at, ends_at;
    struct str time_zone;
    int64_t total_budget_micros, daily_budget_micros; /* SCHEMA_MONEY_NONE: none */
    struct ad_caps_body *caps;
    struct capping_body *capping;
    struct str fallback_url;
    struct list targeting; /* struct condition_body */
};

struct landing_page_body {
    struct str url;
    int64_t share;
};

struct site_body {
    struct str name;
    struct str hostname;
    int64_t category_id; /* negative: null */
};

struct zone_body {
    struct str name;
    uint64_t site_id;
    struct str format;
    int64_t floor_micros;
    int64_t expected_ctr_micros; /* 1 % is 1,000,000 */
    struct str fallback_url;
};

struct creative_body {
    struct str format;
    int64_t weight;
    struct str image_url;
    struct str title;
    struct str description;
};

struct variation_body {
    struct str name;
    uint64_t adcampaign_id;
    struct str url;
    struct list landing_pages; /* struct landing_page_body */
    struct creative_body creative;
};

struct template_body {
    struct str name;
    struct str template;
    int kind;          /* 0 source, 1 network */
    struct str fields; /* an object, as JSON */
    struct str notes;
};

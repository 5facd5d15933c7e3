/* snapshot - the catalogue as the click path reads it: one immutable picture, shared by counting
 * references. Every pointer in it lives as long as the snapshot. Archived entities are kept (a late
 * postback still needs its network), marked by status. */
#pragma once
#include "base/net.h"
#include "base/pattern.h"
#include "macro/macro.h"
#include "model/ad_format.h"
#include "model/bot_lists.h"
#include "model/rates.h"
#include "model/routing.h"

enum entity_status { STATUS_ACTIVE, STATUS_PAUSED, STATUS_ARCHIVED };

/* A conversion's status (spec/tracker.md §1.8). UNMAPPED: a word that no list knows. */
enum conversion_status {
    CONVERSION_LEAD,
    CONVERSION_SALE,
    CONVERSION_REBILL,
    CONVERSION_REJECTED,
    CONVERSION_UNMAPPED,
    CONVERSION_STATUS_COUNT
};
struct str conversion_status_text(enum conversion_status status);
MUST_USE enum err
conversion_status_parse(struct str s,
                        enum conversion_status *status); /* the four words, any case */

enum cost_unit { COST_PER_EVENT, COST_PER_MILLE };

struct source_token {
    unsigned slot;    /* 1 to MACRO_TOKENS_MAX */
    struct str param; /* the campaign URL's parameter */
    struct str macro; /* the source's macro, as written there */
    struct str name;
};

/* A place where conversions are told, and which ones: a source's postback, or a campaign's own. */
struct destination {
    bool is_on;                       /* switched off, it is told nothing, and what waits is held */
    bool is_paused;                   /* what is to be told is held until it goes on */
    bool is_post;                     /* the query is sent as a form body */
    const struct macro_template *url; /* NULL: none */
    const struct macro_template *status_urls[CONVERSION_STATUS_COUNT]; /* NULL: url serves */
    bool forwards[CONVERSION_STATUS_COUNT];
    bool only_first;
    bool includes_bots;
    int64_t dedup_hours;
    int64_t payout_percent_micros; /* 100 % is 100,000,000 */
    int64_t postback_percent_micros;
    const struct pattern *success_match;   /* NULL: any 2xx is a success */
    const struct pattern *duplicate_match; /* NULL: none */
    const struct pattern *failure_match;   /* NULL: none */
};

struct source {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    struct str external_id_param; /* absent: the source has none */
    struct str external_id_macro; /* absent: the source adds the parameter by itself */
    struct str cost_param, cost_macro;
    enum cost_unit cost_unit;
    char cost_currency[4];                               /* of what it sends */
    struct str cost_currency_param, cost_currency_macro; /* absent: it sends none */
    int64_t traffic_loss_micros;       /* clicks paid for that never arrive; 100 % is 100,000,000 */
    const struct source_token *tokens; /* by slot */
    size_t token_count;
    unsigned token_slots; /* the highest slot, 0 without tokens */
    struct destination postback;
    char currency[4];
    struct str pixel_url; /* of a source without a postback; absent: none */
};

enum duplicate_mode { DUPLICATE_UPDATE, DUPLICATE_IGNORE, DUPLICATE_ADD, DUPLICATE_SUM };

struct status_word {
    struct str word;
    enum conversion_status status;
};

/* What a network does to the URLs of its offers. */
struct offer_terms {
    struct str template;   /* absent: none */
    bool appends_click_id; /* also behind {url}, where that ends in "param=" */
};

struct network {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    struct offer_terms terms;
    enum duplicate_mode duplicate_mode;
    const struct net_range *ip_allow;
    size_t ip_allow_count; /* 0: any address */
    struct str secret;     /* absent: none asked */
    enum conversion_status default_status;
    const struct status_word *status_map;
    size_t status_map_count;
    const struct str *bare_macros; /* its own macros that only a look at them tells from values */
    size_t bare_macro_count;
    bool unknown_click_ok; /* "unknown_click_status": 200 instead of 404 (spec/tracker.md §2.4) */
    char currency[4];      /* "" : the workspace's */
};

/* What a manual payout is for visitors of one country. */
struct country_payout {
    char country[3];
    int64_t micros;
    char currency[4]; /* "": the offer's */
};

struct offer {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    struct str url;                      /* as written */
    const struct network *network;       /* NULL: none */
    const struct macro_template *target; /* joined with the network's template */
    bool payout_is_manual;
    int64_t payout_micros;   /* manual: the payout; auto: what counts when a postback brings none */
    char payout_currency[4]; /* "" : the network's, else the workspace's */
    int64_t window_days;     /* of a visit's first conversion; 0: as the workspace says */
    const struct country_payout *country_payouts;
    size_t country_payout_count;
    int64_t cap_limit;            /* conversions a day; 0: any number */
    uint64_t fallback_id;         /* 0: none */
    const struct offer *fallback; /* stands in when the day's conversions are reached; NULL: none */
    bool refuses_further;         /* conversions after a visit's first */
};

/* How a campaign's visitors are sent on (spec/tracker.md §1.6). */
enum redirect_mode {
    REDIRECT_302,
    REDIRECT_303,
    REDIRECT_307,
    REDIRECT_META,
    REDIRECT_DOUBLE_META
};

/* A host of one's own that visitors meet. */
struct domain {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name; /* lower case, without port */
    bool is_https;
    struct str fallback_url; /* absent: 404 */
};

enum cost_model { COST_AUTO, COST_CPC, COST_CPM, COST_CPA, COST_REVSHARE, COST_NONE };

struct lander {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    const struct macro_template *target;
};

/* Rules and paths that campaigns share. */
struct flow {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    struct routing routing;
};

#define CAMPAIGN_UNIQUENESS_HOURS_MAX 720

struct campaign {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    char key[7]; /* 6 base62 characters */
    struct str name;
    const struct source *source;
    enum cost_model cost_model;
    int64_t cost_micros; /* the amount; a percentage in micros for revshare */
    bool is_direct;      /* its visits come by a page's script or pixel, not by a redirect */
    enum redirect_mode redirect;
    const struct domain *domain;        /* that its links show; NULL: the one that is set for all */
    int64_t uniqueness_ms;              /* a visitor is unique once within */
    const struct flow *flow;            /* NULL: routing is the campaign's own */
    struct routing routing;             /* without paths when there is a flow */
    struct destination source_postback; /* the source's, under the campaign's conditions */
    struct destination own_postback;    /* the campaign's own; without url: none */
};

#define GOAL_ID_LEN 32
enum goal_value { GOAL_VALUE_NONE, GOAL_VALUE_FIXED, GOAL_VALUE_DYNAMIC };
enum goal_count { GOAL_COUNT_ONE, GOAL_COUNT_EVERY, GOAL_COUNT_LEGACY };

struct goal {
    char id[GOAL_ID_LEN + 1]; /* 32 lower-case hex */
    uint64_t workspace_id;
    enum entity_status status; /* archived goals answer as unknown */
    struct str name;
    enum goal_value value;
    int64_t amount_micros;
    enum goal_count count;
    int64_t retry_guard_ms; /* of one that counts every conversion; 0: none */
    int64_t order;
    int64_t window_ms;
};

struct bidder;

enum ad_pricing {
    AD_PRICING_CPC = 1,
    AD_PRICING_CPM = 2,
    AD_PRICING_CPA = 3,
    AD_PRICING_SMART_CPM = 4,
    AD_PRICING_CPV = 5
}; /* numbers of {pricing_model}, spec/network.md §3.1 */

/* What an ad campaign delivers and is charged: one event, a day, or all of it. */
struct ad_amount {
    int64_t impressions, clicks;
    int64_t micros;
};
#define AD_AMOUNT_ANY INT64_MAX /* as a limit: none */

/* How often one visitor gets an ad campaign. */
struct ad_capping {
    int64_t quantity; /* 0: as often as they come */
    int64_t frequency_ms;
};

struct adcampaign {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    enum ad_pricing pricing;
    int64_t price_micros; /* of a click (cpc), a view (cpv), a thousand (cpm; smart_cpm at most), or
                             a conversion (cpa) */
    struct str goal_id;   /* of cpa: whose conversions are paid for; absent: those of all goals */
    int64_t starts_ms;    /* delivers from then on ... */
    int64_t ends_ms;      /* ... and before then */
    const struct zone *zone; /* of its days */
    struct ad_capping capping;
    struct ad_amount total, daily; /* limits */
    struct str fallback_url;       /* where visitors go while it does not deliver; absent: 404 */
    struct rule targeting;         /* whom it is for: its conditions, which zones ask */
    const struct bidder *bidder;   /* model/bidder.h; NULL: none */
};

/* Whether it has a budget or a cap: what it delivers then must be on disk before it is. */
bool adcampaign_is_limited(const struct adcampaign *adcampaign);

/* What zones show of a variation. */
struct creative {
    uint16_t format;                          /* of ad_format_find(): the zones that it fits */
    uint32_t weight;                          /* among its ad campaign's; 0: none shows it */
    struct str image_url, title, description; /* absent: none */
};

/* A destination of a variation, and its share among them. */
struct landing_page {
    const struct macro_template *target;
    int64_t share;
};

struct variation {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    const struct adcampaign *adcampaign;
    const struct landing_page *pages;
    size_t page_count; /* at least 1 */
    int64_t share_sum;
    bool has_group; /* else its one page is its URL */
    struct creative creative;
};

/* The variations of a workspace that are active, as their ad campaigns are, and have one format: by
 * ad campaign, then by id. */
struct ad_list {
    const struct variation **variations;
    size_t count;
};

/* The landing page that a random number draws by share. Pure. */
const struct landing_page *variation_draw(const struct variation *variation, uint64_t draw);

/* A publisher's site, and a zone of its pages, which shows ads of one format. */
struct site {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str hostname;
    uint16_t category_id; /* 0: none */
};

struct ad_zone {
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    const struct site *site;
    uint16_t format;             /* of ad_format_find() */
    int64_t floor_micros;        /* of a thousand impressions */
    int64_t expected_ctr_micros; /* 1 % is 1,000,000 */
    struct str fallback_url;     /* absent: 204 */
};

/* A kind of conversion that the workspace made up: "install" (spec/tracker.md §1.8). */
struct conversion_type {
    struct str name;
    const struct str *words; /* of a postback's status, any case */
    size_t word_count;
    enum conversion_status status; /* that it behaves like */
    bool is_counted;               /* one of the campaign's conversions, not of its others */
    bool has_revenue;
    bool is_forwarded;
};

/* What the workspace says about all its conversions: model/settings.h. */
/* How the address of a visitor is kept and told. */
enum address_kept {
    ADDRESS_FULL,
    ADDRESS_NETWORK, /* its /24 of IPv4, its /48 of IPv6 */
    ADDRESS_HASH,    /* a keyed hash: the same address is told, not which */
};

struct conversion_settings {
    struct bot_lists bots;
    enum address_kept address_kept;
    int64_t personal_days; /* how long address, user agent and referrer are kept; 0: as the entry */
    const struct status_word *words; /* in any case; no word stands twice */
    size_t word_count;
    struct str outgoing[CONVERSION_STATUS_COUNT]; /* what {status} says */
    const struct conversion_type *types;
    size_t type_count;
    int64_t window_days;            /* 0: as the process is set */
    bool is_registered_at_postback; /* a conversion's time: its first postback's, not its visit's */
    struct str click_update_key;    /* absent: clicks are not updated */
    struct str skey;                /* the ad network's secret key; absent: none was set */
    struct str webhook_url;         /* absent: nobody is told what goes wrong */
    struct str webhook_secret;      /* absent: what is told is not signed */
};

/* Whether a workspace holds demo data, and how far they are. Nothing of such a one is ever sent to
 * anybody; one that is not there yet, or no more, is there for nobody. */
enum workspace_demo {
    WORKSPACE_OWN = -1,
    WORKSPACE_DEMO_MAKING,  /* its catalogue is being made */
    WORKSPACE_DEMO_LOADING, /* its catalogue is whole, its traffic is being written */
    WORKSPACE_DEMO_LOADED,
    WORKSPACE_DEMO_REMOVED /* its entries stay in the ledger; its id is never given again */
};

struct workspace {
    uint64_t id;
    enum entity_status status;
    enum workspace_demo demo;
    struct str name;
    struct str time_zone; /* IANA */
    const struct zone *zone;
    char currency[4];
    struct conversion_settings settings;
    struct ad_list ads[AD_FORMAT_COUNT]; /* by the number of their format */
    int64_t goal_window_ms;              /* the longest of its goals in use; 0: it has none */
};

struct snapshot;

/* Reads the whole catalogue of DIR/catalog.db. The caller holds the first reference. ERR_IO;
 * ERR_INVALID: a stored entity does not parse (logged by kind and id). */
MUST_USE enum err snapshot_load(const char *dir, struct snapshot **snapshot);
/* References: any thread that holds one may take or drop another. */
struct snapshot *snapshot_hold(struct snapshot *snapshot);
void snapshot_drop(struct snapshot *snapshot); /* accepts NULL; the last one frees */

uint64_t snapshot_version(const struct snapshot *snapshot);
/* All return NULL when there is none of that id; archived ones are returned. Hash look-ups, no
 * lock. */
const struct campaign *snapshot_find_campaign_by_key(const struct snapshot *snapshot,
                                                     struct str key);
const struct campaign *snapshot_find_campaign(const struct snapshot *snapshot, uint64_t id);
const struct source *snapshot_find_source(const struct snapshot *snapshot, uint64_t id);
const struct network *snapshot_find_network(const struct snapshot *snapshot, uint64_t id);
const struct offer *snapshot_find_offer(const struct snapshot *snapshot, uint64_t id);
const struct lander *snapshot_find_lander(const struct snapshot *snapshot, uint64_t id);
const struct flow *snapshot_find_flow(const struct snapshot *snapshot, uint64_t id);
const struct goal *snapshot_find_goal(const struct snapshot *snapshot, struct str id_lower_hex);
const struct adcampaign *snapshot_find_adcampaign(const struct snapshot *snapshot, uint64_t id);
const struct variation *snapshot_find_variation(const struct snapshot *snapshot, uint64_t id);
const struct site *snapshot_find_site(const struct snapshot *snapshot, uint64_t id);
const struct ad_zone *snapshot_find_zone(const struct snapshot *snapshot, uint64_t id);
const struct domain *snapshot_find_domain(const struct snapshot *snapshot, uint64_t id);
/* The domain in use of a Host header (any case, with or without port), or NULL. */
const struct domain *snapshot_find_domain_by_host(const struct snapshot *snapshot, struct str host);
const struct workspace *
snapshot_workspace(const struct snapshot *snapshot,
                   uint64_t id); /* never NULL for a stored entity's workspace */
/* Whether the workspace holds demo data, wherever they are. */
bool snapshot_is_demo(const struct snapshot *snapshot, uint64_t workspace_id);
/* The longest hours of all cappings of ad campaigns in use; 0: there is none. */
int64_t snapshot_capping_ms(const struct snapshot *snapshot);
/* The exchange rates; never NULL. */
const struct rates *snapshot_rates(const struct snapshot *snapshot);

/* demo - what the files of `rebond demo` share: the six steps of the guide through the public API,
 * then ad clicks, purchases and postbacks over real HTTP, and both sides' figures side by side.
 * Owner: the main thread; the shop's page alone is answered on a thread of its own. Limits: the
 * DEMO_* figures below.
 *
 * Every function that can fail says why on standard error and returns false (or NULL): the demo
 * ends there. No other room includes this. */
#pragma once
#include <jansson.h>
#include <sys/types.h>
#include "base/money.h"
#include "fetch/fetch.h"
#include "model/catalog.h"

#define DEMO_CLICKS_MIN      50
#define DEMO_CLICKS_MAX      100000
#define DEMO_CLICKS_DEFAULT  1000
#define DEMO_CLICKS_PER_BUY  50 /* every 50th visitor buys */
#define DEMO_BUYS_PER_REPEAT 4  /* every 4th purchase is told */
#define DEMO_REPEATS         3  /* this often, all at once */
#define DEMO_IN_FLIGHT       32
#define DEMO_CLICK_MICROS    INT64_C(50000)        /* what the ad network charges a click: 0.05 */
#define DEMO_SHOP_QUERY      "a=14030&c=64375&s1=" /* the guide's offer */
#define DEMO_PATH_BYTES_MAX  1024
#define DEMO_ADDRESS_BYTES   32 /* "127.0.0.1:65535" */
#define DEMO_ARENA_BYTES     (8 * 1024 * 1024)
#define DEMO_URL_BYTES_MAX   2048
#define DEMO_CID_BYTES       25

#define DEMO_BROWSER_HEADERS 3
#define DEMO_SITES           7
#define DEMO_ZONES           13 /* zone i is on site i modulo the sites */
#define DEMO_FAULTS          4 /* further purchases: one that is told well, and three that are not */

struct demo_shop;
struct demo_hop;

/* What the six steps made. Strings are in the demo's arena. */
struct demo_world {
    struct str goal_id, goal_url; /* "http://.../tag.php?goal=..&tag=" */
    json_int_t source_id, network_id, offer_id, campaign_id, adcampaign_id, variation_id;
    struct str postback_url; /* of the affiliate network, with its macros */
    struct str offer_url;    /* "http://.../?a=14030&c=64375&s1=" */
    struct str campaign_key, campaign_url;
    struct str ad_click_url;
    uint64_t sites[DEMO_SITES], zones[DEMO_ZONES]; /* their ids */
};

struct demo {
    bool is_kept; /* --keep */
    uint64_t clicks;
    char dir[DEMO_PATH_BYTES_MAX];
    bool is_dir_ours; /* a temporary folder, removed at the end */
    char tracking[DEMO_ADDRESS_BYTES], dashboard[DEMO_ADDRESS_BYTES], network[DEMO_ADDRESS_BYTES],
        api[DEMO_ADDRESS_BYTES];
    pid_t server; /* 0: not running */
    char key[CATALOG_KEY_TEXT_MAX];
    struct fetcher *fetcher;
    struct demo_shop *shop;
    struct demo_hop *hop;
    struct arena *arena; /* what lasts to the end */
    struct demo_world world;
    char (*buyers)[DEMO_CID_BYTES]; /* click ids of visitors 50, 100 ... */
    uint64_t buyer_count;           /* purchases: clicks / 50 */
};

/* --- demo_say.c: what a person reads --------------------------------------------------------- */

/* A line that opens a part, bold on a terminal. */
void demo_title(const char *format, ...) PRINTF_LIKE(1, 2);
/* "     name        value" */
void demo_line(const char *name, const char *format, ...) PRINTF_LIKE(2, 3);
/* Says on standard error what went wrong; false, so that callers can return it. */
bool demo_fail(const char *format, ...) PRINTF_LIKE(1, 2);
/* An amount as text, in the caller's memory; lends it. */
const char *demo_money(int64_t micros, char text[MONEY_TEXT_MAX]);
/* Whether SIGINT or SIGTERM came (demo.c); every wait asks. */
bool demo_is_interrupted(void);

/* --- demo_server.c: the server under demonstration, a child process -------------------------- */

/* Starts `rebond serve` on three free ports, its log in DIR/serve.log, and waits until it is ready;
 * makes the API key. */
MUST_USE bool demo_server_start(struct demo *demo);
/* Ends it and waits; nothing when it does not run. False: it did not end as it should. */
bool demo_server_stop(struct demo *demo);

/* --- demo_shop.c: the offer's page ------------------------------------------------------------ */

/* Opens the shop on a free loopback port. Close with demo_shop_close(), which accepts NULL. */
MUST_USE bool demo_shop_open(struct demo_shop **shop);
void demo_shop_close(struct demo_shop *shop);
const char *demo_shop_address(const struct demo_shop *shop); /* lends "127.0.0.1:40123" */
/* Visitors that arrived with a click id. */
uint64_t demo_shop_visitors(const struct demo_shop *shop);

/* --- demo_hop.c: what may stand between the tracker and the ad network ------------------------ */

enum demo_hop_manner {
    DEMO_HOP_PASSES,
    DEMO_HOP_LOSES,  /* answers "OK" and passes nothing on */
    DEMO_HOP_DELAYS, /* answers 503: try again later */
};

/* Opens a hop to the ad network on a free loopback port. Close with demo_hop_close(), which accepts
 * NULL. */
MUST_USE bool demo_hop_open(const char *network, struct demo_hop **hop);
void demo_hop_close(struct demo_hop *hop);
const char *demo_hop_address(const struct demo_hop *hop); /* lends "127.0.0.1:40123" */
/* From the next request on. Any thread. */
void demo_hop_set(struct demo_hop *hop, enum demo_hop_manner manner);

/* --- demo_client.c: asking the server ----------------------------------------------------------
 */

MUST_USE bool demo_client_open(struct demo *demo);
/* A whole GET; the body is in the arena. False when there was no answer. */
MUST_USE bool demo_get(struct demo *demo, struct arena *arena, struct str url,
                       struct fetch_result *result);
/* The API's answer as a new reference; NULL: refused or no answer. */
MUST_USE json_t *demo_api_get(struct demo *demo, const char *path_format, ...) PRINTF_LIKE(2, 3);
/* Posts and prints what it posts; takes body. */
MUST_USE json_t *demo_api_post(struct demo *demo, const char *path, json_t *body);
/* Posts without a word of it; takes body. */
MUST_USE json_t *demo_api_make(struct demo *demo, const char *path, json_t *body);
/* As demo_api_post(), for a change. */
MUST_USE json_t *demo_api_patch(struct demo *demo, const char *path, json_t *body);
/* A string of an answer, copied into the demo's arena; false when it is not there. */
MUST_USE bool demo_text(struct demo *demo, const json_t *answer, const char *object,
                        const char *name, struct str *text);
/* One of the server's metrics. */
MUST_USE bool demo_metric(struct demo *demo, const char *name, uint64_t *value);

/* --- The play, in order ----------------------------------------------------------------------- */

MUST_USE bool demo_play_steps(struct demo *demo);      /* demo_steps.c */
MUST_USE bool demo_make_places(struct demo *demo);     /* demo_places.c */
MUST_USE bool demo_play_visitors(struct demo *demo);   /* demo_visitors.c */
MUST_USE bool demo_play_sales(struct demo *demo);      /* demo_sales.c */
MUST_USE bool demo_play_bad_ids(struct demo *demo);    /* demo_sales.c */
MUST_USE bool demo_wait_forwards(struct demo *demo);   /* demo_forwards.c */
MUST_USE bool demo_compare(struct demo *demo);         /* demo_compare.c */
MUST_USE bool demo_compare_reports(struct demo *demo); /* demo_reports.c */
MUST_USE bool demo_play_faults(struct demo *demo);     /* demo_faults.c */
MUST_USE bool demo_verify(struct demo *demo);          /* demo_compare.c */
MUST_USE bool demo_check_addresses(struct demo *demo); /* demo_compare.c */

/* What a visitor's browser sends: whole header lines. Static. */
void demo_browser(uint64_t number, struct str headers[DEMO_BROWSER_HEADERS]);
/* The affiliate network's call for purchase number k (from 0), its macros filled in, in memory. */
struct str demo_postback_url(const struct demo *demo, uint64_t k, struct str cid,
                             char memory[DEMO_URL_BYTES_MAX]);
/* What purchase number k (from 0) pays: 5, 5.25, 5.5 ... */
int64_t demo_price_micros(uint64_t k);

/* edge - what a loop thread of the edge has at hand, and requests that wait for the ledger. Each
 * loop owns its struct edge_loop; struct edge is shared and, but for the published snapshot and the
 * counters, never changed after the start.
 *
 * A request that must be recorded makes a wait, fills rows in the wait's arena, and submits it. The
 * wait is answered once: with the ledger's result, or with ERR_TIMEOUT when its time is up. Its
 * memory lives until the ledger is done with it, so an answered wait may still be on its way to the
 * disk. */
#pragma once
#include <pthread.h>
#include "http/http.h"
#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "model/snapshot.h"
#include "visitor/device.h"
#include "visitor/frequency.h"
#include "visitor/place.h"
#include "visitor/signals.h"
#include "visit/latency.h"
#include "visit/listed.h"
#include "visit/verdict_count.h"
#include "visit/visitors.h"

#define EDGE_PROXIES_MAX      32
#define EDGE_HOST_MAX         256
#define EDGE_LOOPS_MAX        64
#define EDGE_WAIT_ARENA_BYTES (256 * 1024)

/* Things counted, by all loops together; /metrics shows them. X(field, what it counts) */
#define EDGE_COUNTERS(X)                                                                           \
    X(visits, "campaign URLs answered with a redirect")                                            \
    X(visits_unrecorded, "redirects that left before their record was on disk")                    \
    X(visits_refused, "campaign URLs answered 400 because their query is broken")                  \
    X(visits_unknown, "campaign URLs of no active campaign")                                       \
    X(clicks, "lander clicks answered with a redirect")                                            \
    X(clicks_unrecorded, "lander clicks that left before their record was on disk")                \
    X(clicks_refused, "lander clicks answered 400 because their query is broken")                  \
    X(clicks_unknown, "lander clicks of no visit, or with no offer left")                          \
    X(postbacks, "postbacks answered")                                                             \
    X(postbacks_unavailable, "postbacks answered 503 because they could not be recorded")          \
    X(postbacks_unlogged, "postbacks refused before a valid click id and left out of the log")     \
    X(pixels, "conversion pixels answered")                                                        \
    X(pixels_unrecorded, "conversion pixels that could not be recorded")                           \
    X(ad_clicks, "ad clicks answered with a redirect")                                             \
    X(ad_clicks_refused, "ad clicks answered 400 because their query is broken")                   \
    X(ad_clicks_blocked,                                                                           \
      "ad clicks answered 404 because a bidder has blocked what they come from")                   \
    X(ad_clicks_stopped,                                                                           \
      "ad clicks of ad campaigns that do not deliver now: paused, spent, capped")                  \
    X(ad_clicks_unrecorded, "ad clicks that left before their record was on disk")                 \
    X(ad_clicks_unavailable,                                                                       \
      "ad clicks answered 503: of a limited ad campaign, and not on disk in time")                 \
    X(refusals_unlogged, "refused deliveries that are not in the log: of too many kinds at once")  \
    X(zone_requests, "zones asked for an ad")                                                      \
    X(zone_requests_empty, "zones that had no ad that fits")                                       \
    X(impressions, "impression pixels answered once their impression was on disk")                 \
    X(impressions_repeated, "impression pixels of ads that had counted already")                   \
    X(impressions_refused, "impression pixels of no ad of ours, or of one that does not deliver")  \
    X(impressions_unrecorded, "impression pixels that could not be recorded in time")              \
    X(goal_calls, "calls of tag.php answered")                                                     \
    X(goal_calls_unavailable, "calls of tag.php answered 503 because they could not be recorded")  \
    X(goal_calls_unlogged, "refused calls of tag.php that are not in the log")

struct edge_counters {
#define X(name, help) _Atomic uint64_t name;
    EDGE_COUNTERS(X)
#undef X
};

struct late;
struct budgets;
struct cappings;
struct refusals;

struct edge {
    struct ledger *ledger;
    const char *dir;   /* the data folder, for readers of the ledger */
    struct late *late; /* visits that left before their record was on disk */
    const struct keys *keys;
    struct visitors *visitors;
    struct budgets *budgets;     /* of ad campaigns: network/budgets.h */
    struct cappings *cappings;   /* who got them how often: network/cappings.h */
    struct refusals *refusals;   /* what was not delivered: network/refusals.h */
    struct places *places;       /* NULL: nothing is known of addresses */
    struct devices *devices;     /* NULL: nothing is known of user agents */
    size_t loop_max;             /* how many loops share the cache of user agents */
    struct frequency *frequency; /* visits a minute by address */
    unsigned frequent_from;      /* from how many on that is a signal; 0: never */
    int64_t click_wait_ms;
    int64_t postback_wait_ms;
    int64_t conversion_window_ms;
    struct net_range proxies[EDGE_PROXIES_MAX];
    size_t proxy_count;
    bool is_https;                    /* the public address is https: cookies are Secure */
    char default_host[EDGE_HOST_MAX]; /* of the public address, port included */
    /* Called on the ledger's thread when a forward was put into the outbox; NULL until there is a
     * courier. */
    void (*on_forward)(void *context);
    void *on_forward_context;
    struct edge_counters counters;
    struct verdict_count verdicts;    /* of the visits among them */
    _Atomic uint64_t loading_entries; /* written by a load that is not committed yet */

    pthread_mutex_t lock; /* guards snapshot and loops */
    struct snapshot *snapshot;
    struct edge_loop *loops[EDGE_LOOPS_MAX]; /* those that run */
    size_t loop_count;
    _Atomic uint64_t version; /* of snapshot: what a loop compares before it takes the lock */
};

/* Takes the snapshot and makes it the one that requests are decided with. Any thread. */
void edge_publish(struct edge *edge, struct snapshot *snapshot);

/* The published snapshot, held for the caller. Any thread. */
struct snapshot *edge_hold_snapshot(struct edge *edge);

/* LIMITED: an ad click that waits for the disk as long as a postback does, for it is not to leave
 * unrecorded; its time counts among the clicks'. */
enum edge_wait_kind { EDGE_WAIT_CLICK, EDGE_WAIT_POSTBACK, EDGE_WAIT_LIMITED, EDGE_WAIT_KINDS };

/* How long requests of that kind took, from when they were read to their answer, by all loops
 * together. Any thread; it holds up none of them. */
struct latency_total edge_latency(struct edge *edge, enum edge_wait_kind kind);

struct edge_wait {
    struct ledger_job job; /* first: done() gets it back */
    struct edge_loop *loop;
    struct http_exchange *exchange; /* NULL once answered */
    struct snapshot *snapshot;      /* held */
    struct arena *arena;
    void *detail; /* the owner's, in the arena */
    /* Answers the exchange; OK: it is on disk. Called once. */
    void (*answer)(struct edge_wait *wait, enum err result);
    /* Told the ledger's result, also after a timeout; NULL: nobody asks. ERR_FULL: it is not
     * recorded and never will be. */
    void (*settle)(struct edge_wait *wait, enum err result);
    int64_t began_mono_us; /* when the request was read */
    int64_t deadline_mono_ms;
    /* Its time was up and it was answered so. The ledger's thread asks: what a sender was told to
     * send again must not count now. */
    _Atomic bool is_given_up;
    enum edge_wait_kind kind;
    struct edge_wait *before, *after; /* those that still wait, oldest first; or the free list */
};

#define SALTS_AHEAD       512 /* random bytes are drawn this many salts at a time */
#define SAMPLE_SLOTS      1024
#define SAMPLE_PER_MINUTE 100

#define CAPS_MAX 256 /* offers with a cap that a loop remembers */

struct cap_known { /* caps.h */
    uint64_t offer_id;
    int64_t day;
    int64_t conversions;
    int64_t at_mono_ms;
};

struct edge_loop {
    struct edge *edge;
    struct http_loop *http;
    struct ledger_port *port;
    struct ledger_reader *reader; /* NULL until it is asked for */
    struct snapshot *snapshot;    /* held */
    uint64_t snapshot_version;
    struct place_set *places; /* held; NULL: none */
    uint64_t places_version;
    struct device_desk *devices; /* NULL: nothing is known of user agents */
    struct listed *listed;
    int64_t began_mono_us; /* the request at hand */
    struct latency latencies[EDGE_WAIT_KINDS];
    uint64_t random[2];
    struct cap_known caps[CAPS_MAX];
    char salts[SALTS_AHEAD][PERSONAL_SALT_BYTES];
    size_t salts_left;
    struct edge_wait *waiting_first[EDGE_WAIT_KINDS], *waiting_last[EDGE_WAIT_KINDS];
    struct edge_wait *spare;
    size_t spare_count;
    size_t out; /* waits that the ledger has */
    struct {
        uint64_t address_hash;
        int64_t minute;
        unsigned count;
    } samples[SAMPLE_SLOTS];
};

/* The hooks of the edge's HTTP server; hooks.context is the struct edge. */
struct http_loop_hooks edge_hooks(struct edge *edge);

/* Takes over the published snapshot and the databases of places, and notes the time: once, before a
 * request is looked at, so that all that decides it is of one picture. What the picture before it
 * held is gone then. */
void edge_begin_request(struct edge_loop *loop);
/* The picture of the catalogue that this request is decided with, valid until its handler returns,
 * whatever is published meanwhile. */
const struct snapshot *edge_snapshot(const struct edge_loop *loop);
/* Fills what the databases say of the visitor's address, and its user agent, client hints and a
 * page's script (NULL: none spoke) of the device. Strings are lent until the loop's next request.
 */
void edge_fill_visitor(const struct edge_loop *loop, const struct http_request *request,
                       const struct net_address *address, const struct hints_said *said,
                       struct visitor_facts *facts);
/* Why a visitor of a workspace looks like a machine, when edge_fill_visitor() has filled what is
 * known of it; the visit counts as one more of its address. Bits of enum signal. */
uint64_t edge_signals(const struct edge_loop *loop, uint64_t workspace_id,
                      const struct http_request *request, const struct net_address *address,
                      const struct visitor_facts *facts);
/* What the loops' caches of user agents come to. Any thread. */
struct device_cache_counters edge_device_counters(struct edge *edge);
/* A random number that chooses, never one that protects. */
uint64_t edge_draw(struct edge_loop *loop);
/* Whether one more refusal from that address may be logged this minute: SAMPLE_PER_MINUTE an
 * address, fewer when addresses collide. */
bool edge_may_sample(struct edge_loop *loop, const struct net_address *address);

/* A wait for the exchange (NULL: nobody waits, the record is only a log), holding the current
 * snapshot. */
struct edge_wait *edge_wait_make(struct edge_loop *loop, struct http_exchange *exchange,
                                 enum edge_wait_kind kind);
/* Gives back a wait that was not submitted; its exchange must be answered. */
void edge_wait_drop(struct edge_wait *wait);
/* Hands the filled job to the ledger with this turn's others. */
void edge_wait_submit(struct edge_wait *wait);

/* Who a request's address is: a visitor's is kept as the workspace wants it. */
enum edge_caller { EDGE_VISITOR, EDGE_SERVER };

/* A visitor's address as that workspace keeps and tells it; workspace 0 is not known yet: as the
 * strictest of all does. */
struct str edge_address_text(const struct edge_wait *wait, uint64_t workspace_id,
                             const struct net_address *address);

/* Fills the personal row of a request, but for the visitor's number and a referrer other than
 * the header's, which the caller has set, and its hash, all in the wait's arena. */
void edge_fill_personal(struct edge_wait *wait, const struct http_request *request,
                        uint64_t workspace_id, enum edge_caller caller, struct personal *personal,
                        struct str *hash);

/* Fills a row of the ledger by its key, on this thread: for what one look-up by id decides. Strings
 * are in the arena. ERR_NOT_FOUND, ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err edge_find_row(struct edge_loop *loop, enum ledger_table table,
                                struct arena *arena, void *row);

/* What a sender hears of which nothing could be stored: 503, and when to send it again. */
#define EDGE_TRY_AGAIN   "ERROR: try again"
#define EDGE_RETRY_AFTER "Retry-After: 10\r\n"
void edge_reply_try_again(struct http_exchange *exchange);
/* Answers text/plain, no-store. */
void edge_reply_text(struct http_exchange *exchange, unsigned status, struct str text);

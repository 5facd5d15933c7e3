/* api - the JSON API on the dashboard's listener: resources of the catalogue, logs of the ledger,
 * health and metrics. Every request runs on a thread of the pool (http_work), where it may wait for
 * the disk. Asks: who is it, which route, is the body good; then one straight function per route
 * answers. */
#pragma once
#include "base/buf.h"
#include "api/domain_judge.h"
#include "base/keys.h"
#include "base/net.h"
#include "http/http.h"
#include "model/catalog.h"

/* What the listener's limits (http_limits) are to hold: a document, and a page of a log as JSON. */
#define API_BODY_BYTES_MAX      (1024 * 1024)
#define API_OPEN_BODY_BYTES_MAX (16 * 1024) /* of who did not sign in */
#define API_V2_BODY_BYTES_MAX   (64 * 1024)
#define API_ARENA_BYTES_MAX     (64 * 1024 * 1024)

struct api;
struct places;
struct projector;

struct api_options {
    const char *dir;             /* the data folder, for readers of the ledger */
    struct catalog *catalog;     /* lent */
    const struct keys *keys;     /* lent: click ids in logs */
    struct projector *projector; /* lent: what reports are made from; NULL: there are none */
    struct str tracking_url;     /* public base of tracking links, no slash at the end; lent */
    struct str network_url;      /* of the ad network's links */
    struct str network_hosts;    /* its further hosts, separated by commas; may be empty */
    /* Our own tracking listener, "http://127.0.0.1:8080", and its address: what the conversion test
     * speaks to, and nothing else. */
    struct str own_tracking_url;
    struct net_range own_tracking;
    struct str listen;        /* the listener's address, "127.0.0.1:8081"; lent */
    struct str dashboard_url; /* public base of the dashboard */
    struct str v2_url;        /* of the ad network's public API, without /v2 */
    struct str hosts;         /* further names it goes by, separated by commas; absent: none */
    const struct net_range *proxies; /* whose X-Forwarded-For and -Proto are believed; lent */
    size_t proxy_count;
    const struct net_range *allow_private; /* what the link tester may reach besides; lent */
    size_t allow_private_count;
    struct domain_target domain_target; /* where domains are to lead; lent */
    unsigned v2_requests_per_minute;    /* that one token or user may send to /v2 */
    int64_t health_every_ms;            /* between two looks at the tracking's health; 0: none */
    const char *dns_server;             /* "ADDRESS:PORT" to ask about them; "": the machine's */
    /* Tells the edge of a new version of the catalogue; true once it serves it, false when it did
     * not say so within 2 s. Any thread. */
    bool (*announce)(void *context, uint64_t version);
    /* The edge's metrics (Prometheus text), in the arena; absent when it does not answer. Any
     * thread. */
    struct str (*edge_metrics)(void *context, struct arena *arena);
    /* How what the edge knows visitors by stands, as JSON in the arena: {"places":place_state.h,
     * "devices":device_state.h}; absent when it does not answer. Any thread. */
    struct str (*edge_visitors)(void *context, struct arena *arena);
    struct places *places;    /* the desk's own, lent; looked after by the API alone */
    const char *crawlers;     /* the file of crawlers' user agents, lent; "": none */
    const char *device_rules; /* the file of the rules of user agents, lent; "": none */
    /* Has the edge run an operation (visit/operation.h); the answer (JSON) is in the arena. 0: the
     * edge did not answer, it may or may not have been done. Any thread. */
    unsigned (*operate)(void *context, struct arena *arena, struct str request, struct str *answer);
    /* The same for one that takes minutes; one at a time. */
    unsigned (*load)(void *context, struct arena *arena, struct str request, struct str *answer);
    /* This process's own metrics. */
    void (*own_metrics)(void *context, struct buf *buf);
    void *context;
};

struct api *api_make(const struct api_options *options);
void api_free(struct api *api); /* accepts NULL; no request may be running */

/* The listener's handler; context is the struct api. */
http_handler api_handle;
/* That of the listener of the ad network's public API (v2/v2.h); the same context. */
http_handler v2_handle;

/* visitor - who is calling. For now: what a request says of itself without any database. Pure; any
 * thread. */
#pragma once
#include "http/http.h"

/* What stands between a visitor and us; bits, stored with the visit: only what is known. */
enum visitor_proxy {
    VISITOR_PROXY = 1,
    VISITOR_VPN = 2,
    VISITOR_HOSTING = 4, /* the address is a data centre's */
};

/* The words of device_type, separated by spaces. */
#define VISITOR_DEVICE_TYPES "mobile tablet tv desktop"

enum visitor_answer { VISITOR_UNKNOWN, VISITOR_YES, VISITOR_NO };

/* What databases and scripts tell of a visitor: absent, 0 and VISITOR_UNKNOWN is what nobody knows.
 */
struct visitor_facts {
    /* By the address: place.h fills these. */
    struct str continent; /* two letters, capital: AF AN AS EU NA OC SA */
    struct str country;   /* two letters, capital */
    struct str region, city;
    struct str time_zone; /* "Europe/Paris" */
    struct str isp, connection_type;
    uint64_t asn; /* of the network that routes the address */
    enum visitor_answer proxy, vpn, hosting;
    /* By the user agent, client hints and scripts. */
    struct str device_type; /* one of VISITOR_DEVICE_TYPES */
    struct str brand, model;
    struct str os, os_version;
    struct str browser, browser_version;
    struct str resolution; /* 1920x1080 */
    bool is_crawler;       /* a machine, as its user agent says */
};

/* What databases are read for where names are listed, a part at a time: region and city with their
 * country, or the provider. */
enum place_group { PLACE_GROUP_PLACES, PLACE_GROUP_NETWORKS, PLACE_GROUPS };

/* The bits of enum visitor_proxy. */
uint64_t visitor_proxies(const struct visitor_facts *facts);
struct visitor_word {
    uint64_t bit; /* of enum visitor_proxy or signal */
    const char *word;
};
/* What each is called, in the API and in the facts. Static. */
const struct visitor_word *visitor_proxy_words(size_t *count);
/* A browser that fetches ahead of a navigation that may never come: it is told to come again (503),
 * and not recorded. */
bool visitor_is_prefetch(const struct http_request *request);
/* The language of what Accept-Language says first, as statistics tell it: "en" of "en-US", lower
 * case, in the arena; "" of what is no language. */
struct str visitor_language(struct arena *arena, struct str sent);
/* The visitor's address: the connection's, or when that is one of the proxies, the last one of
 * X-Forwarded-For that is none of them. */
struct net_address visitor_address(const struct http_request *request,
                                   const struct net_range *proxies, size_t proxy_count);

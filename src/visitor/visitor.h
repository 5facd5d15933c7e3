/* visitor - who is calling. For now: what a request says of itself without any database. Pure; any
 * thread. */
#pragma once
#include "http/http.h"

/* Why a request looks like a machine; bits, stored with the visit (DESIGN.md §5). */
enum visitor_signal {
    VISITOR_HEAD = 1,         /* a HEAD request */
    VISITOR_LINK_PREVIEW = 2, /* a messenger or network that shows a preview of the link */
};

/* The signals of a request. */
uint64_t visitor_signals(const struct http_request *request);
/* The verdict on signals: kept out of the figures, never dropped. */
bool visitor_is_bot(uint64_t signals);
/* A browser that fetches ahead of a navigation that may never come: it is told to come again (503),
 * and not recorded. */
bool visitor_is_prefetch(const struct http_request *request);
/* The visitor's address: the connection's, or when that is one of the proxies, the last one of
 * X-Forwarded-For that is none of them. */
struct net_address visitor_address(const struct http_request *request,
                                   const struct net_range *proxies, size_t proxy_count);

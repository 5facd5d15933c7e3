/* unique - whether a visit is its visitor's first at the campaign within the campaign's window
 * (spec/tracker.md §3.8). The cookie decides where it holds a click of this campaign; else the
 * visitor's address and user agent do. Both signals are kept with the visit. */
#pragma once
#include "visit/edge.h"

/* What told that the visitor was here before; bits, stored as visit.seen. */
enum visit_seen {
    VISIT_SEEN_COOKIE = 1,     /* a click of this campaign in the cookie, inside the window */
    VISIT_SEEN_COOKIE_OLD = 2, /* the same, but before the window: this decides, for unique */
    VISIT_SEEN_ADDRESS = 4,    /* address and user agent, inside the window */
};

/* The bits, from times: 0 where there is none. Pure. */
uint64_t unique_seen(int64_t now_ms, int64_t window_ms, int64_t cookie_ms, int64_t address_ms);
/* The verdict on the bits. Pure. */
bool unique_decide(uint64_t seen);

/* What a visit is to uniqueness, and what it takes to take it back. Zero: it takes no part. */
struct unique {
    bool is_unique;
    uint64_t seen;
    uint64_t visitor; /* the number, for `personal`; 0: takes no part */
    int64_t at_ms, before_ms;
};

/* Looks, and notes that the visitor is here: of two requests at once, one is the first. The routing
 * may ask is_unique from here on. A visit that is not recorded is taken back. */
/* earlier_ms: when the browser's last visit was, as its page knows; 0: as the cookie says. */
struct unique unique_take(struct edge *edge, const struct campaign *campaign,
                          const struct http_request *request, int64_t earlier_ms);
void unique_take_back(struct edge *edge, const struct unique *unique);

/* trace - follows a URL hop by hop, as a browser without scripts would, through the guard. Owner:
 * the calling thread, which it holds for total_ms at most. */
#pragma once
#include "fetch/redirect.h"

#define TRACE_HOPS_MAX     20
#define TRACE_SAME_URL_MAX 2 /* a page that sets a cookie may send the visitor to itself, once */

enum trace_end {
    TRACE_ARRIVED,   /* the last hop sends nobody on */
    TRACE_LOOP,      /* it would go on to a URL that was asked TRACE_SAME_URL_MAX times */
    TRACE_TOO_MANY,  /* hops_max were made, and there is one more */
    TRACE_FAILED,    /* the last hop gave no answer */
    TRACE_LEFT,      /* it goes on to something that is not http: an app, a shop */
    TRACE_TIMED_OUT, /* total_ms went by */
};

struct trace_hop {
    struct str url;
    unsigned status; /* 0: no answer */
    int64_t duration_us;
    enum redirect_how how; /* how it sends on */
    struct str location;   /* as written there */
    bool is_refused;       /* by the guard */
    bool has_script;       /* the page may send on by a script, which is not run */
    struct str error;      /* "" when answered */
};

struct trace {
    enum trace_end end;
    size_t count;
    struct trace_hop hops[TRACE_HOPS_MAX];
};

struct trace_request {
    struct str url;
    unsigned hops_max; /* 1 to TRACE_HOPS_MAX */
    int64_t hop_ms;    /* of one hop */
    int64_t total_ms;
    struct str user_agent; /* one line */
};

/* Follows. allow_private and its count are those of the policy; cookies of a site go back to that
 * site, and are forgotten at the end. Strings are in the arena. ERR_INVALID: the URL is none
 * (fetcher_start()); ERR_FULL; ERR_IO: no fetcher. */
MUST_USE enum err trace_run(struct arena *arena, const struct net_range *allow_private,
                            size_t allow_private_count, const struct trace_request *request,
                            struct trace *trace);

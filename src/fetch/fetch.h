/* fetch - every outgoing request, behind one guard: no address that is private or loopback unless
 * the operator allowed its network, whatever the URL, the DNS answer or a redirect says. The guard
 * judges the very address that is connected to (DNS answers cannot change in between). One fetcher
 * belongs to one thread. */
#pragma once
#include "base/arena.h"
#include "base/net.h"

#define FETCH_REDIRECTS_MAX 3
#define FETCH_ALLOW_MAX     32
#define FETCH_TRANSFERS_MAX 1024

/* What is kept of an answer's body; the rest is read and dropped up to 1 MiB, then cut. */
#define FETCH_BODY_BYTES_MAX 65536
/* The most that a policy may ask to be kept of it (body_bytes_max). */
#define FETCH_BODY_BYTES_LIMIT (8 * 1024 * 1024)
/* All header lines of an answer, with those of the redirects before it. */
#define FETCH_ANSWER_HEADER_BYTES_MAX 131072

/* What is sent: the URL, the method, the body, header lines, and the bytes of one of those. */
#define FETCH_URL_BYTES_MAX     16384
#define FETCH_METHOD_BYTES_MAX  16
#define FETCH_REQUEST_BYTES_MAX (1024 * 1024)
#define FETCH_HEADERS_MAX       32
#define FETCH_HEADER_BYTES_MAX  8192

struct fetcher;

struct fetch_policy {
    struct net_range allow_private[FETCH_ALLOW_MAX]; /* courier.allow_private */
    size_t allow_private_count;
    int64_t timeout_ms; /* the whole request, redirects included */
    int64_t connect_timeout_ms;
    unsigned redirects_max; /* up to FETCH_REDIRECTS_MAX */
    unsigned transfers_max; /* at once, 1 to FETCH_TRANSFERS_MAX; connections are kept for reuse */
    size_t body_bytes_max; /* kept of an answer's body; 0: FETCH_BODY_BYTES_MAX. More than that only
                              with transfers_max 1; what is longer is cut at once */
    bool keeps_cookies;    /* from one request to the next, each for its site; false: none at all.
                              Only with transfers_max 1 */
};

/* How far a request got: decides whether a retry may repeat an effect (DESIGN.md §6). Within one
 * fetcher_start() a request leaves at most once (and once per redirect followed): when a kept
 * connection dies under it, it is not sent again but UNCERTAIN. A redirect that is not followed
 * (too many, another scheme, a body past the limit) is an answer. One that leads to an address
 * which the guard refuses is refused and UNCERTAIN: the first request left. */
enum fetch_reach {
    FETCH_NOT_SENT,  /* no byte of it left: refused by the guard, no address, no connection */
    FETCH_UNCERTAIN, /* it left, and no whole answer was read */
    FETCH_ANSWERED   /* an answer was read: status and body count */
};

struct fetch_result {
    enum fetch_reach reach;
    bool refused;              /* the guard refused it; error says which address and why */
    unsigned status;           /* 0 unless answered */
    struct str body;           /* what was kept of it */
    struct str location;       /* as received, of a redirect that was not followed, or absent */
    struct str refresh;        /* as received, or absent */
    struct str content_type;   /* as received, or absent */
    struct str set_cookie;     /* the first one, as received, or absent */
    struct str rate_remaining; /* X-Rate-Limit-Remaining, -Reset and Retry-After, or absent */
    struct str rate_reset;
    struct str retry_after;
    bool is_cut;                /* the body was longer than what was kept */
    struct str error;           /* "" when answered */
    struct net_address address; /* connected to; unknown when there was none, or a local socket */
    int64_t duration_us;
};

/* Lends *result during the call. */
typedef void fetch_done(void *context, const struct fetch_result *result);

struct fetch_request {
    struct str url;
    struct str method; /* absent: GET; upper case. Redirects are followed for GET, HEAD and POST */
    /* Absent or empty: none. With one, Content-Type is that of a form unless a header says
     * otherwise. */
    struct str body;
    /* Whole lines without CRLF: "Idempotency-Key: 12". They go to the hosts of redirects too, but
     * for Authorization and Cookie. */
    const struct str *headers;
    size_t header_count;
    /* NULL, or the path of a local socket to speak to (the guard is about networks: not asked). */
    const char *unix_socket;
    int64_t timeout_ms; /* 0: the policy's */
};

/* Opens a fetcher; copies the policy. ERR_IO. A process that had SIGPIPE at its default ignores it
 * from then on: TLS writes to a connection that the peer closed would end the program. Free with
 * fetcher_close(): transfers still running are dropped, their done is not called. */
MUST_USE enum err fetcher_open(const struct fetch_policy *policy, struct fetcher **fetcher);
void fetcher_close(struct fetcher *fetcher);

/* Starts a request; copies what it needs. done is called once from fetcher_run() or fetch_once(),
 * and may start requests, but not run or close the fetcher. ERR_FULL: transfers_max are running;
 * ERR_INVALID: the URL is not http or https or holds a space or a control byte, the method is no
 * word, a header is no whole line, or one of them is past its limit. */
MUST_USE enum err fetcher_start(struct fetcher *fetcher, const struct fetch_request *request,
                                fetch_done *done, void *context);
/* Works for up to wait_ms or until something finished or fetcher_wake() was called. */
void fetcher_run(struct fetcher *fetcher, int64_t wait_ms);
void fetcher_wake(struct fetcher *fetcher); /* any thread */
size_t fetcher_running(const struct fetcher *fetcher);

/* One request from beginning to end; the result's strings are in the arena. Others that are running
 * go on meanwhile. The errors of fetcher_start(); ERR_FULL also when the arena is full. */
MUST_USE enum err fetch_once(struct fetcher *fetcher, struct arena *arena,
                             const struct fetch_request *request, struct fetch_result *result);

/* A date as HTTP writes it ("Sun, 06 Nov 1994 08:49:37 GMT"). ERR_INVALID. */
MUST_USE enum err fetch_parse_date(struct str text, int64_t *wall_ms);

/* Sockets opened so far in this process by zone of the address, and refusals: what /metrics shows
 * and the demo asserts. Any thread. */
struct fetch_counters {
    uint64_t opened_public;
    uint64_t opened_private;
    uint64_t opened_loopback;
    uint64_t refused;
};
struct fetch_counters fetch_counters(void);

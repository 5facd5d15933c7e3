/* transfer - one request on one curl handle, and what became of it. Owner: its fetcher. */
#pragma once
#include <curl/curl.h>

#include "fetch/guard.h"

/* Why a callback of ours ended the transfer. */
enum transfer_stop {
    TRANSFER_GOES_ON,
    TRANSFER_CUT,             /* the answer's body passed the limit */
    TRANSFER_HEADER_TOO_LONG, /* its header did */
    TRANSFER_REPEAT           /* curl was about to send a request again that had left already */
};

struct transfer {
    CURL *easy; /* NULL until first used; kept from then on */
    const struct fetch_policy *policy;
    fetch_done *done;
    void *context;
    bool is_running;

    bool is_local; /* the request asked for a local socket */
    struct curl_slist *headers;
    int64_t started_us;

    enum transfer_stop stop;
    size_t header_bytes;
    int hop_count; /* requests that were begun: the first, and one for each redirect */
    /* Of the hop that is under way: from one connection to the next. */
    long sent_before; /* bytes of requests that had left when the hop's request began */
    bool is_heard;
    bool is_opened; /* a socket was made for the hop to come */
    char refusal[GUARD_REASON_MAX];
    char curl_error[CURL_ERROR_SIZE];

    char *body; /* transfer_body_max(), the fetcher's */
    size_t body_len;
    bool is_cut; /* some of it was not kept */
};

/* How much of a body is kept. */
static inline size_t transfer_body_max(const struct fetch_policy *policy)
{
    return policy->body_bytes_max > 0 ? policy->body_bytes_max : FETCH_BODY_BYTES_MAX;
}

/* Gives the transfer a curl handle with all that never changes from request to request. ERR_IO.
 * Free with transfer_fini(). */
MUST_USE enum err transfer_init(struct transfer *transfer);
void transfer_fini(struct transfer *transfer);

/* Sets the handle to a request. ERR_INVALID as fetcher_start() says; the transfer is unchanged
 * then. */
MUST_USE enum err transfer_prepare(struct transfer *transfer, const struct fetch_request *request);
/* Says what became of it. Lends the strings until the next transfer_prepare(). */
void transfer_conclude(struct transfer *transfer, CURLcode code, struct fetch_result *result);

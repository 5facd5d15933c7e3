/* signals - why a request looks like a machine, and the verdict on it. Signals are stored with the
 * visit, so that a later verdict needs no request. Pure; any thread. docs/visitors.md says what
 * each one means. */
#pragma once
#include "visitor/visitor.h"

/* Bits; in the order in which they are told. */
enum signal {
    SIGNAL_HEAD = 1,          /* a HEAD request */
    SIGNAL_LINK_PREVIEW = 2,  /* a messenger or network that shows a preview of the link */
    SIGNAL_CRAWLER = 4,       /* the user agent is a machine's, as it says itself */
    SIGNAL_IMPOSSIBLE = 8,    /* what it says of itself cannot be true together */
    SIGNAL_LISTED = 16,       /* on a list of the workspace */
    SIGNAL_HOSTING = 32,      /* the address is a data centre's */
    SIGNAL_NO_AGENT = 64,     /* no user agent */
    SIGNAL_NO_LANGUAGE = 128, /* no Accept-Language */
    SIGNAL_FREQUENT = 256,    /* more visits of one address in a minute than the setting says */
};

/* Each of these is enough; of the others it takes two. */
#define SIGNALS_CERTAIN                                                                            \
    (SIGNAL_HEAD | SIGNAL_LINK_PREVIEW | SIGNAL_CRAWLER | SIGNAL_IMPOSSIBLE | SIGNAL_LISTED)

struct signals_case {
    const struct http_request *request;
    const struct visitor_facts *facts; /* NULL: nothing is known besides the request */
    bool is_listed, is_frequent;
};

#define SIGNALS_COUNT 9

uint64_t signals_of(const struct signals_case *c);
/* What is known of bots since, of a visit that is over: each as far as it can be known. */
struct signals_now {
    bool knows_crawlers, is_crawler; /* its user agent is kept, and there is a list */
    bool knows_network, is_hosting;  /* its address is kept whole, and a database has it */
    bool knows_lists, is_listed;     /* both are kept; one may be enough to be listed */
};
/* The signals of such a visit, renewed where something is known; what its request told stays. */
uint64_t signals_again(uint64_t before, const struct signals_now *now);
/* The verdict: one certain signal, or two others. A bot is kept out of the figures, never dropped.
 */
bool signals_are_bot(uint64_t signals);
/* What each signal is called, in the API and in the facts. Static. */
const struct visitor_word *signals_words(size_t *count);

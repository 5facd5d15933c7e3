/* forward - whether the source is told of a conversion, and with which URL (spec/tracker.md §3.6).
 * Pure. */
#pragma once
#include "convert/decide.h"
#include "visit/visit.h"

struct forward_case {
    const struct conversion_verdict *verdict; /* its conversion has its ids */
    const struct postback_call *call;
    const struct visit_facts *facts;
    const struct source *source;  /* NULL: no longer in the catalogue */
    const struct outbox *earlier; /* the last forward of this conversion and status; NULL: none */
    bool is_first_of_visit;       /* this conversion is the visit's first */
    const struct workspace *workspace;
    const struct rates *rates;
};

struct forward_verdict {
    bool is_sent;
    const char *reason; /* when not sent: why */
    struct str url;     /* when sent: in the arena */
};

/* Decides; an URL is made only for what is sent. */
void forward_decide(const struct forward_case *c, struct arena *arena,
                    struct forward_verdict *verdict);

/* forward - whether a destination is told of a conversion, and with which URL (spec/tracker.md
 * §3.6). Pure. */
#pragma once
#include "convert/decide.h"
#include "visit/visit.h"

struct forward_case {
    const struct conversion *conversion; /* it has its id */
    enum conversion_status status;
    const struct visit_facts *facts;
    const struct destination *destination; /* under the campaign's conditions; NULL: its source is
                                              gone */
    const struct source *source;           /* of the visit; NULL: no longer in the catalogue */
    const struct outbox *earlier; /* the last forward of this destination, conversion and status;
                                     NULL: none, or it does not matter */
    const struct workspace *workspace;
    const struct rates *rates;
    bool is_first_of_visit; /* this conversion is the visit's first */
    bool is_disabled;       /* whoever brought it wants it kept from the sources */
    bool is_forced;         /* a person asks for it: nothing is drawn */
};

struct forward_verdict {
    bool is_sent;
    const char *reason; /* when not sent: why */
    struct str url;     /* when sent: in the arena */
};

/* Whether the browser that brought the conversion is to be sent to the source's pixel: the source
 * has no postback for it, and would be told if it had (spec/tracker.md §1.1). */
bool forward_is_by_pixel(const struct forward_case *c);

/* Decides; an URL is made only for what is sent. */
void forward_decide(const struct forward_case *c, struct arena *arena,
                    struct forward_verdict *verdict);

/* The URL that the destination is told by, whatever forward_decide() says of it; it has a template
 * for the status. Absent: it grew beyond MACRO_URL_BYTES_MAX. */
struct str forward_make_url(const struct forward_case *c, struct arena *arena);

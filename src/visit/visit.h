/* visit - the campaign URL: GET /KEY?tokens. Ask, find, decide, record, redirect (DESIGN.md §5). */
#pragma once
#include "visit/direct.h"
#include "visit/edge.h"

#define VISIT_EXTERNAL_ID_BYTES_MAX 1024

/* Whether the path is "/" and a campaign key's form: 6 base62 characters. */
bool visit_is_key_path(struct str path);
/* Serves a campaign URL; loop is the request's struct edge_loop. */
void visit_handle(struct http_exchange *exchange, struct edge_loop *loop);
/* Serves a page's visit, by script or pixel (direct.h). */
void visit_handle_page(struct http_exchange *exchange, struct edge_loop *loop, struct str key,
                       enum visit_via via);

/* The values of a visit for {macros} in offer and postback URLs, from its rows; strings in the
 * arena. Fills what the template asks for. */
struct visit_facts {
    const struct visit *visit;
    const struct personal *personal; /* NULL: not at hand */
    const struct campaign *campaign; /* NULL: no longer known */
    const struct offer *offer;       /* NULL: no longer known */
    struct str clickid;
    struct str events;       /* of the visit, as a query; absent: none */
    struct str default_host; /* of tracking.url */
    struct str host;         /* that the visitor used */
};
void visit_fill_values(const struct macro_template *compiled, const struct visit_facts *facts,
                       struct arena *arena, struct macro_values *values);

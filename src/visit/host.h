/* host - the domain that a request came by (spec/tracker.md §1.7): which campaigns answer there,
 * and what visitors of anything else get. A host that is no domain of the catalogue, such as that
 * of tracking.url, serves every campaign. */
#pragma once
#include "visit/edge.h"

/* The domain of the request's Host; NULL: it is none of the catalogue's. */
const struct domain *host_find(struct edge_loop *loop, const struct http_request *request);
/* Whether the campaign answers there: it does everywhere but on a domain of another workspace. */
bool host_serves(const struct domain *domain, const struct campaign *campaign);
/* Whether the visitor speaks https to us. */
bool host_is_https(const struct edge *edge, const struct domain *domain);
/* Sends a visitor whom nothing here takes to the domain's fallback URL; without one, or when it is
 * no page that is asked for, answers 404 with the text. */
void host_reply_unknown(struct http_exchange *exchange, const struct domain *domain,
                        struct str text);

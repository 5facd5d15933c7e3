/* go - serving an ad click: what /go/ID and a zone's redirect do alike. */
#pragma once
#include "base/uri.h"
#include "network/caller.h"
#include "network/served.h"

/* What is known of the ad before its visitor came. */
struct go_case {
    const struct variation *variation;
    const struct ad_zone *zone;  /* where it stands; NULL: as the query says */
    const struct caller *caller; /* NULL: is found out */
    const struct served *served; /* the page has shown it: its impression counts by itself */
    int64_t event_micros;        /* what the paid event costs, decided before; negative: not yet */
};

/* Records it and redirects, as /go/ID does; the exchange is answered. */
void go_serve(struct http_exchange *exchange, struct edge_loop *loop, const struct uri_query *query,
              const struct go_case *c);

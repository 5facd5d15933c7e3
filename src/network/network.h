/* network - the ad network's side of the conversation (spec/network.md): /go/VARIATION, the ad
 * click, and /tag.php, the conversion's notice. */
#pragma once
#include "visit/edge.h"

/* Serves GET /go/ID?site_id=..&zone_id=..: expands the variation's tokens and redirects, once the
 * ad click is on disk. */
void network_handle_go(struct http_exchange *exchange, struct edge_loop *loop);
/* Serves GET /tag.php?goal=..&tag=..[&value=..]: answers one of §2.2's bodies, in the order of
 * §2.3; a page's image, with the tag in the browser's cookie, gets an image (§2.5). */
void network_handle_tag(struct http_exchange *exchange, struct edge_loop *loop);
/* Serves GET /zone/ID: picks an ad for the zone and redirects as /go/ID does; without one to the
 * zone's fallback URL, or 204. GET /zone/ID.json is what z.js asks: the ad as JSON, recorded once
 * it was in sight. */
void network_handle_zone(struct http_exchange *exchange, struct edge_loop *loop);
/* Serves GET /imp/AD.gif: an ad of /zone/ID.json was in sight; answers an image once that is on
 * disk. The same ad counts once. */
void network_handle_impression(struct http_exchange *exchange, struct edge_loop *loop);

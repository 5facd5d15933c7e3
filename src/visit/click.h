/* click - the lander's way to the offer: GET /click and /click/N (spec/tracker.md §1.4). */
#pragma once
#include "visit/edge.h"

/* Whether the path is "/click" or "/click/N", and N (0 without one). */
bool click_is_path(struct str path, size_t *number);
/* Finds the visit by a click id in the query, else in the Referer's query, else in the cookie;
 * draws the offer, or takes the number-th of the visit's path; records the click and sends the
 * visitor on. */
void click_handle(struct http_exchange *exchange, struct edge_loop *loop, size_t number);

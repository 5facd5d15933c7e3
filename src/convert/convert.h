/* convert - /postback: parse, match, attribute, record, and decide what the source is told
 * (spec/tracker.md §2.2, §2.4, §3). The loop's thread parses and refuses what names no click; the
 * rest is decided on the ledger's thread, one postback after the other, so that the same call a
 * hundred times in parallel is one conversion. */
#pragma once
#include "visit/edge.h"

/* Serves GET and POST /postback; loop is the request's struct edge_loop. */
void convert_handle(struct http_exchange *exchange, struct edge_loop *loop);

/* Serves GET /conversion.gif: the same parameters, the same decision, and always the image. Without
 * a cid the browser's cookie gives it. What a network asks of its postbacks, addresses and secret,
 * it asks of the pixel too (spec/tracker.md §2.3). */
void convert_handle_pixel(struct http_exchange *exchange, struct edge_loop *loop);

/* pixel - what /conversion.gif has of its own: the image that it always is, and the click id out of
 * the browser's cookie (spec/tracker.md §2.3). What it registers goes the way of a postback
 * (convert.c). */
#pragma once
#include "base/uri.h"
#include "http/http.h"

/* Answers 200 with a 1x1 transparent GIF, never stored; pages with a strict embedder policy may
 * show it. */
void pixel_reply(struct http_exchange *exchange);

/* The click id in the request's cookie: of the campaign whose key the parameter c names, else the
 * newest of all. Absent when there is none. */
struct str pixel_find_click(struct arena *arena, const struct http_request *request);

/* pixel - what /conversion.gif has of its own: the click id out of the browser's cookie
 * (spec/tracker.md §2.3). What it registers goes the way of a postback (convert.c). */
#pragma once
#include "base/uri.h"
#include "http/http.h"

/* The click id in the request's cookie: of the campaign whose key the parameter c names, else the
 * newest of all. Absent when there is none. */
struct str pixel_find_click(struct arena *arena, const struct http_request *request);

/* script - /t.js, which registers visits of pages that are opened without a redirect
 * (spec/tracker.md §1.4). Constant; any thread. */
#pragma once
#include "http/http.h"

/* The script as it is served; made from t.js by the build. */
extern const uint8_t script_js[];
extern const size_t script_js_len;

/* Answers with a script, an ETag and five minutes in the browser's cache. */
void script_reply(struct http_exchange *exchange, struct str script);
/* Serves GET and HEAD /t.js. */
void script_handle(struct http_exchange *exchange);

/* zone_script - /z.js, which shows the ads of zones on publishers' pages. Constant; any thread. */
#pragma once
#include "http/http.h"

/* The script as it is served; made from z.js by the build. */
extern const uint8_t zone_js[];
extern const size_t zone_js_len;

/* Serves GET and HEAD /z.js. */
void network_handle_script(struct http_exchange *exchange);

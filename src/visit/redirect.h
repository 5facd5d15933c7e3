/* redirect - how a visitor is sent on: 302, 303 or 307 with Location, or a page that refreshes
 * itself and so hides where its visitor came from (spec/tracker.md §1.6). No page needs a script.
 */
#pragma once
#include "base/keys.h"
#include "http/http.h"
#include "model/snapshot.h"

/* Answers with the way to url, never to be stored by anyone; headers are further lines, each ended
 * by CRLF, or absent. url holds no control byte. Keys
 * are for a hop only. REDIRECT_DOUBLE_META leads over a hop (hop.h); a
 * url beyond HOP_URL_MAX goes by one page, which hides the referrer too. */
void redirect_reply(struct http_exchange *exchange, const struct keys *keys,
                    enum redirect_mode mode, struct str url, struct str headers);

/* Serves GET and HEAD HOP_PATH?t=TOKEN: the page that refreshes to what was sealed, or 404. */
void redirect_handle_hop(struct http_exchange *exchange, const struct keys *keys);

/* direct - visits of pages that are opened without a redirect (spec/tracker.md §1.4, §2.3):
 * /KEY.json is what t.js asks, /KEY.gif the image for browsers without scripts. Their campaign is
 * of type direct: the page takes the lander's place, and /click leads on from it.
 *
 * The answer to the script may be read by any page and carries nothing but the click id that the
 * page gets anyway; no cookie is read or set there. */
#pragma once
#include "visit/edge.h"
#include "base/uri.h"
#include "visitor/hints.h"

enum visit_via { VISIT_VIA_REDIRECT, VISIT_VIA_SCRIPT, VISIT_VIA_PIXEL };
/* The word that the visit's row keeps. */
struct str visit_via_text(enum visit_via via);

/* Whether the path is "/KEY.json" or "/KEY.gif", whose key and which. */
bool direct_is_path(struct str path, struct str *key, enum visit_via *via);

/* What a page said of itself: the script's own parameters. */
struct direct_page {
    struct str clickid;    /* of an earlier visit of this browser; absent: none */
    struct str url;        /* of the page */
    struct str referrer;   /* that the page came from */
    struct str resolution; /* of the screen, "1920x1080"; absent: not said */
    struct hints_said hints;
};
struct direct_page direct_read_page(const struct http_request *request,
                                    const struct uri_query *query, const struct campaign *campaign,
                                    enum visit_via via);

/* The browser's earlier visit of this campaign. id 0: none of ours. */
struct direct_visit {
    uint64_t id;
    bool goes_on; /* what is seen now is still that visit: within the window, and with no other
                     external id and tokens; no further one is registered */
};
struct direct_visit direct_find_visit(struct edge_loop *loop, struct arena *arena,
                                      const struct campaign *campaign, struct str clickid,
                                      const struct visit *now);
/* Whether a visit goes on with what is seen now: pure. */
bool direct_goes_on(const struct visit *earlier, const struct visit *now, int64_t window_ms,
                    int64_t now_ms);

/* Answers the script: {"cid","is_new"}, or with another status than 200 an error. */
void direct_reply(struct http_exchange *exchange, struct str clickid, bool is_new);
void direct_refuse(struct http_exchange *exchange, unsigned status, const char *message);

/* Answers 200 with a 1x1 transparent GIF, never stored; headers are further lines, or absent. */
void direct_reply_gif(struct http_exchange *exchange, struct str headers);
/* The same image with another status. */
void direct_reply_gif_as(struct http_exchange *exchange, unsigned status, struct str headers);

/* cookie - rb_c: the last click ids of a browser, one per campaign, newest first:
 * KEY.CLICKID~KEY.CLICKID (DESIGN.md §5). */
#pragma once
#include "base/buf.h"

#define COOKIE_CLICKS_MAX 8
#define COOKIE_LINE_MAX   512 /* of cookie_write() */

/* The click id that the received Cookie header (absent: none) holds for the campaign of that key;
 * an absent key: the newest of all. Absent when there is none. Its form is right; whether it is
 * ours, click_id_parse() knows. */
struct str cookie_find(struct str received, struct str campaign_key);

/* Writes the Set-Cookie line, ended by CRLF: this click first, then those of the received Cookie
 * header (absent: none) that are of other campaigns. */
void cookie_write(struct buf *headers, struct str received, struct str campaign_key,
                  struct str clickid, bool is_https);

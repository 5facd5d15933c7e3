/* pixel - tag.php as a page's image (spec/network.md §2.5): a browser brings no tag, so it comes
 * out of the cookie that the ad click left on this host, and the answer is an image. */
#pragma once
#include "base/buf.h"
#include "http/http.h"

#define PIXEL_COOKIE_MAX 256 /* of pixel_write_cookie() */

/* Writes the Set-Cookie line of an ad click, ended by CRLF. A browser keeps it over https only; it
 * is gone after window_ms, when no goal takes the tag any more. */
void pixel_write_cookie(struct buf *headers, struct str tag, int64_t window_ms);
/* The tag in the request's cookie; absent when there is none. Whether it is one, tag_open() knows.
 */
struct str pixel_find_tag(const struct http_request *request);
/* Whether the answer is to be an image. */
bool pixel_is_image(const struct http_request *request);
/* Answers with a transparent image of 43 bytes, whatever the status: a page is to show nothing
 * broken. The header X-Tag-Result is the text that a server would get; headers are further lines,
 * or absent. */
void pixel_reply(struct http_exchange *exchange, unsigned status, struct str result,
                 struct str headers);

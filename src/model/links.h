/* links - the addresses that users copy: shown with every document, never stored (DESIGN.md §8). */
#pragma once
#include "base/buf.h"
#include "model/catalog.h"

#define LINKS_HOSTS_MAX 32

/* Public base addresses, without a slash at the end. */
struct links_base {
    struct str tracking_url;
    struct str network_url;
    struct str network_hosts; /* further hosts of the ad network, separated by commas: at most
                                 LINKS_HOSTS_MAX; empty or absent: none */
};

/* The "links" of a document as catalog_get() gives it, as a new object: campaign_url and click_url
 * of a campaign (of type direct: script, pixel, and page_query to append to the page's URL),
 * postback_url and secure_postback_url (https) of a network or an offer, postback_url, pixel and
 * pixel_script of a goal, the latter two for each host of the ad network, ad_click_url of a
 * variation; empty for the other kinds. Macros stand raw: encoded ones would not be expanded by the
 * network. Reads the campaign's source and the offer's network from the catalogue; without them,
 * those parts are left out. Never NULL. */
json_t *links_make(struct catalog *catalog, enum entity entity, const json_t *document,
                   struct links_base base);

/* Writes what a source's campaign URLs carry, "?zone={zone_id}&...", of its document (NULL: none).
 * Nothing when it is nothing. */
void links_write_query(struct buf *buf, const json_t *source);

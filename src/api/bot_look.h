/* bot_look - what is known of bots today, asked about visits that are over: the workspace's own
 * lists, the list of crawlers, the networks of data centres. Owner: one run. */
#pragma once
#include "api/internal.h"
#include "ledger/reader_bots.h"

struct bot_look;

/* Takes the lists as they are now. ERR_NOT_FOUND: there is no such workspace; ERR_IO. */
MUST_USE enum err bot_look_make(struct api *api, uint64_t workspace_id, struct bot_look **made);
void bot_look_free(struct bot_look *look); /* accepts NULL */

/* The visit's signals as they would be told today. *is_known: its address and user agent are kept
 * whole; what cannot be known stays as it was. */
uint64_t bot_look_at(struct bot_look *look, const struct bot_visit *visit, bool *is_known);

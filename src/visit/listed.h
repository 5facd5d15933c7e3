/* listed - whether a workspace's lists name a user agent, remembered: visitors share few of them,
 * and the lists may take long to ask (model/bot_lists.h). Forgets all when the catalogue changes.
 * At most LISTED_SLOTS answers; a newer one takes the place of an older. Owner: a loop. */
#pragma once
#include "model/bot_lists.h"

#define LISTED_SLOTS 8192

struct listed;

struct listed *listed_make(void);
void listed_free(struct listed *listed); /* accepts NULL */

/* version: the catalogue's, that lists are of. */
bool listed_has_agent(struct listed *listed, const struct bot_lists *lists, uint64_t workspace_id,
                      uint64_t version, struct str user_agent);

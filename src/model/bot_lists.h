/* bot_lists - a workspace's own lists of bots (model/bots.h), as visits ask them. Immutable; any
 * thread. */
#pragma once
#include "base/net_set.h"

struct bot_lists {
    struct net_set addresses;
    const struct str *agents; /* in any case */
    size_t agent_count;
};

/* Whether one of the lists names the visitor. */
bool bots_have(const struct bot_lists *lists, const struct net_address *address,
               struct str user_agent);

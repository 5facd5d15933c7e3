/* bot_lists - a workspace's own lists of bots (model/bots.h), as visits ask them. Immutable; any
 * thread. */
#pragma once
#include "base/net_set.h"
#include "base/pattern.h"

struct bot_lists {
    struct net_set addresses;
    const struct str *agents; /* pieces, in any case */
    size_t agent_count;
    const struct pattern *const *patterns; /* the snapshot's */
    size_t pattern_count;
};

/* Whether the list of addresses names the visitor's. */
bool bots_have_address(const struct bot_lists *lists, const struct net_address *address);
/* Whether one of the lists of user agents does. It takes microseconds: visit/listed.h remembers. */
bool bots_have_agent(const struct bot_lists *lists, struct str user_agent);
static inline bool bots_ask_agents(const struct bot_lists *lists)
{
    return lists->agent_count > 0 || lists->pattern_count > 0;
}

/* net_set - many ranges of addresses as one set, asked by halving. Immutable once made; any thread.
 */
#pragma once
#include "base/net.h"

struct net_span;

struct net_set {
    const struct net_span *spans; /* rising, none touches another */
    size_t count;
};

/* Makes the set of these ranges, in the arena. ERR_FULL: the arena has no room. */
MUST_USE enum err net_set_make(struct arena *arena, const struct net_range *ranges, size_t count,
                               struct net_set *set);
/* Whether the address is in one of the ranges. */
bool net_set_has(const struct net_set *set, const struct net_address *address);

/* span - a run of addresses, from the first to the last. Pure; any thread. */
#pragma once
#include "base/net.h"

struct net_span {
    struct net_address first, last; /* of one family */
};

/* One address, a range "10.0.0.0/8", "10.0.0.0/255.0.0.0", "10.0.0.1-10.0.0.9", or a mask
 * "10.0.*.*". ERR_INVALID: none of these, or the last comes before the first. */
MUST_USE enum err net_parse_span(struct str s, struct net_span *span);
/* Whether an address lies in it; one of no family lies in none. */
bool net_is_in_span(const struct net_address *address, const struct net_span *span);

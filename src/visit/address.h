/* address - a visitor's address as it is kept and told: whole, as its network, or as a keyed hash.
 * Pure; any thread. */
#pragma once
#include "base/keys.h"
#include "base/net.h"
#include "model/snapshot.h"

/* "203.0.113.7"; its network "203.0.113.0" or "2001:db8:1::"; or "#" and 16 hex digits, which are
 * the same for the same address as long as DIR/keys is. In the arena; "unknown" for no address. */
struct str address_text(struct arena *arena, const struct net_address *address,
                        enum address_kept kept, const struct keys *keys);

/* zones - the time zones that a snapshot uses, each made once. Owner: the snapshot. */
#pragma once
#include "base/arena.h"
#include "base/zone.h"

struct zones; /* a list; NULL is the empty one */

/* The zone of a name, made when it is new; lives as long as the list. ERR_INVALID: no such zone;
 * ERR_FULL: the arena, which keeps the list. */
MUST_USE enum err zones_find(struct zones **zones, struct arena *arena, struct str name,
                             const struct zone **zone);
void zones_free(struct zones *zones);

/* visitor_state - how what the edge knows visitors by stands: databases of places and networks, the
 * rules of user agents and the cache of their answers. Any thread. */
#pragma once
#include "base/buf.h"
#include "visit/edge.h"

void visitor_state_write_metrics(struct edge *edge, struct buf *buf);
/* {"places","devices"} as JSON, in the arena. has_own_rules: those of user agents came with the
 * program. */
struct str visitor_state_text(struct edge *edge, bool has_own_rules, struct arena *arena);

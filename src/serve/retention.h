/* retention - the job that deletes what is known of visitors once it is as old as their workspace
 * keeps it (privacy.personal_days). A thread of its own in the edge: at the start, and then once a
 * minute, it goes through the workspaces, a piece at a time (visit/forget.h), with pauses, for the
 * ledger's writer has visitors to serve. */
#pragma once
#include "visit/edge.h"

struct retention;

struct retention *retention_open(struct edge *edge);
void retention_close(struct retention *retention); /* accepts NULL */
/* Entries whose personal fields it deleted. Any thread. */
uint64_t retention_forgotten(const struct retention *retention);

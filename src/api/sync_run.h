/* sync_run - one run of a source's cost sync: day by day, the newest first, the network's
 * statistics are read and applied (sync_day.h), and what came of it is kept in the catalogue. A day
 * is applied whole or not at all; the days before it stand whatever becomes of it. One run of a
 * source at a time. Any thread; holds it until limit. */
#pragma once
#include "api/sync_client.h"

#define SYNC_ARENA_BYTES ((size_t)256 * 1024 * 1024)
#define SYNC_HAND_MS     60000 /* how long a request may wait for a run */

/* The sources whose costs are being fetched. */
struct sync_busy;
struct sync_busy *sync_busy_make(void);
void sync_busy_free(struct sync_busy *busy); /* accepts NULL */

struct sync_order {
    struct api *api;
    struct str source_id;
    const struct scope *scope;
    struct str actor;
    struct str from_day, to_day; /* absent: the days that the source looks back */
    bool is_dry;                 /* writes nothing, is not kept */
    struct sync_limit limit;
};
/* Runs; the texts of *run, its detail among them, are in the arena. What went wrong at the network
 * is told in it. ERR_NOT_FOUND: the source; ERR_FORBIDDEN: the scope may only read there; ERR_BUSY:
 * a run is under way; ERR_INVALID with the fault: the days; ERR_IO, ERR_FULL. */
MUST_USE enum err sync_run(const struct sync_order *order, struct arena *arena,
                           struct sync_run *run, struct model_fault *fault);

/* sync_metrics - what /metrics tells of cost syncs: of each source that is to fetch its costs. Any
 * thread. */
#pragma once
#include "api/internal.h"

/* Nothing when the catalogue cannot be read. */
void sync_write_metrics(struct api *api, struct arena *arena, struct buf *buf);

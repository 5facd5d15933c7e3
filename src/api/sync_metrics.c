#include "api/sync_metrics.h"

#include "model/sync.h"

#define SOURCES_MAX 200 /* as /metrics tells of networks */

void sync_write_metrics(struct api *api, struct arena *arena, struct buf *buf)
{
    struct sync_state *states = NULL;
    size_t count = 0;

    if (catalog_list_sync_states(api->options.catalog, arena, &states, &count) != OK)
        return;
    if (count > SOURCES_MAX)
        count = SOURCES_MAX;
    buf_write_c(buf, "# HELP rebond_cost_sync_done_timestamp_seconds when a source's costs were "
                     "fetched last; 0: never\n"
                     "# TYPE rebond_cost_sync_done_timestamp_seconds gauge\n");
    for (size_t i = 0; i < count; i++)
        buf_format(buf,
                   "rebond_cost_sync_done_timestamp_seconds{source=\"%" PRIu64 "\"} %" PRId64 "\n",
                   states[i].source_id, states[i].done_ms / 1000);
    buf_write_c(buf, "# HELP rebond_cost_sync_failures runs in a row since then that were not done "
                     "whole\n"
                     "# TYPE rebond_cost_sync_failures gauge\n");
    for (size_t i = 0; i < count; i++)
        buf_format(buf, "rebond_cost_sync_failures{source=\"%" PRIu64 "\"} %" PRId64 "\n",
                   states[i].source_id, states[i].failures);
}

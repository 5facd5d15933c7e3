/* sync_stats - what the network's statistics say a day cost, key by key: POST /statistics/a/global,
 * page by page (spec/network.md §4.3). Costs there are in currency units. */
#pragma once
#include "api/sync_client.h"

#define SYNC_PAGE_ROWS 500
#define SYNC_ROWS_MAX  20000 /* of one day */

/* The cost of one key on the day. */
struct sync_row {
    struct str campaign;      /* the network's id */
    struct str campaign_name; /* absent: it was not told */
    struct str grain;         /* the variation's, zone's or site's id; absent: not asked for */
    int64_t cost_micros;      /* in the source's currency */
};
struct sync_rows {
    struct sync_row *list;
    size_t count;
    int64_t cost_micros; /* of all */
};

/* All rows of a day, "2026-11-24", in the arena. False: *fault. */
bool sync_stats_read(struct sync_client *client, const struct sync_source *source, struct str day,
                     struct arena *arena, struct sync_rows *rows, struct sync_fault *fault);

/* sync_day - applies what a network says of one day: finds the visits of each key by the tokens
 * that they came with, shares a key's cost among our campaigns by their visits, and tells the
 * ledger what differs from what the runs before told. All of the day's costs are written, or none.
 *
 * What a person, a file or another program told of the same visits stands until it is taken back:
 * those keys are left alone. A key that the network tells no more costs 0. */
#pragma once
#include "api/sync_stats.h"
#include "model/rates.h"

#define SYNC_UNMATCHED_MAX 200 /* told of a run, one by one */

struct sync_day {
    /* Asked: */
    struct api *api;
    const struct sync_source *source;
    const struct sync_rows *rows;
    struct str day;
    const struct rates *rates;
    const struct sync_limit *limit;
    struct arena *arena;
    uint64_t run_id;   /* 0: a dry run, which writes nothing */
    json_t *unmatched; /* further ones of the day are appended, up to SYNC_UNMATCHED_MAX in all */
    /* Answered: */
    int64_t applied, unchanged, unmatched_count;
    int64_t unmatched_micros;     /* in the source's currency */
    const struct sync_told *told; /* in the arena */
    size_t told_count;
    int64_t changed_micros; /* in the workspace's: by how much our campaigns' costs change */
};

/* False: *fault, and nothing was written. */
bool sync_day_apply(struct sync_day *day, struct sync_fault *fault);

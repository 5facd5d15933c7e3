/* sync - a source's costs as its own API tells them (docs/cost-sync.md): what is asked for, and
 * what each run came to, kept in DIR/catalog.db. Any thread. */
#pragma once
#include "model/body.h"
#include "model/catalog.h"

#define SYNC_DAYS_MAX 31
#define SYNC_DUE_MAX  1000
#define SYNC_RUNS_MAX 1000 /* kept of each source */

enum sync_grain { SYNC_BY_CAMPAIGN, SYNC_BY_VARIATION, SYNC_BY_ZONE, SYNC_BY_SITE };

/* A source as a run needs it. */
struct sync_source {
    uint64_t id, workspace_id;
    int status; /* enum entity_status */
    struct str name;
    char currency[4];             /* of its costs */
    char workspace_currency[4];   /* what reports count in */
    const struct sync_body *sync; /* NULL: none is set */
    uint64_t campaign_slot;       /* of the tokens that the keys come in; 0: there is none */
    uint64_t grain_slot;          /* of the grain's second key; 0: the grain is the campaign */
};
/* ERR_NOT_FOUND, ERR_IO, ERR_FULL. In the arena. */
MUST_USE enum err catalog_get_sync(struct catalog *catalog, struct str source_id,
                                   const struct scope *scope, struct arena *arena,
                                   struct sync_source *source);
/* The active sources whose next run is due, by id: at most SYNC_DUE_MAX, in the arena. ERR_IO,
 * ERR_FULL. */
MUST_USE enum err catalog_list_due_syncs(struct catalog *catalog, int64_t now_ms,
                                         struct arena *arena, uint64_t **ids, size_t *count);

/* What a run came to. Texts absent or "" where there is nothing to say. */
struct sync_run {
    uint64_t id; /* given when it begins */
    uint64_t source_id, workspace_id;
    int64_t started_ms, ended_ms; /* 0: it has not ended */
    struct str actor;             /* "cost-sync" by its schedule, else who asked */
    struct str outcome;           /* running, done, partial, failed, interrupted */
    struct str error;             /* a code of api/sync_fault.h */
    struct str message;           /* its sentence, in English */
    struct str from_day, to_day;
    struct str currency;
    int64_t requests, rows;
    int64_t applied, unchanged, unmatched; /* keys */
    int64_t cost_micros;                   /* of all rows, in the source's currency */
    int64_t unmatched_micros;              /* of those that were not applied */
    int64_t changed_micros;                /* in the workspace's currency */
    struct str detail; /* JSON: {"days":[...],"unmatched":[...]}; absent in lists */
};
/* Gives it its id, and removes the source's oldest past SYNC_RUNS_MAX. ERR_IO. */
MUST_USE enum err catalog_begin_sync(struct catalog *catalog, struct sync_run *run);
/* Writes all of it. ERR_IO. */
MUST_USE enum err catalog_end_sync(struct catalog *catalog, const struct sync_run *run);
/* What still runs was cut off by the end of its process: says so. ERR_IO. */
MUST_USE enum err catalog_interrupt_syncs(struct catalog *catalog);
/* Runs of a source before that id (0: from the newest), without detail. ERR_NOT_FOUND: the source;
 * ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_syncs(struct catalog *catalog, struct str source_id,
                                     const struct scope *scope, uint64_t before_id, size_t limit,
                                     struct arena *arena, struct sync_run **rows, size_t *count);
/* ERR_NOT_FOUND, ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_find_sync(struct catalog *catalog, struct str source_id, uint64_t run_id,
                                    const struct scope *scope, struct arena *arena,
                                    struct sync_run *run);

/* What the network told that a day cost in one of our campaigns, the last time that a run took the
 * day: what stands, whoever told the cost that counts. */
struct sync_told {
    struct str day;       /* by the network's clock */
    uint64_t campaign_id; /* 0: of keys that no visit came with */
    uint64_t run_id;
    int64_t micros; /* in the workspace's currency, at the rate of that run */
};
#define SYNC_TOLD_MAX 100000 /* read at once */
/* Puts them, of one day, in the place of what stood for that day. day and run_id of the rows are
 * not read. ERR_IO. */
MUST_USE enum err catalog_put_sync_told(struct catalog *catalog, uint64_t source_id, struct str day,
                                        struct str time_zone, uint64_t run_id,
                                        const struct sync_told *rows, size_t count);
/* Those of the days from_day to to_day that were told by that clock, by day and campaign, in the
 * arena. A day that was told has a row at least, of campaign 0. ERR_IO; ERR_FULL: more than
 * SYNC_TOLD_MAX. */
MUST_USE enum err catalog_list_sync_told(struct catalog *catalog, uint64_t source_id,
                                         struct str time_zone, struct str from_day,
                                         struct str to_day, struct arena *arena,
                                         struct sync_told **rows, size_t *count);

/* How the runs of a source stand that is to fetch its costs by itself. */
struct sync_state {
    uint64_t source_id, workspace_id;
    int64_t since_ms; /* the source's last change: what went before says nothing of it */
    int64_t interval_minutes;
    int64_t last_ms;    /* the end of the last run; 0: none ended */
    int64_t done_ms;    /* of the last one that was done; 0: none was */
    int64_t failures;   /* in a row since then */
    struct str outcome; /* of the last run that ended */
    struct str error;
};
/* Of all active sources, at most SYNC_DUE_MAX. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_sync_states(struct catalog *catalog, struct arena *arena,
                                           struct sync_state **rows, size_t *count);

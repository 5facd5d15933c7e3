/* ledger - the durable record. One writer thread owns all writes, commits all that wait in one
 * batch with one fsync, and chains a hash over it.
 *
 * Happy path of a click: a loop fills rows, adds a job to its port, and flushes the port at the end
 * of its turn; the writer drains its queue, gives the ids, appends the rows, commits, and wakes
 * each port once; the loop collects its jobs and the replies leave. Happy path of a postback: the
 * same, but the job decides on the writer's thread, where it sees all that came before it, the
 * batch included. Ways it fails: a batch that does not commit is rolled back whole, its jobs are
 * done with ERR_IO, the store is reopened before the next batch; clicks among them (job->keep) stay
 * in a bounded queue and are committed later under the id they left with. A writer that hangs lets
 * jobs wait: their owner claims an id and goes on. A full queue answers ERR_FULL at once. Limits:
 * LEDGER_QUEUE_MAX, LEDGER_KEPT_MAX, LEDGER_IDS_MAX. */
#pragma once
#include "base/id.h"
#include "ledger/row.h"

#define LEDGER_QUEUE_MAX 32768  /* jobs that wait for the writer or are in its batch */
#define LEDGER_KEPT_MAX  100000 /* clicks of failed batches that wait for a later one */
#define LEDGER_IDS_MAX   1024   /* ids that one job may ask for */

struct ledger;
struct ledger_tx;
struct ledger_port;

/* What the writer does with a row of a job that decides nothing. */
struct ledger_part {
    enum ledger_table table;
    void *row; /* entries and personal fields are written with the job's id as their first
                        column */
    /* Writes the row, which may be changed and has its id, with what follows from it; on the
     * writer's thread, like decide(). It depends on nothing but the row and the ledger, for it may
     * run long after the job is done. NULL: the row is written as it is. ERR_IO. */
    enum err (*write)(struct ledger_tx *tx, void *row);
};
#define LEDGER_PARTS_MAX 4

/* One piece of work for the writer, first member of its owner's struct. The owner fills the first
 * group. */
struct ledger_job {
    /* Decides and writes, on the writer's thread; anything but OK fails the whole batch, so only
     * ERR_IO is passed on. NULL: the parts are written as they are. */
    enum err (*decide)(struct ledger_job *job, struct ledger_tx *tx);
    struct ledger_part parts[LEDGER_PARTS_MAX];
    size_t part_count;
    /* Called on the port's thread after the commit (OK) or its failure. The job is its owner's
     * again. */
    void (*done)(struct ledger_job *job, enum err err);
    unsigned id_count; /* how many ids it may use, 1 to LEDGER_IDS_MAX */
    bool relaxed; /* with click_durability = interval a batch of only these is not synced at once */
    bool keep;    /* without decide: commit it later if this batch fails */

    uint64_t id; /* given when the queue is drained, or claimed before */
    struct ledger_job *next;
    struct ledger_port *port;
    enum err result;
};

struct ledger_options {
    unsigned node;
    bool relaxed_clicks;     /* click_durability = interval */
    int64_t relaxed_sync_ms; /* then: sync at least this often */
};

/* Whether DIR/ledger.db, where it is there, has the tables that this version writes; any process.
 * ERR_INVALID: another version made it, which is logged with what to do; ERR_IO. */
MUST_USE enum err ledger_check_schema(const char *dir);
/* Opens DIR/ledger.db for writing (DIR/edge.lock must be held by the caller) and starts the writer.
 * ERR_IO; ERR_INVALID: made by another version (logged). */
MUST_USE enum err ledger_open(const char *dir, const struct ledger_options *options,
                              struct ledger **ledger);
/* Commits what waits, stops the writer, closes. All ports must be closed. Accepts NULL. */
void ledger_close(struct ledger *ledger);

/* A thread's door to the writer. wake(context) is called from the writer's thread when jobs are
 * done. */
struct ledger_port *ledger_port_open(struct ledger *ledger, void (*wake)(void *context),
                                     void *context);
void ledger_port_close(struct ledger_port *port); /* no job of it may be out */
/* Adds a job to this turn's piece. Takes it until done. */
void ledger_port_add(struct ledger_port *port, struct ledger_job *job);
/* Hands the turn's jobs to the writer in one piece; when its queue is full they are done with
 * ERR_FULL at the next collect. */
void ledger_port_flush(struct ledger_port *port);
/* Calls done for each finished job. True when there was any. */
bool ledger_port_collect(struct ledger_port *port);
/* Runs one job to its end: for a thread that has no port. Waits for the disk, with no way out
 * before: the job's memory is the ledger's until then. */
void ledger_run(struct ledger *ledger, struct ledger_job *job);
/* The id that the job has or will be committed under: for an owner that cannot wait any longer.
 * Only for a job that was flushed: an id that is claimed earlier could be passed by a batch. */
uint64_t ledger_claim_id(struct ledger *ledger, struct ledger_job *job);

/* Counters, any thread. */
struct ledger_counters {
    uint64_t batches;
    uint64_t entries;
    uint64_t failed_batches;
    uint64_t kept;          /* waiting now for a later commit */
    uint64_t kept_recorded; /* committed late */
    uint64_t kept_lost;     /* refused by or pushed out of a full queue: never recorded */
    uint64_t queue;
    uint64_t wal_bytes;
    bool failing; /* the last batch did not commit */
};
struct ledger_counters ledger_counters(struct ledger *ledger);

/* --- Inside decide(), on the writer's thread ------------------------------ */

/* The next id of the job's own block; the first call gives job->id. More than id_count calls are a
 * CHECK. */
uint64_t ledger_next_id(struct ledger_tx *tx);
/* The wall time of the batch. */
int64_t ledger_now_ms(const struct ledger_tx *tx);
/* Memory until the job's end; one that does the same for many rows may reset it between them. */
struct arena *ledger_arena(struct ledger_tx *tx);

/* Appends an entry; ids must rise. ERR_IO. */
MUST_USE enum err ledger_append(struct ledger_tx *tx, enum ledger_table table, const void *row);
/* Inserts or replaces a state or personal row by its key. ERR_IO. */
MUST_USE enum err ledger_put(struct ledger_tx *tx, enum ledger_table table, const void *row);
/* What was deleted: rows, and the id behind the last of them. */
struct ledger_erased {
    uint64_t rows, end_id;
};
/* Deletes the workspace's first personal rows, max at most, from from_id up to to_id, which is not
 * one of them. Whoever does it appends the entry that says so (forgetting). ERR_IO. */
MUST_USE enum err ledger_erase_personal(struct ledger_tx *tx, uint64_t workspace_id,
                                        uint64_t from_id, uint64_t to_id, size_t max,
                                        struct ledger_erased *erased);
/* Adds the columns behind the key to a total's. ERR_IO. */
MUST_USE enum err ledger_add(struct ledger_tx *tx, enum ledger_table table, const void *row);

/* Named questions. The row's fields named here are given, the rest is filled; strings live in the
 * job's arena. */
enum ledger_lookup {
    LOOKUP_VISIT,               /* id; with its last verdict */
    LOOKUP_VISIT_STATE,         /* visit_id */
    LOOKUP_CLICK_STATE,         /* visit_id */
    LOOKUP_CLICK_OF_NETWORK,    /* visit_id, network_id: the last one, a bot's after all people's */
    LOOKUP_CONVERSION,          /* id */
    LOOKUP_CONVERSION_BY_TXID,  /* visit_id, txid: the last one by nth */
    LOOKUP_CONVERSION_OF_VISIT, /* visit_id: the first one by id */
    LOOKUP_OUTBOX,              /* id */
    LOOKUP_FORWARD_OF_STATUS,   /* outbox: conversion_id, status, lane: the last one */
    LOOKUP_AD_CLICK,            /* id */
    LOOKUP_IMPRESSION_BY_SERVED, /* served */
    LOOKUP_GOAL_STATE,           /* goal_id, ad_click_id */
    LOOKUP_GOAL_CALL_BY_KEY,     /* goal_id, ad_click_id, idempotency_key: a stored one */
    LOOKUP_OUTBOX_LANE,          /* lane: a row to be sent of the next lane behind it */
    LOOKUP_OUTBOX_DUE,           /* lane, due_ms: its rows due by then, oldest first */
    LOOKUP_OUTBOX_SENDING,       /* id: all behind it that were being sent */
    LOOKUP_OPERATION,            /* workspace_id, key */
    LOOKUP_COST_UPDATE,          /* id */
    LOOKUP_COST_UNDO,            /* undoes_id: what takes it back */
    LOOKUP_COST_CORRECTION,      /* visit_id */
    LOOKUP_CAMPAIGN_COST,        /* id: the campaign's */
    LOOKUP_PIXELS_OF_VISIT,      /* postback: visit_id: those that a browser sent */
    LOOKUP_VERDICT,              /* visit_id: the last one */
    LOOKUP_CLICKS_OF_VISIT,      /* visit_id: its lander's clicks by id */
    LOOKUP_OUTBOX_WAITING,       /* conversion_id: its rows that are due or held, by id */
    LOOKUP_COUNT
};

/* ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err ledger_find(struct ledger_tx *tx, enum ledger_lookup lookup, void *row);
/* Up to max rows into the array at rows; *count is how many. ERR_IO. */
MUST_USE enum err ledger_select(struct ledger_tx *tx, enum ledger_lookup lookup, const void *given,
                                void *rows, size_t max, size_t *count);

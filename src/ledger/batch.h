/* batch - one transaction of the writer: jobs decide in it, rows go to the store and into the
 * chain, totals are gathered and written once. Owner: the writer. */
#pragma once
#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "ledger/store.h"

#define BATCH_TOTALS_MAX  64 /* distinct totals gathered before they are written */
#define BATCH_ARENA_BYTES (64 * 1024 * 1024)

struct ledger_tx {
    const struct store_ops *ops;
    struct store *store;
    struct chain chain;
    struct store_batch link; /* of the batch before; becomes this one's */
    uint64_t last_id;        /* of the last entry appended */
    uint64_t entries;
    int64_t now_ms;
    struct arena *arena; /* the job's */
    uint64_t next_id;
    uint64_t end_id;           /* behind the job's last */
    struct arena *total_arena; /* the batch's */
    struct {
        enum ledger_table table;
        void *row;
    } totals[BATCH_TOTALS_MAX];
    size_t total_count;
};

/* Begins a batch after the link in tx->link. ERR_IO. */
MUST_USE enum err batch_begin(struct ledger_tx *tx, bool is_synced, int64_t now_ms);
/* Runs one job. ERR_IO: the batch must be dropped. */
MUST_USE enum err batch_run(struct ledger_tx *tx, struct ledger_job *job);
/* Writes parts under an id: what a job without a decision does. */
MUST_USE enum err batch_write_parts(struct ledger_tx *tx, const struct ledger_part *parts,
                                    size_t count, uint64_t id);
/* Writes totals and link, and commits; tx->link is then this batch's. */
MUST_USE enum err batch_commit(struct ledger_tx *tx, uint64_t mark);

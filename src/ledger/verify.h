/* verify - proves a ledger: every link of the chain, every personal field that is kept, and that
 * all state equals what the entries say. Reads in pages while a writer goes on: what is proved is
 * the ledger up to the batch that was the last when the walk caught up with the writer. */
#pragma once
#include "base/base.h"
#include "ledger/chain.h"

#define VERIFY_FAULTS_MAX 100 /* told; all are counted */

struct verify_report {
    uint64_t batches;
    uint64_t entries;
    uint64_t personal;
    uint64_t faults;
    uint64_t head_id;                      /* of the last batch proved */
    uint8_t head[STORE_HASH_BYTES];        /* its hash */
    bool has_expected_head;                /* the head asked for was met on the way */
    bool has_totals;                       /* the batch was met whose totals were asked for ... */
    uint64_t totals_entries;               /* ... behind so many entries */
    uint8_t totals_hash[STORE_HASH_BYTES]; /* ... and that is its hash */
};

struct verify_options {
    const uint8_t *expected_head; /* NULL: none is asked for */
    /* Each fault, as a sentence with the table and the id. */
    void (*on_fault)(void *context, const char *sentence);
    /* All totals as the entries up to that one give them, once the batch that ends with it is
     * proved: what a projection that has come so far must equal. 0: not asked for. */
    uint64_t totals_id;
    void (*on_total)(void *context, enum ledger_table table, const void *row);
    void *context;
};

/* ERR_IO; ERR_NOT_FOUND: no ledger; ERR_INVALID: of another version; ERR_FULL: more totals than
 * VERIFY_TOTALS_MAX. A fault is no error: see report->faults. */
MUST_USE enum err ledger_verify(const char *dir, const struct verify_options *options,
                                struct verify_report *report);

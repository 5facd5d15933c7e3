/* facts - the columnar projection of the ledger that reports are made from (DESIGN.md §6), in
 * DIR/facts.duckdb. One process has it open: the desk, or a command while no desk runs.
 *
 * Happy path: facts_open() makes or opens the store; the projector (facts/projector.h) reads
 * facts_position(), then again and again begins a load, adds rows and commits them together with
 * its new position, so that each entry is in the facts exactly once, whatever ends the process.
 * Reports ask beside it (facts/report.h). Ways it fails: a file made by another version, or
 * damaged, is ERR_INVALID: facts_remove() it and project anew, for the ledger has everything; a
 * failed load leaves nothing behind.
 *
 * This header names no store: duckdb.c implements it, clickhouse.c will. */
#pragma once
#include "base/arena.h"
#include "facts/fact.h"

#define FACTS_FILE       "facts.duckdb"
#define FACTS_HASH_BYTES 32

struct facts;

struct facts_options {
    const char *dir;         /* the data folder */
    unsigned threads;        /* that statements may use in all, at least 1 */
    unsigned memory_mib;     /* that the store may use in all; beyond it statements spill to disk */
    unsigned spill_mib;      /* at most so much; then a statement fails with ERR_FULL */
    int64_t statement_ms;    /* how long a statement may run */
    unsigned statements_max; /* that run at once; further ones wait */
    unsigned queue_max;      /* that wait; further ones are refused with ERR_BUSY */
    unsigned exports_max;    /* that run at once beside those; further ones are refused */
    int64_t export_ms;       /* how long an export may take, its client's slowness included */
};
/* 2 threads, 1024 MiB, 8192 MiB, 30 s, 2 at once, 8 waiting; 2 exports of an hour. */
struct facts_options facts_options_default(const char *dir);

/* ERR_BUSY: another process has it open; ERR_INVALID: made by another version, or damaged;
 * ERR_IO. */
MUST_USE enum err facts_open(const struct facts_options *options, struct facts **facts);
void facts_close(struct facts *facts); /* no load and no statement may be out. Accepts NULL */
/* Deletes the store of a folder. Nobody may have it open. ERR_IO. */
MUST_USE enum err facts_remove(const char *dir);

/* How far the facts have come on a node's ledger: the last entry of a batch, and that batch's hash.
 */
struct facts_position {
    uint64_t node;
    uint64_t id; /* 0: nothing yet */
    uint8_t hash[FACTS_HASH_BYTES];
};
/* Of that node. ERR_IO. */
MUST_USE enum err facts_position(struct facts *facts, uint64_t node,
                                 struct facts_position *position);

/* Which measures of a table some row tells, by whether it is a visit's (an ad click's), as most
 * are, or another's: bit i is the sum i of metric.h. What no row tells adds up to 0 and need not be
 * asked for. Any thread. */
struct facts_told {
    uint64_t by_visits, by_others;
};
struct facts_told facts_told(struct facts *facts, enum fact_table_id table);

/* --- Loads: one at a time, of one thread ------------------------------------------------------ */

struct facts_load;

/* Begins a load. ERR_IO. */
MUST_USE enum err facts_load_begin(struct facts *facts, struct facts_load **load);
/* Adds a row (struct fact, struct ad_fact); its texts are copied, bytes that are no UTF-8 become
 * U+FFFD. ERR_IO, also for every later call of this load. */
MUST_USE enum err facts_load_add(struct facts_load *load, enum fact_table_id table,
                                 const void *row);

/* What changes for a visit that is in the facts already, or was added to this load. */
struct facts_cost {
    uint64_t visit_id;
    int64_t cost; /* delta, micro-units */
    int64_t manual_cost_visits, api_cost_visits, csv_cost_visits, cost_missing,
        no_rate; /* deltas */
};
/* Adds cost rows (FACT_COST) of the entry: each has the dimensions of its visit as they are now.
 * Costs of one entry come by rising visit_id, between facts_load_costs_begin() and _end(). ERR_IO.
 */
MUST_USE enum err facts_load_costs_begin(struct facts_load *load);
MUST_USE enum err facts_load_cost(struct facts_load *load, const struct facts_cost *cost);
MUST_USE enum err facts_load_costs_end(struct facts_load *load, uint64_t entry_id);
/* All rows of that visit, of this load too whenever they are added, are taken back and told again
 * with these tokens (slot 1 first, decoded; the rest ""), by rows of the entry. At most once for a
 * visit and a load. count: MACRO_TOKENS_MAX at most. ERR_IO. */
MUST_USE enum err facts_load_retoken(struct facts_load *load, uint64_t entry_id, uint64_t visit_id,
                                     const struct str *tokens, size_t count);

/* The same of a visit that was judged again, but for its clicks and conversions: with this verdict
 * and the words of its signals. */
MUST_USE enum err facts_load_judge(struct facts_load *load, uint64_t entry_id, uint64_t visit_id,
                                   bool is_bot, struct str bot_reason);

/* Makes it durable together with the position. Ends the load, also when it fails. ERR_IO. */
MUST_USE enum err facts_load_commit(struct facts_load *load, const struct facts_position *position);
void facts_load_abort(struct facts_load *load); /* accepts NULL */

/* Counters, any thread. */
struct facts_counters {
    uint64_t rows;       /* added since it was opened */
    uint64_t statements; /* run */
    uint64_t running;    /* now */
    uint64_t waiting;    /* now */
    uint64_t refused;    /* the queue was full */
    uint64_t cancelled;  /* their client left */
    uint64_t late;       /* stopped after statement_ms */
    uint64_t file_bytes;
};
struct facts_counters facts_counters(struct facts *facts);

/* duckdb - what the files duckdb*.c share: the open store, and how its errors become ours. No other
 * file includes it. */
#pragma once
#include <duckdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include "facts/statement.h"

#define GATE_COUNT          2  /* reports, exports */
#define GATE_STATEMENTS_MAX 16 /* that run at once, of either */

/* A statement that runs: what the watcher looks at. */
struct running {
    bool is_used;
    duckdb_connection connection;
    const struct statement_client *client;
    int64_t deadline_mono_ms;
    enum err stopped; /* ERR_TIMEOUT, ERR_CLOSED: the watcher has stopped it */
};

/* Lets at most so many in, in the order in which they came. */
struct gate {
    unsigned running_max, waiting_max;
    uint64_t next_ticket, now_serving; /* those who wait hold a ticket */
    unsigned running;
    struct running slots[GATE_STATEMENTS_MAX];
};

struct facts {
    struct facts_options options;
    duckdb_database database;
    duckdb_connection loading; /* of the one thread that loads */
    bool is_loading;
    uint64_t told_kept[FACT_TABLE_COUNT][2]; /* told, as the file has it */
    char path[1024];
    pthread_mutex_t lock; /* guards the gates and what is below */
    pthread_cond_t changed;
    pthread_t watcher;
    struct worker *workers;
    unsigned worker_count;
    bool is_ending;
    struct gate gates[GATE_COUNT];
    /* At least what committed rows tell: those of visits, the others. */
    atomic_uint_fast64_t told[FACT_TABLE_COUNT][2];
    atomic_uint_fast64_t rows, statements, refused, cancelled, late;
};

/* Runs one statement of constant text. ERR_IO: logged. */
MUST_USE enum err store_run(duckdb_connection connection, const char *sql);
/* The error of a result: ERR_TIMEOUT for an interrupted one, ERR_FULL for want of memory, ERR_RANGE
 * for a sum beyond its type, else ERR_IO, which is logged. Destroys the result. */
MUST_USE enum err store_fail(duckdb_result *result);

/* How many statements run, exports with them. Under the lock. */
unsigned facts_running(const struct facts *facts);

/* options.threads - 1 threads that work on statements while one runs. rest(), under the lock: none
 * does any more. end(): after is_ending was told. */
void facts_workers_start(struct facts *facts);
void facts_workers_rest(struct facts *facts);
void facts_workers_end(struct facts *facts);

void facts_watch_start(struct facts *facts);
void facts_watch_end(struct facts *facts);

/* Workers: threads that help those who run statements, and only while there is one. The store has
 * none of its own: a load keeps to the thread that loads, which may give way to visitors. */
#include "facts/duckdb.h"

#include <stdlib.h>

struct worker {
    struct facts *facts;
    pthread_t thread;
    duckdb_task_state tasks; /* NULL: it rests */
};

/* Works until facts_workers_rest(). What it has begun then it ends first. */
static void work(struct worker *worker)
{
    struct facts *facts = worker->facts;
    worker->tasks = duckdb_create_task_state(facts->database);
    pthread_mutex_unlock(&facts->lock);
    duckdb_execute_tasks_state(worker->tasks);
    pthread_mutex_lock(&facts->lock);
    duckdb_destroy_task_state(TAKE(worker->tasks));
}

static void *worker_main(void *context)
{
    struct worker *worker = context;
    struct facts *facts = worker->facts;
    pthread_mutex_lock(&facts->lock);
    while (!facts->is_ending) {
        if (facts_running(facts) == 0)
            pthread_cond_wait(&facts->changed, &facts->lock);
        else
            work(worker);
    }
    pthread_mutex_unlock(&facts->lock);
    return NULL;
}

void facts_workers_start(struct facts *facts)
{
    facts->worker_count = facts->options.threads - 1; /* who asks is one */
    facts->workers = heap_make(facts->worker_count + 1, sizeof(*facts->workers));
    for (unsigned i = 0; i < facts->worker_count; i++) {
        struct worker *worker = &facts->workers[i];
        worker->facts = facts;
        CHECK(pthread_create(&worker->thread, NULL, worker_main, worker) == 0);
    }
}

/* The store's call wakes any of its threads, not the one that is meant: one that is not told yet to
 * end may take the call of one that is, which then sleeps for good. So all are told first, and what
 * calls follow then wake only those that end. */
void facts_workers_rest(struct facts *facts)
{
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < facts->worker_count; i++)
            if (facts->workers[i].tasks != NULL)
                duckdb_finish_execution(facts->workers[i].tasks);
}

void facts_workers_end(struct facts *facts)
{
    for (unsigned i = 0; i < facts->worker_count; i++)
        CHECK(pthread_join(facts->workers[i].thread, NULL) == 0);
    free(TAKE(facts->workers));
}

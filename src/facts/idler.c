#include "facts/idler.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include "base/log.h"

struct idler {
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    void (*work)(void *context); /* NULL: there is none */
    void *context;
    bool is_ending;
};

static void *idler_main(void *context)
{
    struct idler *idler = context;
    struct sched_param none = {0};
    if (pthread_setschedparam(pthread_self(), SCHED_IDLE, &none) != 0)
        log_warning("facts", "cannot give way to the edge: fresh figures are made as old ones are");
    CHECK(pthread_mutex_lock(&idler->lock) == 0);
    while (!idler->is_ending) {
        if (idler->work == NULL) {
            CHECK(pthread_cond_wait(&idler->changed, &idler->lock) == 0);
            continue;
        }
        CHECK(pthread_mutex_unlock(&idler->lock) == 0);
        idler->work(idler->context);
        CHECK(pthread_mutex_lock(&idler->lock) == 0);
        idler->work = NULL;
        CHECK(pthread_cond_broadcast(&idler->changed) == 0);
    }
    CHECK(pthread_mutex_unlock(&idler->lock) == 0);
    return NULL;
}

struct idler *idler_make(void)
{
    struct idler *idler = heap_make(1, sizeof(*idler));
    CHECK(pthread_mutex_init(&idler->lock, NULL) == 0);
    CHECK(pthread_cond_init(&idler->changed, NULL) == 0);
    if (pthread_create(&idler->thread, NULL, idler_main, idler) == 0)
        return idler;
    CHECK(pthread_cond_destroy(&idler->changed) == 0);
    CHECK(pthread_mutex_destroy(&idler->lock) == 0);
    free(idler);
    return NULL;
}

void idler_free(struct idler *idler)
{
    if (idler == NULL)
        return;
    CHECK(pthread_mutex_lock(&idler->lock) == 0);
    idler->is_ending = true;
    CHECK(pthread_cond_broadcast(&idler->changed) == 0);
    CHECK(pthread_mutex_unlock(&idler->lock) == 0);
    CHECK(pthread_join(idler->thread, NULL) == 0);
    CHECK(pthread_cond_destroy(&idler->changed) == 0);
    CHECK(pthread_mutex_destroy(&idler->lock) == 0);
    free(idler);
}

void idler_run(struct idler *idler, void (*work)(void *context), void *context)
{
    CHECK(pthread_mutex_lock(&idler->lock) == 0);
    CHECK(idler->work == NULL && !idler->is_ending);
    idler->work = work;
    idler->context = context;
    CHECK(pthread_cond_broadcast(&idler->changed) == 0);
    while (idler->work != NULL)
        CHECK(pthread_cond_wait(&idler->changed, &idler->lock) == 0);
    CHECK(pthread_mutex_unlock(&idler->lock) == 0);
}

#include "facts/idler.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"

struct idler {
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    void (*work)(void *context); /* NULL: there is none */
    void *context;
    bool is_ending;
    bool is_raised; /* out of the idle class; the owner's own */
};

/* The thread's class; false: the system refuses it. */
static bool set_class(pthread_t thread, int policy)
{
    struct sched_param none = {0};
    return pthread_setschedparam(thread, policy, &none) == 0;
}

static void *idler_main(void *context)
{
    struct idler *idler = context;
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
    if (pthread_create(&idler->thread, NULL, idler_main, idler) == 0) {
        if (!set_class(idler->thread, SCHED_IDLE))
            log_warning("facts", "cannot give way to the edge: fresh figures are made as others");
        return idler;
    }
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

void idler_run(struct idler *idler, void (*work)(void *context), void *context, int64_t patient_ms)
{
    int64_t by_mono_ms = clock_mono_ms() + (patient_ms > 0 ? patient_ms : 0);
    struct timespec by = {.tv_sec = by_mono_ms / 1000, .tv_nsec = by_mono_ms % 1000 * 1000000};
    int rc = 0;
    if (idler->is_raised)
        (void)set_class(idler->thread, SCHED_IDLE); /* allowed, as it was before */
    idler->is_raised = false;
    CHECK(pthread_mutex_lock(&idler->lock) == 0);
    CHECK(idler->work == NULL && !idler->is_ending);
    idler->work = work;
    idler->context = context;
    CHECK(pthread_cond_broadcast(&idler->changed) == 0);
    while (idler->work != NULL && rc == 0)
        rc = pthread_cond_clockwait(&idler->changed, &idler->lock, CLOCK_MONOTONIC, &by);
    if (idler->work != NULL)
        idler->is_raised = set_class(idler->thread, SCHED_OTHER);
    while (idler->work != NULL)
        CHECK(pthread_cond_wait(&idler->changed, &idler->lock) == 0);
    CHECK(pthread_mutex_unlock(&idler->lock) == 0);
}

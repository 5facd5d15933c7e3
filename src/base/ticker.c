#include "base/ticker.h"

#include <pthread.h>
#include "base/clock.h"

struct ticker {
    int64_t (*work)(struct ticker *ticker, void *context);
    void *context;
    pthread_t thread;
    pthread_mutex_t lock; /* guards is_ending */
    pthread_cond_t ending;
    bool is_ending;
};

static void *ticker_main(void *context)
{
    struct ticker *ticker = context;

    CHECK(pthread_mutex_lock(&ticker->lock) == 0);
    while (!ticker->is_ending) {
        CHECK(pthread_mutex_unlock(&ticker->lock) == 0);
        int64_t by_mono_ms = ticker->work(ticker, ticker->context);
        by_mono_ms += clock_mono_ms();
        struct timespec by = {.tv_sec = by_mono_ms / 1000, .tv_nsec = by_mono_ms % 1000 * 1000000};
        int rc = 0;
        CHECK(pthread_mutex_lock(&ticker->lock) == 0);
        while (!ticker->is_ending && rc == 0)
            rc = pthread_cond_clockwait(&ticker->ending, &ticker->lock, CLOCK_MONOTONIC, &by);
    }
    CHECK(pthread_mutex_unlock(&ticker->lock) == 0);
    return NULL;
}

struct ticker *ticker_open(int64_t (*work)(struct ticker *ticker, void *context), void *context)
{
    struct ticker *ticker = heap_make(1, sizeof(*ticker));

    ticker->work = work;
    ticker->context = context;
    CHECK(pthread_mutex_init(&ticker->lock, NULL) == 0);
    CHECK(pthread_cond_init(&ticker->ending, NULL) == 0);
    CHECK(pthread_create(&ticker->thread, NULL, ticker_main, ticker) == 0);
    return ticker;
}

bool ticker_is_ending(struct ticker *ticker)
{
    CHECK(pthread_mutex_lock(&ticker->lock) == 0);
    bool is_ending = ticker->is_ending;
    CHECK(pthread_mutex_unlock(&ticker->lock) == 0);
    return is_ending;
}

void ticker_close(struct ticker *ticker)
{
    if (ticker == NULL)
        return;
    CHECK(pthread_mutex_lock(&ticker->lock) == 0);
    ticker->is_ending = true;
    CHECK(pthread_cond_signal(&ticker->ending) == 0);
    CHECK(pthread_mutex_unlock(&ticker->lock) == 0);
    CHECK(pthread_join(ticker->thread, NULL) == 0);
    CHECK(pthread_cond_destroy(&ticker->ending) == 0);
    CHECK(pthread_mutex_destroy(&ticker->lock) == 0);
    free(ticker);
}

#include "api/readers.h"

#include <pthread.h>

struct readers {
    const char *dir;
    pthread_mutex_t lock;
    struct ledger_reader *idle[READERS_IDLE_MAX];
    size_t idle_count;
};

struct readers *readers_make(const char *dir)
{
    struct readers *readers = heap_make(1, sizeof(*readers));

    readers->dir = dir;
    CHECK(pthread_mutex_init(&readers->lock, NULL) == 0);
    return readers;
}

void readers_free(struct readers *readers)
{
    if (readers == NULL)
        return;
    for (size_t i = 0; i < readers->idle_count; i++)
        ledger_reader_close(readers->idle[i]);
    CHECK(pthread_mutex_destroy(&readers->lock) == 0);
    free(readers);
}

enum err readers_take(struct readers *readers, struct ledger_reader **reader)
{
    struct ledger_reader *taken = NULL;

    CHECK(pthread_mutex_lock(&readers->lock) == 0);
    if (readers->idle_count > 0)
        taken = readers->idle[--readers->idle_count];
    CHECK(pthread_mutex_unlock(&readers->lock) == 0);
    if (taken == NULL)
        return ledger_reader_open(readers->dir, reader);
    *reader = taken;
    return OK;
}

void readers_give_back(struct readers *readers, struct ledger_reader *reader, enum err result)
{
    if (reader != NULL && result != ERR_IO) {
        CHECK(pthread_mutex_lock(&readers->lock) == 0);
        if (readers->idle_count < READERS_IDLE_MAX)
            readers->idle[readers->idle_count++] = TAKE(reader);
        CHECK(pthread_mutex_unlock(&readers->lock) == 0);
    }
    ledger_reader_close(reader);
}

#include "api/snapshots.h"

#include <pthread.h>

#include "model/snapshot.h"

struct snapshots {
    const char *dir;
    struct catalog *catalog;
    pthread_mutex_t lock;      /* held while one loads: who waits needs the same */
    struct snapshot *snapshot; /* held; NULL: none yet */
};

struct snapshots *snapshots_make(const char *dir, struct catalog *catalog)
{
    struct snapshots *snapshots = heap_make(1, sizeof(*snapshots));

    snapshots->dir = dir;
    snapshots->catalog = catalog;
    CHECK(pthread_mutex_init(&snapshots->lock, NULL) == 0);
    return snapshots;
}

void snapshots_free(struct snapshots *snapshots)
{
    if (snapshots == NULL)
        return;
    snapshot_drop(snapshots->snapshot);
    CHECK(pthread_mutex_destroy(&snapshots->lock) == 0);
    free(snapshots);
}

static enum err renew(struct snapshots *snapshots)
{
    struct snapshot *before = snapshots->snapshot;
    struct snapshot *loaded = NULL;
    uint64_t version = 0;
    enum err err = catalog_version(snapshots->catalog, &version);

    if (err != OK || (before != NULL && snapshot_version(before) == version))
        return err;
    err = snapshot_load(snapshots->dir, &loaded);
    if (err != OK)
        return err;
    snapshots->snapshot = loaded;
    snapshot_drop(before);
    return OK;
}

enum err snapshots_hold(struct snapshots *snapshots, struct snapshot **snapshot)
{
    CHECK(pthread_mutex_lock(&snapshots->lock) == 0);
    enum err err = renew(snapshots);
    if (err == OK)
        *snapshot = snapshot_hold(snapshots->snapshot);
    CHECK(pthread_mutex_unlock(&snapshots->lock) == 0);
    return err;
}

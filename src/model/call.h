/* call - one call to the catalogue: what catalog.c and its siblings share. No other room includes
 * it. */
#pragma once
#include <pthread.h>
#include "model/db.h"
#include "model/preset.h"

struct catalog {
    pthread_mutex_t lock;
    struct db *db;
    struct presets presets;
};

/* What a call holds: the lock, and an arena. A transaction that is still open when it ends is
 * rolled back. */
struct call {
    struct catalog *catalog;
    struct db *db;
    struct arena *arena;
};

/* struct call call CLEANUP(call_cleanup) = call_begin(catalog); */
struct call call_begin(struct catalog *catalog);
void call_cleanup(struct call *call);

/* Fills out with random digits and letters. */
void call_random_base62(char *out, size_t count);

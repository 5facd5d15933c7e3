/* snapshots - the catalogue as the desk's answers read it: one picture for all of them, taken anew
 * when there is a newer version. Any thread. */
#pragma once
#include "model/catalog.h"

struct snapshot;
struct snapshots;

/* dir and catalog are lent. */
struct snapshots *snapshots_make(const char *dir, struct catalog *catalog);
void snapshots_free(struct snapshots *snapshots); /* accepts NULL */
/* The catalogue as it is now, held for the caller. Fails as snapshot_load() does. */
MUST_USE enum err snapshots_hold(struct snapshots *snapshots, struct snapshot **snapshot);

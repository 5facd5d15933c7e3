/* late - visits whose visitor left before their record was on disk: the lander's click may come
 * first. Keeps the last LATE_VISITS_MAX, in memory only; a click of an older one finds nothing.
 * Any thread: a lock inside. */
#pragma once
#include "base/arena.h"
#include "ledger/row.h"

#define LATE_VISITS_MAX 4096

struct late;

struct late *late_make(void);
void late_free(struct late *late); /* accepts NULL */
/* Keeps a copy of the visit, under its id. late NULL: nothing is kept. */
void late_add(struct late *late, const struct visit *visit);
/* Fills the visit of visit->id, its strings in the arena. ERR_NOT_FOUND; ERR_FULL: the arena. */
MUST_USE enum err late_find(struct late *late, struct arena *arena, struct visit *visit);

/* bot_walk - goes through the visits of a run by rising id: counts what would change, or has the
 * edge judge it. Owner: the run's thread. */
#pragma once
#include "api/bot_look.h"
#include "api/bot_run.h"

struct bot_walk {
    struct api *api;
    uint64_t run_id, workspace_id;
    struct bot_progress *progress;
    struct bot_look *look;
    struct ledger_reader *reader;
    enum err read_err; /* of the ledger */
    struct arena *page;
    /* After each page: keeps how far it is. ERR_CLOSED: it is to end, or was cancelled. */
    enum err (*on_page)(void *context);
    void *context;
};

/* Fills the counts, and the updates that must be taken back, oldest first. ERR_IO, ERR_TIMEOUT,
 * ERR_FULL; what on_page() gave. */
MUST_USE enum err bot_walk_count(struct bot_walk *walk);
/* Judges; what a cost update covers is only counted: progress->left. The same errors; ERR_BUSY: the
 * edge does not answer. */
MUST_USE enum err bot_walk_judge(struct bot_walk *walk);
/* Adds to progress->updates those in force that came meanwhile and are to be taken back as well:
 * they cover a visit that is left, or are later than one that was taken back. *found: how many.
 * ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err bot_walk_find_late(struct bot_walk *walk, size_t *found);

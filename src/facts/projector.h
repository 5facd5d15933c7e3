/* projector - the thread that brings the ledger's entries into the facts, in the order of their
 * ids, each exactly once (DESIGN.md §6). It reads the ledger beside its writer in short pieces and
 * never waits for a report. While the figures are fresh its loads take only the processor that
 * nobody else wants, so that no visitor waits for them.
 *
 * Happy path: it looks for batches behind the facts' position, projects whole batches of up to
 * PROJECTOR_ENTRIES_MAX entries in one load, and sleeps when there are none. Ways it fails: the
 * position's batch has another hash in the ledger, or the store was made by another version: the
 * facts are removed and projected anew; a ledger or a store that cannot be read or written is tried
 * again, and behind_ms grows meanwhile. Owner: who opened it. */
#pragma once
#include "facts/facts.h"

/* Of one load, unless one batch is larger: several row groups of the store, which it then writes in
 * their place instead of logging them ahead. */
#define PROJECTOR_ENTRIES_MAX 500000
/* Of the first load after a start; each that went well doubles the next, so that a process that is
 * killed again and again gets on. */
#define PROJECTOR_ENTRIES_FIRST 2000
#define PROJECTOR_ENTRIES_MIN   1000 /* what a load that keeps failing shrinks to */

/* Figures that are no further behind give way to everything else: DESIGN.md promise 4. */
#define PROJECTOR_FRESH_MS 5000

struct projector;

struct projector_options {
    const char *dir;
    unsigned node;
    struct facts_options facts; /* it opens the facts, for it may have to open them anew */
    int64_t hold_ms;            /* batches younger than this are left alone: with click_durability =
                                   interval they may not be on disk yet; 0 with commit */
    int64_t fresh_ms; /* entries that are no older take only the processor that nobody else
                         wants; a load on which they grow older goes on without giving way.
                         0: none gives way */
};

/* Starts the thread, which opens the facts. */
MUST_USE enum err projector_open(const struct projector_options *options,
                                 struct projector **projector);
void projector_close(struct projector *projector); /* accepts NULL */

/* The facts, held until projector_release(): a rebuild waits for them meanwhile. NULL while they
 * are not open: starting, or being removed. Any thread. */
struct facts *projector_hold(struct projector *projector);
void projector_release(struct projector *projector, struct facts *facts);
/* Whether whoever holds the facts is waited for, and nobody else is given them: what may take long
 * is to be broken off. Any thread. */
bool projector_is_leaving(struct projector *projector);

/* Removes the facts and projects anew, beside reports that see what there is so far. Any thread. */
void projector_rebuild(struct projector *projector);

struct projector_state {
    bool is_open;
    bool is_rebuilding;  /* from nothing, until it has come to where the ledger was then */
    int64_t behind_ms;   /* how old the oldest entry is that is not in the facts; 0: none */
    uint64_t position;   /* the last entry in the facts */
    uint64_t ledger_end; /* the ledger's last entry, when it was last looked at */
    uint64_t entries;    /* projected since the start */
    uint64_t rebuilds;   /* since the start */
    uint64_t failures;   /* loads that failed */
};
/* Any thread. */
struct projector_state projector_state(struct projector *projector);

/* shim_vfs - the tests' disk: a SQLite VFS before the real one that keeps, for each file, what is
 * synced and the list of what is written but not synced. The real file plays the page cache. Any
 * thread; one disk for the whole program. Files are never really synced: only the shim's word
 * counts.
 *
 * What it pretends: an unsynced write survives wholly, by sectors of 512 bytes, as garbage, or not
 * at all, each on its own; bytes outside a write are safe; truncations survive or not; creating and
 * deleting files is at once on disk. A sync that fails leaves the page cache clean and a part on
 * disk: what is lost is lost for good, and a later sync succeeds without it (as Linux does). */
#pragma once
#include "../base/check.h"

/* Makes the shim the default of all SQLite connections opened from now on. */
void shim_register(void);
/* Forgets all files and faults: a new disk. No file may be open. */
void shim_reset(void);

/* Which operations count: writes, truncations, syncs, or only syncs. */
enum shim_ops { SHIM_ALL, SHIM_SYNCS };
/* From the nth operation from now on (1: the next), `times` operations fail with that code. */
void shim_fail(enum shim_ops ops, unsigned nth, unsigned times, int code);
/* Lifts the fault. True when it had struck. */
bool shim_lift(void);
/* The power goes at the nth operation from now on; 0: at once. What comes then fails. */
void shim_cut_power(unsigned nth);
bool shim_is_off(void);
/* Power is back: puts what survived into the files and drops the shared memory. No file may be
 * open. */
void shim_restore(struct dice *dice);

/* Syncs wait until they are released. */
void shim_hold_syncs(void);
void shim_wait_for_held_sync(void);
void shim_release_syncs(void);

/* How many syncs succeeded so far. */
uint64_t shim_sync_count(void);
/* Waits until there were that many. */
void shim_wait_for_syncs(uint64_t count);

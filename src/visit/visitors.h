/* visitors - when a visitor was last seen at a campaign: what uniqueness is told by where no cookie
 * tells it (spec/tracker.md §3.8). A visitor is a keyed hash of campaign, address and user agent;
 * the key comes from DIR/keys, so the numbers say nothing outside this folder.
 *
 * A table of fixed size in memory: sets of VISITORS_SET places, each set under one of
 * VISITORS_SHARDS locks; in a full set the visitor who was seen longest ago is pushed out. Nothing
 * is written here: a visit's row `personal` keeps its number, so that forgetting a visitor forgets
 * this too, and opening reads the last VISITORS_READ_MS of them back, newest first, on a thread of
 * its own. Any thread. */
#pragma once
#include "base/keys.h"
#include "base/net.h"
#include "model/snapshot.h"

#define VISITORS_SET     8
#define VISITORS_SHARDS  64
#define VISITORS_WAIT_MS 250 /* how long opening waits for the rows to be read back */
/* As far back as the longest window that a campaign may have. */
#define VISITORS_READ_MS ((int64_t)CAMPAIGN_UNIQUENESS_HOURS_MAX * 3600 * 1000)

struct visitors;

/* A table for at least places_max visitors, 16 bytes each, filled from DIR/ledger.db. Small ledgers
 * are read when this returns; of a large one the newest rows come first, and a visitor whose row is
 * still to come counts as not seen. Never fails: what cannot be read is logged and stays unknown.
 */
struct visitors *visitors_open(const char *dir, const struct keys *keys, size_t places_max);
void visitors_close(struct visitors *visitors); /* accepts NULL */

/* A table without a ledger behind it. */
struct visitors *visitors_make(const struct keys *keys, size_t places_max);

/* The visitor's number at that campaign: 63 bits, never 0. */
uint64_t visitors_number(const struct visitors *visitors, uint64_t campaign_id,
                         const struct net_address *address, struct str user_agent);

/* Notes that the visitor is here, and returns when they were last, 0: never, as far as is known.
 * One step: of two at once, one is the first. */
int64_t visitors_note(struct visitors *visitors, uint64_t number, int64_t at_ms);
/* Takes back what visitors_note() noted at at_ms, unless they came again since. */
void visitors_take_back(struct visitors *visitors, uint64_t number, int64_t at_ms,
                        int64_t before_ms);
/* Notes what was read: an older time never takes the place of a newer one. */
void visitors_remember(struct visitors *visitors, uint64_t number, int64_t at_ms);

struct visitors_counters {
    uint64_t known;
    uint64_t pushed_out; /* of full sets */
    bool is_reading;     /* the ledger is still being read back */
};
struct visitors_counters visitors_counters(const struct visitors *visitors);

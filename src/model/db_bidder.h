/* db_bidder - the tables of what bidders decided, and when they last did. Owner as in db.h. */
#pragma once
#include "model/bidder_log.h"
#include "model/db.h"

/* Its SQL, made with the other tables, or when a catalogue from before it is opened. */
#define DB_BIDDER_SQL                                                                              \
    "CREATE TABLE IF NOT EXISTS bidder_decision(id INTEGER PRIMARY KEY, bidder_id INTEGER NOT "    \
    "NULL,"                                                                                        \
    " at_ms INTEGER NOT NULL, actor TEXT NOT NULL, dimension TEXT NOT NULL, value TEXT NOT NULL,"  \
    " is_block INTEGER NOT NULL, reason TEXT NOT NULL, rule TEXT, before_micros INTEGER NOT NULL," \
    " after_micros INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,"            \
    " impressions INTEGER NOT NULL, clicks INTEGER NOT NULL, cost_micros INTEGER NOT NULL,"        \
    " conversions INTEGER NOT NULL, value_micros INTEGER NOT NULL, undone_ms INTEGER NOT NULL,"    \
    " undone_by TEXT NOT NULL);"                                                                   \
    "CREATE INDEX IF NOT EXISTS bidder_decision_by_bidder ON bidder_decision(bidder_id, id);"      \
    "CREATE TABLE IF NOT EXISTS bidder_run(bidder_id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL," \
    " actor TEXT NOT NULL, outcome TEXT NOT NULL, looked INTEGER NOT NULL,"                        \
    " decided INTEGER NOT NULL);"

/* Gives it its id. */
MUST_USE enum err db_add_bid(struct db *db, struct bidder_decision *decision);
/* Removes the bidder's oldest past BIDDER_KEPT_MAX. */
MUST_USE enum err db_end_bids(struct db *db, uint64_t bidder_id);
/* Notes that it was undone. */
MUST_USE enum err db_undo_bid(struct db *db, const struct bidder_decision *decision);
/* The newest decisions of a bidder before that id (0: from the newest), strings in
 * the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err db_list_bids(struct db *db, uint64_t bidder_id, uint64_t before_id, size_t limit,
                               struct arena *arena, struct bidder_decision *rows, size_t *count);
/* ERR_NOT_FOUND. */
MUST_USE enum err db_find_bid(struct db *db, uint64_t bidder_id, uint64_t id, struct arena *arena,
                              struct bidder_decision *decision);
MUST_USE enum err db_put_bid_run(struct db *db, const struct bidder_run *run);
/* ERR_NOT_FOUND: it never ran. */
MUST_USE enum err db_find_bid_run(struct db *db, uint64_t bidder_id, struct arena *arena,
                                  struct bidder_run *run);
/* At most BIDDER_DUE_MAX, as catalog_list_due_bidders() says. ERR_IO. */
MUST_USE enum err db_list_due_bidders(struct db *db, int64_t now_ms, uint64_t *ids, size_t *count);

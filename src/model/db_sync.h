/* db_sync - the table of the runs that fetched a source's costs. Owner as in db.h. */
#pragma once
#include "model/db.h"
#include "model/sync.h"

/* Its SQL, made with the other tables, or when a catalogue from before it is opened. */
#define DB_SYNC_SQL                                                                                \
    "CREATE TABLE IF NOT EXISTS cost_sync_run(id INTEGER PRIMARY KEY AUTOINCREMENT, source_id"     \
    " INTEGER NOT NULL, workspace_id INTEGER NOT NULL, started_ms INTEGER NOT NULL, ended_ms"      \
    " INTEGER NOT NULL, actor TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT NOT NULL, message"  \
    " TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, currency TEXT NOT NULL,"        \
    " requests INTEGER NOT NULL, rows INTEGER NOT NULL, applied INTEGER NOT NULL, unchanged"       \
    " INTEGER NOT NULL, unmatched INTEGER NOT NULL, cost_micros INTEGER NOT NULL,"                 \
    " unmatched_micros INTEGER NOT NULL, changed_micros INTEGER NOT NULL, detail TEXT);"           \
    "CREATE INDEX IF NOT EXISTS cost_sync_run_by_source ON cost_sync_run(source_id, id);"          \
    "CREATE TABLE IF NOT EXISTS cost_sync_told(source_id INTEGER NOT NULL, day TEXT NOT NULL,"     \
    " campaign_id INTEGER NOT NULL, time_zone TEXT NOT NULL, run_id INTEGER NOT NULL,"             \
    " told_micros INTEGER NOT NULL, PRIMARY KEY(source_id, day, campaign_id)) WITHOUT ROWID;"

MUST_USE enum err db_begin_sync(struct db *db, struct sync_run *run);
MUST_USE enum err db_end_sync(struct db *db, const struct sync_run *run);
MUST_USE enum err db_interrupt_syncs(struct db *db, int64_t now_ms);
/* Newest first, before that id (0: from the newest); of one run alone (run_id) with its detail. */
MUST_USE enum err db_list_syncs(struct db *db, uint64_t source_id, uint64_t before_id,
                                uint64_t run_id, size_t limit, struct arena *arena,
                                struct sync_run *rows, size_t *count);
MUST_USE enum err db_put_sync_told(struct db *db, uint64_t source_id, struct str day,
                                   struct str time_zone, uint64_t run_id,
                                   const struct sync_told *rows, size_t count);
MUST_USE enum err db_list_sync_told(struct db *db, uint64_t source_id, struct str time_zone,
                                    struct str from_day, struct str to_day, struct arena *arena,
                                    struct sync_told **rows, size_t *count);
MUST_USE enum err db_list_due_syncs(struct db *db, int64_t now_ms, uint64_t *ids, size_t *count);
MUST_USE enum err db_list_sync_states(struct db *db, struct arena *arena, struct sync_state *rows,
                                      size_t *count);

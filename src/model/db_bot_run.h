/* db_bot_run - the table of runs that apply the lists of bots to the past. Owner as in db.h. */
#pragma once
#include "model/catalog.h"
#include "model/db.h"

/* Its SQL, made with the other tables, or when a catalogue from before it is opened. */
#define DB_BOT_RUN_SQL                                                                             \
    "CREATE TABLE IF NOT EXISTS bot_run(id INTEGER PRIMARY KEY AUTOINCREMENT, workspace_id "       \
    "INTEGER NOT NULL, state TEXT NOT NULL, document TEXT NOT NULL);"                              \
    "CREATE INDEX IF NOT EXISTS bot_run_of ON bot_run(workspace_id, id);"

#define DB_BOT_RUN_ACTIVE "state IN ('running', 'cancelling')"

/* Gives it its id. ERR_IO. */
MUST_USE enum err db_add_bot_run(struct db *db, struct catalog_bot_run *run);
/* Writes state and document; one that is being cancelled and is to go on running stays so. ERR_IO.
 */
MUST_USE enum err db_write_bot_run(struct db *db, const struct catalog_bot_run *run);
/* Marks one that runs as to be cancelled; *is_so: there was such a one. ERR_IO. */
MUST_USE enum err db_cancel_bot_run(struct db *db, uint64_t id, bool *is_so);
/* Runs whose id is that one (0: the one that is active), or of a workspace, newest first. Strings
 * in the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err db_find_bot_run(struct db *db, uint64_t id, struct arena *arena,
                                  struct catalog_bot_run *run, bool *is_there);
MUST_USE enum err db_list_bot_runs(struct db *db, uint64_t workspace_id, struct arena *arena,
                                   struct catalog_bot_run *runs, size_t max, size_t *count);

/* db_health - the table of what was found wrong with the tracking, so that it is told once whatever
 * ends the process. Owner as in db.h. */
#pragma once
#include "model/catalog.h"
#include "model/db.h"

/* Its SQL, made with the other tables, or when a catalogue from before it is opened. */
#define DB_HEALTH_SQL                                                                              \
    "CREATE TABLE IF NOT EXISTS health(workspace_id INTEGER NOT NULL, key TEXT NOT NULL, "         \
    "sentence TEXT NOT"                                                                            \
    " NULL, since_ms INTEGER NOT NULL, told_ms INTEGER NOT NULL, gone_ms INTEGER NOT NULL,"        \
    " PRIMARY KEY(workspace_id, key)) WITHOUT ROWID;"

/* All rows, their strings in the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err db_list_health(struct db *db, struct arena *arena, struct catalog_health **rows,
                                 size_t *count);
/* Writes a row over what was there. ERR_IO. */
MUST_USE enum err db_put_health(struct db *db, const struct catalog_health *row);
MUST_USE enum err db_remove_health(struct db *db, const struct catalog_health *row);
/* Removes all of a workspace. ERR_IO. */
MUST_USE enum err db_forget_health(struct db *db, uint64_t workspace_id);

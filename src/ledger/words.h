/* words - texts that many rows share (user agents, cities, providers), kept once in the table
 * `word` and told by number. Owner: the writer's store, with which it is closed: a batch that fails
 * takes its words back. At most WORDS_SLOTS are remembered; others are looked up. */
#pragma once
#include <sqlite3.h>
#include "base/str.h"

#define WORDS_SLOTS     8192
#define WORDS_BYTES_MAX 512 /* longer ones are looked up each time */

/* Of the schema. Shared by all workspaces: workspace 0. */
#define WORDS_SQL                                                                                  \
    "CREATE TABLE word(id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL,"                     \
    " text TEXT NOT NULL UNIQUE);"

struct words;

/* Makes the statements on db, which is lent. NULL: the table is not there (sqlite3_errmsg() says).
 */
struct words *words_open(sqlite3 *db);
void words_close(struct words *words); /* accepts NULL */

/* The word's number; a new one is stored in the open transaction. ERR_IO. */
MUST_USE enum err words_find(struct words *words, struct str text, sqlite3_int64 *id);

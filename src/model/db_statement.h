/* db_statement - the tables of statements of ad networks. Owner as in db.h. */
#pragma once
#include "model/db.h"
#include "model/statement.h"

/* Its SQL, made with the other tables, or when a catalogue from before it is opened. */
#define DB_STATEMENT_SQL                                                                           \
    "CREATE TABLE IF NOT EXISTS statement(id INTEGER PRIMARY KEY AUTOINCREMENT, workspace_id"      \
    " INTEGER NOT NULL, source_id INTEGER NOT NULL, name TEXT NOT NULL, from_day INTEGER NOT"      \
    " NULL, to_day INTEGER NOT NULL, tz TEXT NOT NULL, currency TEXT NOT NULL, has_campaigns"      \
    " INTEGER NOT NULL, has_goals INTEGER NOT NULL, has_ids INTEGER NOT NULL, lines INTEGER NOT"   \
    " NULL, conversions INTEGER NOT NULL, amount_micros INTEGER NOT NULL, value_micros INTEGER"    \
    " NOT NULL, actor TEXT NOT NULL, at_ms INTEGER NOT NULL, deleted_ms INTEGER NOT NULL,"         \
    " deleted_by TEXT NOT NULL);"                                                                  \
    "CREATE INDEX IF NOT EXISTS statement_by_source ON statement(source_id, id);"                  \
    "CREATE TABLE IF NOT EXISTS statement_line(statement_id INTEGER NOT NULL, line INTEGER NOT"    \
    " NULL, day INTEGER NOT NULL, campaign TEXT NOT NULL, campaign_id INTEGER NOT NULL, goal TEXT" \
    " NOT NULL, external_id TEXT NOT NULL, txid TEXT NOT NULL, conversions INTEGER NOT NULL,"      \
    " amount_micros INTEGER NOT NULL, value_micros INTEGER NOT NULL, PRIMARY KEY(statement_id,"    \
    " line)) WITHOUT ROWID;"

/* Each as its namesake of statement.h. */
MUST_USE enum err db_add_statement(struct db *db, struct statement *statement);
MUST_USE enum err db_add_statement_lines(struct db *db, uint64_t id,
                                         const struct statement_line *lines, size_t count);
/* Makes room for one more of the source. ERR_FULL. */
MUST_USE enum err db_trim_statements(struct db *db, uint64_t source_id);
MUST_USE enum err db_list_statements(struct db *db, uint64_t source_id, struct arena *arena,
                                     struct statement *statements, size_t *count);
MUST_USE enum err db_find_statement(struct db *db, uint64_t id, struct arena *arena,
                                    struct statement *statement);
MUST_USE enum err db_list_statement_lines(struct db *db, uint64_t id, int64_t from_day,
                                          int64_t to_day, int64_t after_line, size_t max,
                                          struct arena *arena, struct statement_line *lines,
                                          size_t *count);
MUST_USE enum err db_delete_statement(struct db *db, uint64_t id, int64_t deleted_ms,
                                      struct str actor);

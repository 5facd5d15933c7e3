/* statement - what an ad network without an API says that it counted of a source, line by line, as
 * a person brought it: kept in the catalogue's file, but no part of what users configure (it is in
 * no export). Plain values. Of two statements that speak for a day the newer one counts. */
#pragma once
#include "base/arena.h"

#define STATEMENT_LINES_MAX 20000
#define STATEMENTS_MAX      500 /* of a source, deleted ones included */
#define STATEMENT_DAYS_MAX  400
#define STATEMENT_NAME_MAX  200
#define STATEMENT_GOAL_MAX  64
#define STATEMENT_TEXT_MAX  512 /* of a campaign's name, an id */

struct statement {
    uint64_t id, workspace_id, source_id;
    struct str name;          /* the file's */
    int64_t from_day, to_day; /* since 1970-01-01, both included, on the clock of: */
    struct str tz;
    struct str currency;                    /* that its amounts are in */
    bool has_campaigns, has_goals, has_ids; /* which columns there were */
    int64_t lines, conversions;
    int64_t amount_micros, value_micros; /* in its currency, and the workspace's */
    struct str actor;
    int64_t at_ms;
    int64_t deleted_ms; /* 0: it is not */
    struct str deleted_by;
};

struct statement_line {
    uint64_t statement_id;
    int64_t line; /* of the file, from 1 */
    int64_t day;
    struct str campaign;  /* as it stands there; "" without one */
    uint64_t campaign_id; /* the tracker's; 0: none that is known */
    struct str goal;
    struct str external_id, txid; /* "" without one: a line of sums */
    int64_t conversions;
    int64_t amount_micros, value_micros;
};

/* Whether the line tells of one conversion, and not of a sum. */
static inline bool statement_line_is_detail(const struct statement_line *line)
{
    return line->external_id.len > 0 || line->txid.len > 0;
}
/* Which of them speaks for that day: statements stand newest first. NULL: none. */
const struct statement *statement_of_day(const struct statement *statements, size_t count,
                                         int64_t day);

struct catalog;

/* Keeps a statement with its lines, and gives it its id. ERR_FULL: the source has STATEMENTS_MAX,
 * none of them deleted (the oldest deleted one gives way else); ERR_IO. */
MUST_USE enum err catalog_add_statement(struct catalog *catalog, struct statement *statement,
                                        const struct statement_line *lines, size_t count);
/* The statements of a source, newest first, in the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_statements(struct catalog *catalog, uint64_t source_id,
                                          struct arena *arena, struct statement **statements,
                                          size_t *count);
/* ERR_NOT_FOUND, ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_find_statement(struct catalog *catalog, uint64_t id, struct arena *arena,
                                         struct statement *statement);
/* The lines of those days behind after_line, by line: at most max, in the arena. ERR_IO, ERR_FULL.
 */
MUST_USE enum err catalog_list_statement_lines(struct catalog *catalog, uint64_t id,
                                               int64_t from_day, int64_t to_day, int64_t after_line,
                                               size_t max, struct arena *arena,
                                               struct statement_line **lines, size_t *count);
/* Marks it as deleted, or with deleted_ms 0 takes that back. ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err catalog_delete_statement(struct catalog *catalog, uint64_t id, int64_t deleted_ms,
                                           const char *actor);

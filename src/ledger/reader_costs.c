#include "ledger/reader_costs.h"

#include <stdlib.h>
#include "base/buf.h"
#include "ledger/reader_own.h"
#include "ledger/sqlite.h"

#define SQL_BYTES_MAX    4096
#define UPDATES_PAGE_MAX 8192

static void statement_cleanup(sqlite3_stmt **statement)
{
    (void)sqlite3_finalize(*statement); /* its error was told by the step */
}
#define STATEMENT(name) sqlite3_stmt *name CLEANUP(statement_cleanup) = NULL

static void bind(sqlite3_stmt *statement, int place, uint64_t number)
{
    /* Entry ids have 63 bits: "all of them" is the largest. */
    int64_t value = number > INT64_MAX ? INT64_MAX : (int64_t)number;
    CHECK(sqlite3_bind_int64(statement, place, value) == SQLITE_OK);
}

/* The one number that the statement gives; *number stays when it gives none. */
static enum err read_number(struct ledger_reader *reader, sqlite3_stmt *statement, uint64_t *number)
{
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        *number = (uint64_t)sqlite3_column_int64(statement, 0);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : reader_fail(reader, rc);
}

static enum err prepare(struct ledger_reader *reader, const char *sql, sqlite3_stmt **statement)
{
    return reader_prepare(reader, sql, strlen(sql), statement);
}

enum err ledger_reader_last_id(struct ledger_reader *reader, uint64_t *id)
{
    STATEMENT(statement);
    uint64_t last_id = 0;
    enum err err =
        prepare(reader, "SELECT last_id FROM batch ORDER BY last_id DESC LIMIT 1", &statement);
    if (err == OK)
        err = read_number(reader, statement, &last_id);
    if (err == OK)
        *id = last_id;
    return err;
}

/* ------------------------------------------------------------------ updates */

struct updates {
    struct cost_update *rows; /* on the heap while they grow */
    size_t count, cap;
};

static void write_updates_sql(struct buf *sql)
{
    buf_write_c(sql, "SELECT ");
    sqlite_write_columns(sql, table_of(LEDGER_COST_UPDATE));
    buf_format(
        sql,
        " FROM cost_update AS u WHERE campaign_id=?1 AND (from_id, id)>(?2, ?3) AND from_id<?4"
        " AND to_id>?5 AND id<?6 AND action='set' AND NOT EXISTS(SELECT 1 FROM cost_update"
        " WHERE undoes_id=u.id AND action='undo' AND id<?6) ORDER BY from_id, id LIMIT %d",
        UPDATES_PAGE_MAX);
}

static enum err add_update(struct updates *updates, sqlite3_stmt *statement, struct arena *arena)
{
    if (updates->count == READER_UPDATES_MAX)
        return ERR_FULL;
    if (updates->count == updates->cap) {
        updates->cap = updates->cap == 0 ? 64 : 2 * updates->cap;
        updates->rows = heap_grow(updates->rows, updates->cap * sizeof(*updates->rows));
    }
    return sqlite_read_row(statement, table_of(LEDGER_COST_UPDATE), arena,
                           &updates->rows[updates->count++]);
}

/* One page, behind the last one that is there. */
static enum err read_updates(struct ledger_reader *reader, uint64_t campaign_id, uint64_t from_id,
                             uint64_t to_id, uint64_t as_of_id, struct arena *arena,
                             struct updates *updates)
{
    STATEMENT(statement);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    const struct cost_update *last =
        updates->count > 0 ? &updates->rows[updates->count - 1] : &(struct cost_update){0};
    int rc = SQLITE_DONE;

    write_updates_sql(&sql);
    enum err err = reader_prepare(reader, sql.ptr, sql.len, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, campaign_id);
    bind(statement, 2, last->from_id);
    bind(statement, 3, last->id);
    bind(statement, 4, to_id);
    bind(statement, 5, from_id);
    bind(statement, 6, as_of_id);
    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        err = add_update(updates, statement, arena);
    if (err == OK && rc != SQLITE_DONE)
        err = reader_fail(reader, rc);
    return err;
}

enum err ledger_reader_cost_updates(struct ledger_reader *reader, uint64_t campaign_id,
                                    uint64_t from_id, uint64_t to_id, uint64_t as_of_id,
                                    struct arena *arena, const struct cost_update **read,
                                    size_t *count)
{
    struct updates updates = {0};
    size_t before;
    enum err err;

    do {
        before = updates.count;
        err = read_updates(reader, campaign_id, from_id, to_id, as_of_id, arena, &updates);
    } while (err == OK && updates.count - before == UPDATES_PAGE_MAX);
    struct cost_update *rows =
        err == OK ? ARENA_ARRAY(arena, struct cost_update, updates.count + 1) : NULL;
    if (err == OK && rows == NULL)
        err = ERR_FULL;
    if (err == OK && updates.count > 0)
        memcpy(rows, updates.rows, updates.count * sizeof(*rows));
    free(updates.rows);
    if (err != OK)
        return err;
    *read = rows;
    *count = updates.count;
    return OK;
}

/* ------------------------------------------------------------------ visits */

/* The first id behind the next READER_SCAN_MAX visits of which that is true; to_id when there are
 * not so many. */
static enum err find_page_end(struct ledger_reader *reader, const char *which, uint64_t from_id,
                              uint64_t to_id, uint64_t *end_id)
{
    STATEMENT(statement);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    uint64_t found = to_id;

    buf_format(&sql, "SELECT id FROM visit WHERE id>=?1 AND id<?2%s ORDER BY id LIMIT 1 OFFSET %d",
               which, READER_SCAN_MAX);
    enum err err = reader_prepare(reader, sql.ptr, sql.len, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, to_id);
    err = read_number(reader, statement, &found);
    if (err == OK)
        *end_id = found;
    return err;
}

/* Whose visits: a campaign's, or a source's. */
static void write_visits_sql(struct buf *sql, const char *owner)
{
    buf_format(sql,
               "SELECT id, campaign_id, CASE WHEN cost_rate_den<>0 THEN cost_micros ELSE"
               " coalesce((SELECT c.cost_micros FROM cost_correction AS c WHERE"
               " c.visit_id=visit.id AND c.id<?4), 0) END, tokens FROM visit WHERE id>=?1 AND"
               " id<?2 AND %s=?3 AND is_test=0 AND coalesce((SELECT v.is_bot FROM verdict AS v"
               " WHERE v.visit_id=visit.id AND v.id<?4 ORDER BY v.id DESC LIMIT 1), is_bot)=0"
               " ORDER BY id",
               owner);
}

static enum err read_visits(struct ledger_reader *reader, sqlite3_stmt *statement,
                            struct arena *arena, struct cost_visit *visits, size_t *count)
{
    size_t found = 0;
    int rc;

    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        CHECK(found < READER_SCAN_MAX);
        struct str tokens = {sqlite3_column_blob(statement, 3),
                             (size_t)sqlite3_column_bytes(statement, 3)};
        visits[found++] = (struct cost_visit){
            .id = (uint64_t)sqlite3_column_int64(statement, 0),
            .campaign_id = (uint64_t)sqlite3_column_int64(statement, 1),
            .own_micros = sqlite3_column_int64(statement, 2),
            .tokens = arena_copy(arena, tokens),
        };
    }
    if (rc != SQLITE_DONE)
        return reader_fail(reader, rc);
    *count = found;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

static enum err read_visits_of(struct ledger_reader *reader, const char *owner, uint64_t owner_id,
                               uint64_t from_id, uint64_t to_id, uint64_t as_of_id,
                               struct arena *arena, struct cost_visit **visits, size_t *count,
                               uint64_t *next_id)
{
    STATEMENT(statement);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    uint64_t end_id = to_id;
    struct cost_visit *rows = arena_alloc_raw(arena, READER_SCAN_MAX * sizeof(*rows));
    enum err err = rows != NULL ? find_page_end(reader, "", from_id, to_id, &end_id) : ERR_FULL;
    write_visits_sql(&sql, owner);
    if (err == OK)
        err = reader_prepare(reader, sql.ptr, sql.len, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, end_id);
    bind(statement, 3, owner_id);
    bind(statement, 4, as_of_id);
    err = read_visits(reader, statement, arena, rows, count);
    if (err != OK)
        return err;
    *visits = rows;
    *next_id = end_id < to_id ? end_id : 0;
    return OK;
}

enum err ledger_reader_cost_visits(struct ledger_reader *reader, uint64_t campaign_id,
                                   uint64_t from_id, uint64_t to_id, uint64_t as_of_id,
                                   struct arena *arena, struct cost_visit **visits, size_t *count,
                                   uint64_t *next_id)
{
    return read_visits_of(reader, "campaign_id", campaign_id, from_id, to_id, as_of_id, arena,
                          visits, count, next_id);
}

enum err ledger_reader_source_visits(struct ledger_reader *reader, uint64_t source_id,
                                     uint64_t from_id, uint64_t to_id, struct arena *arena,
                                     struct cost_visit **visits, size_t *count, uint64_t *next_id)
{
    return read_visits_of(reader, "source_id", source_id, from_id, to_id, UINT64_MAX, arena, visits,
                          count, next_id);
}

/* ------------------------------------------------------------------ what waits for a rate */

/* As the index visit_no_rate has it, word for word. */
#define WAITS " AND cost_rate_den=0 AND (cost_amount_micros<>0 OR cpa_amount_micros<>0)"

static const char waiting_visits_sql[] =
    "SELECT id, workspace_id, campaign_id, cost_currency, tokens FROM visit"
    " WHERE id>=?1 AND id<?2" WAITS
    " AND NOT EXISTS(SELECT 1 FROM cost_correction WHERE visit_id=visit.id) ORDER BY id LIMIT ?3";

static struct str column_str(sqlite3_stmt *statement, int column)
{
    return (struct str){sqlite3_column_blob(statement, column),
                        (size_t)sqlite3_column_bytes(statement, column)};
}

enum err ledger_reader_waiting_visits(struct ledger_reader *reader, uint64_t from_id,
                                      uint64_t to_id, struct arena *arena,
                                      struct waiting_visit *visits, size_t *count,
                                      uint64_t *next_id)
{
    STATEMENT(statement);
    uint64_t end_id = to_id;
    size_t found = 0;
    int rc;
    enum err err = find_page_end(reader, WAITS, from_id, to_id, &end_id);
    if (err == OK)
        err = prepare(reader, waiting_visits_sql, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, end_id);
    bind(statement, 3, READER_WAITING_MAX);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW)
        visits[found++] = (struct waiting_visit){
            .id = (uint64_t)sqlite3_column_int64(statement, 0),
            .workspace_id = (uint64_t)sqlite3_column_int64(statement, 1),
            .campaign_id = (uint64_t)sqlite3_column_int64(statement, 2),
            .currency = arena_copy(arena, column_str(statement, 3)),
            .tokens = arena_copy(arena, column_str(statement, 4)),
        };
    if (rc != SQLITE_DONE)
        return reader_fail(reader, rc);
    if (arena_is_full(arena))
        return ERR_FULL;
    *count = found;
    *next_id = found == READER_WAITING_MAX ? visits[found - 1].id + 1 : end_id < to_id ? end_id : 0;
    return OK;
}

enum err ledger_reader_waiting_conversions(struct ledger_reader *reader, uint64_t from_id,
                                           uint64_t to_id, struct waiting_conversion *conversions,
                                           size_t *count, uint64_t *next_id)
{
    STATEMENT(statement);
    size_t found = 0;
    int rc;
    enum err err = prepare(reader,
                           "SELECT id, workspace_id FROM conversion WHERE id>=?1 AND id<?2 AND"
                           " no_rate=1 ORDER BY id LIMIT ?3",
                           &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, to_id);
    bind(statement, 3, READER_WAITING_MAX);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW)
        conversions[found++] =
            (struct waiting_conversion){(uint64_t)sqlite3_column_int64(statement, 0),
                                        (uint64_t)sqlite3_column_int64(statement, 1)};
    if (rc != SQLITE_DONE)
        return reader_fail(reader, rc);
    *count = found;
    *next_id = found == READER_WAITING_MAX ? conversions[found - 1].id + 1 : 0;
    return OK;
}

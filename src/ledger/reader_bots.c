#include "ledger/reader_bots.h"

#include "ledger/reader_own.h"
#include "ledger/verdict.h"

#define VERDICTS_MAX 100000 /* looked at by one page */

#define LAST(column)                                                                               \
    "coalesce((SELECT v." column " FROM verdict AS v WHERE v.visit_id=visit.id ORDER BY v.id DESC" \
    " LIMIT 1), visit." column ")"

static const char visits_sql[] = "SELECT visit.id, visit.campaign_id, " LAST("signals") ", " LAST(
    "is_bot") ", CASE WHEN visit.cost_rate_den<>0 THEN visit.cost_micros ELSE coalesce((SELECT"
              " c.cost_micros FROM cost_correction AS c WHERE c.visit_id=visit.id), 0) END,"
              " visit.tokens, p.id IS NOT NULL, p.address, (SELECT text FROM word WHERE"
              " word.id=p.user_agent), (SELECT count(*) FROM conversion AS c WHERE"
              " c.visit_id=visit.id AND c.is_test=0), (SELECT count(*) FROM (SELECT 1 FROM click "
              "AS k"
              " WHERE k.visit_id=visit.id LIMIT ?4)) FROM visit LEFT JOIN personal AS p ON"
              " p.id=visit.id WHERE visit.id>=?1 AND visit.id<?2 AND visit.workspace_id=?3 AND"
              " visit.is_test=0 ORDER BY visit.id";

static void finalize(sqlite3_stmt **statement)
{
    (void)sqlite3_finalize(*statement); /* its error was told by the step */
}
#define STATEMENT(name) sqlite3_stmt *name CLEANUP(finalize) = NULL

static enum err prepare(struct ledger_reader *reader, const char *sql, sqlite3_stmt **statement)
{
    return reader_prepare(reader, sql, strlen(sql), statement);
}

static void bind(sqlite3_stmt *statement, int place, uint64_t number)
{
    int64_t value = number > INT64_MAX ? INT64_MAX : (int64_t)number;
    CHECK(sqlite3_bind_int64(statement, place, value) == SQLITE_OK);
}

static uint64_t number_at(sqlite3_stmt *statement, int column)
{
    return (uint64_t)sqlite3_column_int64(statement, column);
}

static struct str text_at(struct arena *arena, sqlite3_stmt *statement, int column)
{
    const void *text = sqlite3_column_blob(statement, column);
    size_t len = (size_t)sqlite3_column_bytes(statement, column);
    return text == NULL ? STR("") : arena_copy(arena, (struct str){text, len});
}

/* The first id behind the next max rows of a table; to_id when there are not so many. */
static enum err find_end(struct ledger_reader *reader, const char *sql, uint64_t from_id,
                         uint64_t to_id, int max, uint64_t *end_id)
{
    STATEMENT(statement);
    enum err err = prepare(reader, sql, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, to_id);
    bind(statement, 3, (uint64_t)max);
    int rc = sqlite3_step(statement);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return reader_fail(reader, rc);
    *end_id = rc == SQLITE_ROW ? number_at(statement, 0) : to_id;
    return OK;
}

static struct bot_visit read_visit(struct arena *arena, sqlite3_stmt *statement)
{
    return (struct bot_visit){
        .id = number_at(statement, 0),
        .campaign_id = number_at(statement, 1),
        .signals = number_at(statement, 2),
        .is_bot = number_at(statement, 3),
        .own_micros = sqlite3_column_int64(statement, 4),
        .tokens = text_at(arena, statement, 5),
        .has_personal = number_at(statement, 6) != 0,
        .address = text_at(arena, statement, 7),
        .user_agent = text_at(arena, statement, 8),
        .conversions = number_at(statement, 9),
        .clicks = number_at(statement, 10),
    };
}

enum err ledger_reader_bot_visits(struct ledger_reader *reader, uint64_t workspace_id,
                                  uint64_t from_id, uint64_t to_id, struct arena *arena,
                                  struct bot_visit **visits, size_t *count, uint64_t *next_id)
{
    STATEMENT(statement);
    struct bot_visit *rows = ARENA_ARRAY(arena, struct bot_visit, READER_BOTS_MAX);
    uint64_t end_id = to_id;
    size_t found = 0;
    int rc;
    if (rows == NULL)
        return ERR_FULL;
    enum err err = find_end(
        reader, "SELECT id FROM visit WHERE id>=?1 AND id<?2 ORDER BY id LIMIT 1 OFFSET ?3",
        from_id, to_id, READER_BOTS_MAX, &end_id);
    if (err == OK)
        err = prepare(reader, visits_sql, &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, end_id);
    bind(statement, 3, workspace_id);
    bind(statement, 4, VERDICT_CLICKS_MAX + 1);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        CHECK(found < READER_BOTS_MAX);
        rows[found++] = read_visit(arena, statement);
    }
    if (rc != SQLITE_DONE)
        return reader_fail(reader, rc);
    if (arena_is_full(arena))
        return ERR_FULL;
    *visits = rows;
    *count = found;
    *next_id = end_id < to_id ? end_id : 0;
    return OK;
}

enum err ledger_reader_bot_verdicts(struct ledger_reader *reader, uint64_t run_id, uint64_t from_id,
                                    struct bot_verdicts *verdicts, uint64_t *next_id)
{
    STATEMENT(statement);
    uint64_t end_id = INT64_MAX;
    enum err err = find_end(
        reader, "SELECT id FROM verdict WHERE id>=?1 AND id<?2 ORDER BY id LIMIT 1 OFFSET ?3",
        from_id, INT64_MAX, VERDICTS_MAX, &end_id);
    if (err == OK)
        err = prepare(reader,
                      "SELECT coalesce(sum(is_bot), 0), count(*) FROM verdict WHERE id>=?1 AND"
                      " id<?2 AND run_id=?3",
                      &statement);
    if (err != OK)
        return err;
    bind(statement, 1, from_id);
    bind(statement, 2, end_id);
    bind(statement, 3, run_id);
    int rc = sqlite3_step(statement);
    if (rc != SQLITE_ROW)
        return reader_fail(reader, rc);
    verdicts->bots += number_at(statement, 0);
    verdicts->people += number_at(statement, 1) - number_at(statement, 0);
    *next_id = end_id < INT64_MAX ? end_id : 0;
    return OK;
}

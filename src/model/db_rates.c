#include "model/db_rates.h"

#include <sqlite3.h>
#include "base/clock.h"
#include "base/log.h"
#include "model/db_handle.h"

#define DATE_LEN 10

static struct str write_date(char out[CLOCK_TEXT_MAX], int64_t day)
{
    return str_slice(clock_format(day * RATE_DAY_MS, out), 0, DATE_LEN);
}

/* Rows are written by us; one that was altered by hand is told and left out. */
static bool read_row(sqlite3_stmt *sql, struct db_rate *rate)
{
    int64_t wall_ms = 0;
    rate->currency = db_column_str(sql, 1);
    if (clock_parse(db_column_str(sql, 0), &wall_ms) == OK && rate->currency.len == 3 &&
        rate_parse(db_column_str(sql, 2), &rate->quote) == OK) {
        rate->day = rate_day(wall_ms);
        return true;
    }
    log_error("catalog", "not a rate: %.*s %.*s", STR_FMT(db_column_str(sql, 0)),
              STR_FMT(rate->currency));
    return false;
}

/* Runs the statement to its end. */
static enum err visit_all(struct db *db, sqlite3_stmt *sql, db_rate_visit *visit, void *context)
{
    enum err err = OK;
    int rc = SQLITE_DONE;
    while (err == OK && (rc = sqlite3_step(sql)) == SQLITE_ROW) {
        struct db_rate rate;
        if (read_row(sql, &rate))
            err = visit(context, &rate);
    }
    if (err == OK && rc != SQLITE_DONE)
        err = db_fail(db, "read the rates");
    return err;
}

enum err db_scan_rates(struct db *db, unsigned days, db_rate_visit *visit, void *context)
{
    return db_list_rates(db, INT64_MAX, STR_NONE, days, visit, context);
}

enum err db_list_rates(struct db *db, int64_t before_day, struct str currency, unsigned days,
                       db_rate_visit *visit, void *context)
{
    static const char text[] =
        "SELECT date, currency, rate FROM rate WHERE date IN (SELECT DISTINCT date FROM rate WHERE"
        " (?1 IS NULL OR date < ?1) AND (?3 IS NULL OR currency = ?3) ORDER BY date DESC LIMIT ?2)"
        " AND (?3 IS NULL OR currency = ?3) ORDER BY date DESC, currency";
    char date[CLOCK_TEXT_MAX];
    DB_STATEMENT(sql);
    enum err err = db_prepare(db, text, &sql);
    if (err != OK)
        return err;
    if (before_day != INT64_MAX)
        db_bind_str(sql, 1, write_date(date, before_day));
    CHECK(sqlite3_bind_int64(sql, 2, days) == SQLITE_OK);
    db_bind_str(sql, 3, currency);
    return visit_all(db, sql, visit, context);
}

static void bind_rate(sqlite3_stmt *sql, const struct db_rate *rate, char date[CLOCK_TEXT_MAX],
                      struct buf *quote)
{
    rate_write_quote(quote, rate->quote);
    db_bind_str(sql, 1, write_date(date, rate->day));
    db_bind_str(sql, 2, rate->currency);
    db_bind_str(sql, 3, buf_str(quote));
}

enum err db_put_rates(struct db *db, const struct db_rate *rates, size_t count, struct str actor,
                      int64_t now_ms, size_t *written)
{
    static const char text[] = "INSERT INTO rate VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
                               "SET rate = excluded.rate,"
                               " actor = excluded.actor, imported_at_ms = excluded.imported_at_ms"
                               " WHERE rate <> excluded.rate";
    DB_STATEMENT(sql);
    size_t changed = 0;
    enum err err = db_prepare(db, text, &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 4, actor);
    CHECK(sqlite3_bind_int64(sql, 5, now_ms) == SQLITE_OK);
    for (size_t i = 0; i < count && err == OK; i++) {
        char date[CLOCK_TEXT_MAX], memory[RATE_TEXT_MAX];
        struct buf quote = buf_from_memory(memory, sizeof(memory));
        bind_rate(sql, &rates[i], date, &quote);
        if (sqlite3_step(sql) != SQLITE_DONE)
            err = db_fail(db, "write a rate");
        else
            changed += (size_t)sqlite3_changes(sqlite3_db_handle(sql));
        (void)sqlite3_reset(sql); /* its error was told by the step */
    }
    if (err == OK)
        *written = changed;
    return err;
}

enum err db_add_rate_import(struct db *db, const struct rates_import *import, struct str actor,
                            int64_t now_ms)
{
    DB_STATEMENT(sql);
    char first[CLOCK_TEXT_MAX], last[CLOCK_TEXT_MAX];
    enum err err = db_prepare(db,
                              "INSERT INTO rate_import(at_ms, actor, first_date, last_date,"
                              " written) VALUES(?1, ?2, ?3, ?4, ?5)",
                              &sql);
    if (err != OK)
        return err;
    CHECK(sqlite3_bind_int64(sql, 1, now_ms) == SQLITE_OK);
    db_bind_str(sql, 2, actor);
    db_bind_str(sql, 3, write_date(first, import->first_day));
    db_bind_str(sql, 4, write_date(last, import->last_day));
    CHECK(sqlite3_bind_int64(sql, 5, (sqlite3_int64)import->written) == SQLITE_OK);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : db_fail(db, "note an import of rates");
}

enum err db_find_rate_imports(struct db *db, uint64_t *last_id, int64_t *first_day,
                              int64_t *last_day)
{
    DB_STATEMENT(sql);
    int64_t first_ms = 0, last_ms = 0;
    enum err err = db_prepare(db,
                              "SELECT max(id), min(first_date), max(last_date) FROM rate_import"
                              " WHERE id > ?1",
                              &sql);
    if (err != OK)
        return err;
    CHECK(sqlite3_bind_int64(sql, 1, (sqlite3_int64)*last_id) == SQLITE_OK);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return db_fail(db, "read the imports of rates");
    if (sqlite3_column_type(sql, 0) == SQLITE_NULL)
        return OK;
    if (clock_parse(db_column_str(sql, 1), &first_ms) != OK ||
        clock_parse(db_column_str(sql, 2), &last_ms) != OK)
        return db_fail(db, "read the day of an import of rates");
    *last_id = (uint64_t)sqlite3_column_int64(sql, 0);
    *first_day = rate_day(first_ms);
    *last_day = rate_day(last_ms);
    return OK;
}

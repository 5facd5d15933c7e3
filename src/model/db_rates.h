/* db_rates - the table of exchange rates in DIR/catalog.db. Owner as in db.h. */
#pragma once
#include "base/rate.h"
#include "model/db.h"

struct db_rate {
    int64_t day;         /* of the publication, from 1970-01-01 */
    struct str currency; /* three capital letters */
    struct rate_quote quote;
};

/* Its SQL, made with the other tables. */
#define DB_RATES_SQL                                                                               \
    "CREATE TABLE rate(date TEXT NOT NULL, currency TEXT NOT NULL, rate TEXT NOT NULL,"            \
    " actor TEXT NOT NULL, imported_at_ms INTEGER NOT NULL, PRIMARY KEY(date, currency))"          \
    " WITHOUT ROWID;"                                                                              \
    "CREATE TABLE rate_import(id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT "     \
    "NULL,"                                                                                        \
    " first_date TEXT NOT NULL, last_date TEXT NOT NULL, written INTEGER NOT NULL);"

/* Called with each rate, whose strings are lent until it returns; what is not OK ends the scan. */
typedef enum err db_rate_visit(void *context, const struct db_rate *rate);
/* The rates of the newest days, the newest first. ERR_IO. */
MUST_USE enum err db_scan_rates(struct db *db, unsigned days, db_rate_visit *visit, void *context);
/* The rates before that day (INT64_MAX: from the newest), of one currency or of all (absent),
 * newest first. ERR_IO. */
MUST_USE enum err db_list_rates(struct db *db, int64_t before_day, struct str currency,
                                unsigned days, db_rate_visit *visit, void *context);

/* Writes rates over what was there for their day and currency. *written: how many were new or
 * another. ERR_IO. */
MUST_USE enum err db_put_rates(struct db *db, const struct db_rate *rates, size_t count,
                               struct str actor, int64_t now_ms, size_t *written);
/* Notes an import that wrote something. ERR_IO. */
MUST_USE enum err db_add_rate_import(struct db *db, const struct rates_import *import,
                                     struct str actor, int64_t now_ms);
/* The days of all imports behind that one, and the last one's id; without any, last_id stays as it
 * was. ERR_IO. */
MUST_USE enum err db_find_rate_imports(struct db *db, uint64_t *last_id, int64_t *first_day,
                                       int64_t *last_day);

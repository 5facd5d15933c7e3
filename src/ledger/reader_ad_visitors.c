#include "ledger/reader_ad_visitors.h"

#include "ledger/reader_own.h"

/* Both by rising id, so that the two are merged as they are read. */
#define VISITORS_OF(table)                                                                         \
    "SELECT e.id, e.adcampaign_id, coalesce(p.visitor, 0) FROM " table                             \
    " e LEFT JOIN personal p ON p.id=e.id WHERE e.id>?1"

static const char visitors_sql[] =
    VISITORS_OF("ad_click") " UNION ALL " VISITORS_OF("impression") " ORDER BY 1 LIMIT ?2";

enum err ledger_reader_ad_visitors(struct ledger_reader *reader, uint64_t after_id,
                                   struct reader_ad_visitor *visitors, size_t max, size_t *count)
{
    sqlite3_stmt *statement = NULL;
    size_t found = 0;
    int rc = SQLITE_DONE;
    enum err err = reader_prepare(reader, visitors_sql, sizeof(visitors_sql) - 1, &statement);

    CHECK(max <= READER_SCAN_MAX);
    if (err != OK)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)after_id);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)max);
    while (found < max && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        visitors[found++] =
            (struct reader_ad_visitor){(uint64_t)sqlite3_column_int64(statement, 0),
                                       (uint64_t)sqlite3_column_int64(statement, 1),
                                       (uint64_t)sqlite3_column_int64(statement, 2)};
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        err = reader_fail(reader, rc);
    if (err == OK)
        *count = found;
    (void)sqlite3_finalize(statement); /* its error was told by the step */
    return err;
}

#include "ledger/reader_spends.h"

#include "ledger/reader_own.h"

/* A workspace is that of its ad campaign: the key's first column groups as all of them would. */
static const char spends_sql[] =
    "SELECT s.adcampaign_id, s.workspace_id, s.impressions, s.clicks, s.cost_micros, l.day,"
    " l.impressions, l.clicks, l.cost_micros FROM"
    " (SELECT adcampaign_id, max(workspace_id) AS workspace_id, max(day) AS day,"
    "  sum(impressions) AS impressions, sum(clicks) AS clicks, sum(cost_micros) AS cost_micros"
    "  FROM adcampaign_day WHERE adcampaign_id>?1 GROUP BY adcampaign_id"
    "  ORDER BY adcampaign_id LIMIT ?2) s"
    " JOIN adcampaign_day l ON l.adcampaign_id=s.adcampaign_id AND l.day=s.day"
    " AND l.workspace_id=s.workspace_id ORDER BY s.adcampaign_id";

static struct reader_spend read_spend(sqlite3_stmt *row)
{
    struct adcampaign_day total = {.adcampaign_id = (uint64_t)sqlite3_column_int64(row, 0),
                                   .workspace_id = (uint64_t)sqlite3_column_int64(row, 1),
                                   .impressions = sqlite3_column_int64(row, 2),
                                   .clicks = sqlite3_column_int64(row, 3),
                                   .cost_micros = sqlite3_column_int64(row, 4)};
    struct adcampaign_day last = {.adcampaign_id = total.adcampaign_id,
                                  .day = sqlite3_column_int64(row, 5),
                                  .workspace_id = total.workspace_id,
                                  .impressions = sqlite3_column_int64(row, 6),
                                  .clicks = sqlite3_column_int64(row, 7),
                                  .cost_micros = sqlite3_column_int64(row, 8)};
    return (struct reader_spend){total, last};
}

enum err ledger_reader_spends(struct ledger_reader *reader, uint64_t after_id,
                              struct reader_spend *spends, size_t max, size_t *count)
{
    sqlite3_stmt *statement = NULL;
    size_t found = 0;
    int rc = SQLITE_DONE;
    enum err err = reader_prepare(reader, spends_sql, sizeof(spends_sql) - 1, &statement);

    if (err != OK)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)after_id);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)max);
    while (found < max && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        spends[found++] = read_spend(statement);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        err = reader_fail(reader, rc);
    if (err == OK)
        *count = found;
    (void)sqlite3_finalize(statement); /* its error was told by the step */
    return err;
}

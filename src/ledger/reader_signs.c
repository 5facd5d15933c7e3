#include "ledger/reader_signs.h"

#include "ledger/reader_own.h"

#define BEHIND " id<?1 AND id>=?2"
#define PAGED  " ORDER BY id DESC LIMIT ?3"
/* Of a visit, by its last verdict. */
#define IS_BOT                                                                                     \
    "coalesce((SELECT v.is_bot FROM verdict AS v WHERE v.visit_id=visit.id ORDER BY v.id DESC"     \
    " LIMIT 1), is_bot)"
#define TAKEN "state IN ('delivered','duplicate')"

/* Columns: id, workspace_id, source_id, network_id, offer_id, campaign_id, word, reason, lane,
 * due_ms, is_payout_missing, is_currency_assumed, is_reversed. Rows that do not count are handed
 * over with workspace and word NULL, so that a page is a page whatever stands in it. */
static const char *const texts[SIGNS_COUNT] = {
    [SIGNS_POSTBACKS] = "SELECT id, workspace_id, 0, network_id, 0, 0, iif(is_test, NULL, "
                        "outcome), reason, 0, 0, 0,"
                        " 0, 0 FROM postback WHERE" BEHIND PAGED,
    [SIGNS_FORWARDS] =
        "SELECT id, workspace_id, source_id, 0, 0, campaign_id, iif(is_test, NULL, decision),"
        " reason, iif(destination='campaign', 2*campaign_id+1, 2*source_id), 0, 0, 0, 0"
        " FROM forward WHERE" BEHIND PAGED,
    [SIGNS_OUTBOX] = "SELECT id, workspace_id, source_id, 0, 0, campaign_id, iif(is_test OR"
                     " (state IN ('refused','failed') AND EXISTS(SELECT 1 FROM outbox AS o WHERE"
                     " o.conversion_id=outbox.conversion_id AND o.status=outbox.status AND"
                     " o.lane=outbox.lane AND o.id>outbox.id)), NULL, state), '', lane, due_ms, 0, "
                     "0, 0 FROM outbox WHERE" BEHIND PAGED,
    [SIGNS_WAITING] =
        "SELECT id, workspace_id, source_id, 0, 0, campaign_id, iif(is_test, NULL, state), '', "
        "lane,"
        " due_ms, 0, 0, 0 FROM outbox WHERE state IN ('due','sending','held') AND" BEHIND PAGED,
    [SIGNS_CONVERSIONS] =
        "SELECT id, workspace_id, source_id, network_id, offer_id, campaign_id, iif(is_test OR"
        " is_bot, NULL, status), status_raw, 0, 0, payout_missing, payout_currency_assumed,"
        " status='rejected' AND EXISTS(SELECT 1 FROM outbox AS o WHERE o.conversion_id="
        "conversion.id AND o.status<>'rejected' AND (o." TAKEN " OR o.uncertain<>0)) AND NOT EXISTS"
        "(SELECT 1 FROM outbox AS o WHERE o.conversion_id=conversion.id AND o.status='rejected'"
        " AND o." TAKEN ") FROM conversion WHERE" BEHIND PAGED,
    [SIGNS_VISITS] =
        "SELECT id, workspace_id, source_id, network_id, offer_id, campaign_id, iif(is_test OR"
        " " IS_BOT ", NULL, coalesce(external_id, '')), '', 0, 0, 0, cost_currency_assumed, 0"
        " FROM visit WHERE" BEHIND PAGED,
    [SIGNS_CONVERSIONS_NO_RATE] =
        "SELECT id, workspace_id, source_id, network_id, offer_id, campaign_id, iif(is_test, NULL,"
        " payout_currency), '', 0, 0, 0, 0, 0 FROM conversion WHERE no_rate=1 AND" BEHIND PAGED,
    [SIGNS_VISITS_NO_RATE] =
        "SELECT id, workspace_id, source_id, 0, 0, campaign_id, iif(is_test OR " IS_BOT
        " OR EXISTS(SELECT 1 FROM cost_correction WHERE visit_id=visit.id), NULL, cost_currency), "
        "'', 0, 0,"
        " 0, 0, 0 FROM visit WHERE cost_rate_den=0 AND (cost_amount_micros<>0 OR"
        " cpa_amount_micros<>0) AND" BEHIND PAGED,
};

static struct str text_at(sqlite3_stmt *statement, int column)
{
    const void *text = sqlite3_column_blob(statement, column);
    size_t len = (size_t)sqlite3_column_bytes(statement, column);
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return STR_NONE;
    return text == NULL ? STR("") : (struct str){text, len};
}

static uint64_t number_at(sqlite3_stmt *statement, int column)
{
    return (uint64_t)sqlite3_column_int64(statement, column);
}

static void read_row(sqlite3_stmt *statement, struct sign *row)
{
    *row = (struct sign){
        .id = number_at(statement, 0),
        .workspace_id = number_at(statement, 1),
        .source_id = number_at(statement, 2),
        .network_id = number_at(statement, 3),
        .offer_id = number_at(statement, 4),
        .campaign_id = number_at(statement, 5),
        .word = text_at(statement, 6),
        .reason = text_at(statement, 7),
        .lane = number_at(statement, 8),
        .due_ms = sqlite3_column_int64(statement, 9),
        .is_payout_missing = number_at(statement, 10) != 0,
        .is_currency_assumed = number_at(statement, 11) != 0,
        .is_reversed = number_at(statement, 12) != 0,
    };
}

struct page {
    uint64_t before_id, from_id;
    size_t limit;
    size_t rows;
};

/* One page; *before_id goes on. */
static enum err read_page(struct ledger_reader *reader, enum signs which, struct page *page,
                          enum err (*on_row)(void *context, const struct sign *row), void *context)
{
    sqlite3_stmt *statement = NULL;
    int rc = SQLITE_DONE;
    enum err err = reader_prepare(reader, texts[which], strlen(texts[which]), &statement);
    if (err != OK)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)page->before_id);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)page->from_id);
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)page->limit);
    page->rows = 0;
    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        struct sign row;
        read_row(statement, &row);
        page->before_id = row.id;
        page->rows++;
        if (row.word.ptr != NULL)
            err = on_row(context, &row);
    }
    if (err == OK && rc != SQLITE_DONE)
        err = reader_fail(reader, rc);
    (void)sqlite3_finalize(statement); /* its error was told by the step */
    return err;
}

enum err ledger_reader_signs(struct ledger_reader *reader, enum signs which, uint64_t from_id,
                             size_t max, enum err (*on_row)(void *context, const struct sign *row),
                             void *context, bool *is_whole)
{
    struct page page = {.before_id = INT64_MAX, .from_id = from_id};
    enum err err = OK;
    size_t read = 0;
    bool is_end = false;

    CHECK(which < SIGNS_COUNT);
    while (err == OK && !is_end && read < max) {
        page.limit = max - read < READER_SCAN_MAX ? max - read : READER_SCAN_MAX;
        err = read_page(reader, which, &page, on_row, context);
        read += page.rows;
        is_end = page.rows < page.limit;
    }
    if (err == OK)
        *is_whole = is_end;
    return err;
}

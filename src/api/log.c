#include "api/log.h"

#include <unistd.h>
#include "api/export.h"
#include "api/json_out.h"
#include "api/page_facts.h"
#include "api/parquet_columns.h"
#include "api/question.h"

#define PAGE_BYTES_MAX (64u * 1024 * 1024) /* of a page's texts */
#define TRIES_MAX      50                  /* of a page, while the ledger is busy */
#define TRY_AGAIN_MS   100

/* Whether the call asks for what is behind a question, not for the ledger as it stands. */
static bool is_of_facts(const struct call *call)
{
    static const char *const params[] = {"filter", "tz", "time", "bots", "tests"};

    for (size_t i = 0; i < ARRAY_LEN(params); i++)
        if (call_param(call, params[i]).ptr != NULL)
            return true;
    return false;
}

static void init_of_facts(struct page *page, struct call *call, enum fact_table_id table,
                          struct asked *asked)
{
    page_init_of_question(page, call);
    if (question_read(call, table, asked))
        question_seek(call, &asked->question);
    if (!call->is_answered)
        page_use_facts(page, &asked->question,
                       format_is_whole(call) ? PAGE_IDS_MAX : page->query.limit + 1);
}

/* ------------------------------------------------------------------ a list */

static void answer_page(struct page *page, const struct log *log)
{
    json_t *list = json_array();
    uint64_t next = 0;

    log->read(page, list, &next);
    page_answer(page, list, next);
}

/* ------------------------------------------------------------------ an export */

/* The rows of a log, page after page. */
struct feed {
    struct page *page;
    const struct log *log;
    json_t *rows; /* of the page */
    size_t at;
    uint64_t next; /* where it goes on */
    bool is_whole; /* all pages, not the first one only */
    bool is_last;  /* there is none behind this page */
    struct export *export;
    const struct parquet_columns *columns;
};

/* Reads the next page in place of this one; a busy ledger is asked again. */
static enum err turn_page(struct feed *feed)
{
    struct page *page = feed->page;

    for (unsigned tries = 0; tries < TRIES_MAX; tries++) {
        if (tries > 0)
            (void)usleep(TRY_AGAIN_MS * 1000);
        page->rows.err = OK;
        page->facts_err = OK;
        rows_forget(&page->rows);
        arena_reset(page->rows.arena);
        json_decref(feed->rows);
        feed->rows = json_array();
        feed->at = 0;
        if (feed->next != 0)
            page->query.before_id = feed->next;
        uint64_t next = 0;
        feed->log->read(page, feed->rows, &next);
        if (page->rows.err == OK) {
            feed->next = next;
            feed->is_last = next == 0 || !feed->is_whole;
            return OK;
        }
        if (page->rows.err != ERR_TIMEOUT && page->rows.err != ERR_BUSY)
            break;
        if (feed->export != NULL && export_is_gone(feed->export))
            return ERR_CLOSED;
    }
    return page->rows.err;
}

/* The next row, lent; NULL at the end. */
static enum err next_row(struct feed *feed, const json_t **row)
{
    *row = NULL;
    while (feed->at == json_array_size(feed->rows) && !feed->is_last) {
        enum err err = export_is_gone(feed->export) ? ERR_CLOSED : turn_page(feed);
        if (err != OK)
            return err;
    }
    if (feed->at < json_array_size(feed->rows))
        *row = json_array_get(feed->rows, feed->at++);
    return OK;
}

static enum err next_of_parquet(void *context, struct parquet_row *row, bool *is_end)
{
    struct feed *feed = context;
    const json_t *json = NULL;
    enum err err = next_row(feed, &json);

    *is_end = json == NULL;
    if (json != NULL)
        parquet_columns_put(feed->columns, json, row);
    return err;
}

static enum err put_rows(struct feed *feed)
{
    const json_t *row = NULL;
    enum err err;

    while ((err = next_row(feed, &row)) == OK && row != NULL) {
        err = export_put(feed->export, row);
        if (err != OK)
            break;
    }
    return err;
}

static enum err put_parquet(struct feed *feed)
{
    struct call *call = feed->page->call;
    size_t count = 0;

    feed->columns = parquet_columns_make(call->arena, call->route->shape);
    if (feed->columns == NULL)
        return ERR_FULL;
    const struct parquet_column *list = parquet_columns_list(feed->columns, &count);
    return parquet_write(export_file(feed->export), list, count, next_of_parquet, feed);
}

/* The first page is read before anything is answered: what is wrong is then said as ever. */
static void export_log(struct page *page, const struct log *log, enum format format, bool is_whole)
{
    struct call *call = page->call;
    struct feed feed = {.page = page, .log = log, .rows = json_array(), .is_whole = is_whole};
    struct arena *arena = arena_make(PAGE_BYTES_MAX);

    page->rows.arena = arena;
    if (turn_page(&feed) != OK) {
        page_answer(page, json_array(), 0);
    } else {
        json_t *schema = shape_schema(call->route->shape);
        feed.export = export_begin(call, format, schema);
        json_decref(schema);
        struct report_client client = {.is_gone = export_is_gone, .context = feed.export};
        page->client = &client;
        if (feed.export != NULL)
            export_end(feed.export,
                       format == FORMAT_PARQUET ? put_parquet(&feed) : put_rows(&feed));
        page->client = NULL;
    }
    json_decref(feed.rows);
    rows_forget(&page->rows);
    page->rows.arena = call->arena;
    arena_free(arena);
}

void log_answer(struct call *call, const struct log *log)
{
    struct asked asked = {.zone = NULL};
    struct page page;

    if (is_of_facts(call))
        init_of_facts(&page, call, log->table, &asked);
    else
        page_init(&page, call);
    log->filter(&page);
    enum format format = format_of(call);
    bool is_whole = format_is_whole(call);
    if (is_whole && format == FORMAT_JSON)
        call_refuse(call, 400, "export",
                    "All rows are given as csv, jsonl or parquet: see format.");
    if (!call->is_answered && (is_whole || format == FORMAT_PARQUET))
        export_log(&page, log, format, is_whole);
    else
        answer_page(&page, log);
    page_fini(&page);
    question_end(&asked);
}

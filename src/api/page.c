#include "api/page.h"

#include <unistd.h>
#include "api/format.h"
#include "api/page_facts.h"
#include "base/clock.h"
#include "base/num.h"

#define ID_MS_MAX ((INT64_C(1) << ID_TIME_BITS) - 1)

/* ------------------------------------------------------------------ what is asked */

/* Where that time begins among the ids; never 0, which means "no limit". */
static uint64_t id_of_time(int64_t wall_ms)
{
    if (wall_ms > ID_MS_MAX)
        return INT64_MAX;
    return wall_ms > 0 ? id_from_ms(wall_ms) : 1;
}

static void raise_from(struct page *page, uint64_t from_id)
{
    if (from_id > page->query.from_id)
        page->query.from_id = from_id;
}

/* Reads after= and wait=: what is newer than an entry, and how long to wait for it. */
static void read_live(struct page *page)
{
    uint64_t after = call_number(page->call, "after");
    struct str wait = call_param(page->call, "wait");
    uint64_t seconds = 0;

    if (after != 0)
        raise_from(page, after + 1);
    if (wait.ptr == NULL)
        return;
    if (num_parse_u64(wait, PAGE_WAIT_S_MAX, &seconds) != OK)
        call_refuse(page->call, 400, "wait", "wait must be a number of seconds from 0 to %d.",
                    PAGE_WAIT_S_MAX);
    page->wait_by_mono_ms = clock_mono_ms() + (int64_t)seconds * 1000;
}

void page_init_of_question(struct page *page, struct call *call)
{
    memset(&page->query, 0, sizeof(page->query));
    page->call = call;
    page->is_indexed = false;
    page->wait_by_mono_ms = 0;
    rows_init(&page->rows, call->api, call->arena, &call->scope);
    page->query.workspaces = page->rows.workspaces;
    page->query.limit = format_is_whole(call) ? API_ROWS_MAX : call_limit(call);
    page->query.before_id = call_number(call, "cursor");
    page->facts = NULL;
    page->facts_err = OK;
    page->client = NULL;
    read_live(page);
}

void page_init(struct page *page, struct call *call)
{
    int64_t wall_ms = 0;

    page_init_of_question(page, call);
    if (call_time(call, "from", &wall_ms))
        raise_from(page, id_of_time(wall_ms));
    if (call_time(call, "to", &wall_ms)) {
        uint64_t end = id_of_time(wall_ms);
        if (page->query.before_id == 0 || end < page->query.before_id)
            page->query.before_id = end;
    }
}

void page_fini(struct page *page)
{
    rows_fini(&page->rows);
}

void page_add(struct page *page, const char *column, struct str text, uint64_t number)
{
    CHECK(page->query.filter_count < READER_FILTERS_MAX);
    page->query.filters[page->query.filter_count++] =
        (struct reader_filter){.column = column, .text = text, .number = number};
}

void page_filter_number(struct page *page, const char *param, const char *column)
{
    uint64_t number = call_number(page->call, param);

    if (number != 0)
        page_add(page, column, STR_NONE, number);
}

void page_filter_text(struct page *page, const char *param, const char *column)
{
    struct str text = call_param(page->call, param);

    if (text.ptr != NULL)
        page_add(page, column, text, 0);
}

void page_filter_visit(struct page *page)
{
    uint64_t visit_id = call_click_id(page->call);

    if (visit_id == 0)
        return;
    page_add(page, "visit_id", STR_NONE, visit_id);
    page->is_indexed = true;
}

void page_filter_test(struct page *page)
{
    struct str word = call_word(page->call, "test", "true false");

    if (word.ptr != NULL)
        page_add(page, "is_test", STR_NONE, str_is_equal(word, STR("true")));
}

void page_filter_id(struct page *page, uint64_t id)
{
    struct reader_query *query = &page->query;

    if (query->before_id == 0 || id < query->before_id)
        query->before_id = id >= query->from_id ? id + 1 : 1;
    else
        query->before_id = 1; /* outside of the range asked for */
    if (id > query->from_id)
        query->from_id = id;
}

/* ------------------------------------------------------------------ reading */

enum err page_read_once(struct page *page, enum ledger_table table,
                        const struct reader_query *query, char *rows, size_t *count, uint64_t *next)
{
    if (!page->is_indexed)
        return ledger_reader_page(page->rows.reader, table, query, page->rows.arena, rows, count,
                                  next);
    enum err err =
        ledger_reader_select(page->rows.reader, table, query, page->rows.arena, rows, count);
    const struct table *t = table_of(table);
    if (err == OK)
        *next = *count < query->limit
                    ? 0
                    : row_get_u64(rows + (*count - 1) * t->row_bytes, &t->columns[0]);
    return err;
}

/* Reads on until the rows are there, the end is reached, or enough was looked at. */
static enum err fill(struct page *page, enum ledger_table table, char *rows, size_t *count,
                     uint64_t *next)
{
    struct reader_query query = page->query;
    size_t row_bytes = table_of(table)->row_bytes;
    int64_t deadline_mono_ms = clock_mono_ms() + PAGE_MS_MAX;

    if (page->facts != NULL)
        return page_facts_fill(page, table, rows, count, next);
    for (unsigned scan = 0; scan < PAGE_SCANS_MAX; scan++) {
        size_t found = 0;
        query.limit = page->query.limit - *count;
        enum err err = page_read_once(page, table, &query, rows + *count * row_bytes, &found, next);
        if (err != OK)
            return err == ERR_TIMEOUT && scan > 0 ? OK : err; /* what was found is an answer */
        *count += found;
        if (*next == 0 || *count == page->query.limit || clock_mono_ms() > deadline_mono_ms)
            break;
        query.before_id = *next;
    }
    return OK;
}

/* A full page may be the last one: looks for one more row, so that the cursor says so. */
static void look_ahead(struct page *page, enum ledger_table table, uint64_t *next)
{
    struct reader_query query = page->query;
    _Alignas(max_align_t) char row[LEDGER_ROW_BYTES_MAX];
    size_t found = 0;
    uint64_t end = 0;

    query.before_id = *next;
    query.limit = 1;
    if (page_read_once(page, table, &query, row, &found, &end) == OK && found == 0)
        *next = end;
}

/* Reads again and again until there is a row or the time is up. Whoever waits holds a thread of the
 * pool, so only a few may: the others are answered at once. */
static enum err fill_live(struct page *page, enum ledger_table table, char *rows, size_t *count,
                          uint64_t *next)
{
    atomic_uint *waiting = &page->call->api->waiting;
    enum err err = fill(page, table, rows, count, next);

    if (page->wait_by_mono_ms == 0)
        return err;
    if (atomic_fetch_add(waiting, 1) < PAGE_WAITS_MAX)
        while (err == OK && *count == 0 && clock_mono_ms() < page->wait_by_mono_ms) {
            (void)usleep(PAGE_LOOK_MS * 1000);
            err = fill(page, table, rows, count, next);
        }
    (void)atomic_fetch_sub(waiting, 1);
    return err;
}

void *page_read(struct page *page, enum ledger_table table, size_t *count, uint64_t *next)
{
    *count = 0;
    *next = 0;
    if (page->call->is_answered || !rows_open(&page->rows))
        return NULL;
    size_t row_bytes = table_of(table)->row_bytes;
    char *rows = arena_alloc_raw(page->rows.arena, page->query.limit * row_bytes);
    page->rows.err = rows != NULL ? fill_live(page, table, rows, count, next) : ERR_FULL;
    if (page->rows.err != OK)
        *count = 0;
    else if (*next != 0 && *count == page->query.limit)
        look_ahead(page, table, next);
    return rows;
}

/* ------------------------------------------------------------------ answering */

void page_answer(struct page *page, json_t *rows, uint64_t next)
{
    if (page->call->is_answered || page->rows.err != OK) {
        json_decref(rows);
        if (page->facts_err != OK)
            page_facts_refuse(page);
        call_refuse_read(page->call, page->rows.err);
        return;
    }
    call_answer_numbered(page->call, rows, next);
}

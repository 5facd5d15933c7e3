#include "api/page_facts.h"

#include "base/clock.h"
#include "facts/projector.h"

#define EARLIER_MS (60 * 60 * INT64_C(1000)) /* a postback comes a moment before its conversion */

struct page_facts {
    struct question question;
    uint64_t *visits; /* the question's, rising */
    uint64_t *ids;    /* of entries, falling */
    size_t id_max, id_count, id_next;
    uint64_t resumes_at; /* the before_id for which ids[id_next] is the next one */
    bool is_last;        /* there are none behind the ids */
};

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

static bool is_among(const uint64_t *numbers, size_t count, uint64_t number)
{
    return bsearch(&number, numbers, count, sizeof(number), by_number) != NULL;
}

void page_use_facts(struct page *page, const struct question *question, size_t id_max)
{
    struct arena *arena = page->call->arena;
    struct page_facts *facts = ARENA_NEW(arena, struct page_facts);
    size_t count = question->visits != NULL ? question->visit_count : 0;
    uint64_t *ids = arena_alloc_raw(arena, id_max * sizeof(*ids));
    uint64_t *visits = ARENA_ARRAY(arena, uint64_t, count + 1);

    if (facts == NULL || ids == NULL || visits == NULL) {
        page->rows.err = ERR_FULL;
        return;
    }
    if (count > 0) {
        memcpy(visits, question->visits, count * sizeof(*visits));
        qsort(visits, count, sizeof(*visits), by_number);
    }
    *facts =
        (struct page_facts){.question = *question, .visits = visits, .ids = ids, .id_max = id_max};
    page->facts = facts;
    struct projector *projector = page->call->api->options.projector;
    if (projector != NULL)
        page->call->behind_ms = projector_state(projector).behind_ms;
    page->call->is_of_facts = true;
}

void page_facts_refuse(struct page *page)
{
    struct call *call = page->call;

    if (page->facts_err == ERR_NOT_FOUND || page->facts_err == ERR_BUSY ||
        page->facts_err == ERR_CLOSED) {
        call->more_headers = STR("Retry-After: 1\r\n");
        call_refuse(call, 503, "",
                    page->facts_err == ERR_BUSY ? "Too many questions wait: try again."
                                                : "The facts are not open yet: try again.");
    } else if (page->facts_err == ERR_TIMEOUT) {
        call_refuse(call, 503, "", "It takes too long: narrow the range with from and to.");
    } else {
        call_refuse(call, 503, "", "The facts could not be read.");
    }
}

/* The next entries behind the question. ERR_NOT_FOUND: the facts are not open. */
static enum err find_entries(struct page *page, const struct question *question,
                             enum report_entries which, uint64_t before_id, uint64_t *ids,
                             size_t max, size_t *count)
{
    struct projector *projector = page->call->api->options.projector;
    struct facts *facts = projector != NULL ? projector_hold(projector) : NULL;

    if (facts == NULL) {
        page->facts_err = ERR_NOT_FOUND;
        return ERR_NOT_FOUND;
    }
    page->facts_err =
        report_entries(facts, page->client, question, which, before_id, ids, max, count);
    projector_release(projector, facts);
    return page->facts_err;
}

/* ------------------------------------------------------------------ entries of the facts */

/* Has ids ready that go on before that one. */
static enum err refill(struct page *page, enum report_entries which, uint64_t before_id)
{
    struct page_facts *facts = page->facts;

    if (facts->resumes_at == before_id && before_id != 0 &&
        (facts->id_next < facts->id_count || facts->is_last))
        return OK;
    facts->id_next = 0;
    facts->id_count = 0;
    enum err err = find_entries(page, &facts->question, which, before_id, facts->ids, facts->id_max,
                                &facts->id_count);
    facts->is_last = facts->id_count < facts->id_max;
    return err;
}

static enum err fill_found(struct page *page, enum ledger_table table, enum report_entries which,
                           char *rows, size_t *count, uint64_t *next)
{
    struct page_facts *facts = page->facts;
    struct reader_query query = page->query;
    size_t row_bytes = table_of(table)->row_bytes, found = 0;

    for (unsigned scan = 0; scan < PAGE_SCANS_MAX; scan++) {
        enum err err = refill(page, which, query.before_id);
        if (err != OK)
            return err;
        const uint64_t *ids = facts->ids + facts->id_next;
        size_t taken = facts->id_count - facts->id_next;
        if (taken > page->query.limit - *count)
            taken = page->query.limit - *count;
        if (taken > 0 && ids[taken - 1] < query.from_id) {
            while (taken > 0 && ids[taken - 1] < query.from_id)
                taken--;
            facts->id_count = facts->id_next + taken;
            facts->is_last = true;
        }
        err = ledger_reader_rows(page->rows.reader, table, "id", ids, taken, &query,
                                 page->rows.arena, rows + *count * row_bytes, &found);
        if (err != OK)
            return err;
        *count += found;
        facts->id_next += taken;
        facts->resumes_at = taken > 0 ? ids[taken - 1] : 0;
        query.before_id = facts->resumes_at;
        *next = facts->is_last && facts->id_next == facts->id_count ? 0 : query.before_id;
        if (*next == 0 || *count == page->query.limit)
            break;
    }
    return OK;
}

/* ------------------------------------------------------------------ postbacks */

/* Rows of the ledger that may be behind the question. */
struct candidates {
    char *rows;
    size_t row_bytes, count;
    uint64_t visit_ids[READER_PAGE_MAX]; /* 0: unknown */
    uint64_t conversion_ids[READER_PAGE_MAX];
    bool is_kept[READER_PAGE_MAX];
    uint64_t visits[READER_PAGE_MAX]; /* all, rising, each once */
    size_t visit_count;
    uint64_t ids[READER_PAGE_MAX]; /* of the facts */
};

static void read_keys(struct candidates *candidates, enum ledger_table table)
{
    for (size_t i = 0; i < candidates->count; i++) {
        const void *row = candidates->rows + i * candidates->row_bytes;
        candidates->visit_ids[i] = 0;
        if (table == LEDGER_POSTBACK) {
            candidates->visit_ids[i] = ((const struct postback *)row)->visit_id;
            candidates->conversion_ids[i] = ((const struct postback *)row)->conversion_id;
        } else if (table == LEDGER_ANSWER) {
            candidates->conversion_ids[i] = ((const struct answer *)row)->conversion_id;
        } else {
            CHECK(table == LEDGER_FORWARD);
            candidates->conversion_ids[i] = ((const struct forward *)row)->conversion_id;
        }
        candidates->is_kept[i] = false;
    }
}

/* Whose visit only the conversion knows. */
static void find_visits(struct page *page, struct candidates *candidates)
{
    bool is_asked;

    rows_forget(&page->rows);
    rows_read_ahead(&page->rows, LEDGER_CONVERSION, "id", candidates->conversion_ids,
                    candidates->count);
    for (size_t i = 0; i < candidates->count; i++) {
        const struct conversion *conversion = rows_find_ahead(
            &page->rows, LEDGER_CONVERSION, candidates->conversion_ids[i], &is_asked);
        if (conversion != NULL)
            candidates->visit_ids[i] = conversion->visit_id;
    }
    rows_forget(&page->rows);
}

/* The visits that the question may still want. */
static void list_visits(const struct page_facts *facts, struct candidates *candidates)
{
    size_t kept = 0;

    memcpy(candidates->visits, candidates->visit_ids,
           candidates->count * sizeof(*candidates->visits));
    qsort(candidates->visits, candidates->count, sizeof(*candidates->visits), by_number);
    for (size_t i = 0; i < candidates->count; i++) {
        uint64_t id = candidates->visits[i];
        bool is_new = id != 0 && (kept == 0 || candidates->visits[kept - 1] != id);
        if (is_new && (facts->question.visits == NULL ||
                       is_among(facts->visits, facts->question.visit_count, id)))
            candidates->visits[kept++] = id;
    }
    candidates->visit_count = kept;
}

/* Keeps the candidates whose entry of that kind counts: with a conversion by it, else by the visit.
 */
static enum err keep(struct page *page, struct candidates *candidates, enum report_entries which)
{
    struct question question = page->facts->question;
    uint64_t before_id = 0;
    size_t found = READER_PAGE_MAX;
    enum err err = OK;

    question.visits = candidates->visits;
    question.visit_count = candidates->visit_count;
    while (err == OK && found == READER_PAGE_MAX) {
        found = 0;
        err = find_entries(page, &question, which, before_id, candidates->ids, READER_PAGE_MAX,
                           &found);
        if (err != OK || found == 0)
            break;
        before_id = candidates->ids[found - 1];
        qsort(candidates->ids, found, sizeof(*candidates->ids), by_number);
        for (size_t i = 0; i < candidates->count; i++) {
            bool has_conversion = candidates->conversion_ids[i] != 0;
            if (has_conversion == (which == REPORT_CONVERSIONS))
                candidates->is_kept[i] |= is_among(candidates->ids, found,
                                                   has_conversion ? candidates->conversion_ids[i]
                                                                  : candidates->visit_ids[i]);
        }
    }
    return err;
}

static enum err choose(struct page *page, enum ledger_table table, struct candidates *candidates)
{
    read_keys(candidates, table);
    if (table != LEDGER_POSTBACK)
        find_visits(page, candidates);
    if (page->rows.err != OK)
        return page->rows.err;
    list_visits(page->facts, candidates);
    if (candidates->visit_count == 0)
        return OK;
    enum err err = keep(page, candidates, REPORT_CONVERSIONS);
    return err == OK && table == LEDGER_POSTBACK ? keep(page, candidates, REPORT_VISITS) : err;
}

/* None of them is older than the question's span. */
static uint64_t first_id(const struct question *question)
{
    int64_t ms = question->span.from_ms - (question->time == TIME_CONVERSION ? EARLIER_MS : 0);

    return ms > 0 ? id_from_ms(ms) : 0;
}

static enum err fill_chosen(struct page *page, enum ledger_table table, char *rows, size_t *count,
                            uint64_t *next)
{
    struct candidates *candidates = ARENA_NEW(page->rows.arena, struct candidates);
    struct reader_query query = page->query;
    int64_t deadline_mono_ms = clock_mono_ms() + PAGE_MS_MAX;
    size_t row_bytes = table_of(table)->row_bytes;
    uint64_t first = first_id(&page->facts->question);
    enum err err = OK;

    char *read = arena_alloc_raw(page->rows.arena, READER_PAGE_MAX * row_bytes);
    if (candidates == NULL || read == NULL)
        return ERR_FULL;
    candidates->rows = read;
    candidates->row_bytes = row_bytes;
    query.limit = READER_PAGE_MAX;
    query.from_id = query.from_id > first ? query.from_id : first;
    for (unsigned scan = 0; err == OK && scan < PAGE_SCANS_MAX; scan++) {
        err = page_read_once(page, table, &query, read, &candidates->count, next);
        if (err == OK)
            err = choose(page, table, candidates);
        for (size_t i = 0; err == OK && i < candidates->count; i++) {
            if (!candidates->is_kept[i])
                continue;
            memcpy(rows + *count * row_bytes, read + i * row_bytes, row_bytes);
            if (++*count == page->query.limit) {
                *next = row_get_u64(read + i * row_bytes, &table_of(table)->columns[0]);
                return OK;
            }
        }
        if (*next == 0 || clock_mono_ms() > deadline_mono_ms)
            break;
        query.before_id = *next;
    }
    return err;
}

enum err page_facts_fill(struct page *page, enum ledger_table table, char *rows, size_t *count,
                         uint64_t *next)
{
    switch ((int)table) {
    case LEDGER_VISIT:
        return fill_found(page, table, REPORT_VISITS, rows, count, next);
    case LEDGER_CLICK:
    case LEDGER_AD_CLICK:
        return fill_found(page, table, REPORT_CLICKS, rows, count, next);
    case LEDGER_IMPRESSION:
        return fill_found(page, table, REPORT_IMPRESSIONS, rows, count, next);
    case LEDGER_CONVERSION:
    case LEDGER_GOAL_CALL:
        return fill_found(page, table, REPORT_CONVERSIONS, rows, count, next);
    default:
        return fill_chosen(page, table, rows, count, next);
    }
}

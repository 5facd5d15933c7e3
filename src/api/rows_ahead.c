/* rows_ahead - what the rows of a page have in common is read by one statement a table, and what
 * the visits of a page cost by one walk over their campaigns' updates. */
#include "api/rows.h"

#include "ledger/reader_costs.h"

_Static_assert(API_ROWS_MAX <= READER_PAGE_MAX, "a page is read ahead at once");

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

/* The numbers, rising, each once and without 0. */
static uint64_t *sort_numbers(struct arena *arena, const uint64_t *numbers, size_t *count)
{
    uint64_t *sorted = ARENA_ARRAY(arena, uint64_t, *count + 1);
    size_t kept = 0;

    if (sorted == NULL)
        return NULL;
    if (*count > 0) {
        memcpy(sorted, numbers, *count * sizeof(*sorted));
        qsort(sorted, *count, sizeof(*sorted), by_number);
    }
    for (size_t i = 0; i < *count; i++)
        if (sorted[i] != 0 && (kept == 0 || sorted[kept - 1] != sorted[i]))
            sorted[kept++] = sorted[i];
    *count = kept;
    return sorted;
}

void rows_forget(struct rows *rows)
{
    rows->ahead_count = 0;
    rows->costs = NULL;
    rows->cost_count = 0;
}

void rows_read_ahead(struct rows *rows, enum ledger_table table, const char *column,
                     const uint64_t *numbers, size_t count)
{
    const struct table *t = table_of(table);
    struct reader_query query = {.workspaces = NULL};

    if (count == 0 || !rows_open(rows))
        return;
    CHECK(rows->ahead_count < ROWS_AHEAD_MAX && count <= READER_PAGE_MAX);
    struct rows_ahead *ahead = &rows->ahead[rows->ahead_count];
    uint64_t *asked = sort_numbers(rows->arena, numbers, &count);
    char *found = arena_alloc_raw(rows->arena, count * t->row_bytes + 1);
    *ahead = (struct rows_ahead){.table = table,
                                 .column = table_find_column(t, str_from_c(column)),
                                 .asked = asked,
                                 .asked_count = count,
                                 .found = found};
    rows->err = asked == NULL || found == NULL
                    ? ERR_FULL
                    : ledger_reader_rows(rows->reader, table, column, asked, count, &query,
                                         rows->arena, found, &ahead->found_count);
    if (rows->err == OK)
        rows->ahead_count++;
}

const void *rows_find_ahead(const struct rows *rows, enum ledger_table table, uint64_t number,
                            bool *is_asked)
{
    const struct rows_ahead *ahead = NULL;

    *is_asked = false;
    for (size_t i = 0; i < rows->ahead_count && ahead == NULL; i++)
        if (rows->ahead[i].table == table)
            ahead = &rows->ahead[i];
    if (ahead == NULL ||
        bsearch(&number, ahead->asked, ahead->asked_count, sizeof(number), by_number) == NULL)
        return NULL;
    *is_asked = true;
    size_t row_bytes = table_of(table)->row_bytes, low = 0, high = ahead->found_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *row = ahead->found + middle * row_bytes;
        uint64_t here = row_get_u64(row, ahead->column);
        if (here == number)
            return row;
        if (here > number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ------------------------------------------------------------------ costs */

/* A visit on its way to its cost. */
struct costed {
    uint64_t campaign_id; /* 0: no update covers it: a bot's, or a test's */
    uint64_t id;
    int64_t own_micros;
    struct str tokens;
};

static int by_campaign(const void *a, const void *b)
{
    const struct costed *left = a, *right = b;

    if (left->campaign_id != right->campaign_id)
        return left->campaign_id < right->campaign_id ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

static int by_visit(const void *a, const void *b)
{
    const struct row_cost *left = a, *right = b;

    return left->visit_id < right->visit_id ? -1 : left->visit_id > right->visit_id;
}

/* What these visits of one campaign, by rising id, cost now. */
static void reckon_campaign(struct rows *rows, const struct costed *visits, size_t count,
                            struct row_cost *costs)
{
    const struct cost_update *updates = NULL;
    size_t update_count = 0;
    struct spread spread = {0};

    if (visits[0].campaign_id != 0)
        rows->err = ledger_reader_cost_updates(rows->reader, visits[0].campaign_id, visits[0].id,
                                               visits[count - 1].id + 1, UINT64_MAX, rows->arena,
                                               &updates, &update_count);
    if (rows->err == OK)
        rows->err = spread_init(&spread, updates, update_count, rows->arena);
    for (size_t i = 0; rows->err == OK && i < count; i++) {
        const struct cost_update *update =
            spread_find(&spread, visits[i].id, visits[i].tokens, UINT64_MAX);
        costs[i] = (struct row_cost){visits[i].id, visits[i].own_micros, STR("setup")};
        if (update != NULL)
            costs[i] =
                (struct row_cost){visits[i].id, spread_share(update, visits[i].id), update->method};
    }
}

static void reckon(struct rows *rows, struct costed *visits, size_t count, struct row_cost *costs)
{
    size_t end;

    qsort(visits, count, sizeof(*visits), by_campaign);
    for (size_t begin = 0; rows->err == OK && begin < count; begin = end) {
        for (end = begin + 1; end < count && visits[end].campaign_id == visits[begin].campaign_id;)
            end++;
        reckon_campaign(rows, visits + begin, end - begin, costs + begin);
    }
    if (rows->err == OK)
        qsort(costs, count, sizeof(*costs), by_visit);
}

/* The costs of visits[0], visits[1] ... in the order of their ids. NULL: rows->err says why. */
static struct row_cost *read_costs(struct rows *rows, const struct visit *const *visits,
                                   size_t count)
{
    struct costed *costed = ARENA_ARRAY(rows->arena, struct costed, count + 1);
    struct row_cost *costs = ARENA_ARRAY(rows->arena, struct row_cost, count + 1);

    if (!rows_open(rows))
        return NULL;
    if (costed == NULL || costs == NULL) {
        rows->err = ERR_FULL;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct visit visit = rows_correct_visit(rows, visits[i]);
        bool counts = !visit.is_bot && !visit.is_test;
        costed[i] = (struct costed){counts ? visit.campaign_id : 0, visit.id, visit.cost_micros,
                                    visit.tokens};
    }
    reckon(rows, costed, count, costs);
    return rows->err == OK ? costs : NULL;
}

struct row_cost rows_cost_of(struct rows *rows, const struct visit *visit)
{
    struct row_cost wanted = {.visit_id = visit->id, .origin = STR("setup")};
    const struct row_cost *cost = NULL;

    if (rows->cost_count > 0)
        cost = bsearch(&wanted, rows->costs, rows->cost_count, sizeof(wanted), by_visit);
    if (cost == NULL)
        cost = read_costs(rows, &visit, 1);
    return cost != NULL ? *cost : wanted;
}

/* ------------------------------------------------------------------ pages */

/* What visits share: their states, their corrections and their costs. */
static void prepare(struct rows *rows, const struct visit *const *visits, size_t count)
{
    uint64_t *ids = ARENA_ARRAY(rows->arena, uint64_t, 2 * count + 1);
    size_t waiting = 0;

    if (ids == NULL) {
        rows->err = ERR_FULL;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = visits[i]->id;
        if (visits[i]->cost_rate_den == 0)
            ids[count + waiting++] = visits[i]->id;
    }
    rows_read_ahead(rows, LEDGER_VISIT_STATE, "visit_id", ids, count);
    rows_read_ahead(rows, LEDGER_COST_CORRECTION, "visit_id", ids + count, waiting);
    rows->costs = read_costs(rows, visits, count);
    rows->cost_count = rows->costs != NULL ? count : 0;
}

void rows_prepare_visits(struct rows *rows, const struct visit *visits, size_t count)
{
    uint64_t *ids = ARENA_ARRAY(rows->arena, uint64_t, count + 1);
    const struct visit **all = ARENA_ARRAY(rows->arena, const struct visit *, count + 1);

    rows_forget(rows);
    if (ids == NULL || all == NULL)
        rows->err = ERR_FULL;
    if (count == 0 || rows->err != OK)
        return;
    for (size_t i = 0; i < count; i++) {
        ids[i] = visits[i].id;
        all[i] = &visits[i];
    }
    rows_read_ahead(rows, LEDGER_PERSONAL, "id", ids, count);
    prepare(rows, all, count);
}

void rows_prepare_conversions(struct rows *rows, const struct conversion *conversions, size_t count)
{
    uint64_t *ids = ARENA_ARRAY(rows->arena, uint64_t, count + 1);
    const struct visit **all = ARENA_ARRAY(rows->arena, const struct visit *, count + 1);

    rows_forget(rows);
    if (ids == NULL || all == NULL)
        rows->err = ERR_FULL;
    if (count == 0 || rows->err != OK)
        return;
    for (size_t i = 0; i < count; i++)
        ids[i] = conversions[i].visit_id;
    rows_read_ahead(rows, LEDGER_VISIT, "id", ids, count);
    if (rows->ahead_count == 0)
        return;
    const struct rows_ahead *visits = &rows->ahead[0];
    for (size_t i = 0; i < visits->found_count; i++)
        all[i] = (const struct visit *)(const void *)(visits->found +
                                                      i * table_of(LEDGER_VISIT)->row_bytes);
    prepare(rows, all, visits->found_count);
}

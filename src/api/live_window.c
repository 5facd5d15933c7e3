#include "api/live_window.h"

#include <stdlib.h>

/* Two tables make one kind: attempts that were answered, and decisions not to tell. */
static const struct {
    enum ledger_table table;
    enum live_kind kind;
} tables[LIVE_TABLES] = {
    {LEDGER_VISIT, LIVE_VISIT},
    {LEDGER_CLICK, LIVE_CLICK},
    {LEDGER_CONVERSION_CHANGE, LIVE_CONVERSION},
    {LEDGER_POSTBACK, LIVE_POSTBACK_IN},
    {LEDGER_ANSWER, LIVE_POSTBACK_OUT},
    {LEDGER_FORWARD, LIVE_POSTBACK_OUT},
};

const char *live_kind_text(enum live_kind kind)
{
    static const char *const texts[] = {
#define X(KIND, kind) #kind,
        LIVE_KINDS(X)
#undef X
    };

    return texts[kind];
}

void live_wish_add(struct live_wish *wish, const char *column, uint64_t number)
{
    CHECK(wish->filter_count < LIVE_FILTERS_MAX);
    struct live_filter *filter = &wish->filters[wish->filter_count++];

    filter->number = number;
    for (size_t i = 0; i < LIVE_TABLES; i++)
        filter->of[i] = table_find_column(table_of(tables[i].table), str_from_c(column));
}

/* ------------------------------------------------------------------ reading */

/* One table's page of the window. */
struct part {
    const char *rows;
    size_t row_bytes;
    size_t count;
};

static uint64_t id_of(const struct part *part, size_t i)
{
    return *(const uint64_t *)(const void *)(part->rows + i * part->row_bytes);
}

static enum err read_part(struct tail *tail, enum ledger_table table, uint64_t after_id,
                          uint64_t until_id, struct arena *arena, struct part *part)
{
    bool is_visit = table == LEDGER_VISIT;
    part->row_bytes = is_visit ? sizeof(struct tail_visit) : table_of(table)->row_bytes;
    void *rows = arena_alloc_raw(arena, TAIL_PAGE_MAX * part->row_bytes);

    part->rows = rows;
    if (rows == NULL)
        return ERR_FULL;
    return is_visit ? tail_visits(tail, after_id, until_id, arena, rows, &part->count)
                    : tail_rows(tail, table, after_id, until_id, arena, rows, &part->count);
}

/* A decision to send is told by its attempts. */
static bool is_told(enum ledger_table table, const void *row)
{
    return table != LEDGER_FORWARD ||
           str_is_equal(((const struct forward *)row)->decision, STR("skip"));
}

static int by_id(const void *a, const void *b)
{
    uint64_t left = ((const struct live_item *)a)->id, right = ((const struct live_item *)b)->id;

    return left < right ? -1 : left > right;
}

static enum err merge(const struct part *parts, uint64_t until_id, struct arena *arena,
                      struct live_item **items, size_t *count)
{
    size_t all = 1; /* never none, which would look like no memory */
    for (size_t i = 0; i < LIVE_TABLES; i++)
        all += parts[i].count;
    struct live_item *merged = ARENA_ARRAY(arena, struct live_item, all);
    size_t kept = 0;

    if (merged == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < LIVE_TABLES; i++)
        for (size_t j = 0; j < parts[i].count && id_of(&parts[i], j) <= until_id; j++) {
            const void *row = parts[i].rows + j * parts[i].row_bytes;
            if (is_told(tables[i].table, row))
                merged[kept++] = (struct live_item){
                    .id = id_of(&parts[i], j), .kind = tables[i].kind, .table = i, .row = row};
        }
    qsort(merged, kept, sizeof(*merged), by_id);
    *items = merged;
    *count = kept;
    return OK;
}

enum err live_window_read(struct tail *tail, unsigned kinds, uint64_t after_id, uint64_t *until_id,
                          struct arena *arena, struct live_item **items, size_t *count)
{
    struct part parts[LIVE_TABLES] = {0};
    uint64_t reached = *until_id;

    for (size_t i = 0; i < LIVE_TABLES; i++) {
        if ((kinds >> tables[i].kind & 1) == 0)
            continue;
        enum err err = read_part(tail, tables[i].table, after_id, *until_id, arena, &parts[i]);
        if (err != OK)
            return err;
        if (parts[i].count == TAIL_PAGE_MAX && id_of(&parts[i], TAIL_PAGE_MAX - 1) < reached)
            reached = id_of(&parts[i], TAIL_PAGE_MAX - 1);
    }
    enum err err = merge(parts, reached, arena, items, count);
    if (err == OK)
        *until_id = reached;
    return err;
}

/* ------------------------------------------------------------------ choosing */

bool live_item_is_wanted(const struct live_item *item, const struct live_wish *wish)
{
    const struct column *workspace = &table_of(tables[item->table].table)->columns[1];

    if ((wish->kinds >> item->kind & 1) == 0 ||
        !workspace_set_has(&wish->reads, row_get_u64(item->row, workspace)))
        return false;
    for (size_t i = 0; i < wish->filter_count; i++) {
        const struct column *column = wish->filters[i].of[item->table];
        if (column == NULL || row_get_u64(item->row, column) != wish->filters[i].number)
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------ writing */

/* As it is now, which may be further than the change that is told. */
static json_t *conversion_json(struct rows *rows, const struct conversion_change *change)
{
    struct conversion conversion = {.id = change->conversion_id};

    return rows_find(rows, LEDGER_CONVERSION, &conversion) ? rows_conversion_json(rows, &conversion)
                                                           : NULL;
}

static json_t *row_json(const struct live_item *item, struct rows *rows)
{
    switch (item->kind) {
    case LIVE_VISIT:
        return rows_visit_json(rows, &((const struct tail_visit *)item->row)->visit);
    case LIVE_CLICK:
        return rows_click_json(rows, item->row);
    case LIVE_CONVERSION:
        return conversion_json(rows, item->row);
    case LIVE_POSTBACK_IN:
        return rows_postback_in_json(rows, item->row);
    case LIVE_POSTBACK_OUT:
        return tables[item->table].table == LEDGER_ANSWER ? rows_answer_json(rows, item->row)
                                                          : rows_skip_json(rows, item->row);
    case LIVE_KIND_COUNT:
        break;
    }
    check_failed("a kind of the live stream", __FILE__, __LINE__);
}

static struct str write_event(const struct live_item *item, const json_t *row, struct arena *arena)
{
    size_t bytes = json_dumpb(row, NULL, 0, JSON_COMPACT);
    char *json = arena_alloc_raw(arena, bytes);

    if (json == NULL)
        return STR_NONE;
    CHECK(json_dumpb(row, json, bytes, JSON_COMPACT) == bytes);
    return arena_format(arena, "event: %s\nid: %" PRIu64 "\ndata: %.*s\n\n",
                        live_kind_text(item->kind), item->id, (int)bytes, json);
}

struct str live_item_text(struct live_item *item, struct rows *rows, struct arena *arena)
{
    struct str *text = &item->texts[say_language()];
    if (text->ptr != NULL || item->is_unreadable || rows->err != OK)
        return *text;
    json_t *row = row_json(item, rows);
    if (row != NULL && rows->err == OK)
        *text = write_event(item, row, arena);
    json_decref(row);
    arena_reset(rows->arena);
    item->is_unreadable = text->ptr == NULL;
    return *text;
}

#include "api/cost_csv.h"

#include "api/csv_table.h"
#include "base/say.h"

static const struct {
    const char *name;
    size_t offset;
} columns[] = {
#define X(name) {#name, offsetof(struct cost_csv_row, name)},
    COST_CSV_COLUMNS(X)
#undef X
};
static const char *const required[] = {"date_from", "date_to", "campaign", "cost"};

/* ------------------------------------------------------------------ the header */

static struct str judge_name(struct arena *arena, const struct csv_table *table, size_t place,
                             size_t *which)
{
    struct str name = table->header[place];

    for (*which = 0; *which < ARRAY_LEN(columns); (*which)++)
        if (str_is_equal_nocase(name, str_from_c(columns[*which].name)))
            break;
    if (*which == ARRAY_LEN(columns))
        return arena_format(
            arena,
            say_text("the header names \"%.*s\": expected date_from, date_to, campaign, "
                     "token_name, token_value, cost, currency, timezone"),
            STR_FMT(str_slice(name, 0, 64)));
    if (csv_table_find(table, name) != place)
        return arena_format(arena, say_text("the header names %s twice"), columns[*which].name);
    return STR_NONE;
}

static struct str judge_header(struct arena *arena, const struct csv_table *table,
                               size_t order[CSV_TABLE_COLUMNS_MAX])
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct str fault = judge_name(arena, table, i, &order[i]);
        if (fault.ptr != NULL)
            return fault;
    }
    for (size_t i = 0; i < ARRAY_LEN(required); i++)
        if (csv_table_find(table, str_from_c(required[i])) == table->column_count)
            return arena_format(arena, say_text("the header has no column %s"), required[i]);
    return STR_NONE;
}

/* ------------------------------------------------------------------ the whole */

enum err cost_csv_read(struct arena *arena, struct str text, struct cost_csv *csv,
                       struct str *fault)
{
    struct csv_table table;
    size_t order[CSV_TABLE_COLUMNS_MAX];

    memset(csv, 0, sizeof(*csv));
    enum err err = csv_table_read(arena, text, COST_CSV_ROWS_MAX, &table, fault);
    if (err != OK)
        return err;
    *fault = judge_header(arena, &table, order);
    if (fault->ptr == NULL && table.count == 0)
        *fault = say_str("there is no row below the header");
    if (fault->ptr != NULL)
        return ERR_INVALID;
    csv->rows = ARENA_ARRAY(arena, struct cost_csv_row, table.count);
    if (csv->rows == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < table.count; i++) {
        csv->rows[i].line = table.rows[i].line;
        for (size_t c = 0; c < table.column_count; c++)
            memcpy((char *)&csv->rows[i] + columns[order[c]].offset, &table.rows[i].cells[c],
                   sizeof(struct str));
    }
    csv->count = table.count;
    return OK;
}

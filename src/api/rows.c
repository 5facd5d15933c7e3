#include "api/rows.h"

#include "api/json_out.h"
#include "visitor/signals.h"

void rows_init(struct rows *rows, struct api *api, struct arena *arena, const struct scope *scope)
{
    rows->api = api;
    rows->arena = arena;
    rows->reader = NULL;
    rows->err = OK;
    rows->registration.workspace_id = 0;
    rows_forget(rows);
    names_init(&rows->names, api->options.catalog, scope);
    workspace_set_write(&scope->reads, rows->workspaces);
}

void rows_fini(struct rows *rows)
{
    readers_give_back(rows->api->readers, TAKE(rows->reader), rows->err);
    names_fini(&rows->names);
}

bool rows_open(struct rows *rows)
{
    if (rows->err == OK && rows->reader == NULL)
        rows->err = readers_take(rows->api->readers, &rows->reader);
    return rows->err == OK;
}

bool rows_find(struct rows *rows, enum ledger_table table, void *row)
{
    const struct table *t = table_of(table);
    bool is_asked = false;
    const void *ahead = rows_find_ahead(rows, table, row_get_u64(row, &t->columns[0]), &is_asked);

    if (ahead != NULL)
        memcpy(row, ahead, t->row_bytes);
    if (is_asked || !rows_open(rows))
        return ahead != NULL;
    enum err err = ledger_reader_find(rows->reader, table, rows->arena, row);
    if (err != OK && err != ERR_NOT_FOUND)
        rows->err = err;
    return err == OK;
}

const void *rows_select(struct rows *rows, enum ledger_table table, const char *column,
                        uint64_t number, size_t max, size_t *count)
{
    struct reader_query query = {.filters = {{.column = column, .number = number}},
                                 .filter_count = 1,
                                 .workspaces = rows->workspaces,
                                 .limit = max};

    *count = 0;
    if (!rows_open(rows))
        return NULL;
    void *found = arena_alloc_raw(rows->arena, max * table_of(table)->row_bytes);
    rows->err = found == NULL
                    ? ERR_FULL
                    : ledger_reader_select(rows->reader, table, &query, rows->arena, found, count);
    return found;
}

json_t *rows_params_json(struct rows *rows, struct str params)
{
    struct uri_query query = {0};
    struct uri_fault fault;
    json_t *object = json_object();

    if (params.ptr == NULL || uri_parse_query(rows->arena, params, &query, &fault) != OK)
        return object;
    for (size_t i = 0; i < query.count; i++) {
        struct str name = arena_copy(rows->arena, query.params[i].name);
        if (name.ptr != NULL && name.len > 0)
            json_out_put(object, name.ptr, json_out_text(query.params[i].value));
    }
    return object;
}

void rows_put_rate(struct rows *rows, json_t *row, const char *name, struct rate rate)
{
    struct arena *arena = rows->arena;
    struct buf text = buf_in_arena(arena, RATE_TEXT_MAX);
    struct buf date = buf_in_arena(arena, RATE_TEXT_MAX);
    char date_name[32];

    if (rate_is_known(rate))
        rate_write(&text, rate);
    if (rate.date != 0)
        rate_write_date(&date, rate.date);
    (void)snprintf(date_name, sizeof(date_name), "%s_date", name);
    json_out_put(row, name, json_out_text(text.len > 0 ? buf_str(&text) : STR_NONE));
    json_out_put(row, date_name, json_out_text(date.len > 0 ? buf_str(&date) : STR_NONE));
}

/* ------------------------------------------------------------------ what rows share */

json_t *rows_words_json(uint64_t bits, const struct visitor_word *words, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        if ((bits & words[i].bit) != 0)
            json_out_append(list, json_string(words[i].word));
    return list;
}

json_t *rows_signals_json(uint64_t signals)
{
    size_t count;
    const struct visitor_word *words = signals_words(&count);

    return rows_words_json(signals, words, count);
}

void rows_put_personal(struct rows *rows, json_t *row, uint64_t id, bool is_whole)
{
    struct personal personal = {.id = id};

    (void)rows_find(rows, LEDGER_PERSONAL, &personal); /* none: the fields stay absent */
    json_out_put(row, "address", json_out_text(personal.address));
    if (!is_whole)
        return;
    json_out_put(row, "user_agent", json_out_text(personal.user_agent));
    json_out_put(row, "referrer", json_out_text(personal.referrer));
}

#include "api/preview.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "convert/manual.h"
#include "model/index.h"

#define ROW_ARENA_BYTES    (4u * 1024 * 1024)
#define CONVERSIONS_OF_ONE 256 /* of a click that are looked at */

/* A conversion that an earlier row would have made or changed. */
struct made {
    struct conversion conversion;
};

struct preview {
    struct call *call;
    struct ledger_reader *reader;
    struct snapshot *snapshot;
    struct arena *row_arena; /* reset for each row */
    uint64_t workspace_id;
    struct str mode;
    struct index by_txid;  /* struct made by visit and txid: the last by nth */
    struct index by_visit; /* struct made by visit: its first */
};

/* ------------------------------------------------------------------ the book */

static struct made *find_made(const struct index *index, uint64_t visit_id, struct str txid)
{
    return (struct made *)(uintptr_t)index_find(index, index_number_of_id(visit_id), txid);
}

/* The click's first conversion, or its last of that transaction. */
static enum err find_kept(const struct preview *preview, bool is_first, struct conversion *row)
{
    struct conversion *kept =
        ARENA_ARRAY(preview->row_arena, struct conversion, CONVERSIONS_OF_ONE);
    struct reader_query query = {.limit = CONVERSIONS_OF_ONE,
                                 .filters = {{.column = "visit_id", .number = row->visit_id}},
                                 .filter_count = 1};
    size_t count = 0;
    const struct conversion *found = NULL;

    if (kept == NULL)
        return ERR_FULL;
    enum err err = ledger_reader_select(preview->reader, LEDGER_CONVERSION, &query,
                                        preview->row_arena, kept, &count);
    if (err != OK)
        return err;
    for (size_t i = 0; i < count; i++) { /* newest first */
        if (is_first)
            found = &kept[i];
        else if (str_is_equal(kept[i].txid, row->txid) &&
                 (found == NULL || kept[i].nth > found->nth))
            found = &kept[i];
    }
    if (found == NULL)
        return ERR_NOT_FOUND;
    *row = *found;
    return OK;
}

static enum err find_correction(const struct preview *preview, struct cost_correction *row)
{
    struct reader_query query = {.filters = {{.column = "visit_id", .number = row->visit_id}},
                                 .filter_count = 1,
                                 .limit = 1};
    size_t count = 0;
    enum err err = ledger_reader_select(preview->reader, LEDGER_COST_CORRECTION, &query,
                                        preview->row_arena, row, &count);
    return err == OK && count == 0 ? ERR_NOT_FOUND : err;
}

static enum err find(void *context, enum ledger_lookup lookup, void *row)
{
    const struct preview *preview = context;
    struct conversion *conversion = row;

    if (lookup == LOOKUP_VISIT)
        return ledger_reader_find(preview->reader, LEDGER_VISIT, preview->row_arena, row);
    if (lookup == LOOKUP_CLICK_STATE)
        return ledger_reader_find(preview->reader, LEDGER_CLICK_STATE, preview->row_arena, row);
    if (lookup == LOOKUP_COST_CORRECTION)
        return find_correction(preview, row);
    CHECK(lookup == LOOKUP_CONVERSION_OF_VISIT || lookup == LOOKUP_CONVERSION_BY_TXID);
    bool is_first = lookup == LOOKUP_CONVERSION_OF_VISIT;
    const struct made *made =
        is_first ? NULL : find_made(&preview->by_txid, conversion->visit_id, conversion->txid);
    if (made != NULL) {
        *conversion = made->conversion;
        return OK;
    }
    enum err err = find_kept(preview, is_first, conversion);
    if (err != ERR_NOT_FOUND || !is_first)
        return err;
    made = find_made(&preview->by_visit, conversion->visit_id, STR_NONE);
    if (made == NULL)
        return ERR_NOT_FOUND;
    *conversion = made->conversion;
    return OK;
}

/* ------------------------------------------------------------------ what rows make */

/* A copy whose strings outlive the row. */
static struct made *copy_made(struct call *call, const struct conversion *conversion)
{
    const struct table *table = table_of(LEDGER_CONVERSION);
    struct made *made = ARENA_NEW(call->arena, struct made);

    if (made == NULL)
        return NULL;
    made->conversion = *conversion;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (column_is_number(column))
            continue;
        struct str copy = arena_copy(call->arena, row_get_str(conversion, column));
        memcpy((char *)&made->conversion + column->offset, &copy, sizeof(copy));
    }
    return made;
}

static enum err remember(struct preview *preview, const struct conversion *conversion)
{
    struct call *call = preview->call;
    uint64_t visit_id = conversion->visit_id;
    struct made *before = find_made(&preview->by_txid, visit_id, conversion->txid);
    struct made *made = copy_made(call, conversion);

    if (made == NULL || arena_is_full(call->arena))
        return ERR_FULL;
    if (made->conversion.id == 0)
        made->conversion.id = UINT64_MAX; /* it has none yet, but it is there */
    if (before != NULL) {
        *before = *made;
        return OK;
    }
    enum err err = index_add(&preview->by_txid, call->arena, index_number_of_id(visit_id),
                             made->conversion.txid, made);
    if (err == OK && find_made(&preview->by_visit, visit_id, STR_NONE) == NULL)
        err = index_add(&preview->by_visit, call->arena, index_number_of_id(visit_id), STR_NONE,
                        made);
    return err;
}

/* ------------------------------------------------------------------ rows */

static json_t *result_of(const struct registration *reg, const struct register_match *match)
{
    bool has_id = match->has_existing && match->existing.id != UINT64_MAX &&
                  reg->verdict.action != ACTION_CREATED;
    json_t *result = json_array();

    json_out_append(result, json_out_text(reg->log.outcome));
    json_out_append(result, json_out_text(reg->log.reason));
    json_out_append(result, has_id ? json_out_id(match->existing.id) : json_null());
    return result;
}

static enum err judge(struct preview *preview, const struct upload_row *row, json_t **result)
{
    const struct register_book book = {find, preview};
    struct register_match match;
    struct postback_fault fault;
    struct registration reg = {
        .snapshot = preview->snapshot,
        .arena = preview->row_arena,
        .visit_id = row->visit_id,
        .channel = CHANNEL_CSV,
        .is_trusted = true,
        .workspace_id = preview->workspace_id,
    };

    reg.has_mode = manual_find_mode(preview->mode.ptr, &reg.mode);
    enum err err =
        postback_parse(preview->row_arena, row->query, STR_NONE, NULL, NULL, &reg.call, &fault);
    CHECK(err != ERR_INVALID); /* it was judged */
    if (err == OK)
        err = register_match(&book, clock_wall_ms(), preview->row_arena, &reg, &match);
    if (err == OK && reg.verdict.action != ACTION_NONE)
        err = remember(preview, &reg.verdict.conversion);
    if (err == OK)
        *result = result_of(&reg, &match);
    return err;
}

static enum err judge_all(struct preview *preview, const struct upload *upload, json_t *results)
{
    enum err err = OK;

    for (size_t i = 0; i < upload->count && err == OK; i++) {
        json_t *result = NULL;
        if (upload->rows[i].reason != NULL)
            continue;
        arena_reset(preview->row_arena);
        err = judge(preview, &upload->rows[i], &result);
        if (err == OK)
            CHECK(json_array_set_new(results, i, result) == 0);
    }
    return err;
}

void preview_rows(struct call *call, uint64_t workspace_id, struct str mode,
                  const struct upload *upload, json_t *results)
{
    struct preview preview = {.call = call, .workspace_id = workspace_id, .mode = mode};

    if (snapshots_hold(call->api->snapshots, &preview.snapshot) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    preview.row_arena = arena_make(ROW_ARENA_BYTES);
    enum err err = readers_take(call->api->readers, &preview.reader);
    if (err == OK)
        err = judge_all(&preview, upload, results);
    readers_give_back(call->api->readers, preview.reader, err);
    arena_free(preview.row_arena);
    snapshot_drop(preview.snapshot);
    if (err != OK)
        call_refuse_read(call, err);
}

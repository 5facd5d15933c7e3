#include "ledger/batch.h"

#include "base/log.h"

enum err batch_begin(struct ledger_tx *tx, bool is_synced, int64_t now_ms)
{
    tx->now_ms = now_ms;
    tx->last_id = tx->link.last_id;
    tx->entries = 0;
    tx->total_count = 0;
    arena_reset(tx->total_arena);
    chain_begin(&tx->chain, tx->link.hash);
    return tx->ops->begin(tx->store, is_synced);
}

enum err batch_write_parts(struct ledger_tx *tx, const struct ledger_part *parts, size_t count,
                           uint64_t id)
{
    enum err err = OK;
    /* A copy gets the id: the owner of the row may be reading it, its visitor could not wait. */
    _Alignas(max_align_t) char row[LEDGER_ROW_BYTES_MAX];
    for (size_t i = 0; i < count && err == OK; i++) {
        const struct table *table = table_of(parts[i].table);
        if (table->class == TABLE_TOTAL) {
            err = ledger_add(tx, parts[i].table, parts[i].row);
            continue;
        }
        memcpy(row, parts[i].row, table->row_bytes);
        *row_u64(row, &table->columns[0]) = id;
        if (parts[i].write != NULL) {
            err = parts[i].write(tx, row);
            continue;
        }
        err = table->class == TABLE_ENTRY ? ledger_append(tx, parts[i].table, row)
                                          : ledger_put(tx, parts[i].table, row);
    }
    arena_reset(tx->arena);
    return err;
}

enum err batch_run(struct ledger_tx *tx, struct ledger_job *job)
{
    if (job->decide == NULL)
        return batch_write_parts(tx, job->parts, job->part_count, job->id);
    tx->next_id = job->id;
    tx->end_id = job->id + job->id_count;
    enum err err = job->decide(job, tx);
    arena_reset(tx->arena);
    return err;
}

static enum err write_totals(struct ledger_tx *tx)
{
    enum err err = OK;
    for (size_t i = 0; i < tx->total_count && err == OK; i++)
        err = tx->ops->write(tx->store, tx->totals[i].table, tx->totals[i].row);
    tx->total_count = 0;
    arena_reset(tx->total_arena);
    return err;
}

enum err batch_commit(struct ledger_tx *tx, uint64_t mark)
{
    enum err err = write_totals(tx);
    if (err != OK)
        return err;
    struct store_batch link = tx->link;
    bool is_empty = tx->entries == 0;
    if (!is_empty) {
        link.last_id = tx->last_id;
        link.entries = tx->entries;
        chain_end(&tx->chain, link.hash);
    }
    err = tx->ops->commit(tx->store, is_empty ? &(struct store_batch){0} : &link, mark);
    if (err == OK)
        tx->link = link;
    return err;
}

/* --- What decide() calls -------------------------------------------------- */

uint64_t ledger_next_id(struct ledger_tx *tx)
{
    CHECK(tx->next_id < tx->end_id);
    return tx->next_id++;
}

int64_t ledger_now_ms(const struct ledger_tx *tx)
{
    return tx->now_ms;
}

struct arena *ledger_arena(struct ledger_tx *tx)
{
    return tx->arena;
}

enum err ledger_append(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    CHECK(t->class == TABLE_ENTRY);
    uint64_t id = row_get_u64(row, &t->columns[0]);
    CHECK(id > tx->last_id); /* ids rise: the chain, the projector and every log stand on it */
    enum err err = tx->ops->write(tx->store, table, row);
    if (err != OK)
        return err;
    chain_add(&tx->chain, table, row);
    tx->last_id = id;
    tx->entries++;
    return OK;
}

enum err ledger_put(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    enum table_class class = table_of(table)->class;
    CHECK(class == TABLE_STATE || class == TABLE_PERSONAL);
    return tx->ops->write(tx->store, table, row);
}

enum err ledger_erase_personal(struct ledger_tx *tx, uint64_t workspace_id, uint64_t from_id,
                               uint64_t to_id, size_t max, struct ledger_erased *erased)
{
    return tx->ops->erase_personal(tx->store, workspace_id, from_id, to_id, max, erased);
}

static bool has_same_key(const struct table *table, const void *a, const void *b)
{
    for (size_t i = 0; i < table->key_count; i++) {
        const struct column *column = &table->columns[i];
        bool is_same = column_is_number(column)
                           ? row_get_u64(a, column) == row_get_u64(b, column)
                           : str_is_equal(row_get_str(a, column), row_get_str(b, column));
        if (!is_same)
            return false;
    }
    return true;
}

/* Keeps a copy of the row until the batch is committed. */
static enum err gather(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    void *copy = arena_alloc(tx->total_arena, t->row_bytes);
    if (copy == NULL)
        return ERR_IO;
    memcpy(copy, row, t->row_bytes);
    for (size_t i = 0; i < t->column_count; i++) {
        if (column_is_number(&t->columns[i]))
            continue;
        struct str s = arena_copy(tx->total_arena, row_get_str(row, &t->columns[i]));
        memcpy((char *)copy + t->columns[i].offset, &s, sizeof(s));
    }
    tx->totals[tx->total_count].table = table;
    tx->totals[tx->total_count].row = copy;
    tx->total_count++;
    return OK;
}

enum err ledger_add(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    CHECK(t->class == TABLE_TOTAL);
    for (size_t i = 0; i < tx->total_count; i++) {
        if (tx->totals[i].table != table || !has_same_key(t, tx->totals[i].row, row))
            continue;
        for (size_t c = t->key_count; c < t->column_count; c++)
            *row_u64(tx->totals[i].row, &t->columns[c]) += row_get_u64(row, &t->columns[c]);
        return OK;
    }
    if (tx->total_count == BATCH_TOTALS_MAX) {
        enum err err = write_totals(tx);
        if (err != OK)
            return err;
    }
    return gather(tx, table, row);
}

enum err ledger_select(struct ledger_tx *tx, enum ledger_lookup lookup, const void *given,
                       void *rows, size_t max, size_t *count)
{
    return tx->ops->select(tx->store, lookup, given, tx->arena, rows, max, count);
}

enum err ledger_find(struct ledger_tx *tx, enum ledger_lookup lookup, void *row)
{
    size_t count = 0;
    enum err err = ledger_select(tx, lookup, row, row, 1, &count);
    if (err == ERR_FULL) /* a job's arena holds any row we store: more is a fault of the store */
        return ERR_IO;
    return err != OK ? err : count == 0 ? ERR_NOT_FOUND : OK;
}

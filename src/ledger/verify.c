/* verify - one walk over all entries in the order of ids, in short transactions, proves the chain
 * and the personal fields and adds up the totals; these are compared in the walk's last
 * transaction, the one that finds nothing more. State is compared by verify_state.c. One thread,
 * constant memory but for the totals. */
#include "ledger/verify.h"

#include "ledger/proof.h"
#include "ledger/verify_costs.h"
#include "ledger/verify_state.h"
#include "ledger/verify_totals.h"
#include "ledger/verify_verdicts.h"

struct walk {
    struct proof *proof;
    const struct verify_options *options;
    struct totals *totals;
    struct state_proof *state;
    struct cursor cursors[LEDGER_TABLE_COUNT]; /* of entries and personal fields */
    struct {
        const struct column *workspace_id;
        const struct column *personal_hash; /* NULL: the table has none */
    } columns[LEDGER_TABLE_COUNT];
    sqlite3_stmt *batches;
    sqlite3_stmt *forgetting;
    struct {
        uint64_t workspace_id, from_id, to_id;
    } forgotten;             /* the entry found last: the next one's is often the same */
    uint64_t after_entry_id; /* all up to here are proved */
    uint64_t after_personal_id;

    struct store_batch batch; /* the one whose entries pass; without has_batch there is none left */
    bool has_batch;
    bool has_hash; /* of the right length */
    struct chain chain;
    uint64_t entries; /* of the batch, so far */
    struct entry_name {
        const char *table;
        uint64_t id;
    } first, last; /* of these */
};

static bool is_walked(size_t table)
{
    enum table_class class = table_of((enum ledger_table)table)->class;
    return class == TABLE_ENTRY || class == TABLE_PERSONAL;
}

static enum err walk_open(struct walk *walk)
{
    enum err err = totals_make(walk->proof, &walk->totals);
    if (err == OK)
        err = state_proof_make(walk->proof, &walk->state);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT && err == OK; i++) {
        const struct table *table = table_of((enum ledger_table)i);
        walk->columns[i].workspace_id = table_find_column(table, STR("workspace_id"));
        walk->columns[i].personal_hash = table_find_column(table, STR("personal_hash"));
        if (is_walked(i))
            err = cursor_open(&walk->cursors[i], walk->proof, (enum ledger_table)i,
                              "WHERE id>?1 ORDER BY id");
    }
    if (err == OK)
        err = proof_prepare(walk->proof,
                            "SELECT from_id, to_id FROM forgetting WHERE workspace_id=?1 AND"
                            " from_id<=?2 AND to_id>?2 ORDER BY from_id DESC LIMIT 1",
                            &walk->forgetting);
    if (err == OK)
        err = proof_prepare(walk->proof,
                            "SELECT last_id, entries, hash FROM batch WHERE last_id>?1"
                            " ORDER BY last_id",
                            &walk->batches);
    if (err == OK)
        chain_begin(&walk->chain, walk->batch.hash);
    return err;
}

static void walk_close(struct walk *walk)
{
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++)
        cursor_close(&walk->cursors[i]);
    sqlite3_finalize(walk->batches);
    sqlite3_finalize(walk->forgetting);
    state_proof_free(walk->state);
    totals_free(walk->totals);
}

/* --- The chain ------------------------------------------------------------ */

static enum err next_batch(struct walk *walk)
{
    int rc = sqlite3_step(walk->batches);
    walk->proof->rows++;
    walk->has_batch = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE ? OK : proof_fail(walk->proof);
    walk->batch.last_id = (uint64_t)sqlite3_column_int64(walk->batches, 0);
    walk->batch.entries = (uint64_t)sqlite3_column_int64(walk->batches, 1);
    const void *hash = sqlite3_column_blob(walk->batches, 2);
    walk->has_hash = sqlite3_column_bytes(walk->batches, 2) == STORE_HASH_BYTES;
    if (walk->has_hash)
        memcpy(walk->batch.hash, hash, STORE_HASH_BYTES);
    return OK;
}

static void tell_batch(struct walk *walk, const uint8_t hash[STORE_HASH_BYTES])
{
    struct proof *proof = walk->proof;
    const struct store_batch *batch = &walk->batch;
    bool is_linked = walk->has_hash && memcmp(hash, batch->hash, STORE_HASH_BYTES) == 0;
    if (walk->entries == 0)
        proof_tell(proof, "batch %" PRIu64 ": says %" PRIu64 " entries, none is there",
                   batch->last_id, batch->entries);
    else if (walk->entries != batch->entries)
        proof_tell(proof,
                   "batch %" PRIu64 ": says %" PRIu64 " entries, %" PRIu64 " are there, %s %" PRIu64
                   " to %s %" PRIu64,
                   batch->last_id, batch->entries, walk->entries, walk->first.table, walk->first.id,
                   walk->last.table, walk->last.id);
    else if (!is_linked && walk->entries == 1)
        proof_tell(proof, "%s %" PRIu64 ": its values do not give the hash of batch %" PRIu64,
                   walk->first.table, walk->first.id, batch->last_id);
    else if (!is_linked)
        proof_tell(proof,
                   "%s %" PRIu64 " to %s %" PRIu64 ": these %" PRIu64
                   " entries do not give the hash of batch %" PRIu64,
                   walk->first.table, walk->first.id, walk->last.table, walk->last.id,
                   walk->entries, batch->last_id);
    else if (walk->last.id != batch->last_id)
        proof_tell(proof, "batch %" PRIu64 ": its last entry is %s %" PRIu64, batch->last_id,
                   walk->last.table, walk->last.id);
}

static void tell_totals(struct walk *walk)
{
    struct verify_report *report = walk->proof->report;
    report->has_totals = true;
    report->totals_entries = report->entries;
    memcpy(report->totals_hash, walk->batch.hash, STORE_HASH_BYTES);
    totals_tell(walk->totals, walk->options->on_total, walk->options->context);
}

/* The next batch goes on from the hash that is kept, so that one alteration is not told of all. */
static enum err finish_batch(struct walk *walk)
{
    struct verify_report *report = walk->proof->report;
    uint8_t hash[STORE_HASH_BYTES];
    chain_end(&walk->chain, hash);
    tell_batch(walk, hash);
    report->batches++;
    report->entries += walk->entries;
    report->head_id = walk->batch.last_id;
    memcpy(report->head, walk->batch.hash, STORE_HASH_BYTES);
    const uint8_t *expected_head = walk->options->expected_head;
    if (expected_head != NULL && memcmp(expected_head, walk->batch.hash, STORE_HASH_BYTES) == 0)
        report->has_expected_head = true;
    if (walk->batch.last_id == walk->options->totals_id)
        tell_totals(walk);
    chain_begin(&walk->chain, walk->batch.hash);
    walk->entries = 0;
    return next_batch(walk);
}

/* --- Entries and their personal fields ------------------------------------ */

static enum err pass_personal(struct walk *walk)
{
    struct cursor *cursor = &walk->cursors[LEDGER_PERSONAL];
    walk->after_personal_id = cursor_id(cursor);
    walk->proof->report->personal++;
    return cursor_next(cursor, walk->proof);
}

/* Whether an entry says that the personal fields of this one were deleted. */
static enum err is_forgotten(struct walk *walk, uint64_t workspace_id, uint64_t id, bool *is_so)
{
    *is_so = walk->forgotten.workspace_id == workspace_id && walk->forgotten.from_id <= id &&
             id < walk->forgotten.to_id;
    if (*is_so)
        return OK;
    sqlite3_bind_int64(walk->forgetting, 1, (sqlite3_int64)workspace_id);
    sqlite3_bind_int64(walk->forgetting, 2, (sqlite3_int64)id);
    int rc = sqlite3_step(walk->forgetting);
    if (rc == SQLITE_ROW) {
        *is_so = true;
        walk->forgotten.workspace_id = workspace_id;
        walk->forgotten.from_id = (uint64_t)sqlite3_column_int64(walk->forgetting, 0);
        walk->forgotten.to_id = (uint64_t)sqlite3_column_int64(walk->forgetting, 1);
    }
    sqlite3_reset(walk->forgetting);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : proof_fail(walk->proof);
}

static enum err prove_absent(struct walk *walk, enum ledger_table table)
{
    const struct cursor *entry = &walk->cursors[table];
    bool is_so;
    enum err err = is_forgotten(walk, row_get_u64(entry->row, walk->columns[table].workspace_id),
                                cursor_id(entry), &is_so);
    if (err == OK && !is_so)
        proof_tell(walk->proof,
                   "personal %" PRIu64 ": is not there, its %s keeps its hash, and no entry says "
                   "that it was forgotten",
                   cursor_id(entry), entry->table->name);
    return err;
}

static enum err prove_personal(struct walk *walk, enum ledger_table table)
{
    const struct cursor *entry = &walk->cursors[table];
    const struct cursor *cursor = &walk->cursors[LEDGER_PERSONAL];
    const struct personal *personal = cursor->row;
    const struct column *column = walk->columns[table].personal_hash;
    struct str kept = column != NULL ? row_get_str(entry->row, column) : STR_NONE;
    uint64_t id = cursor_id(entry);
    if (!cursor->has_row || personal->id != id)
        return kept.ptr != NULL ? prove_absent(walk, table) : OK;
    uint8_t hash[PERSONAL_HASH_BYTES];
    personal_hash(personal, hash);
    const struct column *workspace = walk->columns[table].workspace_id;
    if (kept.ptr == NULL)
        proof_tell(walk->proof, "personal %" PRIu64 ": its %s keeps no hash of it", id,
                   entry->table->name);
    else if (!str_is_equal(kept, (struct str){(const char *)hash, sizeof(hash)}))
        proof_tell(walk->proof, "personal %" PRIu64 ": does not give the hash that its %s keeps",
                   id, entry->table->name);
    else if (personal->workspace_id != row_get_u64(entry->row, workspace))
        proof_tell(walk->proof, "personal %" PRIu64 ": is in another workspace than its %s", id,
                   entry->table->name);
    return pass_personal(walk);
}

static void chain_entry(struct walk *walk, enum ledger_table table)
{
    const struct cursor *entry = &walk->cursors[table];
    chain_add(&walk->chain, table, entry->row);
    walk->last.table = entry->table->name;
    walk->last.id = cursor_id(entry);
    if (walk->entries++ == 0)
        walk->first = walk->last;
}

static enum err pass_entry(struct walk *walk, enum ledger_table table)
{
    struct cursor *entry = &walk->cursors[table];
    enum err err = OK;
    walk->after_entry_id = cursor_id(entry);
    if (walk->has_batch) {
        chain_entry(walk, table);
        err = state_prove_entry(walk->state, table, entry->row);
        if (err == OK)
            err = totals_add_entry(walk->totals, table, entry->row);
    } else {
        char name[PROOF_NAME_BYTES];
        proof_tell(walk->proof, "%s: lies behind the last batch",
                   proof_name(entry->table, entry->row, name));
    }
    if (err == OK)
        err = prove_personal(walk, table);
    return err == OK ? cursor_next(entry, walk->proof) : err;
}

static enum err pass_lone_personal(struct walk *walk)
{
    proof_tell(walk->proof, "personal %" PRIu64 ": has no entry",
               cursor_id(&walk->cursors[LEDGER_PERSONAL]));
    return pass_personal(walk);
}

/* --- The walk ------------------------------------------------------------- */

/* The table whose cursor stands on the smallest id; LEDGER_TABLE_COUNT when none is left. */
static enum ledger_table first_entry(const struct walk *walk)
{
    enum ledger_table first = LEDGER_TABLE_COUNT;
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        const struct cursor *cursor = &walk->cursors[i];
        if (!cursor->has_row || i == LEDGER_PERSONAL)
            continue;
        if (first == LEDGER_TABLE_COUNT || cursor_id(cursor) < cursor_id(&walk->cursors[first]))
            first = (enum ledger_table)i;
    }
    return first;
}

static enum err walk_on(struct walk *walk, bool *is_end)
{
    enum ledger_table table = first_entry(walk);
    bool has_entry = table != LEDGER_TABLE_COUNT;
    uint64_t id = has_entry ? cursor_id(&walk->cursors[table]) : UINT64_MAX;
    const struct cursor *personal = &walk->cursors[LEDGER_PERSONAL];
    if (walk->has_batch && id > walk->batch.last_id)
        return finish_batch(walk);
    if (personal->has_row && cursor_id(personal) < id)
        return pass_lone_personal(walk);
    if (has_entry)
        return pass_entry(walk, table);
    *is_end = true;
    return OK;
}

/* Puts all cursors behind what is proved, in the transaction that has begun. */
static enum err stand(struct walk *walk)
{
    enum err err = OK;
    for (size_t i = 0; i < LEDGER_TABLE_COUNT && err == OK; i++) {
        if (!is_walked(i))
            continue;
        cursor_bind(&walk->cursors[i], 1,
                    i == LEDGER_PERSONAL ? walk->after_personal_id : walk->after_entry_id);
        err = cursor_next(&walk->cursors[i], walk->proof);
    }
    /* The batch that a page ended in is read again. */
    sqlite3_bind_int64(walk->batches, 1, (sqlite3_int64)walk->proof->report->head_id);
    return err == OK ? next_batch(walk) : err;
}

static enum err walk_page(struct walk *walk, bool *is_end)
{
    enum err err = proof_begin(walk->proof);
    if (err == OK)
        err = stand(walk);
    while (err == OK && !*is_end && proof_has_time(walk->proof))
        err = walk_on(walk, is_end);
    if (err == OK && *is_end)
        err = totals_compare(walk->totals);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        if (is_walked(i))
            cursor_reset(&walk->cursors[i]);
    }
    sqlite3_reset(walk->batches);
    enum err ended = proof_end(walk->proof);
    return err == OK ? ended : err;
}

static enum err walk_all(struct walk *walk)
{
    bool is_end = false;
    enum err err = walk_open(walk);
    while (err == OK && !is_end)
        err = walk_page(walk, &is_end);
    if (err == OK)
        err = state_prove_rows(walk->state);
    walk_close(walk);
    return err;
}

/* Rows that no walk meets, because ids begin at 1. */
static enum err prove_ids(struct proof *proof)
{
    enum err err = OK;
    for (size_t i = 0; i < LEDGER_TABLE_COUNT && err == OK; i++) {
        struct cursor cursor = {0};
        const struct table *table = table_of((enum ledger_table)i);
        char rest[96];
        if (table->key_count != 1)
            continue;
        (void)snprintf(rest, sizeof rest, "WHERE %s<=0 ORDER BY %s", table->columns[0].name,
                       table->columns[0].name);
        err = cursor_open(&cursor, proof, (enum ledger_table)i, rest);
        if (err == OK)
            err = cursor_next(&cursor, proof);
        if (cursor.has_row)
            proof_tell(proof, "%s %" PRId64 ": is no id", table->name, (int64_t)cursor_id(&cursor));
        cursor_close(&cursor);
    }
    return err;
}

enum err ledger_verify(const char *dir, const struct verify_options *options,
                       struct verify_report *report)
{
    struct verify_report told = {0};
    struct proof proof = {
        .report = &told, .on_fault = options->on_fault, .context = options->context};
    struct walk walk = {.proof = &proof, .options = options};
    enum err err = proof_open(&proof, dir);
    if (err != OK)
        return err;
    err = prove_ids(&proof);
    if (err == OK)
        err = walk_all(&walk);
    if (err == OK)
        err = costs_prove(&proof, dir);
    if (err == OK)
        err = verdicts_prove(&proof);
    proof_close(&proof);
    if (err == OK)
        *report = told;
    return err;
}

/* sqlite - the ledger in one SQLite file: write-ahead log, synchronous FULL, statements made once
 * from the tables of row.h. */
#include "ledger/sqlite.h"

#include <stdlib.h>
#include <sys/stat.h>
#include "base/buf.h"
#include "base/log.h"
#include "ledger/store.h"
#include "ledger/words.h"

#define SQL_BYTES_MAX   4096
#define TIDY_PAGES      4000 /* 16 MiB ahead: move it into place */
#define BUSY_TIMEOUT_MS 5000

struct lookup {
    enum ledger_table table;
    const char *where; /* also its order */
    const char *given[3];
};

static const struct lookup lookups[LOOKUP_COUNT] = {
    [LOOKUP_VISIT] = {LEDGER_VISIT, "id=?1", {"id"}},
    [LOOKUP_VISIT_STATE] = {LEDGER_VISIT_STATE, "visit_id=?1", {"visit_id"}},
    [LOOKUP_CLICK_STATE] = {LEDGER_CLICK_STATE, "visit_id=?1", {"visit_id"}},
    [LOOKUP_CLICK_OF_NETWORK] = {LEDGER_CLICK,
                                 "visit_id=?1 AND network_id=?2 ORDER BY is_bot, id DESC",
                                 {"visit_id", "network_id"}},
    [LOOKUP_CONVERSION] = {LEDGER_CONVERSION, "id=?1", {"id"}},
    [LOOKUP_CONVERSION_BY_TXID] = {LEDGER_CONVERSION,
                                   "visit_id=?1 AND txid=?2 ORDER BY nth DESC",
                                   {"visit_id", "txid"}},
    [LOOKUP_CONVERSION_OF_VISIT] = {LEDGER_CONVERSION, "visit_id=?1 ORDER BY id", {"visit_id"}},
    [LOOKUP_OUTBOX] = {LEDGER_OUTBOX, "id=?1", {"id"}},
    [LOOKUP_FORWARD_OF_STATUS] = {LEDGER_OUTBOX,
                                  "conversion_id=?1 AND status=?2 AND lane=?3 ORDER BY id DESC",
                                  {"conversion_id", "status", "lane"}},
    [LOOKUP_AD_CLICK] = {LEDGER_AD_CLICK, "id=?1", {"id"}},
    [LOOKUP_IMPRESSION_BY_SERVED] = {LEDGER_IMPRESSION, "served=?1", {"served"}},
    [LOOKUP_GOAL_STATE] = {LEDGER_GOAL_STATE,
                           "goal_id=?1 AND ad_click_id=?2",
                           {"goal_id", "ad_click_id"}},
    [LOOKUP_GOAL_CALL_BY_KEY] =
        {LEDGER_GOAL_CALL,
         "goal_id=?1 AND ad_click_id=?2 AND idempotency_key=?3 AND outcome='stored' ORDER BY id",
         {"goal_id", "ad_click_id", "idempotency_key"}},
    [LOOKUP_OUTBOX_LANE] = {LEDGER_OUTBOX, "state='due' AND lane>?1 ORDER BY lane", {"lane"}},
    [LOOKUP_OUTBOX_DUE] = {LEDGER_OUTBOX,
                           "state='due' AND lane=?1 AND due_ms<=?2 ORDER BY due_ms",
                           {"lane", "due_ms"}},
    [LOOKUP_OUTBOX_SENDING] = {LEDGER_OUTBOX, "state='sending' AND id>?1 ORDER BY id", {"id"}},
    [LOOKUP_COST_UPDATE] = {LEDGER_COST_UPDATE, "id=?1", {"id"}},
    [LOOKUP_COST_UNDO] = {LEDGER_COST_UPDATE,
                          "undoes_id=?1 AND action='undo' ORDER BY id",
                          {"undoes_id"}},
    [LOOKUP_COST_CORRECTION] = {LEDGER_COST_CORRECTION, "visit_id=?1", {"visit_id"}},
    [LOOKUP_CAMPAIGN_COST] = {LEDGER_CAMPAIGN_COST, "id=?1", {"id"}},
    [LOOKUP_PIXELS_OF_VISIT] = {LEDGER_POSTBACK,
                                "visit_id=?1 AND channel=(SELECT word.id FROM word WHERE "
                                "word.text='pixel') ORDER BY id",
                                {"visit_id"}},
    [LOOKUP_VERDICT] = {LEDGER_VERDICT, "visit_id=?1 ORDER BY id DESC", {"visit_id"}},
    [LOOKUP_CLICKS_OF_VISIT] = {LEDGER_CLICK, "visit_id=?1 ORDER BY id", {"visit_id"}},
    [LOOKUP_OUTBOX_WAITING] = {LEDGER_OUTBOX,
                               "conversion_id=?1 AND state IN ('due','held') ORDER BY id",
                               {"conversion_id"}},
    [LOOKUP_OPERATION] = {LEDGER_OPERATION, "workspace_id=?1 AND key=?2", {"workspace_id", "key"}},
};

static const char indexes_sql[] =
    "CREATE UNIQUE INDEX conversion_identity ON conversion(visit_id, txid, nth);"
    "CREATE INDEX visit_update_of ON visit_update(visit_id);"
    "CREATE INDEX click_of_visit ON click(visit_id, network_id, is_bot DESC);"
    "CREATE INDEX conversion_change_of ON conversion_change(conversion_id);"
    "CREATE INDEX postback_of_visit ON postback(visit_id);"
    "CREATE INDEX forward_of ON forward(conversion_id);"
    "CREATE INDEX attempt_of ON attempt(forward_id);"
    "CREATE INDEX answer_of ON answer(conversion_id);"
    "CREATE INDEX outbox_due ON outbox(lane, due_ms) WHERE state='due';"
    "CREATE INDEX outbox_sending ON outbox(id) WHERE state='sending';"
    "CREATE INDEX outbox_waiting ON outbox(id) WHERE state IN ('due','sending','held');"
    "CREATE INDEX outbox_of ON outbox(conversion_id, status);"
    "CREATE UNIQUE INDEX impression_served ON impression(served);"
    "CREATE INDEX goal_call_key ON goal_call(goal_id, ad_click_id, idempotency_key) WHERE "
    "outcome='stored';"
    "CREATE INDEX visit_no_rate ON visit(id) WHERE cost_rate_den=0 AND (cost_amount_micros<>0 OR "
    "cpa_amount_micros<>0);"
    "CREATE INDEX conversion_no_rate ON conversion(id) WHERE no_rate=1;"
    "CREATE INDEX cost_update_of ON cost_update(campaign_id, from_id, id);"
    "CREATE INDEX cost_update_undone ON cost_update(undoes_id);"
    "CREATE UNIQUE INDEX cost_correction_of ON cost_correction(visit_id);"
    "CREATE INDEX verdict_of ON verdict(visit_id);"
    "CREATE INDEX verdict_of_campaign ON verdict(campaign_id);"
    "CREATE INDEX forgetting_of ON forgetting(workspace_id, from_id);"
    "CREATE UNIQUE INDEX operation_key ON operation(workspace_id, key);"
    "CREATE TABLE batch(last_id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL, entries "
    "INTEGER NOT NULL, hash BLOB NOT NULL);"
    "CREATE TABLE mark(one INTEGER PRIMARY KEY CHECK(one=1), workspace_id INTEGER NOT NULL, id "
    "INTEGER NOT NULL);"
    "INSERT INTO mark VALUES(1, 1, 0);" WORDS_SQL;

struct store {
    sqlite3 *db;
    struct words *words;
    sqlite3_stmt *begin, *commit, *rollback, *batch, *mark;
    sqlite3_stmt *write[LEDGER_TABLE_COUNT]; /* insert, put or add, by the table's class */
    sqlite3_stmt *select[LOOKUP_COUNT];
    bool is_full_sync;
    int wal_pages;    /* in the log now */
    int tidied_pages; /* in the log when it was last moved into place */
};

/* --- Statements from tables ----------------------------------------------- */

static void write_column(struct buf *buf, const struct column *column)
{
    buf_format(buf, column->type == COLUMN_WORD ? "(SELECT text FROM word WHERE word.id=%s)" : "%s",
               column->name);
}

void sqlite_write_columns(struct buf *buf, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        buf_write_c(buf, i == 0 ? "" : ", ");
        write_column(buf, &table->columns[i]);
    }
}

static bool is_judged(const struct table *table, const struct column *column)
{
    return table == table_of(LEDGER_VISIT) &&
           (strcmp(column->name, "signals") == 0 || strcmp(column->name, "is_bot") == 0);
}

void sqlite_write_columns_now(struct buf *buf, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        buf_write_c(buf, i == 0 ? "" : ", ");
        if (is_judged(table, column))
            buf_format(buf,
                       "coalesce((SELECT v.%s FROM verdict AS v WHERE v.visit_id=visit.id ORDER BY"
                       " v.id DESC LIMIT 1), visit.%s)",
                       column->name, column->name);
        else
            write_column(buf, column);
    }
}

static void write_create(struct buf *sql, const struct table *table)
{
    static const char *const types[] = {"INTEGER NOT NULL", "INTEGER NOT NULL", "TEXT", "BLOB",
                                        "INTEGER"};
    bool is_rowid = table->key_count == 1 && table->columns[0].type == COLUMN_U64;
    buf_format(sql, "CREATE TABLE %s(", table->name);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        buf_format(sql, "%s%s %s", i == 0 ? "" : ", ", column->name,
                   is_rowid && i == 0 ? "INTEGER PRIMARY KEY" : types[column->type]);
    }
    if (is_rowid) {
        buf_write_c(sql, ");");
        return;
    }
    buf_write_c(sql, ", PRIMARY KEY(");
    for (size_t i = 0; i < table->key_count; i++)
        buf_format(sql, "%s%s", i == 0 ? "" : ", ", table->columns[i].name);
    buf_write_c(sql, ")) WITHOUT ROWID;");
}

static void write_insert(struct buf *sql, const struct table *table)
{
    bool replaces = table->class == TABLE_STATE || table->class == TABLE_PERSONAL;
    buf_format(sql, "INSERT %sINTO %s VALUES(", replaces ? "OR REPLACE " : "", table->name);
    for (size_t i = 0; i < table->column_count; i++)
        buf_write_c(sql, i == 0 ? "?" : ",?");
    buf_write_c(sql, ")");
    if (table->class != TABLE_TOTAL)
        return;
    buf_write_c(sql, " ON CONFLICT DO UPDATE SET ");
    for (size_t i = table->key_count; i < table->column_count; i++) {
        const char *name = table->columns[i].name;
        buf_format(sql, "%s%s=%s+excluded.%s", i == table->key_count ? "" : ", ", name, name, name);
    }
}

static void write_select(struct buf *sql, const struct lookup *lookup)
{
    const struct table *table = table_of(lookup->table);
    buf_write_c(sql, "SELECT ");
    sqlite_write_columns_now(sql, table);
    buf_format(sql, " FROM %s WHERE %s LIMIT ?9", table->name, lookup->where);
}

/* --- Rows ----------------------------------------------------------------- */

int sqlite_bind_column(sqlite3_stmt *statement, int index, const struct column *column,
                       const void *row)
{
    struct str s;
    switch (column->type) {
    case COLUMN_U64:
    case COLUMN_I64:
        return sqlite3_bind_int64(statement, index, (sqlite3_int64)row_get_u64(row, column));
    case COLUMN_TEXT:
        s = row_get_str(row, column);
        return sqlite3_bind_text(statement, index, s.ptr, (int)s.len, SQLITE_STATIC);
    case COLUMN_BLOB:
        s = row_get_str(row, column);
        return sqlite3_bind_blob(statement, index, s.ptr, (int)s.len, SQLITE_STATIC);
    case COLUMN_WORD: /* the store binds its number */
        break;
    }
    return SQLITE_MISUSE;
}

enum err sqlite_read_row(sqlite3_stmt *statement, const struct table *table, struct arena *arena,
                         void *row)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (column_is_number(column)) {
            *row_u64(row, column) = (uint64_t)sqlite3_column_int64(statement, (int)i);
            continue;
        }
        struct str s = STR_NONE;
        if (sqlite3_column_type(statement, (int)i) != SQLITE_NULL) {
            const void *bytes = sqlite3_column_blob(statement, (int)i);
            s = arena_copy(arena, (struct str){bytes != NULL ? bytes : "",
                                               (size_t)sqlite3_column_bytes(statement, (int)i)});
        }
        memcpy((char *)row + column->offset, &s, sizeof(s));
    }
    return arena_is_full(arena) ? ERR_FULL : OK;
}

/* --- Opening -------------------------------------------------------------- */

static enum err fail(struct store *store, const char *doing)
{
    log_error("ledger", "%s failed: %s", doing, sqlite3_errmsg(store->db));
    return ERR_IO;
}

static enum err run(struct store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : fail(store, sql);
}

static enum err prepare(struct store *store, const char *sql, sqlite3_stmt **statement)
{
    int rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return rc == SQLITE_OK ? OK : fail(store, sql);
}

static enum err step(struct store *store, sqlite3_stmt *statement, const char *doing)
{
    int rc = sqlite3_step(statement);
    enum err err = rc == SQLITE_DONE || rc == SQLITE_ROW ? OK : fail(store, doing);
    sqlite3_reset(statement);
    return err;
}

static enum err make_tables(struct store *store)
{
    char memory[SQL_BYTES_MAX];
    enum err err = run(store, "BEGIN IMMEDIATE");
    for (size_t i = 0; err == OK && i < LEDGER_TABLE_COUNT; i++) {
        struct buf sql = buf_from_memory(memory, sizeof(memory));
        write_create(&sql, table_of((enum ledger_table)i));
        buf_write_char(&sql, '\0');
        CHECK(!buf_is_full(&sql));
        err = run(store, memory);
    }
    if (err == OK)
        err = run(store, indexes_sql);
    if (err == OK)
        err = run(store, "PRAGMA user_version = 1");
    if (err == OK)
        err = run(store, "COMMIT");
    return err;
}

static enum err prepare_all(struct store *store)
{
    char memory[SQL_BYTES_MAX];
    enum err err = prepare(store, "BEGIN IMMEDIATE", &store->begin);
    if (err == OK)
        err = prepare(store, "COMMIT", &store->commit);
    if (err == OK)
        err = prepare(store, "ROLLBACK", &store->rollback);
    if (err == OK)
        err = prepare(store, "INSERT INTO batch VALUES(?,1,?,?)", &store->batch);
    if (err == OK)
        err = prepare(store, "UPDATE mark SET id=?", &store->mark);
    for (size_t i = 0; err == OK && i < LEDGER_TABLE_COUNT; i++) {
        struct buf sql = buf_from_memory(memory, sizeof(memory));
        write_insert(&sql, table_of((enum ledger_table)i));
        buf_write_char(&sql, '\0');
        CHECK(!buf_is_full(&sql));
        err = prepare(store, memory, &store->write[i]);
    }
    for (size_t i = 0; err == OK && i < LOOKUP_COUNT; i++) {
        struct buf sql = buf_from_memory(memory, sizeof(memory));
        write_select(&sql, &lookups[i]);
        buf_write_char(&sql, '\0');
        CHECK(!buf_is_full(&sql));
        err = prepare(store, memory, &store->select[i]);
    }
    if (err == OK && (store->words = words_open(store->db)) == NULL)
        err = fail(store, "opening the words");
    return err;
}

static int on_wal(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    struct store *store = context;
    if (pages < store->tidied_pages) /* the log began anew */
        store->tidied_pages = 0;
    store->wal_pages = pages;
    return SQLITE_OK;
}

static void store_close(struct store *store)
{
    if (store == NULL)
        return;
    sqlite3_stmt *const single[] = {store->begin, store->commit, store->rollback, store->batch,
                                    store->mark};
    for (size_t i = 0; i < ARRAY_LEN(single); i++)
        sqlite3_finalize(single[i]);
    words_close(store->words);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++)
        sqlite3_finalize(store->write[i]);
    for (size_t i = 0; i < LOOKUP_COUNT; i++)
        sqlite3_finalize(store->select[i]);
    /* Refused only with statements still open, and all are closed. */
    (void)sqlite3_close(store->db);
    free(store);
}

static enum err open_file(struct store *store, const char *dir)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/" LEDGER_FILE, dir);
    if (sqlite3_open_v2(path, &store->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return fail(store, "opening the ledger");
    (void)chmod(path, 0600); /* the folder is 0700; this is the second lock */
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    enum err err = run(
        store,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA cache_size=-32768; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY");
    store->is_full_sync = true;
    /* After the pragma above, which sets a hook of its own. */
    sqlite3_wal_hook(store->db, on_wal, store);
    return err;
}

/* What an earlier handle failed to sync may stand in the log all the same, and the page cache calls
 * it clean: no commit may build on it. So the log is moved into its place and cut off, and a commit
 * makes it begin anew on disk. */
static enum err leave_old_log(struct store *store)
{
    if (sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) !=
        SQLITE_OK)
        return fail(store, "moving the old log into place");
    return run(store, "UPDATE mark SET id=id+1"); /* the same value would write no page */
}

static enum err store_open(const char *dir, struct store **opened)
{
    struct store *store = heap_make(1, sizeof(*store));
    enum err err = open_file(store, dir);
    if (err == OK)
        err = sqlite_check_schema(store->db);
    if (err == ERR_NOT_FOUND)
        err = make_tables(store);
    else if (err == OK)
        err = leave_old_log(store);
    if (err == OK)
        err = prepare_all(store);
    if (err != OK) {
        store_close(store);
        return err;
    }
    *opened = store;
    return OK;
}

/* --- The interface -------------------------------------------------------- */

static enum err store_read_head(struct store *store, struct store_batch *head, uint64_t *mark)
{
    sqlite3_stmt *statement = NULL;
    enum err err =
        prepare(store,
                "SELECT mark.id, batch.last_id, batch.entries, batch.hash FROM mark LEFT JOIN batch"
                " ON batch.last_id=(SELECT max(last_id) FROM batch)",
                &statement);
    if (err != OK)
        return err;
    if (sqlite3_step(statement) != SQLITE_ROW) {
        sqlite3_finalize(statement);
        return fail(store, "reading the ledger's head");
    }
    memset(head, 0, sizeof(*head));
    *mark = (uint64_t)sqlite3_column_int64(statement, 0);
    head->last_id = (uint64_t)sqlite3_column_int64(statement, 1);
    head->entries = (uint64_t)sqlite3_column_int64(statement, 2);
    if (sqlite3_column_bytes(statement, 3) == STORE_HASH_BYTES)
        memcpy(head->hash, sqlite3_column_blob(statement, 3), STORE_HASH_BYTES);
    sqlite3_finalize(statement);
    return OK;
}

static enum err store_begin(struct store *store, bool is_synced)
{
    if (is_synced != store->is_full_sync) {
        /* Run anew each time: this pragma acts when it is prepared, not when it is stepped. */
        enum err err =
            run(store, is_synced ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        if (err != OK)
            return err;
        store->is_full_sync = is_synced;
    }
    return step(store, store->begin, "begin");
}

static int bind_word(struct store *store, sqlite3_stmt *statement, int index, struct str text)
{
    sqlite3_int64 id;
    if (text.ptr == NULL)
        return sqlite3_bind_null(statement, index);
    return words_find(store->words, text, &id) == OK ? sqlite3_bind_int64(statement, index, id)
                                                     : SQLITE_ERROR;
}

static enum err write_row(struct store *store, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    sqlite3_stmt *statement = store->write[table];
    int rc = SQLITE_OK;
    for (size_t i = 0; i < t->column_count && rc == SQLITE_OK; i++) {
        const struct column *column = &t->columns[i];
        rc = column->type == COLUMN_WORD
                 ? bind_word(store, statement, (int)i + 1, row_get_str(row, column))
                 : sqlite_bind_column(statement, (int)i + 1, column, row);
    }
    if (rc != SQLITE_OK)
        return fail(store, t->name);
    return step(store, statement, t->name);
}

static enum err store_select(struct store *store, enum ledger_lookup lookup, const void *given,
                             struct arena *arena, void *rows, size_t max, size_t *count)
{
    const struct lookup *l = &lookups[lookup];
    const struct table *table = table_of(l->table);
    sqlite3_stmt *statement = store->select[lookup];
    int rc = sqlite3_bind_int64(statement, 9, (sqlite3_int64)max);
    for (size_t i = 0; i < ARRAY_LEN(l->given) && l->given[i] != NULL && rc == SQLITE_OK; i++)
        rc = sqlite_bind_column(statement, (int)i + 1,
                                table_find_column(table, str_from_c(l->given[i])), given);
    size_t found = 0;
    enum err err = OK;
    while (rc == SQLITE_OK && err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        err = sqlite_read_row(statement, table, arena, (char *)rows + found * table->row_bytes);
        found++;
        rc = SQLITE_OK;
    }
    if (err == OK && rc != SQLITE_DONE)
        err = fail(store, table->name);
    sqlite3_reset(statement);
    if (err == OK)
        *count = found;
    return err;
}

/* Prepared anew each time: it runs a few times a minute at most. */
static enum err store_erase_personal(struct store *store, uint64_t workspace_id, uint64_t from_id,
                                     uint64_t to_id, size_t max, struct ledger_erased *erased)
{
    static const char sql[] =
        "DELETE FROM personal WHERE id IN (SELECT id FROM personal WHERE id>=?1 AND id<?2 AND "
        "workspace_id=?3 ORDER BY id LIMIT ?4) RETURNING id";
    sqlite3_stmt *statement = NULL;
    struct ledger_erased found = {0};
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)from_id);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)to_id);
        sqlite3_bind_int64(statement, 3, (sqlite3_int64)workspace_id);
        sqlite3_bind_int64(statement, 4, (sqlite3_int64)max);
        while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
            uint64_t end_id = (uint64_t)sqlite3_column_int64(statement, 0) + 1;
            found.rows++;
            found.end_id = end_id > found.end_id ? end_id : found.end_id;
        }
    }
    enum err err = rc == SQLITE_DONE ? OK : fail(store, "erasing personal fields");
    sqlite3_finalize(statement);
    if (err == OK)
        *erased = found;
    return err;
}

static enum err store_commit(struct store *store, const struct store_batch *batch, uint64_t mark)
{
    enum err err = OK;
    if (batch->last_id != 0) {
        sqlite3_bind_int64(store->batch, 1, (sqlite3_int64)batch->last_id);
        sqlite3_bind_int64(store->batch, 2, (sqlite3_int64)batch->entries);
        sqlite3_bind_blob(store->batch, 3, batch->hash, STORE_HASH_BYTES, SQLITE_STATIC);
        err = step(store, store->batch, "writing the batch");
    }
    if (err == OK && mark != 0) {
        sqlite3_bind_int64(store->mark, 1, (sqlite3_int64)mark);
        err = step(store, store->mark, "writing the mark");
    }
    return err != OK ? err : step(store, store->commit, "commit");
}

static void store_rollback(struct store *store)
{
    /* A failed commit may have rolled back by itself; then there is nothing to do. */
    if (!sqlite3_get_autocommit(store->db))
        (void)step(store, store->rollback, "rollback");
}

static enum err store_tidy(struct store *store, bool is_idle, uint64_t *wal_bytes)
{
    enum err err = OK;
    int grown = store->wal_pages - store->tidied_pages;
    if (grown >= TIDY_PAGES || (is_idle && grown > 0)) {
        int logged = 0;
        int moved = 0;
        int rc =
            sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved);
        if (rc != SQLITE_OK && rc != SQLITE_BUSY)
            err = fail(store, "checkpoint");
        store->tidied_pages = logged;
        if (moved < logged)
            log_debug("ledger", "checkpoint moved %d of %d pages: a reader holds the rest", moved,
                      logged);
    }
    *wal_bytes = (uint64_t)store->wal_pages * 4096;
    return err;
}

const struct store_ops store_sqlite = {
    .open = store_open,
    .close = store_close,
    .read_head = store_read_head,
    .begin = store_begin,
    .write = write_row,
    .erase_personal = store_erase_personal,
    .select = store_select,
    .commit = store_commit,
    .rollback = store_rollback,
    .tidy = store_tidy,
};

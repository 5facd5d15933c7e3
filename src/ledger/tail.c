#include "ledger/tail.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/clock.h"
#include "ledger/reader_own.h"
#include "ledger/sqlite.h"

#define SQL_BYTES_MAX 8192
#define PAGE_MIN      16 /* rows; smaller pages are no faster */

_Static_assert(TAIL_PAGE_MAX <= READER_SCAN_MAX, "a page is a short read");

/* Of a table: its rows of a range, and the one of an id. */
enum { ROWS, ONE, KINDS };

struct tail {
    struct ledger_reader *reader;
    sqlite3_stmt *head, *batch, *window, *oldest;
    sqlite3_stmt *change_before, *update_before, *verdict_before;
    sqlite3_stmt *clicks_before;
    sqlite3_stmt *of[LEDGER_TABLE_COUNT][KINDS];
};

/* ------------------------------------------------------------------ statements */

static enum err prepare(struct tail *tail, const char *sql, sqlite3_stmt **statement)
{
    int rc =
        sqlite3_prepare_v3(tail->reader->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return rc == SQLITE_OK ? OK : reader_fail(tail->reader, rc);
}

static enum err prepare_select(struct tail *tail, enum ledger_table table, const char *rest,
                               sqlite3_stmt **statement)
{
    const struct table *t = table_of(table);
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    bool is_visit = table == LEDGER_VISIT;

    buf_write_c(&sql, "SELECT ");
    sqlite_write_columns(&sql, t);
    /* A visit's last column is none of its own. */
    if (is_visit)
        buf_write_c(&sql, ", (SELECT referrer FROM personal WHERE personal.id=visit.id)");
    buf_format(&sql, " FROM %s WHERE %s", t->name, rest);
    buf_write_char(&sql, '\0');
    CHECK(!buf_is_full(&sql));
    return prepare(tail, memory, statement);
}

/* Of all tables of entries. */
static enum err prepare_oldest(struct tail *tail)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    bool is_first = true;

    buf_write_c(&sql, "SELECT min(id) FROM (");
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        const struct table *t = table_of((enum ledger_table)i);
        if (t->class != TABLE_ENTRY)
            continue;
        buf_format(&sql, "%sSELECT min(id) AS id FROM %s WHERE id>?1",
                   is_first ? "" : " UNION ALL ", t->name);
        is_first = false;
    }
    buf_write_c(&sql, ")");
    buf_write_char(&sql, '\0');
    CHECK(!buf_is_full(&sql));
    return prepare(tail, memory, &tail->oldest);
}

static enum err prepare_all(struct tail *tail)
{
    enum err err =
        prepare(tail, "SELECT last_id, entries, hash FROM batch ORDER BY last_id DESC LIMIT 1",
                &tail->head);
    if (err == OK)
        err = prepare(tail, "SELECT last_id, entries, hash FROM batch WHERE last_id=?1",
                      &tail->batch);
    if (err == OK)
        err = prepare(tail,
                      "SELECT last_id, entries, hash FROM batch WHERE last_id>?1 AND last_id<=?2"
                      " ORDER BY last_id",
                      &tail->window);
    if (err == OK)
        err = prepare_oldest(tail);
    if (err == OK)
        err = prepare_select(tail, LEDGER_CONVERSION_CHANGE,
                             "conversion_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1",
                             &tail->change_before);
    if (err == OK)
        err =
            prepare_select(tail, LEDGER_VISIT_UPDATE,
                           "visit_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1", &tail->update_before);
    if (err == OK)
        err = prepare_select(tail, LEDGER_VERDICT, "visit_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1",
                             &tail->verdict_before);
    if (err == OK)
        err = prepare_select(tail, LEDGER_CLICK, "visit_id=?1 AND id<?2 ORDER BY id LIMIT ?3",
                             &tail->clicks_before);
    for (size_t i = 0; err == OK && i < LEDGER_TABLE_COUNT; i++) {
        if (table_of((enum ledger_table)i)->class != TABLE_ENTRY)
            continue;
        err = prepare_select(tail, (enum ledger_table)i, "id>?1 AND id<=?2 ORDER BY id LIMIT ?3",
                             &tail->of[i][ROWS]);
        if (err == OK)
            err = prepare_select(tail, (enum ledger_table)i, "id=?1", &tail->of[i][ONE]);
    }
    return err;
}

enum err tail_open(const char *dir, struct tail **opened)
{
    struct tail *tail = heap_make(1, sizeof(*tail));
    enum err err = ledger_reader_open(dir, &tail->reader);

    if (err == OK)
        err = prepare_all(tail);
    if (err != OK) {
        tail_close(tail);
        return err;
    }
    *opened = tail;
    return OK;
}

void tail_close(struct tail *tail)
{
    if (tail == NULL)
        return;
    sqlite3_stmt *const single[] = {tail->head,           tail->batch,         tail->window,
                                    tail->oldest,         tail->change_before, tail->update_before,
                                    tail->verdict_before, tail->clicks_before};
    for (size_t i = 0; i < ARRAY_LEN(single); i++)
        sqlite3_finalize(single[i]);
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++)
        for (size_t k = 0; k < KINDS; k++)
            sqlite3_finalize(tail->of[i][k]);
    ledger_reader_close(tail->reader);
    free(tail);
}

struct ledger_reader *tail_reader(struct tail *tail)
{
    return tail->reader;
}

/* ------------------------------------------------------------------ running */

static void bind(sqlite3_stmt *statement, int place, uint64_t number)
{
    /* Entry ids have 63 bits: "all of them" is the largest. */
    int64_t value = number > INT64_MAX ? INT64_MAX : (int64_t)number;
    CHECK(sqlite3_bind_int64(statement, place, value) == SQLITE_OK);
}

static void begin(struct tail *tail)
{
    tail->reader->deadline_mono_ms = clock_mono_ms() + READER_MS_MAX;
}

/* Ends a statement whose last step gave rc. */
static enum err end(struct tail *tail, sqlite3_stmt *statement, int rc)
{
    enum err err = rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : reader_fail(tail->reader, rc);
    sqlite3_reset(statement);
    return err;
}

/* ------------------------------------------------------------------ batches */

static void read_batch(sqlite3_stmt *statement, struct tail_batch *batch)
{
    batch->last_id = (uint64_t)sqlite3_column_int64(statement, 0);
    batch->entries = (uint64_t)sqlite3_column_int64(statement, 1);
    memset(batch->hash, 0, sizeof(batch->hash));
    if (sqlite3_column_bytes(statement, 2) == TAIL_HASH_BYTES)
        memcpy(batch->hash, sqlite3_column_blob(statement, 2), TAIL_HASH_BYTES);
}

static enum err find_batch(struct tail *tail, sqlite3_stmt *statement, struct tail_batch *batch)
{
    struct tail_batch found = {0};

    begin(tail);
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        read_batch(statement, &found);
    enum err err = end(tail, statement, rc);
    if (err == OK)
        *batch = found;
    return err;
}

enum err tail_head(struct tail *tail, struct tail_batch *head)
{
    return find_batch(tail, tail->head, head);
}

enum err tail_batch(struct tail *tail, uint64_t last_id, struct tail_batch *batch)
{
    bind(tail->batch, 1, last_id);
    return find_batch(tail, tail->batch, batch);
}

enum err tail_window(struct tail *tail, uint64_t after_id, uint64_t until_id, uint64_t entries_max,
                     struct tail_batch *window)
{
    struct tail_batch found = {0};
    uint64_t entries = 0;
    int rc;

    bind(tail->window, 1, after_id);
    bind(tail->window, 2, until_id);
    begin(tail);
    while ((rc = sqlite3_step(tail->window)) == SQLITE_ROW) {
        uint64_t more = (uint64_t)sqlite3_column_int64(tail->window, 1);
        if (found.last_id != 0 && entries + more > entries_max)
            break;
        read_batch(tail->window, &found);
        entries += more;
    }
    enum err err = end(tail, tail->window, rc);
    if (err != OK)
        return err;
    found.entries = entries;
    *window = found;
    return OK;
}

enum err tail_oldest(struct tail *tail, uint64_t after_id, uint64_t *id)
{
    uint64_t found = 0;

    bind(tail->oldest, 1, after_id);
    begin(tail);
    int rc = sqlite3_step(tail->oldest);
    if (rc == SQLITE_ROW)
        found = (uint64_t)sqlite3_column_int64(tail->oldest, 0); /* NULL is 0 */
    enum err err = end(tail, tail->oldest, rc);
    if (err == OK)
        *id = found;
    return err;
}

/* ------------------------------------------------------------------ rows */

static enum err read_row(sqlite3_stmt *statement, enum ledger_table table, struct arena *arena,
                         void *row)
{
    const struct table *t = table_of(table);
    enum err err = sqlite_read_row(statement, t, arena, row);

    if (table != LEDGER_VISIT || err != OK)
        return err;
    struct tail_visit *visit = row; /* whose first member is the visit */
    int column = (int)t->column_count;
    visit->referrer = STR_NONE;
    if (sqlite3_column_type(statement, column) != SQLITE_NULL) {
        const char *text = sqlite3_column_blob(statement, column);
        size_t len = (size_t)sqlite3_column_bytes(statement, column);
        visit->referrer = arena_copy(arena, (struct str){text != NULL ? text : "", len});
    }
    return arena_is_full(arena) ? ERR_FULL : OK;
}

static size_t row_bytes_of(enum ledger_table table)
{
    return table == LEDGER_VISIT ? sizeof(struct tail_visit) : table_of(table)->row_bytes;
}

static enum err read_piece(struct tail *tail, enum ledger_table table, uint64_t after_id,
                           uint64_t until_id, size_t max, struct arena *arena, char *rows,
                           size_t *count)
{
    sqlite3_stmt *statement = tail->of[table][ROWS];
    size_t found = 0;
    int rc = SQLITE_DONE;
    enum err err = OK;

    bind(statement, 1, after_id);
    bind(statement, 2, until_id);
    bind(statement, 3, max);
    begin(tail);
    while (err == OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        err = read_row(statement, table, arena, rows + found++ * row_bytes_of(table));
    enum err ended = end(tail, statement, rc);
    err = err == OK ? ended : err;
    if (err == OK)
        *count = found;
    return err;
}

/* A page in pieces: each is halved until it fits into its time. */
static enum err read_page(struct tail *tail, enum ledger_table table, uint64_t after_id,
                          uint64_t until_id, struct arena *arena, void *rows, size_t *count)
{
    size_t piece = TAIL_PAGE_MAX;
    size_t found = 0, more = piece;

    while (found < TAIL_PAGE_MAX && more == piece) {
        char *place = (char *)rows + found * row_bytes_of(table);
        size_t room = TAIL_PAGE_MAX - found;
        piece = piece < room ? piece : room;
        enum err err = read_piece(tail, table, after_id, until_id, piece, arena, place, &more);
        if (err == ERR_TIMEOUT && piece / 2 >= PAGE_MIN) {
            piece /= 2;
            more = piece;
            continue;
        }
        if (err != OK)
            return err;
        found += more;
        if (more > 0)
            after_id = *(const uint64_t *)(const void *)(place + (more - 1) * row_bytes_of(table));
    }
    *count = found;
    return OK;
}

enum err tail_rows(struct tail *tail, enum ledger_table table, uint64_t after_id, uint64_t until_id,
                   struct arena *arena, void *rows, size_t *count)
{
    CHECK(table_of(table)->class == TABLE_ENTRY && table != LEDGER_VISIT);
    return read_page(tail, table, after_id, until_id, arena, rows, count);
}

enum err tail_visits(struct tail *tail, uint64_t after_id, uint64_t until_id, struct arena *arena,
                     struct tail_visit *visits, size_t *count)
{
    return read_page(tail, LEDGER_VISIT, after_id, until_id, arena, visits, count);
}

/* ------------------------------------------------------------------ single rows */

/* The row of a statement whose values are bound. */
static enum err find_row(struct tail *tail, sqlite3_stmt *statement, enum ledger_table table,
                         struct arena *arena, void *row)
{
    enum err err = ERR_NOT_FOUND;

    begin(tail);
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW)
        err = read_row(statement, table, arena, row);
    enum err ended = end(tail, statement, rc);
    return ended != OK ? ended : err;
}

enum err tail_find(struct tail *tail, enum ledger_table table, uint64_t id, struct arena *arena,
                   void *row)
{
    CHECK(table_of(table)->class == TABLE_ENTRY && table != LEDGER_VISIT);
    bind(tail->of[table][ONE], 1, id);
    return find_row(tail, tail->of[table][ONE], table, arena, row);
}

enum err tail_find_visit(struct tail *tail, uint64_t id, struct arena *arena,
                         struct tail_visit *visit)
{
    bind(tail->of[LEDGER_VISIT][ONE], 1, id);
    return find_row(tail, tail->of[LEDGER_VISIT][ONE], LEDGER_VISIT, arena, visit);
}

enum err tail_change_before(struct tail *tail, uint64_t conversion_id, uint64_t before_id,
                            struct arena *arena, struct conversion_change *change)
{
    bind(tail->change_before, 1, conversion_id);
    bind(tail->change_before, 2, before_id);
    return find_row(tail, tail->change_before, LEDGER_CONVERSION_CHANGE, arena, change);
}

enum err tail_update_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                            struct arena *arena, struct visit_update *update)
{
    bind(tail->update_before, 1, visit_id);
    bind(tail->update_before, 2, before_id);
    return find_row(tail, tail->update_before, LEDGER_VISIT_UPDATE, arena, update);
}

enum err tail_verdict_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                             struct arena *arena, struct verdict *verdict)
{
    bind(tail->verdict_before, 1, visit_id);
    bind(tail->verdict_before, 2, before_id);
    return find_row(tail, tail->verdict_before, LEDGER_VERDICT, arena, verdict);
}

enum err tail_clicks_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                            struct arena *arena, struct click *clicks, size_t max, size_t *count)
{
    size_t found = 0;
    int rc = SQLITE_DONE;
    enum err err = OK;

    bind(tail->clicks_before, 1, visit_id);
    bind(tail->clicks_before, 2, before_id);
    bind(tail->clicks_before, 3, max);
    begin(tail);
    while (err == OK && (rc = sqlite3_step(tail->clicks_before)) == SQLITE_ROW)
        err = read_row(tail->clicks_before, LEDGER_CLICK, arena, &clicks[found++]);
    enum err ended = end(tail, tail->clicks_before, rc);
    err = err == OK ? ended : err;
    if (err == OK)
        *count = found;
    return err;
}

/* db - the SQL of the catalogue. One owner at a time; a write waits BUSY_TIMEOUT_MS at most for
 * another process. */
#include "model/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "model/db_account.h"
#include "model/db_bidder.h"
#include "model/db_bot_run.h"
#include "model/db_handle.h"
#include "model/db_health.h"
#include "model/db_rates.h"
#include "model/db_statement.h"
#include "model/db_sync.h"
#include "model/kind.h"

#define FILE_NAME       "catalog.db"
#define SCHEMA_VERSION  1
#define BUSY_TIMEOUT_MS 5000
#define PATH_BYTES_MAX  4096

/* The version belongs to the whole catalogue, so it alone has no workspace. */
static const char tables_sql[] =
    "CREATE TABLE entity(entity TEXT NOT NULL, id INTEGER NOT NULL, workspace_id INTEGER NOT NULL,"
    " name TEXT NOT NULL, name_folded TEXT NOT NULL, status TEXT NOT NULL, key TEXT,"
    " position INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL,"
    " version INTEGER NOT NULL DEFAULT 1, body TEXT NOT NULL, PRIMARY KEY(entity, id),"
    " UNIQUE(entity, key));"
    "CREATE INDEX entity_by_position ON entity(entity, position, id);"
    "CREATE TABLE change(id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL,"
    " at_ms INTEGER NOT NULL, actor TEXT NOT NULL, entity TEXT NOT NULL,"
    " entity_id INTEGER NOT NULL, entity_version INTEGER NOT NULL, version INTEGER NOT NULL,"
    " before TEXT, after TEXT NOT NULL);"
    "CREATE INDEX change_by_entity ON change(entity, entity_id, id);"
    "CREATE TABLE settings(workspace_id INTEGER PRIMARY KEY, body TEXT NOT NULL);"
    "CREATE TABLE version(id INTEGER PRIMARY KEY CHECK(id = 1), value INTEGER NOT "
    "NULL);" DB_RATES_SQL DB_ACCOUNT_SQL DB_HEALTH_SQL DB_BIDDER_SQL DB_BOT_RUN_SQL
    "INSERT INTO entity SELECT 'workspaces', 1, 1, 'Initial', 'initial', 'active', NULL, 0, now,"
    " now, 1, "
    "'{\"name\":\"Initial\",\"visibility\":\"private\",\"time_zone\":\"UTC\",\"currency\":\"USD\","
    "\"demo\":null}'"
    " FROM (SELECT CAST(strftime('%s') AS INTEGER) * 1000 AS now);"
    "INSERT INTO version VALUES(1, 0);"
    "PRAGMA user_version = 1;";

#define ROW_COLUMNS       "SELECT " DB_ROW_COLUMNS " FROM entity WHERE "
#define ACTIVE_USER(kind) ROW_COLUMNS "entity = '" kind "' AND status = 'active' AND "
/* Something with ?1 in a path's list, the paths of rules included, or otherwise. */
#define ACTIVE_PATH(list, otherwise)                                                               \
    ROW_COLUMNS "entity IN ('campaigns', 'flows', 'offers') AND status = 'active' AND"             \
                " (EXISTS(SELECT 1 FROM json_tree(body) AS item WHERE item.key = 'id' AND"         \
                " item.value = ?1 AND item.path LIKE '%." list "[%')" otherwise ") LIMIT 1"

enum prepared {
    BEGIN_WRITE,
    BEGIN_READ,
    COMMIT,
    ROLLBACK,
    FIND,
    FIND_BY_KEY,
    FIND_USER_OF_SOURCE,
    FIND_USER_OF_NETWORK,
    FIND_USER_OF_OFFER,
    FIND_USER_OF_LANDER,
    FIND_USER_OF_FLOW,
    FIND_USER_OF_ADCAMPAIGN,
    FIND_USER_OF_DOMAIN,
    FIND_USER_OF_SITE,
    FIND_PAGE_OF_FLOW,
    FIND_BIDDER,
    SCAN,
    SCAN_OFFERS,
    SCAN_TELLING,
    NEXT_ID,
    INSERT,
    UPDATE,
    VERSION,
    RAISE_VERSION,
    HAS_TRAFFIC,
    HAS_CONTENTS,
    HAS_OTHER,
    ARCHIVE_CONTENTS,
    DATE_CONTENTS,
    STATEMENT_COUNT
};

static const char *const statements_sql[STATEMENT_COUNT] = {
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [BEGIN_READ] = "BEGIN",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [FIND] = ROW_COLUMNS "entity = ?1 AND id = ?2",
    [FIND_BY_KEY] = ROW_COLUMNS "entity = ?1 AND key = ?2",
    [FIND_USER_OF_SOURCE] = ACTIVE_USER("campaigns") "body ->> '$.source_id' = ?1 LIMIT 1",
    [FIND_USER_OF_NETWORK] = ACTIVE_USER("offers") "body ->> '$.network_id' = ?1 LIMIT 1",
    [FIND_USER_OF_OFFER] = ACTIVE_PATH("offers", " OR body ->> '$.cap.fallback_offer_id' = ?1"),
    [FIND_USER_OF_LANDER] = ACTIVE_PATH("landers", ""),
    [FIND_USER_OF_FLOW] = ACTIVE_USER("campaigns") "body ->> '$.flow_id' = ?1 LIMIT 1",
    [FIND_USER_OF_ADCAMPAIGN] = ACTIVE_USER("variations") "body ->> '$.adcampaign_id' = ?1 LIMIT 1",
    [FIND_USER_OF_DOMAIN] = ACTIVE_USER("campaigns") "body ->> '$.domain_id' = ?1 LIMIT 1",
    [FIND_USER_OF_SITE] = ACTIVE_USER("zones") "body ->> '$.site_id' = ?1 LIMIT 1",
    [FIND_PAGE_OF_FLOW] =
        ROW_COLUMNS "entity = 'campaigns' AND status <> 'archived' AND body ->> '$.flow_id' = ?1"
                    " AND body ->> '$.type' = 'direct' LIMIT 1",
    [FIND_BIDDER] = ROW_COLUMNS "entity = 'bidders' AND status <> 'archived'"
                                " AND body ->> '$.adcampaign_id' = ?1 AND id <> ?2 LIMIT 1",
    [SCAN] = ROW_COLUMNS "entity = ?1 ORDER BY id",
    [SCAN_OFFERS] = ROW_COLUMNS "entity = 'offers' AND body ->> '$.network_id' = ?1",
    [SCAN_TELLING] =
        ROW_COLUMNS "entity = 'campaigns' AND status <> 'archived' AND body ->> '$.source_id' = ?1"
                    " AND body ->> '$.postback' IS NOT NULL",
    [NEXT_ID] = "SELECT coalesce(max(id), ?2) + 1 FROM entity WHERE entity = ?1 AND id > ?2"
                " AND (?2 > 0 OR workspace_id <= ?3)",
    [INSERT] = "INSERT INTO entity(entity, id, workspace_id, name, name_folded, status, key,"
               " position, created_at_ms, updated_at_ms, body, version)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [UPDATE] = "UPDATE entity SET name = ?4, name_folded = ?5, status = ?6, position = ?8,"
               " updated_at_ms = ?10, body = ?11, version = ?12 WHERE entity = ?1 AND id = ?2",
    [VERSION] = "SELECT value FROM version",
    [RAISE_VERSION] = "UPDATE version SET value = value + 1 RETURNING value",
    [HAS_TRAFFIC] = "SELECT 1 FROM entity WHERE entity IN ('campaigns', 'variations')"
                    " AND workspace_id = ?1 LIMIT 1",
    [HAS_CONTENTS] = "SELECT 1 FROM entity WHERE workspace_id = ?1 AND entity <> 'workspaces'"
                     " AND status <> 'archived' LIMIT 1",
    [HAS_OTHER] =
        "SELECT 1 FROM entity WHERE id <> ?1 AND entity = ?2 AND status = 'active' LIMIT 1",
    [ARCHIVE_CONTENTS] = "UPDATE entity SET status = 'archived', version = version + 1,"
                         " updated_at_ms = ?2 WHERE workspace_id = ?1 AND status <> 'archived'",
    [DATE_CONTENTS] = "UPDATE entity SET created_at_ms = ?2, updated_at_ms = ?2"
                      " WHERE workspace_id = ?1 AND entity <> 'workspaces'",
};

struct db {
    sqlite3 *handle;
    sqlite3_stmt *statements[STATEMENT_COUNT];
};

/* ------------------------------------------------------------------ SQLite */

static enum err fail(const struct db *db, const char *doing)
{
    log_error("catalog", "cannot %s: %s", doing, sqlite3_errmsg(db->handle));
    return ERR_IO;
}

enum err db_fail(const struct db *db, const char *doing)
{
    return fail(db, doing);
}

enum err db_prepare(struct db *db, const char *sql, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v2(db->handle, sql, -1, statement, NULL) == SQLITE_OK ? OK
                                                                                 : fail(db, sql);
}

/* A statement to be bound, and given back on leaving the scope: a reset also ends its read. */
struct use {
    sqlite3_stmt *sql;
};

static void use_cleanup(struct use *use)
{
    (void)sqlite3_reset(use->sql); /* its error was told by the step */
    (void)sqlite3_clear_bindings(use->sql);
}

#define USE(db, statement)                                                                         \
    struct use use CLEANUP(use_cleanup) = {(db)->statements[statement]};                           \
    sqlite3_stmt *sql = use.sql

/* Binding fails only for a wrong place, or out of memory: both end the process. Text is lent until
 * the statement is given back. */
static void bind_i64(sqlite3_stmt *sql, int place, int64_t value)
{
    CHECK(sqlite3_bind_int64(sql, place, value) == SQLITE_OK);
}

static void bind_u64(sqlite3_stmt *sql, int place, uint64_t value)
{
    bind_i64(sql, place, (int64_t)value);
}

static void bind_str(sqlite3_stmt *sql, int place, struct str s)
{
    CHECK(sqlite3_bind_text64(sql, place, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

static void bind_entity(sqlite3_stmt *sql, int place, enum entity entity)
{
    bind_str(sql, place, str_from_c(entity_resource(entity)));
}

static struct str column_str(sqlite3_stmt *sql, int column)
{
    const unsigned char *text = sqlite3_column_text(sql, column);
    return text == NULL
               ? STR_NONE
               : (struct str){(const char *)text, (size_t)sqlite3_column_bytes(sql, column)};
}

static enum err run(struct db *db, enum prepared statement, const char *doing)
{
    USE(db, statement);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : fail(db, doing);
}

/* ------------------------------------------------------------------ opening */

/* Makes the file as 0600 before SQLite sees it; its log and index get the same mode. An existing
 * file is not opened here: closing it would drop SQLite's locks on it (fcntl). */
static enum err make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        return close(fd) == 0 ? OK : ERR_IO;
    if (errno != EEXIST)
        return ERR_IO;
    return chmod(path, 0600) == 0 ? OK : ERR_IO;
}

static enum err read_schema_version(struct db *db, int *version)
{
    sqlite3_stmt *sql = NULL;
    if (sqlite3_prepare_v2(db->handle, "PRAGMA user_version", -1, &sql, NULL) != SQLITE_OK)
        return fail(db, "read the version of the tables");
    enum err err = sqlite3_step(sql) == SQLITE_ROW ? OK : fail(db, "read the version");
    if (err == OK)
        *version = sqlite3_column_int(sql, 0);
    sqlite3_finalize(sql);
    return err;
}

static enum err execute(struct db *db, const char *sql, const char *doing)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : fail(db, doing);
}

/* Of two processes that come first, one makes the tables while the other waits for the lock. */
static enum err make_tables(struct db *db)
{
    int version = 0;
    enum err err = read_schema_version(db, &version);
    if (err == OK && version == SCHEMA_VERSION)
        return execute(db, DB_HEALTH_SQL DB_BIDDER_SQL DB_STATEMENT_SQL DB_SYNC_SQL DB_BOT_RUN_SQL,
                       "make the tables that came later");
    if (err != OK)
        return err;
    err = execute(db, "BEGIN IMMEDIATE", "begin");
    if (err == OK)
        err = read_schema_version(db, &version);
    if (err == OK && version == 0)
        err = execute(db, tables_sql, "make the tables");
    else if (err == OK && version != SCHEMA_VERSION) {
        log_error("catalog", "unknown tables version=%d expected=%d", version, SCHEMA_VERSION);
        err = ERR_IO;
    }
    if (err == OK)
        err = execute(db, DB_STATEMENT_SQL DB_SYNC_SQL, "make the tables that came later");
    if (err == OK)
        err = execute(db, "COMMIT", "commit the tables");
    return err;
}

static enum err prepare_all(struct db *db)
{
    for (int i = 0; i < STATEMENT_COUNT; i++)
        if (sqlite3_prepare_v3(db->handle, statements_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &db->statements[i], NULL) != SQLITE_OK)
            return fail(db, statements_sql[i]);
    return OK;
}

enum err db_open(const char *dir, struct db **opened)
{
    char path[PATH_BYTES_MAX];
    int len = snprintf(path, sizeof path, "%s/" FILE_NAME, dir);
    if (len < 0 || (size_t)len >= sizeof path || make_file(path) != OK) {
        log_error("catalog", "cannot make path=%s error=%s", path, strerror(errno));
        return ERR_IO;
    }
    struct db *db = heap_make(1, sizeof *db);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    enum err err = sqlite3_open_v2(path, &db->handle, flags, NULL) == SQLITE_OK
                       ? OK
                       : fail(db, "open the catalogue");
    if (err == OK) {
        (void)sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
        err = execute(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", "set WAL");
    }
    if (err == OK)
        err = make_tables(db);
    if (err == OK)
        err = prepare_all(db);
    if (err != OK) {
        db_close(db);
        return err;
    }
    *opened = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        (void)sqlite3_finalize(db->statements[i]); /* repeats the last step's error */
    CHECK(sqlite3_close(db->handle) == SQLITE_OK);
    free(db);
}

enum err db_begin_write(struct db *db)
{
    return run(db, BEGIN_WRITE, "begin a write");
}

enum err db_begin_read(struct db *db)
{
    return run(db, BEGIN_READ, "begin to read");
}

enum err db_commit(struct db *db)
{
    return run(db, COMMIT, "commit");
}

void db_rollback(struct db *db)
{
    if (sqlite3_get_autocommit(db->handle) == 0)
        (void)run(db, ROLLBACK, "roll back"); /* logged; the next begin fails if it matters */
}

/* ------------------------------------------------------------------ rows */

static const char *const status_words[] = {
    [STATUS_ACTIVE] = "active", [STATUS_PAUSED] = "paused", [STATUS_ARCHIVED] = "archived"};

struct str entity_status_text(enum entity_status status)
{
    return str_from_c(status_words[status]);
}

/* Lends the row's strings until the next step. A status that is none of ours reads as archived: it
 * takes no traffic. */
static struct db_row row_of(sqlite3_stmt *sql)
{
    struct str status = column_str(sql, 2);
    struct db_row row = {
        .id = (uint64_t)sqlite3_column_int64(sql, 0),
        .workspace_id = (uint64_t)sqlite3_column_int64(sql, 1),
        .status = STATUS_ACTIVE,
        .name = column_str(sql, 3),
        .key = column_str(sql, 4),
        .body = column_str(sql, 5),
        .position = sqlite3_column_int64(sql, 6),
        .created_at_ms = sqlite3_column_int64(sql, 7),
        .updated_at_ms = sqlite3_column_int64(sql, 8),
        .version = (uint64_t)sqlite3_column_int64(sql, 9),
        .entity = (enum entity)entity_find(column_str(sql, 10)),
    };
    while (row.status < STATUS_ARCHIVED && !str_is_equal(status, entity_status_text(row.status)))
        row.status++;
    return row;
}

static enum err read_one(struct db *db, sqlite3_stmt *sql, struct arena *arena, struct db_row *row)
{
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    if (rc != SQLITE_ROW)
        return fail(db, "read an entity");
    struct db_row found = row_of(sql);
    found.name = arena_copy(arena, found.name);
    found.key = arena_copy(arena, found.key);
    found.body = arena_copy(arena, found.body);
    if (arena_is_full(arena))
        return ERR_FULL;
    *row = found;
    return OK;
}

enum err db_visit_all(struct db *db, sqlite3_stmt *sql, db_visit *visit, void *context)
{
    int rc = sqlite3_step(sql);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(sql)) {
        struct db_row row = row_of(sql);
        enum err err = visit(context, &row);
        if (err != OK)
            return err;
    }
    return rc == SQLITE_DONE ? OK : fail(db, "read entities");
}

enum err db_find(struct db *db, enum entity entity, uint64_t id, struct arena *arena,
                 struct db_row *row)
{
    USE(db, FIND);
    bind_entity(sql, 1, entity);
    bind_u64(sql, 2, id);
    return read_one(db, sql, arena, row);
}

enum err db_find_by_key(struct db *db, enum entity entity, struct str key, struct arena *arena,
                        struct db_row *row)
{
    USE(db, FIND_BY_KEY);
    bind_entity(sql, 1, entity);
    bind_str(sql, 2, key);
    return read_one(db, sql, arena, row);
}

enum err db_find_user(struct db *db, enum entity entity, uint64_t id, struct arena *arena,
                      struct db_row *user)
{
    static const enum prepared statements[ENTITY_COUNT] = {
        [ENTITY_SOURCE] = FIND_USER_OF_SOURCE, [ENTITY_NETWORK] = FIND_USER_OF_NETWORK,
        [ENTITY_OFFER] = FIND_USER_OF_OFFER,   [ENTITY_LANDER] = FIND_USER_OF_LANDER,
        [ENTITY_FLOW] = FIND_USER_OF_FLOW,     [ENTITY_ADCAMPAIGN] = FIND_USER_OF_ADCAMPAIGN,
        [ENTITY_DOMAIN] = FIND_USER_OF_DOMAIN, [ENTITY_SITE] = FIND_USER_OF_SITE,
    };
    enum prepared statement = statements[entity];
    if (statement == 0) /* nothing uses entities of this kind */
        return ERR_NOT_FOUND;
    USE(db, statement);
    bind_u64(sql, 1, id);
    return read_one(db, sql, arena, user);
}

enum err db_find_page_of_flow(struct db *db, uint64_t id, struct arena *arena,
                              struct db_row *campaign)
{
    USE(db, FIND_PAGE_OF_FLOW);
    bind_u64(sql, 1, id);
    return read_one(db, sql, arena, campaign);
}

enum err db_find_bidder(struct db *db, uint64_t adcampaign_id, uint64_t besides,
                        struct arena *arena, struct db_row *bidder)
{
    USE(db, FIND_BIDDER);
    bind_u64(sql, 1, adcampaign_id);
    bind_u64(sql, 2, besides);
    return read_one(db, sql, arena, bidder);
}

enum err db_scan(struct db *db, enum entity entity, db_visit *visit, void *context)
{
    USE(db, SCAN);
    bind_entity(sql, 1, entity);
    return db_visit_all(db, sql, visit, context);
}

enum err db_scan_offers(struct db *db, uint64_t network_id, db_visit *visit, void *context)
{
    USE(db, SCAN_OFFERS);
    bind_u64(sql, 1, network_id);
    return db_visit_all(db, sql, visit, context);
}

enum err db_scan_telling(struct db *db, uint64_t source_id, db_visit *visit, void *context)
{
    USE(db, SCAN_TELLING);
    bind_u64(sql, 1, source_id);
    return db_visit_all(db, sql, visit, context);
}

/* ------------------------------------------------------------------ writes */

/* What demo data hold has ids far from everybody's, which go on as if they had never been there. */
static enum err next_id(struct db *db, enum entity entity, uint64_t workspace_id, uint64_t *id)
{
    USE(db, NEXT_ID);
    bind_entity(sql, 1, entity);
    bind_u64(sql, 2, workspace_id > WORKSPACES_OWN_MAX ? DB_DEMO_ID : 0);
    bind_u64(sql, 3, WORKSPACES_OWN_MAX);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return fail(db, "give an id");
    *id = (uint64_t)sqlite3_column_int64(sql, 0);
    return OK;
}

/* Runs INSERT or UPDATE: they number their parameters alike, and the latter leaves some out. */
static enum err write_row(struct db *db, enum prepared statement, enum entity entity, uint64_t id,
                          const struct db_row *row)
{
    bool is_new = statement == INSERT;
    struct arena *arena = arena_make(8 * row->name.len + 64);
    struct str folded = db_fold(arena, row->name);
    USE(db, statement);
    bind_entity(sql, 1, entity);
    bind_u64(sql, 2, id);
    if (is_new)
        bind_u64(sql, 3, row->workspace_id);
    bind_str(sql, 4, row->name);
    bind_str(sql, 5, folded);
    bind_str(sql, 6, entity_status_text(row->status));
    if (is_new)
        bind_str(sql, 7, row->key);
    bind_i64(sql, 8, row->position);
    if (is_new)
        bind_i64(sql, 9, row->created_at_ms);
    bind_i64(sql, 10, row->updated_at_ms);
    bind_str(sql, 11, row->body);
    bind_u64(sql, 12, row->version);
    enum err err = sqlite3_step(sql) == SQLITE_DONE ? OK : fail(db, "write an entity");
    arena_free(arena);
    return err;
}

enum err db_insert(struct db *db, enum entity entity, struct db_row *row)
{
    enum err err = row->id == 0 ? next_id(db, entity, row->workspace_id, &row->id) : OK;
    row->version = 1;
    if (err == OK && kind_of(entity)->home == KIND_IS_WORKSPACE)
        row->workspace_id = row->id;
    return err == OK ? write_row(db, INSERT, entity, row->id, row) : err;
}

enum err db_update(struct db *db, enum entity entity, const struct db_row *row)
{
    return write_row(db, UPDATE, entity, row->id, row);
}

static enum err read_number(struct db *db, enum prepared statement, uint64_t *number)
{
    USE(db, statement);
    if (sqlite3_step(sql) != SQLITE_ROW)
        return fail(db, "read the version");
    *number = (uint64_t)sqlite3_column_int64(sql, 0);
    return OK;
}

enum err db_version(struct db *db, uint64_t *version)
{
    return read_number(db, VERSION, version);
}

enum err db_raise_version(struct db *db, uint64_t *version)
{
    return read_number(db, RAISE_VERSION, version);
}

/* ------------------------------------------------------------------ keys, workspaces */

/* ERR_NOT_FOUND: no row. */
static enum err has_row(struct db *db, sqlite3_stmt *sql)
{
    int rc = sqlite3_step(sql);
    if (rc == SQLITE_DONE)
        return ERR_NOT_FOUND;
    return rc == SQLITE_ROW ? OK : fail(db, "look for an entity");
}

enum err db_has_traffic(struct db *db, uint64_t workspace_id)
{
    USE(db, HAS_TRAFFIC);
    bind_u64(sql, 1, workspace_id);
    return has_row(db, sql);
}

enum err db_has_contents(struct db *db, uint64_t workspace_id)
{
    USE(db, HAS_CONTENTS);
    bind_u64(sql, 1, workspace_id);
    return has_row(db, sql);
}

static enum err write_contents(struct db *db, enum prepared statement, uint64_t workspace_id,
                               int64_t at_ms)
{
    USE(db, statement);
    bind_u64(sql, 1, workspace_id);
    bind_i64(sql, 2, at_ms);
    return sqlite3_step(sql) == SQLITE_DONE ? OK : fail(db, "write all in a workspace");
}

enum err db_archive_contents(struct db *db, uint64_t workspace_id, int64_t at_ms)
{
    return write_contents(db, ARCHIVE_CONTENTS, workspace_id, at_ms);
}

enum err db_date_contents(struct db *db, uint64_t workspace_id, int64_t at_ms)
{
    return write_contents(db, DATE_CONTENTS, workspace_id, at_ms);
}

enum err db_has_other(struct db *db, enum entity entity, uint64_t id)
{
    USE(db, HAS_OTHER);
    bind_u64(sql, 1, id);
    bind_entity(sql, 2, entity);
    return has_row(db, sql);
}

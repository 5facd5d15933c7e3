/* schema - whether a ledger's tables are those of row.h. A row that does not fit its table would
 * fail each batch, so a file of another version is refused before anything is written. */
#include "ledger/sqlite.h"

#include "base/log.h"
#include "ledger/ledger.h"

#define SQL_BYTES_MAX        128
#define PATH_BYTES_MAX       1024
#define DIFFERENCE_BYTES_MAX 256
#define BUSY_TIMEOUT_MS      5000

static enum err refuse(sqlite3 *db, const char *difference)
{
    log_error("ledger",
              "%s was made by another version of Rebond: %s. Run the version that made it on this "
              "folder, or name another folder with --data: this version makes a new ledger there",
              sqlite3_db_filename(db, "main"), difference);
    return ERR_INVALID;
}

static enum err fail(sqlite3 *db)
{
    log_error("ledger", "the ledger's tables could not be looked at: %s", sqlite3_errmsg(db));
    return ERR_IO;
}

/* Of the columns that a statement gives, the first that is not the table's. */
static size_t first_that_differs(sqlite3_stmt *statement, const struct table *table, size_t count)
{
    size_t i = 0;
    while (i < count && i < table->column_count &&
           strcmp(sqlite3_column_name(statement, (int)i), table->columns[i].name) == 0)
        i++;
    return i;
}

static enum err hold_against(sqlite3 *db, sqlite3_stmt *statement, const struct table *table)
{
    char difference[DIFFERENCE_BYTES_MAX];
    size_t count = (size_t)sqlite3_column_count(statement);
    size_t first = first_that_differs(statement, table, count);

    if (first == count && count == table->column_count)
        return OK;
    (void)snprintf(difference, sizeof(difference),
                   "its table %s has %zu columns, where this version has %zu; the first that "
                   "differs is %s",
                   table->name, count, table->column_count,
                   first < table->column_count ? table->columns[first].name
                                               : sqlite3_column_name(statement, (int)first));
    return refuse(db, difference);
}

static enum err check_table(sqlite3 *db, const struct table *table)
{
    char text[SQL_BYTES_MAX];
    sqlite3_stmt *statement = NULL;

    (void)snprintf(text, sizeof(text), "SELECT * FROM %s", table->name);
    int rc = sqlite3_prepare_v2(db, text, -1, &statement, NULL);
    if (rc == SQLITE_ERROR) {
        (void)snprintf(text, sizeof(text), "it has no table %s", table->name);
        return refuse(db, text);
    }
    enum err err = rc == SQLITE_OK ? hold_against(db, statement, table) : fail(db);
    sqlite3_finalize(statement);
    return err;
}

static enum err read_version(sqlite3 *db, int *version)
{
    sqlite3_stmt *statement = NULL;
    enum err err = OK;

    if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        *version = sqlite3_column_int(statement, 0);
    else
        err = fail(db);
    sqlite3_finalize(statement);
    return err;
}

enum err sqlite_check_schema(sqlite3 *db)
{
    char text[SQL_BYTES_MAX];
    int version = 0;
    enum err err = read_version(db, &version);

    if (err == OK && version == 0)
        return ERR_NOT_FOUND;
    if (err == OK && version != LEDGER_SCHEMA_VERSION) {
        (void)snprintf(text, sizeof(text), "its tables are of version %d, not %d", version,
                       LEDGER_SCHEMA_VERSION);
        return refuse(db, text);
    }
    for (size_t i = 0; i < LEDGER_TABLE_COUNT && err == OK; i++)
        err = check_table(db, table_of((enum ledger_table)i));
    return err;
}

enum err ledger_check_schema(const char *dir)
{
    char path[PATH_BYTES_MAX];
    sqlite3 *db = NULL;

    (void)snprintf(path, sizeof(path), "%s/" LEDGER_FILE, dir);
    int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    enum err err = rc == SQLITE_OK || rc == SQLITE_CANTOPEN ? OK : fail(db);
    if (rc == SQLITE_OK) { /* as a reader: only the writer moves pages */
        sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS);
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        err = sqlite_check_schema(db);
    }
    (void)sqlite3_close(db);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The facts in one DuckDB file: it is opened, its tables are made from the lists of fact.h. */
#include "facts/duckdb.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/log.h"

#define SQL_BYTES_MAX  16384
#define FACTS_VERSION  3     /* of the tables; another one is projected anew */
#define CHECKPOINT_MIB "256" /* what the store logs ahead before it is moved into its place */
#define SPILL_SUFFIX   ".spill"

struct facts_options facts_options_default(const char *dir)
{
    return (struct facts_options){
        .dir = dir,
        .threads = 2,
        .memory_mib = 1024,
        .spill_mib = 8192,
        .statement_ms = 30000,
        .statements_max = 2,
        .queue_max = 8,
        .exports_max = 2,
        .export_ms = 60 * 60 * 1000,
    };
}

/* --- Errors --------------------------------------------------------------- */

enum err store_fail(duckdb_result *result)
{
    duckdb_error_type type = duckdb_result_error_type(result);
    const char *words = duckdb_result_error(result);
    enum err err = type == DUCKDB_ERROR_INTERRUPT       ? ERR_TIMEOUT
                   : type == DUCKDB_ERROR_OUT_OF_MEMORY ? ERR_FULL
                   : type == DUCKDB_ERROR_OUT_OF_RANGE || type == DUCKDB_ERROR_CONVERSION
                       ? ERR_RANGE
                       : ERR_IO;
    if (err == ERR_IO)
        log_error("facts", "the store says: %s", words != NULL ? words : "nothing");
    duckdb_destroy_result(result);
    return err;
}

enum err store_run(duckdb_connection connection, const char *sql)
{
    duckdb_result result;
    if (duckdb_query(connection, sql, &result) != DuckDBSuccess)
        return store_fail(&result);
    duckdb_destroy_result(&result);
    return OK;
}

/* --- The tables ----------------------------------------------------------- */

static void write_table(struct buf *sql, const struct fact_table *table)
{
    static const char *const types[] = {[FACT_TYPE_U8] = "UTINYINT",
                                        [FACT_TYPE_U32] = "UINTEGER",
                                        [FACT_TYPE_U64] = "UBIGINT",
                                        [FACT_TYPE_I64] = "BIGINT",
                                        [FACT_TYPE_TEXT] = "VARCHAR"};
    buf_format(sql, "CREATE TABLE %s(", table->name);
    for (size_t i = 0; i < table->column_count; i++)
        buf_format(sql, "%s%s %s NOT NULL", i == 0 ? "" : ", ", table->columns[i].name,
                   types[table->columns[i].type]);
    buf_write_c(sql, ");");
}

static enum err make_tables(duckdb_connection connection)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory) - 1);
    buf_write_c(&sql, "BEGIN;");
    for (size_t i = 0; i < FACT_TABLE_COUNT; i++)
        write_table(&sql, fact_table_of((enum fact_table_id)i));
    buf_format(&sql,
               "CREATE TABLE position(node UBIGINT NOT NULL, id UBIGINT NOT NULL, hash BLOB NOT "
               "NULL); CREATE TABLE version(version INTEGER NOT NULL, columns UBIGINT NOT NULL);"
               "CREATE TABLE told(fact_table UTINYINT NOT NULL, by_visits UBIGINT NOT NULL, "
               "by_others UBIGINT NOT NULL); INSERT INTO told VALUES(0, 0, 0), (1, 0, 0);"
               "INSERT INTO version VALUES(%d, %zu); COMMIT;",
               FACTS_VERSION,
               fact_table_of(FACT_TABLE)->column_count +
                   fact_table_of(AD_FACT_TABLE)->column_count);
    CHECK(!buf_is_full(&sql));
    sql.ptr[sql.len] = '\0';
    return store_run(connection, sql.ptr);
}

/* Whether the tables are there, and as this program knows them. */
static enum err check_tables(duckdb_connection connection, bool *are_there)
{
    duckdb_result result;
    if (duckdb_query(connection,
                     "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'version'",
                     &result) != DuckDBSuccess)
        return store_fail(&result);
    *are_there = duckdb_value_int64(&result, 0, 0) > 0;
    duckdb_destroy_result(&result);
    if (!*are_there)
        return OK;
    if (duckdb_query(connection, "SELECT version, columns FROM version", &result) != DuckDBSuccess)
        return store_fail(&result);
    bool is_ours =
        duckdb_row_count(&result) == 1 && duckdb_value_int64(&result, 0, 0) == FACTS_VERSION &&
        duckdb_value_uint64(&result, 1, 0) ==
            fact_table_of(FACT_TABLE)->column_count + fact_table_of(AD_FACT_TABLE)->column_count;
    duckdb_destroy_result(&result);
    return is_ours ? OK : ERR_INVALID;
}

static enum err read_told(struct facts *facts)
{
    duckdb_result result;
    if (duckdb_query(facts->loading, "SELECT by_visits, by_others FROM told ORDER BY fact_table",
                     &result) != DuckDBSuccess)
        return store_fail(&result);
    for (size_t i = 0; i < FACT_TABLE_COUNT; i++)
        for (size_t j = 0; j < 2; j++)
            facts->told[i][j] = facts->told_kept[i][j] = duckdb_value_uint64(&result, j, i);
    duckdb_destroy_result(&result);
    return OK;
}

/* Where loads gather what changes for visits that are in the facts already. */
static enum err make_stages(duckdb_connection connection)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory) - 1);
    buf_write_c(&sql,
                "CREATE TEMP TABLE stage_cost(visit_id UBIGINT, cost BIGINT, manual_cost_visits "
                "BIGINT, api_cost_visits BIGINT, csv_cost_visits BIGINT, cost_missing BIGINT, "
                "no_rate BIGINT);"
                "CREATE TEMP TABLE stage_token(visit_id UBIGINT, entry_id UBIGINT");
    for (unsigned i = 1; i <= MACRO_TOKENS_MAX; i++)
        buf_format(&sql, ", token%u VARCHAR", i);
    buf_write_c(&sql, "); CREATE TEMP TABLE stage_verdict(visit_id UBIGINT, entry_id UBIGINT, "
                      "is_bot UTINYINT, bot_reason VARCHAR);"
                      "CREATE TEMP TABLE stage_fact AS FROM fact LIMIT 0;");
    CHECK(!buf_is_full(&sql));
    sql.ptr[sql.len] = '\0';
    return store_run(connection, sql.ptr);
}

/* --- Opening -------------------------------------------------------------- */

static void set(duckdb_config config, const char *name, const char *value)
{
    CHECK(duckdb_set_config(config, name, value) == DuckDBSuccess);
}

/* Nothing is fetched, and no statement reaches a file of its own accord but where exports are made.
 */
static duckdb_config make_config(const struct facts_options *options)
{
    duckdb_config config;
    char text[1100];
    CHECK(duckdb_create_config(&config) == DuckDBSuccess);
    (void)snprintf(text, sizeof(text), "%u", options->threads);
    set(config, "threads", text);
    /* None of them is the store's own: facts_workers_start() makes them. */
    set(config, "external_threads", text);
    (void)snprintf(text, sizeof(text), "%uMiB", options->memory_mib);
    set(config, "memory_limit", text);
    (void)snprintf(text, sizeof(text), "%uMiB", options->spill_mib);
    set(config, "max_temp_directory_size", text);
    (void)snprintf(text, sizeof(text), "%s/" FACTS_FILE SPILL_SUFFIX, options->dir);
    set(config, "temp_directory", text);
    set(config, "autoinstall_known_extensions", "false");
    set(config, "autoload_known_extensions", "false");
    set(config, "checkpoint_threshold", CHECKPOINT_MIB "MiB");
    set(config, "preserve_insertion_order", "true");
    return config;
}

/* The words of an error of opening tell a file that somebody holds from one that is damaged. */
static enum err open_error(const char *words)
{
    bool is_held = strstr(words, "Could not set lock") != NULL;
    if (!is_held)
        log_warning("facts", "cannot open the store: %s", words);
    return is_held                                     ? ERR_BUSY
           : strstr(words, "No space") != NULL         ? ERR_IO
           : strstr(words, "Permission") != NULL       ? ERR_IO
           : strstr(words, "Cannot open file") != NULL ? ERR_IO
                                                       : ERR_INVALID;
}

/* What statements of a process that was killed had put aside. The store is locked by us: nobody
 * else's lies there. */
static void remove_spill(const char *path)
{
    char folder[1100];
    struct dirent *entry;
    (void)snprintf(folder, sizeof(folder), "%s" SPILL_SUFFIX, path);
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(dirfd(dir), entry->d_name, 0) != 0)
            log_warning("facts", "cannot remove %s/%s: %s", folder, entry->d_name, strerror(errno));
    (void)closedir(dir);
    (void)rmdir(folder); /* the store makes it again when it needs it */
}

static enum err open_database(struct facts *facts)
{
    duckdb_config config = make_config(&facts->options);
    char *words = NULL;
    enum err err = OK;
    if (duckdb_open_ext(facts->path, &facts->database, config, &words) != DuckDBSuccess)
        err = open_error(words != NULL ? words : "");
    duckdb_free(words);
    duckdb_destroy_config(&config);
    if (err == OK)
        remove_spill(facts->path);
    if (err == OK && chmod(facts->path, 0600) != 0)
        err = ERR_IO;
    if (err == OK && duckdb_connect(facts->database, &facts->loading) != DuckDBSuccess)
        err = ERR_IO;
    bool are_there = false;
    if (err == OK)
        err = check_tables(facts->loading, &are_there);
    if (err == OK && !are_there)
        err = make_tables(facts->loading);
    if (err == OK)
        err = read_told(facts);
    if (err == OK)
        err = make_stages(facts->loading);
    return err;
}

enum err facts_open(const struct facts_options *options, struct facts **opened)
{
    struct facts *facts = heap_make(1, sizeof(*facts));
    facts->options = *options;
    (void)snprintf(facts->path, sizeof(facts->path), "%s/" FACTS_FILE, options->dir);
    CHECK(options->statements_max <= GATE_STATEMENTS_MAX &&
          options->exports_max <= GATE_STATEMENTS_MAX);
    facts->gates[0] =
        (struct gate){.running_max = options->statements_max, .waiting_max = options->queue_max};
    facts->gates[1] = (struct gate){.running_max = options->exports_max};
    enum err err = open_database(facts);
    if (err != OK) {
        duckdb_disconnect(&facts->loading);
        duckdb_close(&facts->database);
        free(facts);
        return err;
    }
    facts_watch_start(facts);
    *opened = facts;
    return OK;
}

void facts_close(struct facts *facts)
{
    if (facts == NULL)
        return;
    CHECK(!facts->is_loading);
    facts_watch_end(facts);
    duckdb_disconnect(&facts->loading);
    duckdb_close(&facts->database);
    free(facts);
}

enum err facts_remove(const char *dir)
{
    static const char *const files[] = {FACTS_FILE, FACTS_FILE ".wal"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[1100];
        (void)snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
        if (unlink(path) != 0 && errno != ENOENT) {
            log_error("facts", "cannot remove %s: %s", path, strerror(errno));
            return ERR_IO;
        }
    }
    return OK;
}

enum err facts_position(struct facts *facts, uint64_t node, struct facts_position *position)
{
    struct facts_position found = {.node = node};
    char sql[128];
    duckdb_result result;
    (void)snprintf(sql, sizeof(sql), "SELECT id, hash FROM position WHERE node = %" PRIu64, node);
    if (duckdb_query(facts->loading, sql, &result) != DuckDBSuccess)
        return store_fail(&result);
    if (duckdb_row_count(&result) > 0) {
        found.id = duckdb_value_uint64(&result, 0, 0);
        duckdb_blob hash = duckdb_value_blob(&result, 1, 0);
        if (hash.size == sizeof(found.hash))
            memcpy(found.hash, hash.data, sizeof(found.hash));
        duckdb_free(hash.data);
    }
    duckdb_destroy_result(&result);
    *position = found;
    return OK;
}

struct facts_told facts_told(struct facts *facts, enum fact_table_id table)
{
    return (struct facts_told){facts->told[table][0], facts->told[table][1]};
}

struct facts_counters facts_counters(struct facts *facts)
{
    struct facts_counters counters = {
        .rows = facts->rows,
        .statements = facts->statements,
        .refused = facts->refused,
        .cancelled = facts->cancelled,
        .late = facts->late,
    };
    struct stat file;
    if (stat(facts->path, &file) == 0)
        counters.file_bytes = (uint64_t)file.st_size;
    pthread_mutex_lock(&facts->lock);
    for (size_t i = 0; i < GATE_COUNT; i++) {
        counters.running += facts->gates[i].running;
        counters.waiting += facts->gates[i].next_ticket - facts->gates[i].now_serving;
    }
    pthread_mutex_unlock(&facts->lock);
    return counters;
}

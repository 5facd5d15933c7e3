/* Tests of facts/parquet.c: what is written can be read, by the columns' types, and memory does not
 * grow with the rows. */
#include <duckdb.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../base/check.h"
#include "facts/parquet.h"

#define ROWS_MANY    300000
#define RESIDENT_MIB 220 /* that so many rows may add; they take 600 MB as text */

static const struct parquet_column columns[] = {{"name", PARQUET_TEXT},
                                                {"number", PARQUET_NUMBER},
                                                {"is_odd", PARQUET_BOOL},
                                                {"cost", PARQUET_MONEY},
                                                {"sold_at", PARQUET_TIME}};

struct source {
    int64_t rows, given, fails_at;
    size_t text_len;
    int64_t most_mib; /* that the process had meanwhile */
};

static int64_t resident_mib(void)
{
    long pages = 0, shared = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*s %ld %ld", &pages, &shared), 2);
    assert_int_equal(fclose(file), 0);
    return (int64_t)(pages - shared) * sysconf(_SC_PAGESIZE) / 1048576;
}

static enum err give(void *context, struct parquet_row *row, bool *is_end)
{
    struct source *source = context;
    char text[2048];

    if (source->given == source->fails_at)
        return ERR_TIMEOUT;
    *is_end = source->given == source->rows;
    if (*is_end)
        return OK;
    int64_t n = source->given++;
    if (n % 1000 == 0 && resident_mib() > source->most_mib)
        source->most_mib = resident_mib();
    (void)snprintf(text, sizeof(text), "row %0*d", (int)source->text_len, (int)n);
    if (n % 3 != 0)
        parquet_put_text(row, 0, str_from_c(text));
    parquet_put_number(row, 1, n);
    parquet_put_bool(row, 2, n % 2 == 1);
    parquet_put_money(row, 3, -n);
    parquet_put_time(row, 4, 1764158400000 + n);
    return OK;
}

static int make_file(void)
{
    char path[] = "/tmp/rebond-parquet-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(unlink(path), 0); /* it has no name, as the API's have none */
    return fd;
}

/* One value of the file, as text. */
static void assert_reads(int fd, const char *expression, const char *expected)
{
    char sql[512];
    duckdb_database database;
    duckdb_connection connection;
    duckdb_result result;

    (void)snprintf(sql, sizeof(sql), "SELECT (%s)::VARCHAR FROM read_parquet('/proc/self/fd/%d')",
                   expression, fd);
    assert_int_equal(duckdb_open(NULL, &database), DuckDBSuccess);
    assert_int_equal(duckdb_connect(database, &connection), DuckDBSuccess);
    if (duckdb_query(connection, sql, &result) != DuckDBSuccess)
        fail_msg("%s", duckdb_result_error(&result));
    char *text = duckdb_value_varchar(&result, 0, 0);
    assert_string_equal(text, expected);
    duckdb_free(text);
    duckdb_destroy_result(&result);
    duckdb_disconnect(&connection);
    duckdb_close(&database);
}

static void rows_are_read_back_with_their_types(void **state)
{
    (void)state;
    struct source source = {.rows = 5000, .fails_at = -1};
    int fd = make_file();

    assert_int_equal(parquet_write(fd, columns, ARRAY_LEN(columns), give, &source), OK);
    assert_reads(fd, "count(*)", "5000");
    assert_reads(fd, "count(name)", "3333");
    assert_reads(fd, "max(name) FILTER (number = 1)", "row 1");
    assert_reads(fd, "sum(number)", "12497500");
    assert_reads(fd, "count(*) FILTER (is_odd)", "2500");
    assert_reads(fd, "sum(cost)", "-12.497500");
    assert_reads(fd, "any_value(typeof(cost))", "DECIMAL(18,6)");
    assert_reads(fd, "any_value(typeof(sold_at))", "TIMESTAMP WITH TIME ZONE");
    assert_reads(fd, "epoch_ms(max(sold_at))", "1764158404999");
    assert_int_equal(close(fd), 0);
}

static void no_rows_are_a_file_with_columns(void **state)
{
    (void)state;
    struct source source = {.rows = 0, .fails_at = -1};
    int fd = make_file();

    assert_int_equal(parquet_write(fd, columns, ARRAY_LEN(columns), give, &source), OK);
    assert_reads(fd, "count(*)", "0");
    assert_reads(fd, "count(cost)", "0");
    assert_int_equal(close(fd), 0);
}

static enum err give_bytes(void *context, struct parquet_row *row, bool *is_end)
{
    int *left = context;

    *is_end = (*left)-- == 0;
    if (!*is_end)
        parquet_put_text(row, 0, STR("caf\xe9 \xff"));
    return OK;
}

static void bytes_that_are_no_text_are_replaced(void **state)
{
    (void)state;
    int left = 1;
    int fd = make_file();

    assert_int_equal(parquet_write(fd, columns, 1, give_bytes, &left), OK);
    assert_reads(fd, "max(name)", "caf\xef\xbf\xbd \xef\xbf\xbd");
    assert_int_equal(close(fd), 0);
}

static void an_error_of_the_rows_is_told(void **state)
{
    (void)state;
    struct source source = {.rows = 5000, .fails_at = 3000};
    int fd = make_file();

    assert_int_equal(parquet_write(fd, columns, ARRAY_LEN(columns), give, &source), ERR_TIMEOUT);
    assert_int_equal(close(fd), 0);
}

static void memory_does_not_grow_with_the_rows(void **state)
{
    (void)state;
    struct source source = {.rows = ROWS_MANY, .fails_at = -1, .text_len = 2000};
    int fd = make_file();
    int64_t before = resident_mib();

    assert_int_equal(parquet_write(fd, columns, ARRAY_LEN(columns), give, &source), OK);
    int64_t grown = source.most_mib - before;
    if (grown > RESIDENT_MIB)
        fail_msg("%d MiB more", (int)grown);
    assert_reads(fd, "count(*)", "300000");
    assert_int_equal(close(fd), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_back_with_their_types),
        cmocka_unit_test(no_rows_are_a_file_with_columns),
        cmocka_unit_test(bytes_that_are_no_text_are_replaced),
        cmocka_unit_test(an_error_of_the_rows_is_told),
        cmocka_unit_test(memory_does_not_grow_with_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

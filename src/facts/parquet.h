/* parquet - writes rows of any kind as a Parquet file, each pulled when there is room for it, so
 * that any number of them takes the memory of a few thousand. Any thread; everything happens on the
 * caller's. */
#pragma once
#include "base/str.h"

#define PARQUET_COLUMNS_MAX 2048

enum parquet_type {
    PARQUET_TEXT,
    PARQUET_NUMBER, /* 64 bits, signed */
    PARQUET_BOOL,
    PARQUET_MONEY, /* DECIMAL(18,6) */
    PARQUET_TIME,  /* of the wall, UTC */
};

struct parquet_column {
    const char *name;
    enum parquet_type type;
};

/* The row being written: what nothing is put into is null. A text is copied; bytes that are no
 * UTF-8 become U+FFFD each. */
struct parquet_row;
void parquet_put_text(struct parquet_row *row, size_t column, struct str text);
void parquet_put_number(struct parquet_row *row, size_t column, int64_t number);
void parquet_put_bool(struct parquet_row *row, size_t column, bool is_true);
void parquet_put_money(struct parquet_row *row, size_t column, int64_t micros); /* below 10^12 */
void parquet_put_time(struct parquet_row *row, size_t column, int64_t wall_ms);

/* Writes what next() gives until it says *is_end (that row is none), into a file that is there.
 * next() may stop it by any error, which is then returned. ERR_IO: logged; ERR_FULL: the memory. */
MUST_USE enum err parquet_write(int fd, const struct parquet_column *columns, size_t count,
                                enum err (*next)(void *context, struct parquet_row *row,
                                                 bool *is_end),
                                void *context);

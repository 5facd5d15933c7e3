/* statement - how the files of facts/ ask the store: SQL made of constant pieces with '?' for every
 * value that comes from outside, and bound values. No other room includes it.
 *
 * At most statements_max run at once, in the order in which they came; one that runs longer than
 * statement_ms, or whose client left, is stopped. Any thread; each call uses a connection of its
 * own. */
#pragma once
#include "facts/facts.h"

enum value_type {
    VALUE_NULL,
    VALUE_U64,
    VALUE_I64,
    VALUE_DOUBLE,
    VALUE_TEXT,
    VALUE_U64S,
    VALUE_TEXTS
};

/* A value to bind. Lists become BIGINT-like and VARCHAR lists, for list_contains() and unnest(). */
struct value {
    enum value_type type;
    uint64_t u64;
    int64_t i64;
    double real;
    struct str text;
    const uint64_t *u64s;
    const struct str *texts;
    size_t count; /* of a list */
};

/* Who wants the answer. */
struct statement_client {
    bool (*is_gone)(void *context); /* asked now and then from another thread; NULL: stays */
    void *context;
    bool is_export; /* has a place of its own and more time: what a slow reader streams */
};
#define STATEMENT_COLUMNS_MAX 512 /* of an answer */

/* A row of the answer. A cell's text lives until the next row. */
struct statement_row;
bool statement_is_null(const struct statement_row *row, size_t column);
int64_t statement_i64(const struct statement_row *row, size_t column);   /* BIGINT, INTEGER ... */
uint64_t statement_u64(const struct statement_row *row, size_t column);  /* UBIGINT ... */
double statement_double(const struct statement_row *row, size_t column); /* DOUBLE */
struct str statement_text(const struct statement_row *row, size_t column);

/* Runs one statement; the answer is streamed row by row, never held whole. on_row may stop it by
 * any error, which is then returned. sql: with its NUL.
 *
 * ERR_BUSY: too many wait; ERR_TIMEOUT: it took too long; ERR_CLOSED: the client left; ERR_FULL: it
 * needs more memory than it may have; ERR_RANGE: a sum is beyond its type; ERR_IO: anything else,
 * logged with the store's words. */
MUST_USE enum err statement_run(struct facts *facts, const struct statement_client *client,
                                const char *sql, const struct value *values, size_t value_count,
                                enum err (*on_row)(void *context, const struct statement_row *row),
                                void *context);

/* reader - the ledger as others read it: a connection of its own, short reads, no transaction kept
 * between calls. One thread at a time. A statement that runs longer than READER_MS_MAX is stopped
 * (ERR_TIMEOUT): a held reader makes the write-ahead log grow. */
#pragma once
#include "base/arena.h"
#include "ledger/row.h"

#define READER_MS_MAX      250
#define READER_SCAN_MAX    10000 /* rows looked at by one page */
#define READER_SCAN_MIN    100   /* while the machine is too busy for more */
#define READER_PAGE_MAX    1000
#define READER_FILTERS_MAX 8

struct ledger_reader;

/* ERR_IO; ERR_NOT_FOUND: there is no ledger yet. */
MUST_USE enum err ledger_reader_open(const char *dir, struct ledger_reader **reader);
void ledger_reader_close(struct ledger_reader *reader); /* accepts NULL */
/* Size of the folder's ledger on the disk; 0: there is none yet. */
uint64_t ledger_file_bytes(const char *dir);

/* Fills the row whose key columns are given. Strings live in the arena. ERR_NOT_FOUND, ERR_IO,
 * ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_find(struct ledger_reader *reader, enum ledger_table table,
                                     struct arena *arena, void *row);

struct reader_filter {
    const char *column; /* of the table; CHECKed */
    bool is_not;        /* differs from the value instead of being it */
    struct str text;    /* compared when present ... */
    uint64_t number;    /* ... else this */
};

struct reader_query {
    uint64_t before_id; /* only smaller ids; 0: from the newest */
    uint64_t from_id;   /* only ids from here on */
    struct reader_filter filters[READER_FILTERS_MAX];
    size_t filter_count;
    bool is_waiting;        /* of the outbox: only rows that are due, being sent or held */
    const char *workspaces; /* a JSON array: only rows of these workspaces; NULL: all */
    size_t limit;           /* 1 to READER_PAGE_MAX */
};

/* A page of entries or conversions, newest first, into the array at rows (limit places).
 * *next_before_id goes on, 0 at the end: a page may be short or empty and still go on, for at most
 * READER_SCAN_MAX rows are looked at, and fewer, down to READER_SCAN_MIN, when these take too long.
 * ERR_IO, ERR_TIMEOUT, ERR_FULL (the arena). */
MUST_USE enum err ledger_reader_page(struct ledger_reader *reader, enum ledger_table table,
                                     const struct reader_query *query, struct arena *arena,
                                     void *rows, size_t *count, uint64_t *next_before_id);

/* Rows found by an index instead of scanning, newest first: at least one filter is an equality on
 * columns that a key or an index begins with. The query's range of ids counts in tables that have
 * an id. Up to limit rows into the array at rows; *count is how many. ERR_IO, ERR_TIMEOUT, ERR_FULL
 * (the arena). */
MUST_USE enum err ledger_reader_select(struct ledger_reader *reader, enum ledger_table table,
                                       const struct reader_query *query, struct arena *arena,
                                       void *rows, size_t *count);

/* Rows whose column, a key or a unique index of its own, is one of the numbers (READER_PAGE_MAX at
 * most, none above INT64_MAX), those with the highest ones first. The query's filters and
 * workspaces count. number_count places at rows. ERR_IO, ERR_TIMEOUT, ERR_FULL (the arena). */
MUST_USE enum err ledger_reader_rows(struct ledger_reader *reader, enum ledger_table table,
                                     const char *column, const uint64_t *numbers,
                                     size_t number_count, const struct reader_query *query,
                                     struct arena *arena, void *rows, size_t *count);

struct reader_number {
    uint64_t id;
    uint64_t number;
};

/* Ids and one column of numbers, newest first: up to max (READER_SCAN_MAX at most) of the ids from
 * from_id on that are smaller than before_id. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_numbers(struct ledger_reader *reader, enum ledger_table table,
                                        const char *column, uint64_t before_id, uint64_t from_id,
                                        struct reader_number *numbers, size_t max, size_t *count);

/* Adds up the rows of a total whose first key_count key columns are the row's: the columns behind
 * the whole key are filled, 0 when there is none. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_sum(struct ledger_reader *reader, enum ledger_table table,
                                    size_t key_count, void *row);

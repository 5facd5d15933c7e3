/* tail - the ledger as who follows it reads it: how far it has come, the rows of a range of entries
 * by rising id in pages, and what stood beside an entry at its time. A connection of its own,
 * statements made once, no transaction kept between calls; one thread. A statement that runs longer
 * than READER_MS_MAX is stopped (ERR_TIMEOUT); a page is then read again in smaller pieces. Strings
 * live in the arena that is given. */
#pragma once
#include "ledger/reader.h"

#define TAIL_PAGE_MAX   1000
#define TAIL_HASH_BYTES 32

struct tail;

/* ERR_IO; ERR_NOT_FOUND: there is no ledger yet. */
MUST_USE enum err tail_open(const char *dir, struct tail **tail);
void tail_close(struct tail *tail); /* accepts NULL */
/* Its connection, for other readings of the same thread. Lent. */
struct ledger_reader *tail_reader(struct tail *tail);

/* What was committed together: all entries behind the batch before, up to the last one. */
struct tail_batch {
    uint64_t last_id; /* 0: there is none */
    uint64_t entries;
    uint8_t hash[TAIL_HASH_BYTES];
};
/* The newest one. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err tail_head(struct tail *tail, struct tail_batch *head);
/* The one that ends with that entry; none: last_id 0. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err tail_batch(struct tail *tail, uint64_t last_id, struct tail_batch *batch);
/* The batches that end behind after_id, up to until_id, as many as have entries_max entries
 * together, but one at least: the last of them, with the entries of all. None: last_id 0. ERR_IO,
 * ERR_TIMEOUT. */
MUST_USE enum err tail_window(struct tail *tail, uint64_t after_id, uint64_t until_id,
                              uint64_t entries_max, struct tail_batch *window);
/* The first entry behind that one; 0: none. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err tail_oldest(struct tail *tail, uint64_t after_id, uint64_t *id);

/* The rows of a table of entries with after_id < id <= until_id, by rising id, up to TAIL_PAGE_MAX;
 * a page that is not full is the last. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err tail_rows(struct tail *tail, enum ledger_table table, uint64_t after_id,
                            uint64_t until_id, struct arena *arena, void *rows, size_t *count);

/* A visit with what its personal fields tell. */
struct tail_visit {
    struct visit visit;
    struct str referrer; /* absent: none, or forgotten */
};
/* The same as tail_rows(), of visits. */
MUST_USE enum err tail_visits(struct tail *tail, uint64_t after_id, uint64_t until_id,
                              struct arena *arena, struct tail_visit *visits, size_t *count);
/* One of them. ERR_NOT_FOUND, ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err tail_find_visit(struct tail *tail, uint64_t id, struct arena *arena,
                                  struct tail_visit *visit);

/* The entry of that id (cost_update, ad_click). ERR_NOT_FOUND, ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err tail_find(struct tail *tail, enum ledger_table table, uint64_t id,
                            struct arena *arena, void *row);
/* The last change of a conversion, the last update of and verdict on a visit, with a smaller id.
 * The same errors.
 */
MUST_USE enum err tail_change_before(struct tail *tail, uint64_t conversion_id, uint64_t before_id,
                                     struct arena *arena, struct conversion_change *change);
MUST_USE enum err tail_update_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                                     struct arena *arena, struct visit_update *update);
MUST_USE enum err tail_verdict_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                                      struct arena *arena, struct verdict *verdict);
/* The clicks of a visit with a smaller id, by id, max at most. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err tail_clicks_before(struct tail *tail, uint64_t visit_id, uint64_t before_id,
                                     struct arena *arena, struct click *clicks, size_t max,
                                     size_t *count);

/* reader_costs - what is read to reckon with costs told afterwards: a campaign's updates, and its
 * visits by rising id in pages. As of an entry: entries from its id on are left out (UINT64_MAX:
 * none are), so that a reckoning can be repeated later. */
#pragma once
#include "ledger/reader.h"
#include "ledger/spread.h"

#define READER_UPDATES_MAX 65536 /* that overlap one range */

/* A visit that is no bot's and no test's. */
struct cost_visit {
    uint64_t id, campaign_id;
    int64_t own_micros; /* what its campaign's terms made of it, at the rate known by then */
    struct str tokens;
};

/* The last entry committed; 0: none. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_last_id(struct ledger_reader *reader, uint64_t *id);
/* The updates of a campaign in force that touch the range, ordered by from_id, in the arena.
 * ERR_FULL: more than READER_UPDATES_MAX, or the arena; ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_cost_updates(struct ledger_reader *reader, uint64_t campaign_id,
                                             uint64_t from_id, uint64_t to_id, uint64_t as_of_id,
                                             struct arena *arena,
                                             const struct cost_update **updates, size_t *count);
/* The campaign's visits among the next READER_SCAN_MAX of any, in the arena. *next_id goes on, 0 at
 * the end. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err ledger_reader_cost_visits(struct ledger_reader *reader, uint64_t campaign_id,
                                            uint64_t from_id, uint64_t to_id, uint64_t as_of_id,
                                            struct arena *arena, struct cost_visit **visits,
                                            size_t *count, uint64_t *next_id);
/* The same of a source, as of now. */
MUST_USE enum err ledger_reader_source_visits(struct ledger_reader *reader, uint64_t source_id,
                                              uint64_t from_id, uint64_t to_id, struct arena *arena,
                                              struct cost_visit **visits, size_t *count,
                                              uint64_t *next_id);

/* A visit whose cost waits for a rate. */
struct waiting_visit {
    uint64_t id, workspace_id, campaign_id;
    struct str currency;
    struct str tokens;
};
#define READER_WAITING_MAX 100 /* of one page */

/* The next visits by rising id that wait for a rate and were not booked. *next_id goes on, 0 at the
 * end: a page may be empty and go on. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err ledger_reader_waiting_visits(struct ledger_reader *reader, uint64_t from_id,
                                               uint64_t to_id, struct arena *arena,
                                               struct waiting_visit *visits, size_t *count,
                                               uint64_t *next_id);
/* The same for conversions: the ids. */
struct waiting_conversion {
    uint64_t id, workspace_id;
};
MUST_USE enum err ledger_reader_waiting_conversions(struct ledger_reader *reader, uint64_t from_id,
                                                    uint64_t to_id,
                                                    struct waiting_conversion *conversions,
                                                    size_t *count, uint64_t *next_id);

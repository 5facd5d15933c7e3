/* reader_bots - past visits as they are judged again: by rising id in pages, with what is kept of
 * who called. */
#pragma once
#include "ledger/reader.h"

#define READER_BOTS_MAX 2000 /* visits looked at by one page */

struct bot_visit {
    uint64_t id, campaign_id;
    uint64_t signals, is_bot; /* by the last verdict */
    int64_t own_micros;       /* what its campaign's terms made of its cost */
    struct str tokens;
    bool has_personal; /* its address and user agent are kept */
    struct str address, user_agent;
    uint64_t conversions;
    uint64_t clicks; /* of its lander, up to VERDICT_CLICKS_MAX and one more */
};

/* The workspace's visits, without tests, among the next READER_BOTS_MAX of any, in the arena.
 * *next_id goes on, 0 at the end. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err ledger_reader_bot_visits(struct ledger_reader *reader, uint64_t workspace_id,
                                           uint64_t from_id, uint64_t to_id, struct arena *arena,
                                           struct bot_visit **visits, size_t *count,
                                           uint64_t *next_id);

/* What the verdicts of one run, behind that entry, come to: visits made a bot's or a person's. */
struct bot_verdicts {
    uint64_t bots, people;
};
/* *next_id goes on from there, 0 at the end; adds to what is there. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_bot_verdicts(struct ledger_reader *reader, uint64_t run_id,
                                             uint64_t from_id, struct bot_verdicts *verdicts,
                                             uint64_t *next_id);

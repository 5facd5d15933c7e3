/* outbox - what the courier reads and writes in the ledger: rows that are due are marked as being
 * sent, rows that were answered or lost are settled. Everything with a struct ledger_tx runs on the
 * ledger's writer thread, inside decide(); the courier's thread keeps off the structs meanwhile.
 *
 * Each destination has a lane of its own. The take goes from lane to lane, each with at most
 * COURIER_PER_LANE_MAX rows on their way: a receiver that does not answer keeps its own rows
 * waiting and nobody else's. The lanes of destinations that are paused or switched off are passed
 * by: their rows stay due, whatever happens meanwhile, and go out once the catalogue lets them. */
#pragma once
#include "courier/judge.h"
#include "ledger/ledger.h"

#define COURIER_TRANSFERS_MAX 256
#define COURIER_PER_LANE_MAX  64  /* of the transfers */
#define COURIER_LANES_MAX     128 /* looked at in one take; the next one goes on behind them */

/* A row that the courier has in its hands. */
struct outbox_held {
    uint64_t id;
    uint64_t lane;
};

struct outbox_take {
    /* Filled before the job. */
    struct outbox_held held[COURIER_TRANSFERS_MAX];
    size_t held_count;
    size_t max;                      /* how many rows may be taken or settled */
    const struct snapshot *snapshot; /* held by the owner: which lanes are held back */
    uint64_t lane_last;              /* looked at; kept from take to take */
    uint64_t id_after;               /* strays: those behind it */
    struct arena *arena;             /* reset by the take; holds the rows' strings */
    /* What came of it. */
    struct outbox rows[COURIER_TRANSFERS_MAX];
    size_t count;     /* rows to be sent; of strays and recovery: rows found */
    uint64_t id_last; /* of strays: of those found */
    size_t expired;   /* rows that could no longer be sent, and failed */
    bool has_more;    /* rows may be left that were due */
};

/* What became of one attempt. */
struct outbox_settlement {
    struct outbox outbox; /* as it was sent */
    struct delivery_verdict verdict;
    struct answer answer; /* its id is given when it is written */
};

/* Marks what is due as being sent, with an attempt entry each, one id a row. A row that may have
 * arrived, and whose receiver no longer notices a repetition, fails instead. ERR_IO. */
MUST_USE enum err outbox_take(struct ledger_tx *tx, struct outbox_take *take);

/* Marks one row, with its attempt's entry: one id. ERR_IO. */
MUST_USE enum err outbox_mark_sending(struct ledger_tx *tx, struct outbox *outbox);

/* Settles rows that are marked as being sent and are in nobody's hands: their take seemed to fail,
 * so no byte of them left, and they are due at once. ERR_IO. */
MUST_USE enum err outbox_settle_strays(struct ledger_tx *tx, struct outbox_take *take);

/* Settles rows that were being sent when the process ended: they are uncertain. ERR_IO. */
MUST_USE enum err outbox_recover(struct ledger_tx *tx, struct outbox_take *take,
                                 const struct courier_schedule *schedule);

/* Writes the answer and the row's new state, unless the row is settled already. Uses one id at
 * most. ERR_IO. */
MUST_USE enum err outbox_settle(struct ledger_tx *tx, struct outbox_settlement *settlement);

/* Ends a row that waits, by a person's will: outcome "dropped" or "resent". Uses one id. ERR_IO. */
MUST_USE enum err outbox_end(struct ledger_tx *tx, struct outbox *row, const char *outcome);

/* source or campaign. */
struct str outbox_destination_word(uint64_t lane);
/* The destination of a lane, or NULL when it is no longer in the catalogue. */
const struct destination *outbox_destination(const struct snapshot *snapshot, uint64_t lane);

/* Fills all of the answer that the row and the verdict decide. */
void outbox_fill_answer(struct outbox_settlement *settlement);

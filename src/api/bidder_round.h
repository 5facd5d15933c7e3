/* bidder_round - one look of a bidder at its figures: what it would decide now. The facts are asked
 * for each dimension that the automatic optimisation or a rule is about, and bid_decide() judges
 * value by value, the costliest first. Changes nothing. Any thread. */
#pragma once
#include "api/internal.h"
#include "facts/report.h"
#include "model/bidder_log.h"
#include "network/bid.h"

#define BIDDER_LOOK_MAX      5000 /* values of one dimension */
#define BIDDER_DECISIONS_MAX 1000 /* of one look: the rest follows at the next */
#define BIDDER_ARENA_BYTES   (64 * 1024 * 1024)
#define BIDDER_BEHIND_MS_MAX INT64_C(600000) /* facts that are older say nothing about now */

struct bidder_round {
    /* Asked: */
    struct api *api;
    struct arena *arena;
    const struct report_client *client; /* who waits for it; NULL: nobody */
    const struct bidder_found *bidder;
    struct str actor;
    int64_t now_ms;
    /* Answered: */
    struct str outcome; /* "done", or why nothing was decided */
    int64_t behind_ms;
    int64_t looked;                 /* values that there were figures of, for each rule anew */
    int64_t kept[BID_REASON_COUNT]; /* that stay as they are, by why */
    struct bidder_decision *decisions;
    size_t count;
};

/* ERR_CLOSED: the facts are not open, or too far behind; and those of report_run(). */
MUST_USE enum err bidder_round_run(struct bidder_round *round);

/* courier - delivers what the outbox holds. A thread of its own.
 *
 * Happy path: take what is due, marking each row `sending` with an attempt entry, durably, before
 * its first byte leaves; send; judge the answer by status and body; settle the row with an answer
 * entry. Ways it fails: a row that was being sent when the process died is uncertain, and settled
 * so at the start; a ledger that does not take the settlement keeps the results, which are offered
 * again after a pause; rows of a take that seemed to fail may be marked all the same, and are due
 * again before the next one; an uncertain row whose receiver no longer notices a repetition is held
 * for the user; a full house (COURIER_TRANSFERS_MAX, COURIER_PER_LANE_MAX) leaves rows due. */
#pragma once
#include "courier/judge.h"
#include "visit/edge.h"

struct courier;

struct courier_options {
    struct fetch_policy policy; /* transfers_max is set here */
    struct courier_schedule schedule;
};

/* Starts the courier; edge->on_forward then wakes it. ERR_IO. */
MUST_USE enum err courier_open(struct edge *edge, const struct courier_options *options,
                               struct courier **courier);
/* Waits for what is being sent, at most grace_ms, and stops: what is still on its way stays marked,
 * and is uncertain at the next start. Accepts NULL. */
void courier_close(struct courier *courier, int64_t grace_ms);

struct courier_counters {
    uint64_t running;
    uint64_t delivered, duplicate, refused, retrying, failed; /* answers, by outcome */
};
struct courier_counters courier_counters(const struct courier *courier);

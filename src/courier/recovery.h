/* recovery - the courier's start: what was being sent when the process ended is settled as
 * uncertain before anything is sent. On the courier's thread. */
#pragma once
#include "courier/outbox.h"

#define COURIER_POLL_MS 250 /* how late a retry may be; how long a failing ledger is let be */

struct recovery {
    struct ledger_port *port;
    struct fetcher *fetcher;
    struct outbox_take *take; /* lent */
    const struct courier_schedule *schedule;
    const _Atomic bool *is_stopping;
};

/* Settles all such rows, some at a time; tried again while the ledger does not take it, until it
 * does or the courier stops. */
void recovery_run(const struct recovery *recovery);

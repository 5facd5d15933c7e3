/* judge - what became of an attempt to deliver, and when the next one is due (DESIGN.md §6
 * "Forwards", spec/tracker.md §3.6). Pure. */
#pragma once
#include "fetch/fetch.h"
#include "ledger/row.h"
#include "model/snapshot.h"

#define COURIER_RETRIES_MAX 16
#define COURIER_JITTER_END  1024

struct courier_schedule {
    int64_t waits_ms[COURIER_RETRIES_MAX]; /* before the second attempt, the third ... */
    size_t count;
};

struct delivery_verdict {
    const char *outcome; /* delivered, duplicate, refused, retrying, failed */
    const char *reason;
    bool is_uncertain; /* this attempt may have reached its receiver unanswered */
    int64_t next_ms;   /* when retrying; else 0 */
};

/* destination: NULL when it is no longer in the catalogue: any 2xx is then a success. jitter: below
 * COURIER_JITTER_END, moves the wait by up to a tenth either way. */
struct delivery_verdict delivery_judge(const struct destination *destination,
                                       const struct outbox *outbox,
                                       const struct fetch_result *result,
                                       const struct courier_schedule *schedule, int64_t now_ms,
                                       unsigned jitter);

#include "courier/recovery.h"

#include "base/clock.h"
#include "base/log.h"

struct recovery_job {
    struct ledger_job job; /* first */
    const struct recovery *recovery;
    bool is_done;
    enum err result;
};

static enum err decide(struct ledger_job *job, struct ledger_tx *tx)
{
    const struct recovery *recovery = ((struct recovery_job *)job)->recovery;
    return outbox_recover(tx, recovery->take, recovery->schedule);
}

static void on_done(struct ledger_job *job, enum err result)
{
    struct recovery_job *own = (struct recovery_job *)job;
    own->result = result;
    own->is_done = true;
}

static enum err recover_some(const struct recovery *recovery)
{
    struct recovery_job own = {
        .job = {.decide = decide, .done = on_done, .id_count = COURIER_TRANSFERS_MAX},
        .recovery = recovery,
    };
    ledger_port_add(recovery->port, &own.job);
    ledger_port_flush(recovery->port);
    while (!own.is_done) {
        fetcher_run(recovery->fetcher, COURIER_POLL_MS);
        (void)ledger_port_collect(recovery->port);
    }
    return own.result;
}

static void pause_a_while(const struct recovery *recovery)
{
    int64_t end_ms = clock_mono_ms() + COURIER_POLL_MS;
    int64_t left_ms = COURIER_POLL_MS;
    for (; left_ms > 0 && !*recovery->is_stopping; left_ms = end_ms - clock_mono_ms())
        fetcher_run(recovery->fetcher, left_ms);
}

void recovery_run(const struct recovery *recovery)
{
    size_t total = 0;
    bool has_more = true;
    while (has_more && !*recovery->is_stopping) {
        if (recover_some(recovery) != OK) {
            pause_a_while(recovery);
            continue;
        }
        total += recovery->take->count;
        has_more = recovery->take->has_more;
    }
    if (total > 0)
        log_warning("courier",
                    "%zu postbacks were being sent when the process ended: they are uncertain",
                    total);
}

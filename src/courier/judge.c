#include "courier/judge.h"

static struct delivery_verdict final_verdict(const char *outcome, const char *reason)
{
    return (struct delivery_verdict){.outcome = outcome, .reason = reason};
}

static struct delivery_verdict judge_success(const struct destination *destination,
                                             const struct outbox *outbox, struct str body)
{
    const struct pattern *success = destination != NULL ? destination->success_match : NULL;
    const struct pattern *duplicate = destination != NULL ? destination->duplicate_match : NULL;
    const struct pattern *failure = destination != NULL ? destination->failure_match : NULL;
    bool is_duplicate = duplicate != NULL && pattern_is_match(duplicate, body);
    if (failure != NULL && !is_duplicate && pattern_is_match(failure, body))
        return final_verdict("refused", "failure_body");
    if (success != NULL && pattern_is_match(success, body))
        return final_verdict("delivered", "");
    if (is_duplicate)
        return final_verdict("duplicate", outbox->uncertain != 0 ? "own_retry" : "one_per_click");
    return success == NULL ? final_verdict("delivered", "")
                           : final_verdict("refused", "unexpected_body");
}

static bool is_worth_a_retry(unsigned status)
{
    return status >= 500 || status == 429 || status == 408;
}

/* The same again later: as long as the schedule lasts, and for what may have arrived already only
 * while the receiver would notice (dedup_hours). */
static struct delivery_verdict retry(const struct outbox *outbox,
                                     const struct courier_schedule *schedule, int64_t now_ms,
                                     unsigned jitter, bool is_uncertain, const char *reason)
{
    struct delivery_verdict verdict = {
        .outcome = "failed", .reason = "gave_up", .is_uncertain = is_uncertain};
    if (outbox->attempts > schedule->count)
        return verdict;
    int64_t wait_ms = schedule->waits_ms[outbox->attempts - 1];
    wait_ms += wait_ms / 10 * ((int64_t)jitter - COURIER_JITTER_END / 2) / (COURIER_JITTER_END / 2);
    verdict.next_ms = now_ms + wait_ms;
    bool may_repeat = verdict.next_ms < outbox->first_attempt_ms + outbox->dedup_ms;
    if ((is_uncertain || outbox->uncertain != 0) && !may_repeat) {
        verdict.reason = "uncertain";
        verdict.next_ms = 0;
        return verdict;
    }
    verdict.outcome = "retrying";
    verdict.reason = reason;
    return verdict;
}

struct delivery_verdict delivery_judge(const struct destination *destination,
                                       const struct outbox *outbox,
                                       const struct fetch_result *result,
                                       const struct courier_schedule *schedule, int64_t now_ms,
                                       unsigned jitter)
{
    CHECK(outbox->attempts >= 1);
    if (result->refused) /* also when a redirect led there: the answer of the first hop was read */
        return final_verdict("refused", "address_refused");
    switch (result->reach) {
    case FETCH_NOT_SENT:
        return retry(outbox, schedule, now_ms, jitter, false, "not_sent");
    case FETCH_UNCERTAIN:
        return retry(outbox, schedule, now_ms, jitter, true, "uncertain");
    case FETCH_ANSWERED:
        break;
    }
    if (result->status >= 200 && result->status < 300)
        return judge_success(destination, outbox, result->body);
    if (is_worth_a_retry(result->status))
        return retry(outbox, schedule, now_ms, jitter, false, "status");
    return final_verdict("refused", "status");
}

#include "network/goal_call.h"

#include "ledger/ad_totals.h"
#include "network/pricing.h"

enum err goal_call_log(struct ledger_tx *tx, struct goal_request *request)
{
    struct goal_call *log = &request->log;
    log->id = ledger_next_id(tx);
    log->catalog_version = request->catalog_version;
    log->outcome = str_from_c(request->answer.outcome);
    log->reason = str_from_c(request->answer.reason);
    request->personal.id = log->id;
    enum err err = ledger_append(tx, LEDGER_GOAL_CALL, log);
    return err == OK ? ledger_put(tx, LEDGER_PERSONAL, &request->personal) : err;
}

static enum err find_repeat(struct ledger_tx *tx, const struct goal_call *log, bool *is_repeated)
{
    *is_repeated = false;
    if (log->idempotency_key.ptr == NULL)
        return OK;
    struct goal_call earlier = *log;
    enum err err = ledger_find(tx, LOOKUP_GOAL_CALL_BY_KEY, &earlier);
    *is_repeated = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* --- The charge ----------------------------------------------------------- */

static enum err is_of_bot(struct ledger_tx *tx, uint64_t ad_click_id, bool *is_bot)
{
    struct ad_click click = {.id = ad_click_id};
    enum err err = ledger_find(tx, LOOKUP_AD_CLICK, &click);
    *is_bot = err == OK && click.is_bot;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* What a stored conversion costs its ad campaign, where that is what it pays for: it has happened,
 * so that no budget stops it any more. */
static enum err charge(struct ledger_tx *tx, struct goal_request *request)
{
    struct goal_call *log = &request->log;
    const struct adcampaign *adcampaign = request->adcampaign;
    bool is_bot = false;
    if (adcampaign == NULL || adcampaign->pricing != AD_PRICING_CPA)
        return OK;
    enum err err = is_of_bot(tx, log->ad_click_id, &is_bot);
    if (err != OK || is_bot)
        return err;
    const struct ad_amount amount = {
        .micros = pricing_conversion(adcampaign, log->zone_id, log->goal_id,
                                     request->has_cpa ? log->cpa_micros : -1)};
    if (amount.micros == 0)
        return OK;
    log->cost_micros = amount.micros;
    if (request->budgets != NULL) {
        budgets_charge(request->budgets, adcampaign, &amount, ledger_now_ms(tx), &request->hold);
        log->day = request->hold.day;
    } else {
        log->day = zone_day(adcampaign->zone, ledger_now_ms(tx));
    }
    return OK;
}

static enum err add_charge(struct ledger_tx *tx, const struct goal_call *log)
{
    struct variation_total total = goal_call_variation_total(log);
    struct adcampaign_day day = goal_call_day(log);
    if (log->cost_micros == 0)
        return OK;
    enum err err = ledger_add(tx, LEDGER_VARIATION_TOTAL, &total);
    return err == OK ? ledger_add(tx, LEDGER_ADCAMPAIGN_DAY, &day) : err;
}

/* --- The count ------------------------------------------------------------ */

static enum err count_call(struct ledger_tx *tx, const struct goal_call *log,
                           struct goal_state *state)
{
    state->last_call_id = log->id;
    state->stored++;
    struct goal_total total = {log->goal_id, log->variation_id, log->workspace_id, 1,
                               log->value_micros};
    enum err err = ledger_put(tx, LEDGER_GOAL_STATE, state);
    if (err == OK)
        err = ledger_add(tx, LEDGER_GOAL_TOTAL, &total);
    return err == OK ? add_charge(tx, log) : err;
}

enum err goal_call_decide(struct ledger_tx *tx, struct goal_request *request)
{
    struct goal_call *log = &request->log;
    struct goal_state state = {.goal_id = log->goal_id, .ad_click_id = log->ad_click_id};
    enum err err = ledger_find(tx, LOOKUP_GOAL_STATE, &state);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    bool has_state = err == OK;
    bool is_repeated;
    err = find_repeat(tx, log, &is_repeated);
    if (err != OK)
        return err;
    goal_decide(request->goal, log->ad_click_id, has_state ? &state : NULL, is_repeated,
                ledger_now_ms(tx), &request->answer);
    bool is_stored = str_is_equal(str_from_c(request->answer.outcome), STR("stored"));
    if (is_stored && request->is_value_missing)
        request->answer.reason = "missing_value";
    if (!is_stored)
        log->value_micros = 0;
    state.workspace_id = log->workspace_id;
    err = is_stored ? charge(tx, request) : OK;
    if (err == OK)
        err = goal_call_log(tx, request);
    return err == OK && is_stored ? count_call(tx, log, &state) : err;
}

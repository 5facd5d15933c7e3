#include "ledger/click.h"

#include "ledger/verdict.h"

enum err ledger_write_click(struct ledger_tx *tx, void *row)
{
    struct click *click = row;
    struct click_state state = {.visit_id = click->visit_id};
    struct verdict verdict = {.visit_id = click->visit_id};
    enum err err = ledger_find(tx, LOOKUP_VERDICT, &verdict);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if (err == OK) /* which may be newer than the visit that the click was filled from */
        click->is_bot = verdict_on_click(verdict.is_bot != 0, click);
    err = ledger_find(tx, LOOKUP_CLICK_STATE, &state);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    uint64_t before = err == OK ? state.clicks : 0;
    click->is_first = !click->is_bot && before == 0;
    struct click_state after = {
        .visit_id = click->visit_id,
        .workspace_id = click->workspace_id,
        .clicks = before + !click->is_bot,
        .last_click_id = click->id,
        .offer_id = click->offer_id,
        .network_id = click->network_id,
    };
    bool counts = !click->is_bot && !click->is_test;
    struct campaign_total total = {
        .campaign_id = click->campaign_id,
        .workspace_id = click->workspace_id,
        .clicks = counts ? 1 : 0,
        .unique_clicks = counts && click->is_first ? 1 : 0,
    };
    err = ledger_append(tx, LEDGER_CLICK, click);
    /* A bot's click moves nothing once a person has clicked. */
    if (err == OK && (!click->is_bot || before == 0))
        err = ledger_put(tx, LEDGER_CLICK_STATE, &after);
    return err == OK ? ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total) : err;
}

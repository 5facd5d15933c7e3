#include "convert/register.h"

#include "convert/tell.h"

/* --- Decide, on the ledger's thread --------------------------------------- */

enum err register_append_change(struct ledger_tx *tx, const struct register_change *made)
{
    struct conversion *conversion = &made->verdict->conversion;
    struct conversion_change change = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .catalog_version = snapshot_version(made->snapshot),
        .postback_id = made->postback_id,
        .action = conversion_action_text(made->verdict->action),
    };
#define COPY(type, name) change.name = conversion->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    if (conversion->id == 0)
        conversion->id = change.id;
    conversion->change_id = change.id;
    change.conversion_id = conversion->id;
    struct campaign_total total = conversion_total(made->before, conversion);
    struct offer_day day = conversion_offer_day(made->before, conversion);
    enum err err = ledger_append(tx, LEDGER_CONVERSION_CHANGE, &change);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CONVERSION, conversion);
    if (err == OK)
        err = ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
    return err == OK && day.conversions != 0 ? ledger_add(tx, LEDGER_OFFER_DAY, &day) : err;
}

enum err register_append(struct ledger_tx *tx, const struct register_change *change)
{
    const struct conversion *conversion = &change->verdict->conversion;
    enum err err = register_append_change(tx, change);
    if (err != OK)
        return err;
    return tell_all(tx, &(struct tell){
                            .edge = change->edge,
                            .snapshot = change->snapshot,
                            .visit = change->visit,
                            .conversion = conversion,
                            .status = change->verdict->status,
                            .is_first_of_visit = conversion->is_first != 0,
                            .is_disabled = change->is_forward_disabled,
                            .pixel_url = change->pixel_url,
                        });
}

/* The log's row goes first: ids rise in the order in which things came about. A created conversion
 * is named after its change, which has the id behind the log's. */
static enum err append_log(struct ledger_tx *tx, struct registration *reg, bool is_created,
                           uint64_t conversion_id)
{
    reg->log.id = ledger_next_id(tx);
    reg->personal.workspace_id = reg->log.workspace_id;
    reg->log.conversion_id = is_created ? reg->log.id + 1 : conversion_id;
    reg->log.channel = register_channel_text(reg->channel);
    reg->log.catalog_version = snapshot_version(reg->snapshot);
    enum err err = ledger_append(tx, LEDGER_POSTBACK, &reg->log);
    if (err != OK || reg->log.personal_hash.ptr == NULL)
        return err;
    reg->personal.id = reg->log.id;
    return ledger_put(tx, LEDGER_PERSONAL, &reg->personal);
}

enum err register_log(struct ledger_tx *tx, struct registration *reg)
{
    return append_log(tx, reg, false, 0);
}

enum err register_find_in_batch(void *context, enum ledger_lookup lookup, void *row)
{
    return ledger_find(context, lookup, row);
}

enum err register_decide(struct ledger_tx *tx, const struct edge *edge, struct registration *reg)
{
    const struct register_book book = {register_find_in_batch, tx};
    struct register_match match;
    struct conversion_verdict *verdict = &reg->verdict;
    reg->window_ms = edge->conversion_window_ms;
    enum err err = register_match(&book, ledger_now_ms(tx), ledger_arena(tx), reg, &match);
    if (err == OK)
        err = append_log(tx, reg, verdict->action == ACTION_CREATED,
                         match.has_existing ? match.existing.id : 0);
    if (err != OK || verdict->action == ACTION_NONE)
        return err;
    bool has_browser = reg->channel == CHANNEL_PIXEL && verdict->action == ACTION_CREATED;
    const struct register_change change = {
        .pixel_url = has_browser ? &reg->pixel_url : NULL,
        .edge = edge,
        .snapshot = reg->snapshot,
        .postback_id = reg->log.id,
        .visit = &match.visit,
        .before = verdict->action == ACTION_CREATED ? NULL : &match.existing,
        .is_forward_disabled = reg->call.is_postback_disabled,
        .verdict = verdict,
    };
    return register_append(tx, &change);
}

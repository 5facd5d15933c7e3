#include "convert/update.h"

#include "visit/update.h"

/* Why whoever calls may not update this visit; "" when they may. */
static const char *reason_to_forbid(const struct registration *reg, const struct visit *visit)
{
    const struct network *network = snapshot_find_network(reg->snapshot, visit->network_id);
    struct str key =
        snapshot_workspace(reg->snapshot, visit->workspace_id)->settings.click_update_key;
    struct str secret = network != NULL ? network->secret : STR_NONE;
    struct str told = reg->call.update_key;
    if (key.ptr == NULL && secret.ptr == NULL)
        return "updates_off";
    if (told.ptr != NULL && (register_is_secret(key, told) || register_is_secret(secret, told)))
        return "";
    return "wrong_key";
}

static enum err refuse(struct ledger_tx *tx, struct registration *reg, unsigned status,
                       struct str body, const char *outcome, const char *reason)
{
    register_answer(reg, status, body, outcome, reason);
    return register_log(tx, reg);
}

enum err update_decide(struct ledger_tx *tx, struct registration *reg)
{
    struct visit visit = {.id = reg->visit_id};
    bool is_changed = false;
    enum err err = ledger_find(tx, LOOKUP_VISIT, &visit);
    if (err == ERR_NOT_FOUND)
        return refuse(tx, reg, 404, STR("ERROR: click not found"), "unrecorded_click", "");
    if (err != OK)
        return err;
    reg->log.workspace_id = visit.workspace_id;
    reg->log.is_test = visit.is_test;
    const char *forbidden = reason_to_forbid(reg, &visit);
    if (forbidden[0] != '\0')
        return refuse(tx, reg, 403, STR("ERROR: forbidden"), "refused", forbidden);
    struct visit_update update = {.workspace_id = visit.workspace_id,
                                  .catalog_version = snapshot_version(reg->snapshot),
                                  .visit_id = visit.id,
                                  .events = reg->call.params,
                                  .tokens = reg->call.tokens};
    err = update_merge(tx, &visit, &update, &is_changed);
    if (err != OK)
        return err;
    register_answer(reg, 200, is_changed ? STR("OK") : STR("DUPLICATE"),
                    is_changed ? "updated" : "duplicate", is_changed ? "" : "nothing_new");
    err = register_log(tx, reg);
    if (err != OK || !is_changed)
        return err;
    update.id = ledger_next_id(tx);
    update.postback_id = reg->log.id;
    return update_append(tx, &update);
}

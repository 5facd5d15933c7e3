#include "visit/cost_update.h"

#include "ledger/spread.h"

/* Filled by the edge itself. */
static bool is_own_column(const struct column *column)
{
    static const char *const own[] = {"id", "workspace_id", "catalog_version"};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (strcmp(column->name, own[i]) == 0)
            return true;
    return false;
}

static void put(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

json_t *cost_update_args(const struct cost_update *update, uint64_t seen_id)
{
    const struct table *table = table_of(LEDGER_COST_UPDATE);
    json_t *args = json_object();

    CHECK(args != NULL);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (is_own_column(column))
            continue;
        if (column_is_number(column))
            put(args, column->name, json_integer((json_int_t)row_get_u64(update, column)));
        else if (row_get_str(update, column).ptr != NULL)
            put(args, column->name,
                json_stringn(row_get_str(update, column).ptr, row_get_str(update, column).len));
    }
    put(args, "seen_id", json_integer((json_int_t)seen_id));
    return args;
}

/* The other way; lends the texts of the arguments. */
static void read_args(const json_t *args, struct cost_update *update, uint64_t *seen_id)
{
    const struct table *table = table_of(LEDGER_COST_UPDATE);

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        const json_t *value = json_object_get(args, column->name);
        if (is_own_column(column) || value == NULL)
            continue;
        if (column_is_number(column)) {
            *row_u64(update, column) = (uint64_t)json_integer_value(value);
            continue;
        }
        struct str text = {json_string_value(value), json_string_length(value)};
        memcpy((char *)update + column->offset, &text, sizeof(text));
    }
    *seen_id = (uint64_t)json_integer_value(json_object_get(args, "seen_id"));
}

/* Nothing may have changed what these visits cost since the desk looked. */
static enum err check_seen(struct operation *operation, struct ledger_tx *tx, uint64_t campaign_id,
                           uint64_t seen_id)
{
    struct campaign_cost cost = {.id = campaign_id};
    enum err err = ledger_find(tx, LOOKUP_CAMPAIGN_COST, &cost);

    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if ((err == OK ? cost.last_id : 0) != seen_id)
        operation_refuse(operation, 409, "seen_id",
                         "the costs of the campaign changed meanwhile: reckon again");
    return OK;
}

static enum err check_undo(struct operation *operation, struct ledger_tx *tx, uint64_t undoes_id)
{
    struct cost_update update = {.id = undoes_id}, undo = {.undoes_id = undoes_id};
    enum err err = ledger_find(tx, LOOKUP_COST_UPDATE, &update);

    if (err == ERR_NOT_FOUND || (err == OK && !str_is_equal(update.action, STR("set")))) {
        operation_refuse(operation, 404, "", "there is no such cost update");
        return OK;
    }
    if (err == OK)
        err = ledger_find(tx, LOOKUP_COST_UNDO, &undo);
    if (err == OK)
        operation_refuse(operation, 409, "", "this cost update is undone already");
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool is_sound(const struct cost_update *update, bool is_undo, uint64_t own_id)
{
    return update->to_id <= own_id && (is_undo || str_is_equal(update->action, STR("set"))) &&
           update->cost_micros >= 0 && update->visits >= (is_undo ? 0 : 1) &&
           update->from_id < update->to_id && update->method.ptr != NULL;
}

static enum err write_update(struct operation *operation, struct ledger_tx *tx,
                             struct cost_update *update)
{
    struct campaign_total total;
    struct campaign_cost cost = {.id = update->campaign_id, .workspace_id = update->workspace_id};

    update->id = ledger_next_id(tx);
    cost.last_id = update->id;
    total = spread_update_total(update);
    enum err err = ledger_append(tx, LEDGER_COST_UPDATE, update);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost);
    if (err == OK)
        err = ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
    if (err == OK)
        put(operation->answer, "id", json_integer((json_int_t)update->id));
    return err;
}

enum err cost_update_decide(struct operation *operation, struct ledger_tx *tx)
{
    struct cost_update update = {.workspace_id = operation->workspace_id,
                                 .catalog_version = snapshot_version(operation->snapshot)};
    uint64_t seen_id;

    read_args(operation->args, &update, &seen_id);
    const struct campaign *campaign =
        snapshot_find_campaign(operation->snapshot, update.campaign_id);
    bool is_undo = str_is_equal(update.action, STR("undo"));
    if (campaign == NULL || campaign->workspace_id != operation->workspace_id)
        operation_refuse(operation, 404, "campaign_id", "there is no such campaign");
    else if (!is_sound(&update, is_undo, operation->job.id))
        operation_refuse(operation, 400, "args", "expected a reckoned cost update");
    enum err err = check_seen(operation, tx, update.campaign_id, seen_id);
    if (err == OK && is_undo)
        err = check_undo(operation, tx, update.undoes_id);
    if (err != OK || operation->status >= 400)
        return err;
    return write_update(operation, tx, &update);
}

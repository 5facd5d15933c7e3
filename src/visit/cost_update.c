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

static json_t *column_json(const struct cost_update *update, const struct column *column)
{
    struct str text;

    if (column_is_number(column))
        return json_integer((json_int_t)row_get_u64(update, column));
    text = row_get_str(update, column);
    return text.ptr != NULL ? json_stringn(text.ptr, text.len) : json_null();
}

static bool is_alike(const struct cost_update *updates, size_t count, const struct column *column)
{
    for (size_t i = 1; i < count; i++)
        if (column_is_number(column)
                ? row_get_u64(&updates[i], column) != row_get_u64(updates, column)
                : !str_is_equal(row_get_str(&updates[i], column), row_get_str(updates, column)))
            return false;
    return true;
}

json_t *cost_updates_args(const struct cost_update *updates, const uint64_t *seen_ids, size_t count)
{
    const struct table *table = table_of(LEDGER_COST_UPDATE);
    json_t *args = json_object(), *common = json_object(), *each = json_array();

    CHECK(args != NULL && common != NULL && each != NULL && count > 0);
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        CHECK(object != NULL && json_array_append_new(each, object) == 0);
        put(object, "seen_id", json_integer((json_int_t)seen_ids[i]));
    }
    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        if (is_own_column(column))
            continue;
        if (is_alike(updates, count, column)) {
            put(common, column->name, column_json(updates, column));
            continue;
        }
        for (size_t i = 0; i < count; i++)
            put(json_array_get(each, i), column->name, column_json(&updates[i], column));
    }
    put(args, "common", common);
    put(args, "updates", each);
    return args;
}

/* The other way; lends the texts of the arguments. */
static void read_args(const json_t *args, struct cost_update *update, uint64_t *seen_id)
{
    const struct table *table = table_of(LEDGER_COST_UPDATE);

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        const json_t *value = json_object_get(args, column->name);
        if (is_own_column(column) || value == NULL || json_is_null(value))
            continue;
        if (column_is_number(column)) {
            *row_u64(update, column) = (uint64_t)json_integer_value(value);
            continue;
        }
        struct str text = {json_string_value(value), json_string_length(value)};
        memcpy((char *)update + column->offset, &text, sizeof(text));
    }
    if (json_object_get(args, "seen_id") != NULL)
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
    uint64_t seen_id = 0;

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

/* ------------------------------------------------------------------ many at once */

/* Whether one of the updates may be written as it was reckoned. */
static enum err judge_one(struct operation *operation, struct ledger_tx *tx,
                          const struct cost_update *update, uint64_t seen_id)
{
    const struct campaign *campaign =
        snapshot_find_campaign(operation->snapshot, update->campaign_id);

    if (campaign == NULL || campaign->workspace_id != operation->workspace_id)
        operation_refuse(operation, 404, "campaign_id", "there is no such campaign");
    else if (!is_sound(update, false, operation->job.id))
        operation_refuse(operation, 400, "args", "expected reckoned cost updates");
    return check_seen(operation, tx, update->campaign_id, seen_id);
}

enum err cost_updates_decide(struct operation *operation, struct ledger_tx *tx)
{
    const json_t *common = json_object_get(operation->args, "common");
    const json_t *each = json_object_get(operation->args, "updates");
    size_t count = json_array_size(each);
    struct cost_update *updates = ARENA_ARRAY(operation->arena, struct cost_update, count + 1);
    enum err err = OK;

    if (count == 0 || count > COST_UPDATES_MAX || updates == NULL)
        operation_refuse(operation, 400, "args", "expected 1 to %d cost updates", COST_UPDATES_MAX);
    for (size_t i = 0; err == OK && operation->status < 400 && i < count; i++) {
        uint64_t seen_id = 0;
        updates[i] = (struct cost_update){.workspace_id = operation->workspace_id,
                                          .catalog_version = snapshot_version(operation->snapshot)};
        read_args(common, &updates[i], &seen_id);
        read_args(json_array_get(each, i), &updates[i], &seen_id);
        err = judge_one(operation, tx, &updates[i], seen_id);
    }
    for (size_t i = 0; err == OK && operation->status < 400 && i < count; i++)
        err = write_update(operation, tx, &updates[i]);
    return err;
}

#include "visit/forget.h"

static void put(json_t *object, const char *name, uint64_t number)
{
    CHECK(json_object_set_new(object, name, json_integer((json_int_t)number)) == 0);
}

static uint64_t read_id(const struct operation *operation, const char *name)
{
    json_int_t id = json_integer_value(json_object_get(operation->args, name));
    return id > 0 ? (uint64_t)id : 0;
}

static enum err append(struct operation *operation, struct ledger_tx *tx, uint64_t visit_id,
                       uint64_t from_id, struct ledger_erased erased)
{
    struct forgetting entry = {
        .id = ledger_next_id(tx),
        .workspace_id = operation->workspace_id,
        .catalog_version = snapshot_version(operation->snapshot),
        .visit_id = visit_id,
        .from_id = from_id,
        .to_id = erased.end_id,
        .entries = erased.rows,
    };
    return ledger_append(tx, LEDGER_FORGETTING, &entry);
}

/* Of one entry; what has none any more is passed by. */
static enum err forget_one(struct operation *operation, struct ledger_tx *tx, uint64_t visit_id,
                           uint64_t id, uint64_t *forgotten)
{
    struct ledger_erased erased;
    enum err err = ledger_erase_personal(tx, operation->workspace_id, id, id + 1, 1, &erased);
    if (err != OK || erased.rows == 0)
        return err;
    (*forgotten)++;
    return append(operation, tx, visit_id, id, erased);
}

enum err forget_decide(struct operation *operation, struct ledger_tx *tx)
{
    uint64_t visit_id = read_id(operation, "visit_id"), forgotten = 0;
    struct visit visit = {.id = visit_id};
    struct postback given = {.visit_id = visit_id};
    struct postback *pixels = ARENA_ARRAY(operation->arena, struct postback, FORGET_ENTRIES_MAX);
    size_t count = 0;
    CHECK(pixels != NULL);
    enum err err = ledger_find(tx, LOOKUP_VISIT, &visit);
    if (err == ERR_NOT_FOUND || (err == OK && visit.workspace_id != operation->workspace_id)) {
        operation_refuse(operation, 404, "cid", "There is no such visit.");
        return OK;
    }
    if (err == OK)
        err = ledger_select(tx, LOOKUP_PIXELS_OF_VISIT, &given, pixels, FORGET_ENTRIES_MAX - 1,
                            &count);
    if (err == OK)
        err = forget_one(operation, tx, visit_id, visit_id, &forgotten);
    for (size_t i = 0; i < count && err == OK; i++)
        err = forget_one(operation, tx, visit_id, pixels[i].id, &forgotten);
    put(operation->answer, "forgotten", forgotten);
    return err;
}

enum err expire_decide(struct operation *operation, struct ledger_tx *tx)
{
    uint64_t from_id = read_id(operation, "from_id"), to_id = read_id(operation, "to_id");
    struct ledger_erased erased;
    enum err err = ledger_erase_personal(tx, operation->workspace_id, from_id, to_id,
                                         EXPIRE_ROWS_MAX, &erased);
    if (err != OK)
        return err;
    if (erased.rows == 0) {
        operation_refuse(operation, 404, "", "nothing is that old");
        return OK;
    }
    put(operation->answer, "forgotten", erased.rows);
    put(operation->answer, "end_id", erased.end_id);
    return append(operation, tx, 0, from_id, erased);
}

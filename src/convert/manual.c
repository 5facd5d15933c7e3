#include "convert/manual.h"

#include "base/id.h"

static const char *const mode_words[] = {[DUPLICATE_UPDATE] = "update",
                                         [DUPLICATE_IGNORE] = "ignore",
                                         [DUPLICATE_ADD] = "add",
                                         [DUPLICATE_SUM] = "sum"};

bool manual_find_mode(const char *word, enum duplicate_mode *mode)
{
    for (size_t i = 0; word != NULL && i < ARRAY_LEN(mode_words); i++) {
        if (strcmp(word, mode_words[i]) == 0) {
            *mode = (enum duplicate_mode)i;
            return true;
        }
    }
    return false;
}

static struct str text_of(const json_t *value)
{
    return (struct str){json_string_value(value), json_string_length(value)};
}

/* What all rows share. */
static void fill(const struct operation *operation, struct registration *reg)
{
    const char *channel = json_string_value(json_object_get(operation->args, "channel"));
    const char *mode = json_string_value(json_object_get(operation->args, "mode"));
    bool is_file = channel != NULL && strcmp(channel, "csv") == 0;
    *reg = (struct registration){
        .snapshot = operation->snapshot,
        .arena = operation->arena,
        .channel = is_file ? CHANNEL_CSV : CHANNEL_MANUAL,
        .is_trusted = true,
        .workspace_id = operation->workspace_id,
    };
    reg->has_mode = manual_find_mode(mode, &reg->mode);
}

/* Reads a row; false: it was refused. */
static bool read_row(struct operation *operation, size_t i, const struct registration *common,
                     struct registration *reg)
{
    struct postback_fault fault = {STR(""), "too long"};
    struct str query = text_of(json_array_get(json_object_get(operation->args, "rows"), i));
    bool is_forwarded = json_is_true(json_object_get(operation->args, "forward"));
    char field[32];
    (void)snprintf(field, sizeof(field), "rows[%zu]", i);
    *reg = *common;
    if (postback_parse(operation->arena, query, STR_NONE, NULL, NULL, &reg->call, &fault) != OK ||
        reg->call.cid.ptr == NULL ||
        click_id_parse(operation->edge->keys, reg->call.cid, &reg->visit_id) != OK) {
        operation_refuse(operation, 422, field, "expected a postback with a click id of ours");
        return false;
    }
    reg->call.is_postback_disabled |= !is_forwarded;
    reg->log = (struct postback){
        .workspace_id = operation->workspace_id, .visit_id = reg->visit_id, .query = query};
    return true;
}

static json_t *result_of(const struct registration *reg)
{
    char id[24];
    (void)snprintf(id, sizeof(id), "%" PRIu64, reg->log.conversion_id);
    json_t *result =
        json_pack("[s%, s%, s?]", reg->log.outcome.ptr, reg->log.outcome.len, reg->log.reason.ptr,
                  reg->log.reason.len, reg->log.conversion_id != 0 ? id : NULL);
    CHECK(result != NULL);
    return result;
}

enum err manual_decide(struct operation *operation, struct ledger_tx *tx)
{
    const json_t *rows = json_object_get(operation->args, "rows");
    size_t count = json_array_size(rows);
    struct registration common;
    fill(operation, &common);
    struct registration *regs = ARENA_ARRAY(operation->arena, struct registration, count + 1);
    if (count == 0 || count > MANUAL_ROWS_MAX || regs == NULL) {
        operation_refuse(operation, 422, "rows", "expected 1 to %d rows", MANUAL_ROWS_MAX);
        return OK;
    }
    for (size_t i = 0; i < count; i++)
        if (!read_row(operation, i, &common, &regs[i]))
            return OK;
    json_t *results = json_array();
    CHECK(results != NULL && json_object_set_new(operation->answer, "rows", results) == 0);
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        err = register_decide(tx, operation->edge, &regs[i]);
        if (err == OK)
            CHECK(json_array_append_new(results, result_of(&regs[i])) == 0);
        arena_reset(ledger_arena(tx)); /* a row needs nothing of the one before */
    }
    return err;
}

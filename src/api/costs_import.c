/* costs_import - POST /api/v1/costs/import: a file of costs, looked at first, then applied row by
 * row. A row's key is what it says, so that the same rows again change nothing; one that was taken
 * back meanwhile, or replaced by another amount for the same visits, is applied again. */
#include <sodium.h>
#include "api/cost_apply.h"
#include "api/cost_csv.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"

#define KEY_HASH_BYTES 16
#define REPEATS_MAX    64 /* of a row that is applied and then something else, again and again */
#define KEY_BYTES      64

/* ------------------------------------------------------------------ shapes */

static const struct shape_field body_fields[] = {
    {"text", SHAPE_TEXT, 0,
     "CSV with a header of date_from, date_to, campaign, token_name, token_value, cost, currency, "
     "timezone.",
     NULL, NULL},
    {"preview", SHAPE_BOOL, SHAPE_OPTIONAL, "Only tell what would come of it; false by default.",
     NULL, NULL},
};
const struct shape costs_import_shape =
    SHAPE_OF_BODY("costs_import", body_fields,
                  "{\"text\":\"date_from,date_to,campaign,cost\\n2020-01-01,2036-01-01,1,5\\n\","
                  "\"preview\":true}");

static const struct shape_field row_fields[] = {
    {"line", SHAPE_NUMBER, 0, "Of the text, from 1.", NULL, NULL},
    {"result", SHAPE_WORD, 0,
     "new: it would be applied; left: the time was up, send the text again.",
     "new applied unchanged refused left", NULL},
    {"id", SHAPE_ENTRY, SHAPE_NULL, "Of the cost, to list it or to take it back.", NULL, NULL},
    {"campaign", SHAPE_ID, SHAPE_NULL, NULL, NULL, NULL},
    {"visits", SHAPE_NUMBER, SHAPE_NULL, "Over how many it is spread.", NULL, NULL},
    {"old_cost", SHAPE_MONEY, SHAPE_NULL, "What these visits cost before.", NULL, NULL},
    {"new_cost", SHAPE_MONEY, SHAPE_NULL, "In the workspace's currency.", NULL, NULL},
    {"field", SHAPE_TEXT, SHAPE_NULL, "The column that is refused.", NULL, NULL},
    {"message", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
static const struct shape row_shape = SHAPE("costs_imported_row", row_fields);

static const struct shape_field answer_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, NULL, NULL, &row_shape},
    {"applied", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unchanged", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"refused", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"left", SHAPE_NUMBER, 0, NULL, NULL, NULL},
};
const struct shape costs_imported_shape = SHAPE("costs_imported", answer_fields);

/* ------------------------------------------------------------------ one row */

struct importing {
    struct cost_desk desk;
    bool is_preview;
    json_t *rows;
    unsigned applied, unchanged, refused, left;
};

/* The field's name as the header has it. */
static const char *column_of(const char *field)
{
    static const char *const names[][2] = {{"from", "date_from"},   {"to", "date_to"},
                                           {"token", "token_name"}, {"value", "token_value"},
                                           {"amount", "cost"},      {"tz", "timezone"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(field, names[i][0]) == 0)
            return names[i][1];
    return field;
}

static enum err refuse(struct model_fault *fault, const char *field, const char *message)
{
    (void)snprintf(fault->field, sizeof(fault->field), "%s", field);
    (void)snprintf(fault->message, sizeof(fault->message), "%s", message);
    return ERR_INVALID;
}

static enum err read_row(struct importing *importing, const struct cost_csv_row *row,
                         struct cost_update *update, struct model_fault *fault)
{
    struct cost_request request = {.campaign = row->campaign,
                                   .from = row->date_from,
                                   .to = row->date_to,
                                   .tz = row->timezone,
                                   .token = row->token_name,
                                   .value = row->token_value,
                                   .currency = row->currency,
                                   .method = "csv"};

    if (row->campaign.ptr == NULL)
        return refuse(fault, "campaign",
                      say_text("expected the id, the key or the name of a campaign"));
    if (row->cost.ptr == NULL || money_parse_loose(row->cost, &request.amount_micros) != OK ||
        request.amount_micros < 0)
        return refuse(fault, "cost", say_text("expected an amount from 0 on"));
    return cost_read(&importing->desk, &request, update, fault);
}

/* What the row says, not how it is written: "5" and "5.00" are one. */
static struct str write_key(const struct cost_update *update, unsigned repeat,
                            char memory[KEY_BYTES])
{
    char said[2048];
    uint8_t hash[KEY_HASH_BYTES];
    struct buf text = buf_from_memory(said, sizeof(said));
    struct buf key = buf_from_memory(memory, KEY_BYTES);

    buf_format(&text, "%" PRIu64 " %" PRId64 " %" PRId64 " %" PRIu64 " %" PRId64 " %.*s ",
               update->campaign_id, update->from_ms, update->to_ms, update->filter_slot,
               update->cost_amount_micros, STR_FMT(update->cost_currency));
    (void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)update->filter_value.ptr,
                             update->filter_value.len, NULL, 0);
    buf_write_hex(&text, hash, sizeof(hash));
    CHECK(!buf_is_full(&text));
    (void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)said, text.len, NULL, 0);
    buf_write_c(&key, "cost-csv:");
    buf_write_hex(&key, hash, sizeof(hash));
    if (repeat > 0)
        buf_format(&key, ":%u", repeat);
    return buf_str(&key);
}

/* The key to write under: the first whose update neither is taken back nor gave way to another
 * amount for the same visits. *made: it is there already. */
static enum err find_key(struct importing *importing, struct cost_update *update,
                         char memory[KEY_BYTES], struct str *key, bool *made)
{
    for (unsigned repeat = 0; repeat < REPEATS_MAX; repeat++) {
        struct cost_update there, undo;
        *key = write_key(update, repeat, memory);
        enum err err = cost_find(&importing->desk, update->workspace_id, *key, &there);
        *made = err == OK;
        if (err != OK)
            return err == ERR_NOT_FOUND ? OK : err;
        err = cost_find_undo(&importing->desk, there.id, &undo);
        bool is_over = err == OK;
        if (err == ERR_NOT_FOUND)
            err = cost_is_replaced(&importing->desk, &there, &is_over);
        if (err != OK || !is_over) {
            *update = err == OK ? there : *update;
            return err;
        }
    }
    return ERR_CONFLICT;
}

static enum err do_row(struct importing *importing, struct cost_update *update, const char **result,
                       struct model_fault *fault)
{
    char memory[KEY_BYTES];
    struct str key;
    bool made = false;
    enum err err = find_key(importing, update, memory, &key, &made);

    if (err == ERR_CONFLICT)
        return refuse(fault, "", say_text("this row was applied and changed again too often"));
    *result = made ? "unchanged" : importing->is_preview ? "new" : "applied";
    if (err != OK || made)
        return err;
    return importing->is_preview ? cost_reckon(&importing->desk, update, fault)
                                 : cost_write(&importing->desk, key, update, fault);
}

static json_t *row_json(const struct cost_csv_row *row, const char *result,
                        const struct cost_update *update, const struct model_fault *fault)
{
    bool is_told = update->visits > 0;
    json_t *json = json_object();

    json_out_put(json, "line", json_out_number(row->line));
    json_out_put(json, "result", json_string(result));
    json_out_put(json, "id", json_out_id(update->id));
    json_out_put(json, "campaign",
                 update->campaign_id != 0 ? json_out_number(update->campaign_id) : json_null());
    json_out_put(json, "visits", is_told ? json_integer(update->visits) : json_null());
    json_out_put(json, "old_cost",
                 is_told ? json_out_money(update->cost_micros - update->changed_micros)
                         : json_null());
    json_out_put(json, "new_cost", is_told ? json_out_money(update->cost_micros) : json_null());
    json_out_put(json, "field",
                 fault->field[0] != '\0' ? json_string(column_of(fault->field)) : json_null());
    json_out_put(json, "message",
                 fault->message[0] != '\0' ? json_string(fault->message) : json_null());
    return json;
}

static void import_row(struct importing *importing, const struct cost_csv_row *row)
{
    struct model_fault fault = {0};
    struct cost_update update = {0};
    const char *result = "left";
    enum err err = ERR_TIMEOUT;

    if (clock_mono_ms() < importing->desk.deadline_mono_ms) {
        err = read_row(importing, row, &update, &fault);
        if (err == OK)
            err = do_row(importing, &update, &result, &fault);
    }
    if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN)
        result = "refused";
    else if (err != OK)
        result = "left";
    if (err != OK)
        update.visits = 0;
    importing->refused += strcmp(result, "refused") == 0;
    importing->left += strcmp(result, "left") == 0;
    importing->unchanged += strcmp(result, "unchanged") == 0;
    importing->applied += strcmp(result, "applied") == 0;
    json_out_append(importing->rows, row_json(row, result, &update, &fault));
}

/* ------------------------------------------------------------------ the request */

/* The text; absent: the call is refused. */
static struct str read_text(struct call *call, bool *is_preview)
{
    const json_t *text = json_object_get(call->body, "text");
    const json_t *preview = json_object_get(call->body, "preview");
    const char *name;
    json_t *value;

    json_object_foreach(call->body, name, value)
    {
        if (strcmp(name, "text") != 0 && strcmp(name, "preview") != 0)
            call_refuse(call, 422, name, "%s: there is no such field.", name);
    }
    if (!json_is_string(text))
        call_refuse(call, 422, "text", "text: expected CSV.");
    else if (preview != NULL && !json_is_boolean(preview))
        call_refuse(call, 422, "preview", "preview: expected true or false.");
    *is_preview = json_is_true(preview);
    return call->is_answered ? STR_NONE
                             : (struct str){json_string_value(text), json_string_length(text)};
}

void costs_import(struct call *call)
{
    struct importing importing = {0};
    struct cost_csv csv;
    struct str fault = STR_NONE;
    struct str text = read_text(call, &importing.is_preview);

    if (call->is_answered)
        return;
    enum err err = cost_csv_read(call->arena, text, &csv, &fault);
    if (err != OK) {
        call_refuse(call, err == ERR_FULL ? 413 : 422, "text", "text: %.*s.",
                    STR_FMT(err == ERR_FULL ? say_str("too large") : fault));
        return;
    }
    if (!cost_desk_init(&importing.desk, call))
        return;
    importing.rows = json_array();
    for (size_t i = 0; i < csv.count; i++)
        import_row(&importing, &csv.rows[i]);
    cost_desk_fini(&importing.desk);
    json_t *answer = json_object();
    json_out_put(answer, "rows", importing.rows);
    json_out_put(answer, "applied", json_integer(importing.applied));
    json_out_put(answer, "unchanged", json_integer(importing.unchanged));
    json_out_put(answer, "refused", json_integer(importing.refused));
    json_out_put(answer, "left", json_integer(importing.left));
    call_answer(call, 200, answer);
}

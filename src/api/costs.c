/* costs - costs of visits told afterwards: POST one for a campaign's range, list them, take one
 * back. */
#include "api/cost_apply.h"

#include "api/json_out.h"
#include "api/page.h"
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "base/zone.h"
#include "model/body.h"

#define KEY_CHARS_MAX 60

/* ------------------------------------------------------------------ the body */

struct filter_body {
    struct str token;
    struct str value;
};

struct cost_body {
    struct str from, to, tz;
    int64_t amount_micros;
    struct str currency;
    struct filter_body *filter;
    int method;
    struct str key;
};

static const char *const method_words[] = {"manual", "api", NULL};

static const char *judge_key(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f)
            return say_text("printable characters without spaces");
    return NULL;
}

static const struct field filter_body_fields[] = {
    {.name = "token",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct filter_body, token),
     .min = 1,
     .max = 200,
     .help = "The slot, the parameter or the name of one of the source's tokens."},
    {.name = "value",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct filter_body, value),
     .max = 1024,
     .help = "Its value."},
};
static const struct schema filter_schema = SCHEMA(filter_body_fields, struct filter_body);

static const struct field body_fields[] = {
    {.name = "from",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct cost_body, from),
     .max = 40,
     .help = "The beginning of the range."},
    {.name = "to",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct cost_body, to),
     .max = 40,
     .help = "Its end: a date is the whole day, a time is not within."},
    {.name = "tz",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct cost_body, tz),
     .max = ZONE_NAME_BYTES_MAX,
     .help = "On whose clock; the workspace's by default."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct cost_body, amount_micros),
     .max = MONEY_MICROS_MAX,
     .help = "What all these visits together cost."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cost_body, currency),
     .help = "The source's by default."},
    {.name = "filter",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cost_body, filter),
     .schema = &filter_schema,
     .help = "Only visits with this value of a token."},
    {.name = "method",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cost_body, method),
     .words = method_words,
     .help = "Who tells it: a person (by default, signed in) or a program (with a key)."},
    {.name = "key",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct cost_body, key),
     .max = KEY_CHARS_MAX,
     .judge = judge_key,
     .help = "The same one twice is one update."},
};
static const struct schema body_schema = SCHEMA(body_fields, struct cost_body);

/* A slot may come as a number. */
static void make_text(json_t *body)
{
    json_t *filter = json_object_get(body, "filter");
    const json_t *token = json_object_get(filter, "token");
    char text[24];

    if (!json_is_integer(token))
        return;
    (void)snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(token));
    json_out_put(filter, "token", json_string(text));
}

/* ------------------------------------------------------------------ rows */

static const struct shape_field filter_fields[] = {
    {"token", SHAPE_NUMBER, 0, "The slot.", NULL, NULL},
    {"value", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape filter_shape = SHAPE("cost_filter", filter_fields);

static const struct shape_field row_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"from", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"to", SHAPE_TIME, 0, "Not within.", NULL, NULL},
    {"filter", SHAPE_OBJECT, SHAPE_NULL, "Null: all visits.", NULL, &filter_shape},
    {"amount", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"currency", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"rate", SHAPE_TEXT, SHAPE_NULL, "To the workspace's currency.", NULL, NULL},
    {"rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "In the workspace's currency.", NULL, NULL},
    {"visits", SHAPE_NUMBER, 0, "Over how many it is spread.", NULL, NULL},
    {"changed", SHAPE_MONEY, 0, "By how much it changed the campaign's cost.", NULL, NULL},
    {"also", SHAPE_OBJECT, SHAPE_NULL, "A second token that must have its value.", NULL,
     &filter_shape},
    {"method", SHAPE_WORD, 0, NULL, "manual api csv", NULL},
    {"sync_run", SHAPE_NUMBER, SHAPE_NULL, "The run of the source's cost sync that told it.", NULL,
     NULL},
    {"by", SHAPE_TEXT, SHAPE_NULL, "Who told it; \"cost-sync\": a run.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"undone_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"undone_by", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape cost_shape = SHAPE("cost", row_fields);

static const struct shape_field new_fields[] = {
    {"from", SHAPE_TEXT, 0, "A date or a time: 2026-11-24, 2026-11-24 13:00, or RFC 3339.", NULL,
     NULL},
    {"to", SHAPE_TEXT, 0, "The same; a date is the whole day, a time is not within.", NULL, NULL},
    {"tz", SHAPE_TEXT, SHAPE_NULL | SHAPE_OPTIONAL, "On whose clock; the workspace's by default.",
     NULL, NULL},
    {"amount", SHAPE_MONEY, 0, "What all these visits together cost.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL | SHAPE_OPTIONAL, "The source's by default.", NULL, NULL},
    {"filter", SHAPE_FREE, SHAPE_NULL | SHAPE_OPTIONAL,
     "Only visits with this value of a token, {\"token\",\"value\"}: slot, parameter or name.",
     NULL, NULL},
    {"method", SHAPE_WORD, SHAPE_NULL | SHAPE_OPTIONAL,
     "Who tells it; by default manual for who is signed in, api for a key.", "manual api", NULL},
    {"key", SHAPE_TEXT, SHAPE_NULL | SHAPE_OPTIONAL, "The same one twice is one update.", NULL,
     NULL},
};
const struct shape cost_new_shape = SHAPE_OF_BODY(
    "cost_new", new_fields,
    "{\"from\":\"2020-01-01\",\"to\":\"2036-01-01\",\"tz\":\"Europe/Paris\",\"amount\":\"12.5\"}");

static json_t *filter_json(struct call *call, uint64_t slot, struct str encoded)
{
    struct str value = STR("");

    if (slot == 0)
        return json_null();
    json_t *filter = json_object();
    json_out_put(filter, "token", json_out_number(slot));
    if (uri_decode(call->arena, encoded, false, &value) != OK)
        value = encoded; /* never: we encoded it */
    json_out_put(filter, "value", json_out_text(value));
    return filter;
}

/* The operation that an entry came of stands right behind it. */
static json_t *actor_json(struct page *page, uint64_t entry_id)
{
    struct operation_entry operation = {.id = entry_id + 1};

    return rows_find(&page->rows, LEDGER_OPERATION, &operation) ? json_out_text(operation.actor)
                                                                : json_null();
}

static json_t *row_json(struct page *page, const struct cost_update *update)
{
    const struct cost_update *undo = NULL;
    size_t count = 0;
    json_t *row = json_object();

    undo = rows_select(&page->rows, LEDGER_COST_UPDATE, "undoes_id", update->id, 1, &count);
    json_out_put(row, "id", json_out_id(update->id));
    json_out_put(row, "campaign",
                 names_of_number(&page->rows.names, ENTITY_CAMPAIGN, update->campaign_id));
    json_out_put(row, "from", json_out_time(update->from_ms));
    json_out_put(row, "to", json_out_time(update->to_ms));
    json_out_put(row, "filter", filter_json(page->call, update->filter_slot, update->filter_value));
    json_out_put(row, "also", filter_json(page->call, update->also_slot, update->also_value));
    json_out_put(row, "amount", json_out_money(update->cost_amount_micros));
    json_out_put(row, "currency", json_out_text(update->cost_currency));
    rows_put_rate(
        &page->rows, row, "rate",
        (struct rate){update->cost_rate_num, update->cost_rate_den, update->cost_rate_date});
    json_out_put(row, "cost", json_out_money(update->cost_micros));
    json_out_put(row, "visits", json_integer(update->visits));
    json_out_put(row, "changed", json_out_money(update->changed_micros));
    json_out_put(row, "method", json_out_text(update->method));
    json_out_put(row, "sync_run",
                 update->sync_run_id != 0 ? json_out_number(update->sync_run_id) : json_null());
    json_out_put(row, "by",
                 update->sync_run_id != 0 ? json_string("cost-sync")
                                          : actor_json(page, update->id));
    json_out_put(row, "created_at", json_out_time_of(update->id));
    json_out_put(row, "undone_at", json_out_time_of(count > 0 ? undo->id : 0));
    json_out_put(row, "undone_by", count > 0 ? actor_json(page, undo->id) : json_null());
    return row;
}

static void answer_one(struct call *call, const struct cost_update *update)
{
    struct page page;

    page_init(&page, call);
    json_t *row = row_json(&page, update);
    if (page.rows.err == OK) {
        call_answer(call, 200, row);
    } else {
        json_decref(row);
        call_refuse_read(call, page.rows.err);
    }
    page_fini(&page);
}

/* ------------------------------------------------------------------ routes */

/* The id of the campaign in the address; 0: the call is refused. */
static uint64_t campaign_of(struct call *call)
{
    json_auto_t *document = NULL;
    enum err err =
        catalog_get(call->api->options.catalog, ENTITY_CAMPAIGN, call->id, &call->scope, &document);

    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "", "There is no such campaign.");
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    return (uint64_t)json_integer_value(json_object_get(document, "id"));
}

static const char *default_method(const struct call *call)
{
    return call->user != NULL ? "manual" : "api";
}

void costs_create(struct call *call)
{
    struct cost_body body = {0};
    struct model_fault fault = {0};
    struct cost_update update;
    struct cost_desk desk;

    if (campaign_of(call) == 0)
        return;
    make_text(call->body);
    if (schema_read(&body_schema, call->body, call->arena, &body, &fault) != OK) {
        call_refuse_model(call, ERR_INVALID, &fault);
        return;
    }
    struct str key = body.key.ptr != NULL ? body.key : call_key(call);
    if (call->is_answered || !cost_desk_init(&desk, call))
        return;
    struct cost_request request = {
        .campaign = call->id,
        .from = body.from,
        .to = body.to,
        .tz = body.tz,
        .token = body.filter != NULL ? body.filter->token : STR_NONE,
        .value = body.filter != NULL ? body.filter->value : STR_NONE,
        .currency = body.currency,
        .amount_micros = body.amount_micros,
        .method = body.method >= 0 ? method_words[body.method] : default_method(call),
    };
    enum err err = cost_read(&desk, &request, &update, &fault);
    if (err == OK)
        err = cost_write(&desk, key, &update, &fault);
    cost_desk_fini(&desk);
    if (err == OK)
        answer_one(call, &update);
    else
        cost_refuse(call, err, &fault);
}

void costs_list(struct call *call)
{
    uint64_t campaign_id = campaign_of(call), next = 0;
    struct page page;
    size_t count = 0;

    if (campaign_id == 0)
        return;
    page_init(&page, call);
    page_add(&page, "campaign_id", STR_NONE, campaign_id);
    page_add(&page, "action", STR("set"), 0);
    page.is_indexed = true;
    const struct cost_update *updates = page_read(&page, LEDGER_COST_UPDATE, &count, &next);
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_out_append(rows, row_json(&page, &updates[i]));
    page_answer(&page, rows, next);
    page_fini(&page);
}

void costs_undo(struct call *call)
{
    uint64_t campaign_id = campaign_of(call), update_id = 0;
    struct model_fault fault = {0};
    struct cost_update undone;
    struct cost_desk desk;

    if (campaign_id == 0)
        return;
    if (num_parse_u64(call->sub_id, INT64_MAX, &update_id) != OK)
        update_id = 0; /* no entry has it */
    if (!cost_desk_init(&desk, call))
        return;
    enum err err = cost_undo(&desk, campaign_id, update_id, &undone, &fault);
    cost_desk_fini(&desk);
    if (err == OK)
        answer_one(call, &undone);
    else
        cost_refuse(call, err, &fault);
}

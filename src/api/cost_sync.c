/* cost_sync - a source's costs from its own API: a run by hand or as a dry run, what runs came to,
 * and whether the API lets us in: /api/v1/sources/ID/cost-sync. */
#include "api/internal.h"

#include "api/json_out.h"
#include "api/sync_run.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"

/* ------------------------------------------------------------------ shapes */

static const struct shape_field day_fields[] = {
    {"day", SHAPE_TEXT, 0, "By the network's clock.", NULL, NULL},
    {"outcome", SHAPE_WORD, 0, "left: what went wrong before it was wrong for this day too.",
     "applied unchanged failed left", NULL},
    {"rows", SHAPE_NUMBER, 0, "Keys that the network tells a cost of.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "Of all of them, in the source's currency.", NULL, NULL},
    {"applied", SHAPE_NUMBER, 0, "Costs of keys, each in one of our campaigns, that changed.", NULL,
     NULL},
    {"unchanged", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unmatched", SHAPE_NUMBER, 0, "Keys that were not applied.", NULL, NULL},
    {"unmatched_cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"changed", SHAPE_MONEY, 0, "By how much it changed our costs, in the workspace's currency.",
     NULL, NULL},
    {"error", SHAPE_WORD, SHAPE_NULL, NULL, SYNC_FAULTS(SYNC_FAULT_WORD), NULL},
    {"message", SHAPE_TEXT, SHAPE_NULL, "What happened and what to do.", NULL, NULL},
};
static const struct shape day_shape = SHAPE("cost_sync_day", day_fields);

static const struct shape_field unmatched_fields[] = {
    {"day", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"network_campaign_id", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"network_campaign_name", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"key", SHAPE_TEXT, SHAPE_NULL, "The variation's, zone's or site's id.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "In the source's currency.", NULL, NULL},
    {"reason", SHAPE_WORD, 0, NULL, "no_visits told_otherwise", NULL},
    {"message", SHAPE_TEXT, 0, "The reason in words.", NULL, NULL},
};
static const struct shape unmatched_shape = SHAPE("cost_sync_unmatched", unmatched_fields);

static const struct shape_field run_fields[] = {
    {"id", SHAPE_NUMBER, SHAPE_NULL, "Null of a dry run.", NULL, NULL},
    {"started_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"ended_at", SHAPE_TIME, SHAPE_NULL, "Null: it is under way.", NULL, NULL},
    {"actor", SHAPE_TEXT, 0, "\"cost-sync\" by its schedule, else who asked.", NULL, NULL},
    {"outcome", SHAPE_WORD, 0, "partial: some days failed.",
     "running done partial failed interrupted", NULL},
    {"error", SHAPE_WORD, SHAPE_NULL, "Of the first day that failed.", SYNC_FAULTS(SYNC_FAULT_WORD),
     NULL},
    {"message", SHAPE_TEXT, SHAPE_NULL, "What happened and what to do.", NULL, NULL},
    {"from", SHAPE_TEXT, 0, "The first day.", NULL, NULL},
    {"to", SHAPE_TEXT, 0, "The last day.", NULL, NULL},
    {"currency", SHAPE_TEXT, 0, "The source's.", NULL, NULL},
    {"requests", SHAPE_NUMBER, 0, "To the network, logins among them.", NULL, NULL},
    {"rows", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "That the network tells, in the source's currency.", NULL, NULL},
    {"applied", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unchanged", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unmatched", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"unmatched_cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"changed", SHAPE_MONEY, 0, "By how much it changed our costs, in the workspace's currency.",
     NULL, NULL},
    {"days", SHAPE_OBJECTS, SHAPE_NULL, "The newest first; null in lists.", NULL, &day_shape},
    {"unmatched_keys", SHAPE_OBJECTS, SHAPE_NULL, "The first 200; null in lists.", NULL,
     &unmatched_shape},
};
const struct shape cost_sync_run_shape = SHAPE("cost_sync_run", run_fields);

static const struct shape_field body_fields[] = {
    {"dry_run", SHAPE_BOOL, SHAPE_OPTIONAL,
     "True: shows what it would change, and changes nothing.", NULL, NULL},
    {"from", SHAPE_TEXT, SHAPE_OPTIONAL,
     "The first day; by default as far as the source looks back.", NULL, NULL},
    {"to", SHAPE_TEXT, SHAPE_OPTIONAL, "The last day; today by default.", NULL, NULL},
};
const struct shape cost_sync_order_shape =
    SHAPE_OF_BODY("cost_sync_order", body_fields, "{\"dry_run\":true}");

static const struct shape_field test_fields[] = {
    {"ok", SHAPE_BOOL, 0, "Whether the API lets us in.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, "Of the account, where the API tells it.", NULL, NULL},
    {"error", SHAPE_WORD, SHAPE_NULL, NULL, SYNC_FAULTS(SYNC_FAULT_WORD), NULL},
    {"message", SHAPE_TEXT, SHAPE_NULL, "What happened and what to do.", NULL, NULL},
};
const struct shape cost_sync_test_shape = SHAPE("cost_sync_test", test_fields);

/* ------------------------------------------------------------------ rows */

static void put_fault(struct arena *arena, json_t *row, struct str code, struct str detail)
{
    enum sync_fault_code fault = sync_fault_find(code);
    json_out_put(row, "error",
                 fault != SYNC_FAULT_NONE ? json_string(sync_fault_text(fault)) : json_null());
    json_out_put(row, "message", json_out_text(sync_fault_sentence(arena, fault, detail)));
}

static const char *unmatched_text(struct str reason)
{
    return str_is_equal(reason, STR("told_otherwise"))
               ? say_text("A person, a file or another program told the cost of these visits: that "
                          "stands until it is taken back.")
               : say_text("No visit of this day came with this key: check that the campaign URL at "
                          "the network carries it.");
}

/* What the run keeps as codes, in words. */
static void put_detail(struct arena *arena, json_t *row, struct str detail)
{
    json_auto_t *kept = detail.ptr != NULL ? json_loadb(detail.ptr, detail.len, 0, NULL) : NULL;
    json_t *days = json_object_get(kept, "days"), *keys = json_object_get(kept, "unmatched");
    json_t *each;
    size_t i;

    json_array_foreach(days, i, each)
    {
        put_fault(arena, each, json_text_at(each, "error"), json_text_at(each, "detail"));
        (void)json_object_del(each, "detail"); /* it is there */
    }
    json_array_foreach(keys, i, each)
    {
        json_out_put(each, "message", json_string(unmatched_text(json_text_at(each, "reason"))));
    }
    json_out_put(row, "days", days != NULL ? json_incref(days) : json_null());
    json_out_put(row, "unmatched_keys", keys != NULL ? json_incref(keys) : json_null());
}

static json_t *run_json(struct arena *arena, const struct sync_run *run)
{
    json_t *row = json_object();

    json_out_put(row, "id", run->id != 0 ? json_out_number(run->id) : json_null());
    json_out_put(row, "started_at", json_out_time(run->started_ms));
    json_out_put(row, "ended_at", run->ended_ms != 0 ? json_out_time(run->ended_ms) : json_null());
    json_out_put(row, "actor", json_out_text(run->actor));
    json_out_put(row, "outcome", json_out_text(run->outcome));
    put_fault(arena, row, run->error, run->message);
    json_out_put(row, "from", json_out_text(run->from_day));
    json_out_put(row, "to", json_out_text(run->to_day));
    json_out_put(row, "currency", json_out_text(run->currency));
    json_out_put(row, "requests", json_integer(run->requests));
    json_out_put(row, "rows", json_integer(run->rows));
    json_out_put(row, "cost", json_out_money(run->cost_micros));
    json_out_put(row, "applied", json_integer(run->applied));
    json_out_put(row, "unchanged", json_integer(run->unchanged));
    json_out_put(row, "unmatched", json_integer(run->unmatched));
    json_out_put(row, "unmatched_cost", json_out_money(run->unmatched_micros));
    json_out_put(row, "changed", json_out_money(run->changed_micros));
    put_detail(arena, row, run->detail);
    return row;
}

/* ------------------------------------------------------------------ a run by hand */

static bool is_gone(void *exchange)
{
    return http_exchange_is_gone(exchange);
}

static struct str read_day(struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->body, name);
    if (value != NULL && !json_is_null(value) && !json_is_string(value))
        call_refuse(call, 422, name, "%s: expected a date such as 2026-11-24.", name);
    return json_text_at(call->body, name);
}

void cost_sync_run(struct call *call)
{
    const json_t *dry_run = json_object_get(call->body, "dry_run");
    struct model_fault fault = {0};
    struct sync_run run;
    struct sync_order order = {.api = call->api,
                               .source_id = call->id,
                               .scope = &call->scope,
                               .actor = str_from_c(call->actor),
                               .from_day = read_day(call, "from"),
                               .to_day = read_day(call, "to"),
                               .is_dry = json_is_true(dry_run),
                               .limit = {clock_mono_ms() + SYNC_HAND_MS, is_gone, call->exchange}};

    call->entity = ENTITY_SOURCE;
    call_check_fields(call, &cost_sync_order_shape);
    if (dry_run != NULL && !json_is_boolean(dry_run))
        call_refuse(call, 422, "dry_run", "dry_run: expected true or false.");
    if (call->is_answered)
        return;
    struct arena *arena = arena_make(SYNC_ARENA_BYTES);
    enum err err = sync_run(&order, arena, &run, &fault);
    if (err == OK)
        call_answer(call, 200, run_json(arena, &run));
    else if (err == ERR_BUSY)
        call_refuse(call, 409, "", "A run of this source is under way: wait for its end.");
    else
        call_refuse_model(call, err, &fault);
    arena_free(arena);
}

static enum err read_runs(struct call *call, void *context, uint64_t before_id, unsigned limit,
                          json_t *rows, uint64_t *next)
{
    struct sync_run *runs = NULL;
    size_t count = 0;

    (void)context; /* the path says all */
    enum err err = catalog_list_syncs(call->api->options.catalog, call->id, &call->scope, before_id,
                                      limit + 1, call->arena, &runs, &count);
    for (size_t i = 0; err == OK && i < count && i < limit; i++)
        json_out_append(rows, run_json(call->arena, &runs[i]));
    if (err == OK && count > limit)
        *next = runs[limit - 1].id;
    return err;
}

void cost_sync_list(struct call *call)
{
    call->entity = ENTITY_SOURCE;
    call_answer_history(call, read_runs, NULL);
}

void cost_sync_get(struct call *call)
{
    struct sync_run run;
    uint64_t id = 0;

    call->entity = ENTITY_SOURCE;
    if (num_parse_u64(call->sub_id, INT64_MAX, &id) != OK)
        id = 0; /* no run has it */
    enum err err = catalog_find_sync(call->api->options.catalog, call->id, id, &call->scope,
                                     call->arena, &run);
    if (err == OK)
        call_answer(call, 200, run_json(call->arena, &run));
    else if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "id", "There is no such run of this source.");
    else
        call_refuse_catalog(call, err);
}

/* ------------------------------------------------------------------ a test of the connection */

void cost_sync_test(struct call *call)
{
    struct sync_limit limit = {clock_mono_ms() + SYNC_HAND_MS, is_gone, call->exchange};
    struct sync_source source;
    struct sync_fault fault = {0};
    json_auto_t *user = NULL;

    call->entity = ENTITY_SOURCE;
    call_check_fields(call, &nothing_shape);
    if (call->is_answered)
        return;
    enum err err =
        catalog_get_sync(call->api->options.catalog, call->id, &call->scope, call->arena, &source);
    if (err != OK) {
        call_refuse_catalog(call, err);
        return;
    }
    struct sync_client *client = sync_client_open(call->api, &source, &limit, &fault);
    bool is_in =
        client != NULL && sync_client_ask(client, "GET", STR("/user"), NULL, &user, &fault);
    sync_client_close(client);
    json_t *answer = json_object();
    json_out_put(answer, "ok", json_boolean(is_in));
    json_out_put(answer, "currency", json_out_text(sync_currency_of(call->arena, user)));
    put_fault(call->arena, answer, is_in ? STR("") : str_from_c(sync_fault_text(fault.code)),
              str_from_c(fault.detail));
    call_answer(call, 200, answer);
}

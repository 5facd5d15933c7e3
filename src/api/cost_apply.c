#include "api/cost_apply.h"

#include "api/json_out.h"
#include "api/when.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "ledger/costing.h"
#include "model/fault.h"
#include "visit/cost_update.h"

#define ATTEMPTS_MAX 8 /* when other updates of the campaign keep coming between */
#define KEY_MAX      64

/* ------------------------------------------------------------------ the desk */

bool cost_desk_init(struct cost_desk *desk, struct call *call)
{
    *desk = (struct cost_desk){.call = call, .deadline_mono_ms = clock_mono_ms() + COST_MS_MAX};
    if (catalog_get_rates(call->api->options.catalog, call->arena, &desk->rates) == OK)
        return true;
    call_refuse(call, 503, "", "The catalogue could not be read.");
    return false;
}

void cost_desk_fini(struct cost_desk *desk)
{
    readers_give_back(desk->call->api->readers, TAKE(desk->reader), desk->read_err);
}

static enum err open_reader(struct cost_desk *desk)
{
    if (desk->reader != NULL)
        return OK;
    enum err err = readers_take(desk->call->api->readers, &desk->reader);
    return err == ERR_NOT_FOUND ? ERR_IO : err;
}

/* ------------------------------------------------------------------ whose costs */

/* The campaign that is meant, and what it belongs to. */
struct owners {
    json_t *campaign, *source, *workspace;
};

static void owners_cleanup(struct owners *owners)
{
    json_decref(owners->campaign);
    json_decref(owners->source);
    json_decref(owners->workspace);
}

static struct str text_of(const json_t *object, const char *name)
{
    return str_from_c(json_string_value(json_object_get(object, name)));
}

static enum err find_campaign(struct cost_desk *desk, struct str named, json_t **campaign,
                              struct model_fault *fault)
{
    enum err err = catalog_find_named(desk->call->api->options.catalog, ENTITY_CAMPAIGN, named,
                                      &desk->call->scope, campaign);
    if (err == ERR_NOT_FOUND)
        return fault_refuse(fault, "campaign", "there is no campaign \"%.*s\"", STR_FMT(named));
    if (err == ERR_CONFLICT)
        return fault_refuse(fault, "campaign",
                            "several campaigns are called \"%.*s\": say its id or its key",
                            STR_FMT(named));
    return err;
}

/* What a field of the campaign refers to. */
static enum err get_other(struct cost_desk *desk, enum entity entity, const json_t *campaign,
                          const char *field, json_t **other)
{
    const struct call *call = desk->call;
    char id[24];

    (void)snprintf(id, sizeof(id), "%" JSON_INTEGER_FORMAT,
                   json_integer_value(json_object_get(campaign, field)));
    enum err err =
        catalog_get(call->api->options.catalog, entity, str_from_c(id), &call->scope, other);
    return err == ERR_NOT_FOUND ? ERR_IO : err; /* it is there, and where the campaign is */
}

static enum err find_owners(struct cost_desk *desk, struct str named, struct owners *owners,
                            struct model_fault *fault)
{
    enum err err = find_campaign(desk, named, &owners->campaign, fault);
    if (err == OK)
        err = get_other(desk, ENTITY_SOURCE, owners->campaign, "source_id", &owners->source);
    if (err == OK)
        err =
            get_other(desk, ENTITY_WORKSPACE, owners->campaign, "workspace_id", &owners->workspace);
    uint64_t id = (uint64_t)json_integer_value(json_object_get(owners->workspace, "id"));
    if (err == OK && !workspace_set_has(&desk->call->scope.writes, id))
        return fault_forbid(fault, "campaign", "you may read workspace %" PRIu64 ", not change it",
                            id);
    return err;
}

static bool is_text(const json_t *object, const char *name, struct str text)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) &&
           str_is_equal(text, (struct str){json_string_value(value), json_string_length(value)});
}

static enum err find_slot(const json_t *source, struct str token, uint64_t *slot,
                          struct model_fault *fault)
{
    uint64_t number = 0;
    const json_t *each;
    size_t i;

    if (num_parse_u64(token, INT32_MAX, &number) != OK)
        number = 0; /* a name: no token has that slot */
    json_array_foreach(json_object_get(source, "tokens"), i, each)
    {
        uint64_t its_slot = (uint64_t)json_integer_value(json_object_get(each, "slot"));
        if (its_slot == number || is_text(each, "param", token) || is_text(each, "name", token)) {
            *slot = its_slot;
            return OK;
        }
    }
    return fault_refuse(fault, "token",
                        "expected the slot, the parameter or the name of a token of the source "
                        "\"%s\", not \"%.*s\"",
                        json_string_value(json_object_get(source, "name")), STR_FMT(token));
}

static enum err read_filter(struct cost_desk *desk, const struct cost_request *request,
                            const json_t *source, struct cost_update *update,
                            struct model_fault *fault)
{
    struct arena *arena = desk->call->arena;

    update->filter_value = update->also_value = STR("");
    if (request->token.ptr == NULL && request->value.ptr == NULL)
        return OK;
    if (request->token.ptr == NULL || request->value.ptr == NULL)
        return fault_refuse(fault, request->token.ptr == NULL ? "token" : "value",
                            "expected token and value, or neither");
    struct buf encoded = buf_in_arena(arena, 3 * request->value.len + 1);
    uri_write_encoded(&encoded, request->value);
    update->filter_value = buf_str(&encoded);
    return find_slot(source, request->token, &update->filter_slot, fault);
}

/* ------------------------------------------------------------------ when */

static uint64_t id_of_time(int64_t wall_ms)
{
    if (wall_ms <= 0)
        return 1;
    return wall_ms >= INT64_C(1) << ID_TIME_BITS ? INT64_MAX : id_from_ms(wall_ms);
}

/* The range in time, and as ids of what is recorded by now. */
static enum err read_range(struct cost_desk *desk, const struct cost_request *request,
                           const json_t *workspace, struct cost_update *update,
                           struct model_fault *fault)
{
    struct str name = request->tz.ptr != NULL ? request->tz : text_of(workspace, "time_zone");
    struct zone *zone = NULL;
    uint64_t last_id = 0;

    if (zone_make(name, &zone) != OK)
        return fault_refuse(fault, "tz", "there is no time zone \"%.*s\"", STR_FMT(name));
    enum err from = when_parse(request->from, zone, false, &update->from_ms);
    enum err to = when_parse(request->to, zone, true, &update->to_ms);
    zone_free(zone);
    if (from != OK || to != OK)
        return fault_refuse(fault, from != OK ? "from" : "to",
                            "expected a date such as 2026-11-24, with a time if need be, such as "
                            "2026-11-24 13:00");
    if (update->from_ms >= update->to_ms)
        return fault_refuse(fault, "to", "expected a time behind the range's beginning");
    enum err err = open_reader(desk);
    if (err == OK)
        err = desk->read_err = ledger_reader_last_id(desk->reader, &last_id);
    if (err != OK)
        return err;
    update->from_id = id_of_time(update->from_ms);
    update->to_id = id_of_time(update->to_ms);
    if (update->to_id > last_id + 1)
        update->to_id = last_id + 1; /* later visits are not for this update */
    return OK;
}

/* ------------------------------------------------------------------ how much */

/* The rate is of the range's last day. */
static enum err read_amount(struct cost_desk *desk, const struct cost_request *request,
                            const struct owners *owners, struct cost_update *update,
                            struct model_fault *fault)
{
    struct arena *arena = desk->call->arena;
    struct str named = request->currency;
    struct str wanted = text_of(owners->workspace, "currency");
    char code[4] = "";

    if (named.ptr == NULL)
        named = text_of(owners->source, "currency");
    if (money_parse_currency(named, code) != OK ||
        rates_currency(desk->rates, str_from_c(code)).ptr == NULL)
        return fault_refuse(fault, "currency", "expected a currency such as USD, not \"%.*s\"",
                            STR_FMT(str_slice(named, 0, 16)));
    update->cost_currency = arena_copy(arena, str_from_c(code));
    update->cost_amount_micros = request->amount_micros;
    int64_t now_ms = clock_wall_ms();
    int64_t at_ms = update->to_ms - 1 < now_ms ? update->to_ms - 1 : now_ms;
    struct rate rate = rates_find(desk->rates, update->cost_currency, wanted, at_ms);
    if (!rate_is_known(rate))
        return fault_refuse(fault, "currency",
                            "no rate from %s to %.*s is known for the last day of this range: "
                            "import the rates first",
                            code, STR_FMT(wanted));
    update->cost_rate_num = rate.num;
    update->cost_rate_den = rate.den;
    update->cost_rate_date = rate.date;
    if (rate_convert(rate, request->amount_micros, &update->cost_micros) != OK ||
        update->cost_micros > MONEY_MICROS_MAX)
        return fault_refuse(fault, "amount", "expected a smaller amount");
    return OK;
}

enum err cost_read(struct cost_desk *desk, const struct cost_request *request,
                   struct cost_update *update, struct model_fault *fault)
{
    struct owners owners CLEANUP(owners_cleanup) = {0};

    *update = (struct cost_update){.action = STR("set"), .method = str_from_c(request->method)};
    enum err err = find_owners(desk, request->campaign, &owners, fault);
    if (err != OK)
        return err;
    update->campaign_id = (uint64_t)json_integer_value(json_object_get(owners.campaign, "id"));
    update->workspace_id = (uint64_t)json_integer_value(json_object_get(owners.workspace, "id"));
    err = read_filter(desk, request, owners.source, update, fault);
    if (err == OK)
        err = read_range(desk, request, owners.workspace, update, fault);
    return err == OK ? read_amount(desk, request, &owners, update, fault) : err;
}

/* ------------------------------------------------------------------ reckon */

enum err cost_reckon(struct cost_desk *desk, struct cost_update *update, struct model_fault *fault)
{
    enum err err = open_reader(desk);
    if (err == OK)
        err = desk->read_err =
            update->from_id < update->to_id
                ? costing_set(desk->reader, UINT64_MAX, desk->deadline_mono_ms, update)
                : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND || err == ERR_FULL || err == ERR_RANGE)
        desk->read_err = OK; /* the reader is as good as before */
    if (err == ERR_NOT_FOUND)
        return fault_refuse(fault, "from", "the campaign has no visits in this range%s",
                            update->filter_slot != 0 ? say_text(" with this value of the token")
                                                     : "");
    if (err == ERR_FULL || err == ERR_RANGE)
        return fault_refuse(fault, "from", "there are too many cost updates in this range");
    return err;
}

/* ------------------------------------------------------------------ write */

static enum err find_update(struct cost_desk *desk, uint64_t id, struct cost_update *update)
{
    update->id = id;
    enum err err = open_reader(desk);
    if (err == OK)
        err = ledger_reader_find(desk->reader, LEDGER_COST_UPDATE, desk->call->arena, update);
    desk->read_err = err == ERR_NOT_FOUND ? OK : err;
    return err;
}

enum err cost_find(struct cost_desk *desk, uint64_t workspace_id, struct str key,
                   struct cost_update *update)
{
    struct operation_entry entry;
    struct reader_query query = {.filters = {{.column = "workspace_id", .number = workspace_id},
                                             {.column = "key", .text = key}},
                                 .filter_count = 2,
                                 .limit = 1};
    size_t count = 0;
    enum err err = open_reader(desk);

    if (err == OK)
        err = desk->read_err = ledger_reader_select(desk->reader, LEDGER_OPERATION, &query,
                                                    desk->call->arena, &entry, &count);
    if (err != OK || count == 0)
        return err != OK ? err : ERR_NOT_FOUND;
    if (!str_is_equal(entry.kind, STR(COST_UPDATE_KIND)))
        return ERR_CONFLICT;
    json_auto_t *answer = json_loadb(entry.answer.ptr, entry.answer.len, 0, NULL);
    return find_update(desk, (uint64_t)json_integer_value(json_object_get(answer, "id")), update);
}

/* Whether it asks for the same: then its first answer stands. */
static bool is_same(const struct cost_update *a, const struct cost_update *b)
{
    return str_is_equal(a->action, b->action) && a->undoes_id == b->undoes_id &&
           a->campaign_id == b->campaign_id && a->from_ms == b->from_ms && a->to_ms == b->to_ms &&
           a->filter_slot == b->filter_slot && str_is_equal(a->filter_value, b->filter_value) &&
           a->also_slot == b->also_slot && str_is_equal(a->also_value, b->also_value) &&
           a->cost_amount_micros == b->cost_amount_micros &&
           str_is_equal(a->cost_currency, b->cost_currency) && str_is_equal(a->method, b->method);
}

static enum err fail_of(unsigned status, const json_t *answer, struct model_fault *fault)
{
    const json_t *error = json_object_get(answer, "error");
    const char *message = json_string_value(json_object_get(error, "message"));

    if (status == 0 || status >= 500)
        return ERR_BUSY;
    return fault_refuse(fault, "", "%s",
                        message != NULL ? message : say_text("the edge refused this"));
}

static bool is_stale(unsigned status, const json_t *answer)
{
    return status == 409 && is_text(json_object_get(answer, "error"), "field", STR("seen_id"));
}

typedef enum err reckon(struct cost_desk *desk, struct cost_update *update,
                        struct model_fault *fault);

/* Looks, reckons, asks the edge; once more when something came between. */
static enum err write_once(struct cost_desk *desk, struct str key, struct cost_update *update,
                           reckon *reckon_it, struct model_fault *fault)
{
    for (unsigned i = 0; i < ATTEMPTS_MAX; i++) {
        struct cost_update made;
        uint64_t seen_id = 0;
        json_auto_t *answer = NULL;
        enum err err = cost_find(desk, update->workspace_id, key, &made);
        if (err == OK && !is_same(&made, update))
            err = ERR_CONFLICT;
        if (err != ERR_NOT_FOUND) {
            if (err == OK)
                *update = made;
            return err;
        }
        err = desk->read_err = costing_seen_id(desk->reader, update->campaign_id, &seen_id);
        if (err == OK)
            err = reckon_it(desk, update, fault);
        if (err != OK)
            return err;
        unsigned status = call_try_operate(desk->call, update->workspace_id, COST_UPDATE_KIND, key,
                                           cost_update_args(update, seen_id), &answer);
        if (status == 200)
            return find_update(desk, (uint64_t)json_integer_value(json_object_get(answer, "id")),
                               update);
        /* Another request with this key was faster: its answer is ours too. */
        bool is_repeat =
            status == 409 && is_text(json_object_get(answer, "error"), "field", STR("key"));
        if (!is_stale(status, answer) && !is_repeat)
            return fail_of(status, answer, fault);
    }
    return ERR_BUSY;
}

enum err cost_write(struct cost_desk *desk, struct str key, struct cost_update *update,
                    struct model_fault *fault)
{
    enum err err = write_once(desk, key, update, cost_reckon, fault);
    if (err == ERR_CONFLICT)
        return fault_conflict(fault, "key", "this key was used for something else");
    return err;
}

/* ------------------------------------------------------------------ undo */

static enum err reckon_undo(struct cost_desk *desk, struct cost_update *undo,
                            struct model_fault *fault)
{
    struct cost_update undone;
    enum err err = find_update(desk, undo->undoes_id, &undone);

    if (err == OK)
        err = desk->read_err =
            costing_undo(desk->reader, UINT64_MAX, desk->deadline_mono_ms, &undone, undo);
    if (err != ERR_FULL && err != ERR_RANGE)
        return err;
    desk->read_err = OK;
    return fault_refuse(fault, "", "there are too many cost updates in this range");
}

enum err cost_undo(struct cost_desk *desk, uint64_t campaign_id, uint64_t update_id,
                   struct cost_update *undone, struct model_fault *fault)
{
    char memory[KEY_MAX];
    struct buf key = buf_from_memory(memory, sizeof(memory));
    enum err err = find_update(desk, update_id, undone);

    if (err == OK &&
        (undone->campaign_id != campaign_id || !str_is_equal(undone->action, STR("set"))))
        err = ERR_NOT_FOUND;
    if (err == OK && !workspace_set_has(&desk->call->scope.writes, undone->workspace_id))
        err = fault_forbid(fault, "", "you may read workspace %" PRIu64 ", not change it",
                           undone->workspace_id);
    if (err != OK)
        return err;
    struct cost_update undo = *undone;
    undo.id = 0;
    undo.action = STR("undo");
    undo.undoes_id = update_id;
    buf_format(&key, "cost-undo:%" PRIu64, update_id);
    return write_once(desk, buf_str(&key), &undo, reckon_undo, fault);
}

enum err cost_find_undo(struct cost_desk *desk, uint64_t update_id, struct cost_update *undo)
{
    struct reader_query query = {
        .filters = {{.column = "undoes_id", .number = update_id}}, .filter_count = 1, .limit = 1};
    size_t count = 0;
    enum err err = open_reader(desk);

    if (err == OK)
        err = desk->read_err = ledger_reader_select(desk->reader, LEDGER_COST_UPDATE, &query,
                                                    desk->call->arena, undo, &count);
    return err == OK && count == 0 ? ERR_NOT_FOUND : err;
}

enum err cost_is_replaced(struct cost_desk *desk, const struct cost_update *update, bool *replaced)
{
    struct reader_query query = {
        .filters = {{.column = "campaign_id", .number = update->campaign_id},
                    {.column = "from_id", .number = update->from_id},
                    {.column = "from_ms", .number = (uint64_t)update->from_ms},
                    {.column = "to_ms", .number = (uint64_t)update->to_ms},
                    {.column = "filter_slot", .number = update->filter_slot},
                    {.column = "filter_value", .text = update->filter_value},
                    {.column = "also_slot", .number = update->also_slot},
                    {.column = "action", .text = STR("set")}},
        .filter_count = 8,
        .limit = 1};
    enum err err = OK;

    *replaced = false;
    for (unsigned i = 0; i < COST_LATER_MAX; i++) {
        struct cost_update last, undo;
        size_t count = 0;
        err = desk->read_err = ledger_reader_select(desk->reader, LEDGER_COST_UPDATE, &query,
                                                    desk->call->arena, &last, &count);
        if (err != OK || count == 0 || last.id <= update->id)
            return err;
        err = cost_find_undo(desk, last.id, &undo);
        *replaced = err == ERR_NOT_FOUND;
        if (err != OK)
            return *replaced ? OK : err;
        query.before_id = last.id; /* that one is taken back */
    }
    return OK;
}

/* ------------------------------------------------------------------ refusals */

void cost_refuse(struct call *call, enum err err, const struct model_fault *fault)
{
    if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN)
        call_refuse_model(call, err, fault);
    else if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "", "There is no such cost update.");
    else if (err == ERR_BUSY)
        call_refuse(call, 503, "", "It could not be written now: ask again with the same key.");
    else
        call_refuse_read(call, err);
}

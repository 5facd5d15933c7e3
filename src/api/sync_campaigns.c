/* sync_campaigns - the campaigns that a source has at its network, through the network's API: a
 * list with what they spent and how many of our visits came from each, and their start and stop:
 * /api/v1/sources/ID/network-campaigns. */
#include "api/internal.h"

#include "api/json_out.h"
#include "api/sync_run.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "base/say.h"
#include "ledger/reader_costs.h"

#define PAGE_ROWS     100
#define CAMPAIGNS_MAX 5000
#define DAY_MS        (INT64_C(24) * 3600 * 1000)
#define PAGE_BYTES    ((size_t)64 * 1024 * 1024)
#define OURS_MS       5000 /* what a start or stop is about is looked up no longer */
#define CENTS         100  /* campaign objects are in cents (spec/network.md §4.3) */

static const struct shape_field campaign_fields[] = {
    {"id", SHAPE_TEXT, 0, "The network's.", NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status", SHAPE_WORD, 0, NULL, "running paused archived other", NULL},
    {"spent", SHAPE_MONEY, SHAPE_NULL, "In all, in currency units; null: the network does not say.",
     NULL, NULL},
    {"visits", SHAPE_NUMBER, 0, "That came with its id, since as long as the source looks back.",
     NULL, NULL},
    {"campaigns", SHAPE_IDS, 0, "Ours that they came to.", NULL, NULL},
};
const struct shape network_campaign_shape = SHAPE("network_campaign", campaign_fields);

static const struct shape_field set_fields[] = {
    {"id", SHAPE_TEXT, 0, "The network's.", NULL, NULL},
    {"status", SHAPE_WORD, 0, "That the network was told.", "running paused", NULL},
};
const struct shape network_campaign_set_shape = SHAPE("network_campaign_set", set_fields);

/* ------------------------------------------------------------------ the client */

struct asking {
    struct call *call;
    struct sync_source source;
    struct sync_limit limit;
    struct sync_client *client;
    struct sync_fault fault;
};

static bool is_gone(void *exchange)
{
    return http_exchange_is_gone(exchange);
}

/* What the network refuses is no fault of the caller's request: 502, or 409 for a setting. */
static void refuse(struct asking *asking)
{
    enum sync_fault_code code = asking->fault.code;
    struct str text =
        sync_fault_sentence(asking->call->arena, code, str_from_c(asking->fault.detail));
    bool is_setting = code == SYNC_NO_SETTING || code == SYNC_NO_TOKEN || code == SYNC_NO_PARAM;

    call_refuse(asking->call,
                is_setting                  ? 409
                : code == SYNC_RATE_LIMITED ? 503
                                            : 502,
                "cost_sync", "%.*s", STR_FMT(text));
}

/* False: the call is refused. */
static bool asking_open(struct asking *asking, struct call *call)
{
    *asking = (struct asking){.call = call,
                              .limit = {clock_mono_ms() + SYNC_HAND_MS, is_gone, call->exchange}};
    call->entity = ENTITY_SOURCE;
    enum err err = catalog_get_sync(call->api->options.catalog, call->id, &call->scope, call->arena,
                                    &asking->source);
    if (err != OK) {
        call_refuse_catalog(call, err);
        return false;
    }
    asking->client = sync_client_open(call->api, &asking->source, &asking->limit, &asking->fault);
    if (asking->client == NULL)
        refuse(asking);
    return asking->client != NULL;
}

/* ------------------------------------------------------------------ our visits of them */

/* Counts under the campaign's id, and notes the campaign of ours. */
static void count_visit(json_t *counts, const struct cost_visit *visit, uint64_t slot)
{
    struct str id = spread_token(visit->tokens, slot);
    json_t *count = id.len > 0 ? json_object_getn(counts, id.ptr, id.len) : NULL;

    if (id.len == 0)
        return;
    if (count == NULL) {
        count = json_pack("{s:i, s:{}}", "visits", 0, "campaigns");
        CHECK(count != NULL && json_object_setn_new(counts, id.ptr, id.len, count) == 0);
    }
    json_t *visits = json_object_get(count, "visits");
    CHECK(json_integer_set(visits, json_integer_value(visits) + 1) == 0);
    char name[24];
    (void)snprintf(name, sizeof(name), "%" PRIu64, visit->campaign_id);
    json_out_put(json_object_get(count, "campaigns"), name, json_out_number(visit->campaign_id));
}

static enum err count_visits(const struct asking *asking, json_t *counts)
{
    struct ledger_reader *reader = NULL;
    struct arena *page = arena_make(PAGE_BYTES);
    int64_t from_ms = clock_wall_ms() - asking->source.sync->lookback_days * DAY_MS;
    uint64_t at = from_ms > 0 ? id_from_ms(from_ms) : 1, last_id = 0;
    enum err err = readers_take(asking->call->api->readers, &reader);

    if (err == OK)
        err = ledger_reader_last_id(reader, &last_id);
    while (err == OK && at != 0 && at <= last_id && asking->source.campaign_slot != 0) {
        struct cost_visit *visits = NULL;
        size_t count = 0;
        arena_reset(page);
        err = sync_is_over(&asking->limit)
                  ? ERR_TIMEOUT
                  : ledger_reader_source_visits(reader, asking->source.id, at, last_id + 1, page,
                                                &visits, &count, &at);
        for (size_t i = 0; err == OK && i < count; i++)
            count_visit(counts, &visits[i], asking->source.campaign_slot);
    }
    readers_give_back(asking->call->api->readers, reader, err);
    arena_free(page);
    return err;
}

/* ------------------------------------------------------------------ the list */

static const char *status_of(struct str number)
{
    if (str_is_equal(number, STR("1")))
        return "running";
    if (str_is_equal(number, STR("0")))
        return "paused";
    return str_is_equal(number, STR("-1")) ? "archived" : "other";
}

static json_t *campaign_json(struct arena *arena, struct str id, const json_t *campaign,
                             const json_t *counts)
{
    json_t *row = json_object(), *ours = json_array();
    struct buf encoded = buf_in_arena(arena, 3 * id.len + 1);
    int64_t spent = 0;
    const json_t *amount = json_object_get(campaign, "total_budget_spent");
    const char *name;
    json_t *each;

    uri_write_encoded(&encoded, id);
    const json_t *count = json_object_getn(counts, encoded.ptr, encoded.len);
    json_object_foreach(json_object_get(count, "campaigns"), name, each)
        json_out_append(ours, json_incref(each));
    json_out_put(row, "id", json_out_text(id));
    json_out_put(row, "name", json_out_text(json_text_at(campaign, "name")));
    json_out_put(row, "status", json_string(status_of(json_text_at(campaign, "status"))));
    json_out_put(row, "spent",
                 amount != NULL && sync_read_amount(amount, CENTS, &spent) == OK
                     ? json_out_money(spent)
                     : json_null());
    json_out_put(row, "visits", json_integer(json_integer_value(json_object_get(count, "visits"))));
    json_out_put(row, "campaigns", ours);
    return row;
}

/* The result is an object by id; of none, PHP makes a list. *taken: how many are new. */
static bool take_page(struct asking *asking, json_t *result, const json_t *counts, json_t *seen,
                      json_t *rows, size_t *taken)
{
    const char *name;
    json_t *campaign;

    *taken = 0;
    if (!json_is_object(result) && !(json_is_array(result) && json_array_size(result) == 0))
        return sync_fail(&asking->fault, SYNC_BAD_ANSWER, "result");
    json_object_foreach(result, name, campaign)
    {
        if (!json_is_object(campaign))
            return sync_fail(&asking->fault, SYNC_BAD_ANSWER, "result.%s", name);
        if (json_object_get(seen, name) != NULL)
            continue; /* the list moved on while it was read */
        json_out_put(seen, name, json_true());
        ++*taken;
        json_out_append(rows,
                        campaign_json(asking->call->arena, str_from_c(name), campaign, counts));
    }
    return true;
}

static bool read_campaigns(struct asking *asking, const json_t *counts, json_t *rows)
{
    json_auto_t *seen = json_object();
    size_t taken = 1;

    while (taken > 0 && json_array_size(rows) < CAMPAIGNS_MAX) {
        json_auto_t *answer = NULL;
        struct str path = arena_format(asking->call->arena, "/campaigns?limit=%d&offset=%zu",
                                       PAGE_ROWS, json_array_size(rows));
        if (!sync_client_ask(asking->client, "GET", path, NULL, &answer, &asking->fault) ||
            !take_page(asking, json_object_get(answer, "result"), counts, seen, rows, &taken))
            return false;
    }
    return true;
}

void network_campaigns_list(struct call *call)
{
    struct asking asking;
    json_auto_t *counts = json_object();
    json_t *rows = json_array();

    if (!asking_open(&asking, call)) {
        json_decref(rows);
        return;
    }
    enum err err = count_visits(&asking, counts);
    if (err != OK)
        call_refuse_read(call, err);
    else if (!read_campaigns(&asking, counts, rows))
        refuse(&asking);
    sync_client_close(asking.client);
    if (call->is_answered)
        json_decref(rows);
    else
        call_answer_rows(call, rows, STR_NONE);
}

/* ------------------------------------------------------------------ start and stop */

/* Ours that the network's campaign led to, as far as they are found in time. */
static json_t *ours_of(struct asking *asking, struct str id)
{
    json_auto_t *counts = json_object();
    json_t *ours = json_array(), *each;
    const char *name;

    asking->limit = (struct sync_limit){clock_mono_ms() + OURS_MS, NULL, NULL};
    if (count_visits(asking, counts) == ERR_IO)
        log_warning("cost-sync", "cannot count the visits of source=%" PRIu64, asking->source.id);
    const json_t *count = json_object_getn(counts, id.ptr, id.len);
    json_object_foreach(json_object_get(count, "campaigns"), name, each)
        json_out_append(ours, json_incref(each));
    return ours;
}

/* What the history keeps: also what the network refused. */
static enum err note_told(struct asking *asking, const char *status, const json_t *answer)
{
    struct call *call = asking->call;
    struct str said = json_text_at(answer, "message");
    bool is_done = answer != NULL;
    json_auto_t *event = json_object();

    json_out_put(event, "event", json_string(NETWORK_CAMPAIGN_EVENT));
    json_out_put(event, "network_campaign_id", json_out_text(call->sub_id));
    json_out_put(event, "asked", json_string(status));
    json_out_put(event, "error",
                 is_done ? json_null() : json_string(sync_fault_text(asking->fault.code)));
    json_out_put(event, "answer",
                 json_out_text(is_done ? str_cut(said, SYNC_DETAIL_BYTES)
                                       : str_from_c(asking->fault.detail)));
    json_out_put(event, "campaigns", ours_of(asking, call->sub_id));
    return catalog_note_event(call->api->options.catalog, ENTITY_SOURCE, call->id, &call->scope,
                              event);
}

/* The network is told, the history says so, and then the caller. */
static void tell(struct asking *asking, const char *path, const char *status, uint64_t id)
{
    struct call *call = asking->call;
    json_auto_t *answer = NULL;
    json_auto_t *body = json_pack("{s:[I]}", "campaign_ids", (json_int_t)id);

    CHECK(body != NULL);
    bool is_done =
        sync_client_ask(asking->client, "PUT", str_from_c(path), body, &answer, &asking->fault);
    log_info("cost-sync", "%s told source=%" PRIu64 " campaign=%" PRIu64 " %s: %s", call->actor,
             asking->source.id, id, status, is_done ? "done" : sync_fault_text(asking->fault.code));
    enum err err = note_told(asking, status, answer);
    if (err != OK)
        log_error("cost-sync", "cannot note what source=%" PRIu64 " was told: %s",
                  asking->source.id, err_text(err));
    if (!is_done)
        refuse(asking);
    else if (err != OK)
        call_refuse(call, 500, "", "The network did it, but the history could not be written.");
    if (call->is_answered)
        return;
    json_t *row = json_object();
    json_out_put(row, "id", json_out_text(call->sub_id));
    json_out_put(row, "status", json_string(status));
    call_answer(call, 200, row);
}

static void set_status(struct call *call, const char *path, const char *status)
{
    struct asking asking;
    uint64_t id = 0;

    call_check_fields(call, &nothing_shape);
    if (call->is_answered)
        return;
    if (num_parse_u64(call->sub_id, INT64_MAX, &id) != OK || id == 0) {
        call_refuse(call, 404, "id", "There is no such campaign: its id is a number.");
        return;
    }
    call->sub_id = arena_format(call->arena, "%" PRIu64, id); /* as the network writes it */
    if (!asking_open(&asking, call))
        return;
    if (workspace_set_has(&call->scope.writes, asking.source.workspace_id))
        tell(&asking, path, status, id);
    else
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    asking.source.workspace_id);
    sync_client_close(asking.client);
}

void network_campaigns_play(struct call *call)
{
    set_status(call, "/campaigns/play", "running");
}

void network_campaigns_pause(struct call *call)
{
    set_status(call, "/campaigns/pause", "paused");
}

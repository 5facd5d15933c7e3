/* health - whether this machine serves, and how it is doing: for load balancers and Prometheus, so
 * without a key. */
#include "api/internal.h"

#include "api/device_state.h"
#include "api/health_watch.h"
#include "api/json_out.h"
#include "api/place_state.h"
#include "api/sync_metrics.h"

#define METRICS_BYTES_MAX (64 * 1024)
#define METRICS_TYPE      "text/plain; version=0.0.4; charset=utf-8"

static void answer_text(struct call *call, struct str type, struct str text)
{
    call->reply->status = 200;
    call->reply->content_type = type;
    call->reply->headers = STR(API_HEADERS);
    call->reply->body = text;
    call->is_answered = true;
}

void health_live(struct call *call)
{
    answer_text(call, STR("text/plain; charset=utf-8"), STR("ok"));
}

static bool is_ledger_ready(struct call *call)
{
    struct ledger_reader *reader = NULL;
    struct campaign_total total = {0};
    enum err err = readers_take(call->api->readers, &reader);

    if (err == OK)
        err = ledger_reader_sum(reader, LEDGER_CAMPAIGN_TOTAL, 1, &total);
    readers_give_back(call->api->readers, reader, err);
    return err == OK || err == ERR_TIMEOUT; /* a busy ledger is one that serves */
}

static const struct shape_field ready_fields[] = {
    {"ready", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"not_ready", SHAPE_TEXTS, 0, "The parts that are not.", NULL, NULL},
    {"warnings", SHAPE_TEXTS, 0, "What is served without: databases and rules that are missing.",
     NULL, NULL},
};
const struct shape ready_shape = SHAPE("ready", ready_fields);

static json_t *warnings_of(const json_t *state)
{
    json_t *warnings = json_array();

    place_state_warn(json_object_get(state, "places"), warnings);
    device_state_warn(json_object_get(state, "devices"), warnings);
    return warnings;
}

void health_ready(struct call *call)
{
    const struct api_options *options = &call->api->options;
    uint64_t version = 0;
    json_t *missing = json_array();

    if (catalog_version(options->catalog, &version) != OK)
        json_out_append(missing, json_string("catalog"));
    json_t *state = api_edge_state(call->api, call->arena, NULL);
    if (state == NULL)
        json_out_append(missing, json_string("edge"));
    else if (!is_ledger_ready(call)) /* the edge makes it */
        json_out_append(missing, json_string("ledger"));
    bool is_ready = json_array_size(missing) == 0;
    json_t *answer = json_object();
    json_out_put(answer, "ready", json_boolean(is_ready));
    json_out_put(answer, "not_ready", missing);
    json_out_put(answer, "warnings", warnings_of(state));
    json_decref(state);
    call_answer(call, is_ready ? 200 : 503, answer);
}

static void write_part(struct buf *buf, struct str metrics)
{
    buf_write(buf, metrics);
    if (metrics.len > 0 && metrics.ptr[metrics.len - 1] != '\n')
        buf_write_char(buf, '\n');
}

void health_metrics(struct call *call)
{
    const struct api_options *options = &call->api->options;
    struct str edge = options->edge_metrics(options->context, call->arena);
    struct buf own = buf_in_arena(call->arena, METRICS_BYTES_MAX);

    options->own_metrics(options->context, &own);
    health_write_metrics(call->api->health, &own);
    sync_write_metrics(call->api, call->arena, &own);
    struct buf all = buf_in_arena(call->reply_arena, own.len + edge.len + 256);
    write_part(&all, buf_str(&own));
    write_part(&all, edge);
    buf_format(&all,
               "# HELP rebond_up Whether a part of the program answers.\n"
               "# TYPE rebond_up gauge\n"
               "rebond_up{part=\"edge\"} %d\n",
               edge.ptr != NULL);
    if (buf_is_full(&own) || buf_is_full(&all))
        call_refuse(call, 500, "", "The metrics do not fit.");
    else
        answer_text(call, STR(METRICS_TYPE), buf_str(&all));
}

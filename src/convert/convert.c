#include "convert/convert.h"

#include "base/clock.h"
#include "base/num.h"
#include "convert/pixel.h"
#include "convert/register.h"
#include "convert/update.h"
#include "visit/test_mark.h"
#include "visit/direct.h"
#include "visit/redirect.h"
#include "visitor/visitor.h"

static void answer_postback(struct edge_wait *wait, enum err result)
{
    struct registration *registration = wait->detail;
    struct edge *edge = wait->loop->edge;
    edge->counters.postbacks++;
    if (result == OK) {
        edge_reply_text(wait->exchange, (unsigned)registration->log.http_status,
                        registration->answer);
        return;
    }
    edge->counters.postbacks_unavailable++;
    edge_reply_try_again(wait->exchange);
}

static void answer_pixel(struct edge_wait *wait, enum err result)
{
    struct edge *edge = wait->loop->edge;
    edge->counters.pixels++;
    if (result != OK)
        edge->counters.pixels_unrecorded++;
    struct str pixel_url = ((const struct registration *)wait->detail)->pixel_url;
    if (result == OK && pixel_url.ptr != NULL)
        redirect_reply(wait->exchange, edge->keys, REDIRECT_302, pixel_url, STR_NONE);
    else
        direct_reply_gif(wait->exchange, STR_NONE);
}

/* --- Decide, on the ledger's thread --------------------------------------- */

/* Its sender was told to try again. */
static enum err log_given_up(struct ledger_tx *tx, struct registration *registration)
{
    register_answer(registration, 503, STR(EDGE_TRY_AGAIN), "unavailable", "disk");
    return register_log(tx, registration);
}

static enum err decide_postback(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct registration *registration = wait->detail;
    /* A pixel is not sent again. */
    if (!wait->is_given_up || registration->channel == CHANNEL_PIXEL)
        return register_decide(tx, wait->loop->edge, registration);
    return log_given_up(tx, registration);
}

static enum err decide_update(struct ledger_job *job, struct ledger_tx *tx)
{
    const struct edge_wait *wait = (struct edge_wait *)job;
    return wait->is_given_up ? log_given_up(tx, wait->detail) : update_decide(tx, wait->detail);
}

/* --- Parse, on the loop's thread ------------------------------------------ */

static void write_hiding_keys(struct arena *arena, struct buf *buf, struct str text)
{
    struct buf half = buf_in_arena(arena, 2 * text.len + 1);
    uri_write_hiding(&half, text, STR("key"));
    uri_write_hiding(buf, buf_str(&half), STR("upd_key"));
}

/* What is logged of the request: query and form, with the secrets cut out. */
static struct str log_text(struct arena *arena, const struct http_request *request)
{
    struct buf buf = buf_in_arena(arena, 4 * (request->query.len + request->body.len) + 1);
    write_hiding_keys(arena, &buf, request->query);
    if (request->body.len > 0) {
        buf_write_char(&buf, ' ');
        write_hiding_keys(arena, &buf, request->body);
    }
    return str_slice(buf_str(&buf), 0, HTTP_URL_MAX);
}

static struct edge_wait *make_wait(struct http_exchange *exchange, struct edge_loop *loop,
                                   enum register_channel channel)
{
    const struct http_request *request = exchange->request;
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_POSTBACK);
    struct registration *registration = ARENA_NEW(wait->arena, struct registration);
    CHECK(registration != NULL);
    wait->detail = registration;
    wait->answer = channel == CHANNEL_PIXEL ? answer_pixel : answer_postback;
    registration->channel = channel;
    registration->snapshot = wait->snapshot;
    registration->arena = wait->arena;
    registration->sender = visitor_address(request, loop->edge->proxies, loop->edge->proxy_count);
    registration->is_own_test =
        test_mark_is_valid(loop->edge->keys, STR(TEST_MARK_POSTBACK),
                           http_header_find(request, STR(TEST_MARK_HEADER)), clock_wall_ms());
    registration->log = (struct postback){
        .method = request->method == HTTP_METHOD_POST ? STR("POST") : STR("GET"),
        .query = log_text(wait->arena, request),
    };
    edge_fill_personal(wait, request, 0, channel == CHANNEL_PIXEL ? EDGE_VISITOR : EDGE_SERVER,
                       &registration->personal, &registration->log.personal_hash);
    return wait;
}

static enum err decide_log_only(struct ledger_job *job, struct ledger_tx *tx)
{
    return register_log(tx, ((struct edge_wait *)job)->detail);
}

/* Refused before a valid click id: answered at once, logged as a sample (DESIGN.md §5). */
static void refuse(struct edge_wait *wait, unsigned status, struct str body, const char *reason)
{
    struct edge_loop *loop = wait->loop;
    struct registration *registration = wait->detail;
    register_answer(registration, status, body, "refused", reason);
    wait->answer(wait, OK);
    wait->exchange = NULL;
    if (!edge_may_sample(loop, &registration->sender)) {
        loop->edge->counters.postbacks_unlogged++;
        edge_wait_drop(wait);
        return;
    }
    wait->job.decide = decide_log_only;
    edge_wait_submit(wait);
}

static bool is_form(const struct http_request *request)
{
    struct str type = http_header_find(request, STR("Content-Type"));
    ptrdiff_t end = str_find_char(type, ';');
    type = str_trim(end < 0 ? type : str_slice(type, 0, (size_t)end));
    return request->body.len == 0 ||
           str_is_equal_nocase(type, STR("application/x-www-form-urlencoded"));
}

/* The network that nid names. False: it names none of ours. */
static bool find_named(const struct snapshot *snapshot, struct str nid,
                       const struct network **network)
{
    uint64_t id = 0;
    *network = NULL;
    if (nid.ptr == NULL)
        return true;
    if (num_parse_u64(nid, INT64_MAX, &id) == OK)
        *network = snapshot_find_network(snapshot, id);
    return *network != NULL;
}

static struct postback_bare_macros bare_macros_of(const void *snapshot, struct str nid)
{
    const struct network *network = NULL;
    if (!find_named(snapshot, nid, &network) || network == NULL)
        return (struct postback_bare_macros){NULL, 0};
    return (struct postback_bare_macros){network->bare_macros, network->bare_macro_count};
}

/* The click id of the call; false: it was refused. */
static bool take_click_id(struct edge_wait *wait)
{
    struct registration *registration = wait->detail;
    if (registration->call.cid.ptr == NULL) {
        bool is_left = registration->call.cid_left.ptr != NULL;
        refuse(wait, 400, STR("ERROR: missing cid"), is_left ? "unexpanded_cid" : "missing_cid");
        return false;
    }
    enum err err =
        click_id_parse(wait->loop->edge->keys, registration->call.cid, &registration->visit_id);
    if (err == ERR_FORGED) {
        bool is_ok = registration->named != NULL && registration->named->unknown_click_ok;
        refuse(wait, is_ok ? 200 : 404, STR("ERROR: click not found"), "unknown_click");
        return false;
    }
    if (err != OK) {
        refuse(wait, 400, STR("ERROR: invalid cid"), "invalid_cid");
        return false;
    }
    return true;
}

static void handle(struct http_exchange *exchange, struct edge_loop *loop,
                   enum register_channel channel)
{
    const struct http_request *request = exchange->request;
    const struct snapshot *snapshot = edge_snapshot(loop);
    struct edge_wait *wait = make_wait(exchange, loop, channel);
    struct registration *registration = wait->detail;
    struct postback_fault fault = {STR("?"), "too long"};
    if (!is_form(request)) {
        refuse(wait, 415, STR("ERROR: Content-Type: application/x-www-form-urlencoded expected"),
               "content_type");
        return;
    }
    if (postback_parse(wait->arena, request->query, request->body, bare_macros_of, snapshot,
                       &registration->call, &fault) != OK) {
        refuse(wait, 400,
               arena_format(exchange->arena, "ERROR: parameter \"%.*s\": %s", STR_FMT(fault.name),
                            fault.reason),
               "malformed");
        return;
    }
    if (!find_named(snapshot, registration->call.nid, &registration->named)) {
        refuse(wait, 403, STR("ERROR: forbidden"), "unknown_network");
        return;
    }
    if (channel == CHANNEL_PIXEL && registration->call.cid.ptr == NULL)
        registration->call.cid = pixel_find_click(wait->arena, request);
    if (registration->named != NULL)
        registration->log.workspace_id = registration->named->workspace_id;
    bool is_update = channel == CHANNEL_S2S && registration->call.update_clickid.ptr != NULL;
    if (is_update)
        registration->call.cid = registration->call.update_clickid;
    if (!take_click_id(wait))
        return;
    registration->log.visit_id = registration->visit_id;
    wait->job.decide = is_update ? decide_update : decide_postback;
    wait->job.id_count = is_update ? UPDATE_IDS_MAX : REGISTER_IDS_MAX;
    edge_wait_submit(wait);
}

void convert_handle(struct http_exchange *exchange, struct edge_loop *loop)
{
    handle(exchange, loop, CHANNEL_S2S);
}

void convert_handle_pixel(struct http_exchange *exchange, struct edge_loop *loop)
{
    handle(exchange, loop, CHANNEL_PIXEL);
}

#include "convert/convert.h"

#include <sodium.h>
#include "base/num.h"
#include "convert/decide.h"
#include "convert/forward.h"
#include "convert/postback.h"
#include "visit/visit.h"
#include "visitor/visitor.h"

#define IDS_PER_POSTBACK 3 /* the postback, the conversion's change, the forward */

/* A postback on its way. */
struct postback_detail {
    struct postback_call call;
    uint64_t visit_id;
    const struct network *named; /* by nid; NULL: none was named */
    struct net_address sender;
    struct postback log;
    struct personal personal;
    struct str answer; /* the body */
};

/* What the ledger knows about the click that is named. */
struct postback_context {
    struct visit visit;
    const struct campaign *campaign;
    const struct offer *offer;
    const struct network *network;
    struct conversion first; /* of the visit; id 0: none */
    struct conversion existing;
    bool has_existing;
};

/* --- Answers (spec/tracker.md §2.4) --------------------------------------- */

static void set_answer(struct postback_detail *detail, unsigned status, struct str body,
                       const char *outcome, const char *reason)
{
    detail->log.http_status = status;
    detail->log.outcome = str_from_c(outcome);
    detail->log.reason = str_from_c(reason);
    detail->answer = body;
}

static void answer_postback(struct edge_wait *wait, enum err result)
{
    struct postback_detail *detail = wait->detail;
    struct edge *edge = wait->loop->edge;
    edge->counters.postbacks++;
    if (result == OK) {
        edge_reply_text(wait->exchange, (unsigned)detail->log.http_status, detail->answer);
        return;
    }
    edge->counters.postbacks_unavailable++;
    http_reply(wait->exchange, &(struct http_reply){
                                   .status = 503,
                                   .content_type = STR("text/plain; charset=utf-8"),
                                   .headers = STR("Retry-After: 10\r\nCache-Control: no-store\r\n"),
                                   .body = STR("ERROR: try again")});
}

static void set_verdict_answer(struct postback_detail *detail, struct arena *arena,
                               const struct conversion_verdict *verdict)
{
    struct str body = detail->call.answer.ptr != NULL ? detail->call.answer : STR("OK");
    if (str_is_equal(str_from_c(verdict->outcome), STR("duplicate")))
        body = STR("DUPLICATE");
    else if (str_is_equal(str_from_c(verdict->outcome), STR("ignored")))
        body = arena_format(arena, "IGNORED: %s", verdict->reason);
    set_answer(detail, 200, body, verdict->outcome, verdict->reason);
}

/* --- Who may speak (spec/tracker.md §1.2) --------------------------------- */

static bool is_secret_right(struct str secret, struct str key)
{
    return key.len == secret.len && sodium_memcmp(key.ptr, secret.ptr, secret.len) == 0;
}

/* "" when the network takes postbacks from this sender. */
static const char *reason_to_forbid(const struct network *network,
                                    const struct postback_detail *detail)
{
    if (network == NULL)
        return "";
    bool is_allowed = network->ip_allow_count == 0;
    for (size_t i = 0; i < network->ip_allow_count && !is_allowed; i++)
        is_allowed = net_is_in_range(&detail->sender, &network->ip_allow[i]);
    if (!is_allowed)
        return "address_not_allowed";
    if (network->secret.ptr != NULL && !is_secret_right(network->secret, detail->call.key))
        return "wrong_key";
    return "";
}

/* --- Decide, on the ledger's thread --------------------------------------- */

/* The click, its conversions and whose they are. OK without a visit found: context->visit.id is 0.
 */
static enum err match(struct ledger_tx *tx, const struct edge_wait *wait,
                      struct postback_context *context)
{
    const struct postback_detail *detail = wait->detail;
    context->visit.id = detail->visit_id;
    enum err err = ledger_find(tx, LOOKUP_VISIT, &context->visit);
    if (err != OK) {
        context->visit.id = 0;
        return err == ERR_NOT_FOUND ? OK : err;
    }
    context->campaign = snapshot_find_campaign(wait->snapshot, context->visit.campaign_id);
    context->offer = snapshot_find_offer(wait->snapshot, context->visit.offer_id);
    /* The offer's network when it was clicked: a link that was given out stays good. */
    context->network = snapshot_find_network(wait->snapshot, context->visit.network_id);
    context->first.visit_id = detail->visit_id;
    err = ledger_find(tx, LOOKUP_CONVERSION_OF_VISIT, &context->first);
    if (err == ERR_NOT_FOUND) {
        context->first.id = 0;
        return OK;
    }
    if (err != OK)
        return err;
    context->existing.visit_id = detail->visit_id;
    context->existing.txid = detail->call.txid.ptr != NULL ? detail->call.txid : STR("");
    err = ledger_find(tx, LOOKUP_CONVERSION_BY_TXID, &context->existing);
    context->has_existing = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err append_change(struct ledger_tx *tx, const struct edge_wait *wait,
                              const struct postback_context *context,
                              struct conversion_verdict *verdict)
{
    struct conversion *conversion = &verdict->conversion;
    struct conversion_change change = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .catalog_version = snapshot_version(wait->snapshot),
        .postback_id = wait->job.id,
        .action = conversion_action_text(verdict->action),
    };
#define COPY(type, name) change.name = conversion->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    if (conversion->id == 0)
        conversion->id = change.id;
    conversion->change_id = change.id;
    change.conversion_id = conversion->id;
    bool is_new = verdict->action == ACTION_CREATED;
    struct campaign_total total = conversion_total(is_new ? NULL : &context->existing, conversion);
    enum err err = ledger_append(tx, LEDGER_CONVERSION_CHANGE, &change);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CONVERSION, conversion);
    return err == OK ? ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total) : err;
}

static enum err append_forward(struct ledger_tx *tx, const struct edge_wait *wait,
                               const struct postback_context *context,
                               const struct conversion_verdict *verdict)
{
    const struct postback_detail *detail = wait->detail;
    const struct conversion *conversion = &verdict->conversion;
    const struct keys *keys = wait->loop->edge->keys;
    struct visit_facts facts = {&context->visit, NULL, context->campaign, context->offer,
                                click_id_text(ledger_arena(tx), keys, context->visit.id)};
    struct outbox earlier = {.conversion_id = conversion->id, .status = conversion->status};
    enum err err = ledger_find(tx, LOOKUP_FORWARD_OF_STATUS, &earlier);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    const struct source *source = snapshot_find_source(wait->snapshot, conversion->source_id);
    struct forward_case c = {
        .verdict = verdict,
        .call = &detail->call,
        .facts = &facts,
        .source = source,
        .earlier = err == OK ? &earlier : NULL,
        .is_first_of_visit = context->first.id == 0 || context->first.id == conversion->id,
        .workspace = snapshot_workspace(wait->snapshot, conversion->workspace_id),
    };
    struct forward_verdict sent;
    forward_decide(&c, ledger_arena(tx), &sent);
    struct forward forward = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .conversion_id = conversion->id,
        .change_id = conversion->change_id,
        .source_id = conversion->source_id,
        .status = conversion->status,
        .decision = sent.is_sent ? STR("send") : STR("skip"),
        .reason = str_from_c(sent.reason),
        .dedup_ms = source != NULL ? source->dedup_hours * 3600 * 1000 : 0,
        .url = sent.url,
    };
    err = ledger_append(tx, LEDGER_FORWARD, &forward);
    if (err != OK || !sent.is_sent)
        return err;
    struct outbox outbox = {
        .id = forward.id,
        .workspace_id = forward.workspace_id,
        .conversion_id = forward.conversion_id,
        .source_id = forward.source_id,
        .status = forward.status,
        .state = STR("due"),
        .due_ms = ledger_now_ms(tx),
        .dedup_ms = forward.dedup_ms,
        .url = forward.url,
    };
    err = ledger_put(tx, LEDGER_OUTBOX, &outbox);
    const struct edge *edge = wait->loop->edge;
    if (err == OK && edge->on_forward != NULL)
        edge->on_forward(edge->on_forward_context);
    return err;
}

/* The log's row goes first: ids rise in the order in which things came about. */
static enum err append_log(struct ledger_tx *tx, struct edge_wait *wait)
{
    struct postback_detail *detail = wait->detail;
    detail->log.id = ledger_next_id(tx);
    detail->log.catalog_version = snapshot_version(wait->snapshot);
    detail->personal.id = detail->log.id;
    enum err err = ledger_append(tx, LEDGER_POSTBACK, &detail->log);
    return err == OK ? ledger_put(tx, LEDGER_PERSONAL, &detail->personal) : err;
}

static enum err record(struct ledger_tx *tx, struct edge_wait *wait,
                       const struct postback_context *context, struct conversion_verdict *verdict)
{
    struct postback_detail *detail = wait->detail;
    set_verdict_answer(detail, wait->arena, verdict);
    /* A created conversion is named after its change, which is the id behind the postback's. */
    detail->log.conversion_id = verdict->action == ACTION_CREATED ? wait->job.id + 1
                                : context->has_existing           ? context->existing.id
                                                                  : 0;
    enum err err = append_log(tx, wait);
    if (err != OK || verdict->action == ACTION_NONE)
        return err;
    err = append_change(tx, wait, context, verdict);
    return err == OK ? append_forward(tx, wait, context, verdict) : err;
}

static enum err refuse_on_log(struct ledger_tx *tx, struct edge_wait *wait, unsigned status,
                              struct str body, const char *outcome, const char *reason)
{
    set_answer(wait->detail, status, body, outcome, reason);
    return append_log(tx, wait);
}

static enum err decide_postback(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct postback_detail *detail = wait->detail;
    struct postback_context context = {0};
    if (wait->is_given_up) /* its sender was told to try again */
        return refuse_on_log(tx, wait, 503, STR("ERROR: try again"), "unavailable", "disk");
    enum err err = match(tx, wait, &context);
    if (err != OK)
        return err;
    const struct network *network = detail->named != NULL ? detail->named : context.network;
    const char *forbidden = reason_to_forbid(network, detail);
    if (forbidden[0] == '\0' && context.visit.id != 0 && detail->named != NULL &&
        context.network != detail->named)
        forbidden = "other_network";
    detail->log.network_id = network != NULL ? network->id : 0;
    if (forbidden[0] != '\0')
        return refuse_on_log(tx, wait, 403, STR("ERROR: forbidden"), "refused", forbidden);
    if (context.visit.id == 0) {
        bool is_ok = network != NULL && network->unknown_click_ok;
        return refuse_on_log(tx, wait, is_ok ? 200 : 404, STR("ERROR: click not found"),
                             "unrecorded_click", "");
    }
    struct conversion_case c = {
        .call = &detail->call,
        .visit = &context.visit,
        .offer = context.offer,
        .network = network,
        .workspace = snapshot_workspace(wait->snapshot, context.visit.workspace_id),
        .existing = context.has_existing ? &context.existing : NULL,
        .is_first_of_visit = context.first.id == 0,
        .now_ms = ledger_now_ms(tx),
        .arena = ledger_arena(tx),
        .window_ms = wait->loop->edge->conversion_window_ms,
    };
    struct conversion_verdict verdict;
    conversion_decide(&c, &verdict);
    return record(tx, wait, &context, &verdict);
}

/* --- Parse, on the loop's thread ------------------------------------------ */

/* What is logged of the request: query and form, with the secret cut out. */
static struct str log_text(struct arena *arena, const struct http_request *request)
{
    struct buf buf = buf_in_arena(arena, 2 * (request->query.len + request->body.len) + 1);
    uri_write_hiding(&buf, request->query, STR("key"));
    if (request->body.len > 0) {
        buf_write_char(&buf, ' ');
        uri_write_hiding(&buf, request->body, STR("key"));
    }
    return str_slice(buf_str(&buf), 0, HTTP_URL_MAX);
}

static struct edge_wait *make_wait(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_POSTBACK);
    struct postback_detail *detail = ARENA_NEW(wait->arena, struct postback_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    wait->answer = answer_postback;
    detail->sender = visitor_address(request, loop->edge->proxies, loop->edge->proxy_count);
    detail->log = (struct postback){
        .workspace_id = 1,
        .method = request->method == HTTP_METHOD_POST ? STR("POST") : STR("GET"),
        .query = log_text(wait->arena, request),
    };
    edge_fill_personal(wait, request, 1, &detail->personal, &detail->log.personal_hash);
    return wait;
}

static enum err decide_log_only(struct ledger_job *job, struct ledger_tx *tx)
{
    return append_log(tx, (struct edge_wait *)job);
}

/* Refused before a valid click id: answered at once, logged as a sample (DESIGN.md §5). */
static void refuse(struct edge_wait *wait, unsigned status, struct str body, const char *reason)
{
    struct edge_loop *loop = wait->loop;
    struct postback_detail *detail = wait->detail;
    set_answer(detail, status, body, "refused", reason);
    loop->edge->counters.postbacks++;
    edge_reply_text(TAKE(wait->exchange), status, body);
    if (!edge_may_sample(loop, &detail->sender)) {
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

/* The click id of the call; false: it was refused. */
static bool take_click_id(struct edge_wait *wait)
{
    struct postback_detail *detail = wait->detail;
    if (detail->call.cid.ptr == NULL) {
        refuse(wait, 400, STR("ERROR: missing cid"), "missing_cid");
        return false;
    }
    enum err err = click_id_parse(wait->loop->edge->keys, detail->call.cid, &detail->visit_id);
    if (err == ERR_FORGED) {
        bool is_ok = detail->named != NULL && detail->named->unknown_click_ok;
        refuse(wait, is_ok ? 200 : 404, STR("ERROR: click not found"), "unknown_click");
        return false;
    }
    if (err != OK) {
        refuse(wait, 400, STR("ERROR: invalid cid"), "invalid_cid");
        return false;
    }
    return true;
}

void convert_handle(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    const struct snapshot *snapshot = edge_snapshot(loop);
    struct edge_wait *wait = make_wait(exchange, loop);
    struct postback_detail *detail = wait->detail;
    struct postback_fault fault = {STR("?"), "too long"};
    if (!is_form(request)) {
        refuse(wait, 415, STR("ERROR: Content-Type: application/x-www-form-urlencoded expected"),
               "content_type");
        return;
    }
    if (postback_parse(wait->arena, request->query, request->body, &detail->call, &fault) != OK) {
        refuse(wait, 400,
               arena_format(exchange->arena, "ERROR: parameter \"%.*s\": %s", STR_FMT(fault.name),
                            fault.reason),
               "malformed");
        return;
    }
    if (!find_named(snapshot, detail->call.nid, &detail->named)) {
        refuse(wait, 403, STR("ERROR: forbidden"), "unknown_network");
        return;
    }
    if (!take_click_id(wait))
        return;
    detail->log.visit_id = detail->visit_id;
    wait->job.decide = decide_postback;
    wait->job.id_count = IDS_PER_POSTBACK;
    edge_wait_submit(wait);
}

/* calls - /tag.php: the loop's thread checks what needs no disk, the ledger's thread counts, one
 * call after the other. */
#include "base/uri.h"
#include "network/goal_call.h"
#include "network/network.h"
#include "network/skey.h"
#include "visitor/visitor.h"

#define IDEMPOTENCY_KEY_MAX 64
#define QUERY_LOGGED_MAX    1024

struct call_detail {
    struct goal_request request;
    struct tag tag;
};

static void answer_call(struct edge_wait *wait, enum err result)
{
    struct call_detail *detail = wait->detail;
    struct edge *edge = wait->loop->edge;
    edge->counters.goal_calls++;
    if (result == OK) {
        edge_reply_text(wait->exchange, 200, detail->request.answer.body);
        return;
    }
    edge->counters.goal_calls_unavailable++;
    edge_reply_text(wait->exchange, 503, STR("ERROR: try again"));
}

/* --- On the ledger's thread ----------------------------------------------- */

static enum err decide_call(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct goal_request *request = &((struct call_detail *)wait->detail)->request;
    if (!wait->is_given_up)
        return goal_call_decide(tx, request);
    /* Its sender was told to try again. */
    request->answer = (struct goal_answer){STR("ERROR: try again"), "unavailable", "disk", 0};
    request->log.value_micros = 0;
    return goal_call_log(tx, request);
}

static enum err decide_log_only(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    return goal_call_log(tx, &((struct call_detail *)wait->detail)->request);
}

/* --- On the loop's thread ------------------------------------------------- */

/* The goal, whatever the case of its id. */
static const struct goal *find_goal(const struct snapshot *snapshot, struct str text,
                                    char folded[GOAL_ID_LEN])
{
    if (text.len != GOAL_ID_LEN)
        return NULL;
    for (size_t i = 0; i < GOAL_ID_LEN; i++) {
        char c = text.ptr[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return snapshot_find_goal(snapshot, (struct str){folded, GOAL_ID_LEN});
}

/* What is logged of the request: its query, with the secret key cut out. */
static struct str log_text(struct arena *arena, struct str query)
{
    struct buf buf = buf_in_arena(arena, 2 * query.len + 1);
    uri_write_hiding(&buf, query, STR("skey"));
    return str_slice(buf_str(&buf), 0, QUERY_LOGGED_MAX);
}

static void fill_log(struct edge_wait *wait, const struct http_request *request,
                     const struct goal_call_input *input, int64_t value_micros)
{
    struct call_detail *detail = wait->detail;
    const struct tag *tag = &detail->tag;
    struct str key = http_header_find(request, STR("Idempotency-Key"));
    detail->request.catalog_version = snapshot_version(wait->snapshot);
    detail->request.log = (struct goal_call){
        .workspace_id = detail->request.goal != NULL ? detail->request.goal->workspace_id : 0,
        .goal_id = detail->request.goal != NULL
                       ? str_from_c(detail->request.goal->id)
                       : arena_copy(wait->arena, str_slice(input->goal_text, 0, GOAL_ID_LEN)),
        .ad_click_id = tag->ad_click_id,
        .adcampaign_id = tag->adcampaign_id,
        .variation_id = tag->variation_id,
        .site_id = tag->site_id,
        .zone_id = tag->zone_id,
        .category_id = tag->category_id,
        .country = arena_copy(wait->arena, str_from_c(tag->country)),
        .format = ad_format_text(tag->format),
        .value_micros = value_micros,
        .cpa_micros = detail->request.answer.cpa_micros,
        .idempotency_key = key.len > 0
                               ? arena_copy(wait->arena, str_slice(key, 0, IDEMPOTENCY_KEY_MAX))
                               : STR_NONE,
        .query = log_text(wait->arena, request->query),
    };
    edge_fill_personal(wait, request, detail->request.log.workspace_id, EDGE_SERVER,
                       &detail->request.personal, &detail->request.log.personal_hash);
}

/* Refused without the ledger: answered at once, logged as a sample. */
static void refuse(struct edge_wait *wait, const struct http_request *request)
{
    struct edge_loop *loop = wait->loop;
    struct call_detail *detail = wait->detail;
    loop->edge->counters.goal_calls++;
    struct net_address sender =
        visitor_address(request, loop->edge->proxies, loop->edge->proxy_count);
    edge_reply_text(TAKE(wait->exchange), 200, detail->request.answer.body);
    if (!edge_may_sample(loop, &sender)) {
        loop->edge->counters.goal_calls_unlogged++;
        edge_wait_drop(wait);
        return;
    }
    wait->job.decide = decide_log_only;
    edge_wait_submit(wait);
}

void network_handle_tag(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    const struct snapshot *snapshot = edge_snapshot(loop);
    struct uri_query query;
    struct uri_fault fault = {STR("?"), "too long"};
    if (uri_parse_query(exchange->arena, request->query, &query, &fault) != OK) {
        loop->edge->counters.goal_calls_refused++;
        edge_reply_text(exchange, 400,
                        arena_format(exchange->arena, "ERROR: parameter \"%.*s\": %s",
                                     STR_FMT(fault.name), fault.reason));
        return;
    }
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_POSTBACK);
    struct call_detail *detail = ARENA_NEW(wait->arena, struct call_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    wait->answer = answer_call;
    char folded[GOAL_ID_LEN];
    char skey[SKEY_LEN + 1];
    struct goal_call_input input = {
        .goal_text = uri_value(&query, STR("goal")),
        .tag_text = uri_value(&query, STR("tag")),
        .value_text = uri_value(&query, STR("value")),
        .cpa_text = uri_value(&query, STR("cpa")),
        .skey_text = uri_value(&query, STR("skey")),
        .tag = &detail->tag,
    };
    input.goal = detail->request.goal = find_goal(snapshot, input.goal_text, folded);
    if (input.goal != NULL) {
        skey_write(loop->edge->keys, input.goal->workspace_id, skey);
        input.skey = (struct str){skey, SKEY_LEN};
    }
    input.tag_result = tag_open(loop->edge->keys, input.tag_text, &detail->tag);
    detail->request.is_value_missing = input.goal != NULL &&
                                       input.goal->value == GOAL_VALUE_DYNAMIC &&
                                       input.value_text.ptr == NULL;
    int64_t value_micros = 0;
    bool is_good = goal_check(&input, &value_micros, &detail->request.answer);
    fill_log(wait, request, &input, value_micros);
    if (!is_good) {
        refuse(wait, request);
        return;
    }
    wait->job.decide = decide_call;
    edge_wait_submit(wait);
}

/* calls - /tag.php: the loop's thread checks what needs no disk, the ledger's thread counts, one
 * call after the other. */
#include <sodium.h>
#include "base/uri.h"
#include "network/goal_call.h"
#include "network/network.h"
#include "network/pixel.h"
#include "network/skey.h"
#include "visitor/visitor.h"

#define IDEMPOTENCY_KEY_MAX 64
#define QUERY_LOGGED_MAX    1024

struct call_detail {
    struct goal_request request;
    struct tag tag;
    bool is_image; /* a page's image asks */
};

static void reply(struct http_exchange *exchange, const struct call_detail *detail)
{
    if (detail->is_image)
        pixel_reply(exchange, 200, detail->request.answer.body, STR_NONE);
    else
        edge_reply_text(exchange, 200, detail->request.answer.body);
}

static void answer_call(struct edge_wait *wait, enum err result)
{
    struct call_detail *detail = wait->detail;
    struct edge *edge = wait->loop->edge;
    edge->counters.goal_calls++;
    if (result == OK) {
        reply(wait->exchange, detail);
        return;
    }
    edge->counters.goal_calls_unavailable++;
    if (detail->is_image)
        pixel_reply(wait->exchange, 503, STR(EDGE_TRY_AGAIN), STR(EDGE_RETRY_AFTER));
    else
        edge_reply_try_again(wait->exchange);
}

/* What was charged and is not committed is charged no more. */
static void settle_call(struct edge_wait *wait, enum err result)
{
    const struct call_detail *detail = wait->detail;
    if (result != OK)
        budgets_give_back(wait->loop->edge->budgets, &detail->request.hold);
}

/* --- On the ledger's thread ----------------------------------------------- */

static enum err decide_call(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct goal_request *request = &((struct call_detail *)wait->detail)->request;
    if (!wait->is_given_up)
        return goal_call_decide(tx, request);
    /* Its sender was told to try again. */
    request->answer = (struct goal_answer){STR(EDGE_TRY_AGAIN), "unavailable", "disk", 0};
    request->log.value_micros = 0;
    return goal_call_log(tx, request);
}

static enum err decide_log_only(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    return goal_call_log(tx, &((struct call_detail *)wait->detail)->request);
}

/* --- On the loop's thread ------------------------------------------------- */

static struct str *find_param(struct goal_call_input *input, struct str name)
{
    return str_is_equal(name, STR("goal"))    ? &input->goal_text
           : str_is_equal(name, STR("tag"))   ? &input->tag_text
           : str_is_equal(name, STR("value")) ? &input->value_text
           : str_is_equal(name, STR("cpa"))   ? &input->cpa_text
           : str_is_equal(name, STR("skey"))  ? &input->skey_text
                                              : NULL;
}

/* Takes the parameters over, the first of each name. One that cannot be decoded stands as it came:
 * it fails its own test, in the order of all others (§2.3). */
static void read_params(struct arena *arena, struct str query, struct goal_call_input *input)
{
    struct str piece;
    while (str_take_piece(&query, '&', &piece)) {
        struct uri_query one = {0};
        struct uri_fault fault;
        ptrdiff_t split = str_find_char(piece, '=');
        size_t name_len = split < 0 ? piece.len : (size_t)split;
        bool is_good = uri_parse_query(arena, piece, &one, &fault) == OK;
        if (is_good && one.count == 0)
            continue;
        struct str *param =
            find_param(input, is_good ? one.params[0].name : str_slice(piece, 0, name_len));
        if (param != NULL && param->ptr == NULL)
            *param = is_good ? one.params[0].value : str_slice(piece, name_len + 1, piece.len);
    }
}

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

/* The key that a repeated call brings again; of a long one its hash. */
static struct str key_of(struct arena *arena, const struct http_request *request)
{
    struct str key = http_header_find(request, STR("Idempotency-Key"));
    uint8_t hash[IDEMPOTENCY_KEY_MAX / 2];
    char text[IDEMPOTENCY_KEY_MAX + 1];
    if (key.len == 0)
        return STR_NONE;
    if (key.len <= IDEMPOTENCY_KEY_MAX)
        return arena_copy(arena, key);
    CHECK(crypto_generichash(hash, sizeof(hash), (const uint8_t *)key.ptr, key.len, NULL, 0) == 0);
    CHECK(sodium_bin2hex(text, sizeof(text), hash, sizeof(hash)) != NULL);
    return arena_copy(arena, str_from_c(text));
}

/* The account that a call is about: its goal's, else that of the ad click; 0: none of ours. */
static uint64_t find_workspace(const struct edge_wait *wait, const struct goal_call_input *input)
{
    if (input->goal != NULL)
        return input->goal->workspace_id;
    bool is_ours = input->tag_result == OK &&
                   snapshot_workspace(wait->snapshot, input->tag->workspace_id) != NULL;
    return is_ours ? input->tag->workspace_id : 0;
}

static void fill_log(struct edge_wait *wait, const struct http_request *request,
                     const struct goal_call_input *input, int64_t value_micros)
{
    struct call_detail *detail = wait->detail;
    const struct tag *tag = &detail->tag;
    bool is_pixel = input->is_pixel || detail->is_image;
    detail->request.catalog_version = snapshot_version(wait->snapshot);
    detail->request.log = (struct goal_call){
        .workspace_id = find_workspace(wait, input),
        .goal_id = detail->request.goal != NULL
                       ? str_from_c(detail->request.goal->id)
                       : arena_copy(wait->arena, str_slice(input->goal_text, 0, GOAL_ID_LEN)),
        .ad_click_id = tag->ad_click_id,
        .adcampaign_id = tag->adcampaign_id,
        .variation_id = tag->variation_id,
        .site_id = tag->site_id,
        .zone_id = tag->zone_id,
        .category_id = tag->category_id,
        .country =
            tag->country[0] != '\0' ? arena_copy(wait->arena, str_from_c(tag->country)) : STR_NONE,
        .format = ad_format_text(tag->format),
        .value_micros = value_micros,
        .cpa_micros = detail->request.answer.cpa_micros,
        .idempotency_key = key_of(wait->arena, request),
        .channel = is_pixel ? STR("pixel") : STR("s2s"),
        .query = log_text(wait->arena, request->query),
    };
    edge_fill_personal(wait, request, detail->request.log.workspace_id,
                       is_pixel ? EDGE_VISITOR : EDGE_SERVER, &detail->request.personal,
                       &detail->request.log.personal_hash);
}

static void settle_log(struct edge_wait *wait, enum err result)
{
    if (result != OK)
        wait->loop->edge->counters.goal_calls_unlogged++;
}

/* Refused without the ledger: answered at once, then logged. Of calls that name no account of ours
 * that is a sample (docs/decisions/0047). */
static void refuse(struct edge_wait *wait, const struct http_request *request)
{
    struct edge_loop *loop = wait->loop;
    struct call_detail *detail = wait->detail;
    loop->edge->counters.goal_calls++;
    struct net_address sender =
        visitor_address(request, loop->edge->proxies, loop->edge->proxy_count);
    reply(TAKE(wait->exchange), detail);
    if (detail->request.log.workspace_id == 0 && !edge_may_sample(loop, &sender)) {
        loop->edge->counters.goal_calls_unlogged++;
        edge_wait_drop(wait);
        return;
    }
    wait->settle = settle_log;
    wait->job.decide = decide_log_only;
    edge_wait_submit(wait);
}

static struct edge_wait *make_wait(struct edge_loop *loop, struct http_exchange *exchange)
{
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_POSTBACK);
    struct call_detail *detail = ARENA_NEW(wait->arena, struct call_detail);
    CHECK(detail != NULL);
    detail->is_image = pixel_is_image(exchange->request);
    wait->detail = detail;
    wait->answer = answer_call;
    return wait;
}

/* A call without the parameter tag is a page's: the browser brings the tag in its cookie. */
static void find_tag(const struct edge_wait *wait, const struct http_request *request,
                     struct goal_call_input *input, struct tag *tag)
{
    input->is_pixel = input->tag_text.ptr == NULL;
    if (input->is_pixel)
        input->tag_text = pixel_find_tag(request);
    input->tag = tag;
    input->tag_result = tag_open(wait->loop->edge->keys, input->tag_text, tag);
}

void network_handle_tag(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    const struct snapshot *snapshot = edge_snapshot(loop);
    struct edge_wait *wait = make_wait(loop, exchange);
    struct call_detail *detail = wait->detail;
    struct goal_call_input input = {0};
    char folded[GOAL_ID_LEN];
    char skey[SKEY_LEN + 1];
    read_params(wait->arena, request->query, &input);
    input.goal = detail->request.goal = find_goal(snapshot, input.goal_text, folded);
    if (input.goal != NULL) {
        uint64_t id = input.goal->workspace_id;
        input.skey =
            skey_of(loop->edge->keys, id, snapshot_workspace(snapshot, id)->settings.skey, skey);
    }
    find_tag(wait, request, &input, &detail->tag);
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
    detail->request.has_cpa = input.cpa_text.ptr != NULL;
    detail->request.adcampaign =
        snapshot_find_adcampaign(wait->snapshot, detail->tag.adcampaign_id);
    detail->request.budgets = loop->edge->budgets;
    wait->job.decide = decide_call;
    wait->settle = settle_call;
    edge_wait_submit(wait);
}

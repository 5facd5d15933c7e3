#include "visit/visit.h"

#include "base/clock.h"
#include "base/uri.h"
#include "visit/caps.h"
#include "ledger/spread.h"
#include "visit/choose.h"
#include "visit/cookie.h"
#include "visit/host.h"
#include "visit/cost.h"
#include "visit/late.h"
#include "visit/redirect.h"
#include "visit/test_mark.h"
#include "visit/unique.h"
#include "visitor/visitor.h"

/* A visit on its way to the disk. */
struct visit_detail {
    struct visit visit;
    struct personal personal;
    struct campaign_total total;
    struct unique unique;
    const struct campaign *campaign;
    const struct domain *domain; /* that the visitor came by; NULL: none of the catalogue's */
    struct visit_choice choice;
    struct str host;
    struct str cookies;
    bool is_test;
};

bool visit_is_key_path(struct str path)
{
    if (path.len != 7 || path.ptr[0] != '/')
        return false;
    for (size_t i = 1; i < path.len; i++) {
        char c = path.ptr[i];
        bool is_base62 = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_base62)
            return false;
    }
    return true;
}

/* --- Redirect ------------------------------------------------------------- */

static const struct macro_template *target_of(const struct visit_choice *choice)
{
    if (choice->lander != NULL)
        return choice->lander->target;
    return choice->offer != NULL ? choice->offer->target : choice->path->url;
}

static void redirect(struct edge_wait *wait, uint64_t id)
{
    struct visit_detail *detail = wait->detail;
    struct edge *edge = wait->loop->edge;
    struct arena *arena = wait->exchange->arena;
    const struct macro_template *target = target_of(&detail->choice);
    struct visit visit = detail->visit;
    visit.id = id;
    struct visit_facts facts = {
        .visit = &visit,
        .personal = &detail->personal,
        .campaign = detail->campaign,
        .offer = detail->choice.offer,
        .clickid = click_id_text(arena, edge->keys, id),
        .default_host = str_from_c(edge->default_host),
        .host = detail->host,
    };
    struct macro_values values = {0};
    visit_fill_values(target, &facts, arena, &values);
    struct buf url = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    struct buf headers = buf_in_arena(arena, COOKIE_LINE_MAX);
    macro_expand(target, &values, &url);
    cookie_write(&headers, detail->cookies, str_from_c(detail->campaign->key), facts.clickid,
                 host_is_https(edge, detail->domain));
    edge->counters.visits++;
    if (buf_is_full(&url)) {
        edge_reply_text(wait->exchange, 502,
                        STR("ERROR: the URL to go to grew beyond 16 KiB with this visit's values"));
        return;
    }
    redirect_reply(wait->exchange, edge->keys, detail->campaign->redirect, buf_str(&url),
                   buf_str(&headers));
}

/* The visitor leaves in any case: a buyer must not lose them because of our disk. */
static void answer_visit(struct edge_wait *wait, enum err result)
{
    uint64_t id =
        result == OK ? wait->job.id : ledger_claim_id(wait->loop->edge->ledger, &wait->job);
    if (result != OK) {
        const struct visit_detail *detail = wait->detail;
        struct visit visit = detail->visit;
        visit.id = id;
        late_add(wait->loop->edge->late, &visit);
        wait->loop->edge->counters.visits_unrecorded++;
    }
    redirect(wait, id);
}

/* --- Record --------------------------------------------------------------- */

/* The values by slot, percent-encoded, joined by '&'. */
static struct str join_tokens(struct arena *arena, const struct source *source,
                              const struct uri_query *query, size_t query_bytes)
{
    if (source->token_slots == 0)
        return STR_NONE;
    struct buf buf = buf_in_arena(arena, 3 * query_bytes + MACRO_TOKENS_MAX);
    size_t next = 0;
    for (unsigned slot = 1; slot <= source->token_slots; slot++) {
        if (slot > 1)
            buf_write_char(&buf, '&');
        if (next < source->token_count && source->tokens[next].slot == slot)
            uri_write_encoded(&buf, uri_value(query, source->tokens[next++].param));
    }
    return buf_str(&buf);
}

static void fill_visit(struct edge_wait *wait, const struct http_request *request,
                       const struct visit_input *input, uint64_t draw)
{
    struct visit_detail *detail = wait->detail;
    const struct campaign *campaign = detail->campaign;
    const struct source *source = campaign->source;
    const struct visit_choice *choice = &detail->choice;
    const struct offer *offer = choice->offer;
    struct visit_cost cost = visit_cost(&(struct visit_cost_case){
        .campaign = campaign,
        .workspace = snapshot_workspace(wait->snapshot, campaign->workspace_id),
        .rates = snapshot_rates(wait->snapshot),
        .sent = uri_value(input->query, source->cost_param),
        .sent_currency = uri_value(input->query, source->cost_currency_param),
        .at_ms = input->at_ms,
    });
    detail->visit = (struct visit){
        .workspace_id = campaign->workspace_id,
        .catalog_version = snapshot_version(wait->snapshot),
        .campaign_id = campaign->id,
        .source_id = source->id,
        .domain_id = detail->domain != NULL ? detail->domain->id : 0,
        .flow_id = campaign->flow != NULL ? campaign->flow->id : 0,
        .rule = choice->rule_number,
        .path = choice->path_number,
        .lander_id = choice->lander != NULL ? choice->lander->id : 0,
        .offer_id = offer != NULL ? offer->id : 0,
        .network_id = offer != NULL && offer->network != NULL ? offer->network->id : 0,
        .draw = draw,
        .signals = visitor_signals(request),
        .is_bot = input->is_bot,
        .is_test = detail->is_test,
        .is_unique = detail->unique.is_unique,
        .seen = detail->unique.seen,
        .cost_amount_micros = cost.amount_micros,
        .cost_currency = cost.currency,
        .cost_currency_assumed = cost.is_currency_assumed,
        .cost_rate_num = cost.rate.num,
        .cost_rate_den = cost.rate.den,
        .cost_rate_date = cost.rate.date,
        .cost_micros = cost.micros,
        .cost_missing = cost.is_missing,
        .cpa_amount_micros = cost.cpa_micros,
        .revshare_micros = cost.revshare_micros,
        .country = arena_copy(wait->arena, input->visitor.country),
        .language = arena_copy(wait->arena, visit_language(input->accept_language)),
        .tokens = join_tokens(wait->arena, source, input->query, request->query.len),
        .external_id = arena_copy(wait->arena, uri_value(input->query, source->external_id_param)),
    };
    detail->personal.visitor = detail->unique.visitor;
    edge_fill_personal(wait, request, campaign->workspace_id, &detail->personal,
                       &detail->visit.personal_hash);
    detail->total = (struct campaign_total){.campaign_id = campaign->id,
                                            .workspace_id = campaign->workspace_id};
    if (detail->visit.is_bot) {
        detail->total.bot_visits = 1;
    } else {
        detail->total.visits = 1;
        detail->total.unique_visits = detail->unique.is_unique;
        detail->total.cost_micros = cost.micros;
        detail->total.cost_missing = cost.is_missing;
        detail->total.no_rate = spread_waits(&detail->visit);
    }
}

/* A click of a failed batch is kept for a later one; only one that was refused is none. */
static void settle(struct edge_wait *wait, enum err result)
{
    const struct visit_detail *detail = wait->detail;
    if (result == ERR_FULL)
        unique_take_back(wait->loop->edge, &detail->unique);
}

static void record(struct edge_wait *wait)
{
    struct visit_detail *detail = wait->detail;
    wait->answer = answer_visit;
    wait->settle = settle;
    wait->job.parts[0] = (struct ledger_part){.table = LEDGER_VISIT, .row = &detail->visit};
    wait->job.parts[1] = (struct ledger_part){.table = LEDGER_PERSONAL, .row = &detail->personal};
    wait->job.parts[2] =
        (struct ledger_part){.table = LEDGER_CAMPAIGN_TOTAL, .row = &detail->total};
    wait->job.part_count = detail->is_test ? 2 : 3; /* a test is in no figure */
    wait->job.relaxed = true;
    wait->job.keep = true;
    edge_wait_submit(wait);
}

/* --- Ask, find, decide ---------------------------------------------------- */

static void refuse_query(struct http_exchange *exchange, struct edge_loop *loop,
                         const struct uri_fault *fault)
{
    loop->edge->counters.visits_refused++;
    edge_reply_text(exchange, 400,
                    arena_format(exchange->arena, "ERROR: query parameter \"%.*s\": %s",
                                 STR_FMT(fault->name), fault->reason));
}

static bool is_external_id_too_long(const struct source *source, const struct uri_query *query)
{
    return uri_value(query, source->external_id_param).len > VISIT_EXTERNAL_ID_BYTES_MAX;
}

/* What the way of the visit is decided by. */
static struct visit_input make_input(struct http_exchange *exchange, struct edge_loop *loop,
                                     const struct domain *domain, const struct campaign *campaign,
                                     const struct uri_query *query)
{
    const struct http_request *request = exchange->request;
    const struct edge *edge = loop->edge;
    const struct workspace *workspace =
        snapshot_workspace(edge_snapshot(loop), campaign->workspace_id);
    return (struct visit_input){
        .at_ms = clock_wall_ms(),
        .zone = workspace->zone,
        .source = campaign->source,
        .query = query,
        .raw_query = request->query,
        .url = arena_format(exchange->arena, "%s://%.*s%.*s",
                            host_is_https(edge, domain) ? "https" : "http", STR_FMT(request->host),
                            STR_FMT(request->target)),
        .accept_language = http_header_find(request, STR("Accept-Language")),
        .referrer = http_header_find(request, STR("Referer")),
        .user_agent = http_header_find(request, STR("User-Agent")),
        .address = visitor_address(request, edge->proxies, edge->proxy_count),
        .is_bot = visitor_is_bot(visitor_signals(request)),
    };
}

static void reply_unknown(struct http_exchange *exchange, struct edge_loop *loop,
                          const struct domain *domain)
{
    loop->edge->counters.visits_unknown++;
    host_reply_unknown(exchange, domain, STR("ERROR: no such campaign"));
}

/* False: the query was refused. */
static bool take_query(struct http_exchange *exchange, struct edge_loop *loop,
                       const struct source *source, struct uri_query *query)
{
    struct uri_fault fault = {STR("?"), "too long"};
    bool is_good = uri_parse_query(exchange->arena, exchange->request->query, query, &fault) == OK;
    if (is_good && is_external_id_too_long(source, query)) {
        fault = (struct uri_fault){source->external_id_param, "longer than 1024 bytes"};
        is_good = false;
    }
    if (!is_good)
        refuse_query(exchange, loop, &fault);
    return is_good;
}

static void submit_visit(struct http_exchange *exchange, struct edge_loop *loop,
                         const struct domain *domain, const struct campaign *campaign,
                         const struct visit_input *input, const struct unique *unique,
                         const struct visit_choice *choice, uint64_t draw, bool is_test)
{
    const struct http_request *request = exchange->request;
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_CLICK);
    struct visit_detail *detail = ARENA_NEW(wait->arena, struct visit_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    detail->campaign = campaign;
    detail->domain = domain;
    detail->choice = *choice;
    detail->unique = *unique;
    detail->is_test = is_test;
    detail->host = arena_copy(wait->arena, request->host);
    detail->cookies = arena_copy(wait->arena, http_header_find(request, STR("Cookie")));
    fill_visit(wait, request, input, draw);
    record(wait);
}

/* Whether the desk plays a conversion test. */
static bool is_marked(const struct edge_loop *loop, const struct campaign *campaign,
                      const struct http_request *request)
{
    struct str mark = http_header_find(request, STR(TEST_MARK_HEADER));
    return mark.ptr != NULL &&
           test_mark_is_valid(loop->edge->keys, str_from_c(campaign->key), mark, clock_wall_ms());
}

void visit_handle(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    const struct campaign *campaign = snapshot_find_campaign_by_key(
        edge_snapshot(loop), str_slice(request->path, 1, request->path.len));
    const struct domain *domain = host_find(loop, request);
    if (campaign == NULL || campaign->status != STATUS_ACTIVE || !host_serves(domain, campaign)) {
        reply_unknown(exchange, loop, domain);
        return;
    }
    if (visitor_is_prefetch(request)) {
        edge_reply_text(exchange, 503, STR("ERROR: not for prefetching"));
        return;
    }
    struct uri_query query;
    if (!take_query(exchange, loop, campaign->source, &query))
        return;
    struct visit_input input = make_input(exchange, loop, domain, campaign, &query);
    struct unique unique = {0};
    bool is_test = is_marked(loop, campaign, request);
    if (is_test) {
        input.uniqueness = VISIT_FIRST; /* whatever was played before */
    } else if (!input.is_bot) {
        unique = unique_take(loop->edge, campaign, request);
        input.uniqueness = unique.is_unique ? VISIT_FIRST : VISIT_REPEAT;
    }
    struct caps_asker asker = {loop, input.at_ms};
    struct visit_caps caps = is_test ? (struct visit_caps){0} : caps_of(&asker);
    struct visit_choice choice;
    uint64_t draw = edge_draw(loop) & INT64_MAX;
    if (visit_choose(campaign, &input, draw, &caps, &choice) != OK) {
        unique_take_back(loop->edge, &unique);
        reply_unknown(exchange, loop, domain);
        return;
    }
    submit_visit(exchange, loop, domain, campaign, &input, &unique, &choice, draw, is_test);
}

#include "visit/visit.h"

#include "base/clock.h"
#include "base/uri.h"
#include "visit/caps.h"
#include "ledger/spread.h"
#include "visit/choose.h"
#include "visit/cookie.h"
#include "visit/direct.h"
#include "visit/host.h"
#include "visit/late.h"
#include "visit/redirect.h"
#include "visit/row.h"
#include "visit/test_mark.h"
#include "visit/unique.h"
#include "visitor/hints.h"
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
    enum visit_via via;
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

static struct str cookie_of(struct edge_wait *wait, struct str clickid)
{
    const struct visit_detail *detail = wait->detail;
    const struct edge *edge = wait->loop->edge;
    struct buf line = buf_in_arena(wait->exchange->arena, COOKIE_LINE_MAX);
    cookie_write(&line, detail->cookies, str_from_c(detail->campaign->key), clickid,
                 host_is_https(edge, detail->domain));
    return buf_str(&line);
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
    macro_expand(target, &values, &url);
    if (buf_is_full(&url)) {
        edge_reply_text(wait->exchange, 502,
                        STR("ERROR: the URL to go to grew beyond 16 KiB with this visit's values"));
        return;
    }
    struct str cookie = cookie_of(wait, facts.clickid);
    redirect_reply(wait->exchange, edge->keys, detail->campaign->redirect, buf_str(&url),
                   arena_format(arena, HINTS_ACCEPT "%.*s", STR_FMT(cookie)));
}

/* What a page gets instead of a redirect. */
static void answer_page(struct edge_wait *wait, uint64_t id)
{
    const struct visit_detail *detail = wait->detail;
    struct str clickid = click_id_text(wait->exchange->arena, wait->loop->edge->keys, id);
    if (detail->via == VISIT_VIA_SCRIPT)
        direct_reply(wait->exchange, clickid, true);
    else
        direct_reply_gif(wait->exchange, cookie_of(wait, clickid));
}

/* The visitor leaves in any case: a buyer must not lose them because of our disk. */
static void answer_visit(struct edge_wait *wait, enum err result)
{
    const struct visit_detail *detail = wait->detail;
    uint64_t id =
        result == OK ? wait->job.id : ledger_claim_id(wait->loop->edge->ledger, &wait->job);
    if (result != OK) {
        struct visit visit = detail->visit;
        visit.id = id;
        late_add(wait->loop->edge->late, &visit);
        wait->loop->edge->counters.visits_unrecorded++;
    }
    wait->loop->edge->counters.visits++;
    verdict_count_add(&wait->loop->edge->verdicts, detail->visit.is_bot, detail->visit.signals);
    if (detail->via == VISIT_VIA_REDIRECT)
        redirect(wait, id);
    else
        answer_page(wait, id);
}

/* --- Record --------------------------------------------------------------- */

static void fill_visit(struct edge_wait *wait, const struct http_request *request,
                       const struct visit_input *input, uint64_t draw)
{
    struct visit_detail *detail = wait->detail;
    const struct campaign *campaign = detail->campaign;
    struct visit_cost cost = visit_fill_row(
        &(struct visit_row_case){
            .snapshot = wait->snapshot,
            .campaign = campaign,
            .domain = detail->domain,
            .choice = &detail->choice,
            .input = input,
            .via = detail->via,
            .unique = &detail->unique,
            .draw = draw,
            .signals = input->signals,
            .is_test = detail->is_test,
        },
        wait->arena, &detail->visit);
    detail->personal.visitor = detail->unique.visitor;
    edge_fill_personal(wait, request, campaign->workspace_id, EDGE_VISITOR, &detail->personal,
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

/* One request on its way to a visit. */
struct visit_ask {
    struct http_exchange *exchange;
    struct edge_loop *loop;
    enum visit_via via;
    const struct domain *domain; /* NULL: none of the catalogue's */
    const struct campaign *campaign;
    struct uri_query query;
    struct direct_page page; /* what a page said of itself */
    struct visit_input input;
    struct unique unique;
    struct visit_choice choice;
    uint64_t draw;
    bool is_test; /* the desk plays a conversion test */
};

static void reply_unknown(const struct visit_ask *ask)
{
    ask->loop->edge->counters.visits_unknown++;
    switch (ask->via) {
    case VISIT_VIA_REDIRECT:
        host_reply_unknown(ask->exchange, ask->domain, STR("ERROR: no such campaign"));
        return;
    case VISIT_VIA_SCRIPT:
        direct_refuse(ask->exchange, 404, "ERROR: no such campaign of type direct");
        return;
    case VISIT_VIA_PIXEL:
        direct_reply_gif(ask->exchange, STR_NONE);
        return;
    }
}

static void refuse_query(const struct visit_ask *ask, const struct uri_fault *fault)
{
    struct str text = arena_format(ask->exchange->arena, "ERROR: query parameter \"%.*s\": %s",
                                   STR_FMT(fault->name), fault->reason);
    ask->loop->edge->counters.visits_refused++;
    switch (ask->via) {
    case VISIT_VIA_REDIRECT:
        edge_reply_text(ask->exchange, 400, text);
        return;
    case VISIT_VIA_SCRIPT:
        direct_refuse(ask->exchange, 400, text.ptr);
        return;
    case VISIT_VIA_PIXEL:
        direct_reply_gif(ask->exchange, STR_NONE);
        return;
    }
}

/* So that the real visit comes; an image is one in any case. */
static void refuse_prefetch(const struct visit_ask *ask)
{
    switch (ask->via) {
    case VISIT_VIA_REDIRECT:
        edge_reply_text(ask->exchange, 503, STR("ERROR: not for prefetching"));
        return;
    case VISIT_VIA_SCRIPT:
        direct_refuse(ask->exchange, 503, "ERROR: not for prefetching");
        return;
    case VISIT_VIA_PIXEL:
        direct_reply_gif(ask->exchange, STR_NONE);
        return;
    }
}

/* Whether the desk plays a conversion test. */
static bool is_marked(const struct visit_ask *ask)
{
    struct str mark = http_header_find(ask->exchange->request, STR(TEST_MARK_HEADER));
    return mark.ptr != NULL &&
           test_mark_is_valid(ask->loop->edge->keys, str_from_c(ask->campaign->key), mark,
                              clock_wall_ms());
}

/* Finds the campaign of that key where it takes such visits; false: answered. */
static bool find_campaign(struct visit_ask *ask, struct str key)
{
    bool is_page = ask->via != VISIT_VIA_REDIRECT;
    ask->campaign = snapshot_find_campaign_by_key(edge_snapshot(ask->loop), key);
    ask->domain = host_find(ask->loop, ask->exchange->request);
    ask->is_test = ask->campaign != NULL && is_marked(ask);
    /* A test plays the page of a direct campaign by a redirect. */
    if (ask->campaign != NULL && ask->campaign->status == STATUS_ACTIVE &&
        (ask->campaign->is_direct == is_page || ask->is_test) &&
        host_serves(ask->domain, ask->campaign))
        return true;
    reply_unknown(ask);
    return false;
}

/* False: the query was refused. */
static bool take_query(struct visit_ask *ask)
{
    const struct source *source = ask->campaign->source;
    struct uri_fault fault = {STR("?"), "too long"};
    bool is_good = uri_parse_query(ask->exchange->arena, ask->exchange->request->query, &ask->query,
                                   &fault) == OK;
    if (is_good &&
        uri_value(&ask->query, source->external_id_param).len > VISIT_EXTERNAL_ID_BYTES_MAX) {
        fault = (struct uri_fault){source->external_id_param, "longer than 1024 bytes"};
        is_good = false;
    }
    if (!is_good)
        refuse_query(ask, &fault);
    return is_good;
}

/* The URL as the visitor's browser shows it. */
static struct str url_of(const struct visit_ask *ask)
{
    const struct http_request *request = ask->exchange->request;
    bool is_https = host_is_https(ask->loop->edge, ask->domain);
    return arena_format(ask->exchange->arena, "%s://%.*s%.*s", is_https ? "https" : "http",
                        STR_FMT(request->host), STR_FMT(request->target));
}

/* What the way of the visit is decided by. */
static void fill_input(struct visit_ask *ask)
{
    const struct http_request *request = ask->exchange->request;
    const struct edge *edge = ask->loop->edge;
    const struct workspace *workspace =
        snapshot_workspace(edge_snapshot(ask->loop), ask->campaign->workspace_id);
    const struct routing *routing = visit_routing(ask->campaign);
    ask->input = (struct visit_input){
        .at_ms = clock_wall_ms(),
        .zone = workspace->zone,
        .source = ask->campaign->source,
        .query = &ask->query,
        .raw_query = request->query,
        .url = routing != NULL && routing->asks_url ? url_of(ask) : STR_NONE,
        .accept_language = http_header_find(request, STR("Accept-Language")),
        .referrer = http_header_find(request, STR("Referer")),
        .user_agent = http_header_find(request, STR("User-Agent")),
        .address = visitor_address(request, edge->proxies, edge->proxy_count),
    };
    if (ask->via != VISIT_VIA_REDIRECT)
        ask->page = direct_read_page(request, &ask->query, ask->campaign, ask->via);
    edge_fill_visitor(ask->loop, request, &ask->input.address, &ask->page.hints,
                      &ask->input.visitor);
    ask->input.signals = edge_signals(ask->loop, ask->campaign->workspace_id, request,
                                      &ask->input.address, &ask->input.visitor);
    ask->input.is_bot = signals_are_bot(ask->input.signals);
    if (ask->via == VISIT_VIA_REDIRECT)
        return;
    ask->input.visitor.resolution = ask->page.resolution;
    ask->input.url = ask->page.url;
    ask->input.referrer = ask->page.referrer;
}

/* A page that is opened again, or the next one of its site, goes on with the visit that there is.
 * *earlier_ms: when this browser's last visit was, 0: none is known. True: answered. */
static bool go_on(const struct visit_ask *ask, int64_t *earlier_ms)
{
    struct arena *arena = ask->exchange->arena;
    const struct source *source = ask->campaign->source;
    const struct visit now = {
        .campaign_id = ask->campaign->id,
        .tokens = visit_join_tokens(arena, source, &ask->query, ask->exchange->request->query.len),
        .external_id = uri_value(&ask->query, source->external_id_param),
    };
    struct direct_visit earlier =
        direct_find_visit(ask->loop, arena, ask->campaign, ask->page.clickid, &now);
    *earlier_ms = earlier.id != 0 ? id_time_ms(earlier.id) : 0;
    if (!earlier.goes_on)
        return false;
    if (ask->via == VISIT_VIA_SCRIPT)
        direct_reply(ask->exchange, click_id_text(arena, ask->loop->edge->keys, earlier.id), false);
    else
        direct_reply_gif(ask->exchange, STR_NONE);
    return true;
}

/* False: nothing is left, answered. */
static bool choose(struct visit_ask *ask, int64_t earlier_ms)
{
    struct caps_asker asker = {ask->loop, ask->input.at_ms};
    struct visit_caps caps = ask->is_test ? (struct visit_caps){0} : caps_of(&asker);
    ask->draw = edge_draw(ask->loop) & INT64_MAX;
    if (ask->is_test) {
        ask->input.uniqueness = VISIT_FIRST; /* whatever was played before */
    } else if (!ask->input.is_bot) {
        ask->unique =
            unique_take(ask->loop->edge, ask->campaign, ask->exchange->request, earlier_ms);
        ask->input.uniqueness = ask->unique.is_unique ? VISIT_FIRST : VISIT_REPEAT;
    }
    if (visit_choose(ask->campaign, &ask->input, ask->draw, &caps, &ask->choice) != OK) {
        unique_take_back(ask->loop->edge, &ask->unique);
        reply_unknown(ask);
        return false;
    }
    /* A page stands where a lander would: the offer is drawn at its click. */
    if (ask->via != VISIT_VIA_REDIRECT) {
        ask->choice.lander = NULL;
        ask->choice.offer = NULL;
    }
    return true;
}

static void submit_visit(struct visit_ask *ask)
{
    const struct http_request *request = ask->exchange->request;
    struct edge_wait *wait = edge_wait_make(ask->loop, ask->exchange, EDGE_WAIT_CLICK);
    struct visit_detail *detail = ARENA_NEW(wait->arena, struct visit_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    detail->campaign = ask->campaign;
    detail->domain = ask->domain;
    detail->choice = ask->choice;
    detail->unique = ask->unique;
    detail->via = ask->via;
    detail->host = arena_copy(wait->arena, request->host);
    detail->is_test = ask->is_test;
    detail->cookies = arena_copy(wait->arena, http_header_find(request, STR("Cookie")));
    detail->personal.referrer = arena_copy(wait->arena, ask->page.referrer);
    fill_visit(wait, request, &ask->input, ask->draw);
    record(wait);
}

static void handle(struct http_exchange *exchange, struct edge_loop *loop, struct str key,
                   enum visit_via via)
{
    struct visit_ask ask = {.exchange = exchange, .loop = loop, .via = via};
    int64_t earlier_ms = 0;
    if (!find_campaign(&ask, key))
        return;
    if (visitor_is_prefetch(exchange->request)) {
        refuse_prefetch(&ask);
        return;
    }
    if (!take_query(&ask))
        return;
    fill_input(&ask);
    if (via != VISIT_VIA_REDIRECT && go_on(&ask, &earlier_ms))
        return;
    if (choose(&ask, earlier_ms))
        submit_visit(&ask);
}

void visit_handle(struct http_exchange *exchange, struct edge_loop *loop)
{
    struct str path = exchange->request->path;
    handle(exchange, loop, str_slice(path, 1, path.len), VISIT_VIA_REDIRECT);
}

void visit_handle_page(struct http_exchange *exchange, struct edge_loop *loop, struct str key,
                       enum visit_via via)
{
    handle(exchange, loop, key, via);
}

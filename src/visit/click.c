/* click - happy path: the visit's row is read on the loop's thread (one look-up by id), the offer
 * drawn, the click handed to the ledger, the redirect sent once it is on disk. Ways it fails: a
 * disk that hangs or fails lets the visitor go all the same, the click is kept and recorded later;
 * a visit that is itself not on disk yet is found in memory (late.h). */
#include "visit/click.h"

#include "base/clock.h"
#include "base/num.h"
#include "base/uri.h"
#include "ledger/click.h"
#include "visit/caps.h"
#include "visit/choose.h"
#include "visit/cookie.h"
#include "visit/host.h"
#include "visit/late.h"
#include "visit/redirect.h"
#include "visit/update.h"
#include "visit/visit.h"
#include "visitor/visitor.h"

#define PATH       "/click"
#define NUMBER_MAX 64

/* A click on its way to the disk. */
struct click_detail {
    struct click click;
    struct visit visit;
    struct personal personal;
    const struct campaign *campaign;
    const struct offer *offer;
    struct str host;
};

bool click_is_path(struct str path, size_t *number)
{
    uint64_t parsed = 0;
    if (!str_has_prefix(path, STR(PATH)))
        return false;
    struct str rest = str_slice(path, strlen(PATH), path.len);
    if (rest.len > 0 &&
        (rest.ptr[0] != '/' ||
         num_parse_u64(str_slice(rest, 1, rest.len), NUMBER_MAX, &parsed) != OK || parsed == 0))
        return false;
    *number = (size_t)parsed;
    return true;
}

/* --- Answer --------------------------------------------------------------- */

static void answer_click(struct edge_wait *wait, enum err result)
{
    struct click_detail *detail = wait->detail;
    struct edge *edge = wait->loop->edge;
    struct arena *arena = wait->exchange->arena;
    const struct macro_template *target = detail->offer->target;
    struct visit_facts facts = {
        .visit = &detail->visit,
        .personal = &detail->personal,
        .campaign = detail->campaign,
        .offer = detail->offer,
        .clickid = click_id_text(arena, edge->keys, detail->visit.id),
        .default_host = str_from_c(edge->default_host),
        .host = detail->host,
    };
    struct macro_values values = {0};
    visit_fill_values(target, &facts, arena, &values);
    struct buf url = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    macro_expand(target, &values, &url);
    edge->counters.clicks++;
    if (result != OK)
        edge->counters.clicks_unrecorded++;
    if (buf_is_full(&url)) {
        edge_reply_text(wait->exchange, 502,
                        STR("ERROR: the offer's URL grew beyond 16 KiB with this visit's values"));
        return;
    }
    redirect_reply(wait->exchange, edge->keys, detail->campaign->redirect, buf_str(&url), STR_NONE);
}

/* --- Record --------------------------------------------------------------- */

static void record(struct edge_wait *wait)
{
    struct click_detail *detail = wait->detail;
    wait->answer = answer_click;
    wait->job.parts[0] = (struct ledger_part){LEDGER_CLICK, &detail->click, ledger_write_click};
    wait->job.part_count = 1;
    wait->job.relaxed = true;
    wait->job.keep = true;
    edge_wait_submit(wait);
}

/* The lander's events, as an entry of their own behind the click's. What is no number is left out:
 * it must not keep the visitor. */
static void record_events(const struct edge_wait *click, struct str events)
{
    struct edge_wait *wait = edge_wait_make(click->loop, NULL, EDGE_WAIT_CLICK);
    const struct click_detail *detail = click->detail;
    struct visit_update *update = ARENA_NEW(wait->arena, struct visit_update);
    CHECK(update != NULL);
    *update = (struct visit_update){.catalog_version = snapshot_version(wait->snapshot),
                                    .visit_id = detail->visit.id,
                                    .events = arena_copy(wait->arena, events)};
    wait->job.parts[0] = (struct ledger_part){LEDGER_VISIT_UPDATE, update, update_write_part};
    wait->job.part_count = 1;
    wait->job.relaxed = true;
    wait->job.keep = true;
    edge_wait_submit(wait);
}

/* --- Find ----------------------------------------------------------------- */

/* The visit that a query names; false: none of ours, as when a page was written without one. */
static bool find_in_query(const struct edge *edge, const struct uri_query *query, uint64_t *id)
{
    static const char *const names[] = {"cid", "clickid", "click_id", "subid"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str value = uri_value(query, str_from_c(names[i]));
        if (value.len > 0 && click_id_parse(edge->keys, value, id) == OK)
            return true;
    }
    return false;
}

static bool find_in_referrer(const struct edge *edge, struct arena *arena, struct str referrer,
                             struct uri_query *query, uint64_t *id)
{
    struct uri_fault fault;
    ptrdiff_t mark = str_find_char(referrer, '?');
    *query = (struct uri_query){0};
    if (mark < 0)
        return false;
    struct str text = str_slice(referrer, (size_t)mark + 1, referrer.len);
    ptrdiff_t hash = str_find_char(text, '#');
    text = hash < 0 ? text : str_slice(text, 0, (size_t)hash);
    if (uri_parse_query(arena, text, query, &fault) != OK) {
        *query = (struct uri_query){0};
        return false;
    }
    return find_in_query(edge, query, id);
}

/* Whose visit it is. "c" names the campaign whose visit is meant when there are several. */
static bool find_visit_id(struct http_exchange *exchange, const struct edge *edge,
                          const struct uri_query *query, uint64_t *id)
{
    const struct http_request *request = exchange->request;
    struct uri_query referred;
    if (find_in_query(edge, query, id) ||
        find_in_referrer(edge, exchange->arena, http_header_find(request, STR("Referer")),
                         &referred, id))
        return true;
    struct str key = uri_value(query, STR("c"));
    if (key.ptr == NULL)
        key = uri_value(&referred, STR("c"));
    struct str cookies = http_header_find(request, STR("Cookie"));
    return click_id_parse(edge->keys, cookie_find(cookies, key), id) == OK;
}

static enum err find_visit(struct edge_loop *loop, struct arena *arena, struct visit *visit)
{
    enum err err = edge_find_row(loop, LEDGER_VISIT, arena, visit);
    return err == OK ? OK : late_find(loop->edge->late, arena, visit);
}

/* Who clicks: the browser that is here, and what it came from when it came first. */
static void fill_personal(struct edge_wait *wait, const struct http_request *request)
{
    struct click_detail *detail = wait->detail;
    const struct macro_template *target = detail->offer->target;
    const struct edge *edge = wait->loop->edge;
    struct net_address address = visitor_address(request, edge->proxies, edge->proxy_count);
    struct personal first = {.id = detail->visit.id};
    if ((macro_has(target, MACRO_REFERER) || macro_has(target, MACRO_REFERRER_DOMAIN)) &&
        edge_find_row(wait->loop, LEDGER_PERSONAL, wait->arena, &first) == OK)
        detail->personal.referrer = first.referrer;
    detail->personal.address = edge_address_text(wait, detail->visit.workspace_id, &address);
    detail->personal.user_agent =
        arena_copy(wait->arena, http_header_find(request, STR("User-Agent")));
}

/* --- Decide --------------------------------------------------------------- */

/* An offer of the visit's path; when all of these are switched off, one of another path that takes
 * visits. */
static const struct offer *choose(const struct campaign *campaign, const struct visit *visit,
                                  size_t number, uint64_t draw, const struct visit_caps *caps)
{
    const struct path *path = visit_find_path(campaign, visit->rule, visit->path, visit->lander_id);
    const struct offer *offer = path != NULL ? visit_choose_offer(path, number, draw, caps) : NULL;
    const struct routing *routing = visit_routing(campaign);
    for (size_t i = 0; offer == NULL && routing != NULL && i < routing->path_count; i++) {
        const struct path *other = &routing->paths[i];
        if (!other->is_paused && other->weight > 0)
            offer = visit_choose_offer(other, 0, draw, caps);
    }
    return offer;
}

static void reply_unknown(struct http_exchange *exchange, struct edge_loop *loop)
{
    loop->edge->counters.clicks_unknown++;
    host_reply_unknown(exchange, host_find(loop, exchange->request),
                       STR("ERROR: no visit is known for this click"));
}

/* Fills the wait from the visit; false: the visit or its campaign is not known, or no offer is
 * left. */
static bool fill_click(struct edge_wait *wait, const struct http_request *request, size_t number)
{
    struct click_detail *detail = wait->detail;
    struct caps_asker asker = {wait->loop, clock_wall_ms()};
    struct visit_caps caps = caps_of(&asker);
    uint64_t draw = edge_draw(wait->loop) & INT64_MAX;
    uint64_t signals = signals_of(&(struct signals_case){.request = request});
    if (find_visit(wait->loop, wait->arena, &detail->visit) != OK)
        return false;
    const struct visit *visit = &detail->visit;
    detail->campaign = snapshot_find_campaign(wait->snapshot, visit->campaign_id);
    if (detail->campaign == NULL || !host_serves(host_find(wait->loop, request), detail->campaign))
        return false;
    if (visit->is_test)
        caps = (struct visit_caps){0};
    detail->offer = choose(detail->campaign, visit, number, draw, &caps);
    if (detail->offer == NULL)
        return false;
    const struct network *network = detail->offer->network;
    detail->click = (struct click){
        .workspace_id = visit->workspace_id,
        .catalog_version = snapshot_version(wait->snapshot),
        .visit_id = visit->id,
        .campaign_id = visit->campaign_id,
        .lander_id = visit->lander_id,
        .number = number,
        .offer_id = detail->offer->id,
        .network_id = network != NULL ? network->id : 0,
        .draw = draw,
        .is_bot = visit->is_bot || signals_are_bot(signals),
        .is_test = visit->is_test,
        .signals = signals,
    };
    /* What the visit itself does not know yet, its macros tell from here on. */
    detail->visit.offer_id = detail->click.offer_id;
    detail->visit.network_id = detail->click.network_id;
    return true;
}

void click_handle(struct http_exchange *exchange, struct edge_loop *loop, size_t number)
{
    const struct http_request *request = exchange->request;
    struct uri_query query;
    struct uri_fault fault = {STR("?"), "too long"};
    uint64_t visit_id;
    if (visitor_is_prefetch(request)) {
        edge_reply_text(exchange, 503, STR("ERROR: not for prefetching"));
        return;
    }
    if (uri_parse_query(exchange->arena, request->query, &query, &fault) != OK) {
        loop->edge->counters.clicks_refused++;
        edge_reply_text(exchange, 400,
                        arena_format(exchange->arena, "ERROR: query parameter \"%.*s\": %s",
                                     STR_FMT(fault.name), fault.reason));
        return;
    }
    if (!find_visit_id(exchange, loop->edge, &query, &visit_id)) {
        reply_unknown(exchange, loop);
        return;
    }
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_CLICK);
    struct click_detail *detail = ARENA_NEW(wait->arena, struct click_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    detail->visit.id = visit_id;
    if (!fill_click(wait, request, number)) {
        reply_unknown(TAKE(wait->exchange), loop);
        edge_wait_drop(wait);
        return;
    }
    fill_personal(wait, request);
    detail->host = arena_copy(wait->arena, request->host);
    /* A bot's call sets no figure. */
    struct str events =
        signals_are_bot(detail->click.signals) ? STR_NONE : events_read(exchange->arena, &query);
    record(wait);
    if (events.ptr != NULL)
        record_events(wait, events);
}

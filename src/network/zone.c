/* zone - which ad a zone gets: /zone/ID sends its visitor on, /zone/ID.json hands the ad to z.js.
 *
 * Which ad it is auction_run() decides, from the catalogue and who is asking; what the ad campaign
 * may deliver is held when it is recorded, so one that has ended meanwhile is not delivered. */
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "base/uri.h"
#include "network/auction.h"
#include "network/budgets.h"
#include "network/cappings.h"
#include "network/go.h"
#include "network/network.h"
#include "network/pricing.h"
#include "network/refusals.h"
#include "network/served.h"
#include "visitor/visitor.h"
#include <jansson.h>

#define JSON_HEADERS                                                                               \
    "Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\n"                                \
    "X-Content-Type-Options: nosniff\r\n"

#define PASSED_MAX 8 /* then there is no ad */

struct zone_ask {
    struct http_exchange *exchange;
    struct edge_loop *loop;
    const struct ad_zone *zone;
    struct uri_query query;
    struct caller caller;
    int64_t at_ms; /* wall time */
    bool wants_json;
    const struct adcampaign *passed[PASSED_MAX]; /* won, and could not pay what the others left */
    size_t passed_count;
};

/* --- No ad ---------------------------------------------------------------- */

static void reply_nothing(const struct zone_ask *ask, const char *cause)
{
    refusals_note(
        ask->loop->edge->refusals,
        &(struct refusal_kind){ask->zone->workspace_id, 0, ask->zone->id, REFUSAL_ZONE, cause},
        ask->at_ms);
    ask->loop->edge->counters.zone_requests_empty++;
    if (ask->wants_json || ask->zone->fallback_url.ptr == NULL) {
        http_reply(ask->exchange,
                   &(struct http_reply){.status = 204, .headers = STR(JSON_HEADERS)});
        return;
    }
    struct str headers =
        arena_format(ask->exchange->arena, "Location: %.*s\r\nCache-Control: no-store\r\n",
                     STR_FMT(ask->zone->fallback_url));
    http_reply(ask->exchange, &(struct http_reply){.status = 302, .headers = headers});
}

/* --- The ad as JSON ------------------------------------------------------- */

static json_t *text_or_null(struct str text)
{
    return text.ptr != NULL ? json_stringn(text.ptr, text.len) : json_null();
}

static void reply_json(const struct zone_ask *ask, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    CHECK(text != NULL);
    struct str body = arena_copy(ask->exchange->arena, str_from_c(text));
    free(text);
    json_decref(object);
    http_reply(ask->exchange, &(struct http_reply){.status = 200,
                                                   .content_type = STR("application/json"),
                                                   .headers = STR(JSON_HEADERS),
                                                   .body = body});
}

/* What the page says of itself goes on with the click and the impression. */
static struct str said_by_page(const struct zone_ask *ask)
{
    static const char *const names[] = {"sub", "keyword", "tags", "referrer"};
    struct buf buf = buf_in_arena(ask->exchange->arena, MACRO_URL_BYTES_MAX);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str value = uri_value(&ask->query, str_from_c(names[i]));
        if (value.len == 0)
            continue;
        buf_format(&buf, "&%s=", names[i]);
        uri_write_encoded(&buf, value);
    }
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

static void serve_json(const struct zone_ask *ask, const struct auction_result *won,
                       int64_t event_micros)
{
    struct arena *arena = ask->exchange->arena;
    const struct variation *variation = won->variation;
    const struct creative *creative = &variation->creative;
    struct served served = {.at_ms = ask->at_ms,
                            .workspace_id = (uint32_t)variation->workspace_id,
                            .adcampaign_id = (uint32_t)variation->adcampaign->id,
                            .variation_id = (uint32_t)variation->id,
                            .zone_id = (uint32_t)ask->zone->id,
                            .event_micros = event_micros};
    char ad[SERVED_TEXT_LEN];
    struct str said = said_by_page(ask);
    uint64_t width = 0, height = 0;
    (void)ad_format_size(ask->zone->format, &width, &height); /* a native link has no size */
    served_seal(ask->loop->edge->keys, &served, ad);
    json_t *object = json_object();
    CHECK(object != NULL);
    (void)json_object_set_new(object, "format", text_or_null(ad_format_text(ask->zone->format)));
    (void)json_object_set_new(object, "width", json_integer((json_int_t)width));
    (void)json_object_set_new(object, "height", json_integer((json_int_t)height));
    (void)json_object_set_new(object, "image_url", text_or_null(creative->image_url));
    (void)json_object_set_new(object, "title", text_or_null(creative->title));
    (void)json_object_set_new(object, "description", text_or_null(creative->description));
    (void)json_object_set_new(
        object, "click_url",
        text_or_null(arena_format(arena, "/go/%" PRIu64 "?ad=%.*s%.*s", variation->id,
                                  (int)sizeof(ad), ad, STR_FMT(said))));
    (void)json_object_set_new(
        object, "impression_url",
        text_or_null(arena_format(arena, "/imp/%.*s.gif%s%.*s", (int)sizeof(ad), ad,
                                  said.len > 0 ? "?" : "",
                                  STR_FMT(str_slice(said, said.len > 0 ? 1 : 0, said.len)))));
    reply_json(ask, object);
}

/* The page's first click opens the zone's address, which picks the ad then. */
static void serve_popunder(const struct zone_ask *ask)
{
    json_t *object = json_object();
    CHECK(object != NULL);
    struct str said = said_by_page(ask);
    (void)json_object_set_new(object, "format", json_string("popunder"));
    (void)json_object_set_new(
        object, "zone_url",
        text_or_null(arena_format(ask->exchange->arena, "/zone/%" PRIu64 "%s%.*s", ask->zone->id,
                                  said.len > 0 ? "?" : "",
                                  STR_FMT(str_slice(said, said.len > 0 ? 1 : 0, said.len)))));
    reply_json(ask, object);
}

/* --- The choice ----------------------------------------------------------- */

/* Whether the visitor may get it once more: counted when it is delivered. */
static bool is_uncapped(const struct zone_ask *ask, const struct adcampaign *adcampaign)
{
    const struct edge *edge = ask->loop->edge;
    uint64_t visitor = caller_number(edge, ask->exchange->request, &ask->caller, adcampaign);
    return cappings_look(edge->cappings, &adcampaign->capping, visitor, ask->at_ms);
}

/* Whether it has such an event left: one that has not would win, deliver nothing, and keep the
 * others from it. A bot's costs nothing. */
static bool can_pay(const struct zone_ask *ask, const struct adcampaign *adcampaign, int64_t micros)
{
    const struct ad_amount nothing = {0};
    const struct ad_amount event = {1, 1, micros};
    return budgets_look(ask->loop->edge->budgets, adcampaign,
                        ask->caller.is_bot ? &nothing : &event, ask->at_ms) == BUDGET_NONE;
}

/* Smart CPM pays what the others leave it: that is looked at when it has won. */
static bool delivers(void *context, const struct adcampaign *adcampaign)
{
    const struct zone_ask *ask = context;
    const struct ad_amount event = {.impressions = 1, .clicks = 1};
    int64_t micros = 0;
    for (size_t i = 0; i < ask->passed_count; i++)
        if (ask->passed[i] == adcampaign)
            return false;
    return pricing_cost(adcampaign, ask->zone->id, STR_NONE, &event, &micros) &&
           can_pay(ask, adcampaign, adcampaign->pricing == AD_PRICING_SMART_CPM ? 0 : micros) &&
           is_uncapped(ask, adcampaign);
}

/* What the event costs that the winner pays for: of conversions, nothing. */
static int64_t event_micros_of(const struct auction_result *won)
{
    enum ad_pricing pricing = won->variation->adcampaign->pricing;
    return pricing == AD_PRICING_CPA ? 0 : won->price_micros / pricing_events(pricing);
}

/* The best ad campaign that can pay what it would owe. */
static enum err run_auctions(struct zone_ask *ask, struct auction_case *c,
                             struct auction_result *won)
{
    while (ask->passed_count < PASSED_MAX) {
        c->draw = edge_draw(ask->loop);
        if (auction_run(c, won) != OK)
            return ERR_NOT_FOUND;
        if (can_pay(ask, won->variation->adcampaign, event_micros_of(won)))
            return OK;
        ask->passed[ask->passed_count++] = won->variation->adcampaign;
    }
    return ERR_NOT_FOUND;
}

static enum err choose(struct zone_ask *ask, struct auction_result *won)
{
    const struct snapshot *snapshot = edge_snapshot(ask->loop);
    const struct http_request *request = ask->exchange->request;
    const struct ad_zone *zone = ask->zone;
    const struct workspace *workspace = snapshot_workspace(snapshot, zone->workspace_id);
    struct arena *arena = ask->exchange->arena;
    caller_fill(ask->loop, request, zone->workspace_id, arena, &ask->caller);
    const struct visit_input input = {
        .at_ms = ask->at_ms,
        .zone = workspace->zone,
        .query = &ask->query,
        .raw_query = request->query,
        .accept_language = http_header_find(request, STR("Accept-Language")),
        .referrer = http_header_find(request, STR("Referer")),
        .user_agent = http_header_find(request, STR("User-Agent")),
        .address = ask->caller.address,
        .signals = ask->caller.signals,
        .is_bot = ask->caller.is_bot,
        .site_id = zone->site->id,
        .zone_id = zone->id,
        .visitor = ask->caller.facts,
    };
    const struct bidder_click caller =
        caller_for_bidder(&ask->caller, arena, ask->caller.country, zone->site->id, zone->id);
    struct auction_case c = {.zone = zone,
                             .ads = &workspace->ads[zone->format],
                             .input = &input,
                             .caller = &caller,
                             .delivers = delivers,
                             .context = ask};
    return run_auctions(ask, &c, won);
}

static void serve(struct zone_ask *ask)
{
    struct auction_result won;
    bool is_open = ask->zone->status == STATUS_ACTIVE && ask->zone->site->status == STATUS_ACTIVE;
    bool is_popunder = ad_format_show(ask->zone->format) == AD_SHOW_POPUNDER;
    ask->loop->edge->counters.zone_requests++;
    if (is_open && is_popunder && ask->wants_json) {
        serve_popunder(ask);
        return;
    }
    if (!is_open || choose(ask, &won) != OK) {
        reply_nothing(ask, is_open ? REFUSAL_NO_AD : budget_stop_code(BUDGET_PAUSED));
        return;
    }
    int64_t event_micros = event_micros_of(&won);
    if (ask->wants_json) {
        serve_json(ask, &won, event_micros);
        return;
    }
    const struct go_case c = {.variation = won.variation,
                              .zone = ask->zone,
                              .caller = &ask->caller,
                              .event_micros = event_micros};
    go_serve(ask->exchange, ask->loop, &ask->query, &c);
}

/* --- Ask ------------------------------------------------------------------ */

/* "/zone/7" or "/zone/7.json". NULL: there is none of that number, or it is archived. */
static const struct ad_zone *find_zone(const struct snapshot *snapshot, struct str path,
                                       bool *wants_json)
{
    struct str end = STR(".json");
    struct str text = str_slice(path, strlen("/zone/"), path.len);
    uint64_t id;
    *wants_json =
        text.len > end.len && str_is_equal(str_slice(text, text.len - end.len, text.len), end);
    if (*wants_json)
        text.len -= end.len;
    if (num_parse_u64(text, UINT32_MAX, &id) != OK)
        return NULL;
    const struct ad_zone *zone = snapshot_find_zone(snapshot, id);
    return zone != NULL && zone->status != STATUS_ARCHIVED ? zone : NULL;
}

void network_handle_zone(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    struct zone_ask ask = {.exchange = exchange, .loop = loop, .at_ms = clock_wall_ms()};
    struct uri_fault fault = {STR("?"), "too long"};
    ask.zone = find_zone(edge_snapshot(loop), request->path, &ask.wants_json);
    if (ask.zone == NULL) {
        edge_reply_text(exchange, 404, STR("ERROR: no such zone"));
        return;
    }
    if (visitor_is_prefetch(request)) {
        edge_reply_text(exchange, 503, STR("ERROR: not for prefetching"));
        return;
    }
    if (uri_parse_query(exchange->arena, request->query, &ask.query, &fault) != OK) {
        loop->edge->counters.ad_clicks_refused++;
        edge_reply_text(exchange, 400,
                        arena_format(exchange->arena, "ERROR: parameter \"%.*s\": %s",
                                     STR_FMT(fault.name), fault.reason));
        return;
    }
    serve(&ask);
}

/* go - the ad click: /go/ID. The tokens of the variation's URL are expanded once the click has its
 * id, for the tag seals it.
 *
 * What an ad campaign may deliver is held before it is recorded (network/budgets.h). A visitor of
 * one without budgets leaves in any case, as of a campaign; one of an ad campaign with budgets or
 * caps leaves when the click is on disk, and not otherwise: else a crash would deliver more than
 * was bought. */
#include "network/go.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "base/uri.h"
#include "ledger/ad_totals.h"
#include "model/bidder.h"
#include "network/ad_values.h"
#include "network/budgets.h"
#include "network/cappings.h"
#include "network/network.h"
#include "network/pixel.h"
#include "network/pricing.h"
#include "network/refusals.h"
#include "network/tag.h"
#include "visit/cost.h"
#include "visitor/hints.h"
#include "visitor/visitor.h"

#define QUERY_SHORT  1024 /* bytes, whose values leave room in any URL that people use */
#define URL_TOO_LONG "ERROR: the variation's URL grew beyond 16 KiB with this click's values"
#define COOKIE_MS                                                                                  \
    (INT64_C(30) * 24 * 3600 * 1000) /* where no goal says how long a tag is taken                 \
                                      */

struct click_detail {
    struct ad_click click;
    struct personal personal;
    struct variation_total total;
    struct adcampaign_day day;
    const struct variation *variation;
    const struct landing_page *page;
    struct budget_hold hold;
    struct ad_token_values values;
    struct caller caller;
    int64_t event_micros; /* what the paid event costs, which may be another one than this click */
    bool is_shown;        /* of an ad that was paid when it was seen */
    bool is_given_up;     /* nothing was written: its visitor was told so */
};

/* --- Redirect ------------------------------------------------------------- */

static void make_tag(const struct click_detail *detail, uint64_t id, const struct keys *keys,
                     char text[TAG_TEXT_LEN])
{
    const struct ad_click *click = &detail->click;
    struct tag tag = {
        .ad_click_id = id,
        .workspace_id = (uint32_t)click->workspace_id,
        .adcampaign_id = (uint32_t)click->adcampaign_id,
        .variation_id = (uint32_t)click->variation_id,
        .site_id = (uint32_t)click->site_id,
        .zone_id = (uint32_t)click->zone_id,
        .category_id = (uint16_t)click->category_id,
        .format = ad_format_find(click->format),
        .cost_micros = click->cost_micros,
    };
    if (click->country.len > 0) /* else its pointer is NULL, which memcpy may not be given */
        memcpy(tag.country, click->country.ptr, click->country.len < 3 ? click->country.len : 3);
    tag_seal(keys, &tag, text);
}

static void redirect(struct edge_wait *wait, uint64_t id)
{
    struct click_detail *detail = wait->detail;
    char tag[TAG_TEXT_LEN];
    make_tag(detail, id, wait->loop->edge->keys, tag);
    detail->values.values[AD_TOKEN_CONVERSIONS_TRACKING] = (struct str){tag, sizeof(tag)};
    struct buf headers =
        buf_in_arena(wait->exchange->arena, MACRO_URL_BYTES_MAX + 256 + PIXEL_COOKIE_MAX);
    buf_write(&headers, STR("Location: "));
    ad_token_expand(detail->page->target, &detail->values, &headers);
    buf_write(&headers, STR("\r\nCache-Control: no-store\r\n" HINTS_ACCEPT));
    int64_t window_ms =
        snapshot_workspace(wait->snapshot, detail->click.workspace_id)->goal_window_ms;
    pixel_write_cookie(&headers, (struct str){tag, sizeof(tag)},
                       window_ms > 0 ? window_ms : COOKIE_MS);
    wait->loop->edge->counters.ad_clicks++;
    if (buf_is_full(&headers)) {
        edge_reply_text(wait->exchange, 502, STR(URL_TOO_LONG));
        return;
    }
    http_reply(wait->exchange, &(struct http_reply){.status = 302, .headers = buf_str(&headers)});
}

static void answer_click(struct edge_wait *wait, enum err result)
{
    uint64_t id =
        result == OK ? wait->job.id : ledger_claim_id(wait->loop->edge->ledger, &wait->job);
    if (result != OK)
        wait->loop->edge->counters.ad_clicks_unrecorded++;
    redirect(wait, id);
}

/* So that what is missing can be explained. */
static void note_refusal(const struct edge *edge, const struct adcampaign *adcampaign,
                         uint64_t zone_id, const char *cause)
{
    refusals_note(edge->refusals,
                  &(struct refusal_kind){adcampaign->workspace_id, adcampaign->id, zone_id,
                                         REFUSAL_CLICK, cause},
                  clock_wall_ms());
}

/* A click of an ad campaign with budgets leaves recorded, or not at all. */
static void answer_limited(struct edge_wait *wait, enum err result)
{
    if (result == OK) {
        redirect(wait, wait->job.id);
        return;
    }
    const struct click_detail *detail = wait->detail;
    note_refusal(wait->loop->edge, detail->variation->adcampaign, detail->click.zone_id,
                 REFUSAL_UNAVAILABLE);
    wait->loop->edge->counters.ad_clicks_unavailable++;
    edge_reply_try_again(wait->exchange);
}

/* A click of a failed batch is kept for a later one, unless its ad campaign is limited. */
static void settle(struct edge_wait *wait, enum err result)
{
    const struct click_detail *detail = wait->detail;
    bool is_lost = result == ERR_FULL || (!wait->job.keep && result != OK) || detail->is_given_up;
    if (!is_lost)
        return;
    budgets_give_back(wait->loop->edge->budgets, &detail->hold);
    cappings_give_back(wait->loop->edge->cappings, detail->personal.visitor);
}

/* --- What the ad's page says ---------------------------------------------- */

/* Numbers that the tag carries, and their largest. */
static const struct {
    const char *param;
    size_t offset;
    uint64_t max;
} numbers[] = {
    {"site_id", offsetof(struct ad_click, site_id), UINT32_MAX},
    {"zone_id", offsetof(struct ad_click, zone_id), UINT32_MAX},
    {"category_id", offsetof(struct ad_click, category_id), UINT16_MAX},
};

/* Numbers that a zone of ours knows better. */
static void take_zone(const struct ad_zone *zone, struct ad_click *click)
{
    click->zone_id = zone->id;
    click->site_id = zone->site->id;
    click->category_id = zone->site->category_id;
}

static const char *read_params(const struct uri_query *query, const struct go_case *c,
                               struct click_detail *detail)
{
    for (size_t i = 0; i < ARRAY_LEN(numbers) && c->zone == NULL; i++) {
        struct str text = uri_value(query, str_from_c(numbers[i].param));
        uint64_t *field = (uint64_t *)(void *)((char *)&detail->click + numbers[i].offset);
        if (text.len > 0 && num_parse_u64(text, numbers[i].max, field) != OK)
            return numbers[i].param;
    }
    if (c->zone != NULL)
        take_zone(c->zone, &detail->click);
    return NULL;
}

/* What the click counts as, and what it and the event that is paid for cost. False: the cost that
 * was sent is no amount in range. */
static bool reckon_cost(const struct uri_query *query, const struct go_case *c,
                        struct click_detail *detail)
{
    const struct adcampaign *adcampaign = detail->variation->adcampaign;
    struct str format =
        c->zone != NULL ? ad_format_text(c->zone->format) : uri_value(query, STR("format"));
    struct ad_amount arrival = pricing_arrival(adcampaign->pricing, format, c->served != NULL);
    const struct ad_amount both = {.impressions = 1, .clicks = 1};
    struct str sent = c->event_micros < 0 ? uri_value(query, STR("cost")) : STR_NONE;
    detail->click.impressions = arrival.impressions;
    detail->click.clicks = arrival.clicks;
    if (!pricing_cost(adcampaign, detail->click.zone_id, sent, &both, &detail->event_micros))
        return false;
    if (c->event_micros >= 0)
        detail->event_micros = c->event_micros;
    bool is_paid =
        pricing_is_by_view(adcampaign->pricing) ? arrival.impressions > 0 : arrival.clicks > 0;
    detail->click.cost_micros = is_paid ? detail->event_micros : 0;
    return true;
}

/* Who clicked. The country is the one that the page says, else the address's, in three letters
 * (spec/network.md §3.1). */
static void fill_visitor(struct edge_wait *wait)
{
    struct click_detail *detail = wait->detail;
    const struct caller *caller = &detail->caller;
    struct str *said = &detail->values.values[AD_TOKEN_COUNTRY];
    if (said->len == 0)
        *said = caller->country;
    detail->click.signals = caller->signals;
    detail->click.is_bot = caller->is_bot;
    detail->click.country = *said;
    detail->click.isp = caller->isp;
    detail->click.language = caller->language;
    detail->click.device_type = caller->device_type;
    detail->click.os = caller->os;
    detail->click.browser = caller->browser;
}

static void fill_click(struct edge_wait *wait, const struct http_request *request,
                       const struct uri_query *query, const struct go_case *c)
{
    struct click_detail *detail = wait->detail;
    const struct variation *variation = detail->variation;
    const struct workspace *workspace = snapshot_workspace(wait->snapshot, variation->workspace_id);
    struct ad_click *click = &detail->click;
    click->workspace_id = variation->workspace_id;
    click->catalog_version = snapshot_version(wait->snapshot);
    click->variation_id = variation->id;
    click->adcampaign_id = variation->adcampaign->id;
    click->currency = str_from_c(workspace->currency);
    ad_values_fill(&(struct ad_values_case){.variation_id = variation->id,
                                            .adcampaign = variation->adcampaign,
                                            .query = query,
                                            .zone = c->zone,
                                            .caller = &detail->caller,
                                            .referrer = http_header_find(request, STR("Referer")),
                                            .event_micros = detail->event_micros,
                                            .currency = click->currency,
                                            .at_ms = clock_wall_ms(),
                                            .time_zone = workspace->zone},
                   wait->arena, &detail->values);
    fill_visitor(wait);
    click->format = detail->values.values[AD_TOKEN_FORMAT];
    click->src_hostname = detail->values.values[AD_TOKEN_SRC_HOSTNAME];
    click->keyword = detail->values.values[AD_TOKEN_KEYWORD];
    click->sub = detail->values.values[AD_TOKEN_SUB];
    if (c->served == NULL) /* else it was counted when it was seen */
        detail->personal.visitor =
            caller_number(wait->loop->edge, request, &detail->caller, variation->adcampaign);
    edge_fill_personal(wait, request, variation->workspace_id, EDGE_VISITOR, &detail->personal,
                       &click->personal_hash);
    uint64_t draw = edge_draw(wait->loop) & INT64_MAX;
    detail->page = variation_draw(variation, draw);
    if (variation->has_group)
        click->landing = (uint64_t)(detail->page - variation->pages) + 1;
}

/* Whether the ad campaign's bidder gives this visitor no ad (spec/network.md §5). */
static bool is_blocked(struct edge_wait *wait, enum bidder_dimension *by)
{
    const struct click_detail *detail = wait->detail;
    const struct ad_click *click = &detail->click;
    const struct bidder *bidder = detail->variation->adcampaign->bidder;
    if (bidder == NULL || detail->is_shown)
        return false;
    struct bidder_click caller = caller_for_bidder(&detail->caller, wait->arena, click->country,
                                                   click->site_id, click->zone_id);
    return bidder_blocks(bidder, &caller, by);
}

static void refuse_blocked(struct edge_wait *wait, enum bidder_dimension by)
{
    const struct click_detail *detail = wait->detail;
    note_refusal(wait->loop->edge, detail->variation->adcampaign, detail->click.zone_id,
                 REFUSAL_BLOCKED);
    wait->loop->edge->counters.ad_clicks_blocked++;
    edge_reply_text(TAKE(wait->exchange), 404,
                    arena_format(wait->arena, "ERROR: the campaign's bidder has blocked this %s",
                                 bidder_dimension_text(by)));
    edge_wait_drop(wait);
}

/* Where visitors go while it does not deliver. */
static void reply_stopped(struct http_exchange *exchange, struct edge_loop *loop,
                          const struct variation *variation, uint64_t zone_id,
                          enum budget_stop stop)
{
    const struct adcampaign *adcampaign = variation->adcampaign;
    note_refusal(loop->edge, adcampaign, zone_id, budget_stop_code(stop));
    loop->edge->counters.ad_clicks_stopped++;
    if (adcampaign->fallback_url.ptr == NULL) {
        edge_reply_text(
            exchange, 404,
            arena_format(exchange->arena, "ERROR: the %s %s",
                         variation->status == STATUS_PAUSED ? "variation" : "ad campaign",
                         budget_stop_text(stop)));
        return;
    }
    struct str headers =
        arena_format(exchange->arena, "Location: %.*s\r\nCache-Control: no-store\r\n",
                     STR_FMT(adcampaign->fallback_url));
    http_reply(exchange, &(struct http_reply){.status = 302, .headers = headers});
}

/* Holds what the click is of its ad campaign; a bot's is nothing. */
static enum budget_stop reserve(struct edge_wait *wait)
{
    struct click_detail *detail = wait->detail;
    struct ad_click *click = &detail->click;
    struct edge *edge = wait->loop->edge;
    const struct adcampaign *adcampaign = detail->variation->adcampaign;
    const struct ad_amount amount = {click->impressions, click->clicks, click->cost_micros};
    const struct ad_amount nothing = {0};
    uint64_t visitor = detail->personal.visitor;
    int64_t at_ms = clock_wall_ms();
    if (!cappings_take(edge->cappings, &adcampaign->capping, visitor, at_ms))
        return BUDGET_CAPPING;
    enum budget_stop stop = (detail->is_shown ? budgets_reserve_shown : budgets_reserve)(
        edge->budgets, adcampaign, click->is_bot ? &nothing : &amount, at_ms, &detail->hold);
    if (stop != BUDGET_NONE)
        cappings_give_back(edge->cappings, visitor);
    click->day = detail->hold.day;
    return stop;
}

/* --- Record --------------------------------------------------------------- */

static enum err write_limited(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct click_detail *detail = wait->detail;
    if (wait->is_given_up) {
        detail->is_given_up = true;
        return OK;
    }
    detail->click.id = ledger_next_id(tx);
    detail->personal.id = detail->click.id;
    enum err err = ledger_append(tx, LEDGER_AD_CLICK, &detail->click);
    if (err == OK)
        err = ledger_put(tx, LEDGER_PERSONAL, &detail->personal);
    if (err == OK)
        err = ledger_add(tx, LEDGER_VARIATION_TOTAL, &detail->total);
    if (err == OK && !detail->click.is_bot)
        err = ledger_add(tx, LEDGER_ADCAMPAIGN_DAY, &detail->day);
    return err;
}

static void fill_parts(struct edge_wait *wait)
{
    struct click_detail *detail = wait->detail;
    wait->job.parts[0] = (struct ledger_part){.table = LEDGER_AD_CLICK, .row = &detail->click};
    wait->job.parts[1] = (struct ledger_part){.table = LEDGER_PERSONAL, .row = &detail->personal};
    wait->job.parts[2] =
        (struct ledger_part){.table = LEDGER_VARIATION_TOTAL, .row = &detail->total};
    wait->job.parts[3] = (struct ledger_part){.table = LEDGER_ADCAMPAIGN_DAY, .row = &detail->day};
    wait->job.part_count = detail->click.is_bot ? 3 : 4;
    wait->job.relaxed = true;
    wait->job.keep = true;
}

static void record(struct edge_wait *wait)
{
    struct click_detail *detail = wait->detail;
    bool is_limited = wait->kind == EDGE_WAIT_LIMITED;
    detail->total = ad_click_variation_total(&detail->click);
    detail->day = ad_click_day(&detail->click);
    wait->answer = is_limited ? answer_limited : answer_click;
    wait->settle = settle;
    if (is_limited)
        wait->job.decide = write_limited;
    else
        fill_parts(wait);
    edge_wait_submit(wait);
}

/* --- Ask, find, decide ---------------------------------------------------- */

/* One that there is, and is not archived. */
static const struct variation *find_variation(const struct snapshot *snapshot, struct str path)
{
    uint64_t id;
    if (num_parse_u64(str_slice(path, strlen("/go/"), path.len), UINT32_MAX, &id) != OK)
        return NULL;
    const struct variation *variation = snapshot_find_variation(snapshot, id);
    return variation != NULL && variation->status != STATUS_ARCHIVED ? variation : NULL;
}

/* Before anything is known of the visitor. */
static enum budget_stop stop_of(const struct variation *variation)
{
    if (variation->adcampaign->status == STATUS_ARCHIVED)
        return BUDGET_ARCHIVED;
    bool is_paused = variation->status == STATUS_PAUSED;
    return is_paused || variation->adcampaign->status == STATUS_PAUSED ? BUDGET_PAUSED
                                                                       : BUDGET_NONE;
}

static uint64_t max_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (strcmp(numbers[i].param, name) == 0)
            return numbers[i].max;
    return 0; /* none of them: it is the cost */
}

static void refuse(struct edge_wait *wait, struct str text)
{
    wait->loop->edge->counters.ad_clicks_refused++;
    edge_reply_text(TAKE(wait->exchange), 400, text);
    edge_wait_drop(wait);
}

static bool refuse_param(struct edge_wait *wait, const char *name)
{
    if (name == NULL)
        return false;
    uint64_t max = max_of(name);
    struct str expected = max > 0
                              ? arena_format(wait->arena, "a whole number up to %" PRIu64, max)
                              : arena_format(wait->arena, "an amount such as 0.05, up to %" PRId64,
                                             VISIT_COST_MICROS_MAX / MONEY_MICROS);
    refuse(wait, arena_format(wait->arena, "ERROR: parameter \"%s\": expected %.*s", name,
                              STR_FMT(expected)));
    return true;
}

/* A click whose values make the URL too long leads nowhere: it is neither recorded nor charged. The
 * tag, whose length is known, comes with the id. */
static bool refuse_long_url(struct edge_wait *wait, size_t query_len)
{
    struct click_detail *detail = wait->detail;
    struct str *tag = &detail->values.values[AD_TOKEN_CONVERSIONS_TRACKING];
    char blank[TAG_TEXT_LEN];
    if (query_len <= QUERY_SHORT)
        return false;
    struct buf url = buf_in_arena(wait->arena, MACRO_URL_BYTES_MAX);
    memset(blank, '-', sizeof(blank));
    *tag = (struct str){blank, sizeof(blank)};
    ad_token_expand(detail->page->target, &detail->values, &url);
    *tag = STR_NONE;
    if (!buf_is_full(&url))
        return false;
    refuse(wait, STR(URL_TOO_LONG));
    return true;
}

void go_serve(struct http_exchange *exchange, struct edge_loop *loop, const struct uri_query *query,
              const struct go_case *c)
{
    const struct http_request *request = exchange->request;
    bool is_limited = adcampaign_is_limited(c->variation->adcampaign);
    struct edge_wait *wait =
        edge_wait_make(loop, exchange, is_limited ? EDGE_WAIT_LIMITED : EDGE_WAIT_CLICK);
    struct click_detail *detail = ARENA_NEW(wait->arena, struct click_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    detail->variation = c->variation;
    detail->is_shown = c->served != NULL && pricing_is_by_view(c->variation->adcampaign->pricing);
    const char *bad = read_params(query, c, detail);
    if (bad == NULL && !reckon_cost(query, c, detail))
        bad = "cost";
    if (refuse_param(wait, bad))
        return;
    if (c->caller != NULL)
        caller_copy(c->caller, wait->arena, &detail->caller);
    else
        caller_fill(loop, request, c->variation->workspace_id, wait->arena, &detail->caller);
    fill_click(wait, request, query, c);
    if (refuse_long_url(wait, request->query.len))
        return;
    enum bidder_dimension by;
    if (is_blocked(wait, &by)) {
        refuse_blocked(wait, by);
        return;
    }
    enum budget_stop stop = reserve(wait);
    if (stop == BUDGET_NONE) {
        record(wait);
        return;
    }
    reply_stopped(TAKE(wait->exchange), loop, c->variation, detail->click.zone_id, stop);
    edge_wait_drop(wait);
}

/* The ad that a zone gave the page of this click: what the click costs was decided then. False: it
 * is none of ours, too old, or of another ad. */
static bool open_served(const struct edge_loop *loop, struct str text, struct served *served,
                        struct go_case *c)
{
    if (served_open(loop->edge->keys, text, clock_wall_ms(), served) != OK ||
        served->variation_id != c->variation->id)
        return false;
    c->served = served;
    c->zone = snapshot_find_zone(edge_snapshot(loop), served->zone_id);
    c->event_micros = served->event_micros;
    return c->zone != NULL;
}

void network_handle_go(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    struct go_case c = {.variation = find_variation(edge_snapshot(loop), request->path),
                        .event_micros = -1};
    struct served served;
    if (c.variation == NULL) {
        edge_reply_text(exchange, 404, STR("ERROR: no such variation"));
        return;
    }
    if (visitor_is_prefetch(request)) {
        edge_reply_text(exchange, 503, STR("ERROR: not for prefetching"));
        return;
    }
    struct uri_query query;
    struct uri_fault fault = {STR("?"), "too long"};
    if (uri_parse_query(exchange->arena, request->query, &query, &fault) != OK) {
        loop->edge->counters.ad_clicks_refused++;
        edge_reply_text(exchange, 400,
                        arena_format(exchange->arena, "ERROR: parameter \"%.*s\": %s",
                                     STR_FMT(fault.name), fault.reason));
        return;
    }
    if (stop_of(c.variation) != BUDGET_NONE) {
        reply_stopped(exchange, loop, c.variation, 0, stop_of(c.variation));
        return;
    }
    struct str ad = uri_value(&query, STR("ad"));
    if (ad.len > 0 && !open_served(loop, ad, &served, &c)) {
        edge_reply_text(exchange, 400,
                        STR("ERROR: parameter \"ad\": not an ad that this network has shown"));
        return;
    }
    go_serve(exchange, loop, &query, &c);
}

/* impression - /imp/AD.gif: an ad was in sight. It is held of the ad campaign's budget, recorded on
 * the ledger's thread unless the same ad has counted, and answered when that is on disk. What an ad
 * campaign has no budget for any more is neither counted nor charged: the page had it for nothing.
 */
#include "base/clock.h"
#include "base/uri.h"
#include "ledger/ad_totals.h"
#include "network/budgets.h"
#include "network/caller.h"
#include "network/cappings.h"
#include "network/network.h"
#include "network/pricing.h"
#include "network/refusals.h"
#include "network/served.h"
#include "visit/direct.h"
#include "visitor/visitor.h"

struct impression_detail {
    struct impression impression;
    struct personal personal;
    struct budget_hold hold;
    bool is_repeated;
    bool is_capped; /* it counts for the ad campaign's capping */
};

static void answer(struct edge_wait *wait, enum err result)
{
    const struct impression_detail *detail = wait->detail;
    struct edge_counters *counters = &wait->loop->edge->counters;
    if (result != OK)
        counters->impressions_unrecorded++;
    else if (detail->is_repeated)
        counters->impressions_repeated++;
    else
        counters->impressions++;
    direct_reply_gif(wait->exchange, STR_NONE);
}

static void settle(struct edge_wait *wait, enum err result)
{
    const struct impression_detail *detail = wait->detail;
    if (result == OK && !detail->is_repeated)
        return;
    budgets_give_back(wait->loop->edge->budgets, &detail->hold);
    if (detail->is_capped)
        cappings_give_back(wait->loop->edge->cappings, detail->personal.visitor);
}

/* --- On the ledger's thread ----------------------------------------------- */

static enum err append(struct ledger_tx *tx, struct impression_detail *detail)
{
    struct impression *impression = &detail->impression;
    struct variation_total total = impression_variation_total(impression);
    struct adcampaign_day day = impression_day(impression);
    impression->id = ledger_next_id(tx);
    detail->personal.id = impression->id;
    enum err err = ledger_append(tx, LEDGER_IMPRESSION, impression);
    if (err == OK)
        err = ledger_put(tx, LEDGER_PERSONAL, &detail->personal);
    if (err == OK)
        err = ledger_add(tx, LEDGER_VARIATION_TOTAL, &total);
    return err == OK && !impression->is_bot ? ledger_add(tx, LEDGER_ADCAMPAIGN_DAY, &day) : err;
}

static enum err decide(struct ledger_job *job, struct ledger_tx *tx)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    struct impression_detail *detail = wait->detail;
    struct impression earlier = {.served = detail->impression.served};
    enum err err = ledger_find(tx, LOOKUP_IMPRESSION_BY_SERVED, &earlier);
    detail->is_repeated = err == OK;
    return err == ERR_NOT_FOUND ? append(tx, detail) : err;
}

/* --- On the loop's thread ------------------------------------------------- */

static void fill(struct edge_wait *wait, const struct http_request *request,
                 const struct uri_query *query, const struct served *served,
                 const struct variation *variation, const struct ad_zone *zone)
{
    struct impression_detail *detail = wait->detail;
    struct impression *impression = &detail->impression;
    struct caller caller;
    bool is_paid = pricing_is_by_view(variation->adcampaign->pricing);
    caller_fill(wait->loop, request, variation->workspace_id, wait->arena, &caller);
    *impression = (struct impression){
        .workspace_id = variation->workspace_id,
        .catalog_version = snapshot_version(wait->snapshot),
        .served =
            arena_copy(wait->arena, (struct str){(const char *)served->id, sizeof(served->id)}),
        .variation_id = variation->id,
        .adcampaign_id = variation->adcampaign->id,
        .site_id = zone->site->id,
        .zone_id = zone->id,
        .category_id = zone->site->category_id,
        .country = caller.country,
        .isp = caller.isp,
        .language = caller.language,
        .device_type = caller.device_type,
        .os = caller.os,
        .browser = caller.browser,
        .format = ad_format_text(zone->format),
        .src_hostname = zone->site->hostname,
        .keyword = arena_copy(wait->arena, uri_value(query, STR("keyword"))),
        .sub = arena_copy(wait->arena, uri_value(query, STR("sub"))),
        .signals = caller.signals,
        .is_bot = caller.is_bot,
        .cost_micros = is_paid ? served->event_micros : 0,
        .currency =
            str_from_c(snapshot_workspace(wait->snapshot, variation->workspace_id)->currency),
    };
    detail->personal.visitor =
        caller_number(wait->loop->edge, request, &caller, variation->adcampaign);
    edge_fill_personal(wait, request, variation->workspace_id, EDGE_VISITOR, &detail->personal,
                       &impression->personal_hash);
}

static enum budget_stop reserve(struct edge_wait *wait, const struct adcampaign *adcampaign)
{
    struct impression_detail *detail = wait->detail;
    struct impression *impression = &detail->impression;
    const struct ad_amount amount = {.impressions = impression->is_bot ? 0 : 1,
                                     .micros = impression->is_bot ? 0 : impression->cost_micros};
    enum budget_stop stop = budgets_reserve(wait->loop->edge->budgets, adcampaign, &amount,
                                            clock_wall_ms(), &detail->hold);
    impression->day = detail->hold.day;
    if (stop == BUDGET_NONE) /* one visitor's pages may have got it at once: it was seen */
        detail->is_capped = cappings_take(wait->loop->edge->cappings, &adcampaign->capping,
                                          detail->personal.visitor, clock_wall_ms());
    return stop;
}

/* The ad that "/imp/AD.gif" names. False: none of ours, too old, or gone from the catalogue. */
static bool find_ad(const struct edge_loop *loop, struct str path, struct served *served,
                    const struct variation **variation, const struct ad_zone **zone)
{
    const struct snapshot *snapshot = edge_snapshot(loop);
    struct str end = STR(".gif");
    struct str text = str_slice(path, strlen("/imp/"), path.len);
    if (text.len <= end.len || !str_is_equal(str_slice(text, text.len - end.len, text.len), end))
        return false;
    text.len -= end.len;
    if (served_open(loop->edge->keys, text, clock_wall_ms(), served) != OK)
        return false;
    *variation = snapshot_find_variation(snapshot, served->variation_id);
    *zone = snapshot_find_zone(snapshot, served->zone_id);
    return *variation != NULL && *zone != NULL;
}

void network_handle_impression(struct http_exchange *exchange, struct edge_loop *loop)
{
    const struct http_request *request = exchange->request;
    const struct variation *variation = NULL;
    const struct ad_zone *zone = NULL;
    struct uri_query query;
    struct uri_fault fault;
    struct served served;
    bool counts = request->method == HTTP_METHOD_GET && !visitor_is_prefetch(request) &&
                  find_ad(loop, request->path, &served, &variation, &zone) &&
                  uri_parse_query(exchange->arena, request->query, &query, &fault) == OK;
    if (!counts) {
        loop->edge->counters.impressions_refused++;
        direct_reply_gif(exchange, STR_NONE);
        return;
    }
    struct edge_wait *wait = edge_wait_make(loop, exchange, EDGE_WAIT_CLICK);
    struct impression_detail *detail = ARENA_NEW(wait->arena, struct impression_detail);
    CHECK(detail != NULL);
    wait->detail = detail;
    fill(wait, request, &query, &served, variation, zone);
    enum budget_stop stop = reserve(wait, variation->adcampaign);
    if (stop != BUDGET_NONE) {
        refusals_note(loop->edge->refusals,
                      &(struct refusal_kind){variation->workspace_id, variation->adcampaign->id,
                                             zone->id, REFUSAL_IMPRESSION, budget_stop_code(stop)},
                      clock_wall_ms());
        loop->edge->counters.impressions_refused++;
        direct_reply_gif(TAKE(wait->exchange), STR_NONE);
        edge_wait_drop(wait);
        return;
    }
    wait->answer = answer;
    wait->settle = settle;
    wait->job.decide = decide;
    edge_wait_submit(wait);
}

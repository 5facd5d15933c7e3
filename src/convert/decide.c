#include "convert/decide.h"

#include "base/id.h"
#include "base/money.h"
#include "convert/params.h"
#include "convert/status.h"

struct str conversion_action_text(enum conversion_action action)
{
    static const char *const texts[] = {"none",   "created",  "updated",
                                        "summed", "rebooked", "judged"};
    return str_from_c(texts[action]);
}

static bool counts_money(enum conversion_status status)
{
    return status != CONVERSION_REJECTED && status != CONVERSION_UNMAPPED;
}

/* The status a stored row has; rows are written by us, so the word is known. */
static enum conversion_status stored_status(const struct conversion *conversion)
{
    enum conversion_status status = CONVERSION_UNMAPPED;
    if (conversion_status_parse(conversion->status, &status) != OK)
        return CONVERSION_UNMAPPED;
    return status;
}

/* An amount that no input within MONEY_MICROS_MAX can make overflow; counts nothing if it does. */
static int64_t scale_or_zero(int64_t micros, int64_t numerator, int64_t denominator)
{
    int64_t scaled;
    return money_scale(micros, numerator, denominator, &scaled) == OK ? scaled : 0;
}

static int64_t convert_or_zero(struct rate rate, int64_t micros)
{
    int64_t converted;
    return rate_convert(rate, micros, &converted) == OK ? converted : 0;
}

static struct rate rate_of_visit(const struct visit *visit)
{
    return (struct rate){visit->cost_rate_num, visit->cost_rate_den, visit->cost_rate_date};
}

static struct rate rate_of_payout(const struct conversion *conversion)
{
    return (struct rate){conversion->payout_rate_num, conversion->payout_rate_den,
                         conversion->payout_rate_date};
}

/* Revenue follows status and payout; the cost of CPA and RevShare campaigns follows both, by the
 * terms of the click (§4). */
void conversion_settle(const struct visit *visit, struct conversion *conversion)
{
    struct rate payout_rate = rate_of_payout(conversion);
    struct rate cpa_rate = rate_of_visit(visit);
    bool counts = counts_money(stored_status(conversion));
    int64_t cpa_micros = conversion->is_counted ? visit->cpa_amount_micros : 0;
    conversion->revenue_micros =
        counts && conversion->has_revenue
            ? convert_or_zero(payout_rate, conversion->payout_amount_micros)
            : 0;
    conversion->cost_micros = counts ? convert_or_zero(cpa_rate, cpa_micros) +
                                           scale_or_zero(conversion->revenue_micros,
                                                         visit->revshare_micros, 100 * MONEY_MICROS)
                                     : 0;
    conversion->no_rate = (conversion->payout_amount_micros != 0 && !rate_is_known(payout_rate)) ||
                          (cpa_micros != 0 && !rate_is_known(cpa_rate));
}

static void settle(const struct conversion_case *c, enum conversion_status status,
                   struct conversion *conversion)
{
    conversion->status = conversion_status_text(status);
    conversion_settle(c->visit, conversion);
}

/* What a payout is in: is_assumed when nobody named a currency that is one, so that the workspace's
 * stands for it (§3.5). */
struct payout {
    int64_t micros;
    struct str currency;
    bool is_assumed;
};

/* The currency of a payout that names none: the network's, else the workspace's. */
static void set_default_currency(const struct conversion_case *c, struct payout *payout)
{
    bool has_network = c->network != NULL && c->network->currency[0] != '\0';
    payout->currency = str_from_c(has_network ? c->network->currency : c->workspace->currency);
    payout->is_assumed = !has_network;
}

/* What the offer pays by its own terms: the same for all, or by the visitor's country (§1.3). */
static void set_offer_payout(const struct conversion_case *c, struct payout *payout)
{
    const struct offer *offer = c->offer;
    const char *currency = offer->payout_currency;
    payout->micros = offer->payout_micros;
    for (size_t i = 0; i < offer->country_payout_count; i++) {
        const struct country_payout *other = &offer->country_payouts[i];
        if (!str_is_equal_nocase(c->visit->country, str_from_c(other->country)))
            continue;
        payout->micros = other->micros;
        currency = other->currency[0] != '\0' ? other->currency : currency;
    }
    set_default_currency(c, payout);
    if (currency[0] == '\0')
        return;
    payout->currency = str_from_c(currency);
    payout->is_assumed = false;
}

static void set_call_currency(const struct conversion_case *c, struct payout *payout)
{
    set_default_currency(c, payout);
    if (c->call->currency.ptr == NULL)
        return;
    struct str known = rates_currency(c->rates, c->call->currency);
    payout->currency = known.ptr != NULL ? known : str_from_c(c->workspace->currency);
    payout->is_assumed = known.ptr == NULL;
}

/* The day whose rate counts: that of the first registration. */
static int64_t registered_ms(const struct conversion_case *c, const struct conversion *conversion)
{
    return conversion->id != 0 ? id_time_ms(conversion->id) : c->now_ms;
}

static void set_payout(const struct conversion_case *c, const struct payout *payout,
                       struct conversion *conversion)
{
    bool is_new_currency = !str_is_equal_nocase(conversion->payout_currency, payout->currency);
    conversion->payout_amount_micros = payout->micros;
    conversion->payout_missing = 0;
    conversion->payout_currency_assumed = payout->is_assumed;
    if (!is_new_currency)
        return; /* the rate stays as it was frozen */
    struct rate rate = rates_find(c->rates, payout->currency, str_from_c(c->workspace->currency),
                                  registered_ms(c, conversion));
    conversion->payout_currency = payout->currency;
    conversion->payout_rate_num = rate.num;
    conversion->payout_rate_den = rate.den;
    conversion->payout_rate_date = rate.date;
}

/* Whether the offer's amount counts, whatever the call names. */
static bool is_payout_manual(const struct conversion_case *c)
{
    bool is_named = c->is_payout_firm && c->call->payout.ptr != NULL;
    return c->offer != NULL && c->offer->payout_is_manual && !is_named;
}

/* The amount that the postback brings for this conversion; false: it brings none. */
static bool payout_of(const struct conversion_case *c, struct payout *payout)
{
    if (is_payout_manual(c)) {
        set_offer_payout(c, payout);
        return true;
    }
    if (c->call->payout.ptr == NULL || money_parse_loose(c->call->payout, &payout->micros) != OK)
        return false;
    set_call_currency(c, payout);
    return true;
}

/* Which of the workspace's types it is of from now on. A rejection of what has one keeps it. */
static void set_type(const struct conversion_type *type, enum conversion_status status,
                     struct conversion *conversion)
{
    if (type == NULL && status == CONVERSION_REJECTED && conversion->type.len > 0)
        return;
    conversion->type = type != NULL ? type->name : STR("");
    conversion->is_counted = type == NULL || type->is_counted;
    conversion->has_revenue = type == NULL || type->has_revenue;
}

static void verdict_is(struct conversion_verdict *verdict, enum conversion_action action,
                       const char *outcome, const char *reason)
{
    verdict->action = action;
    verdict->outcome = outcome;
    verdict->reason = reason;
}

static void create(const struct conversion_case *c, const struct status_meaning *meaning,
                   struct conversion_verdict *verdict)
{
    const struct visit *visit = c->visit;
    struct conversion *conversion = &verdict->conversion;
    *conversion = (struct conversion){
        .workspace_id = visit->workspace_id,
        .visit_id = visit->id,
        .txid = c->call->txid.ptr != NULL ? c->call->txid : STR(""),
        .nth = c->existing != NULL ? c->existing->nth + 1 : 1,
        .status_raw = c->call->status,
        .is_first = c->is_first_of_visit,
        .day = zone_day(c->workspace->zone, c->now_ms),
        .channel = c->channel,
        .network_id = c->network != NULL ? c->network->id : 0,
        .offer_id = visit->offer_id,
        .campaign_id = visit->campaign_id,
        .source_id = visit->source_id,
        .is_bot = visit->is_bot,
        .is_test = visit->is_test,
        .reference = c->call->reference,
        .params = params_merge(c->arena, STR_NONE, c->call->params),
    };
    struct payout payout = {0};
    bool has_payout = payout_of(c, &payout);
    if (!has_payout) {
        set_default_currency(c, &payout);
        payout.is_assumed = false; /* nothing is in it */
    }
    if (!has_payout && c->offer != NULL && c->offer->payout_micros != 0) {
        set_offer_payout(c, &payout);
        has_payout = true;
    }
    set_payout(c, &payout, conversion);
    conversion->payout_missing = !has_payout;
    set_type(meaning->type, meaning->status, conversion);
    settle(c, meaning->status, conversion);
    verdict->status = meaning->status;
    verdict_is(verdict, ACTION_CREATED, "recorded",
               meaning->status == CONVERSION_UNMAPPED ? "unmapped" : "");
}

static bool is_same(const struct conversion *a, const struct conversion *b)
{
    return a->payout_amount_micros == b->payout_amount_micros &&
           str_is_equal_nocase(a->payout_currency, b->payout_currency) &&
           str_is_equal(a->status, b->status) && str_is_equal(a->status_raw, b->status_raw) &&
           str_is_equal(a->reference, b->reference) && str_is_equal(a->params, b->params) &&
           a->payout_missing == b->payout_missing && str_is_equal(a->type, b->type) &&
           a->is_counted == b->is_counted && a->has_revenue == b->has_revenue;
}

/* What a later postback makes of the status. Without a word: a lead and an unmapped one become what
 * the network's postbacks mean by default, others stay. */
static enum conversion_status next_status(const struct conversion_case *c,
                                          enum conversion_status asked)
{
    enum conversion_status stored = stored_status(c->existing);
    bool is_open = stored == CONVERSION_LEAD || stored == CONVERSION_UNMAPPED;
    return c->call->status.ptr == NULL && !is_open ? stored : asked;
}

/* A word that nobody knows is noted, and changes nothing else (§2.4). */
static void note_word(const struct conversion_case *c, struct conversion_verdict *verdict)
{
    bool is_new = !str_is_equal(c->existing->status_raw, c->call->status);
    verdict->conversion.status_raw = c->call->status;
    verdict->status = CONVERSION_UNMAPPED; /* so that nobody is told of it (§3.2) */
    verdict_is(verdict, is_new ? ACTION_UPDATED : ACTION_NONE, is_new ? "updated" : "duplicate",
               "unmapped");
}

/* The existing conversion with what this call brings; what it does not bring stays (§3.2). */
static void change(const struct conversion_case *c, const struct status_meaning *meaning,
                   bool is_sum, struct conversion_verdict *verdict)
{
    struct conversion *conversion = &verdict->conversion;
    *conversion = *c->existing;
    if (meaning->status == CONVERSION_UNMAPPED) {
        note_word(c, verdict);
        return;
    }
    enum conversion_status status = next_status(c, meaning->status);
    verdict->status = status;
    if (!status_may_change(stored_status(c->existing), status)) {
        verdict->status = stored_status(c->existing);
        verdict_is(verdict, ACTION_NONE, "ignored", "out_of_order");
        return;
    }
    if (c->call->status.ptr != NULL)
        conversion->status_raw = c->call->status;
    if (c->call->status.ptr != NULL || status != stored_status(c->existing))
        set_type(meaning->type, status, conversion);
    if (c->call->reference.ptr != NULL)
        conversion->reference = c->call->reference;
    conversion->params = params_merge(c->arena, c->existing->params, c->call->params);
    struct payout payout = {0};
    bool is_manual = is_payout_manual(c);
    /* A rejection keeps the original payout, whatever amount it names: a re-approval finds it. A
     * manual payout was fixed with the first postback: a new price is for new conversions. */
    if (status != CONVERSION_REJECTED && (is_sum || !is_manual) && payout_of(c, &payout)) {
        if (is_sum && !str_is_equal_nocase(payout.currency, conversion->payout_currency)) {
            verdict->status = stored_status(c->existing);
            *conversion = *c->existing;
            verdict_is(verdict, ACTION_NONE, "ignored",
                       "other_currency"); /* one conversion, one currency */
            return;
        }
        if (is_sum && __builtin_add_overflow(payout.micros, c->existing->payout_amount_micros,
                                             &payout.micros))
            payout.micros = c->existing->payout_amount_micros;
        set_payout(c, &payout, conversion);
    }
    settle(c, status, conversion);
    if (is_same(conversion, c->existing))
        verdict_is(verdict, ACTION_NONE, "duplicate", "nothing_new");
    else
        verdict_is(verdict, is_sum ? ACTION_SUMMED : ACTION_UPDATED, "updated", "");
}

void conversion_decide(const struct conversion_case *c, struct conversion_verdict *verdict)
{
    memset(verdict, 0, sizeof(*verdict));
    if (status_is_ignored(c->call)) {
        verdict_is(verdict, ACTION_NONE, "ignored", "status");
        return;
    }
    if (c->is_first_of_visit && c->now_ms - id_time_ms(c->visit->id) > c->window_ms) {
        verdict_is(verdict, ACTION_NONE, "ignored", "expired");
        return;
    }
    struct status_meaning meaning = status_of(c->call, c->network, &c->workspace->settings);
    enum duplicate_mode mode = c->has_mode          ? c->mode
                               : c->network != NULL ? c->network->duplicate_mode
                                                    : DUPLICATE_UPDATE;
    if (c->existing == NULL || mode == DUPLICATE_ADD) {
        if (!c->is_first_of_visit && c->offer != NULL && c->offer->refuses_further) {
            verdict_is(verdict, ACTION_NONE, "ignored", "further_conversion");
            return;
        }
        create(c, &meaning, verdict);
        return;
    }
    if (mode == DUPLICATE_IGNORE) {
        verdict->conversion = *c->existing;
        verdict->status = stored_status(c->existing);
        verdict_is(verdict, ACTION_NONE, "duplicate", "first_one_counts");
        return;
    }
    change(c, &meaning, mode == DUPLICATE_SUM, verdict);
}

bool conversion_remap(const struct visit *visit, const struct conversion *before,
                      const struct status_meaning *meaning, struct conversion_verdict *verdict)
{
    memset(verdict, 0, sizeof(*verdict));
    struct conversion *conversion = &verdict->conversion;
    *conversion = *before;
    set_type(meaning->type, meaning->status, conversion);
    conversion->status = conversion_status_text(meaning->status);
    conversion_settle(visit, conversion);
    verdict->status = meaning->status;
    verdict_is(verdict, ACTION_UPDATED, "updated", "");
    return meaning->status != CONVERSION_UNMAPPED && !is_same(conversion, before);
}

static void count(struct campaign_total *total, const struct conversion *conversion, int64_t sign)
{
    if (conversion == NULL || conversion->is_bot || conversion->is_test)
        return;
    int64_t *const by_status[CONVERSION_STATUS_COUNT] = {
        &total->leads, &total->sales, &total->rebills, &total->rejected, &total->unmapped};
    if (conversion->is_counted != 0) {
        total->conversions += sign;
        total->unique_conversions += conversion->is_first ? sign : 0;
        *by_status[stored_status(conversion)] += sign;
    } else {
        total->other_conversions += sign;
    }
    total->revenue_micros += sign * conversion->revenue_micros;
    total->cost_micros += sign * conversion->cost_micros;
    total->no_rate += conversion->no_rate ? sign : 0;
}

struct campaign_total conversion_total(const struct conversion *before,
                                       const struct conversion *after)
{
    const struct conversion *any = after != NULL ? after : before;
    struct campaign_total total = {.campaign_id = any->campaign_id,
                                   .workspace_id = any->workspace_id};
    count(&total, before, -1);
    count(&total, after, 1);
    return total;
}

/* Leads and sales that count, for an offer that is known. */
static int64_t capped_count(const struct conversion *conversion)
{
    if (conversion == NULL || conversion->is_bot || conversion->is_test ||
        !conversion->is_counted || conversion->offer_id == 0)
        return 0;
    enum conversion_status status = stored_status(conversion);
    return status == CONVERSION_LEAD || status == CONVERSION_SALE ? 1 : 0;
}

struct offer_day conversion_offer_day(const struct conversion *before,
                                      const struct conversion *after)
{
    const struct conversion *any = after != NULL ? after : before;
    return (struct offer_day){.offer_id = any->offer_id,
                              .day = any->day,
                              .workspace_id = any->workspace_id,
                              .conversions = capped_count(after) - capped_count(before)};
}

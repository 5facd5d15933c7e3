#include "visit/cost.h"

#include "base/money.h"

#define PERCENT_100 (100 * MONEY_MICROS)

/* What the campaign or the source says one visit costs, in the currency that goes with it; false
 * when the source should have sent an amount and did not. */
static bool amount_of(const struct visit_cost_case *c, int64_t *micros)
{
    const struct campaign *campaign = c->campaign;
    const struct source *source = campaign->source;
    int64_t amount = campaign->cost_micros;
    bool is_per_mille = campaign->cost_model == COST_CPM;

    *micros = 0;
    switch (campaign->cost_model) {
    case COST_NONE:
    case COST_CPA: /* these two are costs of the conversion */
    case COST_REVSHARE:
        return true;
    case COST_AUTO:
        if (macro_is_placeholder(c->sent) || money_parse_loose(c->sent, &amount) != OK ||
            amount < 0 || amount > VISIT_COST_MICROS_MAX)
            return false;
        is_per_mille = source->cost_unit == COST_PER_MILLE;
        break;
    case COST_CPC:
    case COST_CPM:
        break;
    }
    /* Of a hundred clicks paid for, only so many arrive: those carry the price of all (§1.1). */
    int64_t arriving = PERCENT_100 - source->traffic_loss_micros;
    return money_scale(amount, PERCENT_100, arriving * (is_per_mille ? 1000 : 1), micros) == OK;
}

/* The currency that the source sent with its amount, else the one set for its costs. */
static struct str currency_of(const struct visit_cost_case *c, bool *is_assumed)
{
    const struct source *source = c->campaign->source;
    char code[4];

    *is_assumed = false;
    if (c->campaign->cost_model != COST_AUTO)
        return str_from_c(source->currency);
    if (source->cost_currency_param.ptr == NULL || macro_is_placeholder(c->sent_currency))
        return str_from_c(source->cost_currency);
    if (money_parse_currency(c->sent_currency, code) == OK) {
        struct str known = rates_currency(c->rates, str_from_c(code));
        if (known.ptr != NULL)
            return known;
    }
    *is_assumed = true;
    return str_from_c(c->workspace->currency);
}

struct visit_cost visit_cost(const struct visit_cost_case *c)
{
    const struct campaign *campaign = c->campaign;
    struct visit_cost cost = {0};

    cost.currency = currency_of(c, &cost.is_currency_assumed);
    cost.is_missing = !amount_of(c, &cost.amount_micros);
    cost.rate = rates_find(c->rates, cost.currency, str_from_c(c->workspace->currency), c->at_ms);
    if (rate_convert(cost.rate, cost.amount_micros, &cost.micros) != OK ||
        cost.micros > VISIT_CONVERTED_MICROS_MAX) {
        cost.micros = 0; /* no click costs that: what was sent is no amount */
        cost.amount_micros = 0;
        cost.is_missing = true;
    }
    if (campaign->cost_model == COST_CPA)
        cost.cpa_micros = campaign->cost_micros;
    if (campaign->cost_model == COST_REVSHARE)
        cost.revshare_micros = campaign->cost_micros;
    return cost;
}

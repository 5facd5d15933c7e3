#include "network/budget.h"

static const char *const codes[] = {
#define X(name, code, text) code,
    BUDGET_STOPS(X)
#undef X
};
static const char *const texts[] = {
#define X(name, code, text) text,
    BUDGET_STOPS(X)
#undef X
};

const char *budget_stop_code(enum budget_stop stop)
{
    CHECK(stop < BUDGET_STOP_COUNT);
    return codes[stop];
}

const char *budget_stop_text(enum budget_stop stop)
{
    CHECK(stop < BUDGET_STOP_COUNT);
    return texts[stop];
}

static bool is_reached(int64_t limit, int64_t spent, int64_t asked)
{
    int64_t sum;
    if (limit == AD_AMOUNT_ANY)
        return false;
    return spent >= limit || __builtin_add_overflow(spent, asked, &sum) || sum > limit;
}

static enum budget_stop check_status(const struct adcampaign *adcampaign, int64_t at_ms)
{
    if (adcampaign->status == STATUS_ARCHIVED)
        return BUDGET_ARCHIVED;
    if (adcampaign->status == STATUS_PAUSED)
        return BUDGET_PAUSED;
    if (at_ms < adcampaign->starts_ms)
        return BUDGET_SCHEDULED;
    return at_ms >= adcampaign->ends_ms ? BUDGET_ENDED : BUDGET_NONE;
}

static enum budget_stop check(const struct adcampaign *adcampaign, int64_t at_ms,
                              const struct ad_amount *total, const struct ad_amount *today,
                              const struct ad_amount *asked, bool is_shown)
{
    const struct ad_amount *all = &adcampaign->total, *daily = &adcampaign->daily;
    const struct {
        enum budget_stop stop;
        int64_t limit, spent, asked;
    } limits[] = {
        {BUDGET_TOTAL_BUDGET, all->micros, total->micros, asked->micros},
        {BUDGET_DAILY_BUDGET, daily->micros, today->micros, asked->micros},
        {BUDGET_TOTAL_CLICKS, all->clicks, total->clicks, asked->clicks},
        {BUDGET_DAILY_CLICKS, daily->clicks, today->clicks, asked->clicks},
        {BUDGET_TOTAL_IMPRESSIONS, all->impressions, total->impressions, asked->impressions},
        {BUDGET_DAILY_IMPRESSIONS, daily->impressions, today->impressions, asked->impressions},
    };
    enum budget_stop stop = check_status(adcampaign, at_ms);
    for (size_t i = 0; stop == BUDGET_NONE && i < ARRAY_LEN(limits); i++)
        if ((!is_shown || limits[i].asked > 0) &&
            is_reached(limits[i].limit, limits[i].spent, limits[i].asked))
            stop = limits[i].stop;
    return stop;
}

enum budget_stop budget_check(const struct adcampaign *adcampaign, int64_t at_ms,
                              const struct ad_amount *total, const struct ad_amount *today,
                              const struct ad_amount *asked)
{
    return check(adcampaign, at_ms, total, today, asked, false);
}

enum budget_stop budget_check_shown(const struct adcampaign *adcampaign, int64_t at_ms,
                                    const struct ad_amount *total, const struct ad_amount *today,
                                    const struct ad_amount *asked)
{
    return check(adcampaign, at_ms, total, today, asked, true);
}

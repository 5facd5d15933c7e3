#include "ledger/ad_totals.h"

struct variation_total ad_click_variation_total(const struct ad_click *click)
{
    struct variation_total total = {.variation_id = click->variation_id,
                                    .workspace_id = click->workspace_id,
                                    .bot_clicks = click->is_bot ? 1 : 0};
    if (click->is_bot)
        return total;
    total.impressions = click->impressions;
    total.clicks = click->clicks;
    total.cost_micros = click->cost_micros;
    return total;
}

struct adcampaign_day ad_click_day(const struct ad_click *click)
{
    struct adcampaign_day day = {.adcampaign_id = click->adcampaign_id,
                                 .day = click->day,
                                 .workspace_id = click->workspace_id};
    if (click->is_bot)
        return day;
    day.impressions = click->impressions;
    day.clicks = click->clicks;
    day.cost_micros = click->cost_micros;
    return day;
}

struct variation_total impression_variation_total(const struct impression *impression)
{
    return (struct variation_total){
        .variation_id = impression->variation_id,
        .workspace_id = impression->workspace_id,
        .impressions = impression->is_bot ? 0 : 1,
        .cost_micros = impression->is_bot ? 0 : impression->cost_micros,
    };
}

struct adcampaign_day impression_day(const struct impression *impression)
{
    return (struct adcampaign_day){
        .adcampaign_id = impression->adcampaign_id,
        .day = impression->day,
        .workspace_id = impression->workspace_id,
        .impressions = impression->is_bot ? 0 : 1,
        .cost_micros = impression->is_bot ? 0 : impression->cost_micros,
    };
}

struct variation_total goal_call_variation_total(const struct goal_call *call)
{
    return (struct variation_total){.variation_id = call->variation_id,
                                    .workspace_id = call->workspace_id,
                                    .cost_micros = call->cost_micros};
}

struct adcampaign_day goal_call_day(const struct goal_call *call)
{
    return (struct adcampaign_day){.adcampaign_id = call->adcampaign_id,
                                   .day = call->day,
                                   .workspace_id = call->workspace_id,
                                   .cost_micros = call->cost_micros};
}

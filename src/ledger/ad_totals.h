/* ad_totals - what an entry of the ad network's side adds to the totals: whoever writes one, and
 * verify, reckon it here. Pure. */
#pragma once
#include "ledger/row.h"

/* Of an ad click. A bot's counts as one of bot_clicks and nothing else. */
struct variation_total ad_click_variation_total(const struct ad_click *click);
struct adcampaign_day ad_click_day(const struct ad_click *click);
/* Of an impression that a page has shown. A bot's counts as nothing. */
struct variation_total impression_variation_total(const struct impression *impression);
struct adcampaign_day impression_day(const struct impression *impression);
/* Of the charge of a goal call, which was stored; without a charge all are 0. */
struct variation_total goal_call_variation_total(const struct goal_call *call);
struct adcampaign_day goal_call_day(const struct goal_call *call);

/* budget - whether an ad campaign delivers, from what it has delivered (spec/network.md §5). Pure.
 */
#pragma once
#include "model/snapshot.h"

/* Why it does not: its code in the API, and what a visitor without a fallback URL is told. */
#define BUDGET_STOPS(X)                                                                            \
    X(NONE, "delivering", "")                                                                      \
    X(ARCHIVED, "archived", "is archived")                                                         \
    X(PAUSED, "paused", "is paused")                                                               \
    X(SCHEDULED, "scheduled", "has not started yet")                                               \
    X(ENDED, "ended", "has ended")                                                                 \
    X(TOTAL_BUDGET, "total_budget", "has spent its budget")                                        \
    X(DAILY_BUDGET, "daily_budget", "has spent its daily budget")                                  \
    X(TOTAL_CLICKS, "total_clicks", "has had all its clicks")                                      \
    X(DAILY_CLICKS, "daily_clicks", "has had its clicks of the day")                               \
    X(TOTAL_IMPRESSIONS, "total_impressions", "has had all its impressions")                       \
    X(DAILY_IMPRESSIONS, "daily_impressions", "has had its impressions of the day")                \
    X(CAPPING, "capping", "was shown to this visitor often enough")

enum budget_stop {
#define X(name, code, text) BUDGET_##name,
    BUDGET_STOPS(X)
#undef X
        BUDGET_STOP_COUNT
};
const char *budget_stop_code(enum budget_stop stop); /* static */
const char *budget_stop_text(enum budget_stop stop); /* static */

/* Whether it may deliver that much more at that time, status and times included: a limit is reached
 * exactly and never passed. Asked with nothing (a bot's, a free one), whether there is any left.
 * total and today: what it has delivered, what is on its way included. */
enum budget_stop budget_check(const struct adcampaign *adcampaign, int64_t at_ms,
                              const struct ad_amount *total, const struct ad_amount *today,
                              const struct ad_amount *asked);
/* The same of the click on an ad that was paid when it was seen: what it takes nothing
 * of does not stop it, neither budgets nor caps of impressions. */
enum budget_stop budget_check_shown(const struct adcampaign *adcampaign, int64_t at_ms,
                                    const struct ad_amount *total, const struct ad_amount *today,
                                    const struct ad_amount *asked);

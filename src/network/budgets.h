/* budgets - what every ad campaign has delivered and was charged, what is on its way to the disk
 * included: the one place that lets an ad campaign deliver, so that no budget and no cap is passed
 * by a single event, however many ask at once.
 *
 * Happy path: budgets_reserve() holds an amount before the ad is delivered; the entry that says so
 * is written with the day that the hold names, and its amounts are added to adcampaign_day in the
 * same transaction (ad_totals.h). A hold whose entry will never be written is given back. Nothing
 * is kept here: opening reads adcampaign_day, so that after a crash exactly what is on disk is
 * spent. A day ends at midnight in the ad campaign's time zone; one that was seen never begins
 * again, whatever the clock does. Any thread. */
#pragma once
#include "network/budget.h"

struct budgets;

/* Reads what DIR/ledger.db has; the ledger must be there already. ERR_IO, ERR_TIMEOUT: nothing is
 * known, and nothing may be delivered. */
MUST_USE enum err budgets_open(const char *dir, struct budgets **budgets);
void budgets_close(struct budgets *budgets); /* accepts NULL */

/* What is held of an ad campaign. Zero: nothing. */
struct budget_hold {
    uint64_t adcampaign_id; /* 0: nothing is held */
    int64_t day;            /* of its budget: what the entry says */
    struct ad_amount amount;
};

/* Holds the amount, or says why not: then nothing is held. The day of hold is set either way. */
enum budget_stop budgets_reserve(struct budgets *budgets, const struct adcampaign *adcampaign,
                                 const struct ad_amount *amount, int64_t at_ms,
                                 struct budget_hold *hold);
/* Whether that amount could be held now; holds nothing. */
enum budget_stop budgets_look(struct budgets *budgets, const struct adcampaign *adcampaign,
                              const struct ad_amount *amount, int64_t at_ms);
/* The same of the click on an ad that was paid when it was seen: budget_check_shown(). */
enum budget_stop budgets_reserve_shown(struct budgets *budgets, const struct adcampaign *adcampaign,
                                       const struct ad_amount *amount, int64_t at_ms,
                                       struct budget_hold *hold);
/* Holds it whatever the limits: what has happened already, a conversion. */
void budgets_charge(struct budgets *budgets, const struct adcampaign *adcampaign,
                    const struct ad_amount *amount, int64_t at_ms, struct budget_hold *hold);
/* Its entry will never be written. */
void budgets_give_back(struct budgets *budgets, const struct budget_hold *hold);

/* decide - what a postback does to a conversion (spec/tracker.md §3.1 to §3.5). Pure: rows and
 * values come in, a row and a verdict go out. */
#pragma once
#include "convert/postback.h"
#include "convert/status.h"
#include "ledger/row.h"
#include "model/snapshot.h"

struct conversion_case {
    const struct postback_call *call;
    const struct visit *visit;
    const struct offer *offer;     /* the visit's; NULL: unknown */
    const struct network *network; /* that the postback came from; NULL: none */
    const struct workspace *workspace;
    const struct rates *rates;
    const struct conversion *existing; /* the last of (visit, txid); NULL: none */
    bool is_first_of_visit;            /* no conversion of the visit yet */
    int64_t now_ms;
    struct arena *arena; /* for what is put together anew */
    int64_t window_ms;   /* a visit's first conversion must come within */
    bool is_payout_firm; /* the call's payout counts even where the offer's is manual */
    bool has_mode;       /* mode wins over the network's */
    enum duplicate_mode mode;
    struct str channel; /* that brings the call */
};

enum conversion_action {
    ACTION_NONE,
    ACTION_CREATED,
    ACTION_UPDATED,
    ACTION_SUMMED,
    ACTION_REBOOKED,
    ACTION_JUDGED /* its visit was judged again: a bot's, or no longer */
};

struct conversion_verdict {
    enum conversion_action action;
    const char *outcome; /* the log's word: recorded, updated, duplicate, ignored */
    const char *reason;  /* "" or why: unmapped, expired, out_of_order, status ... */
    enum conversion_status status;
    struct conversion conversion; /* as it is now; without ids unless it existed; strings are lent
                                     from the case */
};

/* Decides. */
void conversion_decide(const struct conversion_case *c, struct conversion_verdict *verdict);

/* Gives a conversion of that visit its revenue, its cost and its mark no_rate, by its status,
 * payout and the rates frozen with both. */
void conversion_settle(const struct visit *visit, struct conversion *conversion);

/* What a change from one state to another (either may be NULL: nothing) adds to the campaign's
 * totals. */
struct campaign_total conversion_total(const struct conversion *before,
                                       const struct conversion *after);

/* What the same change adds to the day of the offer's cap; conversions 0: nothing. */
struct offer_day conversion_offer_day(const struct conversion *before,
                                      const struct conversion *after);

/* The word of an action in conversion_change. */
struct str conversion_action_text(enum conversion_action action);

/* Gives a conversion another meaning, whatever it was; false: it has that meaning already, or the
 * word still has none. Its payout, rate and first times stay. */
bool conversion_remap(const struct visit *visit, const struct conversion *before,
                      const struct status_meaning *meaning, struct conversion_verdict *verdict);

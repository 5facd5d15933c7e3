/* reconcile - what the files of the reconciliation share: one request, from its question to the
 * entries of both sides. Owner: a call. At most RECONCILE_ENTRIES_MAX entries, RECONCILE_DAYS_MAX
 * days and RECONCILE_MS_MAX of reading.
 *
 * Happy path: reconcile_open(), reconcile_read(), then the rows or the entries; reconcile_close()
 * in any case. */
#pragma once
#include "api/ask.h"
#include "api/reconcile_gap.h"
#include "api/rows.h"

#define RECONCILE_PARAMS      "source from to tz network_tz "
#define RECONCILE_ENTRIES_MAX 100000
#define RECONCILE_DAYS_MAX    3700
#define RECONCILE_DAYS        7 /* without from */
#define RECONCILE_MS_MAX      20000

/* --- reconcile_setup.c: which campaigns, goals and ads belong to the source ------------------- */

struct reconcile_setup;

/* Reads the catalogue; refuses the call when it cannot. NULL then. In the call's arena. */
struct reconcile_setup *reconcile_setup_make(struct call *call, uint64_t source_id,
                                             const json_t *source);
/* Whether a postback of the source, or of a campaign of it, names that goal. */
bool reconcile_setup_has_goal(const struct reconcile_setup *setup, struct str goal_id);
/* The campaign of the source that the variation leads to; 0: to none. */
uint64_t reconcile_setup_campaign(const struct reconcile_setup *setup, uint64_t variation_id);
/* Copies the value of goal= in a URL, in lower case, cut to RECONCILE_GOAL_MAX; "" without one. */
void reconcile_goal_of(struct str url, char goal[RECONCILE_GOAL_MAX + 1]);

/* --- reconcile_read.c --------------------------------------------------------------------------
 */

struct reconcile {
    struct call *call;
    struct rows rows;
    struct arena *scratch; /* rows' own: reset between conversions */
    struct arena *page;    /* of rows read at once */
    uint64_t source_id, workspace_id;
    const json_t *source; /* its document, a reference */
    struct reconcile_setup *setup;
    struct asked asked; /* the tracker's clock and span */
    struct zone *network_zone;
    struct str network_tz;
    struct span_ms span, network_span; /* the same dates on either clock */
    struct reconcile_entry *entries;   /* by reconcile_order() once they are read */
    size_t count, cap;
    struct reconcile_seen *seen; /* calls of tag.php that are matched */
    int64_t deadline_mono_ms;
};

/* Reads the question; refuses what it cannot read. */
void reconcile_open(struct reconcile *reconcile, struct call *call);
/* Reads both sides and matches them. Refuses the call when that fails. */
void reconcile_read(struct reconcile *reconcile);
/* Whether what was stopped for the machine was too busy may be read once more: the error is then
 * gone. */
bool reconcile_may_retry(struct reconcile *reconcile);
void reconcile_close(struct reconcile *reconcile);
/* Adds an entry; refuses the call when there are too many. */
void reconcile_append(struct reconcile *reconcile, const struct reconcile_entry *entry);

/* --- reconcile_match.c ------------------------------------------------------------------------ */

/* The entries of one conversion of the tracker's. rows->err says what could not be read. */
void reconcile_match(struct reconcile *reconcile, const struct conversion *conversion);
/* The entry of a call that no conversion of the span was matched with. */
void reconcile_match_call(struct reconcile *reconcile, const struct goal_call *goal_call);

/* Numbers of calls. */
struct reconcile_seen *reconcile_seen_make(void);
void reconcile_seen_free(struct reconcile_seen *seen); /* accepts NULL */
bool reconcile_seen_has(const struct reconcile_seen *seen, uint64_t id);

/* --- reconcile_traffic.c: clicks and cost, from the facts ------------------------------------- */

/* {"rows","totals"} as a new reference, and how far the facts are behind; NULL after a refusal. */
json_t *reconcile_traffic(struct reconcile *reconcile, int64_t *behind_ms);
extern const struct shape reconcile_traffic_shape;

/* --- What answers say alike: reconcile.c ------------------------------------------------------ */

json_t *reconcile_day_json(int64_t day);
/* {"conversions": count, "value": money}, or the names given. */
json_t *reconcile_sums_json(struct reconcile_sums sums, const char *count, const char *money);

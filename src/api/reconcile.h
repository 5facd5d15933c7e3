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
#include "network/tag.h"

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
/* The goal of the source that has that name, in any case; absent: none. */
struct str reconcile_setup_goal_named(const struct reconcile_setup *setup, struct names *names,
                                      struct str name);
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
    struct reconcile_seen *seen;             /* calls of tag.php that are matched */
    struct reconcile_statements *statements; /* NULL: none speaks for a day of the span */
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
/* The same dates as the tracker's span, by another clock. */
struct span_ms reconcile_span_on(const struct reconcile *reconcile, const struct zone *zone);
/* Adds an entry; refuses the call when there are too many. */
void reconcile_append(struct reconcile *reconcile, const struct reconcile_entry *entry);

/* --- reconcile_match.c ------------------------------------------------------------------------ */

/* A decision to tell the network, and what became of it. */
struct reconcile_sent {
    const struct forward *forward;
    struct reconcile_told fate;
    char goal[RECONCILE_GOAL_MAX + 1];
    struct tag tag;
    bool is_tag; /* the tag is one of ours, for a goal that there is */
    bool has_call;
    struct goal_call call;
};

/* How the network counts something. */
struct reconcile_counted {
    int64_t day;  /* on its clock */
    bool is_here; /* within the span */
    struct reconcile_sums sums;
    enum reconcile_cause other_day; /* why it is another day than the tracker's, if it is */
    uint64_t goal_call_id, statement_id;
    int64_t statement_line;
};
/* Both sides know it: the entries of one row, or of two of which the network's may lie outside of
 * the span. tracker->cause is why the tracker does not count it, when it does not. */
void reconcile_append_counted(struct reconcile *reconcile, const struct reconcile_entry *tracker,
                              const struct reconcile_counted *counted);

/* The entries of one conversion of the tracker's. rows->err says what could not be read. */
void reconcile_match(struct reconcile *reconcile, const struct conversion *conversion);
/* The entry of a call that no conversion of the span was matched with. */
void reconcile_match_call(struct reconcile *reconcile, const struct goal_call *goal_call);

/* Numbers of calls. */
struct reconcile_seen *reconcile_seen_make(void);
void reconcile_seen_free(struct reconcile_seen *seen); /* accepts NULL */
bool reconcile_seen_has(const struct reconcile_seen *seen, uint64_t id);

/* --- reconcile_statement.c: the network's side as its statements tell it -----------------------
 */

/* Reads those that speak for the span. Refuses the call when it cannot. */
void reconcile_statements_open(struct reconcile *reconcile);
void reconcile_statements_free(struct reconcile_statements *statements); /* accepts NULL */
/* Forgets what was matched: both sides are read anew. */
void reconcile_statements_reset(struct reconcile *reconcile);
/* Whether a statement, and not this program's own network, says what was counted at that time. */
bool reconcile_statements_cover(const struct reconcile *reconcile, int64_t wall_ms);
/* Appends the entries of a conversion that a statement lists, or speaks for: then true. sent: what
 * the network was told of it, of which main stands for it; count may be 0. */
bool reconcile_statements_take(struct reconcile *reconcile, const struct reconcile_entry *entry,
                               const struct conversion *conversion,
                               const struct reconcile_sent *sent, size_t count, size_t main);
/* Whether there are lines of the span that no conversion of it was found for. */
bool reconcile_statements_wait(const struct reconcile *reconcile);
/* A conversion before or behind the span, for those lines. */
void reconcile_statements_take_outside(struct reconcile *reconcile,
                                       const struct conversion *conversion);
/* Appends what is left: lines without a conversion, and what no cause explains. */
void reconcile_statements_end(struct reconcile *reconcile);
/* Those that were asked, as a new reference. */
json_t *reconcile_statements_json(struct reconcile *reconcile);

/* --- reconcile_traffic.c: clicks and cost, from the facts ------------------------------------- */

/* {"rows","totals"} as a new reference, and how far the facts are behind; NULL after a refusal. */
json_t *reconcile_traffic(struct reconcile *reconcile, int64_t *behind_ms);
extern const struct shape reconcile_traffic_shape;
/* Makes it a question for those metrics by day and a dimension of its table, in that span; on the
 * tracker's side of the source alone. metrics are lent. */
void reconcile_fill_question(const struct reconcile *reconcile, struct question *question,
                             const char *dimension, struct span_ms span, const struct zone *zone,
                             const struct metric *const *metrics, size_t metric_count);

/* --- reconcile_cost.c: what clicks brought as cost, and what the network's API told ----------- */

/* {"tz","rows","totals"} as a new reference; JSON's null of a source without cost sync; NULL after
 * a refusal. */
json_t *reconcile_costs(struct reconcile *reconcile);
extern const struct shape reconcile_costs_shape;

/* --- What answers say alike: reconcile.c ------------------------------------------------------ */

json_t *reconcile_day_json(int64_t day);
/* {"conversions": count, "value": money}, or the names given. */
json_t *reconcile_sums_json(struct reconcile_sums sums, const char *count, const char *money);

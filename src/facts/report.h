/* report - answers a question from the facts: one statement, grouped, sorted and paged by the
 * store; rows are handed out one after the other and never held whole. Any thread. */
#pragma once
#include "facts/facts.h"
#include "facts/question.h"

/* Who asks, and how to notice that they left; NULL: nobody can leave. */
struct report_client {
    bool (*is_gone)(void *context);
    void *context;
    bool is_export; /* any number of rows to a reader who may be slow: a place and a time of its own
                     */
};

struct report_key {
    bool is_empty;  /* 0 or "" */
    int64_t number; /* entities, numbers, bools; days since 1970 of DAY, WEEK (its Monday) and MONTH
                       (its first) */
    struct str text; /* DIMENSION_TEXT, DIMENSION_TAG */
};

struct report_goal {
    int64_t conversions, value;
};

/* One group, or the totals. Texts live until on_row returns. */
struct report_row {
    struct report_key keys[QUESTION_GROUPS_MAX];
    struct sums sums;
    struct sums beside;              /* question_has_beside(); else zeros */
    const struct report_goal *goals; /* goal_count of them */
    const struct report_goal *beside_goals;
};

/* Hands out the rows of the page, then fills *totals: over all groups that are shown, of this page
 * and the others; a row counts once, also where it stands in the
 * groups of several tags or signals. *row_count: how many groups there
 * are in all. total_goals: places for twice the goals, where those of the totals stand; NULL
 * without goals. on_row may be NULL, and may stop it by an error. ERR_RANGE: a sum beyond
 * reckoning; and those of statement_run(): ERR_BUSY, ERR_TIMEOUT, ERR_CLOSED, ERR_FULL, ERR_IO. */
MUST_USE enum err report_run(struct facts *facts, const struct report_client *client,
                             const struct question *question,
                             enum err (*on_row)(void *context, const struct report_row *row),
                             void *context, struct report_row *totals,
                             struct report_goal *total_goals, uint64_t *row_count);

/* The entries behind a question, newest first: what a log shows. before_id: only smaller ones (0:
 * all); at most max. Visits that count (FACT_VISIT, ids of visits), conversions that are (their
 * ids), clicks. Of the network's side: ad clicks, popunders too, calls of tag.php that count
 * as conversions, and impressions that pages have shown. Groups, sorts, compared and metrics'
 * filters of the question are no matter. */
enum report_entries { REPORT_VISITS, REPORT_CLICKS, REPORT_CONVERSIONS, REPORT_IMPRESSIONS };
MUST_USE enum err report_entries(struct facts *facts, const struct report_client *client,
                                 const struct question *question, enum report_entries which,
                                 uint64_t before_id, uint64_t *ids, size_t max, size_t *count);

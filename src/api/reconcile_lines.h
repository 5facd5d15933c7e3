/* reconcile_lines - the statements of a source for a reconciliation: which of them speaks for a
 * day, and their lines, found by the ids that they name. Owner: a reconciliation. At most
 * RECONCILE_ENTRIES_MAX lines. */
#pragma once
#include "api/reconcile.h"
#include "model/statement.h"

/* Lines of so many days around the span are read too: what one side counts within it, the other
 * may have counted before, or after. */
#define RECONCILE_AROUND_DAYS 31

/* A line, and what it was matched with. */
struct reconcile_line {
    struct statement_line line;
    size_t of;                         /* its statement's place in the list */
    char goal[RECONCILE_GOAL_MAX + 1]; /* as postbacks name it, where that is known */
    bool is_used;
    uint64_t conversion_id, campaign_id;
};

struct reconcile_lines {
    struct statement *list; /* newest first */
    size_t count;
    struct zone **zones; /* of each; NULL: it does not speak for any of the days */
    struct reconcile_line *lines;
    size_t line_count, cap;
    struct line_key {
        struct str text;
        size_t at;
    } * externals, *txids; /* of the lines that have one, by text */
    size_t external_count, txid_count;
    struct line_sum {
        size_t of;
        uint64_t campaign_id;
        char goal[RECONCILE_GOAL_MAX + 1];
        bool is_detail;
    } * sums; /* what lines there are, in order */
    size_t sum_count;
    int64_t first_day, last_day; /* of the span */
};

/* Reads them for the reconciliation's span; what it finds stands in *lines, to be freed in any
 * case. False: the call is refused. */
bool reconcile_lines_read(struct reconcile *reconcile, struct reconcile_lines *lines);
void reconcile_lines_free(struct reconcile_lines *lines);

/* The place of the statement that speaks for that instant; lines->count: none does. */
size_t reconcile_lines_of(const struct reconcile_lines *lines, int64_t wall_ms);
/* Whether that statement has such a line; details: lines of single conversions. */
bool reconcile_lines_has(const struct reconcile_lines *lines, size_t of, uint64_t campaign_id,
                         const char *goal, bool is_detail);
/* Whether it has any. */
bool reconcile_lines_has_any(const struct reconcile_lines *lines, size_t of, bool is_detail);
/* Whether any line of it names that goal. */
bool reconcile_lines_has_goal(const struct reconcile_lines *lines, size_t of, const char *goal);

/* What a conversion is known by. */
struct line_wanted {
    struct str external_id, txid; /* "" without one */
    const char *goal;             /* that it was told as */
    int64_t wall_ms;              /* when it was */
};
/* The unused line that fits it best: an id of it is the same, and none is another. NULL: none. */
struct reconcile_line *reconcile_lines_find(struct reconcile_lines *lines,
                                            const struct line_wanted *wanted);
/* A line that is used already and has that external id; NULL: none. */
const struct reconcile_line *reconcile_lines_used(const struct reconcile_lines *lines,
                                                  struct str external_id);
/* Whether it lies within the span. */
static inline bool reconcile_lines_is_here(const struct reconcile_lines *lines, int64_t day)
{
    return day >= lines->first_day && day <= lines->last_day;
}

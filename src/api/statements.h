/* statements - what the files of the network's statements share. Owner: a call. */
#pragma once
#include "api/ask.h"
#include "api/statement_csv.h"

#define STATEMENT_CAMPAIGNS_MAX 1000 /* different ones in a statement */

/* The source of that id, whose document is a new reference; NULL: the call is refused. */
json_t *statements_source(struct call *call, uint64_t source_id);
/* The workspace of a source's document, a new reference; NULL: the call is refused. */
json_t *statements_workspace(struct call *call, const json_t *source);

/* A statement as the API shows it. all: of its source, newest first. */
json_t *statement_json(struct names *names, const struct statement *statement,
                       const struct statement *all, size_t count);
extern const struct shape statement_row_shape;

/* One of the different texts of a column. */
struct statement_text {
    struct str text;
    uint64_t campaign_id; /* of a campaign's: 0: none that is known */
    int64_t lines, conversions, value_micros;
};
/* The different texts of the campaigns, or goals, of the lines, by text, in the arena. *count is
 * larger than max when there are more; nothing is given then. ERR_FULL. */
MUST_USE enum err statement_texts(struct arena *arena, const struct statement_csv *csv,
                                  bool is_goal, size_t max, struct statement_text **texts,
                                  size_t *count);
/* Finds the tracker's campaign of each: the one whose visits came with that value of the source's
 * token in that slot (0: of none), else the one of that id, key or name. Gives it to the lines.
 * Refuses the call when the facts cannot be asked. */
void statement_find_campaigns(struct call *call, const json_t *source, uint64_t slot,
                              const struct zone *zone, struct statement_csv *csv,
                              struct statement_text *texts, size_t count);

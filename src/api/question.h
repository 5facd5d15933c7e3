/* question - reads what a request asks of the facts, for reports and logs alike: whose rows, which
 * span on whose clock, which filters. Filters that the facts have no column for are answered from
 * the ledger first. Owner: a call. */
#pragma once
#include "api/internal.h"
#include "facts/question.h"

/* For the table of routes. */
#define QUESTION_PARAMS "filter from to tz time bots tests "

#define QUESTION_MATCHES_MAX 100000 /* visits that filters answered from the ledger may leave */
#define QUESTION_SEEK_MS_MAX 10000  /* for looking them up */

struct asked {
    struct question question; /* of the table and what is below; the rest is zero */
    struct zone *zone;
    uint64_t workspaces[WORKSPACES_MAX];
    struct str tz;
};

/* Reads QUESTION_PARAMS: filters (AND), from and to (dates are inclusive, on the clock of tz;
 * without them: all there is, to the end of
 * today), tz (the workspace's by default), time (visit, conversion; without it
 * as the workspace says; of the network's table click, conversion), bots (out, in, only; of answers
 * with figures both), tests (out, in). Texts lie in the call's arena. False: the call is refused;
 * to be ended all the same.
 */
bool question_read(struct call *call, enum fact_table_id table, struct asked *asked);
void question_end(struct asked *asked);

/* Reads the campaigns' tags from the catalogue, where the question is about tags. */
void question_read_tags(struct call *call, struct question *question);
/* Keeps to the visits that the question's filters of DIMENSION_LEDGER leave. Refuses what takes too
 * long or leaves too many. */
void question_seek(struct call *call, struct question *question);

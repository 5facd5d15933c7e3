/* split_query - the figures of a campaign's arms from the facts: what facts/split.h judges. Any
 * thread. */
#pragma once
#include "facts/question.h"
#include "facts/report.h"
#include "facts/split.h"

enum split_by { SPLIT_BY_OFFER, SPLIT_BY_LANDER, SPLIT_BY_PATH };

/* One arm: its offer or lander (0: of no lander, visits that went straight to an offer); or a path,
 * by the flow that it stands in (0: the campaign's own), the rule (0: a default path) and its
 * place. */
struct split_sums {
    uint64_t id;
    uint64_t flow_id, rule, path;
    struct split_figures figures;
    int64_t visits, clicks, conversions, cost;
};

/* Sums the question's rows, whatever it groups by, arm by arm in the order of their ids. Visits
 * whose offer or path nobody knows are of no arm. ERR_RANGE: more than max arms; and those of
 * statement_run(). */
MUST_USE enum err split_query(struct facts *facts, const struct report_client *client,
                              const struct question *question, enum split_by by,
                              struct split_sums *arms, size_t max, size_t *count);

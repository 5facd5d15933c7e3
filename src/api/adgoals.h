/* adgoals - the goals whose columns stand in an answer about the ad network's side, in their order,
 * and those columns (spec/network.md §4.1). Owner: a call. At most ADGOALS_MAX. */
#pragma once
#include "api/ask.h"

#define ADGOALS_MAX QUESTION_GOALS_MAX

struct adgoals {
    struct str ids[ADGOALS_MAX]; /* in the call's arena */
    json_t *goals[ADGOALS_MAX];  /* {"id","name","is_archived"} */
    size_t count;
};

/* Reads ?goals= : ids, separated by commas; without it all goals of the scope, archived ones when
 * the question's span has conversions of theirs. Refuses what is none of them, too many, and a
 * sort by one whose columns are not told. End with adgoals_fini(), also after a refusal. */
void adgoals_read(struct adgoals *goals, struct ask *ask);
void adgoals_fini(struct adgoals *goals);

/* The columns of each goal of a row, in their order, and of all of them together: what clicks and
 * cost are is the row's. With "compare" where the question compares. New references. ERR_RANGE: a
 * sum beyond reckoning. */
MUST_USE enum err adgoals_rows(const struct adgoals *goals, const struct question *question,
                               const struct report_row *of, json_t **rows);
MUST_USE enum err adgoals_total(const struct adgoals *goals, const struct question *question,
                                const struct report_row *of, json_t **total);
/* For files, whose rows are flat: the same as "g1_goal", "g1_conversions" ... "goals_total_roi". */
void adgoals_put_flat(json_t *row, const json_t *goals, json_t *total);

#define ADGOALS_FIELDS_MAX 1792

struct adgoals_fields {
    struct shape_field list[ADGOALS_FIELDS_MAX];
    size_t count;
};
/* The fields that adgoals_put_flat() fills, in their order, in the arena; NULL when it is full. */
const struct adgoals_fields *adgoals_flat_fields(const struct adgoals *goals,
                                                 const struct question *question,
                                                 struct arena *arena);
extern const struct shape adgoal_shape, adgoals_total_shape;

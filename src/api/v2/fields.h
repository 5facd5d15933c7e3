/* fields - what the public API's statistics are grouped by and count, by the names that its clients
 * know (spec/network.md §4.1, §4.2). Constant; any thread. */
#pragma once
#include "facts/dimension.h"
#include "facts/metric.h"

struct v2_group {
    const char *name;      /* of group_by, filter and order_by: "campaign_id" */
    const char *word;      /* of /statistics/a/WORD and additional_group_by: "campaign" */
    const char *param;     /* of /statistics/a's query: "campaignid"; NULL: none */
    const char *dimension; /* of the facts */
    bool has_name;         /* "name" beside "id", in CSV campaign_name beside campaign_id */
};
/* NULL: there is none of that name; of that word or param. */
const struct v2_group *v2_group_find(struct str name);
const struct v2_group *v2_group_find_word(struct str word);
const struct v2_group *v2_groups(size_t *count);
const struct dimension *v2_dimension(const struct v2_group *group);
/* All names, for refusals. */
const char *v2_group_names(void);

struct v2_figure {
    const char *name;   /* "cpc" */
    const char *metric; /* of the facts */
};
const struct v2_figure *v2_figures(size_t *count);
const struct v2_figure *v2_figure_find(struct str name);

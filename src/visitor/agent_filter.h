/* agent_filter - tells in one pass over a text which of many regular expressions may match it, by
 * the texts that each needs (agent_literal.h; an Aho-Corasick automaton). Never leaves out one that
 * matches. Immutable once made; any thread. */
#pragma once
#include "visitor/agent_literal.h"

struct agent_filter;

/* Makes a filter of count expressions; needs[i] is what the i-th needs. Lends nothing. */
struct agent_filter *agent_filter_make(const struct literal_sets *needs, size_t count);
void agent_filter_free(struct agent_filter *filter); /* accepts NULL */
/* The bytes that one thread needs to ask it. */
size_t agent_filter_scratch_bytes(const struct agent_filter *filter);
/* Writes the numbers of those that may match, rising, into candidates (room for all of them);
 * returns how many. */
size_t agent_filter_scan(const struct agent_filter *filter, struct str text, void *scratch,
                         uint16_t *candidates);

struct agent_filter_size {
    size_t texts, states, bytes;
    size_t unfiltered; /* expressions that nothing is known of: always candidates */
};
struct agent_filter_size agent_filter_size(const struct agent_filter *filter);

/* match - whether a visit is what a rule asks for (spec/tracker.md §1.6). Pure. */
#pragma once
#include "base/uri.h"
#include "model/snapshot.h"
#include "visitor/visitor.h"

enum visit_uniqueness { VISIT_UNIQUENESS_UNKNOWN, VISIT_FIRST, VISIT_REPEAT };

/* All that the way of a visit is decided by. Strings are borrowed; absent ones are unknown. */
struct visit_input {
    int64_t at_ms;
    const struct zone *zone; /* the workspace's */
    const struct source *source;
    const struct uri_query *query; /* its decoded parameters: the tokens */
    struct str raw_query;
    struct str url;
    struct str accept_language;
    struct str referrer;
    struct str user_agent;
    struct net_address address;
    enum visit_uniqueness uniqueness;
    uint64_t signals; /* bits of enum signal */
    bool is_bot;
    uint64_t site_id, zone_id; /* where an ad stands; 0: of no ad */
    struct visitor_facts visitor;
};

/* Whether the visit fulfils the rule. What is unknown meets only the value "unknown", so it is
 * "not_in" every other list. A paused rule is judged like any other. */
bool visit_matches(const struct visit_input *input, const struct rule *rule);

/* The first language of an Accept-Language header, "pt-BR"; absent when there is none. */
struct str visit_language(struct str accept_language);

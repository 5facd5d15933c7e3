/* caller - who asks for an ad or clicks it, found out once a request: by its address, its user
 * agent and hints, as of a campaign's visitors. */
#pragma once
#include "model/bidder.h"
#include "visit/edge.h"
#include "visit/match.h"

struct caller {
    struct visitor_facts facts; /* lent until the loop's next request */
    struct net_address address;
    uint64_t signals;
    bool is_bot;
    struct str country; /* three letters; absent: unknown. Static */
    /* In the arena, as the ledger keeps them: */
    struct str isp, language, device_type, os, browser;
    struct str country_iso2, region;
};

/* Counts the visitor as one more of its address. */
void caller_fill(struct edge_loop *loop, const struct http_request *request, uint64_t workspace_id,
                 struct arena *arena, struct caller *caller);
/* A copy whose strings are in the arena; its facts are left out. */
void caller_copy(const struct caller *caller, struct arena *arena, struct caller *copy);
/* Who it is to the ad campaign's capping; 0: it has none, or a bot asks. */
uint64_t caller_number(const struct edge *edge, const struct http_request *request,
                       const struct caller *caller, const struct adcampaign *adcampaign);
/* The same visitor at that place, as bidders look at it; country as the click has it. */
struct bidder_click caller_for_bidder(const struct caller *caller, struct arena *arena,
                                      struct str country, uint64_t site_id, uint64_t zone_id);

#include "network/caller.h"

#include "network/cappings.h"
#include "visitor/country.h"
#include "visitor/visitor.h"

void caller_fill(struct edge_loop *loop, const struct http_request *request, uint64_t workspace_id,
                 struct arena *arena, struct caller *caller)
{
    const struct edge *edge = loop->edge;
    struct visitor_facts *facts = &caller->facts;
    *caller =
        (struct caller){.address = visitor_address(request, edge->proxies, edge->proxy_count)};
    edge_fill_visitor(loop, request, &caller->address, NULL, facts);
    caller->signals = edge_signals(loop, workspace_id, request, &caller->address, facts);
    caller->is_bot = signals_are_bot(caller->signals);
    const struct country *country = country_find(facts->country);
    caller->country = country != NULL ? country->code3 : STR_NONE;
    caller->isp = arena_copy(arena, facts->isp);
    caller->language =
        arena_copy(arena, visit_language(http_header_find(request, STR("Accept-Language"))));
    caller->device_type = arena_copy(arena, facts->device_type);
    caller->os = arena_copy(arena, facts->os);
    caller->browser = arena_copy(arena, facts->browser);
    caller->country_iso2 = arena_copy(arena, facts->country);
    caller->region = arena_copy(arena, facts->region);
}

void caller_copy(const struct caller *caller, struct arena *arena, struct caller *copy)
{
    *copy = (struct caller){
        .address = caller->address,
        .signals = caller->signals,
        .is_bot = caller->is_bot,
        .country = caller->country,
        .isp = arena_copy(arena, caller->isp),
        .language = arena_copy(arena, caller->language),
        .device_type = arena_copy(arena, caller->device_type),
        .os = arena_copy(arena, caller->os),
        .browser = arena_copy(arena, caller->browser),
        .country_iso2 = arena_copy(arena, caller->country_iso2),
        .region = arena_copy(arena, caller->region),
    };
}

uint64_t caller_number(const struct edge *edge, const struct http_request *request,
                       const struct caller *caller, const struct adcampaign *adcampaign)
{
    if (adcampaign->capping.quantity == 0 || caller->is_bot)
        return 0;
    return visitors_number(edge->visitors, cappings_key(adcampaign), &caller->address,
                           http_header_find(request, STR("User-Agent")));
}

struct bidder_click caller_for_bidder(const struct caller *caller, struct arena *arena,
                                      struct str country, uint64_t site_id, uint64_t zone_id)
{
    return (struct bidder_click){
        .site_id = site_id,
        .zone_id = zone_id,
        .browser = caller->browser,
        .country = country,
        .device_type = caller->device_type,
        .language = visitor_language(arena, caller->language),
        .carrier = caller->isp,
        .os = caller->os,
    };
}

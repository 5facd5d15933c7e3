#include "visit/unique.h"

#include "base/clock.h"
#include "visit/cookie.h"
#include "visitor/visitor.h"

static bool is_inside(int64_t now_ms, int64_t window_ms, int64_t at_ms)
{
    return at_ms > now_ms - window_ms;
}

uint64_t unique_seen(int64_t now_ms, int64_t window_ms, int64_t cookie_ms, int64_t address_ms)
{
    uint64_t seen = 0;
    if (cookie_ms != 0)
        seen = is_inside(now_ms, window_ms, cookie_ms) ? VISIT_SEEN_COOKIE : VISIT_SEEN_COOKIE_OLD;
    if (address_ms != 0 && is_inside(now_ms, window_ms, address_ms))
        seen |= VISIT_SEEN_ADDRESS;
    return seen;
}

bool unique_decide(uint64_t seen)
{
    if ((seen & VISIT_SEEN_COOKIE) != 0)
        return false;
    return (seen & VISIT_SEEN_COOKIE_OLD) != 0 || (seen & VISIT_SEEN_ADDRESS) == 0;
}

/* When the browser's last click of the campaign was, 0: it brings none of ours. */
static int64_t cookie_ms(const struct edge *edge, const struct campaign *campaign,
                         const struct http_request *request)
{
    uint64_t id;
    struct str cookies = http_header_find(request, STR("Cookie"));
    struct str clickid = cookie_find(cookies, str_from_c(campaign->key));
    return click_id_parse(edge->keys, clickid, &id) == OK ? id_time_ms(id) : 0;
}

struct unique unique_take(struct edge *edge, const struct campaign *campaign,
                          const struct http_request *request, int64_t earlier_ms)
{
    struct net_address address = visitor_address(request, edge->proxies, edge->proxy_count);
    struct unique unique = {.at_ms = clock_wall_ms()};
    unique.visitor = visitors_number(edge->visitors, campaign->id, &address,
                                     http_header_find(request, STR("User-Agent")));
    unique.before_ms = visitors_note(edge->visitors, unique.visitor, unique.at_ms);
    unique.seen = unique_seen(unique.at_ms, campaign->uniqueness_ms,
                              earlier_ms != 0 ? earlier_ms : cookie_ms(edge, campaign, request),
                              unique.before_ms);
    unique.is_unique = unique_decide(unique.seen);
    return unique;
}

void unique_take_back(struct edge *edge, const struct unique *unique)
{
    if (unique->visitor != 0)
        visitors_take_back(edge->visitors, unique->visitor, unique->at_ms, unique->before_ms);
}

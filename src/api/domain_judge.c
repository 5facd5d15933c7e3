#include "api/domain_judge.h"

#include "base/say.h"
/* Cloudflare's networks, as it publishes them (cloudflare.com/ips): the proxy that hides a CNAME
 * behind addresses of its own. */
static const char *const proxies[] = {
    "173.245.48.0/20",  "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22",    "141.101.64.0/18",
    "108.162.192.0/18", "190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22", "198.41.128.0/17",
    "162.158.0.0/15",   "104.16.0.0/13",   "104.24.0.0/14",   "172.64.0.0/13",    "131.0.72.0/22",
    "2400:cb00::/32",   "2606:4700::/32",  "2803:f800::/32",  "2405:b500::/32",   "2405:8100::/32",
    "2a06:98c0::/29",   "2c0f:f248::/32",
};

static bool is_proxy(const struct net_address *address)
{
    for (size_t i = 0; i < ARRAY_LEN(proxies); i++) {
        struct net_range range;
        CHECK(net_parse_range(str_from_c(proxies[i]), &range) == OK);
        if (net_is_in_range(address, &range))
            return true;
    }
    return false;
}

static bool is_target(const struct net_address *address, const struct domain_target *target)
{
    for (size_t i = 0; i < target->address_count; i++) {
        if (net_is_in_range(address, &target->addresses[i]))
            return true;
    }
    return false;
}

static size_t count_targets(const struct domain_target *target, const struct dns_host *found)
{
    size_t count = 0;
    for (size_t i = 0; i < found->address_count; i++)
        count += is_target(&found->addresses[i], target);
    return count;
}

static bool has_proxy(const struct dns_host *found)
{
    for (size_t i = 0; i < found->address_count; i++) {
        if (is_proxy(&found->addresses[i]))
            return true;
    }
    return false;
}

static void fail(struct domain_verdict *verdict, const char *state, const char *message)
{
    verdict->state = state;
    verdict->message = say_text(message);
}

static void judge_alias(struct domain_verdict *verdict, const struct domain_target *target,
                        const struct dns_host *found)
{
    bool is_ours = target->alias.ptr != NULL && str_is_equal_nocase(found->alias, target->alias);
    bool leads_here =
        found->address_count > 0 && count_targets(target, found) == found->address_count;
    if (is_ours && found->address_count == 0)
        fail(verdict, "target_without_address",
             SAY("the CNAME is right, but the name that it leads to has no address"));
    else if (is_ours || leads_here)
        verdict->is_good = true;
    else if (has_proxy(found))
        fail(verdict, "proxied",
             SAY("a proxy stands before the domain: switch it off for this record"));
    else
        fail(verdict, "cname_elsewhere", SAY("the CNAME leads to another name"));
}

static void judge_addresses(struct domain_verdict *verdict, const struct domain_target *target,
                            const struct dns_host *found)
{
    size_t ours = count_targets(target, found);
    if (found->address_count == 0)
        fail(verdict, "no_record", SAY("the domain has no record yet"));
    else if (ours == found->address_count)
        verdict->is_good = true;
    else if (ours > 0)
        fail(verdict, "duplicate_address",
             SAY("some of the addresses lead elsewhere: remove them, or visitors go astray"));
    else if (has_proxy(found))
        fail(verdict, "proxied",
             SAY("a proxy stands before the domain: switch it off for this record"));
    else
        fail(verdict, "address_elsewhere", SAY("the addresses lead to another machine"));
}

struct domain_verdict domain_judge(struct str host, const struct domain_target *target,
                                   const struct dns_host *found)
{
    bool has_alias = target->alias.ptr != NULL;
    struct domain_verdict verdict = {.state = "ok", .message = say_text("the domain leads here")};
    /* The alias' own host, and a zone's root, can have no CNAME to it. */
    verdict.is_alias_to_set =
        has_alias && !found->is_zone_root && !str_is_equal_nocase(host, target->alias);
    verdict.is_anything_to_set = verdict.is_alias_to_set || target->address_count > 0;
    if (!has_alias && target->address_count == 0)
        fail(&verdict, "no_target",
             SAY("it is not set where domains are to lead: tracking.dns_cname, "
                 "tracking.dns_addresses"));
    else if (found->alias.ptr != NULL)
        judge_alias(&verdict, target, found);
    else
        judge_addresses(&verdict, target, found);
    if (!verdict.is_good && !verdict.is_anything_to_set && has_alias)
        verdict.message =
            say_text("a zone's root takes no CNAME: its addresses must be known here, set "
                     "tracking.dns_addresses");
    return verdict;
}

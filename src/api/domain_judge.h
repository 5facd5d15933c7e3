/* domain_judge - whether the records of a domain lead here, and which one to set when not
 * (spec/tracker.md §1.7: a CNAME for a subdomain, addresses for a zone's root; duplicate addresses
 * and a proxied CNAME are the usual faults). Pure. */
#pragma once
#include "fetch/dns.h"

/* Where domains are to lead: what an operator tells users to set. */
struct domain_target {
    struct str alias; /* what a CNAME is to name; absent: none */
    const struct net_range *addresses;
    size_t address_count;
};

struct domain_verdict {
    bool is_good;
    const char *state;    /* "ok", or what is wrong: "no_record", "duplicate_address" ... */
    const char *message;  /* a sentence for the user */
    bool is_alias_to_set; /* the record to set is a CNAME to the target's alias, else addresses */
    bool is_anything_to_set; /* there is a record to name */
};

struct domain_verdict domain_judge(struct str host, const struct domain_target *target,
                                   const struct dns_host *found);

/* dns - what the domain name system says of a host (c-ares). One look-up blocks its caller, up to
 * its time; any thread. Nothing is cached: the question is whether a record that was just set is
 * there. The questions go to the machine's own servers, or to the one that is named. */
#pragma once
#include "base/arena.h"
#include "base/net.h"

#define DNS_ADDRESSES_MAX 32 /* of one host; the rest is left out */

struct dns_host {
    struct str
        alias; /* where a CNAME of the host itself leads, in lower case; absent: it has none */
    struct net_address addresses[DNS_ADDRESSES_MAX]; /* A and AAAA, CNAMEs followed */
    size_t address_count;
    bool is_zone_root; /* a zone begins here, so it can have no CNAME */
};

/* Asks for the host's CNAME, A, AAAA and SOA. server: "ADDRESS:PORT", or "" for the machine's.
 * A host without any record is found, and empty. ERR_TIMEOUT; ERR_IO: a server answered that it
 * cannot say, or none is reached; ERR_FULL. */
MUST_USE enum err dns_look_up(const char *server, struct str host, int64_t timeout_ms,
                              struct arena *arena, struct dns_host *found);

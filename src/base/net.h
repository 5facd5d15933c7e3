/* net - addresses of hosts: parsed, written, and compared with ranges. */
#pragma once
#include <sys/socket.h>
#include "base/arena.h"

/* An IPv4 or IPv6 address; IPv4-mapped IPv6 is kept as IPv4. family 0: unknown. */
struct net_address {
    uint8_t family; /* 0, 4 or 6 */
    uint8_t bytes[16];
};

struct net_range {
    struct net_address address;
    unsigned prefix_bits;
};

#define NET_ADDRESS_TEXT_MAX 46

struct net_address net_from_sockaddr(const struct sockaddr *sockaddr);
MUST_USE enum err net_parse_address(struct str s, struct net_address *address);
/* "10.0.0.0/8", "::1/128", or an address alone. ERR_INVALID. */
MUST_USE enum err net_parse_range(struct str s, struct net_range *range);
bool net_is_in_range(const struct net_address *address, const struct net_range *range);
bool net_is_equal(const struct net_address *a, const struct net_address *b);
struct str net_text(struct arena *arena, const struct net_address *address);

/* Where an address lies. Public: routable over the Internet; everything else (private, link-local,
 * carrier-grade NAT, multicast, reserved, documentation, unspecified, and the IPv4 addresses
 * carried by 6to4, NAT64 and Teredo) is NET_PRIVATE. */
enum net_zone { NET_PUBLIC, NET_LOOPBACK, NET_PRIVATE };
enum net_zone net_zone(const struct net_address *address);

/* Splits "127.0.0.1:8080" or "[::1]:8080" into a socket address. ERR_INVALID. */
MUST_USE enum err net_parse_endpoint(struct str s, struct sockaddr_storage *sockaddr,
                                     socklen_t *len);

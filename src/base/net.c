/* net - addresses of hosts. Pure; any thread. */
#include "base/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/num.h"

#define MAPPED_BYTES 12

static const uint8_t mapped_prefix[MAPPED_BYTES] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static struct net_address from_v4(const void *bytes)
{
    struct net_address address = {.family = 4};

    memcpy(address.bytes, bytes, 4);
    return address;
}

static struct net_address from_v6(const void *bytes)
{
    struct net_address address = {.family = 6};

    if (memcmp(bytes, mapped_prefix, MAPPED_BYTES) == 0)
        return from_v4((const uint8_t *)bytes + MAPPED_BYTES);
    memcpy(address.bytes, bytes, 16);
    return address;
}

/* Copies rather than casts: the caller's memory need not be aligned for the family. */
struct net_address net_from_sockaddr(const struct sockaddr *sockaddr)
{
    if (sockaddr->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, sockaddr, sizeof(v4));
        return from_v4(&v4.sin_addr);
    }
    if (sockaddr->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, sockaddr, sizeof(v6));
        return from_v6(&v6.sin6_addr);
    }
    return (struct net_address){.family = 0};
}

/* The text as inet_pton() wants it: ended by a NUL, with none inside. */
static bool to_c_text(struct str s, char out[NET_ADDRESS_TEXT_MAX])
{
    if (s.len == 0 || s.len >= NET_ADDRESS_TEXT_MAX || str_find_char(s, '\0') >= 0)
        return false;
    memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return true;
}

enum err net_parse_address(struct str s, struct net_address *address)
{
    char text[NET_ADDRESS_TEXT_MAX];
    uint8_t bytes[16];

    if (!to_c_text(s, text))
        return ERR_INVALID;
    if (inet_pton(AF_INET, text, bytes) == 1)
        *address = from_v4(bytes);
    else if (inet_pton(AF_INET6, text, bytes) == 1)
        *address = from_v6(bytes);
    else
        return ERR_INVALID;
    return OK;
}

enum err net_parse_range(struct str s, struct net_range *range)
{
    struct str rest = s, text;
    struct net_range found;
    uint64_t bits;

    if (!str_take_piece(&rest, '/', &text) || net_parse_address(text, &found.address) != OK)
        return ERR_INVALID;
    unsigned bits_max = found.address.family == 4 ? 32 : 128;
    /* A mapped address is kept as IPv4, and its prefix counts from there. */
    unsigned mapped_bits =
        found.address.family == 4 && str_find_char(text, ':') >= 0 ? 8 * MAPPED_BYTES : 0;
    if (rest.ptr == NULL)
        bits = bits_max + mapped_bits;
    else if (num_parse_u64(rest, bits_max + mapped_bits, &bits) != OK || bits < mapped_bits)
        return ERR_INVALID;
    found.prefix_bits = (unsigned)bits - mapped_bits;
    *range = found;
    return OK;
}

static bool has_prefix(const uint8_t *bytes, const uint8_t *prefix, unsigned bits)
{
    unsigned whole = bits / 8, left = bits % 8;

    if (memcmp(bytes, prefix, whole) != 0)
        return false;
    return left == 0 || (bytes[whole] ^ prefix[whole]) >> (8 - left) == 0;
}

bool net_is_in_range(const struct net_address *address, const struct net_range *range)
{
    return address->family != 0 && address->family == range->address.family &&
           has_prefix(address->bytes, range->address.bytes, range->prefix_bits);
}

bool net_is_equal(const struct net_address *a, const struct net_address *b)
{
    if (a->family != b->family)
        return false;
    return memcmp(a->bytes, b->bytes, a->family == 4 ? 4 : 16) == 0;
}

struct str net_text(struct arena *arena, const struct net_address *address)
{
    char text[NET_ADDRESS_TEXT_MAX];

    if (address->family == 0)
        return arena_copy(arena, STR("unknown"));
    CHECK(inet_ntop(address->family == 4 ? AF_INET : AF_INET6, address->bytes, text,
                    sizeof(text)) != NULL);
    return arena_copy(arena, str_from_c(text));
}

/* The IANA registries of special-purpose addresses (RFC 6890 and what came after). The first range
 * that fits decides. */
static const struct zone_range {
    struct net_range range;
    enum net_zone zone;
} zones[] = {
#define V4(a, b, c, bits)                                                                          \
    {                                                                                              \
        {4, {a, b, c}}, bits                                                                       \
    }
#define V6(a, b, c, d, bits)                                                                       \
    {                                                                                              \
        {6, {(a) >> 8, (a)&255, (b) >> 8, (b)&255, (c) >> 8, (c)&255, (d) >> 8, (d)&255}}, bits    \
    }
    {V4(127, 0, 0, 8), NET_LOOPBACK},
    {V4(0, 0, 0, 8), NET_PRIVATE},       /* this network, unspecified */
    {V4(10, 0, 0, 8), NET_PRIVATE},      /* private */
    {V4(100, 64, 0, 10), NET_PRIVATE},   /* carrier-grade NAT */
    {V4(169, 254, 0, 16), NET_PRIVATE},  /* link-local, and the clouds' metadata */
    {V4(172, 16, 0, 12), NET_PRIVATE},   /* private */
    {V4(192, 0, 0, 24), NET_PRIVATE},    /* protocol assignments */
    {V4(192, 0, 2, 24), NET_PRIVATE},    /* documentation */
    {V4(192, 88, 99, 24), NET_PRIVATE},  /* 6to4 relays */
    {V4(192, 168, 0, 16), NET_PRIVATE},  /* private */
    {V4(198, 18, 0, 15), NET_PRIVATE},   /* benchmarks */
    {V4(198, 51, 100, 24), NET_PRIVATE}, /* documentation */
    {V4(203, 0, 113, 24), NET_PRIVATE},  /* documentation */
    {V4(224, 0, 0, 3), NET_PRIVATE},     /* multicast, reserved, broadcast */
    {{{6, {[15] = 1}}, 128}, NET_LOOPBACK},
    {V6(0, 0, 0, 0, 3), NET_PRIVATE},           /* unspecified, IPv4-compatible, NAT64, discard */
    {V6(0x2001, 0, 0, 0, 23), NET_PRIVATE},     /* protocol assignments, Teredo among them */
    {V6(0x2001, 0xdb8, 0, 0, 32), NET_PRIVATE}, /* documentation */
    {V6(0x2002, 0, 0, 0, 16), NET_PRIVATE},     /* 6to4 */
    {V6(0x3fff, 0, 0, 0, 20), NET_PRIVATE},     /* documentation */
    {V6(0x4000, 0, 0, 0, 2), NET_PRIVATE},      /* not given out; 2000::/3 alone is public */
    {V6(0x8000, 0, 0, 0, 1), NET_PRIVATE}, /* unique local, link-local, site-local, multicast */
#undef V4
#undef V6
};

enum net_zone net_zone(const struct net_address *address)
{
    if (address->family == 0)
        return NET_PRIVATE;
    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (net_is_in_range(address, &zones[i].range))
            return zones[i].zone;
    return NET_PUBLIC;
}

enum err net_parse_endpoint(struct str s, struct sockaddr_storage *sockaddr, socklen_t *len)
{
    bool has_brackets = str_has_prefix(s, STR("["));
    ptrdiff_t end = has_brackets ? str_find(s, STR("]:")) : str_find_char(s, ':');
    struct net_address address;
    uint64_t port;

    if (end < 0)
        return ERR_INVALID;
    struct str host = str_slice(s, has_brackets, (size_t)end);
    struct str port_text = str_slice(s, (size_t)end + 1 + has_brackets, s.len);
    if (num_parse_u64(port_text, UINT16_MAX, &port) != OK)
        return ERR_INVALID;
    if (net_parse_address(host, &address) != OK)
        return ERR_INVALID;
    if (has_brackets != (str_find_char(host, ':') >= 0))
        return ERR_INVALID;
    memset(sockaddr, 0, sizeof(*sockaddr));
    if (address.family == 4) {
        struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        memcpy(&v4.sin_addr, address.bytes, 4);
        memcpy(sockaddr, &v4, sizeof(v4));
        *len = sizeof(v4);
    } else {
        struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
        memcpy(&v6.sin6_addr, address.bytes, 16);
        memcpy(sockaddr, &v6, sizeof(v6));
        *len = sizeof(v6);
    }
    return OK;
}

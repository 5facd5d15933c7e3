/* span - read in all the forms in which people write ranges of addresses. */
#include "base/span.h"

#include "base/buf.h"

#define V4_BYTES 4
#define V4_PARTS 4

static size_t bytes_of(const struct net_address *address)
{
    return address->family == 4 ? V4_BYTES : sizeof address->bytes;
}

/* The range as its two ends. */
static struct net_span span_of(const struct net_range *range)
{
    struct net_span span = {range->address, range->address};
    for (size_t i = 0; i < bytes_of(&range->address); i++) {
        unsigned before = 8 * (unsigned)i;
        unsigned kept = range->prefix_bits <= before ? 0 : range->prefix_bits - before;
        unsigned free_bits = kept >= 8 ? 0 : 0xffu >> kept;
        span.first.bytes[i] = (uint8_t)(span.first.bytes[i] & ~free_bits);
        span.last.bytes[i] = (uint8_t)(span.last.bytes[i] | free_bits);
    }
    return span;
}

/* "10.0.0.0/255.0.0.0": the bits of the mask stand together at its front. */
static enum err parse_netmask(struct str s, struct net_span *span)
{
    struct net_address mask;
    struct net_range range;
    struct str text;
    if (!str_take_piece(&s, '/', &text) || net_parse_address(text, &range.address) != OK ||
        net_parse_address(s, &mask) != OK || mask.family != 4 || range.address.family != 4)
        return ERR_INVALID;
    uint32_t bits = 0;
    for (size_t i = 0; i < V4_BYTES; i++)
        bits = bits << 8 | mask.bytes[i];
    uint32_t rest = ~bits;
    if ((rest & (rest + 1)) != 0)
        return ERR_INVALID;
    range.prefix_bits = 32 - (unsigned)__builtin_popcount(rest);
    *span = span_of(&range);
    return OK;
}

/* "10.0.*.*": stars stand at the end only. */
static enum err parse_stars(struct str s, struct net_span *span)
{
    char text[NET_ADDRESS_TEXT_MAX];
    struct buf buf = buf_from_memory(text, sizeof text);
    struct str piece;
    unsigned numbers = 0, stars = 0;
    while (numbers + stars < V4_PARTS && str_take_piece(&s, '.', &piece)) {
        bool is_star = str_is_equal(piece, STR("*"));
        if (stars > 0 && !is_star)
            return ERR_INVALID;
        stars += is_star;
        numbers += !is_star;
        buf_write_c(&buf, numbers + stars > 1 ? "." : "");
        buf_write(&buf, is_star ? STR("0") : piece);
    }
    struct net_range range = {.prefix_bits = 8 * numbers};
    if (numbers + stars != V4_PARTS || s.ptr != NULL || stars == 0 || buf_is_full(&buf) ||
        net_parse_address(buf_str(&buf), &range.address) != OK)
        return ERR_INVALID;
    *span = span_of(&range);
    return OK;
}

static int compare(const struct net_address *a, const struct net_address *b)
{
    return memcmp(a->bytes, b->bytes, bytes_of(a));
}

static enum err parse_ends(struct str s, struct net_span *span)
{
    struct net_span ends;
    struct str first;
    if (!str_take_piece(&s, '-', &first) || net_parse_address(str_trim(first), &ends.first) != OK ||
        net_parse_address(str_trim(s), &ends.last) != OK || ends.first.family != ends.last.family ||
        compare(&ends.first, &ends.last) > 0)
        return ERR_INVALID;
    *span = ends;
    return OK;
}

enum err net_parse_span(struct str s, struct net_span *span)
{
    struct net_range range;
    if (net_parse_range(s, &range) == OK) {
        *span = span_of(&range);
        return OK;
    }
    if (str_find_char(s, '*') >= 0)
        return parse_stars(s, span);
    return str_find_char(s, '-') >= 0 ? parse_ends(s, span) : parse_netmask(s, span);
}

bool net_is_in_span(const struct net_address *address, const struct net_span *span)
{
    return address->family != 0 && address->family == span->first.family &&
           compare(address, &span->first) >= 0 && compare(address, &span->last) <= 0;
}

/* net_set - an address is its family and its bytes, so that IPv4 stands before IPv6 and never
 * within it. */
#include "base/net_set.h"

#include <stdlib.h>

struct point {
    uint8_t bytes[17];
};

struct net_span {
    struct point first, last;
};

static int compare(const struct point *a, const struct point *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static struct point point_of(const struct net_address *address)
{
    struct point point = {{address->family}};
    memcpy(&point.bytes[1], address->bytes, address->family == 4 ? 4 : 16);
    return point;
}

/* The address with all bits behind the prefix cleared, or set. */
static struct point edge_of(const struct net_range *range, bool is_last)
{
    struct point point = point_of(&range->address);
    size_t bits = range->address.family == 4 ? 32 : 128;
    for (size_t bit = range->prefix_bits; bit < bits; bit++) {
        uint8_t mask = (uint8_t)(0x80 >> (bit % 8));
        uint8_t *byte = &point.bytes[1 + bit / 8];
        *byte = (uint8_t)(is_last ? *byte | mask : *byte & ~mask);
    }
    return point;
}

static int compare_firsts(const void *a, const void *b)
{
    return compare(&((const struct net_span *)a)->first, &((const struct net_span *)b)->first);
}

enum err net_set_make(struct arena *arena, const struct net_range *ranges, size_t count,
                      struct net_set *set)
{
    struct net_span *spans = ARENA_ARRAY(arena, struct net_span, count + 1);
    size_t kept = 0;
    if (spans == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++)
        spans[i] = (struct net_span){edge_of(&ranges[i], false), edge_of(&ranges[i], true)};
    qsort(spans, count, sizeof(*spans), compare_firsts);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare(&spans[i].first, &spans[kept - 1].last) > 0)
            spans[kept++] = spans[i];
        else if (compare(&spans[i].last, &spans[kept - 1].last) > 0)
            spans[kept - 1].last = spans[i].last;
    }
    *set = (struct net_set){spans, kept};
    return OK;
}

bool net_set_has(const struct net_set *set, const struct net_address *address)
{
    struct point point = point_of(address);
    size_t from = 0, to = set->count; /* the first that begins behind the point */
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(&set->spans[middle].first, &point) > 0)
            to = middle;
        else
            from = middle + 1;
    }
    return from > 0 && compare(&point, &set->spans[from - 1].last) <= 0;
}

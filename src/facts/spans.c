#include "facts/spans.h"

static int compare_ids(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

/* The widest gaps so far, by the place of the id behind each, the widest first. */
struct gaps {
    size_t behind[SPANS_MAX - 1];
    size_t count;
};

static uint64_t width(const uint64_t *ids, size_t behind)
{
    return ids[behind] - ids[behind - 1];
}

static void add_gap(struct gaps *gaps, const uint64_t *ids, size_t behind)
{
    size_t at = gaps->count;
    while (at > 0 && width(ids, gaps->behind[at - 1]) < width(ids, behind))
        at--;
    if (at == SPANS_MAX - 1)
        return;
    if (gaps->count < SPANS_MAX - 1)
        gaps->count++;
    for (size_t i = gaps->count - 1; i > at; i--)
        gaps->behind[i] = gaps->behind[i - 1];
    gaps->behind[at] = behind;
}

static bool is_gap(const struct gaps *gaps, size_t behind)
{
    for (size_t i = 0; i < gaps->count; i++)
        if (gaps->behind[i] == behind)
            return true;
    return false;
}

size_t spans_of_ids(uint64_t *ids, size_t count, uint64_t gap_min, struct id_span spans[SPANS_MAX])
{
    struct gaps gaps = {.count = 0};
    size_t made = 0;
    if (count == 0)
        return 0;
    qsort(ids, count, sizeof(*ids), compare_ids);
    for (size_t i = 1; i < count; i++)
        if (width(ids, i) >= gap_min)
            add_gap(&gaps, ids, i);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || is_gap(&gaps, i))
            spans[made++].first = ids[i];
        spans[made - 1].last = ids[i];
    }
    return made;
}

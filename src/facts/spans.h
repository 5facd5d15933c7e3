/* spans - a few ranges of ids that hold given ones and little else, so that a statement about
 * visits of long ago and of now does not read all that lies between. Pure; any thread. */
#pragma once
#include "base/base.h"

#define SPANS_MAX 8

struct id_span {
    uint64_t first, last; /* both within */
};

/* Sorts the ids and cuts them at their widest gaps, those of gap_min and more, into at most
 * SPANS_MAX spans that rise. Returns how many; none of no ids. */
size_t spans_of_ids(uint64_t *ids, size_t count, uint64_t gap_min, struct id_span spans[SPANS_MAX]);

/* latency - how long answers took, counted by buckets. Owner: one loop's thread, which alone adds;
 * any thread reads. */
#pragma once
#include "base/base.h"

#define LATENCY_BOUNDS 12

/* Upper bounds, inclusive, rising. */
extern const int64_t latency_bounds_us[LATENCY_BOUNDS];

struct latency {
    _Atomic uint64_t counts[LATENCY_BOUNDS + 1]; /* the last one: above all bounds */
    _Atomic uint64_t sum_us;
};

struct latency_total {
    uint64_t counts[LATENCY_BOUNDS + 1];
    uint64_t sum_us;
};

/* Counts an answer. A negative time counts as none. */
void latency_add(struct latency *latency, int64_t took_us);
/* Adds what was counted so far to the total. */
void latency_read(const struct latency *latency, struct latency_total *total);

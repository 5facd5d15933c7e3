#include "visit/latency.h"

#include <stdatomic.h>

const int64_t latency_bounds_us[LATENCY_BOUNDS] = {250,   500,   1000,   2000,   5000,   10000,
                                                   20000, 50000, 100000, 200000, 500000, 1000000};

/* One thread writes, so that no locked instruction is needed. */
static void add(_Atomic uint64_t *counter, uint64_t n)
{
    uint64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + n, memory_order_relaxed);
}

void latency_add(struct latency *latency, int64_t took_us)
{
    size_t i = 0;
    if (took_us < 0)
        took_us = 0;
    while (i < LATENCY_BOUNDS && took_us > latency_bounds_us[i])
        i++;
    add(&latency->counts[i], 1);
    add(&latency->sum_us, (uint64_t)took_us);
}

void latency_read(const struct latency *latency, struct latency_total *total)
{
    for (size_t i = 0; i <= LATENCY_BOUNDS; i++)
        total->counts[i] += atomic_load_explicit(&latency->counts[i], memory_order_relaxed);
    total->sum_us += atomic_load_explicit(&latency->sum_us, memory_order_relaxed);
}

#include "visit/verdict_count.h"

#include <stdatomic.h>

static void count_one(_Atomic uint64_t *counter)
{
    (void)atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

void verdict_count_add(struct verdict_count *count, bool is_bot, uint64_t signals)
{
    size_t word_count;
    const struct visitor_word *words = signals_words(&word_count);
    count_one(is_bot ? &count->bots : &count->people);
    for (size_t i = 0; i < word_count && signals != 0; i++)
        if ((signals & words[i].bit) != 0)
            count_one(&count->by_signal[i]);
}

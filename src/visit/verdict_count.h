/* verdict_count - visits counted by the verdict on them and by each signal of a bot, since the
 * start. Shared by all loops; any thread reads. */
#pragma once
#include "visitor/signals.h"

struct verdict_count {
    _Atomic uint64_t people, bots;
    _Atomic uint64_t by_signal[SIGNALS_COUNT]; /* in the order of signals_words() */
};

/* A visit with several signals counts once for each. */
void verdict_count_add(struct verdict_count *count, bool is_bot, uint64_t signals);

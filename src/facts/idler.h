/* idler - a thread that works only while nobody else wants the processor, for who waits for it.
 *
 * A thread that wakes to answer a visitor takes the processor from the idle class at once, from any
 * other after a slice of time. But only who may raise priorities (CAP_SYS_NICE, RLIMIT_NICE), which
 * services seldom do, ever leaves that class again, and all that a thread starts is born into its
 * own. So what may give way now and not later is done in a thread of its own, and whoever asks for
 * it stays as it was. Owner: who made it; one asks at a time. */
#pragma once
#include "base/base.h"

struct idler;

/* NULL: the system gives no thread. */
struct idler *idler_make(void);
void idler_free(struct idler *idler); /* accepts NULL */

/* Has the work done and waits for its end. Whatever it writes is seen by the caller afterwards.
 * What is not done after patient_ms is done with the others' share of the processor from there on,
 * where this process may raise priorities; else it goes on as it was. */
void idler_run(struct idler *idler, void (*work)(void *context), void *context, int64_t patient_ms);

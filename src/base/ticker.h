/* ticker - a thread that does something again and again, with a pause between, until it is closed.
 */
#pragma once
#include "base/base.h"

struct ticker;

/* Starts the thread: it calls work at once, then again whenever the pause that it returned (ms) is
 * over. context is lent until ticker_close(). */
struct ticker *ticker_open(int64_t (*work)(struct ticker *ticker, void *context), void *context);
/* Whether it is being closed: what takes long is to be broken off. Of work; any thread. */
bool ticker_is_ending(struct ticker *ticker);
/* Waits for work to return, and ends the thread. Accepts NULL. */
void ticker_close(struct ticker *ticker);

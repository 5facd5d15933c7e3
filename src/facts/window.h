/* window - brings one stretch of the ledger into a load: the rows of its entries, table by table,
 * each with its visit's tokens as they were before the stretch; then what its cost updates change
 * for each visit; then where the tokens of visits came to by its end. Memory is bounded, whatever
 * an entry changes. Owner: the projector's thread. */
#pragma once
#include <stdatomic.h>
#include "facts/facts.h"
#include "ledger/tail.h"

struct window;

/* Makes the memory that windows share. tail: lent; is_stopping: looked at now and then. */
struct window *window_make(struct tail *tail, const atomic_bool *is_stopping);
void window_free(struct window *window); /* accepts NULL */

/* From here on the window is of the entries with after_id < id <= end_id, into that load, which is
 * lent until the window is done. */
void window_begin(struct window *window, struct facts_load *load, uint64_t after_id,
                  uint64_t end_id);
/* Whether the next step takes no longer than a page does. Only while the window is not done. */
bool window_is_step_short(const struct window *window);
/* Adds what its next page of up to TAIL_PAGE_MAX entries says; *is_done: that was the last. One
 * thread may take one step, and another the next. ERR_CLOSED: it is to stop; ERR_IO, ERR_TIMEOUT,
 * ERR_FULL, ERR_RANGE: the load is to be aborted. */
MUST_USE enum err window_step(struct window *window, bool *is_done);

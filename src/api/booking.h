/* booking - books what counted 0 for want of a rate, once rates were imported: it looks for it page
 * by page and has the edge write (convert/book.h). By a thread of its own after each import, from
 * whatever process, and when the desk starts; at once for who asks. */
#pragma once
#include "api/api.h"

struct booked {
    uint64_t visits;
    uint64_t conversions;
};

/* Books entries of that time, from from_ms on, before to_ms. One at a time; any thread. ERR_BUSY:
 * the edge does not answer, or does not serve the rates yet; ERR_IO, ERR_TIMEOUT: the ledger. What
 * was booked by then stays so, and again is harmless. */
MUST_USE enum err booking_run(struct api *api, const char *actor, int64_t from_ms, int64_t to_ms,
                              struct booked *booked);

struct booking;

struct booking *booking_open(struct api *api);
void booking_close(struct booking *booking); /* accepts NULL */

/* readers - connections to the ledger for the threads of the pool: each is for one thread at a
 * time, kept open between calls. Opened when first needed, so a ledger may appear later; one that
 * failed is closed and the next call opens anew. Any thread; guarded by a mutex. At most
 * READERS_IDLE_MAX are kept. */
#pragma once
#include "ledger/reader.h"

#define READERS_IDLE_MAX 8

struct readers;

/* dir is lent. */
struct readers *readers_make(const char *dir);
void readers_free(struct readers *readers); /* accepts NULL; none may be out */

/* A reader for this thread, until it is given back. ERR_NOT_FOUND: there is no ledger yet; ERR_IO.
 */
MUST_USE enum err readers_take(struct readers *readers, struct ledger_reader **reader);
/* result: what its last use came to; after ERR_IO it is closed. Accepts a NULL reader. */
void readers_give_back(struct readers *readers, struct ledger_reader *reader, enum err result);

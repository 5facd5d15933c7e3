/* kept - clicks of batches that did not commit: copies that wait for a later batch under the id
 * their visitor left with. At most LEDGER_KEPT_MAX; a new one then pushes out the oldest, which is
 * lost and counted. Owner: the writer; the counts may be read by any thread. */
#pragma once
#include "ledger/batch.h"

struct kept;

struct kept *kept_make(void);
void kept_free(struct kept *kept); /* accepts NULL */
/* Copies the job's parts. */
void kept_add(struct kept *kept, const struct ledger_job *job);
/* Writes all into the batch, oldest first. They stay until kept_drop_recorded(). ERR_IO. */
MUST_USE enum err kept_write(struct kept *kept, struct ledger_tx *tx);
/* Drops those up to that id: they are committed. */
void kept_drop_recorded(struct kept *kept, uint64_t last_id);
uint64_t kept_count(const struct kept *kept);
uint64_t kept_recorded(const struct kept *kept);
uint64_t kept_lost(const struct kept *kept);

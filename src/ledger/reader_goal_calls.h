/* reader_goal_calls - what the ad network counted for one goal and one ad click. */
#pragma once
#include "ledger/reader.h"

/* The stored calls, oldest first, up to max into calls. Found by an index. ERR_IO, ERR_TIMEOUT,
 * ERR_FULL (the arena). */
MUST_USE enum err ledger_reader_stored_calls(struct ledger_reader *reader, struct str goal_id,
                                             uint64_t ad_click_id, struct arena *arena,
                                             struct goal_call *calls, size_t max, size_t *count);

/* update - /postback?upd_clickid=...&upd_key=...: events and tokens of a visit, told afterwards by
 * whoever has the workspace's click_update_key or the secret of the click's network
 * (spec/tracker.md §1.9). On the ledger's thread. */
#pragma once
#include "convert/register.h"

#define UPDATE_IDS_MAX 2 /* the log's row, the update */

/* Decides and appends the log's row and the update; registration->visit_id is the click named. It
 * makes no conversion. ERR_IO. */
MUST_USE enum err update_decide(struct ledger_tx *tx, struct registration *registration);

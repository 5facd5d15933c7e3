/* click - what a lander's click does to its visit's state and its campaign's totals. Pure but for
 * the ledger's transaction. */
#pragma once
#include "ledger/ledger.h"

/* The write of a part whose row is a struct click: says whether it is the visit's first, appends
 * it, and adds it to what is kept of the visit and the campaign. What a bot clicks behind a person
 * changes neither. ERR_IO. */
MUST_USE enum err ledger_write_click(struct ledger_tx *tx, void *row);

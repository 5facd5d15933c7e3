/* verify_verdicts - proves each verdict that came after its visit: it follows from its signals, it
 * is another one than before, it changes what its visit and clicks say, no cost update in force
 * covered the visit, and the visit's conversions went with it. */
#pragma once
#include "ledger/proof.h"

/* Faults are told; ERR_IO. In transactions of its own. */
MUST_USE enum err verdicts_prove(struct proof *proof);

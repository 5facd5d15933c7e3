/* verify_costs - proves what costs told afterwards did: each update and each correction is reckoned
 * again as of its own entry, from the visits and the updates before it, and each campaign's last
 * one is the one that is kept. One thread; no transaction beyond PROOF_MS_MAX. */
#pragma once
#include "ledger/proof.h"

/* dir: of the same ledger, for a reader of its own. ERR_IO. */
MUST_USE enum err costs_prove(struct proof *proof, const char *dir);

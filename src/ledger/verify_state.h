/* verify_state - what is kept beside the entries so that it need not be worked out each time:
 * conversions, the outbox and the goals' states. Each row is compared in the transaction that also
 * reads its entries, so a writer may go on. */
#pragma once
#include "ledger/proof.h"

struct state_proof;

/* ERR_IO. */
MUST_USE enum err state_proof_make(struct proof *proof, struct state_proof **state);
void state_proof_free(struct state_proof *state); /* accepts NULL */
/* Whether the state that an entry brings into being is there: in the entry's transaction. ERR_IO.
 */
MUST_USE enum err state_prove_entry(struct state_proof *state, enum ledger_table table,
                                    const void *row);
/* Compares every row of state with what its entries say, in transactions of its own. ERR_IO. */
MUST_USE enum err state_prove_rows(struct state_proof *state);

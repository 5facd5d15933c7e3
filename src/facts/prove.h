/* prove - whether the facts are the ledger's, to the last unit: what their rows add up to, as of
 * their position, against the totals that the ledger's entries give up to there. Exact also while
 * both go on, for neither side is asked about now. Owner: one thread. */
#pragma once
#include "facts/facts.h"
#include "ledger/row.h"

#define FACTS_SUMS_MAX (1u << 21)

/* Hands out the sums of the facts as rows of the ledger's totals, campaign_total, variation_total
 * and goal_total, in no order, and the position that they are as of: one statement reads both. Of a
 * conversion, a visit, a click that is a bot's or a test's nothing counts but bot_visits and
 * bot_clicks, as in the ledger. position->id 0: there are no facts yet. The errors of
 * statement_run(), and on_sum's. */
MUST_USE enum err facts_sums(struct facts *facts, uint64_t node, struct facts_position *position,
                             enum err (*on_sum)(void *context, enum ledger_table table,
                                                const void *row),
                             void *context);

/* Sums of the facts on one side, totals of the ledger on the other. */
struct facts_proof;

/* on_fault is told each difference, as a sentence with the total and the column. */
struct facts_proof *facts_proof_make(void (*on_fault)(void *context, const char *sentence),
                                     void *context);
void facts_proof_free(struct facts_proof *proof); /* accepts NULL */
/* Takes a sum of the facts: all of them come before the first total. ERR_FULL: more than
 * FACTS_SUMS_MAX. */
MUST_USE enum err facts_proof_add(struct facts_proof *proof, enum ledger_table table,
                                  const void *row);
/* Holds a total of the ledger against its sum; without one it must be zeros. Totals that the facts
 * have none of are passed over. */
void facts_proof_compare(struct facts_proof *proof, enum ledger_table table, const void *row);
/* Sums that the ledger has no total of are told too. Returns how many faults there were in all;
 * *compared: how many totals were held against the facts. */
uint64_t facts_proof_end(struct facts_proof *proof, uint64_t *compared);

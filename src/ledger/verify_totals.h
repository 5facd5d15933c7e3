/* verify_totals - adds up the entries as they pass, and compares with the totals that are kept.
 * Every sum comes from entries that never change: a conversion counts by the difference that each
 * of its changes made, so the sums are right at whatever entry the walk ends. At most
 * VERIFY_TOTALS_MAX. */
#pragma once
#include "ledger/proof.h"

#define VERIFY_TOTALS_MAX (1u << 21)

struct totals;

/* ERR_IO. */
MUST_USE enum err totals_make(struct proof *proof, struct totals **totals);
void totals_free(struct totals *totals); /* accepts NULL */
/* Takes an entry's part. ERR_IO; ERR_FULL: too many different totals. */
MUST_USE enum err totals_add_entry(struct totals *totals, enum ledger_table table, const void *row);
/* Hands out all sums so far, in no order. */
void totals_tell(const struct totals *totals,
                 void (*on_total)(void *context, enum ledger_table table, const void *row),
                 void *context);
/* Compares all, in the transaction that read the last entry. ERR_IO. */
MUST_USE enum err totals_compare(struct totals *totals);

/* reader_spends - what all ad campaigns have delivered and were charged, for whoever holds their
 * budgets in memory. */
#pragma once
#include "ledger/reader.h"

/* One ad campaign: the sums of its days, and the last of these days. */
struct reader_spend {
    struct adcampaign_day total; /* day: 0 */
    struct adcampaign_day last;
};

/* The ad campaigns behind after_id by rising id, up to max into spends; *count is how many: fewer
 * than max at the end. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_spends(struct ledger_reader *reader, uint64_t after_id,
                                       struct reader_spend *spends, size_t max, size_t *count);

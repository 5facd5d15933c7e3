/* reader_ad_visitors - who got which ad campaign, for whoever holds that in memory. */
#pragma once
#include "ledger/reader.h"

struct reader_ad_visitor {
    uint64_t id; /* of the ad click or the impression */
    uint64_t adcampaign_id;
    uint64_t visitor; /* of its personal fields; 0: none was kept, or it is forgotten */
};

/* The ad clicks and the impressions of pages behind after_id by rising id, up to max into visitors
 * (READER_SCAN_MAX at most); *count is how many: fewer than max at the end. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_ad_visitors(struct ledger_reader *reader, uint64_t after_id,
                                            struct reader_ad_visitor *visitors, size_t max,
                                            size_t *count);

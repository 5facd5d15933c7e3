/* bidders - what answers add to the documents of bidders, and of ad campaigns about them. */
#pragma once
#include "api/internal.h"

/* What bidders_put_state() adds to a bidder, and to an ad campaign. */
extern const struct shape bidder_state_shape, bidder_adcampaign_shape;
/* ERR_IO: what is there is told as null. */
MUST_USE enum err bidders_put_state(const struct call *call, json_t *document);

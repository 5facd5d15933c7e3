/* served - an ad that a zone was given, sealed into the addresses that its page asks afterwards:
 * of the impression, once it was seen, and of the click. What it costs was decided then, and no
 * page can change it. */
#pragma once
#include "network/seal.h"

#define SERVED_VERSION     2 /* the tag's is 1 */
#define SERVED_ID_BYTES    16
#define SERVED_PLAIN_BYTES 48
#define SERVED_TEXT_LEN    SEAL_TEXT_LEN(SERVED_PLAIN_BYTES)
#define SERVED_VALID_MS    (INT64_C(24) * 3600 * 1000) /* a page may stay open for a day */

struct served {
    uint8_t id[SERVED_ID_BYTES]; /* random: an impression counts once */
    int64_t at_ms;
    uint32_t workspace_id;
    uint32_t adcampaign_id;
    uint32_t variation_id;
    uint32_t zone_id;
    int64_t event_micros; /* what the paid event costs: the impression, or of CPC the click */
};

/* Makes its id, and seals it: SERVED_TEXT_LEN characters, no NUL. */
void served_seal(const struct keys *keys, struct served *served, char out[SERVED_TEXT_LEN]);
/* ERR_INVALID, ERR_FORGED: not one of ours; ERR_STALE: older than SERVED_VALID_MS. */
MUST_USE enum err served_open(const struct keys *keys, struct str text, int64_t now_ms,
                              struct served *served);

/* tag - {conversions_tracking}: an ad click's identity, sealed so that it can come back from a
 * stranger and be believed without a look at the disk (DESIGN.md §4, spec/network.md §3.3).
 * base64url of: version (1), key number (1), nonce (24), XChaCha20-Poly1305 of the fields below,
 * auth tag (16); the first two bytes are authenticated with it. 112 characters. */
#pragma once
#include "base/buf.h"
#include "base/keys.h"
#include "model/ad_format.h"

#define TAG_TEXT_LEN 112
#define TAG_TEXT_MAX 1024 /* longer ones are no tags of anyone */

struct tag {
    uint64_t ad_click_id;
    uint32_t workspace_id;
    uint32_t adcampaign_id;
    uint32_t variation_id;
    uint32_t site_id;
    uint32_t zone_id;
    uint16_t category_id;
    char country[4]; /* up to 3 letters A-Z, "" unknown */
    uint16_t format; /* number of ad_format_find() */
    int64_t cost_micros;
};

/* Seals with the key in force at the ad click's time and a fresh nonce. out: TAG_TEXT_LEN
 * characters, no NUL. */
void tag_seal(const struct keys *keys, const struct tag *tag, char out[TAG_TEXT_LEN]);
/* ERR_INVALID: not of a tag's form. ERR_FORGED: not sealed by us, or altered. */
MUST_USE enum err tag_open(const struct keys *keys, struct str text, struct tag *tag);

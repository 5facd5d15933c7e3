#include "network/served.h"

#include <sodium.h>

void served_seal(const struct keys *keys, struct served *served, char out[SERVED_TEXT_LEN])
{
    uint8_t plain[SERVED_PLAIN_BYTES];
    struct seal_cursor cursor = {plain + SERVED_ID_BYTES};
    randombytes_buf(served->id, sizeof(served->id));
    memcpy(plain, served->id, sizeof(served->id));
    seal_put(&cursor, (uint64_t)served->at_ms, 8);
    seal_put(&cursor, served->workspace_id, 4);
    seal_put(&cursor, served->adcampaign_id, 4);
    seal_put(&cursor, served->variation_id, 4);
    seal_put(&cursor, served->zone_id, 4);
    seal_put(&cursor, (uint64_t)served->event_micros, 8);
    CHECK(cursor.at == plain + SERVED_PLAIN_BYTES);
    seal_write(keys, SERVED_VERSION, served->at_ms, plain, sizeof(plain), out);
}

enum err served_open(const struct keys *keys, struct str text, int64_t now_ms,
                     struct served *served)
{
    uint8_t plain[SERVED_PLAIN_BYTES];
    struct seal_cursor cursor = {plain + SERVED_ID_BYTES};
    enum err err = seal_open(keys, SERVED_VERSION, text, plain, sizeof(plain));
    if (err != OK)
        return err;
    memcpy(served->id, plain, sizeof(served->id));
    served->at_ms = (int64_t)seal_take(&cursor, 8);
    served->workspace_id = (uint32_t)seal_take(&cursor, 4);
    served->adcampaign_id = (uint32_t)seal_take(&cursor, 4);
    served->variation_id = (uint32_t)seal_take(&cursor, 4);
    served->zone_id = (uint32_t)seal_take(&cursor, 4);
    served->event_micros = (int64_t)seal_take(&cursor, 8);
    return now_ms - served->at_ms <= SERVED_VALID_MS ? OK : ERR_STALE;
}

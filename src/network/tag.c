#include "network/tag.h"

#include "base/id.h"
#include "network/seal.h"

#define VERSION     1
#define PLAIN_BYTES 42

_Static_assert(SEAL_TEXT_LEN(PLAIN_BYTES) == TAG_TEXT_LEN, "length of the text");

/* Three letters in 15 bits: 1 is A, 0 ends. */
static uint16_t pack_country(const char country[4])
{
    uint16_t packed = 0;
    bool has_ended = false;
    for (size_t i = 0; i < 3; i++) {
        has_ended = has_ended || country[i] < 'A' || country[i] > 'Z';
        packed = (uint16_t)(packed << 5 | (has_ended ? 0 : country[i] - 'A' + 1));
    }
    return packed;
}

static void unpack_country(uint16_t packed, char country[4])
{
    memset(country, 0, 4);
    for (size_t i = 0; i < 3; i++) {
        unsigned letter = packed >> (5 * (2 - i)) & 31;
        if (letter == 0 || letter > 26)
            return;
        country[i] = (char)('A' + letter - 1);
    }
}

static void write_fields(const struct tag *tag, uint8_t plain[PLAIN_BYTES])
{
    struct seal_cursor cursor = {plain};
    seal_put(&cursor, tag->ad_click_id, 8);
    seal_put(&cursor, tag->workspace_id, 4);
    seal_put(&cursor, tag->adcampaign_id, 4);
    seal_put(&cursor, tag->variation_id, 4);
    seal_put(&cursor, tag->site_id, 4);
    seal_put(&cursor, tag->zone_id, 4);
    seal_put(&cursor, tag->category_id, 2);
    seal_put(&cursor, pack_country(tag->country), 2);
    seal_put(&cursor, tag->format, 2);
    seal_put(&cursor, (uint64_t)tag->cost_micros, 8);
    CHECK(cursor.at == plain + PLAIN_BYTES);
}

static void read_fields(uint8_t plain[PLAIN_BYTES], struct tag *tag)
{
    struct seal_cursor cursor = {plain};
    tag->ad_click_id = seal_take(&cursor, 8);
    tag->workspace_id = (uint32_t)seal_take(&cursor, 4);
    tag->adcampaign_id = (uint32_t)seal_take(&cursor, 4);
    tag->variation_id = (uint32_t)seal_take(&cursor, 4);
    tag->site_id = (uint32_t)seal_take(&cursor, 4);
    tag->zone_id = (uint32_t)seal_take(&cursor, 4);
    tag->category_id = (uint16_t)seal_take(&cursor, 2);
    unpack_country((uint16_t)seal_take(&cursor, 2), tag->country);
    tag->format = (uint16_t)seal_take(&cursor, 2);
    tag->cost_micros = (int64_t)seal_take(&cursor, 8);
}

void tag_seal(const struct keys *keys, const struct tag *tag, char out[TAG_TEXT_LEN])
{
    uint8_t plain[PLAIN_BYTES];
    write_fields(tag, plain);
    seal_write(keys, VERSION, id_time_ms(tag->ad_click_id), plain, sizeof(plain), out);
}

enum err tag_open(const struct keys *keys, struct str text, struct tag *tag)
{
    uint8_t plain[PLAIN_BYTES];
    enum err err = seal_open(keys, VERSION, text, plain, sizeof(plain));
    if (err == OK)
        read_fields(plain, tag);
    return err;
}

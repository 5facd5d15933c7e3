/* id - rising entry ids, and the click ids that carry them on the wire (DESIGN.md §4). click_id_*:
 * any thread. */
#include "base/id.h"

#include <sodium.h>

#define SEQUENCE_MAX   ((1u << ID_SEQUENCE_BITS) - 1)
#define MAC_BYTES      7u
#define CLICK_ID_BYTES (8u + MAC_BYTES)
#define GROUPS         (CLICK_ID_BYTES / 5)
#define NOT_A_DIGIT    0xffu

_Static_assert(CLICK_ID_BYTES * 8 == CLICK_ID_LEN * 5, "a click id is its bytes in fives of bits");

/* The smallest id of that node that is larger than `last`. */
static uint64_t id_after(uint64_t last, unsigned node)
{
    uint64_t ms = last >> (ID_NODE_BITS + ID_SEQUENCE_BITS);
    uint64_t last_node = (last >> ID_SEQUENCE_BITS) & ID_NODE_MAX;
    uint64_t sequence = 0;

    if (last_node == node && (last & SEQUENCE_MAX) < SEQUENCE_MAX)
        sequence = (last & SEQUENCE_MAX) + 1;
    else if (last_node >= node)
        ms++;
    return ms << (ID_NODE_BITS + ID_SEQUENCE_BITS) | (uint64_t)node << ID_SEQUENCE_BITS | sequence;
}

uint64_t id_next(struct id_source *source, int64_t wall_ms)
{
    CHECK(source->node <= ID_NODE_MAX);
    uint64_t id = id_from_ms(wall_ms > 0 ? wall_ms : 0) | (uint64_t)source->node
                                                              << ID_SEQUENCE_BITS;

    if (id <= source->last)
        id = id_after(source->last, source->node);
    CHECK(id > source->last && id <= INT64_MAX);
    source->last = id;
    return id;
}

static void store_u64(uint8_t *out, uint64_t value)
{
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(value >> (56 - 8 * i));
}

static void sign(const struct keys *keys, uint64_t id, uint8_t mac[MAC_BYTES])
{
    uint8_t message[] = {'c', 'l', 'i', 'c', 'k', 0, 0, 0, 0, 0, 0, 0, 0};
    uint8_t hash[crypto_generichash_BYTES_MIN];

    store_u64(message + 5, id);
    const struct key *key = keys_at(keys, KEYS_CLICK, id_time_ms(id));
    CHECK(crypto_generichash(hash, sizeof(hash), message, sizeof(message), key->bytes,
                             sizeof(key->bytes)) == 0);
    memcpy(mac, hash, MAC_BYTES);
}

void click_id_write(const struct keys *keys, uint64_t id, char out[CLICK_ID_LEN])
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint8_t bytes[CLICK_ID_BYTES];

    CHECK(id <= INT64_MAX);
    store_u64(bytes, id);
    sign(keys, id, bytes + 8);
    for (size_t group = 0; group < GROUPS; group++) {
        const uint8_t *b = bytes + 5 * group;
        uint64_t bits = (uint64_t)b[0] << 32 | (uint64_t)b[1] << 24 | (uint64_t)b[2] << 16 |
                        (uint64_t)b[3] << 8 | b[4];
        for (size_t i = 0; i < 8; i++)
            out[8 * group + i] = alphabet[(bits >> (35 - 5 * i)) & 31];
    }
}

struct str click_id_text(struct arena *arena, const struct keys *keys, uint64_t id)
{
    char text[CLICK_ID_LEN];

    click_id_write(keys, id, text);
    return arena_copy(arena, (struct str){text, sizeof(text)});
}

/* Values of '0' to 'z'; o reads as 0, i and l as 1; u is none. */
/* clang-format off */
static const uint8_t digit_values['z' - '0' + 1] = {
    /* 0-9 */
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    /* : ; < = > ? @ */
    255, 255, 255, 255, 255, 255, 255,
    /* A-Z */
    10, 11, 12, 13, 14, 15, 16, 17, 1, 18, 19, 1, 20,
    21, 0, 22, 23, 24, 25, 26, 255, 27, 28, 29, 30, 31,
    /* [ \ ] ^ _ ` */
    255, 255, 255, 255, 255, 255,
    /* a-z */
    10, 11, 12, 13, 14, 15, 16, 17, 1, 18, 19, 1, 20,
    21, 0, 22, 23, 24, 25, 26, 255, 27, 28, 29, 30, 31,
};
/* clang-format on */

static unsigned digit_value(char c)
{
    unsigned place = (unsigned)(unsigned char)c - '0';

    return place < sizeof(digit_values) ? digit_values[place] : NOT_A_DIGIT;
}

/* Reads the 24 characters back into bytes. False: one of them is not of the alphabet. */
static bool decode(const char *text, uint8_t bytes[CLICK_ID_BYTES])
{
    unsigned seen = 0;

    for (size_t group = 0; group < GROUPS; group++) {
        uint64_t bits = 0;
        for (size_t i = 0; i < 8; i++) {
            unsigned value = digit_value(text[8 * group + i]);
            seen |= value;
            bits = bits << 5 | (value & 31);
        }
        for (size_t i = 0; i < 5; i++)
            bytes[5 * group + i] = (uint8_t)(bits >> (32 - 8 * i));
    }
    return seen < 32;
}

enum err click_id_parse(const struct keys *keys, struct str s, uint64_t *id)
{
    uint8_t bytes[CLICK_ID_BYTES], mac[MAC_BYTES];
    uint64_t value = 0;

    if (s.len != CLICK_ID_LEN || !decode(s.ptr, bytes) || bytes[0] >> 7 != 0)
        return ERR_INVALID;
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | bytes[i];
    sign(keys, value, mac);
    if (sodium_memcmp(mac, bytes + 8, MAC_BYTES) != 0)
        return ERR_FORGED;
    *id = value;
    return OK;
}

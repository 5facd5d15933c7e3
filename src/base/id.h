/* id - entry ids and click ids (DESIGN.md §4). */
#pragma once
#include "base/buf.h"
#include "base/keys.h"

/* 63 bits: milliseconds since 1970 (42), node (9), sequence (12). 0 is no id. */
#define ID_TIME_BITS     42
#define ID_NODE_BITS     9
#define ID_SEQUENCE_BITS 12
#define ID_NODE_MAX      ((1u << ID_NODE_BITS) - 1)

static inline int64_t id_time_ms(uint64_t id)
{
    return (int64_t)(id >> (ID_NODE_BITS + ID_SEQUENCE_BITS));
}

/* The smallest id of that millisecond: where a range of time begins. */
static inline uint64_t id_from_ms(int64_t wall_ms)
{
    return (uint64_t)wall_ms << (ID_NODE_BITS + ID_SEQUENCE_BITS);
}

/* Gives rising ids. Owner: whoever holds its lock. */
struct id_source {
    unsigned node;
    uint64_t last; /* the last id given, or the mark that it must pass */
};

/* The next id: at wall_ms when that is past the last one, else right after the last one, so that
 * ids rise also when the clock went back. */
uint64_t id_next(struct id_source *source, int64_t wall_ms);

#define CLICK_ID_LEN 24

/* Writes the click id of an entry: 63 bits of id and 56 of MAC as 24 Crockford base32 characters,
 * lower case. */
void click_id_write(const struct keys *keys, uint64_t id, char out[CLICK_ID_LEN]);
struct str click_id_text(struct arena *arena, const struct keys *keys, uint64_t id);
/* Reads a click id of either case (o is 0, i and l are 1). ERR_INVALID: not 24 characters of the
 * alphabet. ERR_FORGED: well-formed, but its MAC is not ours. */
MUST_USE enum err click_id_parse(const struct keys *keys, struct str s, uint64_t *id);

/* index - finds items by a 64-bit number and, when numbers are hashes of texts, by the text. Filled
 * once by its owner, then read by any thread. */
#pragma once
#include "base/arena.h"

struct index_slot {
    uint64_t number;
    struct str text;
    const void *item; /* NULL: free */
};

struct index {
    struct index_slot *slots;
    unsigned bits; /* of the number that choose the slot */
    size_t count;
};

/* Adds an item; its slots grow in the arena, which text must outlive. A number that is no hash is
 * given with an absent text. ERR_FULL: the arena is. */
MUST_USE enum err index_add(struct index *index, struct arena *arena, uint64_t number,
                            struct str text, const void *item);
/* The item of that number and text, or NULL. */
const void *index_find(const struct index *index, uint64_t number, struct str text);
/* Spreads ids, which are dense, over all bits; different ids stay different. */
uint64_t index_number_of_id(uint64_t id);

/* index - open addressing, at most half full; the upper bits of the number choose where to begin.
 */
#include "model/index.h"

#define BITS_FIRST 4

uint64_t index_number_of_id(uint64_t id)
{
    return id * UINT64_C(0x9e3779b97f4a7c15); /* odd, so it has an inverse */
}

static void place(struct index *index, const struct index_slot *slot)
{
    size_t mask = ((size_t)1 << index->bits) - 1;
    size_t at = (size_t)(slot->number >> (64 - index->bits));
    while (index->slots[at].item != NULL)
        at = (at + 1) & mask;
    index->slots[at] = *slot;
}

static enum err grow(struct index *index, struct arena *arena)
{
    struct index grown = {.bits = index->slots == NULL ? BITS_FIRST : index->bits + 1,
                          .count = index->count};
    grown.slots = ARENA_ARRAY(arena, struct index_slot, (size_t)1 << grown.bits);
    if (grown.slots == NULL)
        return ERR_FULL;
    for (size_t i = 0; index->slots != NULL && i < (size_t)1 << index->bits; i++)
        if (index->slots[i].item != NULL)
            place(&grown, &index->slots[i]);
    *index = grown;
    return OK;
}

enum err index_add(struct index *index, struct arena *arena, uint64_t number, struct str text,
                   const void *item)
{
    CHECK(item != NULL);
    if (index->slots == NULL || 2 * (index->count + 1) > (size_t)1 << index->bits) {
        enum err err = grow(index, arena);
        if (err != OK)
            return err;
    }
    place(index, &(struct index_slot){number, text, item});
    index->count++;
    return OK;
}

const void *index_find(const struct index *index, uint64_t number, struct str text)
{
    if (index->slots == NULL)
        return NULL;
    size_t mask = ((size_t)1 << index->bits) - 1;
    size_t at = (size_t)(number >> (64 - index->bits));
    for (; index->slots[at].item != NULL; at = (at + 1) & mask)
        if (index->slots[at].number == number && str_is_equal(index->slots[at].text, text))
            return index->slots[at].item;
    return NULL;
}

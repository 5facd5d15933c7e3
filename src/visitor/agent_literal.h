/* agent_literal - the texts without which a regular expression cannot match. They are what a rule
 * is looked for by, before the expression itself is asked. Pure. */
#pragma once
#include "base/arena.h"

#define LITERAL_SETS_MAX  6  /* of one expression */
#define LITERAL_TEXTS_MAX 64 /* of one set */

/* One of these texts is in everything that matches. In lower case: of a text in which capitals were
 * made small. */
struct literal_set {
    struct str *texts;
    size_t count;
};
struct literal_sets {
    struct literal_set sets[LITERAL_SETS_MAX];
    size_t count; /* 0: nothing is known, anything may match */
};

/* Finds them, in memory of the arena. What is not understood adds no set; a full arena gives none.
 */
struct literal_sets literal_find(struct arena *arena, struct str regex);
/* The small letter of a capital; other bytes as they are. */
static inline unsigned char literal_lower(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte | 0x20) : byte;
}

/* reasons - why something was decided as it was, in whole sentences: one table of all the codes
 * that logs give as "reason". English; a translation goes by the code. Pure; any thread. */
#pragma once
#include "base/arena.h"

enum reason_of {
    REASON_OF_FORWARD,  /* why a destination was not told, or not yet */
    REASON_OF_ATTEMPT,  /* what became of an attempt */
    REASON_OF_POSTBACK, /* why a postback was answered as it was */
};

/* What the sentences name. */
struct reason_words {
    struct str where;    /* "The source", "The campaign's postback" */
    struct str status;   /* of the conversion */
    struct str statuses; /* that are told there: "sale, rebill" */
};

/* The sentence of a code, in the arena; absent for "" and for one that the table lacks. */
struct str reason_text(struct arena *arena, enum reason_of of, struct str code,
                       const struct reason_words *words);
/* What to do about it, in the arena; absent when there is nothing to mend. */
struct str reason_mend(struct arena *arena, enum reason_of of, struct str code,
                       const struct reason_words *words);

/* One of the table, in its order; false behind the last. */
bool reason_at(size_t i, enum reason_of *of, struct str *code);

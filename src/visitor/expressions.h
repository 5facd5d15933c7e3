/* expressions - many regular expressions asked of one text: a filter leaves few of them to be asked
 * (agent_filter.h). Bytes, not characters: a text need not be UTF-8. Immutable once made; each
 * thread asks at a desk of its own. */
#pragma once
#include "base/str.h"

#define EXPRESSION_GROUPS     10  /* $0 to $9 */
#define EXPRESSION_REASON_MAX 160 /* bytes of why something is refused */

struct expression {
    struct str regex; /* lent while they are made; ends with a zero byte */
    bool is_nocase;
};

struct expressions;
struct expressions_desk;

/* Compiles them. ERR_INVALID: one is no regular expression; reason says which and why. */
MUST_USE enum err expressions_make(const struct expression *all, size_t count,
                                   struct expressions **made, char reason[EXPRESSION_REASON_MAX]);
void expressions_free(struct expressions *expressions); /* accepts NULL */

struct expressions_desk *expressions_desk_make(const struct expressions *expressions);
void expressions_desk_free(struct expressions_desk *desk); /* accepts NULL */

/* The numbers of those that may match, rising; lent until the desk is asked again. */
size_t expressions_find(struct expressions_desk *desk, struct str text,
                        const uint16_t **candidates);
/* Whether one of them matches; *groups: how many it set, with the whole as the first. */
bool expressions_match(struct expressions_desk *desk, size_t number, struct str text,
                       size_t *groups);
/* A group of the last match; "" when it is not set. Lent by the text. */
struct str expressions_group(const struct expressions_desk *desk, struct str text, size_t groups,
                             size_t number);
/* Whether any matches. */
bool expressions_match_any(struct expressions_desk *desk, struct str text);

struct expressions_size {
    size_t count, unfiltered; /* in all; those that nothing tells from afar */
    size_t bytes;             /* of memory, without what the regex library keeps for itself */
};
struct expressions_size expressions_size(const struct expressions *expressions);

/* status - words of senders become statuses, and a conversion's status changes only in the ways
 * that make sense (spec/tracker.md §1.8, §2.2, §3.2). Pure. */
#pragma once
#include "convert/postback.h"
#include "model/snapshot.h"

/* What a postback means. */
struct status_meaning {
    enum conversion_status status;
    const struct conversion_type *type; /* NULL: none of the workspace's own */
};

/* The meaning of a postback's word. Its own lists (sale_status=a,b) come first, then the network's
 * words, then the workspace's lists, then the words of its conversion types; a list is read for the
 * word without regard to case and space, and a status's own name in its own list wins over the same
 * word in another. Without a word: the network's default, else sale. A word that nobody knows is
 * CONVERSION_UNMAPPED. */
struct status_meaning status_of(const struct postback_call *call, const struct network *network,
                                const struct conversion_settings *settings);
/* The type of that name; NULL: the workspace has it no more, or "" was asked for. */
const struct conversion_type *status_find_type(const struct conversion_settings *settings,
                                               struct str name);
/* Whether the sender asked for this word to be ignored (ignore_status=). */
bool status_is_ignored(const struct postback_call *call);
/* Whether a conversion may go from one status to another; false: the word came out of order and
 * changes nothing. Staying is always allowed. */
bool status_may_change(enum conversion_status from, enum conversion_status to);

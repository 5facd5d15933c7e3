/* status - the words of a conversion's status (spec/tracker.md §1.8). Pure. */
#include "model/snapshot.h"

static const char *const words[CONVERSION_STATUS_COUNT] = {
    [CONVERSION_LEAD] = "lead",         [CONVERSION_SALE] = "sale",
    [CONVERSION_REBILL] = "rebill",     [CONVERSION_REJECTED] = "rejected",
    [CONVERSION_UNMAPPED] = "unmapped",
};

struct str conversion_status_text(enum conversion_status status)
{
    CHECK(status < CONVERSION_STATUS_COUNT);
    return str_from_c(words[status]);
}

enum err conversion_status_parse(struct str s, enum conversion_status *status)
{
    for (int i = 0; i < CONVERSION_UNMAPPED; i++)
        if (str_is_equal_nocase(s, str_from_c(words[i]))) {
            *status = (enum conversion_status)i;
            return OK;
        }
    return ERR_INVALID;
}

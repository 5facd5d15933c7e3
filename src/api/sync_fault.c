#include "api/sync_fault.h"

#include <stdarg.h>
#include "base/say.h"
#include "model/fault.h"

static const struct {
    const char *code;
    const char *sentence;
} faults[SYNC_FAULT_COUNT] = {
    [SYNC_FAULT_NONE] = {"", NULL},
    [SYNC_NO_SETTING] = {"no_setting",
                         SAY("The source has no cost_sync: set where its API is, and the token.")},
    [SYNC_NO_TOKEN] = {"no_token",
                       SAY("The source has no API token: make one at the network, and set it.")},
    [SYNC_NO_PARAM] = {"no_param",
                       SAY("No token of the source brings what costs are matched by: set the "
                           "parameters of cost_sync.")},
    [SYNC_UNREACHABLE] = {"unreachable",
                          SAY("The network's API cannot be reached: check its address, and that "
                              "this machine may go there.")},
    [SYNC_GUARDED] = {"guarded",
                      SAY("The API's address is private, and courier.allow_private does not "
                          "name it.")},
    [SYNC_LOGIN_REFUSED] = {"login_refused",
                            SAY("The network refuses the API token: make a new one there, and set "
                                "it.")},
    [SYNC_FORBIDDEN] = {"forbidden",
                        SAY("The API token may not do this: give its user the right at the "
                            "network.")},
    [SYNC_REFUSED] = {"refused", SAY("The network refused the request: look at what it says.")},
    [SYNC_RATE_LIMITED] = {"rate_limited",
                           SAY("The network lets no more requests through for now: the next run "
                               "tries again. Choose a longer interval if it lasts.")},
    [SYNC_SERVER_FAILED] = {"server_failed",
                            SAY("The network's API failed: the next run tries again.")},
    [SYNC_BAD_ANSWER] = {"bad_answer",
                         SAY("The answer is not what the API's version 2 gives: check the "
                             "address.")},
    [SYNC_TOO_LARGE] = {"too_large", SAY("The answer is too large: choose a coarser grain.")},
    [SYNC_MOVED] = {"moved", SAY("The network's rows changed each time they were read: the next "
                                 "run tries again.")},
    [SYNC_OTHER_CURRENCY] = {"other_currency",
                             SAY("The account at the network has another currency than the source: "
                                 "give the source that one.")},
    [SYNC_TIMED_OUT] = {"timed_out",
                        SAY("The time was up before it was done: the next run goes on.")},
    [SYNC_EMPTY_DAY] = {"empty_day",
                        SAY("The network tells no costs of this day though it did before: what "
                            "was applied is kept.")},
    [SYNC_NO_RATE] = {"no_rate",
                      SAY("No exchange rate of this day is known: import the rates, then run "
                          "again.")},
    [SYNC_TOO_MANY] = {"too_many",
                       SAY("More costs of one day changed than are written at once: choose a "
                           "coarser grain.")},
    [SYNC_LEDGER] = {"ledger",
                     SAY("The costs could not be written now: the next run tries again.")},
    [SYNC_INTERRUPTED] = {"interrupted",
                          SAY("The server ended before the run did: the next run goes on.")},
};

bool sync_fail(struct sync_fault *fault, enum sync_fault_code code, const char *format, ...)
{
    va_list args;

    fault->code = code;
    va_start(args, format);
    (void)vsnprintf(fault->detail, sizeof(fault->detail), format,
                    args); /* for people: may be cut */
    va_end(args);
    fault_make_printable(fault->detail);
    return false;
}

const char *sync_fault_text(enum sync_fault_code code)
{
    CHECK(code < SYNC_FAULT_COUNT);
    return faults[code].code;
}

enum sync_fault_code sync_fault_find(struct str text)
{
    for (int i = 0; i < SYNC_FAULT_COUNT; i++)
        if (str_is_equal(text, str_from_c(faults[i].code)))
            return (enum sync_fault_code)i;
    return SYNC_FAULT_NONE;
}

struct str sync_fault_sentence(struct arena *arena, enum sync_fault_code code, struct str detail)
{
    CHECK(code < SYNC_FAULT_COUNT);
    if (code == SYNC_FAULT_NONE)
        return STR_NONE;
    return detail.len > 0
               ? arena_format(arena, "%s (%.*s)", say_text(faults[code].sentence), STR_FMT(detail))
               : str_from_c(say_text(faults[code].sentence));
}

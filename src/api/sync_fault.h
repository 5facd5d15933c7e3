/* sync_fault - why costs could not be fetched from a network's API or applied, and what to do about
 * it: one table of all codes. Pure; any thread. */
#pragma once
#include "base/arena.h"

#define SYNC_DETAIL_BYTES 200

/* X(CODE, code) */
#define SYNC_FAULTS(X)                                                                             \
    X(NO_SETTING, "no_setting")                                                                    \
    X(NO_TOKEN, "no_token")                                                                        \
    X(NO_PARAM, "no_param")                                                                        \
    X(UNREACHABLE, "unreachable")                                                                  \
    X(GUARDED, "guarded")                                                                          \
    X(LOGIN_REFUSED, "login_refused")                                                              \
    X(FORBIDDEN, "forbidden")                                                                      \
    X(REFUSED, "refused")                                                                          \
    X(RATE_LIMITED, "rate_limited")                                                                \
    X(SERVER_FAILED, "server_failed")                                                              \
    X(BAD_ANSWER, "bad_answer")                                                                    \
    X(TOO_LARGE, "too_large")                                                                      \
    X(MOVED, "moved")                                                                              \
    X(OTHER_CURRENCY, "other_currency")                                                            \
    X(TIMED_OUT, "timed_out")                                                                      \
    X(EMPTY_DAY, "empty_day")                                                                      \
    X(NO_RATE, "no_rate")                                                                          \
    X(TOO_MANY, "too_many")                                                                        \
    X(LEDGER, "ledger")                                                                            \
    X(INTERRUPTED, "interrupted")

enum sync_fault_code {
    SYNC_FAULT_NONE,
#define X(CODE, code) SYNC_##CODE,
    SYNC_FAULTS(X)
#undef X
        SYNC_FAULT_COUNT
};
/* The words of a schema, separated by spaces. */
#define SYNC_FAULT_WORD(CODE, code) code " "
#define SYNC_FAULT_WORDS            SYNC_FAULTS(SYNC_FAULT_WORD)

struct sync_fault {
    enum sync_fault_code code;
    char detail[SYNC_DETAIL_BYTES]; /* what the network or the system said; "": nothing */
};

/* Fills the fault; always false, for the functions that give whether they could. */
bool sync_fail(struct sync_fault *fault, enum sync_fault_code code, const char *format, ...)
    PRINTF_LIKE(3, 4);
const char *sync_fault_text(enum sync_fault_code code); /* "" : none */
enum sync_fault_code sync_fault_find(struct str text);  /* SYNC_FAULT_NONE: of none */
/* What happened and what to do, with the detail, in the arena; absent for SYNC_FAULT_NONE. */
struct str sync_fault_sentence(struct arena *arena, enum sync_fault_code code, struct str detail);

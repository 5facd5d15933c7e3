/* err - the world's mistakes, one list: code and text. Programmer's mistakes are CHECK()s, not
 * errors. */
#pragma once

#define ERR_LIST(X)                                                                                \
    X(OK, "ok")                                                                                    \
    X(ERR_MISSING, "missing")                                                                      \
    X(ERR_INVALID, "invalid")                                                                      \
    X(ERR_RANGE, "out of range")                                                                   \
    X(ERR_TOO_LONG, "too long")                                                                    \
    X(ERR_FULL, "full")                                                                            \
    X(ERR_NOT_FOUND, "not found")                                                                  \
    X(ERR_CONFLICT, "conflict")                                                                    \
    X(ERR_STALE, "changed meanwhile")                                                              \
    X(ERR_FORBIDDEN, "forbidden")                                                                  \
    X(ERR_FORGED, "not one of ours")                                                               \
    X(ERR_IO, "input or output failed")                                                            \
    X(ERR_BUSY, "busy, try again")                                                                 \
    X(ERR_TIMEOUT, "timed out")                                                                    \
    X(ERR_CLOSED, "closed")

enum err {
#define X(code, text) code,
    ERR_LIST(X)
#undef X
};

/* The text of an error, for logs and messages. Static. */
const char *err_text(enum err err);

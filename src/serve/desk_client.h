/* desk_client - how commands ask a running desk (serve/desk_socket.h). One thread. */
#pragma once
#include "base/str.h"

struct desk_answer {
    unsigned status;
    struct str body; /* lies in bytes */
    char *bytes;     /* for free() */
};

/* Asks the desk of that data folder and waits for its answer. ERR_NOT_FOUND: no desk runs there;
 * ERR_IO: it left without an answer. */
MUST_USE enum err desk_ask(const char *dir, const char *method, const char *path,
                           struct desk_answer *answer);
/* The number behind the name in lines of "name number"; 0: there is none. */
uint64_t desk_number(const struct desk_answer *answer, const char *name);
void desk_answer_cleanup(struct desk_answer *answer);

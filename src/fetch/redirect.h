/* redirect - where an answer sends a browser: by its status, by a Refresh header, or by a page that
 * asks for it (spec/tracker.md §5, row 3). Scripts are not run. Pure; any thread. */
#pragma once
#include "fetch/fetch.h"

enum redirect_how {
    REDIRECT_NONE,
    REDIRECT_STATUS, /* 3xx and Location */
    REDIRECT_HEADER, /* Refresh: 0; url=... */
    REDIRECT_META    /* <meta http-equiv="refresh" content="0;url=..."> */
};

struct redirect {
    enum redirect_how how;
    struct str location; /* as written, HTML's entities read; in the arena */
    struct str target; /* absolute, http or https, without a fragment; absent: it leads elsewhere */
};

/* Finds it in an answer to that URL. The page is looked at as far as the answer's body was kept.
 * ERR_FULL. */
MUST_USE enum err redirect_find(struct arena *arena, struct str url,
                                const struct fetch_result *answer, struct redirect *found);
/* Whether the page moves on by a script: location.href = and the like. */
bool redirect_has_script(const struct fetch_result *answer);

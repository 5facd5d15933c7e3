/* area - the parts of the API that a right is given for. A role (api/access.c) and a key's scopes
 * say for each whether it may be read or written. Constant; any thread. */
#pragma once
#include "base/str.h"

#define AREA_LIST(X)                                                                               \
    X(WORKSPACES, "workspaces")                                                                    \
    X(USERS, "users")                                                                              \
    X(KEYS, "keys")                                                                                \
    X(SETTINGS, "settings")                                                                        \
    X(RATES, "rates")                                                                              \
    X(SOURCES, "sources")                                                                          \
    X(NETWORKS, "networks")                                                                        \
    X(OFFERS, "offers")                                                                            \
    X(LANDERS, "landers")                                                                          \
    X(FLOWS, "flows")                                                                              \
    X(CAMPAIGNS, "campaigns")                                                                      \
    X(DOMAINS, "domains")                                                                          \
    X(GOALS, "goals")                                                                              \
    X(ADS, "ads")                                                                                  \
    X(TEMPLATES, "templates")                                                                      \
    X(LOGS, "logs")                                                                                \
    X(REPORTS, "reports")                                                                          \
    X(ENTRIES, "entries") /* what a person adds to the ledger: conversions, costs, resends */      \
    X(TOOLS, "tools")     /* linter, link tester, tests */                                         \
    X(HISTORY, "history")                                                                          \
    X(CONFIG, "config") /* the whole catalogue as text */

enum area {
    AREA_UNNAMED, /* a route that names none answers nobody */
    AREA_OPEN,    /* needs no right at all */
    AREA_OWN,     /* whoever is signed in: their own session */
#define X(area, text) AREA_##area,
    AREA_LIST(X)
#undef X
        AREA_COUNT
};

enum level { LEVEL_NONE, LEVEL_READ, LEVEL_WRITE };

/* "sources"; "" for those that no right is given for. */
const char *area_text(enum area area);

/* Reads a scope of a key: "read" or "write" for all areas, "offers:read", "offers:write" for one.
 * Write has read in it. *area AREA_UNNAMED: all. ERR_INVALID. */
MUST_USE enum err scope_parse(struct str text, enum area *area, enum level *level);

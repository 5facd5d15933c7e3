#include "api/access.h"

#define N LEVEL_NONE
#define R LEVEL_READ
#define W LEVEL_WRITE

/* clang-format off */
static const enum level table[AREA_COUNT][ROLE_COUNT] = {
    /*                  owner manager buyer read-only */
    [AREA_OPEN]       = {W,    W,      W,    W},
    [AREA_OWN]        = {W,    W,      W,    W},
    [AREA_WORKSPACES] = {W,    R,      R,    R},
    [AREA_USERS]      = {W,    N,      N,    N},
    [AREA_KEYS]       = {W,    N,      N,    N},
    [AREA_SETTINGS]   = {W,    W,      R,    R},
    [AREA_RATES]      = {W,    R,      R,    R},
    [AREA_SOURCES]    = {W,    W,      W,    R},
    [AREA_NETWORKS]   = {W,    W,      R,    R},
    [AREA_OFFERS]     = {W,    W,      W,    R},
    [AREA_LANDERS]    = {W,    W,      W,    R},
    [AREA_FLOWS]      = {W,    W,      W,    R},
    [AREA_CAMPAIGNS]  = {W,    W,      W,    R},
    [AREA_DOMAINS]    = {W,    W,      R,    R},
    [AREA_GOALS]      = {W,    W,      W,    R},
    [AREA_ADS]        = {W,    W,      W,    R},
    [AREA_TEMPLATES]  = {W,    W,      W,    R},
    [AREA_LOGS]       = {W,    R,      R,    R},
    [AREA_REPORTS]    = {W,    R,      R,    R},
    [AREA_ENTRIES]    = {W,    W,      W,    R},
    [AREA_TOOLS]      = {W,    W,      W,    R},
    [AREA_HISTORY]    = {W,    R,      R,    R},
    [AREA_CONFIG]     = {W,    R,      N,    N}, /* an import writes every area */
};
/* clang-format on */

#undef N
#undef R
#undef W

struct rights access_of_role(enum user_role role)
{
    struct rights rights = {0};
    CHECK(role < ROLE_COUNT);
    for (int area = 0; area < AREA_COUNT; area++)
        rights.of[area] = table[area][role];
    return rights;
}

/* Whoever makes users and keys can make one that may everything, and an import writes every area:
 * so only a key that may everything does. */
static void cap(struct rights *rights)
{
    static const enum area all_or_nothing[] = {AREA_USERS, AREA_KEYS, AREA_CONFIG};
    bool is_all = true;
    for (int area = AREA_OWN + 1; area < AREA_COUNT; area++)
        is_all = is_all && rights->of[area] == LEVEL_WRITE;
    if (is_all) {
        rights->of[AREA_OWN] = LEVEL_WRITE; /* ends the sessions of users */
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(all_or_nothing); i++)
        if (rights->of[all_or_nothing[i]] == LEVEL_WRITE)
            rights->of[all_or_nothing[i]] = LEVEL_READ;
}

struct rights access_of_key(const struct account_key *key)
{
    struct rights rights = access_of_nobody();
    rights.of[AREA_OWN] = LEVEL_READ; /* a key has no session of its own */
    for (size_t i = 0; i < key->scope_count; i++) {
        enum area area;
        enum level level;
        if (scope_parse(str_from_c(key->scopes[i]), &area, &level) != OK)
            continue; /* of a later version of the program: it gives nothing */
        int first = area == AREA_UNNAMED ? AREA_OWN + 1 : (int)area;
        int end = area == AREA_UNNAMED ? AREA_COUNT : (int)area + 1;
        for (int at = first; at < end; at++)
            if (rights.of[at] < level)
                rights.of[at] = level;
    }
    cap(&rights);
    return rights;
}

struct rights access_of_nobody(void)
{
    struct rights rights = {0};
    rights.of[AREA_OPEN] = LEVEL_WRITE;
    return rights;
}

enum area access_area(enum entity entity)
{
    switch (entity) {
    case ENTITY_SOURCE:
        return AREA_SOURCES;
    case ENTITY_NETWORK:
        return AREA_NETWORKS;
    case ENTITY_OFFER:
        return AREA_OFFERS;
    case ENTITY_LANDER:
        return AREA_LANDERS;
    case ENTITY_FLOW:
        return AREA_FLOWS;
    case ENTITY_CAMPAIGN:
        return AREA_CAMPAIGNS;
    case ENTITY_DOMAIN:
        return AREA_DOMAINS;
    case ENTITY_GOAL:
        return AREA_GOALS;
    case ENTITY_ADCAMPAIGN:
    case ENTITY_VARIATION:
    case ENTITY_BIDDER:
    case ENTITY_SITE:
    case ENTITY_ZONE:
        return AREA_ADS;
    case ENTITY_WORKSPACE:
        return AREA_WORKSPACES;
    case ENTITY_TEMPLATE:
        return AREA_TEMPLATES;
    case ENTITY_USER:
        return AREA_USERS;
    case ENTITY_KEY:
        return AREA_KEYS;
    case ENTITY_COUNT:
        break;
    }
    return AREA_UNNAMED;
}

enum level access_needed(enum http_method method)
{
    return method == HTTP_METHOD_GET || method == HTTP_METHOD_HEAD ? LEVEL_READ : LEVEL_WRITE;
}

bool access_may(const struct rights *rights, enum area area, enum level needed)
{
    return area != AREA_UNNAMED && rights->of[area] >= needed;
}

const char *access_level_text(enum level level)
{
    static const char *const texts[] = {
        [LEVEL_NONE] = "none", [LEVEL_READ] = "read", [LEVEL_WRITE] = "write"};
    return texts[level];
}

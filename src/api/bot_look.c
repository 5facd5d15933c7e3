#include "api/bot_look.h"

#include <stdlib.h>
#include "base/log.h"
#include "model/snapshot.h"
#include "visitor/crawlers.h"
#include "visitor/place.h"
#include "visitor/signals.h"

#define V4_NETWORK 3 /* bytes of what masking leaves of an address */
#define V6_NETWORK 6

struct bot_look {
    struct snapshot *snapshot;
    const struct bot_lists *lists; /* of the snapshot */
    struct place_set *places;
    struct expressions *crawlers;
    struct expressions_desk *desk; /* NULL: there is no list of crawlers */
};

static void read_crawlers(struct bot_look *look, const char *path)
{
    char reason[EXPRESSION_REASON_MAX];
    if (path[0] == '\0')
        return;
    if (crawlers_read(path, &look->crawlers, reason) == OK)
        look->desk = expressions_desk_make(look->crawlers);
    else
        log_warning("desk", "no user agents of crawlers are known: %s: %s", path, reason);
}

enum err bot_look_make(struct api *api, uint64_t workspace_id, struct bot_look **made)
{
    struct bot_look *look = heap_make(1, sizeof(*look));
    enum err err = snapshots_hold(api->snapshots, &look->snapshot);
    const struct workspace *workspace =
        err == OK ? snapshot_workspace(look->snapshot, workspace_id) : NULL;
    if (err == OK && workspace == NULL)
        err = ERR_NOT_FOUND;
    if (err != OK) {
        bot_look_free(look);
        return err;
    }
    look->lists = &workspace->settings.bots;
    pthread_mutex_lock(&api->places_lock);
    places_look(api->options.places);
    pthread_mutex_unlock(&api->places_lock);
    look->places = places_hold(api->options.places);
    read_crawlers(look, api->options.crawlers);
    *made = look;
    return OK;
}

void bot_look_free(struct bot_look *look)
{
    if (look == NULL)
        return;
    expressions_desk_free(look->desk);
    expressions_free(look->crawlers);
    place_set_drop(look->places);
    if (look->snapshot != NULL)
        snapshot_drop(look->snapshot);
    free(look);
}

/* An address that ends in zeros is what masking leaves: the whole one is not known. */
static bool is_masked(const struct net_address *address)
{
    size_t kept = address->family == 4 ? V4_NETWORK : V6_NETWORK;
    size_t end = address->family == 4 ? 4 : sizeof(address->bytes);
    for (size_t i = kept; i < end; i++)
        if (address->bytes[i] != 0)
            return false;
    return true;
}

uint64_t bot_look_at(struct bot_look *look, const struct bot_visit *visit, bool *is_known)
{
    struct net_address address = {0};
    struct visitor_facts facts = {0};
    bool has_address = visit->has_personal && net_parse_address(visit->address, &address) == OK &&
                       !is_masked(&address);
    if (!has_address)
        address = (struct net_address){0};
    if (has_address)
        place_set_fill(look->places, &address, &facts);
    const struct signals_now now = {
        .knows_crawlers = visit->has_personal && look->desk != NULL,
        .is_crawler = visit->has_personal && look->desk != NULL && visit->user_agent.len > 0 &&
                      expressions_match_any(look->desk, visit->user_agent),
        .knows_network = has_address && (facts.asn != 0 || facts.hosting != VISITOR_UNKNOWN),
        .is_hosting = facts.hosting == VISITOR_YES,
        .knows_lists = has_address,
        .is_listed = visit->has_personal && (bots_have_address(look->lists, &address) ||
                                             bots_have_agent(look->lists, visit->user_agent)),
    };
    *is_known = has_address;
    return signals_again(visit->signals, &now);
}

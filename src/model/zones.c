#include "model/zones.h"

struct zones {
    struct str name;
    struct zone *zone;
    struct zones *next;
};

enum err zones_find(struct zones **zones, struct arena *arena, struct str name,
                    const struct zone **zone)
{
    for (const struct zones *known = *zones; known != NULL; known = known->next) {
        if (str_is_equal(known->name, name)) {
            *zone = known->zone;
            return OK;
        }
    }
    struct zones *added = ARENA_NEW(arena, struct zones);
    struct str copy = arena_copy(arena, name);
    if (added == NULL || copy.ptr == NULL)
        return ERR_FULL;
    enum err err = zone_make(name, &added->zone);
    if (err != OK)
        return err;
    added->name = copy;
    added->next = *zones;
    *zones = added;
    *zone = added->zone;
    return OK;
}

void zones_free(struct zones *zones)
{
    for (; zones != NULL; zones = zones->next)
        zone_free(zones->zone); /* the list itself is the arena's */
}

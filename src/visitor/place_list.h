/* place_list - all regions, cities and providers that databases know, for who looks for one by a
 * part of its name. Made by reading every record once (most of a second for the cities of millions
 * of networks): not for the way of a click. Holds the set that it was made of. Immutable; any
 * thread. */
#pragma once
#include "visitor/place.h"

#define PLACE_FOUND_MAX 100

enum place_field { PLACE_REGIONS, PLACE_CITIES, PLACE_ISPS, PLACE_FIELDS };

struct place_entry {
    struct str name;
    struct str region;  /* of a city; absent: unknown */
    struct str country; /* of region and city: two letters */
};

struct place_list;

/* What belongs to the group: the other fields stay empty. */
struct place_list *place_list_make(struct place_set *set, enum place_group group);
void place_list_free(struct place_list *list); /* accepts NULL */

/* Those whose name holds the part (ASCII case ignored), of that country unless it is absent: names
 * that begin with it first, short ones before long ones. At most max, PLACE_FOUND_MAX at most. */
size_t place_list_find(const struct place_list *list, enum place_field field, struct str part,
                       struct str country, size_t max, const struct place_entry **found);
size_t place_list_count(const struct place_list *list, enum place_field field);

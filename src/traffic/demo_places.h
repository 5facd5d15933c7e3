/* demo_places - addresses for made visitors, such that the databases of places say the country that
 * the plan wants: region, city and provider come from there as everybody's do. One owner. */
#pragma once
#include "traffic/dice.h"
#include "visitor/place.h"

struct demo_places;

/* Looks for addresses of each of the countries, words such as "FR60 BE20". set: held as long; NULL
 * or without files: none are known. */
struct demo_places *demo_places_make(struct place_set *set, const char *const *countries,
                                     size_t count);
void demo_places_free(struct demo_places *places); /* accepts NULL */

/* Draws an address in that country, of a data centre or of people, and fills what is known of it.
 * False: none is known. Strings are lent by the set. */
bool demo_places_draw(struct demo_places *places, const char *country, bool is_hosting,
                      struct net_address *address, struct visitor_facts *facts);

/* place_state - how the databases of places and networks stand, as JSON: the edge, which asks them,
 * says it; the desk shows it. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "api/shape.h"
#include "visitor/place.h"

extern const struct shape place_databases_shape;

/* {"databases":[...],"missing":["place","network"]}, as a new reference. */
json_t *place_state_json(struct places *places);
/* Appends what is wrong with them, in sentences, to the list. */
void place_state_warn(const json_t *state, json_t *warnings);

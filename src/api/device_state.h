/* device_state - how the rules of user agents stand, as JSON: the edge, which asks them, says it;
 * the desk shows it. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "api/shape.h"
#include "visitor/device.h"

extern const struct shape device_rules_shape;

/* As a new reference. is_own: the rules are those that came with the program. */
json_t *device_state_json(const struct devices_state *state, bool is_own);
/* Appends what is wrong with them, in a sentence, to the list. */
void device_state_warn(const json_t *state, json_t *warnings);

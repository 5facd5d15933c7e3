/* device_hints - what client hints change in what the user agent says. Pure; any thread. */
#pragma once
#include "visitor/device_cache.h"
#include "visitor/hints.h"

/* Whether the user agent is one that says "Android 10; K" of every Android: neither is to be
 * believed. (https://www.chromium.org/updates/ua-reduction/) */
bool device_hints_is_reduced(struct str agent);
/* A reduced user agent as it would be with the model, so that the rules find its brand. In memory;
 * as it was when there is no room. */
struct str device_hints_insert_model(struct str agent, struct str model, char *memory, size_t cap);
/* Puts what the hints say over the answer to the user agent. */
void device_hints_apply(const struct hints *hints, bool is_reduced, struct device_answer *answer);

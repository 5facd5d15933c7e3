/* events - numbers that a click or a conversion gathers: event1 to event30, set with eventN, added
 * to with add_eventN, of either sign (spec/tracker.md §1.4, §1.9, §2.2). Kept as a query string,
 * amounts of at most six decimals. Pure. */
#pragma once
#include "base/uri.h"
#include "macro/macro.h"

#define EVENTS_MAX MACRO_EVENTS_MAX

/* Whether a value may be one: a number. */
bool events_is_number(struct str value);
/* The stored events (absent: none) with what a query brings: eventN replaces, add_eventN adds; the
 * rest of both is left out. A query string by number in the arena; absent when there are none, and
 * when the arena is full. A sum stays within what an amount may be. */
struct str events_merge(struct arena *arena, struct str stored, struct str brought);
/* The events among a query's parameters that are numbers, as a query; absent: none. */
struct str events_read(struct arena *arena, const struct uri_query *query);
/* Fills {event1} to {event30} that the template holds; strings in the arena. */
void events_fill(const struct macro_template *compiled, struct str events, struct arena *arena,
                 struct macro_values *values);

/* params - a conversion's param1..10 and event1..30: what a later postback brings replaces what was
 * there by name, add_eventN adds to eventN (spec/tracker.md §2.2). Pure. */
#pragma once
#include "convert/postback.h"

/* The stored parameters (absent: none) with those of a call (absent: none), as a query string in
 * the arena; absent when there are none. A full arena keeps what was stored. */
struct str params_merge(struct arena *arena, struct str stored, struct str brought);

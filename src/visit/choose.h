/* choose - what becomes of a click: which path and offer. Pure: no clock, no
 * I/O, no dice of its own, so that a click can be replayed. */
#pragma once
#include "model/snapshot.h"

struct visit_choice {
    size_t path; /* index */
    const struct offer *offer;
};

/* Draws a path by weight, then an offer by weight; paused and archived offers leave the draw, a
 * path without offers left leaves it too (spec/tracker.md §1.6). ERR_NOT_FOUND: nothing is left. */
MUST_USE enum err visit_choose(const struct campaign *campaign, uint64_t draw,
                               struct visit_choice *choice);

/* choose - where a visit goes: rule, path, lander, offer. Pure: no clock, no I/O, no dice of its
 * own, so that a decision can be replayed (spec/tracker.md §1.6). */
#pragma once
#include "visit/match.h"

/* Whether an offer has had its conversions of the day; NULL: none has. */
typedef bool visit_is_capped(void *context, const struct offer *offer);

struct visit_caps {
    visit_is_capped *is_capped; /* NULL: no offer is */
    void *context;
};

struct visit_choice {
    const struct rule *rule; /* NULL: a default path */
    const struct path *path;
    size_t rule_number, path_number; /* from 1; rule 0: a default path */
    const struct lander *lander;     /* NULL: straight to the offer */
    const struct offer *offer;       /* NULL: drawn at the lander's click, or the path has a URL */
};

/* The rules and paths that a campaign's visits take: its own or its flow's. NULL: the flow is
 * switched off.
 */
const struct routing *visit_routing(const struct campaign *campaign);

/* Takes the first rule that the visit fulfils, else the default paths; draws a path by weight, then
 * a lander, or without landers an offer. What is switched off leaves the draw at every level, and a
 * path in which nothing is left does; a rule with nothing left lets the visit fall through to the
 * next. An offer that has had its conversions of the day is replaced by its fallback offer, and
 * without one leaves the draw. ERR_NOT_FOUND: nothing is left. */
MUST_USE enum err visit_choose(const struct campaign *campaign, const struct visit_input *input,
                               uint64_t draw, const struct visit_caps *caps,
                               struct visit_choice *choice);

/* The offer of a lander's click: the number-th of the path (from 1), or with 0, or when that one is
 * switched off or not there, drawn by weight. NULL: nothing is left. */
const struct offer *visit_choose_offer(const struct path *path, size_t number, uint64_t draw,
                                       const struct visit_caps *caps);

/* The path of a visit whose rule and path numbers and lander are given, as the campaign is now,
 * whatever is switched off: the one of these numbers if it still has the lander, else the first
 * that has it, else the first with offers. NULL: no path has offers. */
const struct path *visit_find_path(const struct campaign *campaign, uint64_t rule_number,
                                   uint64_t path_number, uint64_t lander_id);

/* bots - what a workspace knows of bots itself: addresses, pieces of user agents, and regular
 * expressions of them. */
#pragma once
#include "model/bot_lists.h"
#include "model/schema.h"

struct bots_body {
    struct list addresses; /* struct str */
    struct list agents;    /* struct str */
    struct list patterns;  /* struct str */
};

extern const struct schema bots_schema;

/* ERR_INVALID with *fault, which names the line. */
MUST_USE enum err bots_check(const struct bots_body *body, struct model_fault *fault);

struct built_pattern;

/* Compiled expressions are put before *patterns. ERR_FULL: the arena has no room; ERR_INVALID: it
 * was not checked. */
MUST_USE enum err bots_build(struct arena *arena, const struct bots_body *body,
                             struct built_pattern **patterns, struct bot_lists *lists);

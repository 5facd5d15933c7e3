/* bots - what a workspace knows of bots itself: addresses, and pieces of user agents. */
#pragma once
#include "model/bot_lists.h"
#include "model/schema.h"

struct bots_body {
    struct list addresses; /* struct str */
    struct list agents;    /* struct str */
};

extern const struct schema bots_schema;

/* ERR_INVALID with *fault, which names the line. */
MUST_USE enum err bots_check(const struct bots_body *body, struct model_fault *fault);

/* ERR_FULL: the arena has no room. */
MUST_USE enum err bots_build(struct arena *arena, const struct bots_body *body,
                             struct bot_lists *lists);

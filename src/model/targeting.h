/* targeting - whom an ad campaign is for: allow and block lists of what is known of a visitor and
 * of the place where the ad stands. All of them must hold. */
#pragma once
#include "model/kind.h"

/* The field of the ad campaign's document; the body has struct list targeting. */
#define TARGETING_FIELD(body_type)                                                                 \
    {                                                                                              \
        .name = "targeting", .type = FIELD_OBJECTS, .offset = offsetof(body_type, targeting),      \
        .fallback = "[]", .max = TARGETING_MAX, .schema = &condition_schema,                       \
        .help = "Which zones and visitors it is for: all of these hold; []: all zones and "        \
                "visitors."                                                                        \
    }
#define TARGETING_MAX 40

extern const struct schema condition_schema;

/* ERR_INVALID with check->fault: a condition that ads do not have, or a site or zone that is not
 * there. ERR_IO. */
MUST_USE enum err targeting_check(struct check *check, const struct list *conditions);
/* Fills the rule that zones are asked with. ERR_INVALID, ERR_FULL with build->fault. */
MUST_USE enum err targeting_build(const struct build *build, const struct list *conditions,
                                  struct rule *targeting);

/* routing_kind - what campaigns and flows share: the fields "paths" and "rules", their checks, and
 * how they become a route of the snapshot (spec/tracker.md §1.6). */
#pragma once
#include "model/body.h"
#include "model/kind.h"

#define ROUTING_PATHS_MAX 64
#define ROUTING_RULES_MAX 64

extern const struct schema routing_path_schema, routing_rule_schema;

/* The two fields, for the table of a body that has a struct routing_body named routing. */
#define ROUTING_FIELDS(body_type)                                                                  \
    {.name = "paths",                                                                              \
     .type = FIELD_OBJECTS,                                                                        \
     .offset = offsetof(body_type, routing.paths),                                                 \
     .fallback = "[]",                                                                             \
     .max = ROUTING_PATHS_MAX,                                                                     \
     .schema = &routing_path_schema,                                                               \
     .help = "Where visits go that no rule takes, drawn by weight."},                              \
    {                                                                                              \
        .name = "rules", .type = FIELD_OBJECTS, .offset = offsetof(body_type, routing.rules),      \
        .fallback = "[]", .max = ROUTING_RULES_MAX, .schema = &routing_rule_schema,                \
        .help = "From the top; the first whose conditions hold takes the visit."                   \
    }

/* Judges a whole route: one default path at least, and each path with something to draw. Warns of
 * what cannot be reached or passes no click id. source: the only one whose visits come here; NULL
 * when there may be others. ERR_INVALID, ERR_IO. */
MUST_USE enum err routing_check(struct check *check, const struct routing_body *body,
                                const struct source_body *source);
/* Whether campaigns of type direct may take the route, whose page stands where its landers and URLs
 * would. ERR_INVALID: a path has one. */
MUST_USE enum err routing_check_page(struct check *check, const struct routing_body *body);
/* ERR_INVALID with build->fault. */
MUST_USE enum err routing_build(const struct build *build, const struct routing_body *body,
                                struct routing *routing);

/* condition - one condition of a rule: what may be written in a document, and how it becomes the
 * snapshot's struct (spec/tracker.md §1.6). What it says of a visit is visit/'s. */
#pragma once
#include "model/body.h"
#include "model/kind.h"

/* The fields of a condition in a document. */
extern const struct schema condition_schema;

/* Where a condition stands: some fields are known of visits only, or of ads only. */
enum condition_use { CONDITION_OF_RULES, CONDITION_OF_ADS };

/* Judges field, values and time zone; path is where the condition stands: "rules[0].conditions[1]".
 * ERR_INVALID with check->fault. */
MUST_USE enum err condition_check(struct check *check, const struct condition_body *body,
                                  enum condition_use use, const char *path);
/* The parameter that "token:PARAM" names, absent for every other field. */
struct str condition_param(const struct condition_body *body);
/* Fills the snapshot's struct from a body that was checked. ERR_INVALID with build->fault. */
MUST_USE enum err condition_build(const struct build *build, const struct condition_body *body,
                                  struct condition *condition);

/* lint_check - between the linter and the entities: what they know of their surroundings, and its
 * findings as warnings. */
#pragma once
#include "model/body.h"
#include "model/kind.h"
#include "model/lint.h"

/* Adds the errors and warnings of a text to those of the entity being saved, at that field. */
void check_lint(struct check *check, const char *field, struct str text, enum lint_kind kind,
                const struct lint_context *context);

/* The same of a macro that stands behind a parameter: of a campaign URL, or of the link that a
 * network is given. */
void check_lint_macro(struct check *check, const char *field, struct str macro,
                      enum lint_kind kind);

/* What a source says about texts that concern it. Lends the body's strings; the list is in the
 * arena, and empty when that is full. */
struct lint_context lint_context_of_source(struct arena *arena, const struct source_body *body);

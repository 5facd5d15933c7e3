/* settings - what a workspace says about all its conversions: which words mean which status, words
 * of its own for what sources are told, conversion types of its own, how long a click may wait for
 * its conversion (spec/tracker.md §1.8, §2.2, §3.4, §3.7). One document per workspace; without one
 * all is as the table's defaults say. */
#pragma once
#include "model/db.h"
#include "model/kind.h"
#include "model/schema.h"

/* The fields of the document. */
extern const struct schema settings_schema;

/* Fills *settings from a stored document (absent: the defaults), all in the arena. ERR_INVALID with
 * *fault. */
MUST_USE enum err settings_build(struct arena *arena, struct str body,
                                 struct built_pattern **patterns,
                                 struct conversion_settings *settings, struct model_fault *fault);
/* The document with every field of it given, for GET: a new reference. ERR_INVALID: the input, laid
 * over the stored body (absent: none), is refused; *fault says where. */
MUST_USE enum err settings_merge(struct arena *arena, struct str body, const json_t *input,
                                 json_t **document, struct model_fault *fault);

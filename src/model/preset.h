/* preset - the traffic sources and affiliate networks that Rebond knows, as data files:
 * presets/sources/NAME.json and presets/networks/NAME.json. Read when asked for; any thread. */
#pragma once
#include "model/catalog.h"

#define PRESET_PATH_MAX 4096
#define PRESETS_MAX     1000 /* files of a folder that are looked at */

struct presets {
    char dir[PRESET_PATH_MAX]; /* "": none was found */
};

/* Finds the folder: the environment's REBOND_PRESETS, else the one named when Rebond was compiled
 * (REBOND_PRESETS_DIR), else a folder "presets" beside the program or up to PRESET_LEVELS_MAX
 * folders above it. */
void presets_find(struct presets *presets);

/* Whether a template may be called so: letters in lower case, digits, '-' and '_'. */
bool preset_is_name(struct str name);
/* Whether entities of that kind may name a template. */
bool presets_has(enum entity entity);
/* Lays input over the fields of the preset that it names in "template"; without one, *filled is a
 * copy of input. *filled is a new reference. A preset that is not verified is told in warnings.
 * ERR_INVALID with the fault on "template": no such preset. */
MUST_USE enum err presets_fill(const struct presets *presets, enum entity entity,
                               const json_t *input, json_t **filled, json_t *warnings,
                               struct model_fault *fault);
/* Whether a confidence mark (spec/network.md, "Evidence marks"; compounds such as "A / K" too)
 * stands for facts that were read or agree: no C, K or U in it. */
bool preset_is_verified(struct str confidence);
/* All presets by kind and file name, as a new array of the rows that catalog_list_templates() tells
 * of. */
json_t *presets_list(const struct presets *presets);

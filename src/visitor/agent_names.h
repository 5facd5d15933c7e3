/* agent_names - the names that rules answer with, for who looks for one by a part of it: those that
 * stand in a rule as they are, or as plain alternatives of its first group. Names that only a user
 * agent holds (most models) are not among them. Immutable; any thread. */
#pragma once
#include "visitor/agent_rules.h"

enum agent_names_field {
    AGENT_NAMES_OS,
    AGENT_NAMES_BROWSER,
    AGENT_NAMES_BRAND,
    AGENT_NAMES_MODEL,
    AGENT_NAMES_FIELDS
};

struct agent_names;

/* Of the rules in a file. What is no such file has no names. */
struct agent_names *agent_names_make(const char *path);
void agent_names_free(struct agent_names *names); /* accepts NULL */

/* Those that hold the part (ASCII case ignored), by the alphabet: first those that begin with it.
 * At most max. Lent while the names live. */
size_t agent_names_find(const struct agent_names *names, enum agent_names_field field,
                        struct str part, size_t max, struct str *found);

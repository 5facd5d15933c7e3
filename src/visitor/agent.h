/* agent - what a user agent says: browser, system and device, by the rules of uap-core. Immutable
 * once made; each thread asks with a desk of its own. */
#pragma once
#include "visitor/agent_rules.h"

#define AGENT_BYTES_MAX 2048 /* of a user agent; the rest of a longer one is not looked at */
#define AGENT_TEXT_MAX  512  /* of one part of an answer; longer ones are cut */

struct agent_matcher;
struct agent_desk;

/* The parts by kind (AGENT_FAMILY ...); absent: not said. Without a rule all of a kind are. */
struct agent_answer {
    struct str parts[AGENT_KINDS][AGENT_PARTS_MAX];
    int rules[AGENT_KINDS]; /* the number of the rule among those of its kind, from 0; -1: none */
};

/* Reads and compiles the rules of a file. ERR_IO, ERR_INVALID, ERR_TOO_LONG; reason says why. */
MUST_USE enum err agent_matcher_make(const char *path, struct agent_matcher **matcher,
                                     char reason[AGENT_REASON_MAX]);
void agent_matcher_free(struct agent_matcher *matcher); /* accepts NULL */

struct agent_desk *agent_desk_make(const struct agent_matcher *matcher);
void agent_desk_free(struct agent_desk *desk); /* accepts NULL */

/* Of each kind the first rule that matches answers. What the answer holds is lent until the desk is
 * asked again. */
struct agent_answer agent_match(struct agent_desk *desk, struct str user_agent);

/* The rule of a kind by its number. Lent while the matcher lives. */
const struct agent_rule *agent_matcher_rule(const struct agent_matcher *matcher,
                                            enum agent_kind kind, int number);

struct agent_size {
    size_t rules, unfiltered; /* rules; those that nothing tells from afar */
    size_t bytes;             /* of memory, without what the regex library keeps for itself */
};
struct agent_size agent_matcher_size(const struct agent_matcher *matcher);
/* Of the last match: how many rules were asked. */
size_t agent_desk_asked(const struct agent_desk *desk);

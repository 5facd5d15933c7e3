/* pattern - regular expressions from users (PCRE2), with limits so that none can hang a thread.
 * Immutable once compiled; any thread. */
#pragma once
#include "base/str.h"

#define PATTERN_BYTES_MAX   512
#define PATTERN_MATCH_LIMIT 100000

struct pattern;

/* Compiles; ERR_INVALID with *reason (static or in the pattern library's words, at most reason_cap
 * bytes with NUL); ERR_TOO_LONG. */
MUST_USE enum err pattern_compile(struct str text, struct pattern **pattern, char *reason,
                                  size_t reason_cap);
/* The same within limits of one's own, for who asks many of one text. */
MUST_USE enum err pattern_compile_within(struct str text, uint32_t match_limit,
                                         struct pattern **pattern, char *reason, size_t reason_cap);
void pattern_free(struct pattern *pattern); /* accepts NULL */
/* Whether it matches somewhere in s. Past the limits: no match. Bytes are taken as they are, not as
 * UTF-8. */
bool pattern_is_match(const struct pattern *pattern, struct str s);

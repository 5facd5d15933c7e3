/* crawlers - user agents of machines that say so themselves, by the list of crawler-user-agents
 * (MIT): JSON, [{"pattern": a regular expression, ...}, ...]. */
#pragma once
#include "visitor/expressions.h"

#define CRAWLERS_MAX 16384 /* patterns in a list */

/* Reads and compiles a list. ERR_IO, ERR_INVALID, ERR_TOO_LONG; reason says why, and where. */
MUST_USE enum err crawlers_read(const char *path, struct expressions **made,
                                char reason[EXPRESSION_REASON_MAX]);

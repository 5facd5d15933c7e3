/* agent_rules - the rules of uap-core's regexes.yaml, in the file's order. Immutable once read; any
 * thread. (https://github.com/ua-parser/uap-core, docs/specification.md) */
#pragma once
#include "base/buf.h"
#include "visitor/expressions.h"

#define AGENT_RULES_MAX  16384 /* in a file */
#define AGENT_REGEX_MAX  8192  /* bytes */
#define AGENT_REASON_MAX EXPRESSION_REASON_MAX
#define AGENT_FILE_MAX   (8 * 1024 * 1024)

/* What a rule tells: each kind is looked for on its own. */
enum agent_kind { AGENT_BROWSER, AGENT_OS, AGENT_DEVICE, AGENT_KINDS };

/* The parts of an answer, by kind. */
enum { AGENT_FAMILY, AGENT_MAJOR, AGENT_MINOR, AGENT_PATCH, AGENT_PATCH_MINOR, AGENT_PARTS_MAX };
enum { AGENT_BRAND = 1, AGENT_MODEL = 2 }; /* of a device, after its family */

struct agent_rule {
    enum agent_kind kind;
    struct str regex;
    bool is_nocase;
    /* What stands for each part, "$1" being the first group; absent: the group of that part, and
     * none for a device's brand. */
    struct str replacements[AGENT_PARTS_MAX];
};

struct agent_rules;

/* Reads a file. ERR_IO, ERR_INVALID, ERR_TOO_LONG; reason says why, with the line. */
MUST_USE enum err agent_rules_read(const char *path, struct agent_rules **rules,
                                   char reason[AGENT_REASON_MAX]);
void agent_rules_free(struct agent_rules *rules); /* accepts NULL */
/* The rules of all kinds, kind after kind; lent. */
const struct agent_rule *agent_rules_all(const struct agent_rules *rules, size_t *count);

#include "model/bots.h"

#include "model/fault.h"
#include "model/kind.h"

#define ADDRESSES_MAX     5000
#define ADDRESS_CHARS_MAX 49 /* of the longest range */
#define AGENTS_MAX        100
#define AGENT_CHARS_MAX   256
#define BOTS_FIELD_MAX    48
/* All of them are asked one after the other of each new user agent, at a click: together they must
 * not take longer than the disk. */
#define PATTERNS_MAX      50
#define PATTERN_STEPS_MAX 2000
#define AGENT_CHARS_LEAST 3 /* fewer would be in everybody's */

static const struct field bots_fields[] = {
    {.name = "addresses",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct bots_body, addresses),
     .fallback = "[]",
     .max = ADDRESSES_MAX,
     .item_max = ADDRESS_CHARS_MAX,
     .help = "Addresses and ranges (203.0.113.0/24) whose visits are a bot's, from now on."},
    {.name = "agents",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct bots_body, agents),
     .fallback = "[]",
     .max = AGENTS_MAX,
     .item_max = AGENT_CHARS_MAX,
     .help = "Pieces of user agents, in any case, that are a bot's, from now on."},
    {.name = "patterns",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct bots_body, patterns),
     .fallback = "[]",
     .max = PATTERNS_MAX,
     .item_max = AGENT_CHARS_MAX,
     .help = "Regular expressions (PCRE2) of user agents that are a bot's, from now on."},
};
const struct schema bots_schema = SCHEMA(bots_fields, struct bots_body);

static enum err compile(struct str text, struct pattern **pattern, char *reason, size_t reason_cap)
{
    return pattern_compile_within(text, PATTERN_STEPS_MAX, pattern, reason, reason_cap);
}

/* What matches nothing at all matches everybody. */
static enum err check_pattern(struct str text, const char *field, struct model_fault *fault)
{
    char reason[sizeof fault->message];
    struct pattern *pattern = NULL;
    if (compile(text, &pattern, reason, sizeof reason) != OK)
        return fault_refuse(fault, field, "no regular expression: %s", reason);
    bool is_everybodys = pattern_is_match(pattern, STR(""));
    pattern_free(pattern);
    return is_everybodys ? fault_refuse(fault, field,
                                        "expected an expression that the empty text does not match")
                         : OK;
}

static enum err check_patterns(const struct bots_body *body, struct model_fault *fault)
{
    char field[BOTS_FIELD_MAX];
    enum err err = OK;
    for (size_t i = 0; i < body->patterns.count && err == OK; i++) {
        (void)snprintf(field, sizeof field, "bots.patterns[%zu]", i);
        err = check_pattern(*LIST_AT(body->patterns, struct str, i), field, fault);
    }
    return err;
}

enum err bots_check(const struct bots_body *body, struct model_fault *fault)
{
    char field[BOTS_FIELD_MAX];
    for (size_t i = 0; i < body->addresses.count; i++) {
        struct net_range range;
        if (net_parse_range(*LIST_AT(body->addresses, struct str, i), &range) == OK)
            continue;
        (void)snprintf(field, sizeof field, "bots.addresses[%zu]", i);
        return fault_refuse(fault, field,
                            "expected an address or a range such as \"203.0.113.0/24\"");
    }
    for (size_t i = 0; i < body->agents.count; i++) {
        if (str_trim(*LIST_AT(body->agents, struct str, i)).len >= AGENT_CHARS_LEAST)
            continue;
        (void)snprintf(field, sizeof field, "bots.agents[%zu]", i);
        return fault_refuse(fault, field, "expected at least 3 characters");
    }
    return check_patterns(body, fault);
}

static enum err build_patterns(struct arena *arena, const struct list *texts,
                               struct built_pattern **patterns, struct bot_lists *lists)
{
    const struct pattern **compiled = ARENA_ARRAY(arena, const struct pattern *, texts->count + 1);
    char reason[64];
    if (compiled == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < texts->count; i++) {
        struct built_pattern *built = ARENA_NEW(arena, struct built_pattern);
        if (built == NULL)
            return ERR_FULL;
        enum err err =
            compile(*LIST_AT(*texts, struct str, i), &built->pattern, reason, sizeof reason);
        if (err != OK)
            return err;
        built->next = *patterns;
        *patterns = built;
        compiled[i] = built->pattern;
    }
    lists->patterns = compiled;
    lists->pattern_count = texts->count;
    return OK;
}

enum err bots_build(struct arena *arena, const struct bots_body *body,
                    struct built_pattern **patterns, struct bot_lists *lists)
{
    size_t count = body->addresses.count;
    struct net_range *ranges = heap_make(count + 1, sizeof(*ranges));
    enum err err = OK;
    for (size_t i = 0; err == OK && i < count; i++)
        err = net_parse_range(*LIST_AT(body->addresses, struct str, i), &ranges[i]);
    if (err == OK)
        err = net_set_make(arena, ranges, count, &lists->addresses);
    free(ranges);
    lists->agents = body->agents.items;
    lists->agent_count = body->agents.count;
    return err == OK ? build_patterns(arena, &body->patterns, patterns, lists) : err;
}

bool bots_have_address(const struct bot_lists *lists, const struct net_address *address)
{
    return lists->addresses.count > 0 && net_set_has(&lists->addresses, address);
}

bool bots_have_agent(const struct bot_lists *lists, struct str user_agent)
{
    for (size_t i = 0; i < lists->agent_count; i++)
        if (str_find_nocase(user_agent, str_trim(lists->agents[i])) >= 0)
            return true;
    for (size_t i = 0; i < lists->pattern_count; i++)
        if (pattern_is_match(lists->patterns[i], user_agent))
            return true;
    return false;
}

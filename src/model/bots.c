#include "model/bots.h"

#include "model/fault.h"

#define ADDRESSES_MAX     5000
#define ADDRESS_CHARS_MAX 49 /* of the longest range */
#define AGENTS_MAX        100
#define AGENT_CHARS_MAX   256
#define BOTS_FIELD_MAX    48
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
};
const struct schema bots_schema = SCHEMA(bots_fields, struct bots_body);

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
    return OK;
}

enum err bots_build(struct arena *arena, const struct bots_body *body, struct bot_lists *lists)
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
    return err;
}

bool bots_have(const struct bot_lists *lists, const struct net_address *address,
               struct str user_agent)
{
    if (lists->addresses.count > 0 && net_set_has(&lists->addresses, address))
        return true;
    for (size_t i = 0; i < lists->agent_count; i++)
        if (str_find_nocase(user_agent, str_trim(lists->agents[i])) >= 0)
            return true;
    return false;
}

/* listed - a table of hashes: the answer is a hash's lowest bit. The hash is keyed, so that no
 * stranger can send a user agent that has another's. */
#include "visit/listed.h"

#include <sodium.h>

#define WORKSPACE_MIX UINT64_C(0x9e3779b97f4a7c15)

struct listed {
    unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t version;
    uint64_t slots[LISTED_SLOTS]; /* 0: free */
};
_Static_assert((LISTED_SLOTS & (LISTED_SLOTS - 1)) == 0, "a mask");

struct listed *listed_make(void)
{
    struct listed *listed = heap_make(1, sizeof(*listed));
    CHECK(sodium_init() >= 0);
    crypto_shorthash_keygen(listed->key);
    return listed;
}

void listed_free(struct listed *listed)
{
    free(listed);
}

static uint64_t hash_of(const struct listed *listed, uint64_t workspace_id, struct str agent)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(bytes, (const unsigned char *)(agent.len > 0 ? agent.ptr : ""), agent.len,
                     listed->key);
    memcpy(&hash, bytes, sizeof(hash));
    return (hash ^ workspace_id * WORKSPACE_MIX) | 2; /* never 0 or 1 */
}

bool listed_has_agent(struct listed *listed, const struct bot_lists *lists, uint64_t workspace_id,
                      uint64_t version, struct str user_agent)
{
    if (listed->version != version) {
        memset(listed->slots, 0, sizeof(listed->slots));
        listed->version = version;
    }
    uint64_t hash = hash_of(listed, workspace_id, user_agent) & ~UINT64_C(1);
    uint64_t *slot = &listed->slots[(hash >> 32) & (LISTED_SLOTS - 1)];
    if ((*slot & ~UINT64_C(1)) == hash)
        return (*slot & 1) != 0;
    bool is_listed = bots_have_agent(lists, user_agent);
    *slot = hash | is_listed;
    return is_listed;
}

#include "network/skey.h"

#include <sodium.h>

static void derive(const struct keys *keys, uint64_t workspace_id, char out[SKEY_LEN + 1])
{
    uint8_t message[12] = "skey";
    uint8_t hash[SKEY_LEN / 2];
    for (size_t i = 0; i < 8; i++)
        message[4 + i] = (uint8_t)(workspace_id >> (8 * i));
    const struct key *oldest = keys_at(keys, KEYS_TAG, 0);
    CHECK(crypto_generichash(hash, sizeof(hash), message, sizeof(message), oldest->bytes,
                             KEYS_BYTES) == 0);
    CHECK(sodium_bin2hex(out, SKEY_LEN + 1, hash, sizeof(hash)) != NULL);
}

struct str skey_of(const struct keys *keys, uint64_t workspace_id, struct str set,
                   char derived[SKEY_LEN + 1])
{
    if (set.ptr != NULL)
        return set;
    derive(keys, workspace_id, derived);
    return (struct str){derived, SKEY_LEN};
}

void skey_make(char out[SKEY_LEN + 1])
{
    uint8_t bytes[SKEY_LEN / 2];
    randombytes_buf(bytes, sizeof(bytes));
    CHECK(sodium_bin2hex(out, SKEY_LEN + 1, bytes, sizeof(bytes)) != NULL);
}

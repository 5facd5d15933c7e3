#include "network/skey.h"

#include <sodium.h>

void skey_write(const struct keys *keys, uint64_t workspace_id, char out[SKEY_LEN + 1])
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

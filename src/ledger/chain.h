/* chain - the hash over a batch: BLAKE2b-256 of the previous hash and every entry in the order of
 * ids. Used by the writer, and by verify. */
#pragma once
#include <sodium.h>
#include "ledger/store.h"

struct chain {
    crypto_generichash_state state;
    size_t len;
    uint8_t bytes[16384];
};

void chain_begin(struct chain *chain, const uint8_t previous[STORE_HASH_BYTES]);
void chain_add(struct chain *chain, enum ledger_table table, const void *row);
void chain_end(struct chain *chain, uint8_t hash[STORE_HASH_BYTES]);

#define PERSONAL_SALT_BYTES 8
#define PERSONAL_HASH_BYTES 16
/* The hash that an entry keeps of its personal fields. */
void personal_hash(const struct personal *personal, uint8_t hash[PERSONAL_HASH_BYTES]);

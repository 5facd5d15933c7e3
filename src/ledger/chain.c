#include "ledger/chain.h"

void chain_begin(struct chain *chain, const uint8_t previous[STORE_HASH_BYTES])
{
    CHECK(crypto_generichash_init(&chain->state, NULL, 0, STORE_HASH_BYTES) == 0);
    memcpy(chain->bytes, previous, STORE_HASH_BYTES);
    chain->len = STORE_HASH_BYTES;
}

static void chain_write(struct chain *chain, const void *bytes, size_t len)
{
    if (len > sizeof(chain->bytes) - chain->len) {
        crypto_generichash_update(&chain->state, chain->bytes, chain->len);
        chain->len = 0;
    }
    if (len > sizeof(chain->bytes)) {
        crypto_generichash_update(&chain->state, bytes, len);
        return;
    }
    memcpy(chain->bytes + chain->len, bytes, len);
    chain->len += len;
}

static void write_u64(struct chain *chain, uint64_t value)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    chain_write(chain, bytes, sizeof(bytes));
}

void chain_add(struct chain *chain, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    /* The name, not the number: tables may be added in any order. */
    chain_write(chain, t->name, strlen(t->name) + 1);
    for (size_t i = 0; i < t->column_count; i++) {
        const struct column *column = &t->columns[i];
        if (column_is_number(column)) {
            write_u64(chain, row_get_u64(row, column));
            continue;
        }
        struct str s = row_get_str(row, column);
        write_u64(chain, s.ptr == NULL ? 0 : (uint64_t)s.len + 1);
        if (s.len > 0)
            chain_write(chain, s.ptr, s.len);
    }
}

void chain_end(struct chain *chain, uint8_t hash[STORE_HASH_BYTES])
{
    crypto_generichash_update(&chain->state, chain->bytes, chain->len);
    crypto_generichash_final(&chain->state, hash, STORE_HASH_BYTES);
}

void personal_hash(const struct personal *personal, uint8_t hash[PERSONAL_HASH_BYTES])
{
    const struct str fields[] = {personal->salt, personal->address, personal->user_agent,
                                 personal->referrer};
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, NULL, 0, PERSONAL_HASH_BYTES) == 0);
    crypto_generichash_update(&state, (const uint8_t *)&personal->visitor,
                              sizeof(personal->visitor));
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        uint64_t len = fields[i].ptr == NULL ? 0 : (uint64_t)fields[i].len + 1;
        crypto_generichash_update(&state, (const uint8_t *)&len, sizeof(len));
        if (fields[i].len > 0)
            crypto_generichash_update(&state, (const uint8_t *)fields[i].ptr, fields[i].len);
    }
    crypto_generichash_final(&state, hash, PERSONAL_HASH_BYTES);
}

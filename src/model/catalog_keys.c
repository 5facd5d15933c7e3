/* catalog_keys - the keys that programs ask with: only their hashes are kept. Any thread. */
#include "model/call.h"

#include <sodium.h>
#include "base/clock.h"
#include "model/kind.h"

#define API_KEY_PREFIX "rbk_"
#define API_KEY_RANDOM 40
#define API_KEY_LEN    (sizeof(API_KEY_PREFIX) - 1 + API_KEY_RANDOM)

/* The text has 238 random bits: a plain hash keeps it as well as a slow one would. */
static void hash_key(struct str text, uint8_t hash[DB_HASH_BYTES])
{
    CHECK(crypto_generichash(hash, DB_HASH_BYTES, (const unsigned char *)text.ptr, text.len, NULL,
                             0) == 0);
}

enum err catalog_create_key(struct catalog *catalog, struct str name,
                            char text[CATALOG_KEY_TEXT_MAX])
{
    char made[CATALOG_KEY_TEXT_MAX] = API_KEY_PREFIX;
    uint8_t hash[DB_HASH_BYTES];
    uint64_t version;
    struct str trimmed = str_trim(name);
    if (trimmed.len == 0 || !str_is_utf8(trimmed) || str_has_control(trimmed) ||
        schema_count_chars(trimmed) > KIND_NAME_CHARS_MAX)
        return ERR_INVALID;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    call_random_base62(made + sizeof(API_KEY_PREFIX) - 1, API_KEY_RANDOM);
    hash_key(str_from_c(made), hash);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_insert_key(call.db, trimmed, hash, clock_wall_ms());
    if (err == OK)
        err = db_raise_version(call.db, &version);
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        memcpy(text, made, sizeof made);
    sodium_memzero(made, sizeof made);
    return err;
}

enum err catalog_find_key(struct catalog *catalog, struct str text, uint64_t *key_id)
{
    uint8_t hash[DB_HASH_BYTES];
    if (text.len != API_KEY_LEN || !str_has_prefix(text, STR(API_KEY_PREFIX)))
        return ERR_NOT_FOUND;
    hash_key(text, hash);
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_find_key(call.db, hash, key_id);
}

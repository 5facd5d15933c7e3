/* store - what a ledger is kept in: one table of functions, implemented by sqlite.c; postgres.c
 * will be the second. Owner: the ledger's writer. A store knows rows and lookups, not what they
 * mean. After any ERR_IO the owner rolls back, closes, and opens anew. */
#pragma once
#include "base/arena.h"
#include "ledger/ledger.h"

#define STORE_HASH_BYTES 32

/* The last link of the chain. */
struct store_batch {
    uint64_t last_id; /* 0: no batch yet */
    uint64_t entries;
    uint8_t hash[STORE_HASH_BYTES];
};

struct store;

struct store_ops {
    MUST_USE enum err (*open)(const char *dir, struct store **store);
    void (*close)(struct store *store);
    /* The last batch, and the mark below which ids may have been given. */
    MUST_USE enum err (*read_head)(struct store *store, struct store_batch *head, uint64_t *mark);
    /* is_synced: the commit is to be on disk when it returns. */
    MUST_USE enum err (*begin)(struct store *store, bool is_synced);
    /* By the table's class: appends an entry, inserts or replaces a state, adds to a total. */
    MUST_USE enum err (*write)(struct store *store, enum ledger_table table, const void *row);
    /* ledger_erase_personal() */
    MUST_USE enum err (*erase_personal)(struct store *store, uint64_t workspace_id,
                                        uint64_t from_id, uint64_t to_id, size_t max,
                                        struct ledger_erased *erased);
    MUST_USE enum err (*select)(struct store *store, enum ledger_lookup lookup, const void *given,
                                struct arena *arena, void *rows, size_t max, size_t *count);
    /* Writes the batch's link (last_id 0: no entries, no link) and the mark, and commits. */
    MUST_USE enum err (*commit)(struct store *store, const struct store_batch *batch,
                                uint64_t mark);
    void (*rollback)(struct store *store);
    /* Moves what was logged ahead into its place, when it has grown enough or the writer is idle.
     * Bytes still logged ahead: *wal_bytes. */
    MUST_USE enum err (*tidy)(struct store *store, bool is_idle, uint64_t *wal_bytes);
};

extern const struct store_ops store_sqlite;

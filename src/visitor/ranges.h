/* ranges - who routes an address: one compact file of sorted ranges, memory-mapped. It is made from
 * CSV (ranges_make.h). Immutable when open; any thread.
 *
 * The file, in this machine's byte order: struct ranges_header; then, each padded to 16 bytes, for
 * IPv4 the first addresses, the last ones and the networks' numbers (32 bits each), the same for
 * IPv6 (two 64-bit words an address, the high one first, and 32 bits a number), the networks
 * (struct ranges_network), and their names, each once, without an end. */
#pragma once
#include "base/net.h"
#include "visitor/visitor.h"

#define RANGES_MAGIC      "RBRANGES"
#define RANGES_VERSION    1
#define RANGES_HASH_BYTES 32
#define RANGES_COUNT_MAX  (1u << 26)
#define RANGES_ALIGN      16
#define RANGES_SOURCE_MAX 256
#define RANGES_NAME_MAX   120 /* longer names are cut */

struct ranges_header {
    char magic[8];
    uint32_t version;
    uint32_t v4_count, v6_count;
    uint32_t network_count;
    uint32_t text_bytes;
    uint32_t source_bytes;           /* of source */
    int64_t built_at_ms;             /* of the data, not of this file */
    char source[RANGES_SOURCE_MAX];  /* who made the data, and on what terms */
    uint8_t hash[RANGES_HASH_BYTES]; /* BLAKE2b of the whole file with zeros here */
};

struct ranges_network {
    uint32_t asn;
    uint32_t name_at, name_bytes; /* in the names */
};

/* Where each part begins, counted in bytes from the file's. */
struct ranges_plan {
    size_t v4_first, v4_last, v4_network;
    size_t v6_first, v6_last, v6_network;
    size_t networks, text, end;
};

struct ranges;

struct ranges_plan ranges_plan(const struct ranges_header *header);
/* The hash of a file in memory. */
void ranges_hash(const void *bytes, size_t count, uint8_t hash[RANGES_HASH_BYTES]);

/* Opens the file and proves that it is whole. ERR_IO, ERR_INVALID; *reason says which, static. */
MUST_USE enum err ranges_open(const char *path, struct ranges **ranges, const char **reason);
void ranges_close(struct ranges *ranges); /* accepts NULL */

/* Adds provider and AS number of an address to what facts lack. The name is lent until
 * ranges_close(). False: no range holds it. */
bool ranges_fill(const struct ranges *ranges, const struct net_address *address,
                 struct visitor_facts *facts);

int64_t ranges_built_at_ms(const struct ranges *ranges);
struct str ranges_source(const struct ranges *ranges); /* lent */
size_t ranges_network_count(const struct ranges *ranges);
/* The network of that place, its name lent until ranges_close(). */
struct str ranges_name(const struct ranges *ranges, size_t network, uint32_t *asn);

#include "visitor/ranges.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct words128 {
    uint64_t high, low;
};

struct ranges {
    const struct ranges_header *header; /* the mapped file */
    size_t bytes;
    const uint32_t *v4_first, *v4_last, *v4_network;
    const struct words128 *v6_first, *v6_last;
    const uint32_t *v6_network;
    const struct ranges_network *networks;
    const char *text;
};

/* ------------------------------------------------------------------ the file's shape */

static size_t add_part(size_t *end, size_t count, size_t size)
{
    size_t at = (*end + RANGES_ALIGN - 1) / RANGES_ALIGN * RANGES_ALIGN;
    *end = at + count * size;
    return at;
}

struct ranges_plan ranges_plan(const struct ranges_header *header)
{
    struct ranges_plan plan = {.end = sizeof(struct ranges_header)};
    plan.v4_first = add_part(&plan.end, header->v4_count, sizeof(uint32_t));
    plan.v4_last = add_part(&plan.end, header->v4_count, sizeof(uint32_t));
    plan.v4_network = add_part(&plan.end, header->v4_count, sizeof(uint32_t));
    plan.v6_first = add_part(&plan.end, header->v6_count, sizeof(struct words128));
    plan.v6_last = add_part(&plan.end, header->v6_count, sizeof(struct words128));
    plan.v6_network = add_part(&plan.end, header->v6_count, sizeof(uint32_t));
    plan.networks = add_part(&plan.end, header->network_count, sizeof(struct ranges_network));
    plan.text = add_part(&plan.end, header->text_bytes, 1);
    return plan;
}

void ranges_hash(const void *bytes, size_t count, uint8_t hash[RANGES_HASH_BYTES])
{
    static const uint8_t zeros[RANGES_HASH_BYTES];
    const size_t at = offsetof(struct ranges_header, hash);
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, RANGES_HASH_BYTES);
    (void)crypto_generichash_update(&state, bytes, at);
    (void)crypto_generichash_update(&state, zeros, sizeof(zeros));
    (void)crypto_generichash_update(&state, (const uint8_t *)bytes + at + RANGES_HASH_BYTES,
                                    count - at - RANGES_HASH_BYTES);
    (void)crypto_generichash_final(&state, hash, RANGES_HASH_BYTES);
}

/* ------------------------------------------------------------------ opening */

static bool is_at_most(struct words128 a, struct words128 b)
{
    return a.high < b.high || (a.high == b.high && a.low <= b.low);
}

/* Ranges follow one another without overlap, and what they name is there. */
static bool is_in_order(const struct ranges *ranges)
{
    const struct ranges_header *header = ranges->header;
    for (size_t i = 0; i < header->v4_count; i++)
        if (ranges->v4_first[i] > ranges->v4_last[i] ||
            ranges->v4_network[i] >= header->network_count ||
            (i > 0 && ranges->v4_first[i] <= ranges->v4_last[i - 1]))
            return false;
    for (size_t i = 0; i < header->v6_count; i++)
        if (!is_at_most(ranges->v6_first[i], ranges->v6_last[i]) ||
            ranges->v6_network[i] >= header->network_count ||
            (i > 0 && is_at_most(ranges->v6_first[i], ranges->v6_last[i - 1])))
            return false;
    for (size_t i = 0; i < header->network_count; i++) {
        const struct ranges_network *network = &ranges->networks[i];
        if (network->name_bytes > header->text_bytes ||
            network->name_at > header->text_bytes - network->name_bytes)
            return false;
    }
    return true;
}

/* NULL: it is whole. */
static const char *judge_header(const struct ranges_header *header, size_t bytes)
{
    if (bytes < sizeof(*header) || memcmp(header->magic, RANGES_MAGIC, sizeof(header->magic)) != 0)
        return "not a file of ranges";
    if (header->version != RANGES_VERSION)
        return "a file of ranges of another version";
    if (header->v4_count > RANGES_COUNT_MAX || header->v6_count > RANGES_COUNT_MAX ||
        header->network_count > RANGES_COUNT_MAX || header->source_bytes > RANGES_SOURCE_MAX ||
        ranges_plan(header).end != bytes)
        return "the file of ranges is cut short or too long";
    uint8_t hash[RANGES_HASH_BYTES];
    ranges_hash(header, bytes, hash);
    return memcmp(hash, header->hash, sizeof(hash)) == 0 ? NULL : "the file of ranges is damaged";
}

static const void *part(const struct ranges *ranges, size_t at)
{
    return (const char *)ranges->header + at;
}

static void point(struct ranges *ranges)
{
    struct ranges_plan plan = ranges_plan(ranges->header);
    ranges->v4_first = part(ranges, plan.v4_first);
    ranges->v4_last = part(ranges, plan.v4_last);
    ranges->v4_network = part(ranges, plan.v4_network);
    ranges->v6_first = part(ranges, plan.v6_first);
    ranges->v6_last = part(ranges, plan.v6_last);
    ranges->v6_network = part(ranges, plan.v6_network);
    ranges->networks = part(ranges, plan.networks);
    ranges->text = part(ranges, plan.text);
}

static void *map(const char *path, size_t *bytes)
{
    struct stat stat;
    void *memory = MAP_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return MAP_FAILED;
    if (fstat(fd, &stat) == 0) {
        *bytes = (size_t)stat.st_size;
        errno = EINVAL;
        if (*bytes > 0)
            memory = mmap(NULL, *bytes, PROT_READ, MAP_SHARED, fd, 0);
    }
    int reason = errno;
    close(fd);
    errno = reason;
    return memory;
}

enum err ranges_open(const char *path, struct ranges **opened, const char **reason)
{
    size_t bytes = 0;
    void *memory = map(path, &bytes);
    if (memory == MAP_FAILED) {
        *reason = strerror(errno);
        return ERR_IO;
    }
    struct ranges *ranges = heap_make(1, sizeof(*ranges));
    *ranges = (struct ranges){.header = memory, .bytes = bytes};
    *reason = judge_header(memory, bytes);
    if (*reason == NULL) {
        point(ranges);
        *reason = is_in_order(ranges) ? NULL : "the file of ranges is out of order";
    }
    if (*reason == NULL) {
        *opened = ranges;
        return OK;
    }
    ranges_close(ranges);
    return ERR_INVALID;
}

void ranges_close(struct ranges *ranges)
{
    if (ranges == NULL)
        return;
    /* mmap gave it; only munmap takes it back. */
    (void)munmap((void *)(uintptr_t)ranges->header, ranges->bytes);
    free(ranges);
}

/* ------------------------------------------------------------------ looking up */

/* The network of an address, or SIZE_MAX. */
static size_t find_v4(const struct ranges *ranges, uint32_t address)
{
    size_t low = 0, high = ranges->header->v4_count;
    while (low < high) { /* the first range that begins behind the address */
        size_t middle = low + (high - low) / 2;
        if (ranges->v4_first[middle] <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && address <= ranges->v4_last[low - 1] ? ranges->v4_network[low - 1] : SIZE_MAX;
}

static size_t find_v6(const struct ranges *ranges, struct words128 address)
{
    size_t low = 0, high = ranges->header->v6_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_at_most(ranges->v6_first[middle], address))
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && is_at_most(address, ranges->v6_last[low - 1]) ? ranges->v6_network[low - 1]
                                                                    : SIZE_MAX;
}

static uint64_t word_at(const uint8_t *bytes, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word = word << 8 | bytes[i];
    return word;
}

bool ranges_fill(const struct ranges *ranges, const struct net_address *address,
                 struct visitor_facts *facts)
{
    size_t network = SIZE_MAX;
    uint32_t asn;
    if (address->family == 4)
        network = find_v4(ranges, (uint32_t)word_at(address->bytes, 4));
    else if (address->family == 6)
        network = find_v6(
            ranges, (struct words128){word_at(address->bytes, 8), word_at(address->bytes + 8, 8)});
    if (network == SIZE_MAX)
        return false;
    struct str name = ranges_name(ranges, network, &asn);
    if (facts->isp.len == 0 && name.len > 0)
        facts->isp = name;
    if (facts->asn == 0)
        facts->asn = asn;
    return true;
}

/* ------------------------------------------------------------------ what it says of itself */

int64_t ranges_built_at_ms(const struct ranges *ranges)
{
    return ranges->header->built_at_ms;
}

struct str ranges_source(const struct ranges *ranges)
{
    return (struct str){ranges->header->source, ranges->header->source_bytes};
}

size_t ranges_network_count(const struct ranges *ranges)
{
    return ranges->header->network_count;
}

struct str ranges_name(const struct ranges *ranges, size_t network, uint32_t *asn)
{
    const struct ranges_network *found = &ranges->networks[network];
    *asn = found->asn;
    return (struct str){ranges->text + found->name_at, found->name_bytes};
}

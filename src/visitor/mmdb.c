#include "visitor/mmdb.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include "visitor/mmdb_layout.h"

#define SAMPLE_NODES   1024
#define NODE_COUNT_MAX (1u << 30)
#define BITS_OF_A_WORD 64

struct mmdb {
    MMDB_s file;
    size_t way_count;
    const struct mmdb_way *ways[MMDB_WAYS_MAX]; /* of its layouts */
};

static void fill_from(const struct mmdb *mmdb, MMDB_entry_s *record, struct visitor_facts *facts)
{
    for (size_t i = 0; i < mmdb->way_count; i++)
        mmdb_way_fill(mmdb->ways[i], record, facts);
}

/* The record on a side of a node, or NULL. */
static MMDB_entry_s *record_of(MMDB_search_node_s *node, int side)
{
    if (side == 0)
        return node->left_record_type == MMDB_RECORD_TYPE_DATA ? &node->left_record_entry : NULL;
    return node->right_record_type == MMDB_RECORD_TYPE_DATA ? &node->right_record_entry : NULL;
}

/* ------------------------------------------------------------------ opening */

/* Looks at records from all over the tree. False: one of them cannot be read. */
static bool find_layouts(const MMDB_s *file, struct mmdb_layouts *layouts, size_t *records)
{
    uint32_t count = file->metadata.node_count;
    uint32_t step = count / SAMPLE_NODES + 1;
    for (uint32_t number = 0; number < count; number += step) {
        MMDB_search_node_s node;
        if (MMDB_read_node(file, number, &node) != MMDB_SUCCESS ||
            node.left_record_type == MMDB_RECORD_TYPE_INVALID ||
            node.right_record_type == MMDB_RECORD_TYPE_INVALID)
            return false;
        MMDB_entry_s *records_of[] = {record_of(&node, 0), record_of(&node, 1)};
        for (size_t i = 0; i < ARRAY_LEN(records_of); i++) {
            if (records_of[i] == NULL)
                continue;
            (*records)++;
            if (!mmdb_layouts_add(layouts, records_of[i]))
                return false;
        }
    }
    return true;
}

static const char *take_layouts(struct mmdb *mmdb)
{
    struct mmdb_layouts layouts = {0};
    size_t records = 0;
    if (mmdb->file.metadata.node_count > NODE_COUNT_MAX ||
        !find_layouts(&mmdb->file, &layouts, &records))
        return "the database is broken";
    if (records == 0)
        return "the database is empty";
    mmdb->way_count = mmdb_layouts_ways(layouts, mmdb->ways);
    return mmdb->way_count == 0 ? "the database says nothing of places and networks" : NULL;
}

enum err mmdb_open(const char *path, struct mmdb **opened, const char **reason)
{
    struct mmdb *mmdb = heap_make(1, sizeof(*mmdb));
    int status = MMDB_open(path, MMDB_MODE_MMAP, &mmdb->file);
    if (status != MMDB_SUCCESS) {
        free(mmdb);
        bool is_io = status == MMDB_FILE_OPEN_ERROR || status == MMDB_IO_ERROR;
        *reason = is_io ? strerror(errno) : MMDB_strerror(status);
        return is_io ? ERR_IO : ERR_INVALID;
    }
    *reason = take_layouts(mmdb);
    if (*reason != NULL) {
        mmdb_close(mmdb);
        return ERR_INVALID;
    }
    *opened = mmdb;
    return OK;
}

void mmdb_close(struct mmdb *mmdb)
{
    if (mmdb == NULL)
        return;
    MMDB_close(&mmdb->file);
    free(mmdb);
}

struct str mmdb_type(const struct mmdb *mmdb)
{
    return str_from_c(mmdb->file.metadata.database_type);
}

int64_t mmdb_built_at_ms(const struct mmdb *mmdb)
{
    uint64_t epoch_s = mmdb->file.metadata.build_epoch;
    return epoch_s < INT64_MAX / 1000 ? (int64_t)epoch_s * 1000 : 0;
}

/* ------------------------------------------------------------------ looking up */

bool mmdb_fill(const struct mmdb *mmdb, const struct net_address *address,
               struct visitor_facts *facts)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    const struct sockaddr *sockaddr;
    int status = MMDB_SUCCESS;
    if (address->family == 4) {
        memcpy(&v4.sin_addr, address->bytes, sizeof(v4.sin_addr));
        sockaddr = (const struct sockaddr *)&v4;
    } else if (address->family == 6 && mmdb->file.metadata.ip_version == 6) {
        memcpy(&v6.sin6_addr, address->bytes, sizeof(v6.sin6_addr));
        sockaddr = (const struct sockaddr *)&v6;
    } else {
        return false;
    }
    MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&mmdb->file, sockaddr, &status);
    if (status != MMDB_SUCCESS || !result.found_entry)
        return false;
    fill_from(mmdb, &result.entry, facts);
    return true;
}

/* ------------------------------------------------------------------ all records */

struct seen {
    uint64_t *bits; /* by the record's offset */
    size_t bit_count;
};

static bool is_new(struct seen *seen, uint32_t offset)
{
    uint64_t bit = UINT64_C(1) << offset % BITS_OF_A_WORD;
    if (offset >= seen->bit_count || (seen->bits[offset / BITS_OF_A_WORD] & bit) != 0)
        return false;
    seen->bits[offset / BITS_OF_A_WORD] |= bit;
    return true;
}

static size_t ways_of(const struct mmdb *mmdb, enum place_group group,
                      const struct mmdb_way *ways[MMDB_WAYS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < mmdb->way_count; i++)
        if (mmdb_way_is_of(mmdb->ways[i], group))
            ways[count++] = mmdb->ways[i];
    return count;
}

void mmdb_each(const struct mmdb *mmdb, enum place_group group,
               void (*each)(void *context, const struct visitor_facts *facts), void *context)
{
    const struct mmdb_way *ways[MMDB_WAYS_MAX];
    size_t way_count = ways_of(mmdb, group, ways);
    if (way_count == 0)
        return;
    struct seen seen = {.bit_count = mmdb->file.data_section_size};
    seen.bits = heap_make(seen.bit_count / BITS_OF_A_WORD + 1, sizeof(uint64_t));
    for (uint32_t number = 0; number < mmdb->file.metadata.node_count; number++) {
        MMDB_search_node_s node;
        if (MMDB_read_node(&mmdb->file, number, &node) != MMDB_SUCCESS)
            break;
        MMDB_entry_s *entries[] = {record_of(&node, 0), record_of(&node, 1)};
        for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
            struct visitor_facts facts = {0};
            if (entries[i] == NULL || !is_new(&seen, entries[i]->offset))
                continue;
            for (size_t j = 0; j < way_count; j++)
                mmdb_way_fill(ways[j], entries[i], &facts);
            each(context, &facts);
        }
    }
    free(seen.bits);
}
